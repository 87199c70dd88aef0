"""Who else sees the same harm: for a police measure, the measures of bodies that write it down by rules of their own.

A witness must not rest on police records, and must see the same harm and not merely the same subject. That is why burglary,
theft and public order have none here: nobody else counts them.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Harm:
    """`lead` is the police measure; `witnesses` are measures of events or shares, by slug."""

    name: str
    lead: str
    witnesses: tuple[str, ...]


HARMS = (
    Harm("Anti-social behaviour", "asb-incidents", ("council-asb", "fires-deliberate-secondary", "survey-asb")),
    Harm(
        "Violence",
        "violence-and-sexual-offences",
        ("ambulance-assaults", "attendances-after-assault", "survey-violence"),
    ),
    Harm("Harm from drugs", "drugs", ("ambulance-overdoses",)),
)
