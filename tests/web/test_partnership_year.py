"""An invented partnership-year, from the daily call to the assessment: what it printed, and that it named nobody."""

import csv
import io
import json
import logging
import zipfile
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pikepdf
import pyarrow.parquet
import pypdfium2
import pytest
from typer.testing import CliRunner

from wardmote.assessment.assemble import assemble
from wardmote.assessment.numbering import blocks, numbers_in
from wardmote.cli.assess import prepare
from wardmote.cli.demo import run_simulate
from wardmote.cli.main import app
from wardmote.disclosure.gate import leaks
from wardmote.findings.rows import rows_behind
from wardmote.invented.working_year import live_a_year
from wardmote.invented.year_key import YearSize
from wardmote.measures.worked import COMPARED, WORKED
from wardmote.partnership import open_partnership
from wardmote.simulate import read_answers
from wardmote.simulate.casework import EXTRACT
from wardmote.sources.load import load_inbox
from wardmote.web.durability.extracting import write_extract
from wardmote.web.folder import Casebook
from wardmote.web.store.django_store import DjangoStore
from web.test_extract import plant_everywhere

LAST, AFTER = date(2026, 3, 31), datetime(2026, 4, 1, 3, tzinfo=UTC)
"""The last day of the period that the invented town is assessed for, and the night after it."""
INDICATORS = (
    "W1,Issues of the daily call that were closed,P1,call-lines-closed-share,,50,%,higher,The chair (invented),2026-09-30",
    "W2,Days within which half of the cases were closed,P1,cases-ended-days,,300,days,lower,The chair (invented),2026-09-30",
)
SAID = ("call-lines", "cases", "cases-ended", "cases-returned", "cases-open", "case-reviews")
PERSON = "CANARY"


def assessed_folder(folder: Path, size: YearSize, scale: float):
    """A partnership folder whose casebook lived a year, with a name planted in every column of words; and the answers.

    Its extract takes the place of the one that came with the folder.
    """
    run_simulate(folder, seed=1, scale=scale)
    register = folder / "registers" / "indicators.csv"
    register.write_text(register.read_text(encoding="utf-8") + "\n".join(INDICATORS) + "\n", encoding="utf-8")
    chapter = folder / "text" / "12-what-partners-worked.md"
    said = "".join(f"- {{says:{name}/area/this~worked}}\n" for name in SAID)
    chapter.write_text(chapter.read_text(encoding="utf-8") + f"\n{said}", encoding="utf-8")
    store = DjangoStore("empty")
    key = live_a_year(store, LAST, size)
    assert plant_everywhere() > 30
    write_extract(store, Casebook(folder), AFTER)
    return key


def nearest(count: int) -> int | None:
    """A count as the gate of the invented partnership shows it."""
    return None if 0 < count < 5 else 5 * ((2 * count + 5) // 10)


def true_counts(key) -> dict[str, int]:
    told = {"call-lines": key.lines, "call-lines-closed": key.lines_closed, "cases": sum(key.cases.values())}
    told |= {f"cases-{kind}": number for kind, number in key.cases.items()}
    told |= {f"cases-ended-{outcome}": number for outcome, number in key.outcomes.items()}
    return told | {"cases-ended": sum(key.outcomes.values())}


def shown_as_told(figures, key, area: str, period: str) -> int:
    """Every count of the answer key stands among the released figures, rounded or withheld; how many are shown."""
    shown = 0
    for slug, count in true_counts(key).items():
        figure = figures[f"{slug}/{area}/{period}"]
        assert figure.value in (nearest(count), None), (slug, count, figure.value)
        shown += figure.value is not None
        assert [entry.source for entry in figure.lineage] == ["casework_extract"]
        assert [entry.rows for entry in figure.lineage] == [None]
    return shown


@pytest.mark.django_db(databases=["default", "empty"])
def test_a_small_year_is_counted_traced_and_names_nobody(tmp_path, caplog):
    caplog.set_level(logging.INFO)
    caplog.set_level(logging.DEBUG, logger="wardmote")
    key = assessed_folder(tmp_path / "town", YearSize().over(8), scale=0.05)
    partnership = open_partnership(tmp_path / "town")
    loaded = load_inbox(partnership)
    material, _ = prepare(partnership, loaded)
    figures = material.release.figures
    assert shown_as_told(figures, key, partnership.area, str(partnership.this)) >= 4
    traced_to_rows(
        partnership, loaded, material, {"call-lines-closed": key.lines_closed, "cases": sum(key.cases.values())}
    )
    made = assemble(material, "draft", draft=True)
    assert not [problem for problem in made.problems if "worked" in problem.where]
    printed = {number.figure_id.split("/")[0] for block in blocks(made.document) for number in numbers_in(block)}
    assert {*true_counts(key), "call-lines-closed-share", "call-lines-closed-days"} <= printed
    assert material.release.findings["indicator/W1~target"].verdict == "met"
    assert material.release.findings[f"call-lines/{partnership.area}/{partnership.this}~worked"].verdict == "counted"
    assert PERSON not in repr(made.document) + caplog.text
    assert whom_files_name(tmp_path / "town") == []


def traced_to_rows(partnership, loaded, material, counts):
    """The rows listed behind a figure are as many as the year had, each once, and a row of the extract."""
    extract = next((partnership.inbox / "casework").rglob("*.csv"))
    written = list(csv.DictReader(io.StringIO(extract.read_text(encoding="utf-8"))))
    for slug, count in counts.items():
        rows = list(rows_behind(partnership, loaded, material.figure(slug, material.area, partnership.this)))
        assert len(rows) == count and len({row["row_number"] for row in rows}) == count, slug
        for row in rows:
            source = written[row["row_number"] - 1]
            assert (row["record"], row["month"], row["outcome"]) == (
                source["record"],
                source["month"],
                source["outcome"],
            )


def whom_files_name(folder: Path) -> list[str]:
    """The files in which a planted name is found: everything the river read, kept or wrote."""
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if PERSON in words_of(path) or "Invented Person" in words_of(path):
            found.append(str(path.relative_to(folder)))
    return found


def words_of(path: Path) -> str:
    if path.suffix == ".parquet":
        return str(pyarrow.parquet.read_table(path).to_pylist())
    if path.suffix == ".pdf":
        pages = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))
        with pikepdf.open(path) as document:
            return pages + str(dict(document.docinfo)) + str(document.open_metadata())
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return " ".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return path.read_bytes().decode("utf-8", "replace")


