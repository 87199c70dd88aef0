"""How often each method cries wolf, how often its intervals cover, how often it finds what was planted.

`python tests/calibration.py` (`make calibrate`) runs 2,000 simulations of each and writes docs/explanation/calibration.md.
Data come from nothing but chance, restless counts (negative binomial, three times Poisson's variance) included. A
test's size may not exceed 5 % by more than three Monte-Carlo errors; exact and floored methods may stay below.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from scipy import stats

from wardmote.methods import neighbours
from wardmote.methods.against_average import against_average
from wardmote.methods.among_peers import AmongPeers, among_peers
from wardmote.methods.change_of_share import change_of_share
from wardmote.methods.change_point import change_point
from wardmote.methods.concentration import concentration
from wardmote.methods.displacement import weighted_displacement
from wardmote.methods.exceedance import exceedance
from wardmote.methods.funnel import overdispersion
from wardmote.methods.hot_spots import getis_ord_star, local_moran, morans_i
from wardmote.methods.interrupted_series import interrupted_series, placebo_dates
from wardmote.methods.intervals import Interval, byar, poisson_exact, wilson
from wardmote.methods.median import median
from wardmote.methods.multiplicity import benjamini_hochberg
from wardmote.methods.near_repeat import near_repeat
from wardmote.methods.paired_months import change_over_paired_months
from wardmote.methods.pattern_moved import share_moved
from wardmote.methods.percent_change import percent_change
from wardmote.methods.ratio_of_ratios import ratio_of_ratios, ratio_of_ratios_over_months
from wardmote.methods.season_indices import season_indices
from wardmote.methods.smoothing import damped_smoothing
from wardmote.methods.standardised import directly_standardised_rate
from wardmote.methods.synthetic_control import synthetic_control
from wardmote.methods.trend import trend
from wardmote.methods.two_counts import compare_two_counts, e_test, mid_p
from wardmote.methods.two_proportions import compare_two_proportions
from wardmote.methods.weighted_counts import weighted_count

SIMULATIONS, NOMINAL, RESTLESS = 2_000, 0.05, 3.0
PAGE = Path(__file__).resolve().parents[1] / "docs" / "explanation" / "calibration.md"
Random = np.random.Generator
GRID = neighbours.on_a_grid(12, 12)
APART = 0.25
SEASON = 1 + 0.3 * np.sin(2 * np.pi * np.arange(12) / 12)


@dataclass(frozen=True)
class Row:
    """One line of the table: what was asked, how often it happened, and the limits it must lie in."""

    kind: str
    name: str
    data: str
    found: float
    lowest: float
    highest: float
    simulations: int

    @property
    def holds(self) -> bool:
        return self.lowest <= self.found <= self.highest


def restless(random: Random, mean: np.ndarray | float, size: int | tuple[int, ...] | None = None) -> np.ndarray:
    """Counts with three times the variance of Poisson's."""
    return random.negative_binomial(np.asarray(mean) / (RESTLESS - 1), 1 / RESTLESS, size)


def even(random: Random, mean: np.ndarray | float, size: int | tuple[int, ...] | None = None) -> np.ndarray:
    """Poisson counts."""
    return random.poisson(mean, size)


Draw = Callable[..., np.ndarray]
CHANCE: dict[str, Draw] = {"even": even, "restless": restless}


# A null: given chance and a kind of counts, the p (or q) of the method on data in which nothing is going on.
def paired(r: Random, draw: Draw) -> float:
    return change_over_paired_months(draw(r, 60 * SEASON), draw(r, 60 * SEASON)).p


def ratios_months(r: Random, draw: Draw) -> float:
    months = [draw(r, scale * SEASON) for scale in (40, 50, 200, 250)]
    return ratio_of_ratios_over_months(*months).p


def interrupted(r: Random, draw: Draw) -> float:
    return interrupted_series(draw(r, 60 * np.exp(-0.003 * np.arange(48))), 30).level_p


def placebo(r: Random, draw: Draw) -> float:
    return placebo_dates(draw(r, 60.0, 48), int(r.integers(8, 41))).p


def changed(r: Random, draw: Draw) -> float:
    return change_point(draw(r, 40.0, 24), seed=int(r.integers(1e9))).p


