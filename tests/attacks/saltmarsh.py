"""Saltmarsh in the application's own store: every role in every agency, cases of every kind and tier, with and without grants.

The cases are put there as they are, not by verbs: a case cannot be granted to everybody at once by verbs, and what is
tried here is who reaches it.
"""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import product
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client

from attacks.tokens import Program, token_for
from unit.casework.factories import NOW, SHARING, TODAY, Partnership, partnership, setting_up
from unit.casework.test_access import KINDS, RELATIONS, TIERS
from wardmote.casework.audit import consultation
from wardmote.casework.nouns import (
    Action,
    AgreementDraft,
    Attendance,
    BodyAsked,
    CallLine,
    Case,
    CaseExport,
    CaseGrant,
    CaseLink,
    CaseReview,
    Detail,
    Document,
    EmergencyOpening,
    Look,
    Meeting,
    MeetingItem,
    Note,
    PersonOnCase,
    Recommendation,
    Referral,
    Relation,
    TrackerMap,
)
from wardmote.web.accounts.limits import NAME
from wardmote.web.accounts.models import Account
from wardmote.web.store import models
from wardmote.web.store.as_nouns import columns_of, noun_of
from wardmote.web.store.django_store import DjangoStore
from web.conftest import BACKEND

ROLES = [f"R{number}" for number in range(1, 16)]
GRANTS = {"granted": "live grant", "not": "nothing", "expired": "expired grant"}
"""The ties of the plain words in tests/unit/casework/test_access.py that are tried over HTTP."""


@dataclass
class Saltmarsh:
    """People signed in and their programs, each made when first asked for."""

    ours: Partnership
    cases: dict[tuple[str, str, str], str]
    proven: bool = False
    clients: dict[str, Client] = field(default_factory=dict)
    programs: dict[str, Program] = field(default_factory=dict)

    def client(self, person: str) -> Client:
        if person not in self.clients:
            client = Client(raise_request_exception=False)
            client.force_login(Account.objects.get(pk=person), backend=BACKEND)
            session = client.session
            session[NAME] = f"session of {person}"
            if self.proven:
                session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": NOW.timestamp()}]
            session.save()
            self.clients[person] = client
        return self.clients[person]

    def program(self, person: str) -> Program:
        if person not in self.programs:
            self.programs[person] = Program(token_for(person))
        return self.programs[person]

    def give_purpose(self, person: str, reference: str) -> None:
        """The session of this person has said what it opens this case for."""
        with self.ours.store.transaction():
            look = Look(self.ours.by(person), "case-work")
            self.ours.store.append(consultation(look, "case-opened", "case", reference))


def build() -> Saltmarsh:
    """Everything, in the default database."""
    ours = partnership(DjangoStore())
    Account.objects.filter(agency__in=[agency.code for agency in ours.store.agencies()]).update(
        opened_on=TODAY, attested_on=TODAY
    )
    add_elsewhere()
    cases = {cell: f"CSP-26-{number:04}" for number, cell in enumerate(product(KINDS, TIERS, GRANTS), 5000)}
    with ours.store.transaction():
        for (kind, tier, grant), reference in cases.items():
            add_case(ours.store, reference, kind, tier)
            models.CaseGrant.objects.bulk_create(_grants(reference, grant) + _grants(twin_of(reference), grant))
    return Saltmarsh(ours, cases)


