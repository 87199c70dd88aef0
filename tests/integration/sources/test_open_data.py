"""Every file of the open data set loads, every row accounted for, and the published counts come back."""

from pathlib import Path
from typing import Any

import pytest

from shared_data import require_shared_data
from wardmote.engine import Workspace, connect, read_parquet
from wardmote.incidents.event_rows import event_parts
from wardmote.partnership import open_partnership
from wardmote.sources.contracts import find_contract
from wardmote.sources.load import Load, load_inbox

pytestmark = pytest.mark.shared_data

SOURCES = {
    "police_uk_street": "police/*.zip",
    "police_uk_lsoa_counts": "police/*counts*.parquet",
    "boundaries": "boundaries/*.g[pe]*",
    "lancashire_wards": "uk_asb_2022/*wards.gpkg",
    "area_centroids": "boundaries/*.csv.gz",
    "lsoa_ward_lookup": "lookups/lsoa11_to_ward*",
    "authority_lookup": "lookups/lad_csp*",
    "ward_lookup": "lookups/ward2016*",
    "lsoa_force_lookup": "lookups/lsoa11_police*",
    "population": "population/population_mid*",
    "households": "population/census*",
    "deprivation": "deprivation/imd20*_lsoa11.*",
    "deprivation_indicators": "deprivation/*s.parquet",
    "community_needs": "deprivation/cni*",
    "health_indicators": "health/[!t]*",
    "collisions": "roads/stats19_accidents*",
}
CONTRACTS = {"lancashire_wards": "boundaries", "community_needs": "deprivation_indicators"}
ROWS = {  # data rows in the files, from the data set's own page
    "police_uk_street": 148_133 + 143_343,
    "police_uk_lsoa_counts": 2_351_860,
    "boundaries": 22 + 163 + 38 + 826 + 1_065 + 305 + 13,
    "lancashire_wards": 271 + 20,
    "area_centroids": 34_753,
    "lsoa_ward_lookup": 3 * 34_753,
    "authority_lookup": 2 * 348,
    "ward_lookup": 9_130,
    "lsoa_force_lookup": 32_844,
    "population": 2 * 34_753 + 339,
    "households": 34_753,
    "deprivation": 3 * 32_844,
    "deprivation_indicators": 2 * 32_844,
    "community_needs": 7_433,
    "collisions": 1_000,
    "health_indicators": 3_089 * 3 + 3_011 + 4_587 + 5_390 + 3_333 + 2_128 + 4_752 + 5_516 + 9_801 + 2_511,
}


@pytest.fixture(scope="module")
def load(tmp_path_factory: pytest.TempPathFactory) -> Load:
    inbox = require_shared_data()
    root = tmp_path_factory.mktemp("medway")
    lines = [
        "[partnership]\nname = 'Medway'\narea = 'E06000035'\narea_name = 'Medway'\nwards = '2013'",
        "periods = { this = '2016-01..2016-10', before = '2014-01..2014-10' }",
    ]
    for name, pattern in SOURCES.items():
        lines.append(f"[sources.{name}]\nfiles = '{pattern}'\nowner = 'ONS'")
        lines += [f"contract = '{CONTRACTS[name]}'"] if name in CONTRACTS else []
    (root / "partnership.toml").write_text("\n".join(lines), encoding="utf-8")
    return load_inbox(open_partnership(root, inbox=inbox))


def rows(load: Load, statement: str, source: str) -> list[tuple[Any, ...]]:
    with Workspace(Path("/tmp")) as workspace:
        return workspace.rows(statement.format(files=workspace.parquet_rows([f.path for f in load.files(source)])))


def test_nothing_is_refused(load: Load) -> None:
    assert [str(refusal) for refusal in load.refusals] == []


@pytest.mark.parametrize("source", SOURCES)
def test_every_row_is_accounted_for_and_kept(load: Load, source: str) -> None:
    reports = [report for report in load.reports if report.source == source]
    assert sum(report.rows_in for report in reports) == ROWS[source]
    for report in reports:
        assert report.rows_in == report.counted_independently
        assert report.kept == report.rows_in, report.first_examples


@pytest.mark.parametrize("source", SOURCES)
def test_the_stored_columns_are_those_of_the_contract(load: Load, source: str) -> None:
    contract = find_contract(CONTRACTS.get(source, source))
    connection = connect()
    table = read_parquet(connection, [file.path for file in load.files(source)], contract.stored)
    assert table.schema().names == tuple(contract.stored)
    assert table.count().execute() == sum(file.rows for file in load.files(source))
    described = dict(row[:2] for row in rows(load, "DESCRIBE SELECT * FROM {files}", source))
    assert list(described) == list(contract.stored)
    connection.disconnect()


