"""The counts every measure is made of, as table expressions that any engine runs alike.

Three small tables answer everything: how many incidents by category, month, file and ward (under both assignments);
how many rows each sender's month held; how many lie close to a neighbouring ward. Expressions only: which engine runs
them is not known here.
"""

from typing import Any

from wardmote import engine

PLACED_SCHEMA = {"point": "int64", "ward_code": "string", "lsoa_polygon": "string"}
NEAR_SCHEMA = {"point": "int64", "ward_code": "string", "other_ward": "string", "metres": "float64"}
BEST_FIT_SCHEMA = {"lsoa_code": "string", "ward_code": "string"}
BUFFERS = (25, 50, 75, 100)


def located(incidents: Any, placed: Any, best_fit: Any) -> Any:
    """Incidents with `ward_polygon`, `ward_best_fit` and `in_area`; codes are '' outside the partnership's area.

    The LSOA is the sender's code; a sender that gives only coordinates has the LSOA its point lies in.
    """
    placed = placed.rename(placed_point="point", ward_polygon="ward_code")
    table = incidents.left_join(placed, incidents.point == placed.placed_point)
    lsoa = table.lsoa_code.nullif("").fill_null(table.lsoa_polygon).fill_null("")
    table = table.mutate(lsoa=lsoa).drop("lsoa_code", "placed_point", "lsoa_polygon")
    best_fit = best_fit.rename(ward_best_fit="ward_code")
    table = table.left_join(best_fit, table.lsoa == best_fit.lsoa_code)
    return table.mutate(
        in_area=table.ward_best_fit.notnull(),
        ward_polygon=table.ward_polygon.fill_null(""),
        ward_best_fit=table.ward_best_fit.fill_null(""),
    ).drop("lsoa_code")


def ward_month_counts(located_incidents: Any) -> Any:
    """Incidents by source, category, month, file, ward by polygon, ward by best fit, and whether in the area."""
    keys = ["source", "category", "month", "file_id", "ward_polygon", "ward_best_fit", "in_area"]
    return located_incidents.group_by(keys).aggregate(incidents=located_incidents.count()).order_by(keys)


def small_area_counts(located_incidents: Any) -> Any:
    """Incidents of the area by source, category, month, file and small area (LSOA)."""
    table = located_incidents.filter(located_incidents.in_area)
    keys = ["source", "category", "month", "file_id", "lsoa"]
    return table.group_by(keys).aggregate(incidents=table.count()).order_by(keys)


def sender_month_counts(incidents: Any) -> Any:
    """Rows each sender's month held for anti-social behaviour and for crime, everywhere: the completeness series."""
    kind = (incidents.category == "asb-incidents").ifelse("asb-incidents", "recorded-crime")
    table = incidents.mutate(kind=kind)
    keys = ["source", "force", "kind", "month"]
    return table.group_by(keys).aggregate(incidents=table.count()).order_by(keys)


def near_boundary_counts(incidents: Any, near: Any) -> Any:
    """Incidents of one ward within 25, 50, 75 and 100 m of another, by category and month."""
    near = near.rename(near_point="point")
    table = incidents.join(near, incidents.point == near.near_point)
    keys = ["source", "category", "month", "ward_code", "other_ward"]
    within = {f"within_{metres}": (table.metres <= metres).cast("int64").sum() for metres in BUFFERS}
    return table.group_by(keys).aggregate(**within).order_by(keys)


def distinct_points(incidents: Any) -> Any:
    """Each map point once, with its coordinates as sent."""
    table = incidents.filter(incidents.point != 0)
    return table.group_by("point").aggregate(x=table.x.min(), y=table.y.min()).order_by("point")


def place_tables(connection: Any, placed: Any, near: Any, best_fit: Any) -> tuple[Any, Any, Any]:
    """The three reference tables of `places`, read from their Parquet files with explicit schemas."""
    return (
        engine.read_parquet(connection, [placed], PLACED_SCHEMA),
        engine.read_parquet(connection, [near], NEAR_SCHEMA),
        engine.read_parquet(connection, [best_fit], BEST_FIT_SCHEMA),
    )
