"""What the partnership worked passes the gate: small outcomes withheld, shares rounded above and below the line, sums guarded."""

from invented import POLICY, THIS, TOWN, figure, ward
from wardmote.disclosure.gate import leaks, release
from wardmote.disclosure.layout import sums_of
from wardmote.findings.figure import Disclosure, Figure, Span, figure_id
from wardmote.measures.worked import SUMS, WORKED


def worked(slug: str, number: int, of: int | None = None) -> Figure:
    name = f"{slug}-share" if of else slug
    return Figure(
        id=figure_id(name, TOWN, THIS), measure=name, label=WORKED[slug].label, area=TOWN,
        period=Span(start=THIS.start, end=THIS.end), value=100 * number / of if of else number, unit="%" if of else "records",
        numerator=number, denominator=of, disclosure=Disclosure.model_validate({"class": "partner"}),
    )  # fmt: skip


def ended(*counts: int) -> list[Figure]:
    slugs = SUMS["cases-ended"]
    parts = dict(zip(slugs, (*counts, *[0] * (len(slugs) - len(counts))), strict=True))
    total = sum(counts)
    figures = [worked("cases-ended", total), *(worked(slug, n) for slug, n in parts.items())]
    return figures + [worked(slug, n, total) for slug, n in parts.items()]


def test_a_small_outcome_is_withheld_with_its_share_and_what_it_is_a_share_of() -> None:
    made = ended(3, 41, 58)
    shown = release(made, [], {}, POLICY)
    small = [f for f in shown.figures.values() if f.measure.startswith(SUMS["cases-ended"][0])]
    assert [(f.value, f.numerator, f.denominator) for f in small] == [(None, None, None)] * 2
    assert leaks(shown, POLICY) == []


def test_a_share_is_of_the_rounded_whole() -> None:
    share = next(f for f in release(ended(41, 62), [], {}, POLICY).figures.values() if f.measure.endswith("-share"))
    assert (share.numerator, share.denominator) == (40, 105)
    assert share.value is not None and abs(share.value - 100 * 40 / 105) < 1e-9


def test_outcomes_add_up_to_the_cases_closed_so_one_alone_is_not_to_be_had_by_subtraction() -> None:
    fine = POLICY.model_copy(update={"round_to": 3})
    shown = release(ended(3, 60), [], {}, fine)
    assert [f.numerator for f in shown.figures.values() if f.measure in SUMS["cases-ended"][:2]].count(None) >= 1
    assert leaks(shown, fine) == []


def test_a_share_of_a_withheld_whole_is_withheld_and_its_own_count_is_no_leak() -> None:
    shown = release(ended(3), [], {}, POLICY)
    none = [f for f in shown.figures.values() if f.measure.startswith(SUMS["cases-ended"][1])]
    assert [(f.value, f.denominator) for f in none] == [(0, None), (None, None)]
    assert leaks(shown, POLICY) == []


def test_an_areas_rate_beside_its_count_does_not_hide_that_wards_add_up_to_it() -> None:
    wards = [
        figure(n, ward(i), measure="council-asb", source_class="partner", by="polygon") for i, n in enumerate((9, 60))
    ]
    town = figure(69, measure="council-asb", source_class="partner")
    rate = town.model_copy(update={"id": "rate", "measure": "council-asb-per-1000", "denominator": 1000.0})
    assert sums_of([town, rate, *wards]) == sums_of([town, *wards]) != []