def unusual(r: Random, draw: Draw) -> float:
    weeks = 12 * (1 + 0.3 * np.sin(2 * np.pi * np.arange(52 * 5 + 8) / 52))
    return float(not exceedance(draw(r, weeks), years=4).alarm)


def unusual_month(r: Random, draw: Draw) -> float:
    months = draw(r, 60 * np.tile(SEASON, 4)).astype(float)
    months[19] = np.nan  # a month that never came
    return float(not exceedance(months, 12, 3, 1, 4, 6, alpha=NOMINAL, unsure=True).alarm)


def seasonal(r: Random, draw: Draw) -> float:
    return season_indices(draw(r, 60 * np.repeat([1.0, 1.1, 0.9, 0.8], 12))).p


def yearly(r: Random, draw: Draw) -> float:
    return trend(draw(r, 60 * np.tile(SEASON, 4))).p


def gi_star(r: Random, draw: Draw) -> float:
    return float(getis_ord_star(draw(r, 20.0, 144), GRID).q.min())


def gi_star_permuted(r: Random, draw: Draw) -> float:
    return float(getis_ord_star(draw(r, 20.0, 144), GRID, permutations=9_999, seed=int(r.integers(1e9))).q.min())


def moran_local(r: Random, draw: Draw) -> float:
    return float(local_moran(draw(r, 20.0, 144), GRID, 9_999, int(r.integers(1e9))).q.min())


def moran_whole(r: Random, draw: Draw) -> float:
    return morans_i(draw(r, 20.0, 144), GRID, 99, int(r.integers(1e9))).p


def average(r: Random, draw: Draw) -> float:
    expected = r.uniform(40, 120, 30)
    observed = draw(r, expected)
    return float(against_average(int(observed[0]), expected[0], 1.0 if draw is even else RESTLESS).p)


def wards_family(r: Random, draw: Draw) -> float:
    months = [(draw(r, 20 * SEASON), draw(r, 20 * SEASON)) for _ in range(8)]
    return float(benjamini_hochberg([change_over_paired_months(a, b).p for a, b in months]).min())


def areas_apart(r: Random, winsorise: float) -> float:
    """One area's p in a funnel of 60 areas that differ as areas do (SD of the log ratio 0.15)."""
    expected = r.uniform(60, 400, 60)
    observed = np.maximum(1, r.poisson(expected * np.exp(r.normal(0, 0.15, 60))))
    return float(2 * stats.norm.sf(abs(overdispersion(observed, expected, winsorise).z_adjusted[0])))


def knox(r: Random, draw: Draw) -> float:
    x, y = r.uniform(0, 1_500, (2, 120))
    return float(near_repeat(x, y, r.integers(0, 180, 120), (0, 150), (0, 14), 99, int(r.integers(1e9))).p[0, 0])


def concentrated(r: Random, draw: Draw) -> float:
    thrown = np.bincount(r.integers(0, 200, 300), minlength=200)
    return concentration(thrown, top=(0.1,), seed=int(r.integers(1e9))).top[0].p


def moved(r: Random, draw: Draw) -> float:
    shares = r.dirichlet(np.ones(60))
    return share_moved(draw(r, 200 * shares, (10, 60)), draw(r, 260 * shares, (10, 60)), int(r.integers(1e9))).p


def beside_peers(r: Random, draw: Draw, times: float = 1.0) -> AmongPeers:
    """One area's rate and ten others', which differ as areas do (SD of the log ratio 0.25); counts about 500."""
    people = r.uniform(0.8, 1.25, 11)
    counts = draw(r, 500 * people * np.exp(r.normal(0, APART, 11)) * np.r_[times, np.ones(10)])
    return among_peers(counts[0] / people[0], counts[1:] / people[1:])


def synthetic(r: Random, draw: Draw) -> float:
    everyone = draw(r, 60.0, (20, 30)).astype(float)
    return synthetic_control(everyone[0], everyone[1:], 20).p


def share_changed(r: Random, draw: Draw) -> float:
    """Twelve quarters' shares of people, the same in truth; restless: each quarter's own share wanders."""
    shares = r.beta(14, 32, (2, 6)) if draw is restless else np.full((2, 6), 14 / 46)
    parts = r.binomial(60, shares)
    return change_of_share((parts[0], [60] * 6), (parts[1], [60] * 6)).p


