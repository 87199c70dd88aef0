"""When an incident happened or was reported, to the minute, where its sender says so.

The open police files give a month and nothing finer; what they do not say is made up nowhere.
"""

from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

from wardmote import engine
from wardmote.incidents.event_rows import EVENT_SOURCES
from wardmote.incidents.incident_table import COUNCIL
from wardmote.periods import Period
from wardmote.sources.load import Load

_WHEN = {COUNCIL: "reported"} | {source.name: "happened" for source in EVENT_SOURCES}


@dataclass(frozen=True)
class Moment:
    """One incident of the area: its category, when it was, and where, in metres, if its sender gives a point."""

    category: str
    file_id: str
    day: date
    hour: int
    minute: int
    x: float | None
    y: float | None


def with_moments(connection: Any, load: Load, located: Any) -> Any:
    """Incidents of the area with `day` (ISO), `weekday` (Monday is 0), `hour` and `minute`; None if no sender says when.

    `located` is the table of `measures.counts.located`; incidents without a moment are left out.
    """
    parts = [
        _moments(engine.read_parquet(connection, paths, _schema(column)), column)
        for source, column in _WHEN.items()
        if (paths := [file.path for file in load.files(source) if file.rows])
    ]
    if not parts:
        return None
    said = reduce(lambda one, other: one.union(other, distinct=False), parts)
    table = located.join(said, (located.file_id == said.said_in) & (located.row_number == said.said_at))
    return table.filter(table.in_area).drop("said_in", "said_at")


def _schema(column: str) -> dict[str, str]:
    return {column: "timestamp", "file_id": "string", "row_number": "int64"}


def _moments(rows: Any, column: str) -> Any:
    moment = rows[column]
    return rows.select(
        said_in=rows.file_id,
        said_at=rows.row_number,
        day=moment.strftime("%Y-%m-%d"),
        weekday=moment.day_of_week.index().cast("int64"),
        hour=moment.hour().cast("int64"),
        minute=moment.minute().cast("int64"),
    )


def moments(table: Any, period: Period) -> tuple[Moment, ...]:
    """The incidents of a period, in the order of their files; `table` is that of `with_moments`."""
    rows = table.filter(table.month.between(period.start, period.end)).order_by("file_id", "row_number")
    names = ("category", "file_id", "day", "hour", "minute", "x", "y")
    found = rows.select(*names).to_pyarrow().to_pylist()
    return tuple(Moment(**{**row, "day": date.fromisoformat(row["day"])}) for row in found)
