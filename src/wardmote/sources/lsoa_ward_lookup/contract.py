"""ONS best-fit lookup from lower layer super output areas to wards; headings carry the year of each geography."""

from wardmote.sources.contracts import Column, Contract

CONTRACT = Contract(
    name="lsoa_ward_lookup",
    title="Lookup from LSOAs to wards, best fit (ONS)",
    columns=(
        Column("lsoa_code", pattern=r"[EW]01\d{6}", says="is not an LSOA code such as E01016016"),
        Column("lsoa_name", blank=True),
        Column("ward_code", pattern=r"[EW]05\d{6}", says="is not a ward code such as E05002249"),
        Column("ward_name", blank=True),
        Column("lad_code", pattern=r"[EW]0[6-9]\d{6}", says="is not an authority code such as E06000035"),
        Column("lad_name", blank=True),
    ),
    identity="lsoa_code",
)
