"""A release is signed by different people, published, listed and verified; anything changed asks for them again."""

import json
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
    chapter = town / "text" / "13-priorities.md"
    chapter.write_text(chapter.read_text(encoding="utf-8") + "\nOne more sentence.\n", encoding="utf-8")
    with pytest.raises(PublishingRefused, match="nobody has signed it as prepared"):
        run("publish", town)