NULLS: tuple[tuple[str, Callable[[Random, Draw], float], tuple[str, ...]], ...] = (
    ("two counts, exact", lambda r, d: compare_two_counts(d(r, 40), d(r, 40)).p, ("even",)),
    ("two counts, E-test", lambda r, d: e_test(d(r, 40), d(r, 40)), ("even",)),
    ("two counts, mid-p", lambda r, d: mid_p(d(r, 40), d(r, 40)), ("even",)),
    ("two proportions, Fisher", lambda r, d: compare_two_proportions(r.binomial(80, 0.3), 80, r.binomial(90, 0.3), 90).p, ("even",)),
    ("change of a share (the verdict)", share_changed, ("even", "restless")),
    ("paired months (the verdict)", paired, ("even", "restless")),
    ("8 wards, any q below 5 %", wards_family, ("even", "restless")),
    ("ratio of ratios, totals", lambda r, d: ratio_of_ratios((d(r, 80), d(r, 90)), (d(r, 400), d(r, 450))).p, ("even",)),
    ("ratio of ratios, months", ratios_months, ("even", "restless")),
    ("interrupted series, step", interrupted, ("even", "restless")),
    ("placebo dates", placebo, ("even", "restless")),
    ("synthetic control, rank", synthetic, ("even", "restless")),
    ("change point", changed, ("even", "restless")),
    ("exceedance, week", unusual, ("even", "restless")),
    ("exceedance, month, unsure", unusual_month, ("even", "restless")),
    ("season, F", seasonal, ("even", "restless")),
    ("trend over years", yearly, ("even", "restless")),
    ("area against the average", average, ("even", "restless")),
    ("one area among ten similar", lambda r, d: beside_peers(r, d).p, ("even", "restless")),
    ("overdispersed funnel, not winsorised, one area", lambda r, d: areas_apart(r, 0.0), ("restless",)),
    ("Gi* closed form, any q below 5 %", gi_star, ("even", "restless")),
    ("Gi* permuted, any q below 5 %", gi_star_permuted, ("even", "restless")),
    ("local Moran permuted, any q below 5 %", moran_local, ("even", "restless")),
    ("Moran's I", moran_whole, ("even", "restless")),
    ("near repeat, one band", knox, ("even",)),
    ("share moved, months swapped", moved, ("even", "restless")),
    ("concentration, top tenth", concentrated, ("even",)),
)  # fmt: skip


# Not a test and used as none: how often chance alone carries it beyond 1.96 is printed, so that nobody takes it for one.
LABELS: tuple[tuple[str, Callable[[Random], float]], ...] = (
    ("overdispersed funnel, winsorised 10 %, one area", lambda r: areas_apart(r, 0.1)),
)


# An interval: does it hold the truth?
def forecast_holds(r: Random) -> bool:
    months = restless(r, 80 * np.tile(SEASON, 6) * np.exp(0.003 * np.arange(72)))
    ahead, h = damped_smoothing(months[:60].astype(float), 12, 12, 0.95), int(r.integers(12))
    return bool(ahead.lower[h] <= months[60 + h] <= ahead.upper[h])


def season_holds(r: Random) -> bool:
    made = season_indices(restless(r, 80 * np.tile(SEASON, 4)))
    return bool(made.lower[3] <= SEASON[3] / np.exp(np.log(SEASON).mean()) <= made.upper[3])


def dsr_holds(r: Random) -> bool:
    people, weights, rates = (100_000, 150_000, 60_000), (40_000, 45_000, 15_000), np.array([10, 30, 43]) / 1e5
    events = r.poisson(rates * people)
    return directly_standardised_rate(events, people, weights).interval.contains(float(rates @ weights))


def displaced_holds(r: Random) -> bool:
    truth = ((55 / 540) - (60 / 600)) / ((30 / 540) - (90 / 600))
    return weighted_displacement((r.poisson(90), r.poisson(30)), (r.poisson(60), r.poisson(55)),
                                 (r.poisson(600), r.poisson(540)), int(r.integers(1e9))).interval.contains(truth)  # fmt: skip


