"""An invented partnership, and a case at any status that got there by the real verbs.

Everybody here is invented. Days are fixed; nothing reads the clock.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from wardmote.casework import access, break_glass, closure, referrals, triage, work
from wardmote.casework.audit import AuditEvent
from wardmote.casework.memory_store import MemoryStore
from wardmote.casework.nouns import Agency, EmergencyOpening, RoleGrant, SharingAgreement, SignedIn, Standing, User
from wardmote.casework.purposes import data_categories, purposes
from wardmote.casework.store import Store
from wardmote.casework.visibility import EVERY_CASE

NOW = datetime(2026, 11, 23, 9, 32, tzinfo=UTC)
TODAY = NOW.date()
YEAR_END = date(2027, 3, 31)

AGENCIES = (
    Agency("council", "Saltmarsh Council, Community Safety", "council-community-safety", "council-R11"),
    Agency("police", "Saltmarsh Police", "police", "police-R11"),
    Agency("housing", "Marsh Homes", "registered-housing", "housing-R11"),
    Agency("outsider", "Fenland Partnership", "neighbouring-partnership", "outsider-R11"),
)
SHARING = SharingAgreement(
    id="isa-1",
    title="Saltmarsh information sharing agreement",
    parties=frozenset({"council", "police", "housing"}),
    subject_categories=frozenset({"location", "victim", "offender"}),
    data_categories=frozenset(data_categories()),
    purposes=frozenset(set(purposes()) - {"audit-review", "subject-request"}),
    gateway="cda-1998-s115",
    lawful_basis="UK GDPR Article 6(1)(e)",
    start=date(2026, 4, 1),
    review=date(2027, 3, 1),
    end=YEAR_END,
)


def setting_up(deed: str, object_id: str, at: datetime = NOW) -> AuditEvent:
    """The event of the first run, before anybody can sign in."""
    return AuditEvent(
        at=at,
        actor="first-run",
        agency="",
        roles=(),
        session="",
        source="",
        action="configuration",
        deed=deed,
        object_type="setting",
        object_id=object_id,
    )


def person(agency: str, *held: str, name: str = "", user_id: str = "") -> User:
    """Somebody of an agency who holds these roles until the end of the year, and whose account does not lapse before.

    The id is like "police-R3".
    """
    grants = tuple(RoleGrant(role, date(2026, 4, 1), YEAR_END, "first-run", "first-run-2") for role in held)
    user_id, name = user_id or f"{agency}-{'-'.join(held)}", name or f"{'/'.join(held)} of {agency}"
    return User(user_id, name, agency, grants, opened_on=YEAR_END, attested_on=YEAR_END)


def signed_in(user: User, now: datetime = NOW, session: str = "") -> SignedIn:
    return SignedIn(user, session or f"session of {user.id}", now, "test", proven_at=now)


@dataclass
class Partnership:
    """A store with agencies, one person for every role in each agency, and one agreement that leaves one agency out."""

    store: Store

    def user(self, user_id: str) -> User:
        found = self.store.user(user_id)
        assert found is not None
        return found

    def by(self, user_id: str, now: datetime = NOW, session: str = "") -> SignedIn:
        """Somebody at work, read afresh as a request does."""
        return signed_in(self.user(user_id), now, session)

    def save(self, thing: User | Agency | SharingAgreement) -> None:
        """Change the setting without a verb, for tests about what then happens."""
        with self.store.transaction():
            if isinstance(thing, User):
                self.store.save_user(thing, setting_up("user-set", thing.id))
            elif isinstance(thing, Agency):
                self.store.save_agency(thing, setting_up("agency-set", thing.code))
            else:
                self.store.save_agreement(thing, setting_up("agreement-set", thing.id))

    def disable(self, user_id: str) -> None:
        self.save(replace(self.user(user_id), disabled=True))

    def lapse(self, on: date = TODAY - timedelta(days=1)) -> None:
        """Make the agreement end on a day."""
        self.save(replace(self.store.agreements()[0], end=on))


def partnership(store: Store | None = None) -> Partnership:
    """Saltmarsh: council, police, housing under one agreement, and a neighbour outside it."""
    ours = Partnership(store or MemoryStore())
    for agency in AGENCIES:
        ours.save(agency)
        for number in range(1, 16):
            ours.save(person(agency.code, f"R{number}"))
        ours.save(person(agency.code, "R3", user_id=f"{agency.code}-R3b"))
    ours.save(SHARING)
    return ours


def referred(ours: Partnership, **how: Any) -> Standing:
    """The council refers a case to housing, unless told otherwise."""
    by = how.pop("by", "council-R2")
    to = how.setdefault("to", "housing")
    if how.get("tier", "open") != "open":
        how.setdefault("lead_person", f"{to}-R3")
    asked = {
        "kind": "location",
        "place": "12 Invented Street",
        "summary": "Noise and litter behind the shops",
        "why": "The flats above are theirs",
    }
    return referrals.refer(ours.store, ours.by(by), **(asked | how))


def case_at(status: str, ours: Partnership, **how: Any) -> Standing:
    """A case at a status, by referral, triage, actions, closure and reopening, and no other way."""
    case = referred(ours, **how)
    lead = ours.by(case.lead_person or f"{case.lead_agency}-R3")
    reference = case.reference
    if status == "signposted":
        triage.signpost(ours.store, lead, reference, to="Citizens Advice", why="It is about a bill")
    elif status == "refused":
        triage.refuse(ours.store, lead, reference, why="Not within the partnership's remit")
    elif status != "referred":
        triage.accept(ours.store, lead, reference, lead_person=lead.user.id)
        _work_to(status, ours, lead, reference)
    return where(ours, reference)


def _work_to(status: str, ours: Partnership, lead: SignedIn, reference: str) -> None:
    if status == "accepted":
        return
    action = work.add_action(
        ours.store,
        lead,
        reference,
        what="Visit the shops",
        owner_agency=lead.user.agency,
        due=TODAY + timedelta(days=7),
    )
    if status == "working":
        return
    work.complete_action(ours.store, lead, reference, action.id, outcome="Visited; bins moved")
    outcome = {"location": "problem-stopped", "victim": "safety-plan-complete", "offender": "behaviour-stopped"}
    kind = where(ours, reference).kind
    closure.close(ours.store, lead, reference, outcome=outcome[kind], why="Four quiet weeks")
    if status == "reopened":
        closure.reopen(ours.store, lead, reference, why="Noise again on Saturday")


def where(ours: Partnership, reference: str) -> Standing:
    """Where a case stands, whoever may see it: for a test's own eyes."""
    found = ours.store.standing(reference, EVERY_CASE)
    assert found is not None
    return found


def granted(ours: Partnership, reference: str, to_user: str = "", **how: Any) -> str:
    """The case's lead grants somebody sight of it for 30 days; returns the id of the grant."""
    case = where(ours, reference)
    agency = how.setdefault("agency", ours.user(to_user).agency if to_user else "")
    asked = {
        "to_user": to_user,
        "grant_purpose": "case-work",
        "start": TODAY,
        "until": TODAY + timedelta(days=30),
        "reason": "Needed to plan the visit",
        "gateway": "" if agency == case.lead_agency else "cda-1998-s115",
        "purpose": "case-work",
    }
    by = ours.by(how.pop("by", case.lead_person or f"{case.lead_agency}-R3"))
    return access.grant(ours.store, by, reference, **(asked | how)).id


def broken(
    ours: Partnership, reference: str, by: str = "police-R3", now: datetime = NOW, **how: Any
) -> EmergencyOpening:
    """Somebody opens the case in an emergency."""
    why = {"category": "threat-to-life", "reason": "He has just been released and is on his way to her"}
    return break_glass.break_glass(ours.store, ours.by(by, now), reference, **(why | how))
