"""The Django store does what the slow, obvious store does: the same story on each, compared line by line."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connections

from unit.casework.factories import (
    NOW,
    SHARING,
    TODAY,
    broken,
    case_at,
    granted,
    partnership,
    referred,
    setting_up,
    where,
)
from wardmote.casework import access, break_glass, documents, invitations, looks, notices, people, tokens, work
from wardmote.casework.audit import append, verify_chain
from wardmote.casework.errors import EditedMeanwhile, NotFound
from wardmote.casework.memory_store import MemoryStore
from wardmote.casework.nouns import AgreementDraft, BroughtIn, CaseExport, Look, TrackerMap, TrailQuery, Wanted
from wardmote.casework.visibility import cases_not_shut_to, cases_seen_by
from wardmote.web.store.django_store import DjangoStore

KEPT = ["empty", *(["postgres"] if "postgres" in connections.databases else [])]
pytestmark = pytest.mark.django_db(databases=["default", *KEPT])


@pytest.fixture(params=KEPT)
def kept(request):
    return DjangoStore(request.param)


def everyone(ours):
    return sorted(user.id for user in ours.store.users())


def seen_by_all(ours, now=NOW):
    """Which references each person's list shows, and whether each case answers them one by one."""
    references = [f"CSP-26-{number:04}" for number in (1, 2, 7, 13)]
    table = {}
    for user_id in everyone(ours):
        by = ours.by(user_id, now)
        sees = cases_seen_by(by.user, by.today)
        with ours.store.transaction():
            [page] = ours.store.list_cases(Look(by, "case-work"), sees, Wanted(sort="reference", size=100))
        listed = [line.case.reference for line in page.lines]
        table[user_id] = listed
        asked = [reference for reference in references if ours.store.standing(reference, sees)]
        assert asked == [reference for reference in listed if reference in references], user_id
    return table


def many_cases(store):
    """Cases of every kind and tier, with a grant, a weak grant, a conflict, an own referral and high risk."""
    ours = partnership(store)
    by = {"location": "council-R2", "victim": "council-R5", "offender": "council-R4"}
    for kind in by:
        for tier in ("open", "named", "restricted", "sealed"):
            case_at("working", ours, kind=kind, tier=tier, by=by[kind])
    granted(ours, "CSP-26-0002", to_user="police-R2")
    granted(ours, "CSP-26-0004", to_user="police-R2")
    granted(ours, "CSP-26-0007", agency="council", to_role="R5")
    access.declare_conflict(ours.store, ours.by("housing-R3"), "CSP-26-0001", user_id="housing-R2", purpose="case-work")
    referred(ours, risk="high", by="police-R2")
    referred(ours, to="police")
    return ours


def test_everybody_sees_the_same_cases_in_every_store(kept):
    slow, quick = many_cases(MemoryStore()), many_cases(kept)
    before = seen_by_all(slow)
    assert seen_by_all(quick) == before
    assert {len(cases) for cases in before.values()} > {0, 1, 2}
    later = NOW + timedelta(days=40)
    assert seen_by_all(quick, later) == seen_by_all(slow, later)
    for ours in (slow, quick):
        ours.lapse(TODAY)
    tomorrow = NOW + timedelta(days=1)
    assert seen_by_all(quick, tomorrow) == seen_by_all(slow, tomorrow) != before


def story(store):
    """What a case file, the trail and a list say after a case has gone all the way round."""
    ours = partnership(store)
    case = case_at("reopened", ours)
    lead = ours.by("housing-R3")
    for text, protection, kind in (
        ("Seen", "P1", "fact"),
        ("Safe house", "P3", "fact"),
        ("Heard", "P2", "intelligence"),
    ):
        work.add_note(ours.store, lead, case.reference, text=text, protection=protection, kind=kind)
    files = {}
    for user_id in ("housing-R3", "council-R2", "council-R1", "council-R13"):
        file = looks.open_case(ours.store, ours.by(user_id), case.reference, "case-work")
        files[user_id] = (
            replace(file.case),
            replace(file.referral, id=""),
            sorted((replace(note, id="") for note in file.notes), key=lambda note: note.protection),
            [replace(action, id="") for action in file.actions],
            sorted((decision.what, decision.why, decision.at) for decision in file.decisions),
            [replace(outcome, id="") for outcome in file.outcomes],
        )
    trail = [
        (record.seq, replace(record.event, object_id=record.event.object_id.partition("/")[0]))
        for record in looks.who_saw(ours.store, ours.by("housing-R11"), case.reference)
    ]
    asked = TrailQuery(actor="housing-R3", actions=frozenset({"alteration"}), since=NOW, until=NOW)
    with ours.store.transaction():
        some = [record.event.deed for record in ours.store.trail(Look(lead, "audit-review"), asked)]
    return files, trail, some, where(ours, case.reference)


