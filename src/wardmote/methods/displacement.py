"""Did what fell in one place turn up next door: the weighted displacement quotient."""

from dataclasses import dataclass

import numpy as np

from wardmote.methods.given import whole_count
from wardmote.methods.intervals import Interval

SIMULATIONS = 9_999


@dataclass(frozen=True)
class Displacement:
    """The quotient, its interval, and in words what a quotient of this sign says."""

    quotient: float
    interval: Interval
    reading: str


def weighted_displacement(
    target: tuple[float, float], buffer: tuple[float, float], control: tuple[float, float], seed: int = 1
) -> Displacement:
    """Change in the buffer over change in the target, both against the control; each pair is (before, after).

    [(B1/C1) - (B0/C0)] / [(A1/C1) - (A0/C0)]: above 0 the buffer fell as well (benefit spread), 0 nothing moved, -1
    all that fell in the target turned up in the buffer. The interval takes every count as Poisson (9,999 seeded
    draws, percentiles) and is wide; draws in which the target did not fall are left out, so it is conditional on a
    fall. ValueError if the target did not fall against the control: then there is nothing to have been displaced.
    Source: Bowers and Johnson 2003 (domain C5).
    """
    counts = np.array([whole_count(v, name) for name, pair in _named(target, buffer, control) for v in pair], float)
    if counts[4:].min() == 0:
        raise ValueError("The control area must have events in both periods.")
    fell, quotient = _quotients(counts)
    if fell >= 0:
        raise ValueError("The target did not fall against the control: there is nothing to have been displaced.")
    drawn = np.random.default_rng(seed).poisson(counts, size=(SIMULATIONS, 6)).astype(float)
    drawn = drawn[(drawn[:, 4] > 0) & (drawn[:, 5] > 0)]
    falls, quotients = _quotients(drawn.T)
    limits = np.quantile(quotients[falls < 0], [0.025, 0.975])
    interval = Interval(float(limits[0]), float(limits[1]), 0.95, "parametric bootstrap, given a fall")
    return Displacement(float(quotient), interval, _reading(interval))


def _named(*pairs: tuple[float, float]) -> list[tuple[str, tuple[float, float]]]:
    return list(zip(("target", "buffer", "control"), pairs, strict=True))


def _quotients(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows a0, a1, b0, b1, c0, c1: the target's change against control, and the buffer's over it."""
    a0, a1, b0, b1, c0, c1 = counts
    fell = a1 / c1 - a0 / c0
    with np.errstate(divide="ignore", invalid="ignore"):
        return fell, (b1 / c1 - b0 / c0) / fell


def _reading(interval: Interval) -> str:
    if interval.lower > 0:
        return "the benefit spread to the buffer"
    if interval.upper < 0:
        return "some of it moved to the buffer"
    return "whether it moved cannot be told"
