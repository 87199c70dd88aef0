"""The wider trend, the gathering of incidents, and the rivals that arithmetic weighs by itself."""

from dataclasses import replace
from typing import Any

import numpy as np

import evidence as built
from evidence import BEFORE, THIS, months_of
from wardmote.findings.change import changes
from wardmote.findings.elsewhere import elsewhere, elsewhere_id
from wardmote.findings.finding import CauseWeighed
from wardmote.findings.gathering import gathering
from wardmote.findings.levels import Evidence
from wardmote.findings.tested_causes import weigh
from wardmote.incidents.series_breaks import SeriesBreak
from wardmote.measures.catalogue import ASB
from wardmote.partnership import SourceSettings

PUBLIC = SourceSettings.model_validate({"files": "*.zip", "owner": "Invented Police", "class": "already-public"})
MONTHS = (*BEFORE.months, *THIS.months)
ROSE = months_of({BEFORE: [100] * 12, THIS: [130] * 12})


def evidence(*counts: Any, **more: Any) -> Evidence:
    """As `evidence.evidence`, of police records that are public."""
    made = built.evidence(*counts, **more)
    return replace(made, partnership=replace(made.partnership, sources={"police_uk_street": PUBLIC}))


def beside(there_after: int) -> Evidence:
    return evidence(ROSE, elsewhere=months_of({BEFORE: [900] * 12, THIS: [there_after] * 12}))


def test_a_rise_that_happened_everywhere_is_no_clear_difference() -> None:
    figures, (finding,) = elsewhere(beside(1_170))
    assert finding.verdict == "no clear difference"
    assert [figure.value for figure in figures] == [10_800, 14_040]
    assert set(finding.figures[2:]) == {figure.id for figure in figures}
    assert "The two did not clearly differ" in finding.sentence


def test_a_rise_of_our_own_is_more_than_elsewhere_even_across_a_break_of_the_force() -> None:
    made = beside(900)
    _, (finding,) = elsewhere(made)
    assert finding.verdict == "more than elsewhere" and finding.effect is not None
    assert finding.effect.lower > 1.1 and finding.id == elsewhere_id(made, ASB)
    broken = SeriesBreak("*", "*", "2025-01", "2025-01", "Recording was tightened.", "")
    (change,) = [f for f in changes(made, [broken], [], {}) if f.id == finding.id.split(";")[0]]
    assert change.verdict == "cannot say"
    (weighed,) = weigh(made, [change, finding], [ASB], [broken])[:1]
    told = {cause.explanation: cause for cause in weighed.causes}
    assert "something local remains" in told["The same happened elsewhere in the sender's records"].judgement
    assert told["The way of recording changed between the periods"].evidence_for == "Recording was tightened."
    assert told["The later period is longer or shorter, or holds more days of rest"].judgement == "Too little to matter"
    assert all(cause.judged_by == "Computed, this assessment" for cause in weighed.causes)


def test_what_people_judged_is_never_overwritten() -> None:
    made, kept = beside(900), CauseWeighed(explanation="A new school", judgement="Open", judged_by="An analyst")
    (change, *_), (wider,) = changes(made, [], [], {"asb-incidents": (kept,)}), elsewhere(made)[1]
    assert weigh(made, [change, wider], [ASB], [])[0].causes[0] == kept


def test_a_partner_s_records_and_gaps_are_not_compared() -> None:
    sent = {month: n for month, n in ROSE.items() if month != "2025-06"}
    assert elsewhere(evidence(sent, elsewhere=dict.fromkeys(sent, 900))) == ([], []), "a month was not sent"
    partner = built.evidence(ROSE, elsewhere=dict.fromkeys(MONTHS, 900))
    assert elsewhere(partner) == ([], []), "an exact ratio beside rounded counts would give them away"
    assert elsewhere(evidence(ROSE)) == ([], []), "nothing elsewhere"


def lsoas(before: np.ndarray, after: np.ndarray) -> Evidence:
    small = {
        f"E0199{i:04}": dict(zip(MONTHS, map(int, (*before[:, i], *after[:, i])), strict=True))
        for i in range(before.shape[1])
    }
    return evidence(ROSE, small_areas=small)


def test_a_town_centre_gathers_and_a_pattern_that_moved_is_told() -> None:
    rng, shares = np.random.default_rng(0), np.r_[[0.2] * 3, [0.4 / 27] * 27]
    made = lsoas(rng.multinomial(200, shares, 12), rng.multinomial(260, np.roll(shares, 4), 12))
    figures, (gathered, moved) = gathering(made, ASB)
    assert gathered.verdict == "gathered" and "30 small areas (3 of them)" in gathered.sentence
    by_id = {figure.id: figure for figure in figures}
    held, chance = (by_id[name].value for name in gathered.figures)
    assert held is not None and chance is not None and 55 < held < 65 and chance < 15
    assert moved.verdict == "moved" and by_id[moved.figures[0]].numerator


def test_the_same_pattern_has_not_moved_and_even_areas_do_not_gather() -> None:
    rng, shares = np.random.default_rng(2), np.full(40, 1 / 40)
    _, (gathered, moved) = gathering(lsoas(rng.multinomial(200, shares, 12), rng.multinomial(260, shares, 12)), ASB)
    assert (gathered.verdict, moved.verdict) == ("no more than chance", "no clear move")
    assert "no clear difference from" in moved.sentence


def test_few_small_areas_say_nothing() -> None:
    assert gathering(evidence(ROSE), ASB) == ([], [])