def add_case(store: DjangoStore, reference: str, kind: str, tier: str) -> None:
    """A case that Marsh Homes leads, in progress, with an entry and an action of theirs."""
    case = Case(
        reference=reference, kind=kind, tier=tier, risk="standard", marking="OFFICIAL-SENSITIVE", status="working",
        lead_agency="housing", lead_person="housing-R3b", referred_by="council-R2", referring_agency="council",
        opened_on=TODAY, place=f"PLACE-{reference}", summary=f"SUMMARY-{reference}",
    )  # fmt: skip
    note = Note(
        id=f"n-{reference}", case=reference, owner_agency="housing", by="housing-R3b", at=NOW, kind="fact",
        protection="P1", data_category="incident", text=f"NOTE-{reference}",
    )  # fmt: skip
    action = Action(
        id=f"a-{reference}", case=reference, owner_agency="housing", owner_person="", what=f"ACTION-{reference}",
        due=TODAY + timedelta(days=9), by="housing-R3b", set_on=TODAY,
    )  # fmt: skip
    referral = Referral(
        id=f"r-{reference}", case=reference, from_agency="council", to_agency="housing", by="council-R2", on=TODAY,
        why=f"WHY-{reference}", gateway="cda-1998-s115", agreement="isa-1",
    )  # fmt: skip
    store.add_case(case, setting_up("case-set", reference))
    store.add_referral(referral, setting_up("referral-set", reference))
    store.add_note(note, setting_up("note-set", reference))
    store.add_action(action, setting_up("action-set", reference))

    add_more(reference, kind, tier)


def add_more(reference: str, kind: str, tier: str) -> None:
    """What else hangs on it: two people and how they stand to each other, a document, a large export, a linked twin."""
    there = {
        "case": reference,
        "owner_agency": "housing",
        "by": "housing-R3b",
        "at": NOW,
        "kind": "fact",
        "protection": "P1",
    }
    one, other = person_on(reference), f"{person_on(reference)}b"
    contact = {"person": one, "data_category": "incident"}
    twin = Case(**{**vars(noun_of(Case, models.Case.objects.get(pk=reference))), "reference": twin_of(reference)})
    put(
        twin,
        PersonOnCase(id=f"part-{reference}", person=one, role="suspect", **there),
        PersonOnCase(id=f"other-{reference}", person=other, role="witness", **there),
        Detail(id=f"detail-{reference}", about="alias", value=f"DETAIL-{reference}", **contact, **there),
        Relation(id=f"relation-{reference}", one=one, other=other, tie="associate", **there),
        CaseLink(id=f"link-{reference}", case=reference, other=twin.reference, link="related", by="housing-R3b", agency="housing", on=TODAY),
        Document(
            id=f"document-{reference}", name=f"DOCUMENT-{reference}.txt", media="txt", size=9, data_category="incident",
            marking="OFFICIAL-SENSITIVE", salt="00", digest="00", **there,
        ),
        *_review_of(reference),
        CaseExport(
            id=f"export-{reference}", case=reference, by="housing-R3b", agency="housing", at=NOW, recipient="court",
            addressed_to=f"RECEIVER-{reference}", why="Asked for", marking="OFFICIAL-SENSITIVE", subjects=51, expires=TODAY + timedelta(days=30),
        ),
    )  # fmt: skip


def _review_of(reference: str) -> list[Any]:
    """An application for an ASB case review that nobody has decided on, the bodies asked, and what was once recommended."""
    review = f"review-{reference}"
    days = {"acknowledge_due": TODAY + timedelta(days=14), "decide_due": TODAY + timedelta(days=21)}
    return [
        CaseReview(
            id=review, case=reference, person=person_on(reference), applied_by="self", asks=f"ASKS-{reference}", agency="housing",
            by="housing-R3b", received_on=TODAY, needed=3, consent=True, **days,
        ),
        *(
            BodyAsked(id=f"{agency}-{reference}", case=reference, review=review, agency=agency, asked_on=TODAY, due=TODAY)
            for agency in ("council", "police", "housing")
        ),
        Recommendation(
            id=f"recommendation-{reference}", case=reference, review=review, agency="housing", what=f"DO-{reference}", by="housing-R3b",
            made_on=TODAY,
        ),
    ]  # fmt: skip


def twin_of(reference: str) -> str:
    """A case that whoever sees this one sees as well."""
    return reference.replace("CSP-26-", "CSP-25-")


def person_on(reference: str) -> str:
    """The number of the person on a case."""
    return f"p{reference[4:].replace('-', '')}"


