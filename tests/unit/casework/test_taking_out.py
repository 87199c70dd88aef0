"""Documents and exports by the rules: whose, for whom, until when, and with whose approval."""

from dataclasses import replace
from datetime import timedelta

import pytest

from unit.casework.factories import NOW, TODAY, case_at, partnership
from wardmote.casework import documents, exports, persons
from wardmote.casework.errors import NotFound, NotNow, NotPermitted, ProofNeeded, WrongEntry
from wardmote.casework.nouns import MOST_SUBJECTS

ASKED = {"recipient": "court", "addressed_to": "Usher, Saltmarsh Court", "why": "Hearing on 3 December"}


@pytest.fixture
def ours():
    return partnership()


@pytest.fixture
def case(ours):
    return case_at("working", ours).reference


def ask(ours, reference, by="housing-R3", **how):
    return exports.ask_export(ours.store, ours.by(by), reference, purpose="case-work", **{**ASKED, **how})


def add(ours, reference, by="housing-R3", **how):
    stripped = documents.marked("txt", b"Seen at six")
    asked = {"document_id": ours.store.new_id(), "name": "note.txt", "purpose": "case-work", **how}
    return documents.add_document(ours.store, ours.by(by), reference, stripped, **asked)


def test_an_export_is_asked_for_logged_and_taken(ours, case):
    export = ask(ours, case)
    assert (export.subjects, export.waits, export.expires) == (1, False, TODAY + timedelta(days=30))
    taken = exports.take_out(ours.store, ours.by("housing-R3"), case, export.id)
    assert taken.export == export
    assert taken.file.case.reference == case
    last = ours.store.last_record().event
    assert (last.action, last.deed, last.recipients) == ("export", "case-exported", ("court",))
    assert last.purpose == "case-work"


def test_an_export_is_marked_as_high_as_the_highest_thing_in_it(ours):
    reference = case_at("working", ours, marking="OFFICIAL").reference
    add(ours, reference, marking="OFFICIAL")
    assert ask(ours, reference).marking == "OFFICIAL"
    add(ours, reference, marking="OFFICIAL-SENSITIVE")
    assert ask(ours, reference).marking == "OFFICIAL-SENSITIVE"


@pytest.mark.parametrize("how", [{"recipient": "anybody"}, {"recipient": ""}, {"addressed_to": " "}, {"why": ""}])
def test_who_for_and_why_are_asked(ours, case, how):
    with pytest.raises(WrongEntry):
        ask(ours, case, **how)
    assert ours.store.exported_since("housing-R3", NOW) == frozenset()


def test_only_leads_take_a_case_out_and_only_with_a_fresh_proof(ours, case):
    for who in ("housing-R2", "council-R13"):
        with pytest.raises(NotPermitted):
            ask(ours, case, by=who)
    with pytest.raises(NotFound):
        ask(ours, case, by="outsider-R3")
    export = ask(ours, case)
    unproven = replace(ours.by("housing-R3"), proven_at=None)
    for attempt in (
        lambda: exports.ask_export(ours.store, unproven, case, purpose="case-work", **ASKED),
        lambda: exports.take_out(ours.store, unproven, case, export.id),
        lambda: exports.approve_export(ours.store, unproven, case, export.id),
    ):
        with pytest.raises(ProofNeeded):
            attempt()


def test_only_who_asked_takes_it_and_not_after_its_last_day(ours, case):
    export = ask(ours, case)
    ask(ours, case, by="housing-R3b")
    with pytest.raises(NotFound):
        exports.take_out(ours.store, ours.by("housing-R3b"), case, export.id)
    with pytest.raises(NotFound):
        exports.take_out(ours.store, ours.by("housing-R3"), case, "no such export")
    later = NOW + timedelta(days=31)
    with pytest.raises(NotNow, match="expired"):
        exports.take_out(ours.store, ours.by("housing-R3", later), case, export.id)


def test_more_than_fifty_cases_in_a_day_wait_for_a_second_person(ours, case):
    references = [case, *(case_at("accepted", ours).reference for _ in range(MOST_SUBJECTS))]
    made = [ask(ours, reference) for reference in references]
    assert [export.waits for export in made] == [False] * MOST_SUBJECTS + [True]
    last, where = made[-1], references[-1]
    with pytest.raises(NotNow, match="waits for a second person"):
        exports.take_out(ours.store, ours.by("housing-R3"), where, last.id)
    with pytest.raises(NotPermitted, match="Somebody else of the same agency"):
        exports.approve_export(ours.store, ours.by("housing-R3"), where, last.id)
    second = ours.by("housing-R3b")
    ask(ours, where, by="housing-R3b")
    approved = exports.approve_export(ours.store, second, where, last.id)
    assert approved.approved_by == "housing-R3b"
    assert exports.take_out(ours.store, ours.by("housing-R3"), where, last.id).export == approved
    with pytest.raises(NotNow, match="needs no approval"):
        exports.approve_export(ours.store, second, where, last.id)
    tomorrow = NOW + timedelta(hours=25)
    again = exports.ask_export(ours.store, ours.by("housing-R3", tomorrow), case, purpose="case-work", **ASKED)
    assert not again.waits


def test_asking_twice_for_one_case_is_one_case(ours, case):
    assert [ask(ours, case).subjects for _ in range(3)] == [1, 1, 1]


def test_people_are_counted_each_once_and_a_case_with_nobody_as_one(ours, case):
    two, same = (case_at("accepted", ours, kind="victim", by="council-R5").reference for _ in range(2))
    lead = ours.by("housing-R3")
    ada = persons.add_person(ours.store, lead, two, name="Ada Invented", role="victim", purpose="case-work").person
    persons.add_person(ours.store, lead, two, name="Bo Invented", role="suspect", purpose="case-work")
    persons.bring_person(ours.store, lead, same, ada, from_case=two, role="victim", purpose="case-work")
    assert [ask(ours, reference).subjects for reference in (case, same, two)] == [1, 2, 3]


def test_nobody_adds_a_document_they_could_not_read(ours, case):
    with pytest.raises(NotPermitted, match="do not reach this protection level"):
        add(ours, case, by="housing-R2", protection="P3")
    with pytest.raises(NotPermitted):
        add(ours, case, by="council-R13")
    for field, wrong in (("kind", "rumour"), ("protection", "P9"), ("data_category", "gossip"), ("marking", "SECRET")):
        with pytest.raises(WrongEntry):
            add(ours, case, **{field: wrong})
    assert ours.store.document_ids() == frozenset()


def test_a_closed_case_takes_no_document(ours):
    reference = case_at("closed", ours).reference
    with pytest.raises(NotNow):
        add(ours, reference)


def test_opening_a_document_is_a_look_of_its_own(ours, case):
    document = add(ours, case)
    opened = documents.open_document(ours.store, ours.by("housing-R3"), case, document.id)
    assert opened == document
    last = ours.store.last_record().event
    assert (last.action, last.deed, last.object_id) == ("consultation", "document-opened", f"{case}/{document.id}")
    with pytest.raises(NotFound):
        documents.open_document(ours.store, ours.by("housing-R3"), case, "no such document")


def test_a_mark_is_another_for_the_same_file_and_proves_it(ours):
    one, other = (documents.marked("txt", b"Seen at six") for _ in range(2))
    assert one.digest != other.digest
    assert documents.mark(one.salt, b"Seen at six") == one.digest
    assert documents.mark(one.salt, b"Seen at ten") != one.digest
