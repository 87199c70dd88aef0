"""Loading as a whole: idempotent, incremental, private, and the same whatever came before."""

import json
import shutil
import stat
from datetime import date
from pathlib import Path

import pytest

from corpus import inboxes
from wardmote.engine import connect, read_parquet
from wardmote.errors import WrongUse
from wardmote.sources.contracts import find_contract
from wardmote.sources.load import load_inbox
from wardmote.sources.load_report import LoadReport


@pytest.fixture
def police(tmp_path: Path) -> Path:
    partnership = inboxes.folder(tmp_path, "police_uk_street")
    inboxes.text(inboxes.police(), "a/2016-01-kent-street.csv")(partnership.inbox / "in")
    return tmp_path


def add(root: Path, name: str, content: str) -> None:
    inboxes.text(content, name)(root / "inbox" / "in")


def load(root: Path, **more: object):  # type: ignore[no-untyped-def]
    return load_inbox(inboxes.folder(root, "police_uk_street"), **more)


def test_loading_twice_changes_nothing_but_the_word(police: Path) -> None:
    first, second = load(police), load(police)
    assert [report.status for report in first.reports] == ["loaded"]
    assert [report.status for report in second.reports] == ["unchanged"]
    assert first.reports[0].changed(status="unchanged") == second.reports[0]
    assert first.digest == second.digest
    assert first.loaded == second.loaded


def test_reports_are_written(police: Path) -> None:
    result = load(police)
    written = json.loads((police / "store" / "loads.json").read_text(encoding="utf-8"))
    assert tuple(LoadReport.model_validate(entry) for entry in written) == result.reports


def test_a_lost_parquet_is_made_again(police: Path) -> None:
    (file,) = load(police).files("police_uk_street")
    before = file.path.read_bytes()
    file.path.unlink()
    load(police)
    assert file.path.read_bytes() == before


def test_a_new_month_leaves_the_others_alone(police: Path) -> None:
    (first,) = load(police).loaded
    written = first.path.stat().st_mtime_ns
    add(police, "a/2016-02-kent-street.csv", inboxes.police().replace("2016-01", "2016-02"))
    result = load(police)
    assert [report.status for report in result.reports] == ["unchanged", "loaded"]
    assert first.path.stat().st_mtime_ns == written
    assert "2 Crime IDs also stand in in/a/2016-01-kent-street.csv" in " ".join(result.reports[1].notes)


def test_a_correction_supersedes_and_can_be_withdrawn(police: Path) -> None:
    original = load(police)
    add(police, "b/2016-01-kent-street.csv", inboxes.police(inboxes.police_row()))
    corrected = load(police)
    assert [(report.status, report.rows_in, report.kept) for report in corrected.reports] == [
        ("superseded", 3, 0),
        ("loaded", 1, 1),
    ]
    assert [file.name for file in corrected.loaded] == ["in/b/2016-01-kent-street.csv"]
    assert corrected.digest != original.digest
    (police / "inbox" / "in" / "b" / "2016-01-kent-street.csv").unlink()
    restored = load(police)
    assert restored.digest == original.digest
    assert [file.rows for file in restored.loaded] == [3]
    assert len(list((police / "store" / "police_uk_street").iterdir())) == 1


def test_a_correction_that_is_refused_does_not_supersede(police: Path) -> None:
    add(police, "b/2016-01-kent-street.csv", "<html>")
    result = load(police)
    assert [report.status for report in result.reports] == ["loaded", "refused"]


