"""Shared by all tests: the real data where it is, and a Medway assessed once for every test that reads it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from shared_data import require_shared_data
from wardmote.cli.main import app

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    return require_shared_data()


@pytest.fixture(scope="session")
def medway(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Medway example assessed on the real files; the folder of its release."""
    out = tmp_path_factory.mktemp("medway")
    arguments = ["assess", str(ROOT / "examples" / "medway"), "--inbox", str(shared_data), "--out", str(out)]
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    (release,) = (path for path in (out / "published").iterdir() if path.is_dir())
    return release
