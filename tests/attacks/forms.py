"""What each form takes, filled in as a person would, on invented Marlbridge brought to where the form is offered."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from attacks.tokens import token_for
from unit.casework.factories import setting_up
from wardmote.casework import (
    access,
    agreements,
    break_glass,
    case_reviews,
    daily_call,
    invitations,
    links,
    operational_group,
    people,
    persons,
    referrals,
    triage,
    work,
)
from wardmote.casework.audit import event
from wardmote.casework.bringing_in import save_map
from wardmote.casework.case_reviews import decisions
from wardmote.casework.case_reviews.procedure import Procedure
from wardmote.casework.exports import ask_export
from wardmote.casework.imports import FIELDS
from wardmote.casework.looks import open_case
from wardmote.casework.nouns import SignedIn, TrackerMap
from wardmote.web.access import ADDRESSES
from wardmote.web.clock import now
from wardmote.web.keeping import keep_document
from wardmote.web.keys import seal
from wardmote.web.pages.bring_in import BRINGING
from wardmote.web.pages.sign_ins import HELD
from wardmote.web.sealed_files import seal_file

NOT_OURS = frozenset({
    "account_login", "account_logout", "account_reauthenticate", "mfa_authenticate", "mfa_reauthenticate",
    "mfa_activate_totp", "mfa_generate_recovery_codes",
})  # fmt: skip
"""Signing in: the forms of a library, which take no column of a case. Tried in tests/web/test_sessions.py."""
SWITCHED_OFF = frozenset(name for name, listed in ADDRESSES.items() if listed.only_with)
"""Not there in a partnership without single sign-on. Tried with it in tests/web/test_single_sign_on.py."""
TRACKER = b"Ref,Where,What\n1,Weir,Noise\n"
IN_HAND = "held"
"""The name of a tracker that lies in the quarantine while it is brought in."""


@dataclass
class Filled:
    """A form that would be taken: the answer leads on, or shows what was asked for."""

    given: dict[str, str]
    typed: dict[str, Any] = field(default_factory=dict)
    by: str = "priya"
    file: bytes = b""
    session: dict[str, Any] = field(default_factory=dict)
    """What the person's session holds when they come to it."""

    def sent(self, extra=None):
        """What is sent, with a file that has not been read yet."""
        files = {"file": SimpleUploadedFile("tracker.csv", self.file)} if self.file else {}
        return {**(extra or {}), **self.typed, **files}

    def bring(self, client, tracker=TRACKER):
        """Brings a person to the form: what their session holds, and the file that it names."""
        if self.session:
            session = client.session
            session.update(self.session)
            session.save()
        if BRINGING in self.session:
            place = settings.CASEBOOK.quarantine / IN_HAND
            place.unlink(missing_ok=True)
            seal_file(place, tracker, seal(settings.CASEBOOK.keys))


def at_work(store, person: str) -> SignedIn:
    """Somebody who has just proved who they are."""
    return SignedIn(store.user(person), f"filling-{person}", now(), "test", proven_at=now())


def boxes(name, day):
    """A day in its three boxes."""
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def filled(store) -> dict[str, Filled]:
    """By the name of its address."""
    by = at_work(store, "priya")
    return {
        **_of_cases(store, by),
        **_of_people(store, by),
        **_of_access(store, by),
        **_of_files(store, by),
        **_of_the_call(store, by),
        **_of_reviews(store, by),
        **_of_the_group(store, by),
        **_of_staff(store),
    }


TWO = {"reference": "CSP-26-0002"}


