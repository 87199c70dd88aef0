"""A small invented partnership to try the application with: three agencies, a few people, a few cases with a past.

Every case got where it is by the same verbs that people use, so nothing here is in a state it could not reach.
"""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings

from wardmote.casework import access, closure, links, persons, referrals, risk, triage, work
from wardmote.casework.audit import event
from wardmote.casework.nouns import LONDON, Agency, RoleGrant, SharingAgreement, SignedIn, User
from wardmote.invented.partnership import COUNCIL, FIRE, POLICE, Known
from wardmote.invented.people import PEOPLE
from wardmote.web.accounts.models import Account
from wardmote.web.keeping import keep_document
from wardmote.web.store.django_store import DjangoStore

AGENCIES = (
    Agency(COUNCIL, "Marlbridge Council (invented)", "council-community-safety", "dana", "data@marlbridge.example"),
    Agency(POLICE, "Marlshire Constabulary (invented)", "police", "ravi", "data@marlshire-police.example"),
    Agency(FIRE, "Marlshire Fire and Rescue (invented)", "fire", "", "data@marlshire-fire.example"),
)


COUNTS = b"day,hour,people\nFriday,18:00,11\nSaturday,18:00,3\nSunday,18:00,0\n"


@dataclass(frozen=True)
class DemoSignIn:
    """What is printed once, and kept nowhere."""

    person: User
    password: str


def invent(store: DjangoStore, now: datetime) -> list[DemoSignIn]:
    """Make a small partnership and its cases in an empty casebook; returns the sign-ins to print."""
    begun = now - timedelta(days=60)
    with store.transaction():
        _agencies_and_agreement(store, SignedIn(User("set-up", "Set-up", COUNCIL), "set-up", begun))
        _people(store, SignedIn(User("set-up", "Set-up", COUNCIL), "set-up", begun), now.astimezone(LONDON).date())
    made = sign_ins(store, PEOPLE)
    invent_cases(store, now)
    return made


def sign_ins(store: DjangoStore, known: Iterable[Known]) -> list[DemoSignIn]:
    """New passwords for those who are known by name, in their order."""
    users = {person.id: person for person in store.users()}
    made = [DemoSignIn(users[person.id], _password()) for person in known]
    for sign_in in made:
        account = Account.objects.using(store.using).get(pk=sign_in.person.id)
        account.set_password(sign_in.password)
        account.save()
    return made


def _agencies_and_agreement(store: DjangoStore, by: SignedIn) -> None:
    for agency in AGENCIES:
        store.save_agency(agency, event(by, "configuration", "agency-recorded", "agency", agency.code))
    agreement = SharingAgreement(
        id="location-cases",
        title="Sharing about problem places (invented)",
        parties=frozenset({COUNCIL, POLICE, FIRE}),
        subject_categories=frozenset({"location"}),
        data_categories=frozenset({"incident", "contact", "risk"}),
        purposes=frozenset({"triage", "case-work", "daily-call", "case-meeting"}),
        gateway="cda-1998-s115",
        lawful_basis="UK GDPR article 6(1)(e), public task; DPA 2018 Part 3 for law enforcement",
        start=by.today - timedelta(days=30),
        review=by.today + timedelta(days=300),
        end=by.today + timedelta(days=335),
    )
    store.save_agreement(agreement, event(by, "configuration", "agreement-recorded", "agreement", agreement.id))


def _people(store: DjangoStore, by: SignedIn, opened: date) -> None:
    first, last = by.today, by.today + timedelta(days=365)
    for person in PEOPLE:
        grant = RoleGrant(person.role, first, last, "set-up", "set-up-second")
        user = User(
            person.id,
            person.name,
            person.agency,
            (grant,),
            username=person.username,
            opened_on=opened,
            attested_on=opened - person.attested,
        )
        store.save_user(user, event(by, "permission", "user-added", "user", user.id, fields=(person.role,)))


