"""A statutory small count is shown only as a yearly total of the whole area, signed by two people as it now is."""

from dataclasses import replace
from pathlib import Path

import pytest

from invented import POLICY, partnership, ward
from wardmote.assessment.release.signatures import new_key
from wardmote.assessment.release.statutory_counts import sign_small_count, statutory_counts
from wardmote.disclosure.gate import Release, leaks, release
from wardmote.errors import PublishingRefused, WrongUse
from wardmote.findings.received import ReceivedFigure
from wardmote.partnership import Partnership

NAME = "asb-case-reviews"
WARDS = [ward(1).name, ward(2).name]
TRIGGERS = ReceivedFigure(
    id=NAME, label="Applications for an ASB case review", sender="The council (invented)", start="2025-04", end="2026-03",
    value=3, unit="applications", numerator=None, denominator=None, received="", evidence_file="", source_class="partner",
    note="",
)  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> tuple[Partnership, list[Path]]:
    """An invented partnership that names one exception, and three people's keys."""
    paths = [tmp_path / f"{number}.pem" for number in range(3)]
    keys = {f"Person {number} (invented)": new_key(path) for number, path in enumerate(paths)}
    base = partnership(tmp_path)
    policy = POLICY.model_copy(update={"statutory_small_counts": (NAME,)})
    return replace(base, disclosure=policy, people=base.people.model_copy(update={"keys": keys})), paths


def shown(place: Partnership, figure: ReceivedFigure = TRIGGERS) -> tuple[Release, tuple[str, ...]]:
    """What leaves of a figure, and what refuses publishing."""
    counts = statutory_counts(place, {NAME: figure}, WARDS)
    excepted = [name for name, count in counts.items() if not count.faults]
    faults = tuple(fault for count in counts.values() for fault in count.faults)
    return release([], [], {NAME: figure}, place.disclosure, statutory=excepted), faults


def test_it_is_withheld_and_refused_until_two_people_have_signed(place) -> None:
    here, paths = place
    for signed, path in enumerate(paths[:2]):
        released, faults = shown(here)
        assert released.received[NAME].value is None, signed
        assert len(faults) == 1, signed
        assert "2 people must" in faults[0]
        sign_small_count(here, {NAME: TRIGGERS}, NAME, path)
    released, faults = shown(here)
    assert released.received[NAME].value == 3
    assert faults == ()
    assert leaks(released, here.disclosure) == []


def test_one_person_twice_is_one_person(place) -> None:
    here, paths = place
    sign_small_count(here, {NAME: TRIGGERS}, NAME, paths[0])
    with pytest.raises(PublishingRefused, match="another person must"):
        sign_small_count(here, {NAME: TRIGGERS}, NAME, paths[0])
    assert shown(here)[0].received[NAME].value is None


def test_another_number_asks_for_both_again(place) -> None:
    here, paths = place
    for path in paths[:2]:
        sign_small_count(here, {NAME: TRIGGERS}, NAME, path)
    for changed in ({"value": 4}, {"label": "Reviews carried out"}, {"end": "2026-04"}, {"source_class": "sensitive"}):
        released, faults = shown(here, TRIGGERS.model_copy(update=changed))
        assert released.received[NAME].value is None, changed
        assert "signed by nobody" in faults[0], changed


def test_a_key_taken_out_of_the_configuration_no_longer_counts(place) -> None:
    here, paths = place
    for path in paths[:2]:
        sign_small_count(here, {NAME: TRIGGERS}, NAME, path)
    keys = dict(list(here.people.keys.items())[1:])
    fewer = replace(here, people=here.people.model_copy(update={"keys": keys}))
    assert shown(fewer)[0].received[NAME].value is None


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"end": "2025-06"}, "less than twelve months"),
        ({"start": "", "end": ""}, "less than twelve months"),
        ({"value": 3.5}, "not a plain count"),
        ({"numerator": 3, "denominator": 5}, "not a plain count"),
        ({"source_class": "deaths"}, "no law here has published"),
    ],
)
def test_only_a_yearly_count_can_be_signed(place, changed, why) -> None:
    here, paths = place
    figure = TRIGGERS.model_copy(update=changed)
    with pytest.raises(PublishingRefused, match=why):
        sign_small_count(here, {NAME: figure}, NAME, paths[0])
    released, faults = shown(here, figure)
    assert released.received[NAME].value is None
    assert any(why in fault for fault in faults)


@pytest.mark.parametrize("field", ["label", "note"])
def test_a_ward_is_never_excepted_whoever_signed(place, field) -> None:
    here, paths = place
    figure = TRIGGERS.model_copy(update={field: f"Applications, {WARDS[0].upper()}"})
    for path in paths[:2]:
        sign_small_count(here, {NAME: figure}, NAME, path)
    released, faults = shown(here, figure)
    assert released.received[NAME].value is None
    assert WARDS[0] in faults[0]


def test_what_is_not_named_is_not_signed_and_a_large_count_asks_for_nobody(place) -> None:
    here, paths = place
    with pytest.raises(WrongUse, match="statutory_small_counts"):
        sign_small_count(here, {NAME: TRIGGERS}, "another", paths[0])
    large = TRIGGERS.model_copy(update={"value": 40})
    released, faults = shown(here, large)
    assert (released.received[NAME].value, faults) == (40, ())


def test_a_named_count_that_no_register_holds_is_said(place) -> None:
    (count,) = statutory_counts(place[0], {}, WARDS).values()
    assert "no register" in count.faults[0]


def test_a_small_received_count_past_the_gate_is_found_at_publishing() -> None:
    unpassed = Release({}, {}, {NAME: TRIGGERS})
    assert leaks(unpassed, POLICY) == [f"received:{NAME}"]