def test_police_notes_and_counts(load: Load) -> None:
    reports = [report for report in load.reports if report.source == "police_uk_street"]
    assert len(reports) == 21
    unplaced = [note for report in reports for note in report.notes if "without a location" in note]
    assert sum(int(note.split()[0].replace(",", "")) for note in unplaced) == 2_763
    shared = [note for report in reports for note in report.notes if "Crime ID" in note]
    assert len(shared) == 1
    assert shared[0].startswith("3 Crime IDs also stand in ")
    asb = "SELECT count(*) FROM {files} WHERE crime_type = 'Anti-social behaviour'"
    assert rows(load, asb, "police_uk_street") == [(85_722,)]
    assert {report.period for report in reports} >= {("2014-01", "2014-01"), ("2016-10", "2016-10")}


def test_the_national_counts_hold_every_record_the_notes_name(load: Load) -> None:
    """The totals, and the months of each force, are the data set's own description's."""
    told = rows(load, "SELECT sum(incidents), count(DISTINCT force) FROM {files}", "police_uk_lsoa_counts")
    assert told == [(6_958_501, 42)]
    short = (
        "SELECT force, count(DISTINCT month) FROM {files} GROUP BY force HAVING count(DISTINCT month) < 21 ORDER BY 1"
    )
    assert rows(load, short, "police_uk_lsoa_counts") == [("btp", 12), ("west-midlands", 2), ("west-yorkshire", 7)]


def test_medway_totals_come_back(load: Load) -> None:
    statement = (
        "SELECT substr(month, 1, 4), count(*), count_if(crime_type = 'Anti-social behaviour') FROM {files} "
        "WHERE lsoa_name LIKE 'Medway %' AND substr(month, 6) <= '10' GROUP BY 1 ORDER BY 1"
    )
    assert rows(load, statement, "police_uk_street") == [("2014", 22_839, 7_915), ("2016", 25_224, 7_386)]


def test_row_numbers_are_those_of_the_file(load: Load) -> None:
    statement = "SELECT min(row_number), max(row_number), count(DISTINCT row_number) FROM {files} GROUP BY file_id"
    for first, last, distinct in rows(load, statement, "police_uk_street"):
        assert (first, last) == (1, distinct)


def test_areas_are_in_metres(load: Load) -> None:
    import shapely

    found = rows(load, "SELECT code, geometry FROM {files} WHERE kind = 'lad'", "boundaries")
    areas = {code: shapely.area(shapely.from_wkb(shape)) / 1e6 for code, shape in found}
    assert len(areas) == 13
    assert areas["E06000035"] == pytest.approx(191.96, abs=0.01)
    repaired = [note for r in load.reports if r.file.endswith("kent_and_medway_lsoa11.gpkg") for note in r.notes]
    assert any(note.startswith("2 outline(s)") for note in repaired)


def test_populations(load: Load) -> None:
    total = "SELECT sum(people) FROM {files} WHERE age = 'all' AND area_code = 'E06000035'"
    assert rows(load, total, "population") == [(278_556,)]
    ages = "SELECT count(DISTINCT age), sum(people) FROM {files} WHERE area_code = 'E06000035' AND age <> 'all'"
    assert rows(load, ages, "population") == [(91, 278_556)]


def test_health_reproduces_the_seed(load: Load) -> None:
    statement = (
        "SELECT area_name, value, unit, sex, start_year, end_year FROM {files} WHERE indicator LIKE 'Depression%' "
        "AND period = '2015/16' AND area_name IN ('Medway', 'England') ORDER BY 1"
    )
    assert rows(load, statement, "health_indicators") == [
        ("England", 8.3, "Percentage", "Persons", 2015, 2016),
        ("Medway", 8.9, "Percentage", "Persons", 2015, 2016),
    ]


def test_collisions_under_the_oldest_header(load: Load) -> None:
    severe = "SELECT lower(severity), count(*) FROM {files} GROUP BY 1 ORDER BY 1"
    assert rows(load, severe, "collisions") == [("fatal", 9), ("serious", 146), ("slight", 845)]
    spans = "SELECT strftime(min(happened), '%Y-%m'), strftime(max(happened), '%Y-%m') FROM {files}"
    assert rows(load, spans, "collisions") == [("2005-01", "2014-12")]
    assert rows(load, "SELECT count_if(easting < 0 OR northing < 0) FROM {files}", "collisions") == [(0,)]


def test_collisions_become_incidents_of_two_kinds(load: Load) -> None:
    connection = connect()
    (table,) = event_parts(connection, load, lambda first, second: first.round().cast("int64"))
    counted = table.group_by("category").aggregate(n=table.count()).to_pyarrow().to_pylist()
    months = table.select("month").distinct().count().execute()
    connection.disconnect()
    assert {row["category"]: row["n"] for row in counted} == {"collisions-serious": 155, "collisions-slight": 845}
    assert months == 120
