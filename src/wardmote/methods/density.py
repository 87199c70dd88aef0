"""How thickly events lie on the ground: quartic kernel density in events per square kilometre."""

from dataclasses import dataclass
from math import pi

import numpy as np
import scipy  # its Fourier transforms load when first asked for
from numpy.typing import ArrayLike

from wardmote.methods.given import Array, above_zero, numbers_in_a_row, same_length

FEWEST_BANDWIDTHS = 3
SQUARE_METRES_PER_KM2 = 1e6


@dataclass(frozen=True, eq=False)
class Surface:
    """Events per km2 at the nodes of a grid: `density[row, column]` at (`east[column]`, `north[row]`), metres."""

    density: Array
    east: Array
    north: Array
    bandwidth: float


def density_surfaces(
    x: ArrayLike,
    y: ArrayLike,
    bandwidths: ArrayLike,
    cell: float,
    window: tuple[float, float, float, float] | None = None,
) -> tuple[Surface, ...]:
    """Density of events on a grid of nodes `cell` metres apart, one surface for each bandwidth.

    Each event is spread as 3 / (pi h^2) (1 - d^2 / h^2)^2 within its bandwidth h metres, after being shared out among
    the four nodes about it, what this widens it by on average being taken off the kernel: with many events and cells of
    a seventeenth of the bandwidth the surface is within 1e-4 of its maximum of the exact one. No edge correction: density thins towards an edge of the data. `window` is (west, south,
    east, north), by default all events and the widest bandwidth round them; events outside it are not counted. Where
    the hot areas move with the bandwidth, they are the bandwidth's: so at least 3 are asked for. ValueError for fewer,
    for a bandwidth under two cells, or rows of different length.
    Source: Silverman 1986; quartic kernel as in crime mapping practice (domain C6).
    """
    east, north = numbers_in_a_row(x, "x"), numbers_in_a_row(y, "y")
    same_length(x=east, y=north)
    widths, step = np.sort(numbers_in_a_row(bandwidths, "bandwidths")), above_zero(cell, "cell")
    if widths.size < FEWEST_BANDWIDTHS:
        raise ValueError(f"Show at least {FEWEST_BANDWIDTHS} bandwidths: one alone decides what looks hot.")
    if widths[0] < 2 * step:
        raise ValueError(f"A bandwidth of {widths[0]:g} m is too narrow for cells of {step:g} m: use two or more.")
    nodes_east, nodes_north = _nodes(east, north, float(widths[-1]), step, window)
    surfaces = spread_over_nodes(east, north, nodes_east, nodes_north, widths)
    return tuple(Surface(one, nodes_east, nodes_north, float(h)) for one, h in zip(surfaces, widths, strict=True))


def spread_over_nodes(
    east: Array, north: Array, nodes_east: Array, nodes_north: Array, bandwidths: Array
) -> list[Array]:
    """The surfaces alone, rows x columns, for events and evenly spaced nodes in metres; see `density_surfaces`."""
    step = float(nodes_east[1] - nodes_east[0])
    shared, widened = _shared_among_nodes(east, north, nodes_east, nodes_north, step)
    return [_laid_over(shared, h, step, widened) for h in bandwidths]


def density_at(x: ArrayLike, y: ArrayLike, at_x: ArrayLike, at_y: ArrayLike, bandwidth: float) -> Array:
    """Exact density, in events per km2, at given points: slow, for a few points and as referee of the surfaces.

    Metres throughout. ValueError if `bandwidth` is not above zero.
    """
    h = above_zero(bandwidth, "bandwidth")
    here = np.column_stack([numbers_in_a_row(at_x, "at_x"), numbers_in_a_row(at_y, "at_y")])
    apart = scipy.spatial.distance.cdist(here, np.column_stack([np.asarray(x, float), np.asarray(y, float)]))
    return _quartic(apart, h).sum(axis=1)


def rule_of_thumb_bandwidth(events: float, area: float) -> float:
    """0.68 n^-0.2 sqrt(area): metres for an area in m2. Far too wide for a town (2.8 km for 400 events in Medway).

    Printed for comparison only. ValueError unless both are above zero. Source: domain C6.
    """
    return 0.68 * above_zero(events, "events") ** -0.2 * above_zero(area, "area") ** 0.5


def _quartic(apart: Array, h: float) -> Array:
    return SQUARE_METRES_PER_KM2 * 3 / (pi * h**2) * np.maximum(0.0, 1 - (apart / h) ** 2) ** 2


def _curvature(apart: Array, h: float) -> Array:
    """The kernel's Laplacian, summing to nothing over the nodes given, so that no event is gained or lost."""
    inside = apart < h
    bent = SQUARE_METRES_PER_KM2 * 24 / (pi * h**4) * (2 * (apart / h) ** 2 - 1)
    return np.where(inside, bent - bent[inside].mean(), 0.0)


def _nodes(
    east: Array, north: Array, reach: float, step: float, window: tuple[float, float, float, float] | None
) -> tuple[Array, Array]:
    west, south, right, top = window or (
        east.min() - reach, north.min() - reach, east.max() + reach, north.max() + reach,
    )  # fmt: skip
    return np.arange(west, right + step, step), np.arange(south, top + step, step)


def _shared_among_nodes(
    east: Array, north: Array, nodes_east: Array, nodes_north: Array, step: float
) -> tuple[Array, float]:
    """Each event shared out among the four nodes about it, in proportion to how near it lies (linear binning).

    And by how much that widens an event on average: the variance added in either direction, in square metres.
    """
    columns, rows = nodes_east.size, nodes_north.size
    across, up = (east - nodes_east[0]) / step, (north - nodes_north[0]) / step
    inside = (across >= 0) & (across < columns - 1) & (up >= 0) & (up < rows - 1)
    across, up = across[inside], up[inside]
    column, row = across.astype(np.int64), up.astype(np.int64)
    right, above = across - column, up - row
    corner, size = row * columns + column, rows * columns
    shared = np.asarray(np.bincount(corner, (1 - right) * (1 - above), size), dtype=np.float64)
    shared += np.bincount(corner + 1, right * (1 - above), size)
    shared += np.bincount(corner + columns, (1 - right) * above, size)
    shared += np.bincount(corner + columns + 1, right * above, size)
    widened = step**2 * float((right @ (1 - right) + above @ (1 - above)) / 2 / max(1, right.size))
    return shared.reshape(rows, columns), widened


def _laid_over(shared: Array, h: float, step: float, widened: float) -> Array:
    """The kernel, narrowed by what sharing out has widened it, laid over every node by Fourier transform."""
    reach = int(h // step)
    offsets = np.arange(-reach, reach + 1) * step
    apart = np.hypot(offsets[:, None], offsets[None, :])
    kernel = _quartic(apart, h) - widened / 2 * _curvature(apart, h)
    room = [scipy.fft.next_fast_len(length + 2 * reach, real=True) for length in shared.shape]
    laid = scipy.fft.irfft2(scipy.fft.rfft2(shared, room) * scipy.fft.rfft2(kernel, room), room)
    rows, columns = shared.shape
    return np.maximum(laid[reach : reach + rows, reach : reach + columns], 0.0)
