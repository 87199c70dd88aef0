"""An old tracker's rows, through a saved map, into cases to be made; every row accounted for, nothing written here.

`rows in = would be made + refused + duplicates`, and the count of rows comes from somebody who did not read them: a row
that got lost between the file and the cases is the worst mistake an import can make. Pure: rows and a map in, a plan out.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from wardmote.casework.entries import words
from wardmote.casework.errors import WrongEntry
from wardmote.casework.nouns import KINDS, RISKS
from wardmote.vocabulary.outcomes import outcomes_for

FIELDS = {
    "reference": "Its reference in the tracker",
    "place": "Where it is",
    "summary": "What is wrong",
    "kind": "What it is about (place, victim or offender)",
    "risk": "Risk",
    "status": "Open or closed",
    "opened": "The day it was opened",
    "closed": "The day it was closed",
    "outcome": "How it ended",
    "action": "Next action",
    "due": "When the action is due",
    "note": "Notes",
}
"""What a column of a tracker may hold for us, and how the page asks for it."""
NEEDED = ("reference", "place", "summary")
MEANT: Mapping[str, Mapping[str, str]] = {
    "kind": {"place": "location", "area": "location", "perpetrator": "offender", "suspect": "offender", "person harmed": "victim"},
    "risk": {"low": "standard", "medium": "standard", "": "standard", "very high": "high"},
    "status": {
        **dict.fromkeys(("", "active", "in progress", "ongoing", "new", "live", "current", "reopened"), "open"),
        **dict.fromkeys(("resolved", "complete", "completed", "done", "finished", "ended", "nfa"), "closed"),
    },
}  # fmt: skip
"""Words that trackers commonly use; a map adds its own."""
ALLOWED = {"kind": KINDS, "risk": RISKS, "status": ("open", "closed")}
TOTALS = re.compile(r"(grand |sub-?)?totals?\b.*|count\b.*|end of (list|data).*", re.IGNORECASE)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SERIALS = range(20_000, 80_000)
"""Days that Excel counts from 30 December 1899: from 1954 to 2119."""
MAP_COLUMNS = ["field", "heading", "value", "means"]
MOST_ROWS = 2_500


@dataclass(frozen=True)
class SheetRows:
    """The filled rows of a sheet with their numbers, which of them are hidden, and how many somebody else counted there."""

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    counted: int
    hidden: frozenset[int] = frozenset()


@dataclass(frozen=True)
class ReadingMap:
    """Which heading holds which field, what a tracker's own words mean, and how its days are written."""

    columns: Mapping[str, str]
    meanings: Mapping[tuple[str, str], str]

    @property
    def month_first(self) -> bool:
        return self.meanings.get(("dates", "order")) == "month-first"


@dataclass(frozen=True, kw_only=True)
class CaseToMake:
    """One row as the case it would become. Days of the tracker are told in the note; the trail keeps its own time."""

    row: int
    reference: str
    kind: str
    place: str
    summary: str
    risk: str
    closed: bool
    outcome: str
    action: str
    due: date | None
    note: str


@dataclass(frozen=True)
class RowProblem:
    """Why a row is refused: its number in the file, the column, the shape of the value, and what to do."""

    row: int
    column: str
    value: str
    remedy: str


@dataclass(frozen=True)
class DryRun:
    """What would happen to each row."""

    rows_in: int
    make: tuple[CaseToMake, ...]
    problems: tuple[RowProblem, ...]
    refused: frozenset[int]
    duplicates: Mapping[int, str]
    above: int

    @property
    def adds_up(self) -> bool:
        return self.rows_in == len(self.make) + len(self.refused) + len(self.duplicates)


# The map


def read_map(lines: Iterable[str]) -> ReadingMap:
    """The map from its lines "field,heading,value,means". Raises WrongEntry naming the line that cannot be used."""
    columns: dict[str, str] = {}
    meanings: dict[tuple[str, str], str] = {}
    for number, row in enumerate(csv.reader(lines), start=1):
        field, heading, value, means = (*(cell.strip() for cell in row), "", "", "", "")[:4]
        if not any(row) or (field, heading) == ("field", "heading"):
            continue
        if field == "dates" and (value, means) in (("order", "month-first"), ("order", "day-first")):
            meanings["dates", "order"] = means
        elif field not in FIELDS:
            raise WrongEntry("rows", f"Line {number}: “{field}” is not a field. Use one of {', '.join(FIELDS)}.")
        elif means:
            meanings[field, value.casefold()] = _meant(number, field, means)
        elif heading:
            columns[field] = heading
    missing = [FIELDS[field] for field in NEEDED if field not in columns]
    if missing:
        raise WrongEntry("rows", f"Choose the column for: {', '.join(missing).lower()}.")
    return ReadingMap(columns, meanings)


