"""The commands as a person types them: what they print, what they write, and the code they return."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from wardmote.cli.main import app
from wardmote.errors import PublishingRefused, WrongUse


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)


def release_of(folder: Path) -> Path:
    ledger = (folder / "published" / "ledger.jsonl").read_text(encoding="utf-8").splitlines()
    return folder / "published" / json.loads(ledger[-1])["release"]


@pytest.fixture(scope="module")
def assessed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town") / "town"
    assert run("simulate", folder, "--scale", "0.2").exit_code == 0
    assert run("assess", folder).exit_code == 0
    return folder


@pytest.fixture
def town(assessed: Path, tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    shutil.copytree(assessed, tmp_path / "town")
    return tmp_path / "town"


def test_a_draft_says_it_is_one_and_holds_every_format(assessed: Path) -> None:
    release = release_of(assessed)
    names = {path.name for path in release.iterdir()}
    assert {"assessment.html", "assessment.docx", "assessment.pdf", "briefing.pdf", "tables.xlsx"} <= names
    assert {"figures.json", "findings.json", "release.json", "tables"} <= names
    assert "Draft: not adopted" in (release / "assessment.html").read_text(encoding="utf-8")


def test_publishing_takes_the_watermark_away(town: Path) -> None:
    assert run("publish", town).exit_code == 0
    release = release_of(town)
    assert json.loads((release / "release.json").read_text())["state"] == "published"
    assert "Draft: not adopted" not in (release / "assessment.html").read_text(encoding="utf-8")


def test_a_sentence_that_does_not_hold_is_marked_in_the_draft_and_stops_publishing(town: Path) -> None:
    chapter = town / "text" / "07-crime.md"
    sentence = '\n[Burglary rose.]{.claim finding=burglary/area/before~this says="rose"}\n'
    chapter.write_text(chapter.read_text(encoding="utf-8") + sentence, encoding="utf-8")
    drafted = run("assess", town)
    assert drafted.exit_code == 0
    assert "2 claim(s), 1 of which do not hold" in drafted.output
    page = (release_of(town) / "assessment.html").read_text(encoding="utf-8")
    assert "The data now supports" in page
    with pytest.raises(PublishingRefused, match=r"text/07-crime\.md") as refused:
        run("publish", town)
    assert refused.value.exit_code == 4
    checked = run("check", town)
    assert checked.exit_code == 1
    assert "Sentences that do not hold: 1" in checked.output


def test_a_bad_file_is_refused_by_name_and_the_others_still_load(town: Path) -> None:
    (town / "inbox" / "council_asb" / "council_asb_2026_27.csv").write_text("Ref,When\n1,yesterday\n", encoding="utf-8")
    loaded = run("load", town)
    assert loaded.exit_code == 3
    assert "council_asb/council_asb_2026_27.csv" in loaded.stderr
    assert "police_uk_street" in loaded.stdout
    assert "yesterday" not in loaded.output
    assert run("assess", town).exit_code == 3


def test_an_unchanged_inbox_is_not_read_again(town: Path) -> None:
    reports = json.loads(run("load", town, "--json").stdout)
    assert reports
    assert {report["status"] for report in reports} <= {"unchanged", "superseded"}


def test_a_changed_past_figure_is_listed_as_a_revision(town: Path) -> None:
    month = town / "inbox" / "police" / "2025-09" / "2025-09-marlshire-street.csv"
    later = town / "inbox" / "police" / "2026-06-01-correction" / "2025-09" / month.name
    later.parent.mkdir(parents=True)
    lines = month.read_text(encoding="utf-8").splitlines(keepends=True)
    later.write_text("".join([lines[0], *lines[len(lines) // 4 :]]), encoding="utf-8")
    assert run("assess", town).exit_code == 0
    table = (release_of(town) / "tables" / "revisions.csv").read_text(encoding="utf-8")
    assert "Anti-social behaviour incidents, Marlbridge, year ending March 2026" in table


def test_a_claim_and_a_short_name_are_traced(town: Path) -> None:
    told = run("trace", town, "asb-incidents/area/before~this")
    assert "Verdict" in told.output
    assert "quasi-poisson" in told.output
    steps = json.loads(run("trace", town, "asb-incidents/area/this", "--json").output)
    assert steps[0]["id"] == "asb-incidents/E06999901/2025-04..2026-03"
    with pytest.raises(WrongUse, match="there is no figure"):
        run("trace", town, "asb-incidents/area/2020-01..2020-12")


def test_a_new_folder_teaches_and_is_never_written_over(tmp_path: Path) -> None:
    assert run("new", tmp_path / "ours").exit_code == 0
    assert "# One table for each source" in (tmp_path / "ours" / "partnership.toml").read_text(encoding="utf-8")
    assert list((tmp_path / "ours" / "text").glob("*.md"))
    with pytest.raises(WrongUse, match="not empty"):
        run("new", tmp_path / "ours")
    checked = run("check", tmp_path / "ours")
    assert checked.exit_code == 1
    assert "nothing in the inbox matches" in checked.output


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ("not toml at all [", "not readable TOML"),
        ('[partnership]\nname = "x"\n', "partnership.area"),
        ("[surprise]\n", "surprise"),
    ],
)
def test_a_configuration_that_does_not_hold_is_explained(tmp_path: Path, toml: str, says: str) -> None:
    (tmp_path / "partnership.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(WrongUse, match=says) as refused:
        run("load", tmp_path)
    assert refused.value.exit_code == 2


def test_user_errors_have_no_traceback_and_help_is_quick_to_import(tmp_path: Path) -> None:
    wrong = subprocess.run(
        [sys.executable, "-m", "wardmote.cli", "load", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert wrong.returncode == 2
    assert wrong.stderr.startswith("wardmote: ")
    assert "Traceback" not in wrong.stderr
    heavy = "import sys, wardmote.cli.main; print([m for m in ('ibis','duckdb','scipy','shapely','pydantic') if m in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


def test_progress_stays_out_of_a_pipe(town: Path) -> None:
    ran = subprocess.run([sys.executable, "-m", "wardmote.cli", "assess", str(town)], capture_output=True, text=True)
    assert ran.returncode == 0
    assert ran.stderr == ""


def test_a_report_sent_twice_under_another_name_is_not_counted_twice(town: Path) -> None:
    folder = town / "inbox" / "council_asb"
    once = (folder / "council_asb_2025_26.csv").read_text(encoding="utf-8")
    lines = once.splitlines(keepends=True)
    (folder / "council_asb_2025_26_v2.csv").write_text(once + lines[-1].replace(lines[-1].split(",")[0], "NEW-1", 1))
    loaded = run("load", town)
    assert loaded.exit_code == 3
    assert "counted twice" in loaded.stderr
    reports = {r["file"]: r for r in json.loads(run("load", town, "--json").stdout)}
    again = reports["council_asb/council_asb_2025_26_v2.csv"]
    assert (again["status"], again["kept"]) == ("refused", 0)
    assert again["rows_in"] == again["quarantined"] + again["declared_duplicates"]
    (folder / "council_asb_2025_26.csv").unlink()
    assert run("load", town).exit_code == 0  # the one that is left is read


def test_a_file_of_month_first_dates_is_refused_whole(town: Path) -> None:
    path = town / "inbox" / "council_asb" / "council_asb_2025_26.csv"
    swapped = re.sub(r"\b(\d\d)/(\d\d)/(\d{4})", r"\2/\1/\3", path.read_text(encoding="utf-8"))
    path.write_text(swapped, encoding="utf-8")
    loaded = run("load", town)
    assert loaded.exit_code == 3
    assert "month-first" in loaded.stderr


def test_breaks_that_cannot_be_read_forbid_every_comparison_and_publishing(town: Path) -> None:
    register = town / "registers" / "series_breaks.csv"
    register.write_text(register.read_text(encoding="utf-8") + "banana,,not-a-month,,,\n", encoding="utf-8")
    assert run("assess", town).exit_code == 3
    findings = json.loads((release_of(town) / "findings.json").read_text(encoding="utf-8"))
    # A share of few people is withheld, whatever would be said of it.
    assert {f["verdict"] for f in findings if f["kind"] == "change"} == {"cannot say", "withheld"}
    with pytest.raises(PublishingRefused, match=r"series_breaks\.csv was refused"):
        run("publish", town)
    register.unlink()
    with pytest.raises(PublishingRefused, match=r"series_breaks\.csv is missing"):
        run("publish", town)


def test_what_was_published_stays(town: Path) -> None:
    assert run("publish", town).exit_code == 0
    release = release_of(town)
    before = (release / "assessment.pdf").read_bytes()
    assert run("assess", town).exit_code == 0
    assert (release / "assessment.pdf").read_bytes() == before
    assert json.loads((release / "release.json").read_text())["state"] == "published"


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("round_to = 5", "round_to = 0", "round_to"),
        ("suppress_below = 5", "suppress_below = 0", "suppress_below"),
        ('wards = "2024"', 'wards = "2015"', "needs the boundaries of the year it names"),
    ],
)
def test_settings_that_undo_safety_are_refused(town: Path, was: str, becomes: str, says: str) -> None:
    path = town / "partnership.toml"
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, becomes, 1), encoding="utf-8")
    with pytest.raises(WrongUse, match=says):
        run("assess", town)


def test_a_chapter_in_another_encoding_is_named(town: Path) -> None:
    (town / "text" / "07-crime.md").write_bytes("# Crime\n\nCafé\n".encode("cp1252"))
    with pytest.raises(WrongUse, match=r"text/07-crime\.md, line 3"):
        run("assess", town)


def test_a_file_that_no_source_claims_is_said(town: Path) -> None:
    (town / "inbox" / "stray.csv").write_text("a,b\n", encoding="utf-8")
    assert "no source claims them: stray.csv" in run("load", town).stdout
    assert "stray.csv" in run("check", town).stdout


def test_a_partners_few_rows_are_printed_nowhere(town: Path) -> None:
    for path in (town / "inbox" / "council_asb").glob("*.csv"):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        july = [line for line in lines if "/07/2025" in line]
        path.write_text("".join(line for line in lines if line not in july[2:]), encoding="utf-8")
    assert run("assess", town).exit_code == 0
    release = release_of(town)
    figures = {f["id"]: f for f in json.loads((release / "figures.json").read_text(encoding="utf-8"))}
    month = figures["council-asb/E06999901/2025-07..2025-07"]
    assert month["value"] is None
    findings = json.loads((release / "findings.json").read_text(encoding="utf-8"))
    alarm = next(f for f in findings if f["id"].startswith("completeness/council_asb"))
    assert not re.search(r"\d", alarm["sentence"].replace("July 2025", ""))


def test_no_published_byte_tells_a_partners_true_count(assessed: Path) -> None:
    """The exact limits of a true count's interval are as good as the count: none stands in any file, nor in any part of one."""
    from wardmote.disclosure.leaving.inspection import searched

    (analysis,) = (assessed / "store" / "analysis").glob("*.json")
    figures = json.loads(analysis.read_text(encoding="utf-8"))["figures"]
    by_class: dict[bool, set[str]] = {True: set(), False: set()}
    for figure in figures:
        exact = figure["disclosure"]["class"] == "already-public" or (figure["numerator"] or 0) % 5 == 0
        by_class[exact] |= (
            {repr(figure["interval"][end]) for end in ("lower", "upper")} if figure["interval"] else set()
        )
    needles = by_class[False] - by_class[True]
    assert len(needles) > 20
    assert searched(release_of(assessed), sorted(needles)) == []