def _in(interval: Interval, value: float) -> bool:
    return interval.contains(value)


INTERVALS: tuple[tuple[str, Callable[[Random], bool], bool], ...] = (
    ("count, exact", lambda r: _in(poisson_exact(r.poisson(12.3)), 12.3), True),
    ("count, Byar", lambda r: _in(byar(r.poisson(30.3)), 30.3), False),
    ("proportion, Wilson", lambda r: _in(wilson(r.binomial(211, 0.31), 211), 0.31), False),
    ("median of 31, exact", lambda r: _in(median(r.exponential(30, 31)).interval, 30 * np.log(2)), True),
    ("ratio of two counts, exact", lambda r: _in(compare_two_counts(r.poisson(50), r.poisson(75)).interval, 1.5), True),
    ("two proportions, Newcombe", lambda r: _in(compare_two_proportions(r.binomial(190, 0.3), 190, r.binomial(210, 0.4), 210).interval, 0.1), False),
    ("change of a share, restless", lambda r: _in(change_of_share((r.binomial(60, r.beta(15, 35, 6)), [60] * 6), (r.binomial(60, r.beta(22.5, 27.5, 6)), [60] * 6)).interval, 1.5), False),
    ("standardised rate, Dobson", dsr_holds, False),
    ("weighted count", lambda r: _in(weighted_count({"a": r.poisson(60), "b": r.poisson(300)}, {"a": 10, "b": 1}).interval, 900), False),
    ("percent change, dispersion 3", lambda r: _in(percent_change(int(restless(r, 900)), int(restless(r, 720)), RESTLESS).interval, -20.0), False),
    ("paired months, restless", lambda r: _in(change_over_paired_months(restless(r, 60 * SEASON), restless(r, 48 * SEASON)).interval, 0.8), False),
    ("ratio of ratios, restless", lambda r: _in(ratio_of_ratios_over_months(restless(r, 60 * SEASON), restless(r, 48 * SEASON), restless(r, 90 * SEASON), restless(r, 90 * SEASON)).interval, 0.8), False),
    ("interrupted step, restless", lambda r: _in(interrupted_series(restless(r, np.where(np.arange(60) < 30, 80.0, 56.0)), 30).level_interval, 0.7), False),
    ("one area over its peers, restless", lambda r: _in(beside_peers(r, restless, 1.5).interval, 1.5), False),
    ("season index of one month, restless", season_holds, False),
    ("trend over years, restless", lambda r: _in(trend(restless(r, 80 * np.tile(SEASON, 4) * 0.93 ** (np.arange(48) / 12))).interval, 0.93), False),
    ("forecast, a month ahead to twelve", forecast_holds, False),
    ("displacement quotient, given a fall", displaced_holds, False),
)  # fmt: skip


# A planted effect: is it found, and as often as theory says?
def theory_two_counts(before: float, after: float) -> float:
    x0, x1 = np.arange(0, 260), np.arange(0, 260)
    weight = stats.poisson.pmf(x0, before)[:, None] * stats.poisson.pmf(x1, after)[None]
    found = np.array(
        [[_two_counts_p(int(a), int(b)) < NOMINAL if weight[a, b] > 1e-7 else False for b in x1] for a in x0]
    )
    return float(weight[found].sum())


@cache
def _two_counts_p(before: int, after: int) -> float:
    return compare_two_counts(before, after).p if before + after else 1.0


def theory_t(step: float, error: float, df: int) -> float:
    edge = stats.t.isf(NOMINAL / 2, df)
    return float(stats.nct.sf(edge, df, abs(step) / error))


