"""What happened on a case, newest first. A thing known only by its day carries no invented time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from wardmote.casework.nouns import LONDON, CaseFile, Note
from wardmote.vocabulary.outcomes import outcome_codes
from wardmote.vocabulary.risk_tools import risk_tools
from wardmote.web.pages.names import Names
from wardmote.web.pages.wording import APPEAL_ANSWERS, BANDS, PERSON_ROLES, RECOMMENDATION_ANSWERS

BEGINNING, TIMED, DAY_ONLY = range(3)
"""Order within one day: the referral first, what has a time by its time, what has none after. What is equal stays in the
order it was found in, so each part gives its newest first."""


@dataclass(frozen=True)
class Entry:
    """One thing that happened: a short title, who, when, and what was written."""

    title: str
    by: str
    day: date
    at: datetime | None = None
    body: str = ""
    note: Note | None = None
    rank: int = TIMED

    @property
    def order(self) -> tuple[date, int, time]:
        return self.day, self.rank, self.at.astimezone(LONDON).time() if self.at else time.min


def timeline(file: CaseFile, names: Names) -> list[Entry]:
    """Every entry of a case file, newest first."""
    parts = (_referral, _notes, _actions, _decisions, _risk, _people, _recommendations, _reviews)
    found = [entry for part in parts for entry in part(file, names)]
    return sorted(found, key=lambda entry: entry.order, reverse=True)


def _referral(file: CaseFile, names: Names) -> Iterator[Entry]:
    referral = file.referral
    if referral is None:
        return
    if answer := referral.answer:
        said = {"accepted": "Accepted", "signposted": "Signposted", "refused": "Refused"}[answer.answer]
        where = f"To {answer.signposted_to}. " if answer.signposted_to else ""
        yield Entry(said, names.person(answer.by), answer.on, body=where + answer.reason, rank=BEGINNING)
    title = f"Referred to {names.agency(referral.to_agency)}"
    yield Entry(title, names.person(referral.by), referral.on, body=referral.why, rank=BEGINNING)


def _notes(file: CaseFile, names: Names) -> Iterator[Entry]:
    for note in file.notes:
        day = note.at.astimezone(LONDON).date()
        yield Entry("Note", names.person(note.by), day, note.at, note.text, note)


def _actions(file: CaseFile, names: Names) -> Iterator[Entry]:
    for action in file.actions:
        if action.done_on:
            by = names.person(action.done_by)
            yield Entry(f"Done: {action.what}", by, action.done_on, body=action.outcome, rank=DAY_ONLY)
        owner = names.person(action.owner_person) or names.agency(action.owner_agency)
        yield Entry(
            f"Action set: {action.what}", names.person(action.by), action.set_on, body=f"For {owner}", rank=DAY_ONLY
        )


def _reviews(file: CaseFile, names: Names) -> Iterator[Entry]:
    """Each application for an ASB case review and its way; its complaints stand on the page of its own."""
    for review in file.reviews.reviews:
        if review.withdrawn_on:
            yield _of_day("Case review: application withdrawn", "", review.withdrawn_on, review.withdrawn_why)
        if review.appeal_answered_on:
            title = f"Case review: appeal {APPEAL_ANSWERS[review.appeal_answer].lower()}"
            yield _of_day(title, "", review.appeal_answered_on, review.appeal_finding)
        if review.appealed_on:
            yield _of_day("Case review: appeal", "", review.appealed_on, review.appeal_why)
        if review.reviewed_on:
            found = review.finding or review.earlier_finding
            yield _of_day("Case review held", names.person(review.reviewed_by), review.reviewed_on, found)
        if review.decided_on:
            met = "met" if review.met_by in ("number", "harm") else "not met"
            by = names.person(review.decided_by)
            yield _of_day(f"Case review: threshold {met}", by, review.decided_on, review.why)
        yield _of_day("Case review applied for", names.person(review.by), review.received_on, review.asks)


def _recommendations(file: CaseFile, names: Names) -> Iterator[Entry]:
    for made in file.reviews.recommendations:
        to = names.agency(made.agency)
        if made.answered_on:
            answer = RECOMMENDATION_ANSWERS[made.answer].lower()
            by = names.person(made.answered_by)
            yield _of_day(f"Recommendation of the case review {answer} by {to}", by, made.answered_on, made.words)
        yield _of_day(f"Case review recommends to {to}", names.person(made.by), made.made_on, made.what)


def _of_day(title: str, by: str, day: date, body: str) -> Entry:
    return Entry(title, by, day, body=body, rank=DAY_ONLY)


def _people(file: CaseFile, names: Names) -> Iterator[Entry]:
    """Who came to the case and in which role; their names stand on their cards alone."""
    for part in file.people:
        role = PERSON_ROLES[part.role].lower()
        day = part.at.astimezone(LONDON).date()
        yield Entry(f"Person added: {role}", names.person(part.by), day, part.at)
        if part.ended_on:
            yield Entry(f"No longer {role}", "", part.ended_on, rank=DAY_ONLY)


def _risk(file: CaseFile, names: Names) -> Iterator[Entry]:
    for judged in file.assessments:
        score = "" if judged.score is None else f", score {judged.score}"
        title = f"Risk {BANDS[judged.band].lower()}: {risk_tools()[judged.tool].name}{score}"
        day = judged.at.astimezone(LONDON).date()
        timed = judged.at if judged.at.astimezone(LONDON).time() != time.min else None
        yield Entry(title, names.person(judged.by), day, timed, judged.why, rank=TIMED if timed else BEGINNING)


def _decisions(file: CaseFile, names: Names) -> Iterator[Entry]:
    ended = {(outcome.by, outcome.on): outcome_codes()[outcome.code].name for outcome in file.outcomes}
    for decision in file.decisions:
        day = decision.at.astimezone(LONDON).date()
        what = decision.what
        if what == "Close the case" and (decision.by, day) in ended:
            what = f"Closed: {ended[decision.by, day].lower()}"
        elif what == "Reopen the case":
            what = "Reopened"
        yield Entry(what, names.person(decision.by), day, decision.at, decision.why)
