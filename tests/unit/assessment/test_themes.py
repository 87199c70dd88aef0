"""The section of a theme: its table and picture from released numbers alone, whatever was and was not sent."""

from dataclasses import replace

import pytest

from invented import BEFORE, POLICY, THIS, TOWN, partnership
from wardmote.assessment import themes
from wardmote.assessment.document import Number, Text
from wardmote.assessment.material import Material
from wardmote.assessment.tables import causes, witnesses
from wardmote.disclosure.gate import release
from wardmote.findings.figure import Disclosure, Figure, Limits, Span, figure_id
from wardmote.findings.finding import CauseWeighed, Effect, Finding
from wardmote.measures.themes.catalogue import SHARES, THEMES
from wardmote.periods import Period


def figure(slug: str, period: Period, value: float, of: float | None = None, kind: str = "partner") -> Figure:
    return Figure(
        id=figure_id(slug, TOWN, period), measure=slug, label=slug, area=TOWN, period=Span(start=period.start, end=period.end),
        value=100 * value / of if of else value, unit="%" if of else "records", numerator=value, denominator=of,
        denominator_label="people" if of else None, interval=Limits(lower=value * 0.9, upper=value * 1.1, method="x"),
        disclosure=Disclosure.model_validate({"class": kind}),
    )  # fmt: skip


def change(slug: str, verdict: str, spans: tuple[Period, Period] = (BEFORE, THIS), effect: bool = True) -> Finding:
    name = f"{slug}/{TOWN.key}/{spans[0]}~{spans[1]}"
    return Finding(
        id=name, kind="change", label=slug, figures=tuple(figure_id(slug, TOWN, span) for span in spans), verdict=verdict,
        effect=Effect(ratio=0.8, lower=0.7, upper=0.95, method="x") if effect else None, sentence="x",
    )  # fmt: skip


def material(tmp_path, figures: list[Figure], findings: list[Finding]) -> Material:  # type: ignore[no-untyped-def]
    empty = dict.fromkeys(
        (
            "wards",
            "reports",
            "refusals",
            "breaks",
            "beat_codes",
            "priorities",
            "plan_actions",
            "indicators",
            "events",
            "legal",
        ),
        (),
    )
    mappings = {name: {} for name in ("outlines", "months_sent", "outside_area", "received", "facts")}
    return Material(
        partnership=partnership(tmp_path), release=release(figures, findings, {}, POLICY), **empty, **mappings
    )


def fires(tmp_path) -> Material:  # type: ignore[no-untyped-def]
    counts = [
        figure("fires", BEFORE, 312),
        figure("fires", THIS, 248),
        figure("fires-accidental", BEFORE, 120),
        figure("fires-accidental", THIS, 2),
    ]
    return material(tmp_path, counts, [change("fires", "fell"), change("fires-accidental", "fell")])


def test_counts_have_before_latest_change_and_verdict_and_a_small_one_is_withheld(tmp_path) -> None:  # type: ignore[no-untyped-def]
    table = themes.TABLES["theme-fires"](fires(tmp_path))
    assert [cell.text for cell in table.rows[0][:4]] == ["Fires", "[z]", "310", "250"]
    assert table.rows[0][-1] == Text("Fell")
    assert [cell.text for cell in table.rows[1][2:4]] == ["120", "[c]"]
    assert table.rows[1][-1] == Text("[c]")
    assert isinstance(table.rows[0][2], Number)


def test_the_picture_says_in_words_what_it_draws(tmp_path) -> None:  # type: ignore[no-untyped-def]
    picture = themes.CHARTS["theme-fires"](fires(tmp_path))
    assert picture is not None
    assert picture.title == "Fires: 1 fell, 1 withheld"
    assert picture.alt == "Dot chart of change in 2 measures. Fires: 1 fell, 1 withheld. Figures in the table."
    assert picture.table is not None and picture.table.id == "theme-fires"


def test_a_share_names_its_whole_and_its_own_period(tmp_path) -> None:  # type: ignore[no-untyped-def]
    share = SHARES["reoffended"]
    spans = BEFORE.earlier(share.lag), THIS.earlier(share.lag)
    figures = [
        made
        for span, part in zip(spans, (150, 120), strict=True)
        for made in (
            figure("reoffended", span, part, kind="already-public"),
            figure("offenders-followed", span, 500, kind="already-public"),
            figure("reoffended-share", span, part, 500, kind="already-public"),
        )
    ]
    made = material(tmp_path, figures, [change("reoffended-share", "fell", spans)])
    table = themes.TABLES["theme-reoffending"](made)
    assert [cell.text for cell in table.rows[0][:4]] == [
        share.label, "offenders followed for a year", "30% (150 of 500)", "24% (120 of 500)",
    ]  # fmt: skip
    assert "year ending September 2024" in table.note


def test_shares_that_cannot_be_judged_are_drawn_as_they_are(tmp_path) -> None:  # type: ignore[no-untyped-def]
    share = SHARES["depression-recorded"]
    spans = BEFORE.earlier(share.lag), THIS.earlier(share.lag)
    figures = [figure("depression-recorded-share", span, 14_000, 93_000, kind="already-public") for span in spans]
    made = material(tmp_path, figures, [change("depression-recorded-share", "cannot say", spans, effect=False)])
    picture = themes.CHARTS["theme-mental-health"](made)
    assert picture is not None
    assert picture.title == "Mental health: each share of its own population"
    assert "15% of people" in str(picture.spec).replace("', '", " ")


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_of_which_nothing_was_sent_has_no_rows_and_no_picture(tmp_path, theme: str) -> None:  # type: ignore[no-untyped-def]
    nothing = material(tmp_path, [], [])
    assert themes.TABLES[f"theme-{theme}"](nothing).rows == ()
    assert themes.CHARTS[f"theme-{theme}"](nothing) is None


def test_witnesses_stand_under_the_police_records_they_are_set_beside(tmp_path) -> None:  # type: ignore[no-untyped-def]
    lead = "violence-and-sexual-offences"
    counts = [figure(lead, p, n, kind="already-public") for p, n in ((BEFORE, 900), (THIS, 1_200))]
    counts += [figure("ambulance-assaults", p, n, kind="health") for p, n in ((BEFORE, 401), (THIS, 399))]
    police = change(lead, "rose")
    witness = Finding(
        id=f"{police.id};witness=ambulance-assaults", kind="witness", label="x", figures=(*police.figures,), verdict="disagrees", sentence="x",
    )  # fmt: skip
    made = material(tmp_path, counts, [police, change("ambulance-assaults", "no clear change"), witness])
    rows = witnesses.witnesses(made).rows
    assert [row[-1].text for row in rows] == ["The police records", "Disagrees"]
    assert [cell.text for cell in rows[1][1:3]] == ["400", "400"]
    assert witnesses.witnesses(material(tmp_path, counts, [police])).rows == ()


def test_explanations_stand_apart_by_whether_anything_speaks_for_them(tmp_path) -> None:  # type: ignore[no-untyped-def]
    weighed = (CauseWeighed(explanation="A", evidence_for="Yes"), CauseWeighed(explanation="B", evidence_against="No"))
    counts = [figure("fires", BEFORE, 312), figure("fires", THIS, 248)]
    made = material(tmp_path, counts, [change("fires", "fell").model_copy(update={"causes": weighed})])
    shown = {name: [row[1].text for row in build(made).rows] for name, build in causes.TABLES.items()}
    assert shown == {"causes": ["A", "B"], "causes-for": ["A"], "causes-not": ["B"]}
    assert replace(made, wards=()).wards == ()
