"""How alike places are: the distance between them on several traits at once, each trait measured in its own spread."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from wardmote.methods.given import Array, numbers_in_a_row


@dataclass(frozen=True, eq=False)
class Distances:
    """One entry per place: its distance from the chosen one, in standard deviations; and every trait, standardised."""

    distance: Array
    standardised: Array


def standardised_distance(traits: ArrayLike, to: int, weights: ArrayLike | None = None) -> Distances:
    """Weighted Euclidean distance of every place from place number `to`, each trait first made comparable.

    `traits` is places x traits, in any units; a trait is centred on its mean and divided by its standard deviation
    (n - 1) over all places given, so which places are given is part of the answer. `weights`, one per trait (default
    1), multiply the squared differences; 0 leaves a trait out. A trait whose places differ by factors (people, density)
    should be given as its logarithm. ValueError if there are fewer than 3 places, a value is missing, a trait is the
    same everywhere, `to` is not a place, or the weights are negative, all zero, or not one for each trait.
    Source: the standardised Euclidean distance (Everitt and others 2011, Cluster Analysis, chapter 3), as nearest
    neighbour models of authorities use it.
    """
    table = np.asarray(traits, dtype=np.float64)
    if table.ndim != 2 or len(table) < 3 or not np.isfinite(table).all():
        raise ValueError("traits must be places x traits, at least 3 places and no value missing.")
    if not 0 <= to < len(table):
        raise ValueError(f"to must be the number of a place, from 0 to {len(table) - 1}; got {to}.")
    w = np.ones(table.shape[1]) if weights is None else numbers_in_a_row(weights, "weights")
    if w.size != table.shape[1] or (w < 0).any() or w.sum() == 0:
        raise ValueError("weights must be zero or more, not all zero, and one for each trait.")
    spread = table.std(axis=0, ddof=1)
    if (spread == 0).any():
        raise ValueError("A trait that is the same everywhere tells no two places apart: leave it out.")
    standardised = (table - table.mean(axis=0)) / spread
    return Distances(np.sqrt(((standardised - standardised[to]) ** 2) @ w), standardised)
