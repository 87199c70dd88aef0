"""The rows behind a figure: which record of which partner's file was counted."""

from collections.abc import Iterator
from typing import Any

from wardmote import engine
from wardmote.errors import WrongUse
from wardmote.findings.analysis import place_incidents
from wardmote.findings.figure import Figure
from wardmote.incidents.incident_table import incidents
from wardmote.incidents.partner_rows import partner_rows
from wardmote.incidents.worked_rows import worked_rows
from wardmote.measures.catalogue import MEASURES
from wardmote.measures.counts import located, place_tables
from wardmote.measures.themes.catalogue import share_of
from wardmote.measures.worked import counted_measure
from wardmote.partnership import Partnership
from wardmote.places.geography import read_geography
from wardmote.sources.load import Load

LISTED = ("file", "row_number", "month", "category", "lsoa", "ward_polygon", "ward_best_fit")

LISTED_SHARE = ("file", "row_number")
"""Of a share no more: its rows are of people or businesses, and who may see them has the file."""

LISTED_WORKED = ("file", "row_number", "record", "month", "kind", "status", "outcome", "ended_month", "days")


def columns_behind(figure: Figure) -> tuple[str, ...]:
    """The columns of `rows_behind`."""
    if share_of(figure.measure):
        return LISTED_SHARE
    return LISTED_WORKED if counted_measure(figure.measure) else LISTED


def rows_behind(partnership: Partnership, load: Load, figure: Figure) -> Iterator[dict[str, Any]]:
    """Every row counted in a figure, by file and record number; the number of rows is the figure's numerator.

    Of what the partnership worked, the columns are those of its extract; of a partner's share, where each row stands. Raises WrongUse for a figure that was published
    elsewhere and only taken over.
    """
    names = {file.sha256[:16]: file.name for source in partnership.sources for file in load.files(source)}
    own, share = counted_measure(figure.measure), share_of(figure.measure)
    if share:
        theirs = partner_rows(engine.connect(), partnership, load, [share.source])[share.source]
        for row in share.rows_of(figure.measure, theirs, figure.period.period):
            yield {"file": names[row["file_id"]], "row_number": row["row_number"]}
        return
    if own:
        for kept in worked_rows(engine.connect(), load):
            if own.counts(kept, figure.period.period):
                yield {"file": names[kept.file_id], **{name: getattr(kept, name) for name in LISTED_WORKED[1:]}}
        return
    measure = MEASURES.get(figure.measure.removesuffix("-per-1000").removesuffix("-share"))
    if measure is None:
        raise WrongUse(
            f"{figure.id}: this figure was taken over as published; its one row is named by `wardmote trace`"
        )
    connection = engine.connect()
    table = incidents(connection, load)
    geography = read_geography(partnership, load, connection)
    placed, _, best_fit = place_tables(connection, *place_incidents(partnership, load, connection, table, geography))
    rows = located(table, placed, best_fit)
    rows = rows.filter(
        rows.category.isin(measure.categories),
        rows.month.between(figure.period.start, figure.period.end),
        _in_area(rows, figure),
    )
    found = rows.select("file_id", *LISTED[1:]).order_by("file_id", "row_number").to_pyarrow().to_pylist()
    for row in found:
        yield {"file": names[row.pop("file_id")], **row}


def _in_area(rows: Any, figure: Figure) -> Any:
    codes = figure.area.code.split("+")
    if figure.assignment == "polygon":
        return rows.ward_polygon.isin(codes)
    if figure.assignment == "best-fit":
        return rows.ward_best_fit.isin(codes)
    return rows.in_area