SEALED = "CSP-26-4001"
"""A case of Marsh Homes on which access waits for approval, and which Saltmarsh Police opened in an emergency."""


def add_elsewhere() -> None:
    """What belongs to no one case, or is reached without seeing its case."""
    add_case(DjangoStore(), SEALED, "victim", "sealed")
    changed = AgreementDraft(replace(SHARING, id="isa-2", title="A wider agreement"), "council-R13")
    DjangoStore().save_draft(changed, setting_up("draft-set", "isa-2"))
    put(
        CaseGrant(
            id="waiting", case=SEALED, agency="council", to_user="council-R2", to_role="", purpose="case-work", gateway="", start=TODAY,
            until=TODAY + timedelta(days=5), by="housing-R3b", reason="Needed", reaches="named",
        ),
        EmergencyOpening(
            id="opening", case=SEALED, user="police-R3b", agency="police", owner_agency="housing", category="threat-to-life", gateway="",
            reason="Somebody is being hurt now", at=NOW, until=NOW + timedelta(minutes=60), review_due=TODAY + timedelta(days=2),
        ),
        CallLine(
            reference="DC-26-0001", raised_on=TODAY, raised_at=NOW, raised_by="housing-R2", raising_agency="housing", what="LINE", where="WEIR",
            owner_agency="housing", due=TODAY,
        ),
        Meeting(id="their-meeting", agency="housing", by="housing-R3", on=TODAY, planned_on=TODAY),
        MeetingItem(
            id="their-item", meeting="their-meeting", position=1, kind="other", title="BINS", ends="act", decision="LOOK", owner_agency="housing",
            due=TODAY,
        ),
        *(
            Attendance(id=f"came-{agency}", meeting="their-meeting", agency=agency, attended="absent")
            for agency in ("council", "police", "housing")
        ),
        TrackerMap(id="map-of-theirs", agency="housing", name="Our tracker", rows=("reference,Ref,,", "place,Where,,", "summary,What,,"), by="housing-R3b"),
    )  # fmt: skip


def put(*nouns: Any) -> None:
    """Rows as they are, with no verb and no record."""
    for noun in nouns:
        model = getattr(models, type(noun).__name__)
        model.objects.create(**columns_of(noun, model))


def things_on(reference: str) -> dict[str, str]:
    """Whatever an address takes, of this case or of Saltmarsh."""
    of_case = {
        f"{name}_id": f"{name}-{reference}"
        for name in ("document", "export", "part", "relation", "detail", "link", "review", "recommendation")
    }
    return {
        **of_case, "reference": reference, "note_id": f"n-{reference}", "action_id": f"a-{reference}", "person": person_on(reference),
        "grant_id": f"g-{reference}-housing-R2", "about": "alias", "opening_id": "opening", "notice_id": "none", "map_id": "map-of-theirs",
        "user_id": "housing-R2", "role": "R2", "code": "housing", "agreement_id": "isa-1", "token_id": "none", "meeting_id": "their-meeting", "item_id": "their-item",
        "line_reference": "DC-26-0001",
    }  # fmt: skip


ON_ONE_ADDRESS = {"approve_access": {"grant_id": "waiting"}, "agreement_sign": {"agreement_id": "isa-2"}}
"""Where an address means another thing by the same word."""


def _grants(reference: str, which: str) -> list[models.CaseGrant]:
    """One to every person of every relation; none for a case that nobody was granted."""
    if which == "not":
        return []
    until = TODAY + timedelta(days=5 if which == "granted" else -1)
    return [
        models.CaseGrant(
            **columns_of(
                CaseGrant(
                    id=f"g-{reference}-{agency}-{role}", case=reference, agency=agency, to_user=f"{agency}-{role}",
                    to_role="", purpose="case-work", gateway="", start=TODAY - timedelta(days=20), until=until,
                    by="housing-R3b", reason="Needed", reaches="sealed",
                ),
                models.CaseGrant,
            )
        )
        for agency, role in product(RELATIONS.values(), ROLES)
    ]  # fmt: skip