def _meant(number: int, field: str, means: str) -> str:
    if field in ALLOWED and means not in ALLOWED[field]:
        raise WrongEntry("rows", f"Line {number}: {field} can mean {' or '.join(ALLOWED[field])}, not “{means}”.")
    return means


def map_lines(columns: Mapping[str, str], meanings: Mapping[tuple[str, str], str]) -> tuple[str, ...]:
    """A map as lines, to keep and to edit."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(MAP_COLUMNS)
    writer.writerows([field, heading, "", ""] for field, heading in columns.items() if heading)
    writer.writerows([field, "", value, means] for (field, value), means in meanings.items())
    return tuple(made.getvalue().splitlines())


def heading_row(sheet: SheetRows) -> int:
    """The number of the row that most looks like headings: the fullest of the first fifteen, the first of equals."""
    best = max(sheet.rows[:15], key=lambda row: len({cell.strip() for cell in row[1] if cell.strip()}), default=(0, ()))
    return best[0]


def headings(sheet: SheetRows, number: int) -> tuple[str, ...]:
    """The headings in a row. One that stands over several columns, or twice, is told apart by its column's number."""
    row = next((cells for at, cells in sheet.rows if at == number), ())
    plain = [re.sub(r"\s+", " ", cell).strip() for cell in row]
    often = Counter(plain)
    return tuple(
        f"{text} (column {at})" if text and often[text] > 1 else text for at, text in enumerate(plain, start=1)
    )


# The rows


def dry_run(
    sheet: SheetRows, heading_at: int, mapping: ReadingMap, *, already: Mapping[str, str], kind: str, today: date
) -> DryRun:
    """What each row below the headings would become. `already` are references brought in before, `kind` where no column says."""
    names = headings(sheet, heading_at)
    for field, heading in mapping.columns.items():
        if heading not in names:
            raise WrongEntry("rows", f"There is no column “{heading}” in row {heading_at}. Choose another for: {FIELDS[field].lower()}.")  # fmt: skip
    places = {field: names.index(heading) for field, heading in mapping.columns.items()}
    above = sum(number <= heading_at for number, _ in sheet.rows)
    rows = [(number, _fields(cells, places)) for number, cells in sheet.rows if number > heading_at]
    if len(rows) > MOST_ROWS:
        raise WrongEntry("rows", f"This sheet has {len(rows):,} rows. Split it into files of at most {MOST_ROWS:,}.")
    reader = _RowReader(mapping, kind, today, _mixed_columns(rows, mapping))
    make, problems, duplicates = [], [], {}
    seen: dict[str, int] = {}
    for number, row in rows:
        reference = row["reference"]
        if number in sheet.hidden:
            problems.append(
                RowProblem(number, "row", "hidden", "Unhide it in the workbook if it is meant, else delete it.")
            )
        elif reference and reference in already:
            duplicates[number] = f"brought in before as {already[reference]}"
        elif reference and reference in seen:
            duplicates[number] = f"the same reference as row {seen[reference]}"
        else:
            case, found = reader.read(number, row)
            make += [case] if case else []
            problems += found
            seen |= {reference: number} if case else {}
    refused = frozenset(problem.row for problem in problems)
    return DryRun(sheet.counted - above, tuple(make), tuple(problems), refused, duplicates, above - 1)


def _fields(cells: Sequence[str], places: Mapping[str, int]) -> dict[str, str]:
    return {
        field: cells[places[field]].strip() if field in places and places[field] < len(cells) else ""
        for field in FIELDS
    }


def _mixed_columns(rows: Sequence[tuple[int, Mapping[str, str]]], mapping: ReadingMap) -> frozenset[str]:
    """Columns of days where some can only be month-first although the map says day-first: none in it can be trusted."""
    if mapping.month_first:
        return frozenset()
    return frozenset(
        field for field in ("opened", "closed", "due") if any(_only_month_first(row[field]) for _, row in rows)
    )


def _only_month_first(text: str) -> bool:
    found = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2,4})(?: .*)?", text)
    return bool(found) and int(found[1]) <= 12 < int(found[2]) <= 31  # type: ignore[index]


_Refuse: TypeAlias = Callable[[str, str], str]


