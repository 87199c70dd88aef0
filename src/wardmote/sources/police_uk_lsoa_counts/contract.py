"""How many records of each type each force published for each small area and month: what similar areas are counted from."""

from wardmote.sources.contracts import Column, Contract, Remark, RowRule

CONTRACT = Contract(
    name="police_uk_lsoa_counts",
    title="Counts of street-level records by month, force, LSOA and type (counted from data.police.uk)",
    columns=(
        Column("month", "month", meaning="the month of the records"),
        Column(
            "force",
            pattern=r"[a-z]+(-[a-z]+)*",
            says="is not a force as data.police.uk writes it in its file names, such as avon-and-somerset",
            meaning="the force whose file held them",
        ),
        Column(
            "lsoa_code",
            blank=True,
            pattern=r"[EW]01\d{6}",
            says="is not an LSOA code such as E01016016",
            meaning="of the map point; blank where there is no location, and in Northern Ireland",
        ),
        Column(
            "crime_type",
            vocabulary="police_uk_categories",
            in_use="month",
            meaning="the publisher's category, which must have been in use in that month",
        ),
        Column("incidents", "integer", "records counted", minimum=1),
    ),
    rules=(
        RowRule(
            "incidents",
            "counted twice",
            "count(*) OVER (PARTITION BY month, force, lsoa_code, crime_type) > 1",
            "stands beside another count of the same month, force, area and type",
        ),
    ),
    remarks=(Remark("lsoa_code IS NULL", "{n} of records without an area: kept, and counted in no area."),),
    period="month",
)
