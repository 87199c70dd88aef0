"""The written folder: formats as publishers print them, the same bytes for the same seed, answers true of the files."""

import csv
import hashlib
import io
import re
import time
import zipfile
from collections import Counter
from datetime import datetime

import pytest

from wardmote.errors import WrongUse
from wardmote.partnership import open_partnership
from wardmote.simulate import (
    council_files,
    police_files,
    read_answers,
    reference_files,
    simulate,
)
from wardmote.simulate.categories import ALL_CRIME, ASB, CATEGORIES, MONTHS
from wardmote.simulate.town import AREA_CODE, AREA_NAME
from wardmote.sources.registers import REGISTERS, headings

SCALE = 0.2
NAMES = {category.name: category.slug for category in CATEGORIES}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made") / "marlbridge"
    return folder, simulate(folder, seed=7, scale=SCALE)


@pytest.fixture(scope="module")
def street(made):
    """Rows of every street file by the name the product gives it, read with the csv module alone."""
    folder, _ = made
    inbox = folder / "inbox"
    texts = {path.relative_to(inbox).as_posix(): path.read_bytes() for path in inbox.glob("police/**/*.csv")}
    for path in inbox.glob("police/*.zip"):
        with zipfile.ZipFile(path) as archive:
            name = path.relative_to(inbox).as_posix()
            texts |= {f"{name}!{member}": archive.read(member) for member in archive.namelist()}
    return {name: list(csv.DictReader(io.StringIO(text.decode(), newline=""))) for name, text in texts.items()}


def valid(street):
    """Of two files of one month, the one whose path sorts last."""
    by_month = {}
    for name in sorted(street):
        by_month[name.rsplit("/", 1)[-1]] = street[name]
    return [row for rows in by_month.values() for row in rows]


def own(row):
    return row["LSOA name"].startswith(AREA_NAME + " ")


