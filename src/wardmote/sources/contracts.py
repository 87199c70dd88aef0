"""What a partner's file must hold: its columns, their types and limits, and the rules that bind a row together.

A contract is data. `judging` turns it into one statement over all rows of a file; `docs/reference` prints it. The
headings that partners write stand in `column_map.csv` beside each contract, where an analyst can edit them.
"""

import csv
import importlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from wardmote.errors import WrongUse
from wardmote.provenance.digests import file_digest, joint_digest

HERE = Path(__file__).parent
IGNORED = "-"  # in a column map: a heading that is known and deliberately not read

ColumnType = Literal["text", "month", "number", "integer", "date", "datetime", "geometry"]
STORED_TYPE = {
    "text": "string",
    "month": "string",
    "number": "float64",
    "integer": "int64",
    "date": "date",
    "datetime": "timestamp(6)",
    "geometry": "binary",
}
ISO_AND_BRITISH = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y")


@dataclass(frozen=True)
class Column:
    """One column of a contract.

    `blank` says whether a value may be missing, `required` whether the column may be. Limits are in the unit that
    `meaning` names. `personal` marks what could identify somebody: it is never shown, even to count letters.
    """

    name: str
    type: ColumnType = "text"
    meaning: str = ""
    blank: bool = False
    required: bool = True
    pattern: str | None = None
    says: str = ""  # how a value fails, as the end of a sentence: "is not a code such as E01012345"
    minimum: float | None = None
    maximum: float | None = None
    vocabulary: str | None = None  # a dated table in wardmote.vocabulary
    in_use: str | None = None  # the month column of the row, in which the term must have been in use
    formats: tuple[str, ...] = ISO_AND_BRITISH
    thousands: bool = False  # whether "1,568" is agreed to mean 1568
    personal: bool = False


@dataclass(frozen=True)
class RowRule:
    """A rule across columns: a row breaks it where `broken` holds.

    `broken` is SQL over the column names (as text) and `"name:typed"` (as the column's type). Early rules are tried
    before the columns' own, where they explain better.
    """

    column: str
    rule: str
    broken: str
    says: str
    early: bool = False


def whole_point(one: str, other: str) -> RowRule:
    """A row has both coordinates of its point or neither."""
    says = f"and {other} must both be given or both be blank"
    return RowRule(one, "half a point", f"({one} IS NULL) <> ({other} IS NULL)", says)


@dataclass(frozen=True)
class Remark:
    """Something worth saying about kept rows: how many satisfy `where`, in a sentence with {n} in it."""

    where: str
    sentence: str


@dataclass(frozen=True)
class Contract:
    """A source's agreed columns and rules. See the modules `judging` and `load` for how each part is used."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rules: tuple[RowRule, ...] = ()
    remarks: tuple[Remark, ...] = ()
    period: str | None = None  # SQL over typed columns giving a row's month, for the first and last month seen
    month_column: str | None = None  # must hold the month that the file's name carries
    month_in_name: str | None = None  # a pattern with one group
    unit: str | None = None  # a pattern with one group on the file's base name: two files of one unit supersede
    members: str | None = None  # a pattern on base names: which members of a zip are this source's
    identity: str | None = None  # rows alike in every column that carry this are one record declared twice
    once: bool = False  # whether a record of one identity may stand in one file only
    identity_name: str = ""  # what people call it; given, the files of the source are compared for it too
    read: "Callable[..., Any] | None" = None  # reads the file itself instead of the shared readers
    headings: Callable[[list[str]], list[str]] | None = None  # renames headings that only their position tells apart
    more_rules: Callable[[Sequence[str]], tuple[RowRule, ...]] | None = None  # rules that depend on the columns present
    reshape: Callable[[Any], Any] | None = None  # from the columns of the file to the columns stored
    reshaped: dict[str, str] = field(default_factory=dict, hash=False)  # the stored columns, when reshaped

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def stored(self) -> dict[str, str]:
        """Names and Ibis types of the columns in the Parquet files, file_id and row_number included."""
        own = self.reshaped or {column.name: STORED_TYPE[column.type] for column in self.columns}
        return {**own, "file_id": "string", "row_number": "int64"}


@dataclass(frozen=True)
class ColumnMap:
    """Which heading stands for which column; several headings may stand for one (each year's release renames them)."""

    by_heading: dict[str, str]  # normalised heading to column name, or IGNORED
    path: Path

    def column_for(self, heading: str) -> str | None:
        return self.by_heading.get(plain_heading(heading))

    def headings_for(self, column: str) -> list[str]:
        return [heading for heading, name in self.by_heading.items() if name == column]


def plain_heading(heading: str) -> str:
    """A heading without the differences that mean nothing: case, surrounding and repeated spaces, a byte-order mark."""
    return re.sub(r"\s+", " ", heading.lstrip("\ufeff")).strip().casefold()


def known_sources() -> list[str]:
    """The names of every source Wardmote has a contract for."""
    return sorted(path.parent.name for path in HERE.glob("*/contract.py"))


@lru_cache
def find_contract(name: str) -> Contract:
    """The contract of a source. Raises WrongUse, listing the known ones, when there is none of that name."""
    if name not in known_sources():
        raise WrongUse(
            f"[sources.{name}]: there is no contract of this name. Known: {', '.join(known_sources())}. "
            f'If the table has its own name, say which contract it follows: contract = "…"'
        )
    contract = importlib.import_module(f"wardmote.sources.{name}.contract").CONTRACT
    assert isinstance(contract, Contract)
    return contract


def column_map(contract: Contract, registers: Path | None = None) -> ColumnMap:
    """The map beside the contract, and over it the partnership's own in registers/column_maps/<source>.csv.

    Raises WrongUse when the partnership's map names a column that the contract does not have.
    """
    own = HERE / contract.name / "column_map.csv"
    mapped = _read_map(own, contract)
    override = registers / "column_maps" / f"{contract.name}.csv" if registers else None
    if override is not None and override.is_file():
        mapped |= _read_map(override, contract)
        own = override
    return ColumnMap(mapped, own)


def _read_map(path: Path, contract: Contract) -> dict[str, str]:
    known = {column.name for column in contract.columns} | {IGNORED}
    try:
        text = path.read_text(encoding="utf-8-sig")
        lines = list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
    except (UnicodeDecodeError, csv.Error) as error:
        raise WrongUse(f"{path}: this is not a CSV in UTF-8 ({error}). Save it as CSV UTF-8.") from None
    mapped = {}
    for number, row in enumerate(lines, start=1):
        if row.get("column") is None or row.get("heading") is None:
            raise WrongUse(f"{path}: row {number}: a column map has the columns column,heading and a value in both.")
        name = row["column"].strip()
        if name not in known:
            raise WrongUse(
                f"{path}: row {number}: '{name}' is not a column of {contract.name}. "
                f"Its columns: {', '.join(sorted(known - {IGNORED}))}; or {IGNORED} for a heading to pass over."
            )
        mapped[plain_heading(row["heading"])] = name
    return mapped


def reading_version(contract: Contract, registers: Path) -> str:
    """A digest of everything that decides how a file is read: the code of reading, the vocabularies, both maps.

    A file is read again when this changes, and only then.
    """
    code = sorted(HERE.glob("*.py")) + sorted((HERE / contract.name).glob("*.*"))
    code += [*sorted((HERE.parent / "vocabulary").glob("*.*")), HERE.parent / "engine.py"]
    override = registers / "column_maps" / f"{contract.name}.csv"
    code += [override] if override.is_file() else []
    return joint_digest((path.name, file_digest(path)) for path in code if path.suffix in (".py", ".csv"))
