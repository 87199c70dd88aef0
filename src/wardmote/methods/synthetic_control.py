"""What would have happened here, built from areas where nothing began: synthetic control."""

from dataclasses import dataclass

import numpy as np
import scipy  # its optimisers load when first asked for
from numpy.typing import ArrayLike

from wardmote.methods.given import Array, numbers_in_a_row

FEWEST_DONORS, FEWEST_BEFORE = 5, 8


@dataclass(frozen=True, eq=False)
class SyntheticControl:
    """Donors' `weights` (summing to 1), the series they make, and how unlike it the area became.

    `before_error` and `after_error` are root mean squared differences; `rank` is the area's place, 1 the most unlike,
    among all areas treated in turn as if it had begun there; p = rank / areas.
    """

    weights: Array
    synthetic: Array
    before_error: float
    after_error: float
    effect: float
    rank: int
    p: float


def synthetic_control(target: ArrayLike, donors: ArrayLike, start: int) -> SyntheticControl:
    """Weigh `donors` (areas x periods) so that they follow `target` before period `start`, and compare after it.

    Give rates, or counts divided by each series' own mean before the start: donors of another size cannot be matched.
    `effect` is the mean of (area - synthetic) after the start, in the units given. The rank is by after over before
    error. With J donors p can be no smaller than 1 / (J + 1). ValueError for fewer than 5 donors, 8 periods before or
    1 after, or a gap. Source: Abadie, Diamond and Hainmueller 2010 (domain C5).
    """
    ours, others = numbers_in_a_row(target, "target"), np.asarray(donors, dtype=np.float64)
    if others.ndim != 2 or others.shape[1] != ours.size or not np.isfinite(others).all():
        raise ValueError("donors must be areas x periods, as many periods as the target, without a gap.")
    if len(others) < FEWEST_DONORS or not FEWEST_BEFORE <= start < ours.size:
        raise ValueError(f"Needed: {FEWEST_DONORS} donors, {FEWEST_BEFORE} periods before the start and one after it.")
    everyone = np.vstack([ours, others])
    ratios = [_unlike(everyone[i], np.delete(everyone, i, axis=0), start) for i in range(len(everyone))]
    weights = _weights(ours[:start], others[:, :start])
    apart = ours - weights @ others
    rank = 1 + sum(ratio >= ratios[0] - 1e-12 for ratio in ratios[1:])
    return SyntheticControl(
        weights=weights,
        synthetic=weights @ others,
        before_error=_size(apart[:start]),
        after_error=_size(apart[start:]),
        effect=float(apart[start:].mean()),
        rank=rank,
        p=rank / len(everyone),
    )


def _unlike(series: Array, others: Array, start: int) -> float:
    apart = series - _weights(series[:start], others[:, :start]) @ others
    return _size(apart[start:]) / max(1e-9, _size(apart[:start]))


def _weights(series: Array, others: Array) -> Array:
    """Weights of zero or more, summing to 1, with the least squared difference: least squares with one heavy row."""
    heavy = 1e4 * max(1.0, float(np.abs(others).max()))
    found, _ = scipy.optimize.nnls(np.vstack([others.T, np.full(len(others), heavy)]), np.append(series, heavy))
    weights: Array = found / found.sum()
    return weights


def _size(apart: Array) -> float:
    return float(np.sqrt((apart**2).mean()))
