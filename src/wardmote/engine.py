"""The one module that names an engine: embedded DuckDB for one machine, Spark Connect when that is outgrown.

Two kinds of work pass through here. The river's tables are described once with Ibis and run on whichever engine
`connect` returns. Partners' text files are checked by the `Workspace`, always DuckDB, before they become Parquet.
Engines are imported inside functions: importing this module costs nothing.
"""

import os
import re
import socket
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from wardmote.errors import WrongUse

LONGEST_LINE = 1_000_000  # bytes; a longer record takes the careful path
WORKSPACE_MEMORY = "1GB"
CONNECT_SECONDS = 10


def connect(engine: str | None = None) -> Any:
    """An Ibis backend: DuckDB in this process, or the Spark Connect server at "sc://host:port".

    Raises WrongUse for any other address, or when the `spark` extra is not installed or the server does not answer.
    """
    import ibis

    if engine is None:
        return ibis.duckdb.connect()
    if not re.match(r"sc://[^/\s]+", engine):
        raise WrongUse(f"--engine {engine}: an engine is written sc://host:port. Leave it out to use this machine.")
    try:
        import pyspark

        # The client asks for a Spark home as it starts and ends the process where it finds none.
        os.environ.setdefault("SPARK_HOME", str(Path(pyspark.__file__).parent))
        from pyspark.sql import SparkSession
    except ImportError:
        raise WrongUse("--engine needs the Spark client. Install it with: pip install 'wardmote[spark]'") from None
    _refuse_silence(engine)
    session = SparkSession.builder.remote(engine).create()  # not getOrCreate, which would return any earlier session
    return ibis.pyspark.connect(session)


def _refuse_silence(engine: str) -> None:
    """Raise WrongUse when nothing listens at the address: the Spark client would retry for minutes."""
    address = urlsplit(engine)
    try:
        socket.create_connection((address.hostname or "", address.port or 15002), timeout=CONNECT_SECONDS).close()
    except (OSError, ValueError) as error:
        raise WrongUse(f"--engine {engine}: nothing answers at {address.netloc} ({error}). Start it first.") from None


def read_parquet(connection: Any, paths: Sequence[Path], schema: Mapping[str, str]) -> Any:
    """The rows of Parquet files as one Ibis table with exactly the columns and types of `schema`, in its order.

    `schema` maps column names to Ibis types ("string", "int64", "float64", "binary", "timestamp", "date"). No type is
    inferred: a month stays text on every engine. No paths give an empty table. Files are joined by column name.
    """
    import ibis

    wanted = ibis.schema(dict(schema))
    if not paths:
        return ibis.memtable([], schema=wanted)
    if connection.name == "pyspark":
        table = _spark_table(connection, [str(path) for path in paths])
    else:
        table = connection.read_parquet([unglobbed(path) for path in paths])
    return table.select(**{name: table[name].cast(kind) for name, kind in wanted.items()})


def _spark_table(connection: Any, names: list[str]) -> Any:
    """Parquet files as a named view on a Spark session; the types are those written in the files."""
    import hashlib

    view = "parquet_" + hashlib.sha256("\n".join(names).encode()).hexdigest()[:16]
    connection._session.read.parquet(*names).createOrReplaceTempView(view)
    return connection.table(view)


class Workspace:
    """A DuckDB database in memory where one file at a time is checked against its contract.

    Every column arrives as text, so that no value is altered by a guess at its type. Use as a context manager;
    `directory` takes what does not fit in memory.
    """

    def __init__(self, directory: Path) -> None:
        import duckdb

        self._failure = duckdb.Error
        self._connection = duckdb.connect(
            config={"temp_directory": str(directory / "spill"), "memory_limit": WORKSPACE_MEMORY}
        )

    def __enter__(self) -> "Workspace":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def run(self, statement: str) -> None:
        self._connection.execute(statement)

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(statement).fetchall()

    def stream(self, statement: str, size: int = 10_000) -> Iterator[tuple[Any, ...]]:
        """Rows of a large result, a batch at a time."""
        result = self._connection.execute(statement)
        while batch := result.fetchmany(size):
            yield from batch

    def arrow(self, statement: str) -> Any:
        """A result as a pyarrow Table."""
        return self._connection.sql(statement).to_arrow_table()

    def parquet_rows(self, paths: Sequence[Path]) -> str:
        """Parquet files as something to select from."""
        return f"read_parquet([{', '.join(literal(unglobbed(path)) for path in paths)}])"

    def try_table(self, name: str, select: str) -> bool:
        """Make a temporary table from a select; False when the engine cannot read what it selects from."""
        try:
            self.run(f"CREATE OR REPLACE TEMP TABLE {name} AS {select}")
        except self._failure:
            return False
        return True

    def make_table(self, name: str, columns: Sequence[str], batches: Iterable[Any]) -> None:
        """Make a temporary table from pyarrow batches; columns that no batch types are text."""
        made = False
        for batch in batches:
            self._connection.register("arriving", batch)
            verb = f"INSERT INTO {name}" if made else f"CREATE OR REPLACE TEMP TABLE {name} AS"
            self.run(f"{verb} SELECT * FROM arriving")
            self._connection.unregister("arriving")
            made = True
        if not made:
            typed = ", ".join(f"{quoted(column)} VARCHAR" for column in columns)
            self.run(f"CREATE OR REPLACE TEMP TABLE {name} (row_number BIGINT, {typed})")

    def write_parquet(self, select: str, path: Path) -> int:
        """Write a select to a Parquet file, whole or not at all; how many rows it has."""
        part = path.with_suffix(".part")
        written = self.rows(f"COPY ({select}) TO {literal(str(part))} (FORMAT parquet, COMPRESSION snappy)")
        part.chmod(0o600)
        part.replace(path)
        return int(written[0][0])


def csv_rows(path: Path, columns: Sequence[str], delimiter: str) -> str:
    """A select over a CSV file with a heading line: every column as text, blank as null, rows numbered from 1.

    Strict: any row that is not exactly the columns, or any quoting outside RFC 4180, is an error, never a guess.
    """
    types = ", ".join(f"{literal(column)}: 'VARCHAR'" for column in columns)
    options = (
        f"header = false, skip = 1, columns = {{{types}}}, delim = {literal(delimiter)}, quote = '\"', escape = '\"', "
        f"nullstr = '', auto_detect = false, strict_mode = true, parallel = false, max_line_size = {LONGEST_LINE}"
    )
    return f"SELECT row_number() OVER () AS row_number, * FROM read_csv({literal(unglobbed(path))}, {options})"


def unglobbed(path: Path) -> str:
    """A path as DuckDB must be given it, so that [, * and ? in a folder's name are not taken for patterns."""
    return re.sub(r"([*?\[])", r"[\1]", str(path))


def quoted(name: str) -> str:
    """A column name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text value as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