@dataclass(frozen=True)
class _RowReader:
    mapping: ReadingMap
    kind: str
    today: date
    mixed: frozenset[str]

    def read(self, number: int, row: Mapping[str, str]) -> tuple[CaseToMake | None, list[RowProblem]]:
        """The case of a row, or every reason why there is none."""
        problems: list[RowProblem] = []

        def refuse(field: str, remedy: str) -> str:
            problems.append(
                RowProblem(number, self.mapping.columns.get(field, FIELDS[field]), masked(row[field]), remedy)
            )
            return ""

        if TOTALS.fullmatch(row["reference"]) or (
            not row["reference"] and any(TOTALS.fullmatch(v) for v in row.values())
        ):
            refuse("reference", "This is a total, not a case. It is left out; nothing to do.")
            return None, problems
        given = {field: self._needed(field, row, refuse) for field in NEEDED}
        for field in ("action", "note"):
            if row[field]:
                self._needed(field, row, refuse)
        coded = {field: self._coded(field, row, refuse) for field in ALLOWED}
        days = {field: self._day(field, row, refuse) for field in ("opened", "closed", "due")}
        closed = coded["status"] == "closed" or ("status" not in self.mapping.columns and days["closed"] is not None)
        outcome = self._outcome(row, coded["kind"], closed, refuse)
        if days["opened"] and days["closed"] and days["closed"] < days["opened"]:
            refuse("closed", "It was closed before it was opened. Put one of the days right.")
        if problems:
            return None, problems
        due = None if closed or not row["action"] else max(days["due"] or self.today, self.today)
        return CaseToMake(
            row=number,
            **given,
            kind=coded["kind"],
            risk=coded["risk"],
            closed=closed,
            outcome=outcome,
            action="" if closed else row["action"],
            due=due,
            note=_note(row, days, self.today),
        ), []

    def _needed(self, field: str, row: Mapping[str, str], refuse: _Refuse) -> str:
        try:
            return words(field, row[field], f"Enter {FIELDS[field][0].lower() + FIELDS[field][1:]}.")
        except WrongEntry as error:
            return refuse(field, str(error))

    def _coded(self, field: str, row: Mapping[str, str], refuse: _Refuse) -> str:
        text = row[field].casefold()
        if field == "kind" and not text:
            return self.kind
        meant = self.mapping.meanings.get((field, text)) or MEANT[field].get(text, text)
        if meant in ALLOWED[field]:
            return meant
        return refuse(field, f"Say in the map what this means: {' or '.join(ALLOWED[field])}.")

    def _day(self, field: str, row: Mapping[str, str], refuse: _Refuse) -> date | None:
        text = row[field]
        if not text:
            return None
        if field in self.mixed and re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}(?: .*)?", text):
            refuse(
                field,
                "Some days in this column are month-first (American). Say so in the map, or write them as 2026-11-03.",
            )
            return None
        found = day_of(text, self.mapping.month_first)
        if found is None:
            refuse(field, "Write the day like 3 11 2026 or 2026-11-03.")
        elif field != "due" and found > self.today:
            refuse(field, "This day has not come yet. Put it right.")
        return found

    def _outcome(self, row: Mapping[str, str], kind: str, closed: bool, refuse: _Refuse) -> str:
        if not closed:
            return ""
        known = {code.slug: code.name for code in outcomes_for(kind, self.today)} if kind else {}
        text = self.mapping.meanings.get(("outcome", row["outcome"].casefold()), row["outcome"])
        for slug, name in known.items():
            if text.casefold() in (slug, name.casefold()):
                return slug
        return refuse("outcome", f"Say in the map which outcome this is: {', '.join(known)}.")


def day_of(text: str, month_first: bool = False) -> date | None:
    """A day as people, and Excel, write it; None where it is none. Day-first unless the map says otherwise."""
    text = text.strip().casefold()
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ].*)?", text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := re.fullmatch(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})(?: .*)?", text):
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        day, month = (second, first) if month_first else (first, second)
        return _day(year + 2000 if year < 100 else year, month, day)
    found = re.fullmatch(r"(?:[a-z]+,? )?(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})[ -](\d{4}|\d{2})", text)
    if found and found[2][:3] in MONTHS:
        year = int(found[3])
        return _day(year + 2000 if year < 100 else year, MONTHS.index(found[2][:3]) + 1, int(found[1]))
    if re.fullmatch(r"\d{5}(\.\d+)?", text) and int(float(text)) in SERIALS:
        return date(1899, 12, 30) + timedelta(days=int(float(text)))
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1950 <= year <= 2100 else None
    except ValueError:
        return None


def _note(row: Mapping[str, str], days: Mapping[str, date | None], today: date) -> str:
    """What the tracker said, as a fact: its own days among it, for the trail cannot be told another time."""
    said = [f"From the old tracker, reference {row['reference']}."]
    for field, word in (("opened", "Opened"), ("closed", "Closed")):
        if day := days[field]:
            said.append(f"{word} on {day.day} {day:%B %Y}.")
    if row["action"] and (due := days["due"]) and due < today:
        said.append(f"Its action was due on {due.day} {due:%B %Y}.")
    if row["note"]:
        said.append(f"\n{row['note']}")
    return " ".join(said)


def masked(value: str) -> str:
    """The shape of a value without the value: letters become a, digits 9."""
    if not value:
        return "nothing"
    shape = re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", value[:24]))
    return f"“{shape}{'…' if len(value) > 24 else ''}”"