def _of_cases(store, by) -> dict[str, Filled]:
    ready = referrals.refer(
        store, at_work(store, "ines"), to="marlbridge", kind="location", place="Weir", summary="Litter", why="Theirs"
    ).reference  # fmt: skip
    triage.accept(store, by, ready)
    due = (now() + timedelta(days=9)).date()
    action = work.add_action(
        store, by, "CSP-26-0002", what="look", owner_agency="marlbridge", due=due, purpose="case-work"
    )
    note = work.add_note(store, by, "CSP-26-0002", text="seen", purpose="case-work")
    link = links.link_cases(store, by, "CSP-26-0002", other="CSP-26-0001", link="related", purpose="case-work")
    return {
        "refer": Filled({}, {"kind": "location", "place": "Bridge", "summary": "Noise", "to": "marlbridge", "why": "Theirs", "risk": "high"}),
        "case_purpose": Filled(TWO, {"purpose": "daily-call"}),
        "triage": Filled({"reference": "CSP-26-0004"}, {"answer": "refused", "lead_person": "", "signposted_to": "", "why": "Not ours"}),
        "add_note": Filled(TWO, {"text": "Quiet", "kind": "fact", "protection": "P1", "data_category": "incident"}),
        "open_note": Filled({**TWO, "note_id": note.id}),
        "add_action": Filled(TWO, {"what": "go", "owner": "marlbridge/sam", **boxes("due", due)}),
        "complete_action": Filled({**TWO, "action_id": action.id}, {"outcome": "Went"}),
        "close": Filled({"reference": ready}, {"outcome": "problem-stopped", "why": "Clean"}),
        "reopen": Filled({"reference": "CSP-26-0001"}, {"why": "Fires again"}),
        "decide": Filled(TWO, {"what": "Go on", "why": "It helps"}),
        "hand_over": Filled(TWO, {"to": "marlshire-police", "lead_person": "ines", "why": "Theirs"}),
        "assess_risk": Filled(TWO, {"tool": "asb-matrix", "person": "", "score": "14", "band": "", "why": "Weekly"}),
        "link_case": Filled(TWO, {"other": "CSP-26-0004", "link": "related"}),
        "unlink_case": Filled({**TWO, "link_id": link.id}),
        "place_case": Filled(TWO, {"ward_name": "Castle", "uprn": "100099990002"}),
        "calendar_feed": Filled({}, {"do": "make"}),
        "make_token": Filled({}, {"name": "report", "deeds": "read", "days": "7"}),
        "revoke_token": Filled({"token_id": token_for("priya").split("_")[1]}),
    }  # fmt: skip


def _of_people(store, by) -> dict[str, Filled]:
    one, other = (
        persons.add_person(store, by, **TWO, role="suspect", name=name, purpose="case-work") for name in ("Ada", "Bob")
    )
    where = {"about": "address", "value": "1 Weir Street", "sort": "home"}
    address = persons.add_detail(store, by, **TWO, person=one.person, **where)
    protected = persons.add_detail(store, by, **TWO, person=one.person, **where | {"sort": "safe"})
    relation = persons.relate(store, by, **TWO, one=one.person, other=other.person, tie="associate")
    on_one = {**TWO, "person": one.person}
    none = boxes("until", now()) | dict.fromkeys(("until_day", "until_month", "until_year"), "")
    return {
        "add_person": Filled(TWO, {"role": "witness", "name": "Cy", "kind": "fact", **dict.fromkeys(("birth_day", "birth_month", "birth_year"), "")}),
        "relate": Filled(TWO, {"one": one.person, "tie": "household", "other": other.person, "kind": "fact"}),
        "add_role": Filled(on_one, {"role": "reporter", "case": "CSP-26-0002"}),
        "own_tie": Filled(on_one, {"user_id": "sam", "how": "is"}),
        "add_detail": Filled({**on_one, "about": "alias"}, {"value": "Az", "kind": "fact", "protection": "P1"}),
        "end_role": Filled({**TWO, "part_id": one.id}),
        "end_relation": Filled({**TWO, "relation_id": relation.id}),
        "open_detail": Filled({**TWO, "detail_id": protected.id}),
        "change_detail": Filled({**TWO, "detail_id": address.id}, {"now": "checked", **none}),
        "search": Filled({}, {"address": "1 Weir Street", "uprn": "", "name": "", "birth_day": "", "birth_month": "", "birth_year": ""}),
        "person_looks_export": Filled({"person": one.person}, by="dana"),
    }  # fmt: skip


