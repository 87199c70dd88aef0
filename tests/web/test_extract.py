"""The extract of the casebook: it counts what happened, and nothing that could name anybody is in it."""

import csv
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import models as columns

from attacks.test_canaries import models_of_ours, worded
from corpus import inboxes
from wardmote.casework import extract
from wardmote.casework.memory_store import MemoryStore
from wardmote.casework.nouns import ExtractCase
from wardmote.invented.working_year import live_a_year
from wardmote.invented.year_key import YearSize
from wardmote.sources.load import load_inbox
from wardmote.web.durability.extracting import place_of, write_extract
from wardmote.web.folder import Casebook
from wardmote.web.store import models
from wardmote.web.store.django_store import DjangoStore

LAST = date(2026, 11, 20)
AFTER = datetime(2026, 12, 1, 3, tzinfo=UTC)


def rows_in(place):
    with place.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of_store(store):
    told = store.last_record().event
    with store.transaction():
        cases, lines = store.extracted(date(2026, 12, 1), told)
    kinds = {agency.code: agency.kind for agency in store.agencies()}
    reviews = store.review_facts(date(2000, 1, 1), LAST)
    return extract.rows_of(cases, lines, reviews, kinds)


def test_it_counts_what_the_answer_key_says():
    store, size = MemoryStore(), YearSize().over(6)
    key = live_a_year(store, LAST, size)
    rows = extract.checked(of_store(store))
    records = Counter(row.record for row in rows)
    assert records == {"case": sum(key.cases.values()), "call-line": key.lines, "case-review": size.applications}
    assert Counter(row.outcome for row in rows if row.record == "case" and row.outcome) == key.outcomes
    assert sum(row.status == "closed" for row in rows if row.record == "call-line") == key.lines_closed
    assert Counter(row.kind for row in rows if row.record == "case") == key.cases
    assert sum(row.outcome == "recommended" for row in rows) == key.with_recommendations


@pytest.mark.django_db(databases=["default", "empty"])
def test_both_stores_write_the_same_and_no_canary_crosses(tmp_path):
    size = YearSize().over(20)
    slow, quick = MemoryStore(), DjangoStore("empty")
    live_a_year(slow, LAST, size)
    live_a_year(quick, LAST, size)
    assert of_store(quick) == of_store(slow)
    planted = plant_everywhere()
    assert planted > 30
    casebook = Casebook(tmp_path)
    place = write_extract(quick, casebook, AFTER)
    assert place == place_of(casebook, date(2026, 12, 1)) and place.stat().st_mode & 0o077 == 0
    text = place.read_text(encoding="utf-8")
    assert "CANARY" not in text
    alike = {"again": ""}  # the canary stands in every place, so that every place comes again
    assert {tuple((row | alike).items()) for row in rows_in(place)} == {
        tuple((vars(row) | alike).items()) for row in of_store(slow)
    }
    told = quick.last_record().event
    assert (told.deed, told.object_id, told.shown) == ("extract-written", "2026-12", ())


def plant_everywhere():
    """A canary in every column of words, of every row there is."""
    planted = 0
    for name, model in models_of_ours().items():
        if name in ("TrailRecord", "TrailShown", "SignedHead", "Account", "Agency", "SignInSession", "SentForm"):
            continue
        for column in worded(model):
            if not isinstance(model._meta.get_field(column), columns.BinaryField | columns.JSONField):
                changed = model.objects.using("empty").update(**{column: f"CANARY-{name}-END"})
                planted += bool(changed) or model.objects.using("empty").count() == 0
    models.CallLine.objects.using("empty").update(owner_person="CANARY-PERSON", raised_by="CANARY-PERSON")
    return planted


def test_a_place_comes_again_within_a_year_however_it_is_written_and_a_person_never_does():
    def case(kind, place, *on):
        opened = {"kind": kind, "place": place, "opened_on": date(*on)}
        return ExtractCase(status="working", lead_agency="council", reopenings=0, **opened)

    cases = [
        case("location", "4 Nettle St, Marlbridge", 2026, 3, 1),
        case("location", "4 Nettle Street, Marlbridge", 2025, 3, 1),
        case("location", "4 NETTLE STREET, Marlbridge", 2023, 3, 1),
        case("location", "6 Nettle Street, Marlbridge", 2026, 3, 2),
        case("victim", "4 Nettle Street, Marlbridge", 2026, 3, 3),
    ]
    rows = extract.rows_of(cases, [], [], {"council": "council"})
    assert sorted((row.month, row.kind, row.again) for row in rows) == [
        ("2023-03", "location", "no"),
        ("2025-03", "location", "no"),
        ("2026-03", "location", "no"),
        ("2026-03", "location", "yes"),
        ("2026-03", "victim", ""),
    ]
    assert "ettle" not in extract.as_csv(rows)


GOOD = extract.ExtractRow("case", "2026-04", "victim", "police", "closed", "moved-away", "2026-05", "31", "", "no")


@pytest.mark.parametrize(
    "field, value",
    [
        ("kind", "Ada Invented"),
        ("outcome", "she moved"),
        ("days", "31 days"),
        ("ward_code", "Castle"),
        ("month", "2026-04-02"),
        ("agency_kind", "x" * 41),
        ("status", ""),
        ("record", "person"),
    ],
)
def test_a_value_of_another_shape_is_refused_and_not_told(field, value):
    assert extract.checked([GOOD]) == [GOOD]
    with pytest.raises(extract.NotDeidentified) as told:
        extract.as_csv([GOOD, replace(GOOD, **{field: value})])
    assert "row 2" in str(told.value) and field in str(told.value)
    assert not value or value not in str(told.value)


def test_the_source_reads_what_was_written(tmp_path):
    store = MemoryStore()
    live_a_year(store, LAST, YearSize().over(20))
    rows = of_store(store)
    partnership = inboxes.folder(tmp_path, "casework_extract")
    inboxes.text(extract.as_csv(rows), "2026-12/casework.csv")(partnership.inbox / "in")
    (report,) = load_inbox(partnership).reports
    assert (report.status, report.kept) == ("loaded", len(rows)), report
