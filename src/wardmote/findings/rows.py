"""The rows behind a figure: which record of which partner's file was counted."""

from collections.abc import Iterator, Sequence
from typing import Any

from wardmote import engine
from wardmote.errors import WrongUse
from wardmote.findings.analysis import place_incidents, surroundings
from wardmote.findings.figure import Figure
from wardmote.findings.levels import OWN_FORCE
from wardmote.findings.similar_areas import COVERED, sent_in_full
from wardmote.incidents.incident_table import incidents
from wardmote.incidents.moments import with_moments
from wardmote.incidents.partner_rows import partner_rows
from wardmote.incidents.worked_rows import worked_rows
from wardmote.measures.authority_counts import COUNTS_SCHEMA, located_counts
from wardmote.measures.catalogue import MEASURES
from wardmote.measures.counts import located, place_tables
from wardmote.measures.themes.catalogue import share_of
from wardmote.measures.times import BAND, PARTS
from wardmote.measures.worked import counted_measure
from wardmote.partnership import Partnership
from wardmote.places.authorities import Authority, lsoa_authorities
from wardmote.places.geography import read_geography
from wardmote.sources.load import Load
from wardmote.sources.load_report import LoadedFile

LISTED = ("file", "row_number", "month", "category", "lsoa", "ward_polygon", "ward_best_fit")

LISTED_COUNTS = ("file", "row_number", "month", "force", "lsoa", "category", "incidents")
LISTED_LSOAS = ("file", "row_number", "lsoa")
LISTED_SHARE = ("file", "row_number")
"""Of a share no more: its rows are of people or businesses, and who may see them has the file."""
LISTED_WORKED = (
    "file", "row_number", "record", "month", "kind", "status", "outcome", "ended_month", "days", "ward_code",
)  # fmt: skip


def columns_behind(figure: Figure) -> tuple[str, ...]:
    """The columns of `rows_behind`."""
    if share_of(figure.measure):
        return LISTED_SHARE
    if counted_measure(figure.measure):
        return LISTED_WORKED
    return {OWN_FORCE: LISTED_COUNTS, "authority": LISTED_LSOAS}.get(figure.assignment or "", LISTED)


def rows_behind(partnership: Partnership, load: Load, figure: Figure) -> Iterator[dict[str, Any]]:
    """Every row counted in a figure, by file and record number; the number of rows is the figure's numerator.

    Of what the partnership worked, the columns are those of its extract; of a partner's share, where each row stands.
    Another authority's figures rest on rows that are counts (their incidents add up to it), and what an authority is like
    on one row for each of its small areas. Raises WrongUse for a figure that was published elsewhere and only taken over.
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
            if own.counts(kept, figure.period.period) and (
                not figure.area.vintage or kept.ward_code == figure.area.code
            ):
                yield {"file": names[kept.file_id], **{name: getattr(kept, name) for name in LISTED_WORKED[1:]}}
        return
    if figure.assignment in (OWN_FORCE, "authority"):
        yield from _of_an_authority(partnership, load, figure, names)
        return
    part = PARTS.get(figure.measure)
    measure = MEASURES.get(part.measure if part else figure.measure.removesuffix("-per-1000").removesuffix("-share"))
    if measure is None:
        raise WrongUse(
            f"{figure.id}: this figure was taken over as published; its one row is named by `wardmote trace`"
        )
    connection = engine.connect()
    table = incidents(connection, load)
    geography = read_geography(partnership, load, connection)
    placed, _, best_fit = place_tables(connection, *place_incidents(partnership, load, connection, table, geography))
    rows = located(table, placed, best_fit)
    if part:
        rows = with_moments(connection, load, rows)
        rows = rows.filter(
            rows.weekday == part.at if part.kind == "days" else rows.hour.between(part.at, part.at + BAND - 1)
        )
    rows = rows.filter(
        rows.category.isin(measure.categories),
        rows.month.between(figure.period.start, figure.period.end),
        _in_area(rows, figure),
    )
    found = rows.select("file_id", *LISTED[1:]).order_by("file_id", "row_number").to_pyarrow().to_pylist()
    for row in found:
        yield {"file": names[row.pop("file_id")], **row}


def _of_an_authority(
    partnership: Partnership, load: Load, figure: Figure, names: dict[str, str]
) -> Iterator[dict[str, Any]]:
    """The rows of the tables by small area, in the order of their files."""
    connection = engine.connect()
    lookup = lsoa_authorities(partnership, load, connection)
    paths = {file.sha256[:16]: file for source in partnership.sources for file in load.files(source)}
    authorities, counts = surroundings(partnership, load, connection)
    together = sent_in_full(partnership, authorities, counts) if figure.area.code == COVERED else authorities
    chosen = [a for a in together if figure.area.code in (a.code, COVERED)]
    for file_id in (entry.sha256[:16] for entry in figure.lineage):
        if figure.assignment == OWN_FORCE:
            rows = _counts(connection, paths[file_id], lookup, figure, chosen)
        else:
            rows = _small_areas(
                partnership, connection, paths[file_id], lookup.filter(lookup.lad_code == figure.area.code)
            )
        for row in rows.order_by("row_number").to_pyarrow().to_pylist():
            yield {"file": names[file_id], **row}


def _counts(connection: Any, file: LoadedFile, lookup: Any, figure: Figure, chosen: Sequence[Authority]) -> Any:
    """Rows of the table of counts: of the authorities chosen, their own force's."""
    measure = MEASURES[figure.measure.removesuffix("-per-1000")]
    table = located_counts(engine.read_parquet(connection, [file.path], COUNTS_SCHEMA), lookup).rename(lsoa="lsoa_code")
    own = (table.lad_code + "/" + table.force).isin([f"{authority.code}/{authority.force}" for authority in chosen])
    within = table.month.between(figure.period.start, figure.period.end)
    return table.filter(own, within, table.category.isin(measure.categories)).select(*LISTED_COUNTS[1:])


def _small_areas(partnership: Partnership, connection: Any, file: LoadedFile, lsoas: Any) -> Any:
    """One row for each small area of an authority, where it stands in a file that describes them."""
    settings = partnership.sources[file.source]
    code = "area_code" if (settings.contract or file.source) == "population" else "lsoa_code"
    rows = engine.read_parquet(connection, [file.path], {code: "string", "row_number": "int64"}).rename(lsoa=code)
    return rows.semi_join(lsoas, rows.lsoa == lsoas.lsoa_code).select("row_number", "lsoa").distinct()


def _in_area(rows: Any, figure: Figure) -> Any:
    codes = figure.area.code.split("+")
    if figure.assignment == "polygon":
        return rows.ward_polygon.isin(codes)
    if figure.assignment == "best-fit":
        return rows.ward_best_fit.isin(codes)
    return rows.in_area
