"""What the drawn truth looks like over many seeds: the planted effects are there, and nothing else is."""

import numpy as np
import pytest

from wardmote.methods.completeness import incomplete_months
from wardmote.methods.multiplicity import benjamini_hochberg
from wardmote.methods.paired_months import change_over_paired_months
from wardmote.methods.ratio_of_ratios import ratio_of_ratios_over_months
from wardmote.periods import Period
from wardmote.simulate import counts
from wardmote.simulate.answer_key import failed_operation_ward
from wardmote.simulate.categories import (
    ALL_CRIME,
    ASB,
    BEFORE,
    CATEGORIES,
    INCOMPLETE_MONTH,
    MONTHS,
    SLUGS,
    THIS,
    expected,
    month_index,
    month_slice,
    true_ratio,
)
from wardmote.simulate.police_files import street_rows
from wardmote.simulate.town import marlbridge

SMALL = 0.25
SEEDS = range(1, 21)


@pytest.fixture(scope="module")
def series():
    return [counts.monthly_series(seed, SMALL) for seed in SEEDS]


@pytest.fixture(scope="module")
def drawn():
    return [counts.draw(seed, SMALL) for seed in SEEDS]


def called_changed(monthly):
    """The measures a 5% Benjamini-Hochberg rule over the family calls changed."""
    tests = [
        change_over_paired_months(m[month_slice(BEFORE)].tolist(), m[month_slice(THIS)].tolist())
        for m in monthly.values()
    ]
    q = benjamini_hochberg([test.p for test in tests])
    return {slug for slug, value in zip(monthly, q, strict=True) if value < 0.05}


def test_the_fall_is_found_and_the_null_is_not(series):
    found = [called_changed(monthly) for monthly in series]
    assert sum(ASB in measures for measures in found) >= 19
    assert sum("vehicle-crime" in measures for measures in found) <= 1


def test_no_measure_drifts_where_nothing_was_planted(series):
    for slug in (*SLUGS, ALL_CRIME):
        before = sum(monthly[slug][month_slice(BEFORE)].sum() for monthly in series)
        this = sum(monthly[slug][month_slice(THIS)].sum() for monthly in series)
        scatter = 4 * np.sqrt(4 / before + 4 / this)
        assert abs(np.log(this / before) - np.log(true_ratio(slug))) < scatter, slug


def test_vehicle_crime_scatters_more_than_poisson(series):
    ratios = [
        change_over_paired_months(
            m["vehicle-crime"][month_slice(BEFORE)].tolist(), m["vehicle-crime"][month_slice(THIS)].tolist()
        ).dispersion
        for m in series
    ]
    assert np.mean(ratios) > 1.3


def test_the_order_of_the_two_wards_flips_by_polygon_only(drawn):
    for incidents in drawn:
        pairs = {
            (period, by): counts.boundary_pair(incidents, ASB, period, by)
            for period in (BEFORE, THIS)
            for by in ("polygon", "best-fit")
        }
        assert pairs[BEFORE, "polygon"][0] > pairs[BEFORE, "polygon"][1]
        assert pairs[THIS, "polygon"][0] < pairs[THIS, "polygon"][1]
        assert all(pairs[period, "best-fit"][0] > pairs[period, "best-fit"][1] for period in (BEFORE, THIS))


def test_the_incomplete_month_alone_looks_incomplete(drawn):
    lost = month_index(INCOMPLETE_MONTH)
    found, false_alarms = 0, 0
    for incidents in drawn:
        rows = street_rows(incidents)
        crime = np.bincount(rows.month[rows.category != 0], minlength=len(MONTHS)).tolist()
        flagged = {low.index for low in incomplete_months(crime)}
        found += lost in flagged
        false_alarms += bool(flagged - {lost})
    assert found >= 19
    assert false_alarms <= 1


def test_the_operation_worked_in_its_streets_and_the_town_fell_by_a_quarter():
    incidents = counts.draw(3, 8.0)

    def ratio(chosen):
        chosen = chosen & incidents.own & incidents.of(ASB)
        return (chosen & incidents.during(THIS)).sum() / (chosen & incidents.during(BEFORE)).sum()

    treated, compared = (np.isin(incidents.lsoa, counts.operation_lsoas(side)) for side in ("treated", "comparison"))
    assert ratio(treated) / ratio(compared) == pytest.approx(0.6, abs=0.06)
    assert ratio(np.ones_like(treated)) == pytest.approx(0.75, abs=0.04)


def test_operations_get_their_verdict_over_many_seeds():
    """At the scale of the town; the false one is in the ward that chance had made worst the month before."""
    worked = failed = 0
    for seed in SEEDS:
        incidents = counts.draw(seed)
        treated, compared = (
            np.isin(incidents.lsoa, counts.operation_lsoas(side)) for side in ("treated", "comparison")
        )
        worked += _further(incidents, ASB, treated, compared, THIS) < 0.05
        ward = failed_operation_ward(incidents)
        inside = np.isin(incidents.lsoa, np.flatnonzero(marlbridge().best_fit_ward() == ward))
        failed += (
            _further(incidents, "vehicle-crime", inside, ~inside & incidents.own, Period("2025-10", THIS.end)) < 0.05
        )
    assert worked >= 17
    assert failed <= 3


def _further(incidents, slug, treated, compared, after):
    """p of the ratio of ratios over the months since it began and the same months a year before."""
    before = [f"{int(month[:4]) - 1}{month[4:]}" for month in after.months]

    def by_month(places, months):
        chosen = np.bincount(incidents.month[places & incidents.of(slug)], minlength=len(MONTHS))
        return [int(chosen[month_index(month)]) for month in months]

    rows = [by_month(places, months) for places in (treated, compared) for months in (before, after.months)]
    return ratio_of_ratios_over_months(*rows).p


def test_monthly_series_are_those_of_the_drawn_incidents(series, drawn):
    for monthly, incidents in zip(series, drawn, strict=True):
        own = incidents.own & incidents.of("burglary")
        assert np.bincount(incidents.month[own], minlength=len(MONTHS)).tolist() == monthly["burglary"].tolist()
        assert (monthly[ALL_CRIME] == incidents.monthly.sum(axis=1) - monthly[ASB]).all()


def test_the_mean_year_is_what_the_categories_say():
    year = expected(1.0)[month_slice(BEFORE)].sum(axis=0)
    assert year == pytest.approx([category.yearly for category in CATEGORIES], rel=0.01)
