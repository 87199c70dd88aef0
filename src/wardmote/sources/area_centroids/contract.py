"""One point for each area: its population-weighted or geometric centre, as ONS publishes it."""

from wardmote.sources.contracts import Column, Contract

CONTRACT = Contract(
    name="area_centroids",
    title="Centres of areas (ONS)",
    columns=(
        Column("code", pattern=r"[EWSN]\d{8}", says="is not an area code such as E01016016"),
        Column("name", blank=True),
        Column("easting", "number", "metres, British National Grid", minimum=0, maximum=700_000),
        Column("northing", "number", "metres, British National Grid", minimum=0, maximum=1_300_000),
        Column("longitude", "number", "degrees, WGS84", blank=True, required=False, minimum=-9, maximum=2.1),
        Column("latitude", "number", "degrees, WGS84", blank=True, required=False, minimum=49.5, maximum=61),
        Column("area_m2", "number", "square metres of a simplified outline", blank=True, required=False, minimum=0),
    ),
    identity="code",
)