def digests(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_seed_gives_the_same_bytes(made, tmp_path):
    folder, _ = made
    simulate(tmp_path / "again", seed=7, scale=SCALE)
    simulate(tmp_path / "other", seed=8, scale=SCALE)
    assert digests(tmp_path / "again") == digests(folder)
    assert digests(tmp_path / "other") != digests(folder)


def test_it_is_quick(tmp_path):
    start = time.process_time()
    simulate(tmp_path / "quick", seed=9, scale=SCALE)
    assert time.process_time() - start < 0.7


def test_the_configuration_is_one(made):
    folder, answers = made
    partnership = open_partnership(folder)
    assert (partnership.area, partnership.area_name) == (AREA_CODE, AREA_NAME)
    assert {"this": str(partnership.this), "before": str(partnership.before)}.items() <= answers.periods.items()
    for source in partnership.sources.values():
        for pattern in source.patterns:
            assert list(partnership.inbox.glob(pattern)), pattern


def test_street_files_are_in_the_publishers_format(made, street):
    folder, _ = made
    header = (
        "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
        "Crime type,Last outcome category,Context"
    )
    for path in folder.glob("inbox/police/**/*.csv"):
        assert path.read_text().splitlines()[0] == header
    assert {re.search(r"(\d{4}-\d\d)-marlshire-street\.csv$", name)[1] for name in street} == set(MONTHS)
    for name, rows in street.items():
        for row in rows:
            assert row["Month"] in name
            assert row["Falls within"] == police_files.FORCE
            assert row["Context"] == ""
            if row["Crime type"] == "Anti-social behaviour":
                assert row["Crime ID"] == row["Last outcome category"] == ""
            else:
                assert re.fullmatch("[0-9a-f]{64}", row["Crime ID"])
                assert row["Last outcome category"]
            if not row["Longitude"]:
                assert (row["Latitude"], row["LSOA code"], row["Location"]) == ("", "", "No Location")
            else:
                assert re.fullmatch(r"\d\.\d{6}", row["Longitude"])


def test_crime_ids_are_unique(street):
    ids = Counter(row["Crime ID"] for row in valid(street) if row["Crime ID"])
    assert max(ids.values()) == 1


def test_row_accounting_is_true(made, street):
    _, answers = made
    accounted = {file.name: file for file in answers.files if file.source == "police_uk_street"}
    assert accounted.keys() == street.keys()
    for name, rows in street.items():
        truth = accounted[name]
        assert truth.rows == len(rows)
        assert truth.without_location == sum(not row["LSOA code"] for row in rows)
        assert truth.outside_area == sum(bool(row["LSOA code"]) and not own(row) for row in rows)


def test_counts_are_true(made, street):
    _, answers = made
    rows = [row for row in valid(street) if own(row)]
    for figure, count in answers.counts.items():
        measure, area, period = figure.split("/")
        first, last = period.split("..")
        assert area == AREA_CODE
        if measure == "council-asb":
            continue
        within = [NAMES[row["Crime type"]] for row in rows if first <= row["Month"] <= last]
        assert count == sum(slug != ASB if measure == ALL_CRIME else slug == measure for slug in within), figure


def test_the_correction_changes_the_figures_it_says(made, street):
    _, answers = made
    effect = answers.effect("late correction")
    first, corrected = (street[path] for path in effect.files)
    assert sorted(effect.files)[-1] == effect.files[1]
    for rows, when in ((first, "as first sent"), (corrected, "corrected")):
        burglary = sum(own(row) and row["Crime type"] == "Burglary" for row in rows)
        assert effect.counts[f"burglary/{AREA_CODE}/2025-06..2025-06 {when}"] == burglary
    assert len({effect.counts[key] for key in effect.counts if key.startswith("burglary")}) == 2


def test_wrong_reporting_forces_are_where_the_key_says(made, street):
    _, answers = made
    wrong = {row["Month"] for rows in street.values() for row in rows if row["Reported by"] != row["Falls within"]}
    assert wrong == set(answers.wrong_reporting_force)


def test_council_files(made):
    folder, answers = made
    wrong = {(row.path, row.line): row.column for row in answers.wrong_rows}
    assert set(wrong.values()) == {"Reported", "Easting", "Northing"}
    for path, period in council_files.FILES.items():
        with (folder / "inbox" / path).open(encoding="utf-8", newline="") as file:
            assert file.readline() == council_files.HEADER + "\r\n"
            rows = list(csv.DictReader(file, council_files.HEADER.split(",")))
        found = {}
        for line, row in enumerate(rows, start=2):
            try:
                assert str(datetime.strptime(row["Reported"], "%d/%m/%Y %H:%M"))[:7] in period
                int(row["Easting"]), int(row["Northing"])
            except ValueError:
                found[path, line] = wrong[path, line]
        assert found == {key: column for key, column in wrong.items() if key[0] == path}
        assert answers.counts[f"council-asb/{AREA_CODE}/{period}"] == len(rows) - len(found)
        high_street = {row["Ward as recorded"] for row in rows if row["Address"].endswith(" High Street")}
        assert high_street == {"Priory Cross"}
        cells = Counter((row["Ward as recorded"], row["Category"]) for row in rows)
        assert any(count < 5 for count in cells.values())


def test_reference_files(made):
    folder, _ = made
    inbox = folder / "inbox"
    lookup = (inbox / reference_files.LOOKUP).read_bytes()
    assert lookup.startswith(b"\xef\xbb\xbfLSOA21CD,LSOA21NM,WD24CD,WD24NM,LAD24CD,LAD24NM\r\n")
    population = (inbox / reference_files.POPULATION).read_text().splitlines()
    assert population[0].startswith("area_code,area_name,all_ages,ar_0-4,ar_5-9,")
    assert population[0].endswith(",ar_80-84,ar_85-89,ar_90plus")
    for row in csv.DictReader(population):
        ages = sum(int(value) for key, value in row.items() if key.startswith("ar_"))
        assert ages == int(row["all_ages"].replace(",", ""))
    households = (inbox / reference_files.HOUSEHOLDS).read_text().splitlines()[0]
    assert households == (
        "Region code,Region name,Local authority code,Local authority name,MSOA Code,MSOA Name,LSOA Code,LSOA Name,,"
        "Persons,Persons,Persons,Hectares,Persons per hectare,Households,Persons per household"
    )
    with (inbox / reference_files.HEALTH).open(newline="") as file:
        health = list(csv.DictReader(file))
    assert {row["Area Name"] for row in health} == {"England", AREA_NAME}


def test_registers_have_the_agreed_columns(made):
    folder, _ = made
    for name in set(REGISTERS) - {"holidays", "similar_areas"}:
        header = headings(name)
        with (folder / "registers" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            assert file.readline() == header + "\r\n"
            rows = list(csv.reader(file))
        assert rows
        assert {len(row) for row in rows} == {header.count(",") + 1}
    with (folder / "registers/received_figures.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert "INVENTED" in (folder / row["evidence_file"]).read_text()
            if row["denominator"]:
                share = 100 * int(row["numerator"]) / int(row["denominator"])
                assert float(row["value"]) == pytest.approx(share, abs=0.05)


def test_the_key_reads_back_and_names_every_effect(made):
    folder, answers = made
    assert read_answers(folder / "answers.json") == answers
    assert len({effect.kind for effect in answers.effects}) == len(answers.effects) == 9


def test_without_rendering_inputs_there_is_no_health_file(tmp_path):
    simulate(tmp_path / "bare", scale=0.1, rendering_inputs=False)
    assert not (tmp_path / "bare/inbox/health").exists()
    assert "health_indicators" not in open_partnership(tmp_path / "bare").sources


def test_it_never_writes_over_anything(tmp_path):
    (tmp_path / "partnership.toml").write_text("mine")
    with pytest.raises(WrongUse, match="something here already"):
        simulate(tmp_path)
    with pytest.raises(WrongUse, match="scale"):
        simulate(tmp_path / "new", scale=0)