def test_a_whole_story_reads_the_same_from_every_store(kept):
    assert story(kept) == story(MemoryStore())
    assert verify_chain(kept.records_until()).holds


def test_a_list_is_filtered_sorted_and_paged_the_same(kept):
    slow, quick = many_cases(MemoryStore()), many_cases(kept)
    for wanted in (
        Wanted(statuses=frozenset({"referred"})),
        Wanted(kinds=frozenset({"victim", "offender"}), sort="reference"),
        Wanted(lead_agency="police"),
        Wanted(words="shops NOISE csp-26-0013"),
        Wanted(words="100%"),
        Wanted(sort="-reference", page=2, size=2),
        Wanted(sort="status", size=3),
        Wanted(page=9),
        Wanted(page=9, counted=2),
        Wanted(page=2, size=3, counted=3),
        Wanted(size=2, counted=4),
    ):
        told = []
        for ours in (slow, quick):
            page = looks.list_cases(ours.store, ours.by("housing-R3"), wanted)
            told.append(([(line.case, line.next_action is None) for line in page.lines], page.total, page.more))
        assert told[0] == told[1], wanted
    assert told[0][1:] == (4, True)


@pytest.mark.parametrize("kind", ["memory", *KEPT])
def test_promises_every_store_keeps(kind):
    store = MemoryStore() if kind == "memory" else DjangoStore(kind)
    ours = partnership(store)
    case = case_at("accepted", ours)
    by = ours.by("housing-R3")

    with store.transaction():
        store.save_standing(case, setting_up("first", case.reference))
        exported = list(store.export_trail(setting_up("exported", "trail")))
    assert exported[-1].event.deed == "first"
    with pytest.raises(EditedMeanwhile), store.transaction():
        store.save_standing(case, setting_up("second", case.reference))
    assert where(ours, case.reference).version == case.version + 1
    last = store.last_record()
    assert (last.event.deed, last.seq) == ("exported", len(exported) + 1)

    with pytest.raises(ZeroDivisionError), store.transaction():
        store.append(setting_up("undone", "x"))
        raise ZeroDivisionError
    assert store.last_record() == last

    assert store.purpose_given(by.session, case.reference) == "triage"
    assert store.purpose_given("another session", case.reference) == ""
    assert store.new_reference(2026) == "CSP-26-0002"
    assert store.new_reference(2027) == "CSP-27-0001"
    with pytest.raises(NotFound):
        looks.open_case(store, ours.by("outsider-R3"), case.reference, "case-work")

    draft = AgreementDraft(replace(SHARING, id="isa-2"), "council-R13", frozenset({"police"}), frozenset({"p"}))
    with store.transaction():
        store.save_draft(draft, setting_up("draft", "isa-2"))
        store.save_draft(replace(draft, signed=frozenset({"police", "council"})), setting_up("draft", "isa-2"))
    assert [(kept.signed, kept.agreement) for kept in store.drafts()] == [
        (frozenset({"police", "council"}), draft.agreement)
    ]
    ours.save(draft.agreement)
    assert list(store.drafts()) == []
    assert {agreement.id for agreement in store.agreements()} == {"isa-1", "isa-2"}

    grant_id = granted(ours, case.reference, to_user="police-R2")
    assert [grant.id for grant in store.grants_on(TODAY)] == [grant_id]
    assert list(store.grants_on(date(2030, 1, 1))) == []
    append(store, setting_up("end", "x"))
    assert store.last_record().event.deed == "end"


def sign_in_story(store):
    """What a store says of accounts, invitations, identities and opened cases after all of it was used."""
    ours = partnership(store)
    admin, officer = ours.by("police-R12"), ours.by("police-R11")
    new = people.add_user(store, admin, name="Ana Invented")
    told = invitations.invite(store, admin, new.id)
    made, _ = invitations.opened_by(store, invitations.digest_of(told.code), NOW)
    with store.transaction():
        invitations.use(store, made, setting_up("used", new.id))
    with pytest.raises(EditedMeanwhile), store.transaction():
        invitations.use(store, made, setting_up("used", new.id))
    invitations.ask_second_factor(store, admin, new.id)
    invitations.approve_second_factor(store, officer, new.id)
    invitations.invite(store, admin, new.id)
    people.bind_identity(store, admin, new.id, identity="oid-1")
    people.bind_identity(store, admin, new.id, identity="oid-2")
    people.end_sessions(store, admin, new.id)
    ours.save(replace(ours.user("police-R2"), attested_on=date(2026, 2, 28), opened_on=date(2026, 3, 29)))
    case = case_at("working", ours)
    looks.open_case(store, ours.by("housing-R3", NOW + timedelta(hours=1)), case.reference, "case-work")
    kept = [replace(made, id="", user="", digest=str(len(made.digest))) for made in store.invitations(new.id)]
    kept.sort(key=lambda made: (made.kind, made.version, made.withdrawn))
    person = store.user(new.id)
    return (
        kept,
        (person.name, person.username, person.opened_on, person.attested_on, person.signed_in_at, person.disabled),
        (store.identity(new.id), store.bound_to("oid-1"), store.bound_to("oid-2") == new.id, store.identity("nobody")),
        (store.user("police-R2").attested_on, store.user("police-R2").opened_on, list(store.sessions(new.id))),
        [store.opened_since("housing-R3", NOW + timedelta(hours=hours)) for hours in (-1, 0, 1)],
        store.opened_since("nobody", NOW - timedelta(days=1)),
        store.invitation_with(""),
    )


