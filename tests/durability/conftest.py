"""What the durability tests share: an invented casebook to copy, and a PostgreSQL of their own."""

import shutil
import tempfile
from pathlib import Path

import pytest

from durability.places import Home, database_of
from web.postgres import Postgres


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> Home:
    """An invented casebook on SQLite; copy it before changing it."""
    return Home(tmp_path_factory.mktemp("made")).make()


@pytest.fixture
def home(made, tmp_path) -> Home:
    """A copy to do anything with."""
    return made.copied(tmp_path)


@pytest.fixture(scope="module")
def postgres():
    """A PostgreSQL of this module's own, with fsync on; its folder is where its account can reach it."""
    place = Path(tempfile.mkdtemp(prefix="wardmote-durability-"))
    server = Postgres(place / "cluster")
    if not server.installed:
        pytest.skip("PostgreSQL is not installed; its durability was not tested")
    server.start()
    yield server
    server.stop()
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def on_postgres(postgres, tmp_path) -> Home:
    """A folder whose casebook is in a new, empty database."""
    return database_of(postgres, tmp_path)
