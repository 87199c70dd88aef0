"""The same expressions on embedded DuckDB and on a Spark Connect server (Sail) give equal tables and equal findings."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from wardmote import engine
from wardmote.findings.analysis import gather
from wardmote.findings.find import Registers, find
from wardmote.partnership import open_partnership
from wardmote.simulate import simulate
from wardmote.sources.load import load_inbox

pytestmark = pytest.mark.prove


@pytest.fixture(scope="module")
def spark_address() -> Iterator[str]:
    """A Sail server on loopback, stopped when the module's tests are done."""
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    _, port = server.listening_address
    yield f"sc://127.0.0.1:{port}"
    stopper = threading.Thread(target=server.stop, daemon=True)
    stopper.start()
    stopper.join(timeout=10)


def test_every_measure_is_equal_on_both_engines(tmp_path: Path, spark_address: str) -> None:
    folder = tmp_path / "town"
    simulate(folder, seed=5, scale=0.25)
    partnership = open_partnership(folder)
    load = load_inbox(partnership)
    registers = Registers(**{name: load.register(name) for name in Registers.__dataclass_fields__})
    here, outside_here = gather(partnership, load, engine.connect())
    remote = engine.connect(spark_address)
    there, outside_there = gather(partnership, load, remote)
    remote.disconnect()
    assert here.counts == there.counts
    assert here.counts.index
    assert here.counts.index == there.counts.index
    assert here.counts.near == there.counts.near
    assert here.counts.sender_months == there.counts.sender_months
    assert here.moments == there.moments and here.moments
    assert outside_here == outside_there
    assert find(here, registers) == find(there, registers)
