"""The catalogue of measures: what is counted over what, in which unit, and which way is better.

A measure is described once. Whether a rise is good is a property of the measure, never guessed from words.
Imports no engine, so the plan and the web may read it.
"""

from dataclasses import dataclass
from typing import Literal

Better = Literal["lower", "higher", "neither"]
Per = Literal["residents", "households"]


@dataclass(frozen=True)
class Measure:
    """`label` opens a table row; `noun` completes "Police recorded 7,386 ..."; `recorder` is who recorded it.

    A measure of a `theme` stands in that theme's section only: it is judged in a family of its own, and not by ward.
    """

    slug: str
    label: str
    noun: str
    unit: str
    better: Better
    source: str
    categories: tuple[str, ...] = ()
    per: Per = "residents"
    recorder: str = "Police"
    theme: str = ""


def _crime(slug: str, label: str, noun: str | None = None, per: Per = "residents") -> Measure:
    noun = noun or f"{label[0].lower()}{label[1:]} offences"
    return Measure(slug, label, noun, "offences", "lower", "police_uk_street", (slug,), per)


_CRIME_TYPES = (
    _crime("violence-and-sexual-offences", "Violence and sexual offences", "violence and sexual offences"),
    _crime("criminal-damage-and-arson", "Criminal damage and arson"),
    _crime("burglary", "Burglary", "burglaries", per="households"),
    _crime("vehicle-crime", "Vehicle crime", "vehicle crimes"),
    _crime("other-theft", "Other theft"),
    _crime("shoplifting", "Shoplifting"),
    _crime("public-order", "Public order"),
    _crime("drugs", "Drugs", "drug offences"),
    _crime("bicycle-theft", "Bicycle theft", "bicycle thefts"),
    _crime("robbery", "Robbery", "robberies"),
    _crime("theft-from-the-person", "Theft from the person", "thefts from the person"),
    _crime("possession-of-weapons", "Possession of weapons"),
    _crime("other-crime", "Other crime", "other crimes"),
)

ASB = Measure(
    "asb-incidents",
    "Anti-social behaviour incidents",
    "anti-social behaviour incidents",
    "incidents",
    "lower",
    "police_uk_street",
    ("asb-incidents",),
)
RECORDED_CRIME = Measure(
    "recorded-crime",
    "Recorded crime",
    "crimes",
    "offences",
    "lower",
    "police_uk_street",
    tuple(measure.slug for measure in _CRIME_TYPES),
)
COUNCIL_ASB = Measure(
    "council-asb",
    "Anti-social behaviour reported to the council",
    "reports of anti-social behaviour",
    "reports",
    "neither",  # more reports can mean more trust as well as more trouble
    "council_asb",
    ("council-asb",),
    recorder="The council",
)


def _event(
    theme: str, source: str, recorder: str, slug: str, label: str, categories: tuple[str, ...] = (), noun: str = ""
) -> Measure:
    noun = noun or f"{label[0].lower()}{label[1:]}"
    unit = theme if theme in ("fires", "collisions") else "records"
    return Measure(slug, label, noun, unit, "lower", source, categories or (slug,), recorder=recorder, theme=theme)


_SERVICE, _ROAD = ("fires", "fires", "The fire service"), ("collisions", "collisions", "Police")
_PRIMARY, _SECONDARY = "fires-deliberate-primary", "fires-deliberate-secondary"
_THEMED = (
    _event(*_SERVICE, "fires", "Fires", (_PRIMARY, _SECONDARY, "fires-accidental")),
    _event(*_SERVICE, "fires-deliberate", "Deliberate fires", (_PRIMARY, _SECONDARY)),
    _event(*_SERVICE, _PRIMARY, "Deliberate primary fires"),
    _event(*_SERVICE, _SECONDARY, "Deliberate secondary fires"),
    _event(*_SERVICE, "fires-accidental", "Accidental fires"),
    _event(*_ROAD, "collisions", "Injury collisions", ("collisions-serious", "collisions-slight")),
    _event(*_ROAD, "collisions-serious", "Fatal or serious collisions"),
    _event(
        "assaults", "ambulance_incidents", "The ambulance service", "ambulance-assaults", "Ambulance calls to assaults"
    ),
    _event(
        "assaults", "emergency_attendances", "The hospital", "attendances-after-assault",
        "Hospital attendances after an assault",
    ),
    _event(
        "substance-misuse", "ambulance_incidents", "The ambulance service", "ambulance-overdoses",
        "Ambulance calls to overdoses",
    ),
)  # fmt: skip

MEASURES: dict[str, Measure] = {m.slug: m for m in (ASB, RECORDED_CRIME, *_CRIME_TYPES, COUNCIL_ASB, *_THEMED)}

EVENT_SUMS: dict[str, tuple[str, ...]] = {
    "fires": ("fires-deliberate", "fires-accidental"),
    "fires-deliberate": (_PRIMARY, _SECONDARY),
}
"""Which parts add up to which whole: what a reader can subtract, so what the gate must guard."""
