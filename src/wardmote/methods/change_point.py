"""When did the level change: the one split of a series that two levels explain best, against chance."""

from dataclasses import dataclass

import numpy as np
import scipy  # its special functions load when first asked for
from numpy.typing import ArrayLike

from wardmote.methods.given import Array, above_zero_in_a_row, counts_in_a_row, same_length

SIMULATIONS = 4_999
FEWEST_COUNTS = 8


@dataclass(frozen=True)
class ChangePoint:
    """The series changes after `after` counts, from rate `before` to `later` (per exposure); see `change_point`."""

    after: int
    before: float
    later: float
    likelihood_ratio: float
    p: float
    p_if_poisson: float


def change_point(counts: ArrayLike, exposure: ArrayLike | None = None, seed: int = 1) -> ChangePoint:
    """The split with the largest likelihood ratio between one Poisson rate and two.

    `p_if_poisson` throws the same total over the periods (multinomial); it calls restless series changed. `p`, which
    decides, is the larger of it and of shuffling the rates among the periods, which keeps their scatter but knows no
    season: take the season out first, or compare whole years. Because the split was looked for, the ratio is far from
    chi-squared. 4,999 seeded draws. ValueError for fewer than 8 counts, none at all, or exposures not above zero.
    Source: Worsley 1983 (likelihood ratio with unknown split); domain C4.
    """
    row = counts_in_a_row(counts, "counts")
    t = np.ones_like(row) if exposure is None else above_zero_in_a_row(exposure, "exposure")
    same_length(counts=row, exposure=t)
    if row.size < FEWEST_COUNTS or row.sum() == 0:
        raise ValueError(f"A change point needs {FEWEST_COUNTS} counts or more with events; there are {row.size}.")
    ratios = _ratios(row[None], t[None])[0]
    split, random = int(ratios.argmax()), np.random.default_rng(seed)
    thrown = random.multinomial(int(row.sum()), t / t.sum(), size=SIMULATIONS).astype(np.float64)
    orders = np.argsort(random.random((SIMULATIONS, row.size)), axis=1)
    chance = [_at_least(ratios[split], by_chance) for by_chance in (_ratios(thrown, np.broadcast_to(t, thrown.shape)),
                                                                    _ratios(row[orders], t[orders]))]  # fmt: skip
    return ChangePoint(
        after=split + 1,
        before=float(row[: split + 1].sum() / t[: split + 1].sum()),
        later=float(row[split + 1 :].sum() / t[split + 1 :].sum()),
        likelihood_ratio=float(ratios[split]),
        p=max(chance),
        p_if_poisson=chance[0],
    )


def _ratios(rows: Array, exposure: Array) -> Array:
    """Twice the log likelihood ratio at every split of every row."""
    x, t = rows.cumsum(axis=1), exposure.cumsum(axis=1)
    total, whole = x[:, -1:], t[:, -1:]
    x, t = x[:, :-1], t[:, :-1]
    xlogy = scipy.special.xlogy
    found: Array = 2 * (xlogy(x, x / t) + xlogy(total - x, (total - x) / (whole - t)) - xlogy(total, total / whole))
    return found


def _at_least(observed: float, by_chance: Array) -> float:
    return float(((by_chance.max(axis=1) >= observed - 1e-9).sum() + 1) / (len(by_chance) + 1))