POWERS: tuple[tuple[str, str, Callable[[Random], bool], Callable[[], float]], ...] = (
    ("two counts, exact", "100 to 140", lambda r: _two_counts_p(int(r.poisson(100)), int(r.poisson(140))) < NOMINAL, lambda: theory_two_counts(100, 140)),
    ("paired months", "a fall of 15 %, restless", lambda r: change_over_paired_months(restless(r, 120 * SEASON), restless(r, 102 * SEASON)).p < NOMINAL,
     lambda: theory_t(np.log(0.85), np.sqrt(RESTLESS * (1 / 1440 + 1 / 1224)), 11)),
    ("ratio of ratios, months", "a fall of 20 % more than there, restless", lambda r: ratio_of_ratios_over_months(restless(r, 90 * SEASON), restless(r, 72 * SEASON), restless(r, 300 * SEASON), restless(r, 300 * SEASON)).p < NOMINAL,
     lambda: theory_t(np.log(0.8), np.sqrt(RESTLESS * (1 / 1080 + 1 / 864 + 2 / 3600)), 22)),
    ("one area among ten similar", "twice as high as they, restless", lambda r: beside_peers(r, restless, 2.0).p < NOMINAL,
     lambda: theory_t(np.log(2), np.sqrt((APART**2 + RESTLESS / 500) * 1.1), 9)),
    ("exceedance, week", "30 where 12 are usual", lambda r: exceedance(np.append(even(r, 12.0, 263), r.poisson(30)), years=4).alarm,
     lambda: float(stats.poisson.sf(stats.poisson.ppf(0.95, 12), 30))),
)  # fmt: skip


def calibrate(simulations: int = SIMULATIONS, seed: int = 20_261) -> list[Row]:
    """Every row of the table, in order."""
    return [*sizes(simulations, seed), *coverages(simulations, seed), *powers(simulations, seed)]


def sizes(simulations: int, seed: int) -> list[Row]:
    highest = NOMINAL + 3 * np.sqrt(NOMINAL * (1 - NOMINAL) / simulations)
    if simulations < SIMULATIONS:  # few are skew, and three errors are passed by luck in one row of a hundred
        highest = stats.binom.isf(1e-4, simulations, NOMINAL) / simulations
    rows = []
    for name, null, kinds in NULLS:
        for kind in kinds:
            r = np.random.default_rng(seed)
            found = np.mean([null(r, CHANCE[kind]) <= NOMINAL for _ in range(simulations)])
            rows.append(Row("false alarms", name, kind, float(found), 0.0, highest, simulations))
    for name, label in LABELS:
        r = np.random.default_rng(seed)
        rows.append(
            Row(
                "printed only",
                name,
                "restless",
                float(np.mean([label(r) <= NOMINAL for _ in range(simulations)])),
                0.0,
                1.0,
                simulations,
            )
        )
    return rows


def coverages(simulations: int, seed: int) -> list[Row]:
    error, rows = np.sqrt(0.95 * 0.05 / simulations), []
    for name, holds, exact in INTERVALS:
        r = np.random.default_rng(seed)
        found = np.mean([holds(r) for _ in range(simulations)])
        # With fewer simulations than the full count the range must allow for them as well.
        slack = 0.0 if simulations >= SIMULATIONS else 3 * error
        lowest, highest = (0.95 - 3 * error, 1.0) if exact else (0.935 - slack, 0.965 + slack)
        rows.append(Row("coverage", name, "exact" if exact else "model", float(found), lowest, highest, simulations))
    return rows


def powers(simulations: int, seed: int) -> list[Row]:
    rows = []
    for name, planted, finds, theory in POWERS:
        r, expected = np.random.default_rng(seed), theory()
        found = np.mean([finds(r) for _ in range(simulations)])
        slack = 0.04 + 3 * np.sqrt(expected * (1 - expected) / simulations)
        rows.append(
            Row("power", name, planted, float(found), expected - slack, min(1.0, expected + slack), simulations)
        )
    return rows


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    lines = ["| asked | method | data | found | allowed |", "|---|---|---|---|---|"]
    for row in rows:
        allowed = f"{row.lowest:.3f} to {row.highest:.3f}"
        lines.append(
            f"| {row.kind} | {row.name} | {row.data} | {row.found:.3f}{'' if row.holds else ' **outside**'} | {allowed} |"
        )
    return "\n".join(lines) + "\n"


def main() -> int:
    rows = calibrate()
    printed = table(rows)
    print(printed)
    head = PAGE.read_text(encoding="utf-8")
    for begins in ("The table below is of an earlier", "| asked |"):
        head = head.partition(begins)[0]
    PAGE.write_text(head + printed, encoding="utf-8")
    return 0 if all(row.holds for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
