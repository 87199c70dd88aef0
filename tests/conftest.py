"""Shared by all tests: the real data where it is, and a Medway assessed once for every test that reads it."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from typer.testing import CliRunner

from shared_data import require_shared_data
from wardmote.cli.main import app

ROOT = Path(__file__).resolve().parents[1]
# Timings never decide a test: on a busy machine an example may take seconds.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")
LONGEST = (
    "unit/methods/test_calibration.py",
    "unit/casework/test_access.py",
    "web/test_browser_pages.py",
    "durability/test_backup.py",
    "web/test_commands.py",
    "durability/test_tick.py",
    "acceptance/test_medway.py",
    "browser/test_html.py",
    "durability/test_postgres.py",
    "durability/test_sent_twice.py",
    "acceptance/test_commands.py",
    "web/test_browser.py",
    "attacks/test_canaries.py",
    "acceptance/test_power.py",
    "web/test_scale.py",
    "web/test_people_store.py",
    "attacks/test_matrix.py",
    "attacks/test_scripts.py",
    "durability/test_daily_call.py",
    "durability/test_kill.py",
)
"""The files that take longest, the longest first: begun first, so that no worker is left with one when the others are done."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, each with its tests in their order."""
    rank = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(_file(item), len(LONGEST)))


def _file(item: pytest.Item) -> str:
    return item.path.relative_to(ROOT / "tests").as_posix()


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
