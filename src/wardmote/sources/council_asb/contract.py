"""Anti-social behaviour reported to the council: a partner's extract, with people's addresses in it."""

from wardmote.sources.contracts import Column, Contract, Remark, whole_point

CONTRACT = Contract(
    name="council_asb",
    title="Anti-social behaviour reported to the council",
    columns=(
        Column("reference", personal=True, meaning="the council's own reference, one for each report"),
        Column("reported", "datetime", "local time; day/month/year or ISO, never month first"),
        Column("category", meaning="the council's own words"),
        Column("address", blank=True, personal=True, meaning="where it was said to happen"),
        Column("easting", "number", "metres, British National Grid", blank=True, minimum=0, maximum=700_000),
        Column("northing", "number", "metres, British National Grid", blank=True, minimum=0, maximum=1_300_000),
        Column("ward_as_recorded", blank=True, meaning="as the council's system says, not as the point falls"),
        Column("repeat_reporter", blank=True, required=False, pattern="(?i)(yes|no|y|n)", says="is not yes or no"),
    ),
    rules=(whole_point("easting", "northing"),),
    remarks=(Remark("easting IS NULL", "{n} without a location: kept, and counted in the total but in no place."),),
    period="strftime(\"reported:typed\", '%Y-%m')",
    unit=r"^(.*)\.[a-z]+$",
    identity="reference",
    identity_name="reference",
    once=True,
)