def test_a_name_is_found_wherever_it_would_be(tmp_path):
    (tmp_path / "a.txt").write_text(f"{PERSON}-Case-END")
    with zipfile.ZipFile(tmp_path / "b.docx", "w") as archive:
        archive.writestr("word/document.xml", "Invented Person 12-345")
    pyarrow.parquet.write_table(pyarrow.table({"outcome": [PERSON]}), tmp_path / "c.parquet")
    assert whom_files_name(tmp_path) == ["a.txt", "b.docx", "c.parquet"]


def test_the_demos_own_folder_holds_two_years_and_the_assessment_counts_them_as_the_answers_say(tmp_path):
    folder = tmp_path / "town"
    run_simulate(folder, seed=1, scale=0.1)
    answers = read_answers(folder / "answers.json")
    partnership = open_partnership(folder)
    loaded = load_inbox(partnership)
    material, _ = prepare(partnership, loaded)
    figures, shown = material.release.figures, 0
    for name, count in answers.worked.items():
        if name in figures:
            assert figures[name].value in (nearest(count), None), name
            rows = list(rows_behind(partnership, loaded, figures[name]))
            assert len(rows) == count, name
            shown += figures[name].value is not None
    assert shown > 5
    at = f"{partnership.area}/{partnership.before}~{partnership.this}"
    for slug in COMPARED:
        finding = material.release.findings[f"{slug}/{at}"]
        assert finding.verdict in ("rose", "fell", "no clear change") and finding.family == "what partners worked"
        assert all(name in answers.worked for name in finding.figures), slug
    wards = [figure for figure in figures.values() if figure.assignment == "recorded"]
    assert len(wards) == 16
    placed = [list(rows_behind(partnership, loaded, ward)) for ward in wards]
    for ward, rows in zip(wards, placed, strict=True):
        assert {row["ward_code"] for row in rows} <= {ward.area.code} and ward.value in (nearest(len(rows)), None)
    assert 0 < sum(map(len, placed)) <= answers.worked[f"cases-location/{partnership.area}/{partnership.this}"]
    assert leaks(material.release, partnership.disclosure) == []


def test_the_same_seed_gives_the_same_extract(tmp_path):
    for name, seed in (("one", 2), ("again", 2), ("other", 3)):
        run_simulate(tmp_path / name, seed=seed, scale=0.05)
    one, again, other = ((tmp_path / name / "inbox" / EXTRACT).read_bytes() for name in ("one", "again", "other"))
    assert one == again != other


@pytest.mark.prove
@pytest.mark.django_db(databases=["default", "empty"])
def test_the_assessment_prints_440_issues_and_180_cases_with_their_outcomes(tmp_path, caplog):
    caplog.set_level(logging.INFO)
    caplog.set_level(logging.DEBUG, logger="wardmote")
    folder = tmp_path / "town"
    key = assessed_folder(folder, YearSize(), scale=0.2)
    ran = CliRunner().invoke(app, ["assess", str(folder)], catch_exceptions=False)
    assert ran.exit_code == 0, ran.output
    assert (key.lines, sum(key.cases.values())) == (440, 180)
    partnership = open_partnership(folder)
    loaded = load_inbox(partnership)
    material, _ = prepare(partnership, loaded)
    traced_to_rows(partnership, loaded, material, true_counts(key))
    ledger = (partnership.published / "ledger.jsonl").read_text(encoding="utf-8").splitlines()
    release = partnership.published / json.loads(ledger[-1])["release"]
    figures = {figure["id"]: figure for figure in json.loads((release / "figures.json").read_text(encoding="utf-8"))}
    at = f"{partnership.area}/{partnership.this}"
    assert (figures[f"call-lines/{at}"]["value"], figures[f"cases/{at}"]["value"]) == (440, 180)
    outcomes = Counter(figures[f"cases-ended-{name}/{at}"]["value"] is not None for name in key.outcomes)
    assert outcomes[True] > outcomes[False]
    page = (release / "assessment.html").read_text(encoding="utf-8")
    for words in (
        " cases were closed, and ",
        "Issues on the daily call",
        ">440<",
        "Cases referred",
        ">180<",
        "How cases ended",
        WORKED["cases-ended"].label,
    ):
        assert words in page, words
    told = CliRunner().invoke(app, ["trace", str(folder), f"cases/{at}", "--rows"], catch_exceptions=False)
    assert len(list(csv.DictReader(io.StringIO(told.stdout)))) == 180
    assert PERSON not in caplog.text + ran.output
    assert whom_files_name(folder) == []
