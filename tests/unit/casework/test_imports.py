"""A tracker's rows become cases, are refused, or are here already; nothing is dropped and nothing written by the dry run."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unit.casework.factories import TODAY, partnership, referred, where
from unit.casework.trackers import BAD, HEADINGS, MAP, tracker
from wardmote.casework import closure, imports, looks, triage
from wardmote.casework.bringing_in import AT_ONCE, bring_in, save_map
from wardmote.casework.errors import NotPermitted, ProofNeeded, WrongEntry
from wardmote.casework.imports import RowProblem, SheetRows, day_of, dry_run, read_map
from wardmote.casework.nouns import TrackerMap, Wanted


def sheet_of(rows, **how):
    filled = tuple((number, tuple(row)) for number, row in enumerate(rows, start=1) if any(row))
    return SheetRows(filled, how.pop("counted", len(filled)), **how)


def planned(rows, already=None, mapping=MAP, kind="location", **how):
    sheet = sheet_of(rows, **how)
    at = imports.heading_row(sheet)
    return dry_run(sheet, at, read_map(mapping), already=already or {}, kind=kind, today=TODAY)


def small(*rows, headings=("reference", "place", "summary", "opened", "status", "outcome", "kind")):
    lines = [f"{name},{name},," for name in headings]
    return [list(headings), *[list(row) for row in rows]], lines


def problems_of(*row, **how):
    rows, mapping = small(row)
    return planned(rows, mapping=mapping, **how).problems


def test_every_row_of_a_messy_tracker_is_accounted_for():
    rows, expected = tracker()
    plan = planned(rows)
    told = {"made": len(plan.make), "refused": len(plan.refused), "duplicates": len(plan.duplicates)}
    assert told == expected
    assert plan.adds_up
    assert plan.above == 2
    assert plan.rows_in == sum(expected.values())


def test_each_problem_says_row_column_shape_and_what_to_do_and_no_value():
    rows, _ = tracker()
    plan = planned(rows)
    by_row = {problem.row: problem for problem in plan.problems}
    numbers = [number for number, row in enumerate(rows, start=1) if row and row[0].startswith("B-")]
    assert len(numbers) == len(BAD) - 1
    assert set(numbers) <= set(by_row)
    for problem in plan.problems:
        assert problem.remedy.endswith((".", "11-03."))
        assert problem.column in {*HEADINGS, "Location (column 3)"}
        assert not any(word in problem.value for word in ("Parked", "Vanished", "Invented", "2026", "Total"))
    shapes = {problem.remedy.split(".")[0]: problem.value for problem in plan.problems}
    assert shapes["Say in the map what this means: open or closed"] == "“aaaaaa”"


def test_what_becomes_of_a_closed_and_an_open_row():
    rows, _ = tracker()
    made = {case.reference: case for case in planned(rows).make}
    closed, waiting = made["T-0004"], made["T-0003"]
    assert (closed.closed, closed.outcome, closed.action, closed.due) == (True, "problem-stopped", "", None)
    assert "Opened on 9 January 2026. Closed on 8 February 2026." in closed.note
    assert (waiting.action, waiting.due) == ("visit", date(2026, 12, 24))
    assert "Neighbours' diary" in waiting.note


def test_a_count_that_differs_stops_everything():
    rows, _ = tracker()
    plan = planned(rows, counted=999)
    assert not plan.adds_up
    ours = partnership()
    with pytest.raises(WrongEntry, match="do not add up"):
        bring_in(ours.store, ours.by("housing-R3"), plan, tracker="x")
    assert ours.store.last_record().event.deed != "tracker-brought-in"


def test_hidden_rows_are_refused_and_counted():
    rows, mapping = small(("1", "a", "b"), ("2", "a", "b"))
    plan = planned(rows, mapping=mapping[:3], hidden=frozenset({3}))
    assert [case.reference for case in plan.make] == ["1"]
    assert plan.problems == (
        RowProblem(3, "row", "hidden", "Unhide it in the workbook if it is meant, else delete it."),
    )
    assert plan.adds_up


@pytest.mark.parametrize(
    "text, day",
    [
        ("2026-11-03", date(2026, 11, 3)),
        ("2026-11-03T10:00:00", date(2026, 11, 3)),
        ("3/11/2026", date(2026, 11, 3)),
        ("03.11.26", date(2026, 11, 3)),
        ("3-11-2026 09:00", date(2026, 11, 3)),
        ("3 Nov 2026", date(2026, 11, 3)),
        ("3rd November 2026", date(2026, 11, 3)),
        ("Tuesday, 3 November 2026", date(2026, 11, 3)),
        ("3-Nov-26", date(2026, 11, 3)),
        ("46329", date(2026, 11, 3)),
        ("46329.5", date(2026, 11, 3)),
        ("29/02/2024", date(2024, 2, 29)),
        ("29/02/2026", None),
        ("13/13/2026", None),
        ("soon", None),
        ("1234", None),
        ("3 Foo 2026", None),
        ("3/11/1066", None),
    ],
)
def test_a_day_is_read_as_people_and_excel_write_it(text, day):
    assert day_of(text) == day


@given(st.dates(date(1955, 1, 1), date(2099, 12, 31)))
def test_a_day_written_any_way_is_the_same_day(day):
    serial = str((day - date(1899, 12, 30)).days)
    for text in (day.isoformat(), f"{day:%d/%m/%Y}", f"{day:%d %B %Y}", serial):
        assert day_of(text) == day
    assert day_of(f"{day:%m/%d/%Y}", month_first=True) == day


def test_american_days_are_never_guessed():
    """One day that can only be month-first makes every ambiguous one in its column doubtful."""
    rows, mapping = small(("1", "a", "b", "03/25/2026"), ("2", "a", "b", "03/04/2026"), ("3", "a", "b", "2026-03-04"))
    plan = planned(rows, mapping=mapping)
    assert [case.reference for case in plan.make] == ["3"]
    assert all("month-first" in problem.remedy for problem in plan.problems)
    plan = planned(rows, mapping=[*mapping, "dates,,order,month-first"])
    assert len(plan.make) == 3
    assert "Opened on 25 March 2026." in plan.make[0].note


def test_the_words_of_a_tracker_are_known_or_asked_for():
    rows, mapping = small(
        ("1", "a", "b", "", "NFA", "Problem stopped", "Area"), ("2", "a", "b", "", "Live", "", "Perpetrator")
    )
    made = planned(rows, mapping=mapping).make
    assert [(case.kind, case.closed) for case in made] == [("location", True), ("offender", False)]
    assert "location or victim or offender" in problems_of("1", "a", "b", "", "", "", "Dog")[0].remedy
    assert "which outcome this is: problem-stopped" in problems_of("1", "a", "b", "", "closed", "Gone")[0].remedy
    assert [problem.column for problem in problems_of("1", "", "", "x")] == ["place", "summary", "opened"]


def test_a_row_too_long_for_a_note_is_refused_not_cut():
    rows, mapping = small(("1", "a", "b", "x" * 10_001), headings=("reference", "place", "summary", "note"))
    assert "Shorten this" in planned(rows, mapping=mapping).problems[0].remedy


@pytest.mark.parametrize(
    "lines, said",
    [
        (["reference,A,,"], "Choose the column for: where it is, what is wrong."),
        (["colour,A,,"], "Line 1: “colour” is not a field."),
        ([*MAP, "status,,x,parked"], "Line 14: status can mean open or closed, not “parked”."),
    ],
)
def test_a_map_that_cannot_be_used_says_which_line(lines, said):
    with pytest.raises(WrongEntry, match="^" + said.replace("(", r"\(")):
        read_map(lines)


def test_a_column_that_is_not_there_is_named():
    rows, _ = tracker(5)
    with pytest.raises(WrongEntry, match="There is no column “Ward”"):
        planned(rows, mapping=[*MAP, "risk,Ward,,"])


def test_a_map_goes_round_through_its_lines():
    read = read_map(MAP)
    assert read_map(imports.map_lines(read.columns, read.meanings)) == read


def brought(ours, cases=25, by="housing-R3", tracker_name="ASB list", tier="open"):
    rows, expected = tracker(cases)
    already = ours.store.brought_in("housing", tracker_name)
    plan = planned(rows, already=already)
    return bring_in(ours.store, ours.by(by), plan, tracker=tracker_name, tier=tier), plan, expected


def test_a_tracker_is_brought_in_by_the_same_verbs_and_can_be_sent_again():
    ours = partnership()
    made, _, expected = brought(ours)
    assert len(made) == expected["made"]
    lead = ours.by("housing-R3")
    closed, waiting = (looks.open_case(ours.store, lead, made[ref], "case-work") for ref in ("T-0004", "T-0003"))
    assert (closed.case.status, closed.outcomes[0].code) == ("closed", "problem-stopped")
    assert "Closed on 8 February 2026" in closed.notes[0].text
    assert closed.outcomes[0].on == TODAY
    assert (waiting.case.status, waiting.actions[0].what) == ("working", "visit")
    assert waiting.referral.answer.answer == "accepted"
    deeds = [r.event.deed for r in ours.store._records if r.event.object_id.startswith(made["T-0003"])]
    for deed in ("case-referred", "case-accepted", "note-added", "action-added", "case-brought-in"):
        assert deed in deeds
    again, plan, _ = brought(ours)
    assert again == {}
    assert len(plan.duplicates) == expected["made"] + 2
    assert plan.adds_up
    other, _, _ = brought(ours, tracker_name="another list")
    assert len(other) == expected["made"]


def test_what_breaks_off_keeps_whole_cases_and_is_sent_again(monkeypatch):
    ours, close, closed = partnership(), closure.close_in_hand, []

    def breaks_at_the_tenth(*given, **named):
        closed.append(1)
        return close(*given, **named) if len(closed) < 10 else 1 / 0

    monkeypatch.setattr(closure, "close_in_hand", breaks_at_the_tenth)
    with pytest.raises(ZeroDivisionError):
        brought(ours, 60)
    kept = ours.store.brought_in("housing", "ASB list")
    assert kept and len(kept) % AT_ONCE == 0
    assert looks.list_cases(ours.store, ours.by("housing-R3"), Wanted()).total == len(kept)
    monkeypatch.setattr(closure, "close_in_hand", close)
    made, _, expected = brought(ours, 60)
    assert len(made) == expected["made"] - len(kept)
    assert looks.list_cases(ours.store, ours.by("housing-R3"), Wanted()).total == expected["made"]


@pytest.mark.parametrize("who", ["housing-R2", "housing-R11", "housing-R12", "housing-R14"])
def test_only_a_case_lead_brings_in(who):
    ours = partnership()
    with pytest.raises(NotPermitted):
        brought(ours, by=who)
    assert ours.store.last_record().event.outcome == "deny"


def test_bringing_in_needs_a_fresh_proof_and_the_kinds_one_leads():
    ours = partnership()
    rows, mapping = small(("1", "a", "b"))
    plan = planned(rows, mapping=mapping[:3])
    with pytest.raises(ProofNeeded):
        bring_in(ours.store, replace(ours.by("housing-R3"), proven_at=None), plan, tracker="x")
    with pytest.raises(NotPermitted, match="every kind in this file"):
        bring_in(ours.store, ours.by("housing-R4"), plan, tracker="x")


def test_named_cases_are_led_by_who_brought_them_in():
    ours = partnership()
    rows, mapping = small(("1", "a", "b"))
    plan = planned(rows, mapping=mapping[:3], kind="victim")
    made = bring_in(ours.store, ours.by("housing-R3"), plan, tracker="x", tier="named")
    standing = where(ours, made["1"])
    assert (standing.tier, standing.lead_person, standing.kind) == ("named", "housing-R3", "victim")
    with pytest.raises(WrongEntry):
        bring_in(ours.store, ours.by("housing-R3"), plan, tracker="y", tier="sealed")


def test_only_who_brought_a_case_in_takes_it_in_and_nobody_elses_referral():
    ours = partnership()
    lead = ours.by("housing-R3")
    for by in ("housing-R2", "council-R2"):
        case = referred(ours, by=by, to="housing")
        hand = looks.in_hand(ours.store, lead, case.reference, "case-work")
        with pytest.raises(NotPermitted, match="Somebody else referred"), ours.store.transaction():
            triage.take_in(ours.store, lead, hand)


def test_a_map_is_kept_for_the_agency_and_changed_by_version():
    ours = partnership()
    lead = ours.by("housing-R3")
    saved = save_map(ours.store, lead, TrackerMap(id="", agency="", name=" ASB list ", rows=MAP, by=""))
    assert (saved.agency, saved.name, saved.version) == ("housing", "ASB list", 1)
    save_map(ours.store, lead, replace(saved, rows=(*MAP, "status,,Gone,closed")))
    assert len(ours.store.tracker_maps("housing")) == 1
    for name in ("", "x" * 81):
        with pytest.raises(WrongEntry):
            save_map(ours.store, lead, replace(saved, name=name))
    with pytest.raises(NotPermitted):
        save_map(ours.store, ours.by("housing-R2"), saved)


@given(st.lists(st.lists(st.text(max_size=12), min_size=7, max_size=7), max_size=30))
def test_no_row_is_ever_lost(rows):
    rows, mapping = small(*rows)
    sheet = sheet_of(rows)
    plan = dry_run(sheet, 1, read_map(mapping), already={"T": "CSP-26-0001"}, kind="location", today=TODAY)
    assert plan.adds_up


def test_two_thousand_rows():
    rows, expected = tracker(2_000)
    plan = planned(rows)
    assert len(plan.make) == 2_000
    assert plan.adds_up
    assert len(plan.refused) == expected["refused"]
