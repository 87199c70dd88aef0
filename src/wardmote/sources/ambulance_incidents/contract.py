"""Incidents an ambulance was sent to because somebody was hurt by somebody: de-identified, by small area and time of call."""

from wardmote.sources.contracts import Column, Contract, Remark

CONTRACT = Contract(
    name="ambulance_incidents",
    title="Ambulance incidents",
    columns=(
        Column("happened", "datetime", "time of the call, local time; day/month/year or ISO"),
        Column(
            "reason",
            meaning="what the call was triaged as: assault, stabbing or gunshot, overdose",
            pattern="(?i)(assault.*|stab.*|overdose.*)",
            says="is not an assault, a stabbing or an overdose; ask for these only",
        ),
        Column(
            "lsoa_code",
            meaning="of the scene",
            blank=True,
            pattern=r"[EW]01\d{6}",
            says="is not an LSOA code such as E01016016",
        ),
        Column("conveyed", blank=True, required=False, pattern="(?i)(yes|no|y|n)", says="is not yes or no"),
    ),
    remarks=(Remark("lsoa_code IS NULL", "{n} without a small area: kept, and counted in no area."),),
    period="strftime(\"happened:typed\", '%Y-%m')",
    unit=r"^(.*)\.[a-z]+$",
)
