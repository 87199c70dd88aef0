"""What the law asks of assessment, plan and engagement, and whether this document holds it: evidence, or "missing".

The parts are the table of the law (`vocabulary.law`) at the date the assessment ends; this module says only what counts
as evidence of each. The wording of some provisions has not been verified against the instrument; the document says which.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from wardmote.consultation.events import EngagementEvent
from wardmote.disclosure.gate import Release
from wardmote.findings.tested_causes import COMPUTED
from wardmote.periods import month_name
from wardmote.plan.priorities import PlanAction, Priority
from wardmote.vocabulary.law import Provision, asked_of


@dataclass(frozen=True)
class LegalPart:
    """One thing the law asks for; `evidence` is blank when it is missing. `blocks` says that nothing is published without.

    What the law asks of the plan is shown here and decided there: it does not stop an assessment.
    """

    regulation: str
    since: str  # the month from which it is law
    asks: str
    evidence: str
    verified: bool
    blocks: bool = True

    @property
    def present(self) -> bool:
        return bool(self.evidence)

    @property
    def stops(self) -> bool:
        """Whether publishing must wait for it."""
        return self.blocks and not self.present


@dataclass(frozen=True)
class Contents:
    """What this assessment holds that could answer the law."""

    release: Release
    priorities: list[Priority]
    plan_actions: list[PlanAction]
    events: list[EngagementEvent]


def legal_parts(contents: Contents, month: str) -> list[LegalPart]:
    """Every part in force in a month ("2026-03") that a document can show, in the order of the table of the law."""
    provisions = [p for subject in ("assessment", "engagement", "plan") for p in asked_of(subject, month)]
    return [
        LegalPart(
            _label(provision),
            provision.in_force,
            provision.says,
            _EVIDENCE[provision.slug](contents),
            provision.verified,
            blocks=provision.subject == "assessment" or provision.slug == "public-meeting",
        )
        for provision in provisions
    ]


def _label(provision: Provision) -> str:
    """ "Regulation 6(a)"; a second part of the same regulation says which it is."""
    name = provision.provision[:1].upper() + provision.provision[1:]
    return f"{name}, {_ALSO[provision.slug]}" if provision.slug in _ALSO else name


def _yearly(contents: Contents) -> str:
    ends = sorted({figure.period.end for figure in contents.release.figures.values()})
    return f"this assessment, to {month_name(ends[-1])}" if ends else ""


def _plan_contents(contents: Contents) -> str:
    """Priorities with a step and whoever takes it; the plan itself is another document, and may hold more."""
    steps = [action for action in contents.plan_actions if action.owner]
    priorities = {priority.priority for priority in contents.priorities if priority.status != "dropped"}
    return f"priorities: {len(priorities)}; steps with an owner: {len(steps)}" if priorities and steps else ""


def _police_plan(contents: Contents) -> str:
    """A priority whose reason speaks of the police and crime plan or its commissioner."""
    pattern = re.compile(r"\bpolice and crime (?:plan|commissioner)|\bPCC\b", re.IGNORECASE)
    found = [p.theme or p.priority for p in contents.priorities if p.status != "dropped" and pattern.search(p.reason)]
    return "; ".join(found[:3])


_ALSO = {"engagement-views": "views", "public-meeting-told": "telling the public"}


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


def _asked(contents: Contents) -> str:
    asked = [event for event in contents.events if event.public and event.asked and event.heard]
    return (
        f"{len(asked)} public {'event' if len(asked) == 1 else 'events'} with what was asked and heard" if asked else ""
    )


def _told(contents: Contents) -> str:
    told = [event for event in contents.events if event.is_public_meeting and event.date and event.heard]
    return "; ".join(f"{event.date}, with what was discussed" for event in told)


def _section(words: str) -> Callable[[Contents], str]:
    """A priority or theme, not dropped, whose name speaks of the limb of the strategy."""
    pattern = re.compile(words, re.IGNORECASE)

    def find(contents: Contents) -> str:
        names = [p.theme or p.priority for p in contents.priorities if p.status != "dropped"]
        found = [name for name in names if pattern.search(name)]
        return "; ".join(found[:3])

    return find


_EVIDENCE: dict[str, Callable[[Contents], str]] = {
    "assessment-yearly": _yearly,
    "levels-and-patterns": _levels,
    "changes": _changes,
    "causes": _causes,
    "matters-to-prioritise": _priorities,
    "views-on-priorities": _views,
    "last-plan": _plan,
    "engagement-views": _asked,
    "public-meeting": _public_meeting,
    "public-meeting-told": _told,
    "plan-contents": _plan_contents,
    "regard-to-police-plan": _police_plan,
    "strategy-crime": _section(r"crime|anti-social|disorder|burglary|theft|abuse|violence"),
    "strategy-substances": _section(r"drug|alcohol|substance"),
    "strategy-reoffending": _section(r"re-?offend|offenders|orders"),
    "strategy-serious-violence": _section(r"violence"),
}
