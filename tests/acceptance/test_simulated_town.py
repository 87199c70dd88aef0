"""The invented town: what was planted is found, what was not planted is not, from files to findings."""

from pathlib import Path

import pytest

from wardmote import engine
from wardmote.findings.analysis import gather
from wardmote.findings.find import Registers, find
from wardmote.findings.finding import Finding
from wardmote.partnership import open_partnership
from wardmote.simulate import Answers, simulate
from wardmote.sources.load import Load, load_inbox


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> tuple[Answers, Load, dict[str, Finding], Path]:
    folder = tmp_path_factory.mktemp("town") / "marlbridge"
    answers = simulate(folder, seed=1)
    partnership = open_partnership(folder)
    load = load_inbox(partnership)
    evidence, _ = gather(partnership, load, engine.connect())
    registers = Registers(**{name: load.register(name) for name in Registers.__dataclass_fields__})
    _, findings = find(evidence, registers)
    return answers, load, {finding.id: finding for finding in findings}, folder


def test_no_file_of_the_town_is_refused_and_every_row_is_accounted_for(town) -> None:  # type: ignore[no-untyped-def]
    answers, load, _, _ = town
    assert load.refusals == ()
    reports = {report.file: report for report in load.reports}
    for written in answers.files:
        report = reports[written.name]
        assert report.rows_in == written.rows
        if not written.superseded_by:
            assert report.quarantined == written.wrong_rows


PLANTED = (
    "real fall", "no change", "boundary swap", "recording-rule break", "operation that worked", "operation that did not",
    "unusual month",
)  # fmt: skip


@pytest.mark.parametrize("kind", PLANTED)
def test_planted_effects_get_their_verdict(town, kind: str) -> None:  # type: ignore[no-untyped-def]
    answers, _, findings, _ = town
    effect = answers.effect(kind)
    assert effect.findings
    for finding_id in effect.findings:
        assert findings[finding_id].verdict == effect.expected_verdict


def test_nothing_else_is_called_unusual_and_what_cannot_be_judged_is_named(town) -> None:  # type: ignore[no-untyped-def]
    answers, _, findings, _ = town
    judged = {f.id: f for f in findings.values() if f.kind == "unusual" and f.id.endswith(";unusual")}
    (planted,) = answers.effect("unusual month").findings
    assert {name for name, f in judged.items() if f.verdict == "unusually many"} == {planted}
    over_all = findings[f"unusual/{answers.area.code}/{answers.periods['this']}"]
    assert over_all.verdict == "unusually many" and planted.split(";")[0] in over_all.figures
    assert "public order" in over_all.reasons[0] and "recorded crime" in over_all.reasons[0]  # their recording changed


def test_a_season_is_found_where_there_is_one_and_a_fall_is_not_called_a_trend(town) -> None:  # type: ignore[no-untyped-def]
    answers, _, findings, _ = town
    name = f"asb-incidents/{answers.area.code}/{answers.periods['this']}"
    assert findings[f"{name};season"].verdict == "seasonal"
    assert findings[f"{name};trend"].verdict == "not steady"  # it fell at once, as planted
    types = [f for f in findings.values() if f.kind == "trend" and "asb" not in f.id]
    assert len(types) == 12 and sum(f.verdict in ("rising", "falling") for f in types) <= 1


def test_what_fell_by_lantern_did_not_turn_up_next_door_and_the_quiet_fortnight_is_chance(town) -> None:  # type: ignore[no-untyped-def]
    _, _, findings, _ = town
    assert findings["operation/lantern;moved"].verdict != "some of it moved next door"  # nothing was displaced
    assert "operation/beacon;moved" not in findings  # nothing fell, so nothing can have moved
    assert findings["operation/ferry;quiet"].verdict == "expected by chance"


def test_the_incomplete_month_raises_an_alarm(town) -> None:  # type: ignore[no-untyped-def]
    _, _, findings, _ = town
    alarms = [finding for finding in findings.values() if finding.kind == "completeness"]
    assert {finding.id.rsplit("/", 1)[1] for finding in alarms} == {"2023-11"}


def test_the_late_correction_supersedes_and_says_so(town) -> None:  # type: ignore[no-untyped-def]
    _, load, _, _ = town
    superseded = [report for report in load.reports if report.status == "superseded"]
    assert len(superseded) == 1
    assert superseded[0].declared_duplicates == superseded[0].rows_in
    assert superseded[0].notes
