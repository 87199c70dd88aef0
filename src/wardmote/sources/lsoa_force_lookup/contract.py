"""Which middle layer area, authority, region and police force each LSOA lies in (as packaged with Census 2011)."""

from wardmote.sources.contracts import Column, Contract, Remark

CONTRACT = Contract(
    name="lsoa_force_lookup",
    title="Lookup from LSOAs to MSOAs, authorities and police forces",
    columns=(
        Column("lsoa_code", pattern=r"[EW]01\d{6}", says="is not an LSOA code such as E01016016"),
        Column("lsoa_name"),
        Column("msoa_code", pattern=r"[EW]02\d{6}", says="is not an MSOA code such as E02003314"),
        Column("msoa_name"),
        Column("lad_code"),
        Column("lad_name"),
        Column("region_code", blank=True),
        Column("region_name", blank=True),
        Column("police_force", blank=True, meaning="blank for 53 authorities in the packaged file"),
    ),
    remarks=(Remark("police_force IS NULL", "{n} naming no police force: kept."),),
    identity="lsoa_code",
)