def test_history_does_not_matter(police: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The same inbox gives the same reports and files, whether it grew or came at once."""
    load(police)
    add(police, "b/2016-01-kent-street.csv", inboxes.police(inboxes.police_row()))
    add(police, "b/2016-02-kent-street.csv", inboxes.police().replace("2016-01", "2016-02"))
    grown = load(police)
    other = tmp_path_factory.mktemp("other")
    shutil.copytree(police / "inbox", other / "inbox")
    at_once = load(other)

    def told(result):  # type: ignore[no-untyped-def]
        return [report.changed(status=report.status.replace("unchanged", "loaded")) for report in result.reports]

    assert told(grown) == told(at_once)
    assert grown.digest == at_once.digest


def test_the_archive_keeps_the_file_once_and_privately(police: Path) -> None:
    result = load(police)
    load(police)
    kept = police / "archive" / result.reports[0].sha256
    assert kept.read_bytes() == (police / "inbox" / "in" / "a" / "2016-01-kent-street.csv").read_bytes()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    index = json.loads((police / "archive" / "index.json").read_text(encoding="utf-8"))
    assert index == {result.reports[0].sha256: ["in/a/2016-01-kent-street.csv"]}


def test_nothing_in_the_store_is_open_to_others(police: Path) -> None:
    add(police, "a/2016-02-kent-street.csv", inboxes.police().replace("2016-01", "2016-02") + "x\n")
    load(police)
    for path in (police / "store").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_the_inbox_is_not_touched(police: Path) -> None:
    before = {path: (path.stat().st_mtime_ns, path.stat().st_mode) for path in (police / "inbox").rglob("*")}
    load(police)
    assert {path: (path.stat().st_mtime_ns, path.stat().st_mode) for path in (police / "inbox").rglob("*")} == before


def test_the_quarantine_holds_the_whole_row(police: Path) -> None:
    add(police, "a/2016-01-essex-street.csv", inboxes.police(inboxes.POLICE_ROWS[0], inboxes.police_row(c9="Piracy")))
    load(police)
    (path,) = (police / "store" / "quarantine" / "police_uk_street").iterdir()
    text = path.read_text(encoding="utf-8")
    assert "2,crime_type,unknown term" in text
    assert "Piracy" in text
    assert "8b2a6bc936ef6a24" in text


def test_a_future_month_is_kept_once_it_has_come(police: Path) -> None:
    add(police, "a/kent.csv", inboxes.police().replace("2016-01", "2016-03"))
    early = load(police, latest=date(2016, 2, 1))
    assert [report.status for report in early.reports] == ["loaded", "refused"]
    late = load(police, latest=date(2016, 4, 1))
    assert [report.kept for report in late.reports] == [3, 3]


def test_one_refusal_does_not_stop_the_others(police: Path) -> None:
    add(police, "a/2016-02-kent-street.csv", "")
    result = load(police)
    assert len(result.refusals) == 1
    assert result.refusals[0].file == "in/a/2016-02-kent-street.csv"
    assert sum(report.kept for report in result.reports) == 3


def test_patterns_stay_in_the_inbox(tmp_path: Path) -> None:
    inboxes.folder(tmp_path, "police_uk_street")
    text = inboxes.FOLDER.format(source="police_uk_street").replace("in/**/*", "../*.csv")
    (tmp_path / "partnership.toml").write_text(text, encoding="utf-8")
    from wardmote.partnership import open_partnership

    with pytest.raises(WrongUse, match="stays inside"):
        load_inbox(open_partnership(tmp_path))


def test_a_missing_inbox_says_so(tmp_path: Path) -> None:
    partnership = inboxes.folder(tmp_path, "police_uk_street")
    shutil.rmtree(partnership.inbox)
    with pytest.raises(WrongUse, match="no inbox folder"):
        load_inbox(partnership)


def test_registers_count_in_the_digest(police: Path) -> None:
    before = load(police)
    (police / "registers").mkdir()
    (police / "registers" / "holidays.csv").write_text("date,name\n2016-12-25,Christmas\n", encoding="utf-8")
    after = load(police)
    assert after.register("holidays")[0]["name"] == "Christmas"
    assert after.register("causes") == ()
    assert before.digest != after.digest


def test_a_folder_whose_name_looks_like_a_pattern(tmp_path: Path) -> None:
    root = tmp_path / "Medway [2016] * (draft)?"
    partnership = inboxes.folder(root, "police_uk_street")
    inboxes.text(inboxes.police(), "[a]*/2016-01-kent-street.csv")(partnership.inbox / "in")
    inboxes.text(inboxes.police().replace("-01,", "-02,"), "[a]*/2016-02-kent-street.csv")(partnership.inbox / "in")
    result = load_inbox(partnership)
    assert [report.kept for report in result.reports] == [3, 3]
    table = read_parquet(connect(), [file.path for file in result.loaded], find_contract("police_uk_street").stored)
    assert table.count().execute() == 6
