"""How few places hold how many events, and whether chance alone would gather them so."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from wardmote.methods.given import Array, counts_in_a_row, share

SIMULATIONS = 999


@dataclass(frozen=True)
class TopShare:
    """The busiest `places` (a share of all): what they hold, what chance would give them, and the one-sided p."""

    of_places: float
    places: int
    held: float
    expected: float
    p: float


@dataclass(frozen=True)
class Concentration:
    """See `concentration`; `units_for` maps a share of events to the fewest places that hold it."""

    events: int
    places: int
    top: tuple[TopShare, ...]
    units_for: dict[float, int]
    gini: float
    gini_sparse: float


def concentration(
    counts: ArrayLike,
    top: tuple[float, ...] = (0.02, 0.05, 0.10),
    parts: tuple[float, ...] = (0.25, 0.50, 0.80),
    seed: int = 1,
) -> Concentration:
    """How concentrated events are over *all* places where they could have happened, empty ones included.

    For each share of places in `top` (rounded up to whole places) the busiest hold `held` of the events; `expected`
    and p come from 999 seeded throws of as many events over as many equal places, since few events over many places
    look concentrated by chance. `gini` runs from 0 (even) to 1; `gini_sparse` allows for fewer events than places.
    ValueError if there is nothing, or fewer than 2 places. Source: Weisburd 2015; Bernasco and Steenbeek 2017
    (domain C6).
    """
    row = np.sort(counts_in_a_row(counts, "counts"))[::-1]
    places, events = row.size, int(row.sum())
    if places < 2 or events == 0:
        raise ValueError(f"Concentration needs events and at least 2 places; there are {events} in {places}.")
    sizes = [max(1, int(np.ceil(round(share(part, "top") * places, 9)))) for part in top]
    thrown = _thrown(events, places, max(sizes), seed)
    held = np.cumsum(row) / events
    return Concentration(
        events=events,
        places=places,
        top=tuple(
            TopShare(part, size, float(held[size - 1]), *_by_chance(held[size - 1], thrown[:, size - 1]))
            for part, size in zip(top, sizes, strict=True)
        ),
        units_for={part: int(np.searchsorted(held, share(part, "parts") - 1e-12) + 1) for part in parts},
        gini=gini(row),
        gini_sparse=sparse_gini(row),
    )


def gini(counts: ArrayLike) -> float:
    """Gini coefficient of counts over places: 0 when all hold alike. ValueError when they hold nothing."""
    row = np.sort(counts_in_a_row(counts, "counts"))
    if row.sum() == 0:
        raise ValueError("Nothing happened anywhere: there is no concentration to measure.")
    rank = np.arange(1, row.size + 1)
    return float(((2 * rank - row.size - 1) * row).sum() / (row.size * row.sum()))


def sparse_gini(counts: ArrayLike, unbiased: bool = False) -> float:
    """Gini against the evenest spread that so few events allow: 0 when no place has two while another has none.

    max(1, places / events) (G - 1) + 1, and `unbiased` multiplies by m / (m - 1), m the smaller of events and places.
    ValueError as for `gini`, or if `unbiased` and m is 1. Source: Bernasco and Steenbeek 2017 (domain C6).
    """
    row = counts_in_a_row(counts, "counts")
    value = max(1.0, row.size / row.sum()) * (gini(row) - 1) + 1 if row.sum() else gini(row)
    smaller = min(row.size, int(row.sum()))
    if unbiased and smaller < 2:
        raise ValueError("One event or one place has no unbiased concentration.")
    return float(value * smaller / (smaller - 1)) if unbiased else float(value)


def _thrown(events: int, places: int, largest: int, seed: int) -> Array:
    """For each throw, the share held by the busiest 1, 2, ... `largest` places."""
    random, held = np.random.default_rng(seed), np.empty((SIMULATIONS, largest))
    for throw in held:
        filled = np.bincount(random.integers(0, places, events), minlength=places)
        throw[:] = np.cumsum(np.sort(filled)[::-1][:largest]) / events
    return held


def _by_chance(held: float, thrown: Array) -> tuple[float, float]:
    return float(thrown.mean()), float(((thrown >= held - 1e-12).sum() + 1) / (thrown.size + 1))
