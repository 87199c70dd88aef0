"""One place beside its peers: does it differ from them by more than they differ among themselves?"""

import math
from dataclasses import dataclass

import numpy as np
import scipy  # its statistics load when first asked for
from numpy.typing import ArrayLike

from wardmote.methods.given import Array, above_zero, above_zero_in_a_row, tail
from wardmote.methods.intervals import Interval

FEWEST_PEERS = 5


@dataclass(frozen=True, eq=False)
class AmongPeers:
    """`ratio` is the place's value over the peers' geometric mean `centre`; `relative` is the same for each peer.

    `interval` is of the ratio; it holds 1 unless the place lies outside where one more such peer would be expected.
    `above` counts the peers with a higher value.
    """

    ratio: float
    interval: Interval
    p: float
    centre: float
    relative: Array
    above: int


def among_peers(own: float, peers: ArrayLike, level: float = 0.95) -> AmongPeers:
    """Compare one value (a rate, or later over earlier) with the same of similar places, on the log scale.

    t = (ln own - mean) / (s sqrt(1 + 1/k)), with the mean and s of the k peers' logarithms and k - 1 df: the scatter
    between places decides what is chance, so it allows for places differing as places do, in recording too, and for
    chance in the counts where theirs are about as large. With later over earlier as the value, the ratio is a ratio of
    ratios. ValueError if a value is not above zero, there are fewer than 5 peers, or all the peers are alike.
    Source: Crawford and Howell 1998 (one case against a small group); Sokal and Rohlf 1995, box 9.7.
    """
    value, others = above_zero(own, "own"), np.log(above_zero_in_a_row(peers, "peers"))
    k = others.size
    if k < FEWEST_PEERS:
        raise ValueError(f"A comparison needs at least {FEWEST_PEERS} peers; there are {k}.")
    middle, spread = float(others.mean()), float(others.std(ddof=1))
    if spread == 0:
        raise ValueError("All the peers are alike: nothing says what chance is.")
    error, step = spread * math.sqrt(1 + 1 / k), math.log(value) - middle
    reach = float(scipy.stats.t.isf(tail(level), k - 1)) * error
    interval = Interval(math.exp(step - reach), math.exp(step + reach), level, "one among peers, t")
    p = float(2 * scipy.stats.t.sf(abs(step) / error, k - 1))
    return AmongPeers(
        math.exp(step), interval, p, math.exp(middle), np.exp(others - middle), int((others > math.log(value)).sum())
    )
