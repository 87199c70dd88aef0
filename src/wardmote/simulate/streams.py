"""Random numbers by name: each part of the invented town draws from its own stream.

A stream depends on the seed and on its name only, so adding a new part never changes what the others drew.
"""

import numpy as np

TOWN = 0  # the seed of what never changes: Marlbridge is the same town whatever is drawn to happen there


def stream(seed: int, name: str) -> np.random.Generator:
    """The generator of one part, the same on every machine."""
    return np.random.default_rng([seed, *name.encode()])


def pick(rng: np.random.Generator, weights: np.ndarray, size: int) -> np.ndarray:
    """Indices drawn with the given weights, which need not sum to 1."""
    steps = np.cumsum(weights)
    return np.searchsorted(steps, rng.random(size) * steps[-1], side="right")
