"""One description of a table, the same rows on embedded DuckDB and on a Spark Connect server."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus import inboxes
from wardmote.engine import connect, read_parquet
from wardmote.errors import WrongUse
from wardmote.sources.contracts import find_contract
from wardmote.sources.load import load_inbox


@pytest.fixture(scope="module")
def spark() -> Iterator[str]:
    """The address of a Spark Connect server in this process (Sail)."""
    server_module = pytest.importorskip("pysail.spark", reason="the spark extra is not installed")
    server = server_module.SparkConnectServer(port=0)
    server.start(background=True)
    host, port = server.listening_address
    yield f"sc://{host}:{port}"
    server.stop()


def counted(engine: str | None, paths: list[Path]) -> list[tuple[Any, ...]]:
    connection = connect(engine)
    table = read_parquet(connection, paths, find_contract("police_uk_street").stored)
    question = table.group_by("month", "crime_type").aggregate(rows=table.count(), placed=table.longitude.count())
    answer = connection.execute(question)
    connection.disconnect()  # a Spark session left open keeps the process from ending once its server is gone
    return sorted(answer.itertuples(index=False, name=None))


def test_both_engines_agree(spark: str, tmp_path: Path) -> None:
    partnership = inboxes.folder(tmp_path, "police_uk_street")
    inboxes.text(inboxes.police())(partnership.inbox / "in")
    february = inboxes.police().replace("2016-01", "2016-02")
    inboxes.text(february, "2016-02-kent-street.csv")(partnership.inbox / "in")
    paths = [file.path for file in load_inbox(partnership).files("police_uk_street")]
    here = counted(None, paths)
    assert len(here) == 6
    assert counted(spark, paths) == here
    assert counted(spark, []) == []


@pytest.mark.parametrize("engine", ["localhost:15002", "sc://", "http://localhost"])
def test_an_address_of_another_form(engine: str) -> None:
    with pytest.raises(WrongUse, match="sc://host:port"):
        connect(engine)


def test_nobody_answers() -> None:
    pytest.importorskip("pyspark", reason="the spark extra is not installed")
    with pytest.raises(WrongUse, match="nothing answers"):
        connect("sc://localhost:1")
