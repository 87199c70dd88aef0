"""What there is to do, from wherever it was set: on cases, on the daily call, from the operational group, for case reviews.

Everything is read through the filters of the cases, lines and meetings that a person sees.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from wardmote.casework import visibility
from wardmote.casework.case_reviews import can_step
from wardmote.casework.case_reviews.letters import due_letter
from wardmote.casework.looks import FINDING_WORK
from wardmote.casework.nouns import CallWanted, CaseReview, Look, SignedIn, Task
from wardmote.casework.store import Store
from wardmote.casework.transitions import IN_HAND
from wardmote.periods import working_days_after

LOOKED_BACK = timedelta(days=365)
"""Case reviews received longer ago and decided leave nothing to do."""
UNTIMED = 10
"""Working days for what neither law nor the local procedure times: answering a recommendation or an appeal, telling
somebody what was decided. Only the order of My work rests on it."""


def tasks_of(store: Store, by: SignedIn) -> list[Task]:
    """Everything this person's agency is to do, or that this person set, soonest first.

    What the group decided about a case is an action on the case under the same id: it is one thing to do.
    """
    found = {
        source: list(read(store, by))
        for source, (capability, read) in SOURCES.items()
        if by.user.may(capability, by.today)
    }
    once = {task.id for task in found.get("cases", ())}
    found["group"] = [task for task in found.get("group", ()) if task.id not in once]
    return sorted(
        (task for some in found.values() for task in some), key=lambda task: (task.due, task.reference, task.id)
    )


def _on_cases(store: Store, by: SignedIn) -> Iterator[Task]:
    sees = visibility.cases_seen_by(by.user, by.today)
    for action in store.actions_to_do(Look(by, FINDING_WORK), sees, by.user.agency, by.user.id):
        yield Task(
            source="action",
            reference=action.case,
            id=action.id,
            what=action.what,
            owner_agency=action.owner_agency,
            owner_person=action.owner_person,
            set_by=action.by,
            set_on=action.set_on,
            due=action.due,
        )


def _on_the_call(store: Store, by: SignedIn) -> Iterator[Task]:
    sees = visibility.call_lines_seen_by(by.user, by.today)
    for line in store.read_call(Look(by, "daily-call"), sees, CallWanted(by.today)):
        if line.open and (line.owner_agency == by.user.agency or line.raised_by == by.user.id):
            yield Task(
                source="call-line",
                reference=line.reference,
                what=f"{line.what}, {line.where}",
                owner_agency=line.owner_agency,
                owner_person=line.owner_person,
                set_by=line.raised_by,
                set_on=line.raised_on,
                due=line.due,
            )


def _of_the_group(store: Store, by: SignedIn) -> Iterator[Task]:
    sees, sees_cases = visibility.meetings_seen_by(by.user, by.today), visibility.cases_seen_by(by.user, by.today)
    for item in store.open_group_actions(Look(by, "case-meeting"), sees, sees_cases):
        if item.due and (item.owner_agency == by.user.agency or item.decided_by == by.user.id):
            yield Task(
                source="group-action",
                reference=item.case,
                id=item.id,
                of=item.meeting,
                what=item.decision,
                owner_agency=item.owner_agency,
                owner_person=item.owner_person,
                set_by=item.decided_by,
                due=item.due,
            )


def _of_reviews(store: Store, by: SignedIn) -> Iterator[Task]:
    """What the case reviews of the last year wait for: of one's agency as a body, and as the one that leads the case."""
    sees = visibility.cases_seen_by(by.user, by.today)
    file = store.list_reviews(Look(by, "case-review"), sees, by.today - LOOKED_BACK)
    if not file.reviews:
        return
    by_id = {review.id: review for review in file.reviews}
    for body in file.bodies:
        if body.agency == by.user.agency and can_step(by_id[body.review], "complaints"):
            yield _of_review("complaints", body.case, body.review, by, body.due, body.id, body.asked_on)
    for made in file.recommendations:
        if made.agency == by.user.agency:
            due = working_days_after(made.made_on, UNTIMED)
            yield _of_review("recommendation", made.case, made.review, by, due, made.id, made.made_on)
    leads = {case.reference: case.lead_person for case in store.standings_led(sees, by.user.agency, IN_HAND)}
    for review in file.reviews:
        if review.case in leads:
            for source, due in _of_the_lead(review):
                yield _of_review(source, review.case, review.id, by, due, person=leads[review.case])


def _of_review(
    source: str,
    case: str,
    review: str,
    by: SignedIn,
    due: date,
    part: str = "",
    set_on: date | None = None,
    person: str = "",
) -> Task:
    return Task(
        source=source,
        reference=case,
        id=part or review,
        of=review,
        owner_agency=by.user.agency,
        owner_person=person,
        set_on=set_on,
        due=due,
    )


def _of_the_lead(review: CaseReview) -> Iterator[tuple[str, date]]:
    """What an application asks of whoever leads its case, and by when."""
    if review.status == "received":
        yield "decide-review", review.decide_due
    if review.status == "met" and review.review_due:
        yield "hold-review", review.review_due
    if can_step(review, "answer-appeal") and review.appealed_on:
        yield "appeal", working_days_after(review.appealed_on, UNTIMED)
    if about := due_letter(review):
        yield "tell-person", _tell_by(review, about)


def _tell_by(review: CaseReview, about: str) -> date:
    """The day to acknowledge by. Of what was decided or found no day is set, so it runs from the day of it."""
    began = {
        "decision": review.decided_on,
        "outcome": review.reviewed_on,
        "appeal": review.appeal_answered_on,
    }.get(about)
    return working_days_after(began, UNTIMED) if began else review.acknowledge_due


SOURCES = {
    "cases": ("see", _on_cases),
    "call": ("join-call", _on_the_call),
    "group": ("join-group", _of_the_group),
    "reviews": ("work", _of_reviews),
}
"""Where tasks come from: what a role must be able to do to have them, and what reads them."""
