"""Loading, side by side: bare DuckDB over the unzipped files, our first load of the zips, our second load.

Bare DuckDB reads three columns and counts by month, LSOA and type: no contract, no accounting, no archive, nothing
kept. Ours unzips, digests, checks every cell, accounts for every row and writes Parquet. The counts are asserted equal
before anything is timed. CPU seconds of this process, after imports; the sides alternate; the median is printed.

    python bench/load.py [--rounds 5] [--data ../shared/data]
"""

import argparse
import shutil
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy  # noqa: F401  (imported before timing, as the loader needs it)

from wardmote import engine
from wardmote.engine import Workspace
from wardmote.findings.analysis import place_incidents
from wardmote.incidents.incident_table import incidents
from wardmote.partnership import Partnership, open_partnership
from wardmote.places.geography import read_geography
from wardmote.sources.load import Load, load_inbox

ROOT = Path(__file__).resolve().parents[1]

COUNT = (
    'SELECT "Month", "LSOA code", "Crime type", count(*) FROM read_csv({files}, all_varchar = true) GROUP BY 1, 2, 3'
)
STORED = "SELECT month, lsoa_code, crime_type, count(*) FROM read_parquet({files}) GROUP BY 1, 2, 3"
FOLDER = """
[partnership]
name = "Bench"
area = "E06000035"
area_name = "Medway"
wards = "2013"
periods = {{ this = "2016-01..2016-10", before = "2014-01..2014-10" }}
[sources.police_uk_street]
files = "police/*.zip"
owner = "Kent Police"
class = "already-public"
"""


def main() -> int:
    """Time both sides; returns 0, or 2 when the data is not there."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data")
    chosen = arguments.parse_args()
    zips = sorted((chosen.data / "police").glob("*.zip"))
    if not zips:
        print(f"{chosen.data}: there is no police data here", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        run(zips, chosen.data, Path(folder), chosen.rounds)
    return 0


def run(zips: list[Path], data: Path, folder: Path, rounds: int) -> None:
    """Alternate the sides and print medians and ratios."""
    unzipped = unzip(zips, folder / "unzipped")
    partnership = make_folder(folder / "partnership", data)
    same_answer(unzipped, partnership)
    place = placing(data, folder / "medway")
    times: dict[str, list[float]] = {"bare DuckDB": [], "first load": [], "placing": [], "second load": []}
    for _ in range(rounds):
        times["bare DuckDB"].append(cpu(lambda: bare(unzipped)))
        shutil.rmtree(partnership.store)
        shutil.rmtree(partnership.archive)
        times["first load"].append(cpu(lambda: load_inbox(partnership)))
        times["placing"].append(cpu(place))
        times["second load"].append(cpu(lambda: load_inbox(partnership)))
    medians = {name: statistics.median(values) for name, values in times.items()}
    for name, value in medians.items():
        print(f"{name:12}  {value:7.3f} CPU s   {value / medians['bare DuckDB']:6.2f} x bare DuckDB")
    both = medians["first load"] + medians["placing"]
    print(f"load and place {both:7.3f} CPU s   {both / medians['bare DuckDB']:6.2f} x bare DuckDB")
    print(f"second / first load: 1/{medians['first load'] / medians['second load']:.0f}")


def placing(data: Path, out: Path) -> Callable[[], Any]:
    """The work of giving every distinct map point of the Medway example its ward and LSOA, done afresh at each call."""
    partnership = open_partnership(ROOT / "examples" / "medway", inbox=data, out=out)
    load, connection = load_inbox(partnership), engine.connect()
    table, geography = incidents(connection, load), read_geography(partnership, load, connection)

    def work() -> None:
        shutil.rmtree(partnership.store / "places", ignore_errors=True)
        place_incidents(partnership, load, connection, table, geography)

    return work


def cpu(work: Callable[[], Any]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def bare(files: list[str]) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(COUNT.format(files=files)).fetchall()


def same_answer(unzipped: list[str], partnership: Partnership) -> None:
    """Both sides count the same rows into the same cells, and every row is accounted for."""
    load: Load = load_inbox(partnership)
    expected = bare(unzipped)
    with Workspace(partnership.store) as workspace:
        files = [str(file.path) for file in load.files("police_uk_street")]
        found = workspace.rows(STORED.format(files=files))
    assert sorted(map(repr, found)) == sorted(map(repr, expected)), "the two sides count differently"
    rows = sum(row[-1] for row in expected)
    assert sum(report.rows_in for report in load.reports) == rows
    assert sum(report.kept for report in load.reports) == rows
    print(f"same answer: {rows:,} rows in {len(expected):,} cells")


def unzip(zips: list[Path], folder: Path) -> list[str]:
    for path in zips:
        with zipfile.ZipFile(path) as archive:
            archive.extractall(folder)
    return sorted(str(path) for path in folder.rglob("*.csv"))


def make_folder(root: Path, data: Path) -> Partnership:
    root.mkdir()
    (root / "partnership.toml").write_text(FOLDER.format(), encoding="utf-8")
    return open_partnership(root, inbox=data)


if __name__ == "__main__":
    sys.exit(main())
