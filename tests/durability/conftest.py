"""What the durability tests share: an invented casebook to copy, and a PostgreSQL of their own."""

import subprocess

import pytest

from durability.places import Home
from web.postgres import Postgres


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Home:
    """An invented casebook on SQLite; copy it before changing it."""
    return Home(tmp_path_factory.mktemp("made")).make()


@pytest.fixture
def home(made, tmp_path) -> Home:
    """A copy to do anything with."""
    subprocess.run(["cp", "-rp", made.folder, made.keys, tmp_path], check=True)
    return Home(tmp_path)


@pytest.fixture(scope="module")
def postgres(tmp_path_factory):
    """A PostgreSQL of this module's own, with fsync on; None where it is not installed."""
    server = Postgres(tmp_path_factory.mktemp("postgres") / "cluster")
    if not server.installed:
        yield None
        return
    server.start()
    yield server
    server.stop()
