"""Events that partners other than the police and the council send one by one, as rows of the one table of incidents.

Each source says which category a row counts under and where its place stands; the rest is the same for all. What a
category is part of stands in `measures.catalogue`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wardmote import engine
from wardmote.sources.load import Load

_TYPES = {"happened": "timestamp", "easting": "float64", "northing": "float64"}


@dataclass(frozen=True)
class EventSource:
    """`category` gives the category of each row from `columns` (text); `at` is how a row says where it happened."""

    name: str
    columns: tuple[str, ...]
    category: Callable[[Any], Any]
    at: tuple[str, ...] = ("easting", "northing")


def _fire(rows: Any) -> Any:
    """Not known counts as accidental, and a chimney fire is never deliberate (Home Office definitions)."""
    import ibis

    deliberate = rows.cause.lower().startswith("deliberate")
    secondary = rows.kind.lower().startswith("secondary")
    kind = secondary.ifelse("fires-deliberate-secondary", "fires-deliberate-primary")
    return (deliberate & ~rows.kind.lower().startswith("chimney")).ifelse(kind, ibis.literal("fires-accidental"))


def _collision(rows: Any) -> Any:
    severe = rows.severity.lower().isin(["1", "2", "fatal", "serious"])
    return severe.ifelse("collisions-serious", "collisions-slight")


def _ambulance(rows: Any) -> Any:
    return rows.reason.lower().startswith("overdose").ifelse("ambulance-overdoses", "ambulance-assaults")


def _attendance(_: Any) -> Any:
    import ibis

    return ibis.literal("attendances-after-assault")


EVENT_SOURCES = (
    EventSource("fires", ("kind", "cause"), _fire),
    EventSource("collisions", ("severity",), _collision),
    EventSource("ambulance_incidents", ("reason",), _ambulance, ("lsoa_code",)),
    EventSource("emergency_attendances", (), _attendance, ("lsoa_code",)),
)


def event_parts(connection: Any, load: Load, key: Callable[[Any, Any], Any]) -> list[Any]:
    """One table expression in the columns of `incident_table` for each source that sent rows; `key` names a point."""
    found = []
    for source in EVENT_SOURCES:
        paths = [file.path for file in load.files(source.name) if file.rows]
        if paths:
            names = ("happened", *source.at, *source.columns, "file_id")
            schema = {name: _TYPES.get(name, "string") for name in names} | {"row_number": "int64"}
            found.append(_incidents(engine.read_parquet(connection, paths, schema), source, key))
    return found


def _incidents(rows: Any, source: EventSource, key: Callable[[Any, Any], Any]) -> Any:
    import ibis

    by_point = "easting" in source.at
    nowhere = ibis.null("float64")
    return rows.select(
        source=ibis.literal(source.name),
        category=source.category(rows),
        month=rows.happened.strftime("%Y-%m"),
        force=ibis.literal(""),
        lsoa_code=ibis.literal("") if by_point else rows.lsoa_code.fill_null(""),
        point=key(rows.easting, rows.northing) if by_point else ibis.literal(0, "int64"),
        x=rows.easting if by_point else nowhere,
        y=rows.northing if by_point else nowhere,
        file_id=rows.file_id,
        row_number=rows.row_number,
    )
