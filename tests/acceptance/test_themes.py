"""Partners' themes of the invented town, from files in their own layouts to findings: what was planted is found, and no more."""

import pytest

from wardmote.disclosure.gate import leaks, release
from wardmote.findings.analysis import Analysis, analyse
from wardmote.findings.finding import Finding
from wardmote.findings.rows import rows_behind
from wardmote.measures.catalogue import MEASURES
from wardmote.measures.themes.catalogue import SHARES
from wardmote.partnership import Partnership, open_partnership
from wardmote.simulate import simulate
from wardmote.simulate.theme_files import PLANTED
from wardmote.sources.load import load_inbox

# A part that was changed carries what it is a part of with it.
CARRIED = {"fires": "fires-deliberate-secondary", "fires-deliberate": "fires-deliberate-secondary"}
ONE_COUNT = {"food-compliant", "depression-recorded", "severe-mental-illness"}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> tuple[Partnership, Analysis]:
    folder = tmp_path_factory.mktemp("themes") / "town"
    simulate(folder, seed=1)
    partnership = open_partnership(folder)
    load = load_inbox(partnership)
    assert load.refusals == ()
    return partnership, analyse(partnership, load)


def themed(analysis: Analysis) -> dict[str, Finding]:
    """The change of every measure of a theme, by slug."""
    changes = {
        f.id.split("/")[0].removesuffix("-share"): f
        for f in analysis.findings
        if f.kind == "change" and "@" not in f.id
    }
    return {slug: f for slug, f in changes.items() if slug in SHARES or (slug in MEASURES and MEASURES[slug].theme)}


def test_every_theme_is_counted_from_its_own_files(town: tuple[Partnership, Analysis]) -> None:
    found = themed(town[1])
    assert set(found) == set(SHARES) | {slug for slug, measure in MEASURES.items() if measure.theme}


def test_what_was_planted_is_found_in_its_direction_and_its_size_lies_in_the_range(
    town: tuple[Partnership, Analysis],
) -> None:
    found = themed(town[1])
    for slug, ratio in PLANTED.items():
        assert found[slug].verdict == ("rose" if ratio > 1 else "fell"), slug
        effect = found[slug].effect
        assert effect is not None
        assert effect.lower < ratio < effect.upper, slug


def test_nothing_else_is_said_to_have_changed(town: tuple[Partnership, Analysis]) -> None:
    for slug, finding in themed(town[1]).items():
        if slug not in PLANTED and CARRIED.get(slug) not in PLANTED:
            assert finding.verdict == ("cannot say" if slug in ONE_COUNT else "no clear change"), slug


def test_the_fall_of_anti_social_behaviour_is_seen_by_fire_crews_and_residents_and_not_by_the_council(
    town: tuple[Partnership, Analysis],
) -> None:
    words = {
        f.id.split("=")[-1]: f.verdict
        for f in town[1].findings
        if f.kind == "witness" and f.id.startswith("asb-incidents/")
    }
    assert words == {"council-asb": "disagrees", "fires-deliberate-secondary": "agrees", "survey-asb": "agrees"}


def test_the_council_hears_most_in_the_evening_and_its_parts_walk_back_to_their_rows(
    town: tuple[Partnership, Analysis],
) -> None:
    partnership, analysis = town
    findings = {f.id.split("/")[0] + ";" + f.id.partition(";")[2]: f for f in analysis.findings}
    assert (
        findings["council-asb;hours"].verdict == "uneven"
        and "late in the evening" in findings["council-asb;hours"].sentence
    )
    assert findings["council-asb;days"].verdict == "no clear pattern"
    assert findings["council-asb;near-repeats"].verdict == "no more than chance"
    assert "no time of day" in findings["collisions;hours"].sentence
    load = load_inbox(partnership)
    for slug in ("council-asb-hours-20", "fires-days-05"):
        (figure,) = (figure for figure in analysis.figures if figure.measure == slug)
        rows = list(rows_behind(partnership, load, figure))
        assert len(rows) == figure.numerator and {row["month"] in partnership.this for row in rows} == {True}


def test_what_passes_the_gate_gives_no_small_count_away(town: tuple[Partnership, Analysis]) -> None:
    partnership, analysis = town
    shown = release(analysis.figures, analysis.findings, {}, partnership.disclosure)
    assert leaks(shown, partnership.disclosure) == []
    health = [f for f in shown.figures.values() if f.disclosure.source_class == "health" and f.numerator is not None]
    assert health
    assert all(f.numerator == 0 or f.numerator >= partnership.disclosure.suppress_below_sensitive for f in health)
