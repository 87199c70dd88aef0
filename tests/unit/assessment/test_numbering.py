"""What all renderers share: numbers of tables and pictures, groups of traces, safe addresses, the date."""

import dataclasses

import pytest

from unit.assessment import sample
from wardmote.assessment.document import Number, Paragraph, Section
from wardmote.assessment.numbering import (
    all_tables,
    dated_at,
    dated_words,
    number_blocks,
    place_id,
    shown_href,
    tables_behind_pictures,
    trace_groups,
    untraced,
)


def test_tables_and_pictures_are_numbered_in_reading_order(document):
    numbering = number_blocks(document)
    assert numbering.tables == {"glance": 1, "wards": 2}
    assert list(numbering.pictures) == ["change", "map", "ranked", "months", "targets"]
    assert [table.id for table in all_tables(document)] == ["glance", "wards", "months"]
    assert [picture.id for picture in tables_behind_pictures(document)] == ["months"]


def test_an_id_used_twice_is_refused(document):
    twice = dataclasses.replace(document, sections=(*document.sections, document.sections[1]))
    with pytest.raises(ValueError, match="glance"):
        number_blocks(twice)


def test_each_trace_is_grouped_once_where_its_number_is_first_used(document):
    groups = trace_groups(document)
    ids = [trace.figure_id for group in groups for trace in group.traces]
    assert sorted(ids) == sorted(trace.figure_id for trace in document.traces)
    assert groups[0].title == "Main points"
    unused = dataclasses.replace(document, sections=document.sections[:1])
    assert trace_groups(unused)[-1].title == "Not printed above"


def test_a_number_without_trace_is_named(document):
    extra = Section("extra", "Extra", (Paragraph((Number("7", "nowhere"),)),))
    assert untraced(dataclasses.replace(document, sections=(*document.sections, extra))) == ("nowhere",)


@pytest.mark.parametrize(
    ("href", "shown"),
    [
        ("https://example.org", "https://example.org"),
        ("#wards", "#wards"),
        ("tables.xlsx", "tables.xlsx"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("javascript:alert(1)", ""),
        (" JavaScript:x", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
    ],
)
def test_only_safe_addresses_are_shown(href, shown):
    assert shown_href(href) == shown


def test_place_ids_are_stable_and_their_own():
    assert place_id("trace", "asb|2026") != place_id("trace", "asb/2026")
    assert place_id("trace", "asb|2026") == place_id("trace", "asb|2026")


def test_the_date_is_read_in_two_forms_and_printed_in_one(document):
    assert dated_words(document) == "30 June 2026"
    assert dated_at(dataclasses.replace(document, dated="30 June 2026")) == dated_at(document)
    with pytest.raises(ValueError, match="is not a date"):
        dated_at(dataclasses.replace(document, dated="soon"))
    assert sample.sample_document() == document