def _of_access(store, by) -> dict[str, Filled]:
    days = {"start": by.today, "until": by.today + timedelta(days=9)}
    meeting = {"grant_purpose": "case-meeting", "reason": "Needed", "purpose": "case-work", **days}
    given = access.grant(store, by, **TWO, agency="marlbridge", to_user="sam", **meeting)
    shut = _sealed(store, by)
    asked = access.grant(store, by, shut, agency="marlbridge", to_user="sam", **meeting)
    left = _sealed(store, by)
    store.save_standing(replace(_standing(store, left), lead_person="sam"), setting_up("lead-set", left))
    opening = break_glass.break_glass(
        store, at_work(store, "ines"), shut, category="threat-to-life", reason="Somebody is being hurt now"
    )
    notice = next(notice for notice in store.notices("dana")[0] if notice.subject == opening.id)
    return {
        "give_access": Filled(TWO, {"to": "marlbridge//sam", "grant_purpose": "case-work", "gateway": "", "days": "9", "reason": "Needed"}),
        "end_access": Filled({**TWO, "grant_id": given.id}),
        "declare_conflict": Filled(TWO, {"user_id": "sam"}),
        "raise_tier": Filled(TWO, {"tier": "named", "lead_person": "priya", "why": "Named people only"}),
        "name_lead": Filled({"reference": left}, {"lead_person": "priya", "why": "They left"}, by="dana"),
        "approve_access": Filled({"grant_id": asked.id}, {"answer": "yes", "why": ""}, by="dana"),
        "break_glass": Filled({}, {"reference": left, "category": "threat-to-life", "reason": "Somebody is being hurt now"}, by="ines"),
        "review_emergency": Filled({"opening_id": opening.id}, {"outcome": "justified", "finding": "It was one"}, by="dana"),
        "notices": Filled({}, {"address": "priya@marlbridge.example"}),
        "read_notice": Filled({"notice_id": notice.id}, {"from": "notices"}, by="dana"),
    }  # fmt: skip


def _sealed(store, by) -> str:
    """A case of the council that nobody else sees."""
    told = {"place": "Weir", "summary": "Threats", "why": "Ours"}
    return referrals.refer(
        store, by, to="marlbridge", kind="victim", tier="sealed", lead_person="priya", **told
    ).reference


def _standing(store, reference):
    from wardmote.casework.visibility import EVERY_CASE

    return store.standing(reference, EVERY_CASE)


def _of_files(store, by) -> dict[str, Filled]:
    entry = {"kind": "fact", "protection": "P1", "data_category": "incident"}
    kept = keep_document(store, settings.CASEBOOK, by, "CSP-26-0002", [TRACKER], name="kept.csv", **entry)
    export = ask_export(store, by, "CSP-26-0002", recipient="court", addressed_to="Usher", why="Hearing")
    rows = ("field,heading,value,means", "reference,Ref,,", "place,Where,,", "summary,What,,")
    saved = save_map(store, by, TrackerMap(id="", agency="", name="Our list", rows=rows, by=""))
    sent = {"token": IN_HAND, "file": "tracker.csv"}
    ready = {**sent, "sheet": "CSV", "heading": 1, "map": saved.id, "about": "location", "tier": "named"}
    columns = dict.fromkeys(FIELDS, "") | {
        "reference": "Ref", "place": "Where", "summary": "What", "meanings": "", "dates": "day-first", "about": "location", "tier": "named",
        "name": "New list",
    }  # fmt: skip
    return {
        "add_document": Filled(TWO, {**entry, "marking": "OFFICIAL"}, file=TRACKER),
        "open_document": Filled({**TWO, "document_id": kept.id}),
        "export_case": Filled(TWO, {"recipient": "court", "addressed_to": "Usher", "why": "Hearing"}),
        "case_export": Filled({**TWO, "export_id": export.id}),
        "bring_in": Filled({}, file=TRACKER),
        "bring_in_columns": Filled({}, columns, session={BRINGING: sent}),
        "bring_in_check": Filled({}, session={BRINGING: ready}),
        "tracker_map": Filled({"map_id": saved.id}, {"rows": "\n".join((*rows, "note,More,,"))}),
    }


def _of_the_call(store, by) -> dict[str, Filled]:
    told = {"what": "Bins on fire", "where": "Weir", "owner_agency": "marlbridge", "due": by.today}
    line, shut = (daily_call.raise_line(store, by, **told).reference for _ in range(2))
    daily_call.close_line(store, by, shut, 0, outcome="Put out")
    on_line, version = {"line_reference": line}, {"version": "0"}
    typed = {"what": "Bins", "where": "Bridge", "owner": "marlbridge/", "vulnerable": "on", **boxes("due", by.today)}
    return {
        "daily_call": Filled({}, typed),
        "call_nothing_new": Filled({}, by="kit"),
        "call_change": Filled(on_line, {**typed, **version}),
        "call_close": Filled(on_line, {**version, "outcome": "Put out"}),
        "call_open_again": Filled({"line_reference": shut}, {"version": "1"}),
        "call_tie": Filled(on_line, {**version, "case": "CSP-26-0002"}),
    }


