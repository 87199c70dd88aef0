"""What the law asks of the assessment, and whether this one holds it: each part with evidence, or printed as missing.

The six parts are those of regulation 6 of SI 2007/1830 and the engagement of regulation 12. The exact wording of
regulation 6 has not been verified against the published instrument; its purpose has (`domain` A1).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from wardmote.consultation.events import EngagementEvent
from wardmote.disclosure.gate import Release
from wardmote.findings.tested_causes import COMPUTED
from wardmote.plan.priorities import PlanAction, Priority


@dataclass(frozen=True)
class LegalPart:
    """One thing the law asks for; `evidence` is blank when it is missing."""

    regulation: str
    asks: str
    evidence: str
    verified: bool

    @property
    def present(self) -> bool:
        return bool(self.evidence)


@dataclass(frozen=True)
class Contents:
    """What this assessment holds that could answer the law."""

    release: Release
    priorities: list[Priority]
    plan_actions: list[PlanAction]
    events: list[EngagementEvent]


def legal_parts(contents: Contents) -> list[LegalPart]:
    """Every part in the order of the regulations."""
    return [LegalPart(regulation, asks, find(contents), verified) for regulation, asks, find, verified in _PARTS]


def _levels(contents: Contents) -> str:
    shown = [figure for figure in contents.release.figures.values() if figure.value is not None]
    measures, likely = len({figure.measure for figure in shown}), sum(figure.interval is not None for figure in shown)
    return f"{len(shown):,} figures on {measures} measures, {likely:,} with their likely range" if shown else ""


def _changes(contents: Contents) -> str:
    kinds = [f for f in contents.release.findings.values() if f.kind == "change"]
    said = sum(f.verdict in ("rose", "fell", "no clear change") for f in kinds)
    return f"{len(kinds)} comparisons with the period before, {said} with a verdict" if kinds else ""


def _causes(contents: Contents) -> str:
    every = {cause for f in contents.release.findings.values() for cause in f.causes}
    causes = {cause for cause in every if cause.judged_by != COMPUTED}  # the law asks people why, not arithmetic
    return f"{len(causes)} rival explanations weighed in the register of causes" if causes else ""


def _priorities(contents: Contents) -> str:
    return f"{len(contents.priorities)} priorities and themes with their reasons" if contents.priorities else ""


def _views(contents: Contents) -> str:
    heard = sum(bool(event.heard) for event in contents.events)
    return f"{heard} {'event' if heard == 1 else 'events'} with what was heard" if heard else ""


def _plan(contents: Contents) -> str:
    done = sum(action.status == "done" for action in contents.plan_actions)
    total = len(contents.plan_actions)
    return f"{total} actions of the last plan reviewed, {done} done" if total else ""


def _public_meeting(contents: Contents) -> str:
    meetings = [event for event in contents.events if event.is_public_meeting]
    return "; ".join(f"{meeting.event}, {meeting.date}" for meeting in meetings)


_PARTS: Iterable[tuple[str, str, Callable[[Contents], str], bool]] = (
    ("Regulation 6(a)", "levels and patterns of crime, disorder and substance misuse", _levels, False),
    ("Regulation 6(b)", "changes since the previous assessment", _changes, False),
    ("Regulation 6(c)", "why those changes happened", _causes, False),
    ("Regulation 6(d)", "the matters to prioritise", _priorities, False),
    ("Regulation 6(e)", "what people who live and work here think should be prioritised", _views, False),
    ("Regulation 6(f)", "how far last year's plan was carried out", _plan, False),
    ("Regulation 12", "a public meeting in the year attended by senior persons", _public_meeting, True),
)
