"""Fires that the fire and rescue service attended: an extract of its incident recording system, one row a fire."""

from wardmote.sources.contracts import Column, Contract, Remark, whole_point

CONTRACT = Contract(
    name="fires",
    title="Fires attended",
    columns=(
        Column("reference", personal=True, meaning="the service's own incident number"),
        Column("happened", "datetime", "time of the call, local time; day/month/year or ISO, never month first"),
        Column(
            "kind",
            meaning="primary (building, vehicle, outdoor structure, or any casualty, rescue or five engines), secondary or chimney",
            pattern="(?i)(primary|secondary|chimney)( fire)?",
            says="is not a primary, secondary or chimney fire; false alarms and special services are not fires",
        ),
        Column(
            "cause",
            meaning="deliberate, accidental or not known; not known counts as accidental, as the Home Office counts it",
            pattern="(?i)(deliberate|accidental|not known).*",
            says="is not deliberate, accidental or not known",
        ),
        Column("easting", "number", "metres, British National Grid", blank=True, minimum=0, maximum=700_000),
        Column("northing", "number", "metres, British National Grid", blank=True, minimum=0, maximum=1_300_000),
        Column("property", blank=True, required=False, meaning="what burned, in the service's words"),
    ),
    rules=(whole_point("easting", "northing"),),
    remarks=(Remark("easting IS NULL", "{n} without a location: kept, and counted in no area."),),
    period="strftime(\"happened:typed\", '%Y-%m')",
    unit=r"^(.*)\.[a-z]+$",
    identity="reference",
    identity_name="incident",
    once=True,
)
