"""The partnership's registers, printed as they stand, and the words used."""

from collections.abc import Callable, Iterable

from wardmote.assessment.document import Table, Text
from wardmote.assessment.material import Material
from wardmote.assessment.tables.cells import headed
from wardmote.measures.catalogue import MEASURES
from wardmote.measures.worked import WORKED


def _register(name: str, caption: str, headings: str, cells: Callable[[Material], Iterable[tuple[str, ...]]],
              note: str = "") -> Callable[[Material], Table]:  # fmt: skip
    """A table that prints a register as it stands."""

    def build(material: Material) -> Table:
        rows = tuple(tuple(Text(text or "[x]") for text in row) for row in cells(material))
        return Table(name, caption, headed(*headings.split("|")), rows, note, "The partnership's registers")

    return build


def _priority_rows(material: Material) -> Iterable[tuple[str, ...]]:
    for p in material.priorities:
        yield p.priority, p.theme or "All of it", p.status.capitalize(), p.reason, _evidence(material, p.evidence)


def _evidence(material: Material, name: str) -> str:
    """What a register names as evidence, in words: a measure or a received figure by its label."""
    if name in MEASURES or name in WORKED:
        return (MEASURES.get(name) or WORKED[name]).label
    return material.received[name].label if name in material.received else name


def _action_rows(material: Material) -> Iterable[tuple[str, ...]]:
    named = {p.id: p.theme or p.priority for p in material.priorities}
    for action in material.plan_actions:
        priority = named.get(action.priority, action.priority)
        yield action.action, priority, action.owner, action.status.capitalize(), action.evidence


def _event_rows(material: Material) -> Iterable[tuple[str, ...]]:
    for event in material.events:
        people = f"{event.people:,.0f}" if event.people else ""
        yield f"{event.event}, {event.date}", event.kind.capitalize(), people, event.asked, event.heard, event.led_to


_GLOSSARY = (
    (
        "Anti-social behaviour",
        "Behaviour likely to cause harassment, alarm or distress, as recorded by the police.",
    ),
    ("Best fit", "Giving each small area (LSOA) to the one ward where most of its people live."),
    (
        "Case review",
        "Also the community trigger: a review of how complaints of anti-social behaviour were answered, on the application "
        "of the person harmed or anyone for them.",
    ),
    ("Likely range", "A 95% interval: the values that fit the records once chance is allowed for."),
    ("LSOA", "Lower layer super output area: about 1,500 residents."),
    ("OHID", "The Office for Health Improvement and Disparities."),
    ("ONS", "The Office for National Statistics."),
    ("QOF", "Quality and Outcomes Framework: what general practices report of their patients."),
    ("SI", "Statutory instrument: law made by a minister."),
    ("No clear change", "The records differ by no more than chance explains. It does not mean that nothing changed."),
    ("Cannot say", "Something stops the two periods from being compared; the reason is printed."),
    (
        "Recorded crime",
        "Crimes the police recorded. Not all crime is reported, and not all that is reported is recorded.",
    ),
)


priorities = _register("priorities", "Priorities and themes", "Priority|Theme|Status|Why|Evidence", _priority_rows)
plan_actions = _register(
    "plan-actions",
    "The actions of the last plan, and what was done",
    "Action|Priority|Owner|Done|Evidence",
    _action_rows,
)
engagement = _register(
    "engagement",
    "Who was asked, and what they said",
    "Event|Kind|People#|Asked|Heard|Led to",
    _event_rows,
    "[x] not recorded. Attendance at an event is not a sample of residents.",
)
glossary = _register("glossary", "Words used", "Word|Meaning", lambda _: _GLOSSARY)
