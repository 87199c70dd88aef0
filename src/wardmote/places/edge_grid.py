"""Which area each of very many points lies in: a fine grid over the areas, and their edges kept where a cell holds any.

Most cells lie wholly in one area; a point there is done. In the others a point is followed from the cell's middle, whose
area is known: first up or down, then across, and the last edge crossed on the way tells on whose side the point is.
Exact but for points within rounding (some 1e-9 of a cell) of an edge, which may fall to either side.
"""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

CELLS = 3_072  # along the longer side; more cells take more memory and leave fewer points beside an edge
AT_ONCE = 200_000  # points; what is reckoned of so many stays near the processor
NOWHERE = -1
LOW, HIGH = 0, 1  # columns of the lines
Floats = NDArray[np.float64]
Whole = NDArray[np.int32]


class EdgeGrid:
    """Areas that do not overlap (they may have holes, and gaps between them), by their place in `geometries`.

    Polygons and multipolygons in any plane unit. Costs 4 bytes a cell, 36 MB, and its edges. Make it once, ask it often.
    """

    def __init__(self, geometries: NDArray[np.object_], cells: int = CELLS) -> None:
        west, south, east, north = shapely.total_bounds(geometries)
        step = max(east - west, north - south) / (cells - 2)
        self.origin, self.per_unit, self.cells = (west - step, south - step), 1 / step, cells
        start, end, self.area = _edges(geometries)
        start, end = (self._in_cells(at[:, 0], at[:, 1]) for at in (start, end))
        self.lines = tuple(_lines(start, end, axis) for axis in (0, 1))
        self.onward = end > start  # whether an edge runs east, and whether it runs north
        self._keep_edges(self._middles(), np.minimum(start, end), np.maximum(start, end))

    def _in_cells(self, x: Floats, y: Floats) -> Floats:
        """Coordinates in cells from the grid's corner, as two rows."""
        return np.stack([(x - self.origin[0]) * self.per_unit, (y - self.origin[1]) * self.per_unit])

    def _middles(self) -> Whole:
        """The area of the middle of every cell, found along each row: the last edge west of it tells.

        Rings run with their area on the left, so an edge that runs down has its own area to the east, one that runs up
        ends it. Both edges of a shared border cross at the very same place; the one that ends is taken first.
        """
        low, high = (np.ceil(self.lines[0][:, at] - 0.5).astype(np.int32) for at in (LOW, HIGH))
        edge, row = _spelled_out(low, high - low)
        crossing = self._crossing(0, edge, row + 0.5)
        order = np.argsort(
            row * np.float64(self.cells) + crossing, kind="stable"
        )  # of two at one place, the first edge
        edge = edge[order]
        cell = row[order] * self.cells + np.ceil(crossing[order] - 0.5).astype(np.int32)
        event = np.zeros(self.cells**2, dtype=np.int32)
        event[cell] = np.arange(1, edge.size + 1, dtype=np.int32)
        rows = event.reshape(self.cells, self.cells)
        np.maximum.accumulate(rows, axis=1, out=rows)
        begun = np.full(edge.size + 1, NOWHERE, dtype=np.int32)
        begun[1:] = np.where(self.onward[1][edge], np.int32(NOWHERE), self.area[edge])
        return begun.take(event, out=event, mode="clip")

    def _keep_edges(self, middles: Whole, lowest: Floats, highest: Floats) -> None:
        """For every cell that an edge may touch, its edges and the area of its middle; such a cell is marked -2 and less."""
        low = np.floor(lowest).astype(np.int32)
        size = np.floor(highest).astype(np.int32) - low + 1
        edge, at = _spelled_out(np.zeros(self.area.size, dtype=np.int32), size[0] * size[1])
        wide = size[0][edge]
        cell = (low[1][edge] + at // wide) * self.cells + low[0][edge] + at % wide
        order = np.argsort(cell)
        cell = cell[order]
        begins = np.concatenate([[0], np.flatnonzero(cell[1:] != cell[:-1]) + 1, [cell.size]]).astype(np.int32)
        self.of, self.begins, cell = edge[order], begins, cell[begins[:-1]]
        self.middle = middles[cell]
        middles[cell] = -2 - np.arange(cell.size, dtype=np.int32)
        self.known = middles

    def _crossing(self, axis: int, edge: Whole, line: NDArray[np.floating[Any]]) -> Floats:
        """Where along `axis` each edge crosses the line on which the other axis is `line`; nan where it does not."""
        low, high, begin, slope = self.lines[axis][edge].T
        crossed = (low <= line) & (line < high)
        return np.where(crossed, begin + (line - low) * slope, np.nan)

    def owners(self, x: Floats, y: Floats) -> Whole:
        """For each point the number of its area, -1 for none."""
        found = np.empty(x.size, dtype=np.int32)
        for first in range(0, x.size, AT_ONCE):
            some = slice(first, first + AT_ONCE)
            found[some] = self._owners(self._in_cells(x[some], y[some]))
        return found

    def _owners(self, at: Floats) -> Whole:
        inside = (at >= 0).all(axis=0) & (at < self.cells).all(axis=0)
        column, row = np.where(inside, at, 0).astype(np.int32)
        found = self.known[row * self.cells + column]
        beside = np.flatnonzero(found < NOWHERE)
        found[beside] = self._followed(at[:, beside], column[beside] + 0.5, row[beside] + 0.5, -2 - found[beside])
        found[~inside] = NOWHERE
        return found

    def _followed(self, at: Floats, middle_x: Floats, middle_y: Floats, cell: Whole) -> Whole:
        """The areas of points in cells with edges."""
        number = self.begins[cell + 1] - self.begins[cell]
        point, edge = _spelled_out(self.begins[cell], number)
        edge = self.of[edge]
        groups = np.cumsum(number) - number
        found = self.middle[cell]
        for axis in (1, 0):  # up or down along the middle, then across to the point
            along, line = at[axis], (middle_x, at[1])[1 - axis]
            begins = (middle_x, middle_y)[axis]
            found = self._last_crossed(found, axis, point, edge, groups, begins, along, line)
        return found

    def _last_crossed(
        self,
        found: Whole,
        axis: int,
        point: Whole,
        edge: Whole,
        groups: Whole,
        begins: Floats,
        ends: Floats,
        line: Floats,
    ) -> Whole:
        """The areas after a walk along one axis from `begins` to `ends`, on the line where the other axis is `line`."""
        crossing = self._crossing(axis, edge, line[point])
        onward = (ends > begins)[point]
        near, far = begins[point], ends[point]
        met = np.where(onward, (crossing > near) & (crossing <= far), (crossing <= near) & (crossing > far))
        walked = np.where(met, np.abs(crossing - near), -1.0)
        furthest = np.maximum.reduceat(walked, groups)
        last = met & (walked == furthest[point])
        # Going east, an edge that runs down has its area ahead; going north, one that runs east.
        runs_up = self.onward[1 - axis][edge]
        ahead = last & ((runs_up != onward) if axis == 0 else (runs_up == onward))
        found = np.where(furthest >= 0, np.int32(NOWHERE), found)
        found[point[ahead]] = self.area[edge[ahead]]
        return found


def _edges(geometries: NDArray[np.object_]) -> tuple[Floats, Floats, Whole]:
    """Start, end and area of every edge, those that run north first; each area lies on the left of its edges."""
    parts, of_part = shapely.get_parts(shapely.orient_polygons(geometries), return_index=True)
    rings, of_ring = shapely.get_rings(parts, return_index=True)
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    north = corners[1:, 1] > corners[:-1, 1]
    same = ring[1:] == ring[:-1]
    kept = np.concatenate([np.flatnonzero(same & north), np.flatnonzero(same & ~north)])
    return corners[kept], corners[kept + 1], of_part[of_ring[ring[kept]]].astype(np.int32)


def _lines(start: Floats, end: Floats, axis: int) -> Floats:
    """Each edge as a line along `axis`: where the other axis begins and ends, this one at its beginning, and its slope.

    From the lower end whichever way the edge runs, so that a shared border is crossed at one place by both its edges.
    """
    turned = end[1 - axis] < start[1 - axis]
    low, high = np.where(turned, end, start), np.where(turned, start, end)
    rise = high[1 - axis] - low[1 - axis]
    slope = np.divide(high[axis] - low[axis], rise, out=np.zeros_like(rise), where=rise > 0)
    return np.column_stack([low[1 - axis], high[1 - axis], low[axis], slope])


def _spelled_out(first: Whole, number: Whole) -> tuple[Whole, Whole]:
    """Runs written out: for each run its place in the row, and first, first + 1 and so on, `number` of them."""
    run = np.repeat(np.arange(first.size, dtype=np.int32), number)
    within = np.arange(run.size, dtype=np.int32) - np.repeat((np.cumsum(number) - number).astype(np.int32), number)
    return run, first[run] + within
