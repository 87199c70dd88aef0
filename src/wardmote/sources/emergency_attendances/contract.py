"""Attendances at an emergency department after an assault: the standard on information sharing to tackle violence."""

from wardmote.sources.contracts import Column, Contract, Remark

CONTRACT = Contract(
    name="emergency_attendances",
    title="Emergency department attendances after an assault",
    columns=(
        Column("happened", "datetime", "when the patient was assaulted; where not asked, when they arrived"),
        Column(
            "place",
            blank=True,
            required=False,
            meaning="kind of place: home, street, licensed premises, work, school, other",
        ),
        Column("weapon", blank=True, required=False, meaning="body part, knife, glass, blunt object, other"),
        Column(
            "lsoa_code",
            meaning="where the assault happened",
            blank=True,
            pattern=r"[EW]01\d{6}",
            says="is not an LSOA code such as E01016016",
        ),
    ),
    remarks=(Remark("lsoa_code IS NULL", "{n} without a small area: kept, and counted in no area."),),
    period="strftime(\"happened:typed\", '%Y-%m')",
    unit=r"^(.*)\.[a-z]+$",
)
