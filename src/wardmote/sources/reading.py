"""What every reader hands to judging: a file's rows as text in a table, beside a count that is not the reader's."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from wardmote.errors import FileRefused
from wardmote.sources.contracts import IGNORED, ColumnMap, Contract
from wardmote.sources.masking import masked, safe_heading


@dataclass(frozen=True)
class SetAside:
    """A row that could not be laid out in columns at all; `says` ends the sentence that starts with the row."""

    row_number: int
    column: str
    rule: str
    says: str
    cells: tuple[str, ...]


@dataclass
class Reading:
    """A file laid out: `table` is a table in the workspace, or a select, with row_number and the columns named here.

    Where it is a select that may fail, `careful` lays the file out again in the table "arrived", slowly and surely.
    """

    table: str
    columns: tuple[str, ...]
    counted: int  # data rows, counted without the reader
    encoding: str | None = None
    ignored: tuple[str, ...] = ()
    set_aside: list[SetAside] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    trim: bool = False  # some cells may have spaces around their value
    control: bool = False  # some cells may hold control characters
    careful: Callable[[], None] | None = None


@dataclass(frozen=True)
class Layout:
    """Where each contract column stands in a file: `columns[i]` is the column of the i-th heading."""

    columns: tuple[str, ...]  # contract names; ignored_0, ignored_1 … for headings passed over
    ignored: tuple[str, ...]  # the headings passed over

    @property
    def read(self) -> tuple[str, ...]:
        return tuple(name for name in self.columns if not name.startswith("ignored "))


def lay_out(header: Sequence[str], contract: Contract, mapping: ColumnMap) -> Layout:
    """Match a file's headings to the contract. Raises FileRefused naming what is unknown, missing or doubled."""
    headings = contract.headings(list(header)) if contract.headings else list(header)
    names = [mapping.column_for(heading) for heading in headings]
    _refuse_strange_headings(headings, names, contract, mapping)
    taken: dict[str, int] = {}
    columns, ignored = [], []
    for position, (heading, name) in enumerate(zip(headings, names, strict=True)):
        if name == IGNORED or name is None:
            columns.append(f"ignored {position}")
            ignored.append(safe_heading(heading))
        elif name in taken:
            raise FileRefused(
                f"columns {taken[name] + 1} and {position + 1} are both '{name}' ('{safe_heading(heading)}'). "
                f"Remove one, or map it to {IGNORED} in registers/column_maps/{contract.name}.csv."
            )
        else:
            taken[name] = position
            columns.append(name)
    missing = [column for column in contract.columns if column.required and column.name not in taken]
    if missing:
        wanted = "; ".join(f"{column.name} ({_spellings(column.name, mapping)})" for column in missing)
        raise FileRefused(
            f"{_count(len(missing), 'column')} missing: {wanted}. Ask the sender for the full file, "
            f"or map the heading used in registers/column_maps/{contract.name}.csv."
        )
    return Layout(tuple(columns), tuple(ignored))


def _refuse_strange_headings(
    headings: Sequence[str], names: Sequence[str | None], contract: Contract, mapping: ColumnMap
) -> None:
    unknown = [(at, text) for at, (text, name) in enumerate(zip(headings, names, strict=True), 1) if name is None]
    if not unknown:
        return
    blank = [at for at, text in unknown if not text.strip()]
    known_share = 1 - len(unknown) / len(headings)
    if blank and known_share > 0:
        raise FileRefused(
            f"column {blank[0]} has no heading (merged heading cells?). Give each column one heading in one row."
        )
    if known_share == 0:
        first = next((text for text in headings if text.strip()), "")
        raise FileRefused(
            f"the first row holds none of the expected headings; it starts {masked(first)}. "
            f"Expected: {_expected(contract, mapping)}. Check that this is the right file and that its headings are "
            f"in its first row; or map them in registers/column_maps/{contract.name}.csv."
        )
    listed = ", ".join(f"'{safe_heading(text)}' (column {at})" for at, text in unknown)
    raise FileRefused(
        f"{_count(len(unknown), 'column')} not in the contract: {listed}. Expected: {_expected(contract, mapping)}. "
        f"Map it in registers/column_maps/{contract.name}.csv ({IGNORED} to pass over it), or ask the partner."
    )


def _expected(contract: Contract, mapping: ColumnMap) -> str:
    listed = [_spellings(column.name, mapping) for column in contract.columns if column.required]
    return "; ".join(listed)


def _spellings(column: str, mapping: ColumnMap) -> str:
    headings = mapping.headings_for(column)
    return " or ".join(headings[:3]) + (" …" if len(headings) > 3 else "") if headings else "no heading mapped"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
