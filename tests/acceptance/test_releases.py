"""A release is signed by different people, published, listed and verified; anything changed asks for them again."""

import json
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from wardmote.cli.main import app
from wardmote.errors import PublishingRefused

PEOPLE = {
    "prepared": "Ada Invented",
    "checked": "Bo Invented",
    "checked-sensitive": "Di Invented",  # the town has reports with people's addresses
    "approved": "Cy Invented",
}


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """An invented town with three people's keys in its configuration."""
    folder = tmp_path / "town"
    assert run("simulate", folder, "--scale", "0.05").exit_code == 0
    lines = ["", "[people.keys]"]
    for role, name in PEOPLE.items():
        made = run("publish", folder, "--new-key", tmp_path / f"{role}.pem")
        lines.append(f'"{name}" = "{made.output.strip().rsplit(chr(34), 2)[1]}"')
    path = folder / "partnership.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_a_release_that_is_not_signed_by_all_is_not_published(town: Path) -> None:
    with pytest.raises(PublishingRefused, match="nobody has signed it as approved") as refused:
        run("publish", town)
    assert refused.value.exit_code == 4
    assert not (town / "published" / "ledger.jsonl").exists()


@pytest.mark.prove
def test_signed_by_three_it_is_published_listed_and_verified(town: Path) -> None:
    with pytest.raises(PublishingRefused, match="not signed as prepared nor as checked"):
        run("publish", town, "--as", "approved", "--key", town.parent / "approved.pem")
    for role, name in PEOPLE.items():
        signed = run("publish", town, "--as", role, "--key", town.parent / f"{role}.pem")
        assert f"{name} signed" in signed.output
        assert "rows, " in signed.output
        assert ("still missing" in signed.output) == (role != "approved")
        if role != "approved":
            with pytest.raises(PublishingRefused, match="not signed by all"):
                run("publish", town)
    with pytest.raises(PublishingRefused, match="nobody signs a release twice"):
        run("publish", town, "--as", "approved", "--key", town.parent / "prepared.pem")
    given = town / "published" / "signatures.jsonl"
    whole = given.read_text(encoding="utf-8")
    given.write_text("\n".join(whole.splitlines()[:1]) + "\n", encoding="utf-8")  # as if the files had changed since
    with pytest.raises(PublishingRefused, match="nobody has signed it as approved"):
        run("publish", town)
    given.write_text(whole, encoding="utf-8")
    assert run("publish", town).exit_code == 0
    listed = run("ledger", town)
    assert listed.exit_code == 0
    assert "approved by Cy Invented" in listed.output
    entries = json.loads(run("ledger", town, "--json").output)["releases"]
    assert [entry["state"] for entry in entries] == ["draft", "draft", "checked", "approved", "draft", "published"]
    name = entries[-1]["release"]
    release = town / "published" / name
    verified = run("verify", release)
    assert verified.exit_code == 0, verified.output
    assert (
        "prepared by Ada Invented, checked by Bo Invented, checked-sensitive by Di Invented, approved by Cy Invented"
        in verified.output
    )
    (release / "figures.json").write_text("[]", encoding="utf-8")
    assert run("verify", release).exit_code == 1
    chapter = town / "text" / "14-priorities.md"
    chapter.write_text(chapter.read_text(encoding="utf-8") + "\nOne more sentence.\n", encoding="utf-8")
    with pytest.raises(PublishingRefused, match="nobody has signed it as prepared"):
        run("publish", town)


@pytest.mark.prove
def test_a_statutory_small_count_leaves_with_two_signatures_and_a_line_in_the_ledger(town: Path) -> None:
    name = "asb-case-review-applications"
    register = town / "registers" / "received_figures.csv"
    head = register.read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    row = {
        "id": name, "label": "Applications for an ASB case review", "sender": "The council (invented)",
        "start": "2025-04", "end": "2026-03", "value": "3", "unit": "applications", "class": "partner",
    }  # fmt: skip
    with register.open("a", encoding="utf-8") as handle:
        handle.write(",".join(row.get(column, "") for column in head) + "\n")
    path = town / "partnership.toml"
    settings = path.read_text(encoding="utf-8")
    named = f'statutory_small_counts = ["{name}"]\n'
    settings = settings.replace("[disclosure]\n", f"[disclosure]\n{named}")
    path.write_text(settings if named in settings else f"{settings}\n[disclosure]\n{named}", encoding="utf-8")
    sign = ("publish", town, "--small-count", name, "--key")
    refused = f"{name}: signed by nobody, and 2 people must"
    for role in ("prepared", "checked"):
        with pytest.raises(PublishingRefused, match=refused):
            run("publish", town)
        assert f"signed by {PEOPLE['prepared']}" in run(*sign, town.parent / f"{role}.pem").output
        refused = f"{name}: signed by {PEOPLE['prepared']}, and 2 people must"
        assert (role == "prepared") == (refused in run("check", town).output)
    assert run("publish", town, "--as", "prepared", "--key", town.parent / "prepared.pem").exit_code == 0
    (entry,) = json.loads(run("ledger", town, "--json").output)["releases"]
    assert entry["statutory_small_counts"] == {name: [PEOPLE["prepared"], PEOPLE["checked"]]}


@pytest.mark.prove
def test_the_board_edition_leaves_in_numbered_copies_and_the_public_edition_is_attacked_without_it(town: Path) -> None:
    path = town / "partnership.toml"
    settings = path.read_text(encoding="utf-8").split("\n[people.keys]")[0]
    path.write_text(f'{settings}\n[board]\ncopies = ["Ada Invented", "Bo Invented"]\n', encoding="utf-8")
    made = run("publish", town, "--edition", "board")
    assert made.exit_code == 0
    (board,) = (town / "published").glob("*-board")
    assert run("publish", town).exit_code == 0  # refused, were the public taken to have read the board's copies
    public = town / "published" / board.name.removesuffix("-board")
    record = json.loads((board / "release.json").read_text(encoding="utf-8"))
    assert stat.S_IMODE(board.stat().st_mode) == 0o700
    assert (record["edition"], record["copies"]) == ("board", {"1": "Ada Invented", "2": "Bo Invented"})
    for number in (1, 2):
        names = {path.name for path in (board / f"copy-{number}").iterdir()}
        assert names == {
            f"{stem}-copy-{number}.{kind}"
            for stem, kind in (
                ("assessment", "html"), ("assessment", "docx"), ("assessment", "pdf"), ("briefing", "pdf"), ("tables", "xlsx"),
            )
        }  # fmt: skip

    def counts(folder: Path) -> dict[str, float | None]:
        figures = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
        return {figure["id"]: figure["numerator"] for figure in figures}

    shown, withheld = counts(board), {name for name, count in counts(public).items() if count is None}
    rows = [line.split(",") for line in (board / "would_expose.csv").read_text(encoding="utf-8").splitlines()[1:]]
    told = {name: (float(low), float(high or "inf")) for name, _, _, low, high, _ in rows}
    assert len(told) == record["would_expose"]["withheld from the public"]
    known = {name for name in told if shown.get(name) is not None}
    assert known <= withheld
    assert known
    assert all(told[name] == (shown[name], shown[name]) for name in known)
    assert f"withheld from the public: {len(told)}. A leaked copy would tell" in made.output
    assert run("verify", board).exit_code == run("verify", public).exit_code == run("ledger", town).exit_code == 0
    entries = json.loads(run("ledger", town, "--json").output)["releases"]
    assert [entry.get("copies") for entry in entries] == [record["copies"], None]