def test_accounts_and_invitations_read_the_same_from_every_store(kept):
    told = sign_in_story(MemoryStore())
    assert sign_in_story(kept) == told
    assert told[4] == [{"CSP-26-0001"}, {"CSP-26-0001"}, frozenset()]


def emergencies(store):
    """What an hour of an emergency, its alerts, its review and its trail say."""
    ours = partnership(store)
    reference = case_at("working", ours, kind="victim", tier="sealed", by="council-R5").reference
    shut = case_at("working", ours).reference
    access.declare_conflict(ours.store, ours.by("housing-R3"), shut, user_id="police-R3", purpose="case-work")
    work.add_note(ours.store, ours.by("housing-R3"), reference, text="Here", protection="P3", data_category="contact")
    opening = broken(ours, reference, "outsider-R3")
    told = []
    for minutes in (-1, 0, 60, 61):
        by = ours.by("outsider-R3", NOW + timedelta(minutes=minutes))
        sees = cases_seen_by(by.user, by.today, by.utc)
        told.append((bool(ours.store.standing(reference, sees)), len(ours.store.openings_live(by.user.id, by.utc))))
    file = looks.open_case(ours.store, ours.by("outsider-R3"), reference)
    looks.open_note(ours.store, ours.by("outsider-R3"), reference, file.notes[0].id)
    told.append(ours.store.last_look_at("session of outsider-R3", reference, {"note-opened"}))
    told.append(ours.store.last_look_at("session of outsider-R3", shut, {"note-opened"}))
    with pytest.raises(NotFound):
        broken(ours, shut, "police-R3")
    for by in ("housing-R11", "outsider-R11", "police-R11"):
        waiting = break_glass.to_review(ours.store, ours.by(by))
        told.append([replace(each, id="") for each in waiting])
        told.append([(n.about, n.words, n.seen_at) for n in notices.notices(ours.store, ours.by(by))])
    by = ours.by("housing-R11")
    notices.mark_seen(ours.store, by, notices.unseen(ours.store, by)[0].id)
    told.append([notice.seen_at for notice in notices.notices(ours.store, by)])
    found = break_glass.review(ours.store, by, opening.id, outcome="justified", finding="Moved that evening")
    told.append(replace(found, id=""))
    with pytest.raises(EditedMeanwhile), ours.store.transaction():
        ours.store.save_opening(opening, setting_up("again", "x"))
    told.append(break_glass.to_review(ours.store, ours.by("outsider-R11")))
    for address in ("a@police.example", "b@police.example", ""):
        notices.send_to(ours.store, by, address)
        told.append(ours.store.notice_address("housing-R11"))
    granted(ours, shut, "police-R3")
    sees = cases_not_shut_to(ours.user("police-R3"), TODAY)
    told.append([case.reference for _, case in ours.store.grants_with_cases(TODAY, sees)])
    sees = cases_not_shut_to(ours.user("police-R2"), TODAY)
    told.append([(grant.to_user, case.reference) for grant, case in ours.store.grants_with_cases(TODAY, sees)])
    return told


def test_an_emergency_and_its_notices_read_the_same_from_every_store(kept):
    told = emergencies(kept)
    assert told == emergencies(MemoryStore())
    assert told[:5] == [(False, 0), (True, 1), (True, 1), (False, 0), NOW]
    assert verify_chain(kept.records_until()).holds


@pytest.mark.django_db(databases=["empty"], transaction=False)
def test_the_live_settings_of_sqlite_are_the_safe_ones():
    with connections["empty"].cursor() as cursor:
        told = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "foreign_keys")}
    assert told == {"synchronous": 2, "foreign_keys": 1}
    assert connections["empty"].settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def document_on(ours, reference, document_id, by="housing-R3", **how):
    stripped = documents.StrippedFile(
        media="txt", size=4, told=("Removed: notes.",), salt="00", digest=f"mark of {document_id}"
    )
    documents.add_document(
        ours.store, ours.by(by), reference, stripped, document_id=document_id, name=f"{document_id}.txt", **how
    )


