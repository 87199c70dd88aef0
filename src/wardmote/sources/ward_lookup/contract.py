"""Which authority, county and region each ward lies in (ONS)."""

from wardmote.sources.contracts import Column, Contract

CONTRACT = Contract(
    name="ward_lookup",
    title="Lookup from wards to authorities, counties and regions (ONS)",
    columns=(
        Column("ward_code", pattern=r"[EWSN]\d{8}", says="is not a ward code such as E05002249"),
        Column("ward_name"),
        Column("lad_code", pattern=r"[EWSN]\d{8}", says="is not an authority code such as E06000035"),
        Column("lad_name"),
        Column("county_code", blank=True, required=False),
        Column("county_name", blank=True, required=False),
        Column("region_code", blank=True, required=False),
        Column("region_name", blank=True, required=False),
        Column("country_code", blank=True, required=False),
        Column("country_name", blank=True, required=False),
    ),
    identity="ward_code",
)