def _password() -> str:
    """Three blocks of letters that are hard to mistake: about 56 bits."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(3))


def invent_cases(store: DjangoStore, now: datetime) -> None:
    """Four problem places: one closed, one in progress and late, one in progress, one waiting for an answer."""

    def at(person: str, days: int, hour: int = 10) -> SignedIn:
        when = (now - timedelta(days=days)).replace(hour=hour, minute=12, second=0, microsecond=0)
        user = store.user(person)
        assert user is not None
        return SignedIn(user, f"invented-{person}", min(when, now), proven_at=min(when, now))

    _burnt_bins(store, at)
    drinking = _drinking(store, at)
    _motorbikes(store, at, (now + timedelta(days=9)).date(), drinking)
    referrals.refer(
        store, at("jo", 1), to=COUNCIL, kind="location", place="Flats 1 to 24, Weir Street",
        summary="Entry door broken, strangers sleeping on the stairs", why="Residents are afraid to come home late. The landlord has not answered.",
    )  # fmt: skip


def _burnt_bins(store: DjangoStore, at: Callable[..., SignedIn]) -> None:
    """Worked and closed."""
    fires = referrals.refer(
        store, at("kit", 41), to=COUNCIL, kind="location", place="Tanner's Yard, Marlbridge",
        summary="Bins set alight behind the shops", why="Six fires in three weeks. The yard has no lighting and no gate.",
    ).reference  # fmt: skip
    triage.accept(store, at("priya", 40), fires, lead_person="priya")
    gate = work.add_action(
        store, at("priya", 40, 11), fires, what="fit a gate and a light", owner_agency=COUNCIL, owner_person="sam",
        due=at("priya", 20).today, purpose="case-work",
    )  # fmt: skip
    work.complete_action(
        store, at("sam", 22), fires, gate.id, outcome="Gate and light fitted; shops have the code.", purpose="case-work"
    )
    closure.close(
        store, at("priya", 15), fires, outcome="problem-stopped", why="No fire for three weeks.", purpose="case-work"
    )


def _drinking(store: DjangoStore, at: Callable[..., SignedIn]) -> str:
    """In progress, an action late, people on it and a document; its reference."""
    drinking = referrals.refer(
        store, at("ines", 12), to=COUNCIL, kind="location", place="Castle Gardens, Marlbridge",
        summary="Groups drinking by the play area every evening", why="14 calls in a month. Patrols move people on, and they come back.",
        risk="high",
    ).reference  # fmt: skip
    triage.accept(store, at("priya", 11), drinking, lead_person="priya")
    work.add_action(
        store, at("priya", 11, 11), drinking, what="visit the shops that sell single cans", owner_agency=POLICE, owner_person="jo",
        due=at("priya", 3).today, purpose="case-work",
    )  # fmt: skip
    work.add_note(
        store,
        at("sam", 9),
        drinking,
        text="Counted 11 people at 6pm on Friday, 3 on Saturday. Broken glass by the swings.",
        purpose="case-work",
    )
    work.add_note(
        store,
        at("jo", 8),
        drinking,
        text="Most of them come from the hostel, not the estate.",
        kind="opinion",
        purpose="case-work",
    )

    keep_document(
        store,
        settings.CASEBOOK,
        at("sam", 7),
        drinking,
        [COUNTS],
        name="Counts by the play area.csv",
        purpose="case-work",
    )
    _people_of(store, at, drinking)
    access.grant(
        store, at("priya", 7), drinking, agency=FIRE, to_role="R2", grant_purpose="case-meeting", gateway="cda-1998-s115",
        start=at("priya", 7).today, until=at("priya", 7).today + timedelta(days=59),
        reason="Fire checks the hostel's exits with us", purpose="case-work",
    )  # fmt: skip
    return drinking


def _motorbikes(store: DjangoStore, at: Callable[..., SignedIn], due: date, other: str) -> None:
    """In progress, linked to another case."""
    bikes = referrals.refer(
        store, at("jo", 6), to=POLICE, kind="location", place="Old railway path, Weir to Mill Lane",
        summary="Motorbikes on the footpath", why="Within the force: neighbourhood team to lead.",
    ).reference  # fmt: skip
    triage.accept(store, at("ines", 5), bikes, lead_person="ines")
    work.add_action(
        store, at("ines", 5, 11), bikes, what="agree barriers with the council", owner_agency=COUNCIL,
        due=due, purpose="case-work",
    )  # fmt: skip

    links.link_cases(store, at("ines", 4), bikes, other=other, link="related", purpose="case-work")


def _people_of(store: DjangoStore, at: Callable[..., SignedIn], case: str) -> None:
    """Invented people on one case: who told, who saw it, who is thought to do it; where they are reached, and the risk."""
    told = persons.add_person(
        store, at("priya", 10), case, role="reporter", name="Marjorie Inventedson", birth=date(1951, 4, 2)
    ).person
    known: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("address", "Flat 3, 8 Castle Mews, Marlbridge, ZZ9 3AB", {"sort": "home"}),
        ("contact", "01632 960 301", {"sort": "phone"}),
        ("safe-contact", "Do not ring. Text only, 10am to 2pm.", {"forbids": ["ring", "visit"]}),
    )
    for about, value, more in known:
        persons.add_detail(store, at("priya", 10), case, told, about=about, value=value, **more)
    thought = persons.add_person(
        store, at("jo", 9), case, role="suspect", name="Barnaby Madeup", purpose="case-work"
    ).person
    persons.add_detail(store, at("jo", 9), case, thought, about="alias", value="Baz")
    persons.add_detail(
        store, at("jo", 9), case, thought, about="address", value="The Hostel, 2 Weir Street, Marlbridge, ZZ9 1CD",
        sort="home", since=at("jo", 200).today,
    )  # fmt: skip
    persons.add_person(store, at("sam", 9), case, role="witness", name="Edith Fabricated")
    persons.relate(store, at("priya", 8), case, one=told, other=thought, tie="opposing")
    risk.assess(store, at("priya", 8), case, tool="asb-matrix", score=22, why="Nightly, and people stay away.")
    links.place_case(store, at("priya", 8), case, ward_name="Castle", uprn="100099990001")
