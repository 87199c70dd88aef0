"""The named tables a chapter may ask for with {table:name}; each holds released numbers only."""

from collections.abc import Callable

from wardmote.assessment.document import Table
from wardmote.assessment.material import Material
from wardmote.assessment.tables import (
    changes,
    explanations,
    gathering,
    indicators,
    law,
    outside_figures,
    registers,
    sources,
    wards,
    worked,
)

TABLES: dict[str, Callable[[Material], Table]] = {
    "at-a-glance": changes.at_a_glance,
    "types": changes.types,
    "asb-wards": wards.ward_table("asb-incidents"),
    "crime-wards": wards.ward_table("recorded-crime"),
    "council-wards": wards.ward_table("council-asb"),
    "asb-boundary": wards.asb_boundary,
    "health": outside_figures.health,
    "indicators": indicators.indicators,
    "priorities": registers.priorities,
    "plan-actions": registers.plan_actions,
    "engagement": registers.engagement,
    "worked": worked.worked,
    "worked-outcomes": worked.outcomes,
    "worked-times": worked.times,
    "causes": explanations.causes,
    "elsewhere": explanations.elsewhere,
    "gathering": gathering.gathering,
    "received": outside_figures.received,
    "facts": outside_figures.facts,
    "sources": sources.sources,
    "gaps": sources.gaps,
    "statutory": law.statutory,
    "revisions": sources.revisions,
    "glossary": registers.glossary,
}
