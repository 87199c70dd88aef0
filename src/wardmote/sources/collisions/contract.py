"""Injury collisions on the road as the Department for Transport publishes them (STATS19), under all three headers."""

from wardmote.sources.collisions.reader import without_missing_codes
from wardmote.sources.contracts import Column, Contract, Remark

CONTRACT = Contract(
    name="collisions",
    title="Injury collisions on the road (STATS19)",
    columns=(
        Column("reference", meaning="the collision index: year, force and the force's own number"),
        Column("happened", "date", "day of the collision"),
        Column(
            "severity",
            meaning="of the worst casualty: 1 fatal, 2 serious, 3 slight; or the word",
            pattern="(?i)(1|2|3|fatal|serious|slight)",
            says="is not 1, 2, 3, fatal, serious or slight",
        ),
        Column(
            "easting", "number", "metres, British National Grid; -1 is missing", blank=True, minimum=-1, maximum=700_000
        ),
        Column(
            "northing",
            "number",
            "metres, British National Grid; -1 is missing",
            blank=True,
            minimum=-1,
            maximum=1_300_000,
        ),
        Column("casualties", "integer", "people hurt or killed", blank=True, required=False, minimum=-1),
        Column("injury_based", blank=True, required=False, meaning="1: severity was worked out from the injuries"),
    ),
    remarks=(Remark("easting IS NULL OR easting = '-1'", "{n} without a location: kept, and counted in no area."),),
    period="strftime(\"happened:typed\", '%Y-%m')",
    unit=r"^(.*)\.[a-z]+$",
    identity="reference",
    identity_name="collision",
    once=True,
    reshape=without_missing_codes,
    reshaped={
        "reference": "string",
        "happened": "date",
        "severity": "string",
        "easting": "float64",
        "northing": "float64",
        "casualties": "int64",
        "injury_based": "string",
    },
)