def _of_reviews(store, by) -> dict[str, Filled]:
    """One application for each step, each of another person on the case, brought to where the step can be taken."""

    def application(name, **more):
        person = persons.add_person(store, by, **TWO, role="victim", name=name).person
        asked = {"person": person, "applied_by": "self", "asks": "Talk to each other"} | more
        return case_reviews.apply(store, by, "CSP-26-0002", Procedure(), **asked)

    def decided(name, met):
        review = application(name)
        for agency in ("marlbridge", "marlshire-police"):
            case_reviews.say_all(store, by, "CSP-26-0002", review.id, agency=agency, answered_why="Asked by telephone")
        return decisions.decide(store, by, "CSP-26-0002", review.id, Procedure(), met=met, why="As counted")

    def panelled(name):
        panel = {"on": by.today, "bodies": ["marlbridge", "marlshire-police"]}
        return decisions.set_panel(store, by, "CSP-26-0002", decided(name, met=True).id, **panel)

    def reviewed(name):
        review = panelled(name)
        return decisions.record_outcome(store, by, "CSP-26-0002", review.id, finding="Nobody spoke")

    def at(review):
        return {**TWO, "review_id": review.id}

    made = decisions.recommend(store, by, "CSP-26-0002", reviewed("Al Planted").id, agency="marlbridge", what="Speak")
    appealed = decisions.appeal(store, by, "CSP-26-0002", reviewed("Bo Planted").id, why="Not all were asked")
    another = replace(appealed, decided_by="sam", reviewed_by="sam")
    store.save_review_part(another, event(by, "alteration", "case-reviewed", "case-review", appealed.id))
    day = by.today - timedelta(days=2)
    complaint = {
        "agency": "marlbridge", "person": "", "their_reference": "A 1", "caveat": "Closed", **boxes("behaviour_on", day), **boxes("made_on", day),
    }  # fmt: skip
    silent, person = _never_asked(store, by)
    return {
        "case_review_apply": Filled({"reference": silent}, {"person": person, "applied_by": "other", "applicant": "Al", "consent": "on", "asks": "Talk", **boxes("received_on", by.today)}),
        "add_complaint": Filled(TWO, complaint),
        "tell_unasked": Filled({"reference": silent, "person": person}, {"how": "next-contact", "outcome": "does-not-want", "words": "Told"}),
        "review_complaints": Filled(at(application("Cy Planted")), {**complaint, "then": "last"}),
        "review_decide": Filled(at(application("Di Planted")), {"answer": "met", "why": "Nightly"}),
        "review_panel": Filled(at(decided("Ed Planted", met=True)), boxes("on", by.today) | {"bodies": ["marlbridge", "marlshire-police"]}),
        "review_agreed": Filled(at(application("Kit Planted", applied_by="other", applicant="Al")), {"agreed_how": "On the telephone"}),
        "review_outcome": Filled(at(panelled("Fay Planted")), {"finding": "Nobody spoke"}),
        "review_recommend": Filled(at(reviewed("Gus Planted")), {"agency": "marlbridge", "what": "Speak"}),
        "review_appeal": Filled(at(decided("Hal Planted", met=False)), {"why": "Not all were asked"}),
        "review_appeal_answer": Filled(at(appealed), {"answer": "upheld", "finding": "They were not"}),
        "review_withdraw": Filled(at(application("Ian Planted")), {"why": "Moved away"}),
        "review_letter": Filled(at(application("Joy Planted")), {"how": "spoken"}),
        "answer_recommendation": Filled({**TWO, "recommendation_id": made.id}, {"answer": "accepted", "answer_words": "From Monday"}),
    }  # fmt: skip


