"""What the first morning in invented Marlbridge finds: a call, an application, somebody who never asked, a meeting to come."""

from datetime import datetime, timedelta

from wardmote.casework import case_reviews, daily_call, operational_group, persons
from wardmote.casework.case_reviews.procedure import Procedure
from wardmote.casework.looks import open_case
from wardmote.casework.nouns import SignedIn
from wardmote.casework.transitions import IN_HAND
from wardmote.casework.visibility import cases_seen_by
from wardmote.invented.partnership import COUNCIL
from wardmote.web.store.django_store import DjangoStore

LINES = (
    ("jo", 3, "Motorbikes on the towpath after dark", "Old railway path, Weir to Mill Lane", "ines", 1, ""),
    ("sam", 1, "Glass broken at the bus shelter again", "Station Road, Marlbridge", "sam", 0, ""),
    ("kit", 1, "Pallets stacked against the hall", "Foundry Lane, Marlbridge", "kit", 0, "Moved; caretaker told."),
    ("priya", 0, "Cars parked across the school gate", "Friars Street, Marlbridge", "jo", 0, ""),
)
"""Lines of the daily call: who raised it so many days ago, what, where, who takes it, what came of it."""


def invent_day(store: DjangoStore, now: datetime) -> None:
    """What a morning finds: lines of the call, some still open from before, complaints of somebody who never asked for a
    case review, an application that waits, and a meeting of the group to come."""

    def by(person: str, days: int = 0) -> SignedIn:
        user = store.user(person)
        assert user is not None
        at = min((now - timedelta(days=days)).replace(hour=9, minute=14), now)
        return SignedIn(user, f"invented-{person}", at, proven_at=at)

    for person, days, what, where, owner, due, outcome in LINES:
        raising = by(person, days)
        taking = by(owner)
        line = daily_call.raise_line(
            store, raising, what=what, where=where, owner_agency=taking.user.agency, owner_person=owner,
            due=raising.today + timedelta(days=due),
        )  # fmt: skip
        if outcome:
            daily_call.close_line(store, taking, line.reference, 0, outcome=outcome)
    lead = by("priya")
    case = _case_of(store, lead)
    open_case(store, lead, case, "case-work")
    told = next(part.person for part in store.people_on(case) if part.role == "reporter")
    silent = persons.add_person(store, lead, case, role="reporter", name="Wilfred Notreal").person
    for complaining, made in ((told, (40, 20, 9)), (silent, (7, 5, 2))):
        for ago in made:
            day = lead.today - timedelta(days=ago)
            case_reviews.add_complaint(
                store, lead, case, agency=COUNCIL, behaviour_on=day, made_on=day, person=complaining
            )
    earlier = by("priya", 8)
    open_case(store, earlier, case, "case-work")
    case_reviews.apply(
        store, earlier, case, Procedure(), person=told, applied_by="self", asks="That you talk to each other about it."
    )
    operational_group.plan(store, lead, on=lead.today + timedelta(days=6))


def _case_of(store: DjangoStore, by: SignedIn) -> str:
    """The drinking by the play area: of the cases in progress, the one that somebody has seen happen."""
    led = store.standings_led(cases_seen_by(by.user, by.today), COUNCIL, IN_HAND)
    return next(
        case.reference for case in led if any(part.role == "witness" for part in store.people_on(case.reference))
    )
