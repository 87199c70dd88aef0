"""Boundaries of wards, LSOAs, authorities and other areas, from GeoJSON, GeoPackage or shapefile."""

from wardmote.sources.boundaries.reader import read_boundaries
from wardmote.sources.contracts import Column, Contract

CONTRACT = Contract(
    name="boundaries",
    title="Boundaries of areas (ONS, Ordnance Survey)",
    columns=(
        Column("code", pattern=r"[A-Z]\d{8}", says="is not an area code such as E05002249"),
        Column("name", blank=True, required=False),
        Column("kind", meaning="oa, lsoa, msoa, ward, lad or other, from the code's first three characters"),
        Column("lad_code", blank=True, required=False, meaning="the authority the area lies in, where the file says"),
        Column("lad_name", blank=True, required=False, meaning="its name"),
        Column("geometry", "geometry", "polygons as WKB, British National Grid (EPSG:27700), metres"),
    ),
    read=read_boundaries,
    identity="code",
)
