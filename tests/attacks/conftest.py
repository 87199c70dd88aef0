"""Attacks on every address, on the application set up in tests/web."""

from web.conftest import *  # isort: skip

import pytest

from attacks.saltmarsh import Saltmarsh, build
from attacks.tokens import Program, token_for
from unit.casework.factories import NOW


@pytest.fixture
def program(db, client):
    """A program with a token of an invented person: `program("priya")`, or `program("priya", "read")`."""

    def made(person: str, *deeds: str) -> Program:
        return Program(token_for(person, deeds or ("read", "write")))

    return made


@pytest.fixture
def saltmarsh(db) -> Saltmarsh:
    """Saltmarsh, where every agency has somebody in every role, on the day its tests are about."""
    import time_machine

    with time_machine.travel(NOW, tick=True):
        yield build()
