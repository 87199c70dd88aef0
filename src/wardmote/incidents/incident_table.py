"""One clean table of incidents, whoever recorded them: one row an incident, one name for each thing.

Columns: source, category (slug), month ("2016-01"), force, lsoa_code ('' where none was given), point (key of the
distinct map point, 0 where none), x and y (degrees for police.uk, metres for others), file_id and row_number
(the way back to the partner's file).

Caveats that travel with the rows: police.uk gives months, not days, and points snapped to anonymous map points; its
anti-social behaviour rows have no identifier, so identical rows are separate incidents and are never de-duplicated.
"""

from pathlib import Path
from typing import Any

from wardmote import engine
from wardmote.incidents.event_rows import event_parts
from wardmote.sources.load import Load
from wardmote.vocabulary.terms import terms

POLICE = "police_uk_street"
COUNCIL = "council_asb"

_POLICE_SCHEMA = {
    "month": "string",
    "falls_within": "string",
    "longitude": "float64",
    "latitude": "float64",
    "lsoa_code": "string",
    "crime_type": "string",
    "file_id": "string",
    "row_number": "int64",
}
_COUNCIL_SCHEMA = {
    "reported": "timestamp",
    "easting": "float64",
    "northing": "float64",
    "file_id": "string",
    "row_number": "int64",
}


def incidents(connection: Any, load: Load) -> Any:
    """All loaded incidents as one table expression. Raises KeyError never: a source that was not sent adds no rows."""
    parts = [
        build(engine.read_parquet(connection, paths, schema))
        for source, schema, build in (
            (POLICE, _POLICE_SCHEMA, _police),
            (COUNCIL, _COUNCIL_SCHEMA, _council),
        )
        if (paths := _paths(load, source))
    ] + event_parts(connection, load, _key)
    if not parts:
        return None
    table = parts[0]
    for part in parts[1:]:
        table = table.union(part, distinct=False)
    return table


def _paths(load: Load, source: str) -> list[Path]:
    return [file.path for file in load.files(source) if file.rows]


def _police(rows: Any) -> Any:
    import ibis

    return rows.select(
        source=ibis.literal(POLICE),
        category=rows.crime_type.substitute({term.name: term.slug for term in terms("police_uk_categories")}),
        month=rows.month,
        force=rows.falls_within,
        lsoa_code=rows.lsoa_code.fill_null(""),
        point=_key((rows.longitude + 180) * 1_000_000, rows.latitude * 1_000_000),
        x=rows.longitude,
        y=rows.latitude,
        file_id=rows.file_id,
        row_number=rows.row_number,
    )


def _council(rows: Any) -> Any:
    import ibis

    return rows.select(
        source=ibis.literal(COUNCIL),
        category=ibis.literal("council-asb"),
        month=rows.reported.strftime("%Y-%m"),
        force=ibis.literal(""),
        lsoa_code=ibis.literal(""),
        point=_key(rows.easting, rows.northing),
        x=rows.easting,
        y=rows.northing,
        file_id=rows.file_id,
        row_number=rows.row_number,
    )


def _key(first: Any, second: Any) -> Any:
    """An integer key of a coordinate pair, the same on every engine: floats are never joined on."""
    return (first.round().cast("int64") * 1_000_000_000 + second.round().cast("int64")).fill_null(0)
