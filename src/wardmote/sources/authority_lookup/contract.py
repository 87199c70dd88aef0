"""Which community safety partnership and police force area each local authority lies in (ONS)."""

from wardmote.sources.contracts import Column, Contract

CONTRACT = Contract(
    name="authority_lookup",
    title="Lookup from authorities to community safety partnerships and police force areas (ONS)",
    columns=(
        Column("lad_code", pattern=r"[EWSN]0[6-9]\d{6}", says="is not an authority code such as E06000035"),
        Column("lad_name", meaning="as named in the year of the file; Shepway is today's Folkestone and Hythe"),
        Column("csp_code", pattern=r"E22\d{6}|W14\d{6}", says="is not a partnership code such as E22000143"),
        Column("csp_name"),
        Column("pfa_code", pattern=r"E23\d{6}|W15\d{6}", says="is not a police force area code such as E23000032"),
        Column("pfa_name"),
    ),
    identity="lad_code",
)