def documents_story(store):
    """Which documents each person is shown, which they can open, and what the trail then says."""
    ours = partnership(store)
    case = case_at("working", ours)
    lead = ours.by("housing-R3")
    assert looks.open_case(store, lead, case.reference, "case-work").documents == ()
    for number, (protection, kind, category) in enumerate(
        (
            ("P1", "fact", "incident"),
            ("P3", "fact", "contact"),
            ("P2", "intelligence", "risk"),
            ("P0", "opinion", "health"),
        )
    ):
        how = {"protection": protection, "kind": kind, "data_category": category}
        document_on(ours, case.reference, f"d{number}", **how)
    document_on(ours, case.reference, "d9", by="council-R2", purpose="case-work")
    shown = {}
    for user_id in ("housing-R3", "council-R2", "council-R1", "council-R13", "police-R3"):
        by = ours.by(user_id)
        file = looks.open_case(store, by, case.reference, "case-work")
        opened = []
        for number in (0, 1, 2, 3, 9):
            try:
                opened.append(documents.open_document(store, by, case.reference, f"d{number}"))
            except NotFound:
                opened.append(None)
        assert [one for one in opened if one] == list(file.documents), user_id
        shown[user_id] = opened
    trail = [
        (record.event.actor, record.event.object_id)
        for record in looks.who_saw(store, ours.by("housing-R11"), case.reference)
        if record.event.deed == "document-opened"
    ]
    return shown, trail, store.document_ids()


def test_documents_are_seen_and_opened_the_same_in_every_store(kept):
    slow = documents_story(MemoryStore())
    assert documents_story(kept) == slow
    assert {len([one for one in opened if one]) for opened in slow[0].values()} > {3, 5}


def ledger_story(store):
    """Maps, what was brought in, and exports, kept and changed."""
    ours = partnership(store)
    case = case_at("working", ours)
    saved = TrackerMap(
        id="m1", agency="housing", name="ASB list", rows=("reference,Ref,,", "place,Where,,"), by="housing-R3"
    )
    made = CaseExport(
        id="e1", case=case.reference, by="housing-R3", agency="housing", at=NOW, recipient="court", addressed_to="Usher",
        why="Hearing", marking="OFFICIAL", subjects=51, expires=TODAY,
    )  # fmt: skip
    with store.transaction():
        first = store.save_tracker_map(saved, setting_up("map", "m1"))
        store.save_tracker_map(replace(first, name="ASB list 2"), setting_up("map", "m1"))
        store.add_brought_in(
            BroughtIn(case=case.reference, agency="housing", tracker="ASB list", reference="T1", on=TODAY),
            setting_up("brought", case.reference),
        )
        store.add_export(made, setting_up("export", "e1"))
        store.save_export(replace(made, approved_by="housing-R11"), setting_up("export", "e1"))
    for late in (
        lambda: store.save_tracker_map(first, setting_up("map", "m1")),
        lambda: store.save_export(made, setting_up("e", "e1")),
    ):
        with pytest.raises(EditedMeanwhile), store.transaction():
            late()
    return (
        list(store.tracker_maps("housing")),
        list(store.tracker_maps("police")),
        dict(store.brought_in("housing", "ASB list")),
        dict(store.brought_in("police", "ASB list")),
        store.export("e1", case.reference),
        store.export("e1", "CSP-26-0099"),
        store.exported_since("housing-R3", NOW),
        store.exported_since("housing-R3", NOW + timedelta(seconds=1)),
    )


def test_maps_what_was_brought_in_and_exports_are_kept_the_same(kept):
    assert ledger_story(kept) == ledger_story(MemoryStore())


def test_tokens_are_kept_the_same_in_every_store(kept):
    """Made, listed the newest first, ended; a stranger's is not there to be ended."""
    told = []
    for ours in (partnership(MemoryStore()), partnership(kept)):
        by = ours.by("police-R2")
        first, shown = tokens.make_token(ours.store, by, name="Weekly report", deeds=["read"], days=7)
        later = ours.by("police-R2", NOW + timedelta(minutes=5))
        second, _ = tokens.make_token(ours.store, later, name="Import", deeds=["write", "read"], days=90)
        assert tokens.presented(ours.store, shown) == first
        with pytest.raises(NotFound):
            tokens.revoke_token(ours.store, ours.by("police-R3"), first.id)
        tokens.revoke_token(ours.store, by, first.id)
        assert ours.store.token(first.id) == replace(first, revoked=True)
        assert ours.store.token("nobody's") is None
        told.append([replace(t, id="", digest="") for t in tokens.tokens_of(ours.store, later)])
        assert [token.id for token in tokens.tokens_of(ours.store, later)] == [second.id, first.id]
    assert told[0] == told[1]
    assert [(token.deeds, token.roles, token.agency) for token in told[0]] == [
        (("read", "write"), ("R2",), "police"),
        (("read",), ("R2",), "police"),
    ]
