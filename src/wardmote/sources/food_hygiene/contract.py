"""Food hygiene ratings of one authority as the Food Standards Agency publishes them: one row a business, without its name."""

from wardmote.sources.contracts import Column, Contract
from wardmote.sources.food_hygiene.reader import read_ratings

CONTRACT = Contract(
    name="food_hygiene",
    title="Food hygiene ratings",
    columns=(
        Column("reference", meaning="the agency's number of the business"),
        Column("extracted", "date", "day of the download"),
        Column("area_name", meaning="the authority, as the agency writes it"),
        Column("business_type", blank=True),
        Column(
            "rating",
            meaning="0 to 5; or why there is none",
            pattern="[0-5]|[A-Za-z ]+",
            says="is not a rating from 0 to 5 or the words for having none",
        ),
        Column("rated", "date", "day of the inspection", blank=True),
        Column(
            "scheme",
            meaning="FHRS; the Scottish scheme (FHIS) has no ratings to count",
            blank=True,
            pattern="FHRS|FHIS",
        ),
    ),
    identity="reference",
    read=read_ratings,
)