def _of_the_group(store, by) -> dict[str, Filled]:
    """A meeting with an item to end, one whose only item ended, and an action of it."""
    meeting, ready = (operational_group.plan(store, by, on=by.today).id for _ in range(2))
    for item in operational_group.read_meeting(store, by, ready).items:
        operational_group.end_item(store, by, ready, item.id, 0, decision="Left as it is", ends="nothing-more")
    added = operational_group.add_item(store, by, ready, title="Lights in the park").id
    acted = {"decision": "Ask for lights", "ends": "act", "owner_agency": "marlbridge", "due": by.today}
    operational_group.end_item(store, by, ready, added, 0, **acted)
    open_item = operational_group.add_item(store, by, meeting, title="Lights by the river").id
    on, typed = (
        {"meeting_id": meeting},
        {"decision": "Ask", "ends": "act", "owner": "marlbridge/sam", **boxes("due", by.today)},
    )
    agencies = dict.fromkeys(("marlbridge", "marlshire-police", "marlshire-fire"), "came")
    return {
        "meeting_plan": Filled({}, boxes("on", by.today)),
        "meeting_add": Filled(on, {"case": "", "title": "Benches"}),
        "meeting_refresh": Filled(on),
        "meeting_item": Filled({**on, "item_id": open_item}, {**typed, "version": "0"}),
        "meeting_attendance": Filled(on, agencies),
        "meeting_close": Filled({"meeting_id": ready}),
        "meeting_minutes": Filled(on),
        "group_action_done": Filled({"meeting_id": ready, "item_id": added}, {"outcome": "Asked"}),
    }  # fmt: skip


def _never_asked(store, by) -> tuple[str, str]:
    """Somebody past the threshold who never asked, and their case."""
    case = referrals.refer(
        store, by, to="marlbridge", kind="location", place="Weir", summary="Noise", why="Ours"
    ).reference
    open_case(store, by, case, "case-work")
    person = persons.add_person(store, by, case, role="reporter", name="Kay Planted").person
    for ago in (1, 2, 3):
        day = by.today - timedelta(days=ago)
        case_reviews.add_complaint(store, by, case, agency="marlbridge", behaviour_on=day, made_on=day, person=person)
    return case, person


def _of_staff(store) -> dict[str, Filled]:
    olive, tom = at_work(store, "olive"), at_work(store, "tom")
    today, later = olive.today, olive.today + timedelta(days=30)
    gone = people.add_user(store, olive, name="Gone Away").id
    people.disable(store, olive, gone)
    people.assign_role(store, olive, "sam", role="R5", start=today, until=later)
    invitations.ask_second_factor(store, olive, "sam")
    invited = invitations.invite(store, olive, "sam")
    live = store.agreements()[0]
    agreements.propose(store, tom, replace(live, id="wider", title="Wider"))
    sam, olives = {"user_id": "sam"}, {"by": "olive"}
    agreed = {
        "title": "New", "parties": ["marlbridge", "marlshire-fire"], "subject_categories": ["victim"], "data_categories": ["incident"],
        "purposes": ["case-work"], "gateway": live.gateway, "lawful_basis": "Public task", **boxes("start", today), **boxes("review", later),
        **boxes("end", later),
    }  # fmt: skip
    return {
        "agency_add": Filled({}, {"name": "Marsh Homes", "kind": "registered-housing", "contact": "data@marsh.example", "administrator": "Al"}, by="tom"),
        "agency_keep": Filled({"code": "marlbridge"}, {"contact": "new@marlbridge.example", "letter_contact": "1 Castle Street", "privacy_officer": "dana"}, **olives),
        "agency_administrator": Filled({"code": "marlshire-police"}, {"administrator": "Al"}, by="tom"),
        "agreement_propose": Filled({}, agreed, by="tom"),
        "agreement_sign": Filled({"agreement_id": "wider"}, by="dana"),
        "agreement_end": Filled({"agreement_id": live.id}, by="tom"),
        "people_add": Filled({}, {"name": "Al"}, **olives),
        "people_attest": Filled({}, {"people": ["sam", "priya"]}, **olives),
        "person_role": Filled(sam, {"role": "R1", **boxes("start", today), **boxes("until", later)}, **olives),
        "person_role_approve": Filled({**sam, "role": "R5"}, by="dana"),
        "person_role_end": Filled({**sam, "role": "R2"}, **olives),
        "person_disable": Filled(sam, **olives),
        "person_open": Filled({"user_id": gone}, **olives),
        "person_invite": Filled(sam, **olives),
        "person_factor_ask": Filled(sam, **olives),
        "person_factor_approve": Filled(sam, by="dana"),
        "person_sign_out": Filled(sam, **olives),
        "sessions": Filled({}, {"end": "others"}),
        "invitation": Filled({}, {"password": "correct horse battery", "again": "correct horse battery"}, session={HELD: invitations.digest_of(invited.code)}),
    }  # fmt: skip
