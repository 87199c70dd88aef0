"""A case with a word that is found again in every column that must be sealed. It sets up no database of its own."""

from datetime import date

from unit.casework.factories import NOW
from wardmote.casework import persons, referrals, risk, triage, work
from wardmote.casework.nouns import SignedIn

CANARIES = (
    "CANARY-NAME", "CANARY-ALIAS", "CANARY-ADDRESS", "canary-address", "4815162342", "07700900555", "1977-03-14", "CANARY-NOTE",
    "CANARY-RULE", "CANARY-ACTION", "CANARY-WHY", "CANARY-JUDGED", "CANARY-DECIDED",
)  # fmt: skip


def canaries(store, by):
    """Every sealed column, filled with words that are found again if they stand anywhere in clear."""
    case = referrals.refer(
        store, by, to=by.user.agency, kind="victim", place="Marlbridge", summary="Told", why="CANARY-WHY"
    ).reference
    second = signed_in_as(store, "housing-R3b")
    triage.accept(store, second, case, lead_person=second.user.id)
    person = persons.add_person(
        store, second, case, role="victim", name="CANARY-NAME Example", birth=date(1977, 3, 14), purpose="case-work"
    ).person
    for about, value, more in (
        ("alias", "CANARY-ALIAS", {}),
        ("address", "1 CANARY-ADDRESS Street, ZZ1 1ZZ", {"sort": "refuge", "uprn": "4815162342"}),
        ("contact", "07700900555", {"sort": "phone"}),
        ("safe-contact", "CANARY-RULE", {}),
    ):
        persons.add_detail(store, second, case, person, about=about, value=value, **more)
    for level in ("P1", "P2", "P3"):
        work.add_note(store, second, case, text="CANARY-NOTE", protection=level)
    work.add_action(store, second, case, what="CANARY-ACTION", owner_agency=by.user.agency, due=by.today)
    work.record_decision(store, second, case, what="CANARY-DECIDED", why="CANARY-DECIDED")
    risk.assess(store, second, case, tool="dash", score=3, why="CANARY-JUDGED")
    return case


def signed_in_as(store, user):
    return SignedIn(store.user(user), f"session of {user}", NOW, "test", proven_at=NOW)
