"""Every row of a file held against its contract, in one statement, and what was found told in words.

A row's first broken rule sets it aside; nothing of it is altered. What is kept is exactly the rows that break none.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from wardmote.engine import Workspace, literal, quoted
from wardmote.sources.contracts import Column, Contract, RowRule
from wardmote.sources.masking import masked
from wardmote.sources.reading import Reading, SetAside
from wardmote.vocabulary.terms import terms

EARLIEST_YEAR = 1900
EXAMPLES = 5
_SPACES = " \t\u00a0"
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"


@dataclass(frozen=True)
class Rule:
    """One thing that can be wrong with a row; `broken` is SQL, true where it is."""

    column: str
    rule: str
    broken: str
    says: str


@dataclass
class Verdict:
    """The account of one file's rows."""

    kept: int = 0
    quarantined: int = 0
    duplicates: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    examples: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    period: tuple[str, str] | None = None


class Judge:
    """Holds one laid-out file against its contract. Make, `judge`, then `write` and `set_aside_rows`."""

    def __init__(self, workspace: Workspace, contract: Contract, reading: Reading, month: str | None, latest: date):
        self.workspace, self.contract, self.reading = workspace, contract, reading
        self.present = [column for column in contract.columns if column.name in reading.columns]
        self.rules = self._rules(month, latest)

    def judge(self) -> Verdict:
        """Mark every row in the workspace table "judged" and account for them."""
        self._mark()
        self._mark_duplicates()
        verdict = Verdict()
        self._account(verdict)
        self._remark(verdict)
        return verdict

    def write(self, path: Path, file_id: str) -> int:
        """Write the kept rows as typed Parquet; how many rows it has."""
        columns = ", ".join(self._stored(column) for column in self.contract.columns)
        select = (
            f"SELECT {columns}, {literal(file_id)} AS file_id, row_number FROM judged "
            f"WHERE problem IS NULL AND NOT duplicate"
        )
        if self.contract.reshape is None:
            return self.workspace.write_parquet(select, path)
        reshaped = self.contract.reshape(self.workspace.arrow(select))
        self.workspace.make_table("reshaped", (), [reshaped])
        columns = ", ".join(map(quoted, self.contract.stored))
        return self.workspace.write_parquet(f"SELECT {columns} FROM reshaped", path)

    def set_aside_rows(self) -> Iterator[tuple[SetAside, dict[str, str | None]]]:
        """Every quarantined row in the order of the file's checks, with its cells by column."""
        for row in self.reading.set_aside:
            yield row, {}
        names = self.text_columns
        listed = ", ".join(map(quoted, names))
        statement = f"SELECT row_number, problem, {listed} FROM judged WHERE problem IS NOT NULL ORDER BY row_number"
        for number, problem, *cells in self.workspace.stream(statement):
            rule = self.rules[problem]
            yield SetAside(number, rule.column, rule.rule, rule.says, ()), dict(zip(names, cells, strict=True))

    @property
    def text_columns(self) -> list[str]:
        """The columns of the file that a quarantined row can be shown in."""
        return [column.name for column in self.present if column.type != "geometry"]

    # the statement

    def _mark(self) -> None:
        """Make the table "judged". Where the quick way of reading fails, or miscounts, the careful one follows."""
        quick = self.workspace.try_table("judged", self._statement())
        if self.reading.careful is not None and not (quick and self._judged_rows() == self.reading.counted):
            self.reading.careful()
            quick = False
        if not quick:
            self.workspace.run(f"CREATE OR REPLACE TEMP TABLE judged AS {self._statement()}")
        if self.reading.trim:
            self._note_spaces()

    def _judged_rows(self) -> int:
        return int(self.workspace.rows("SELECT count(*) FROM judged")[0][0])

    def _statement(self) -> str:
        cells = ", ".join(f"{self._cell(column)} AS {quoted(column.name)}" for column in self.present)
        typed = [
            f"{_typed(column)} AS {quoted(column.name + ':typed')}" for column in self.present if _is_typed(column)
        ]
        cases = " ".join(f"WHEN {rule.broken} THEN {number}" for number, rule in enumerate(self.rules))
        problem = f"CAST(CASE {cases} END AS SMALLINT)" if cases else "CAST(NULL AS SMALLINT)"
        spaced = f", {self._spaced()} AS spaced" if self.reading.trim else ""
        return (
            f"SELECT *, {problem} AS problem, false AS duplicate FROM ("
            f"SELECT {', '.join(['*', *typed])} FROM ("
            f"SELECT row_number, {cells}{spaced} FROM {self.reading.table}))"
        )

    def _cell(self, column: Column) -> str:
        name = quoted(column.name)
        if not self.reading.trim or column.type == "geometry":
            return name
        return f"nullif(trim({name}, {literal(_SPACES)}), '')"

    def _spaced(self) -> str:
        tests = [
            f"{quoted(column.name)} <> trim({quoted(column.name)}, {literal(_SPACES)})"
            for column in self.present
            if column.type != "geometry"
        ]
        return "coalesce(" + " OR ".join(f"coalesce({test}, false)" for test in tests) + ", false)"

    def _note_spaces(self) -> None:
        rows = self.workspace.rows("SELECT count(*) FROM judged WHERE spaced")[0][0]
        if rows:
            self.reading.notes.append(f"{_rows(rows)} with spaces around a value: they were removed.")

    def _mark_duplicates(self) -> None:
        identity = self.contract.identity
        if identity is None or identity not in self.reading.columns:
            return
        name = quoted(identity)
        repeated = f"SELECT {name} FROM judged WHERE {name} IS NOT NULL GROUP BY {name} HAVING count(*) > 1"
        self.workspace.run(f"CREATE OR REPLACE TEMP TABLE repeated AS {repeated}")
        if not self.workspace.rows("SELECT count(*) FROM repeated")[0][0]:
            return
        columns = ", ".join(quoted(column.name) for column in self.present)
        copies = (
            f"SELECT row_number FROM (SELECT row_number, row_number() OVER (PARTITION BY {columns} ORDER BY row_number) "
            f"AS copy FROM judged WHERE problem IS NULL AND {name} IN (SELECT {name} FROM repeated)) WHERE copy > 1"
        )
        self.workspace.run(f"UPDATE judged SET duplicate = true WHERE row_number IN ({copies})")
        self._note_repeats(name, identity)

    def _note_repeats(self, name: str, identity: str) -> None:
        kept = "WHERE problem IS NULL AND NOT duplicate AND"
        repeats, rows = self.workspace.rows(
            f"SELECT count(*), coalesce(sum(n), 0) FROM (SELECT count(*) AS n FROM judged {kept} {name} IS NOT NULL "
            f"GROUP BY {name} HAVING count(*) > 1)"
        )[0]
        if repeats:
            self.reading.notes.append(
                f"{repeats:,} {self.contract.identity_name or identity}(s) stand on more than one row with different content "
                f"({rows:,} rows); all are kept."
            )

    def _stored(self, column: Column) -> str:
        name = quoted(column.name)
        if column not in self.present:
            return f"CAST(NULL AS {_SQL_TYPE[column.type]}) AS {name}"
        return f"{quoted(column.name + ':typed')} AS {name}" if _is_typed(column) else name

    # the rules

    def _rules(self, month: str | None, latest: date) -> list[Rule]:
        across = self.contract.rules
        if self.contract.more_rules is not None:
            across += self.contract.more_rules(self.reading.columns)
        across = tuple(rule for rule in across if rule.column in self.reading.columns)
        rules = [_row_rule(rule) for rule in across if rule.early]
        if self.reading.control:
            rules += [_no_control(column) for column in self.present if column.type != "geometry"]
        for column in self.present:
            rules += _column_rules(column, latest)
        if month and self.contract.month_column:
            name = quoted(self.contract.month_column)
            says = f"is not {month}, the month in the file's name"
            rules.append(Rule(self.contract.month_column, "other month", f"{name} <> {literal(month)}", says))
        return rules + [_row_rule(rule) for rule in across if not rule.early]

    # the account

    def _account(self, verdict: Verdict) -> None:
        counts = self.workspace.rows("SELECT problem, duplicate, count(*) FROM judged GROUP BY ALL ORDER BY ALL")
        for problem, duplicate, rows in counts:
            if problem is not None:
                rule = self.rules[problem]
                _add(verdict.reasons, f"{rule.column}: {rule.rule}", rows)
                verdict.quarantined += rows
            elif duplicate:
                verdict.duplicates += rows
            else:
                verdict.kept += rows
        for row in self.reading.set_aside:
            _add(verdict.reasons, f"{row.column}: {row.rule}", 1)
        verdict.quarantined += len(self.reading.set_aside)
        verdict.examples = self._examples(verdict)

    def _examples(self, verdict: Verdict) -> list[str]:
        sentences = [f"row {row.row_number} {row.says}" for row in self.reading.set_aside[:EXAMPLES]]
        if not verdict.quarantined:
            return sentences
        found = self.workspace.rows(
            f"SELECT row_number, problem FROM judged WHERE problem IS NOT NULL "
            f"QUALIFY row_number() OVER (PARTITION BY problem ORDER BY row_number) <= 2 "
            f"ORDER BY row_number LIMIT {EXAMPLES}"
        )
        for number, problem in found:
            sentences.append(self._sentence(number, self.rules[problem]))
        return sentences[:EXAMPLES]

    def _sentence(self, number: int, rule: Rule) -> str:
        if rule.column not in self.text_columns:
            return f"row {number}: {rule.column} {rule.says}"
        value = self.workspace.rows(f"SELECT {quoted(rule.column)} FROM judged WHERE row_number = {number}")[0][0]
        if value is None:
            return f"row {number}, column {rule.column} {rule.says}"
        shape = masked(value, self.contract.column(rule.column).personal)
        return f"row {number}, column {rule.column}: {shape} {rule.says}"

    def _remark(self, verdict: Verdict) -> None:
        """Remarks on kept rows, and the first and last month seen, in one pass."""
        asked = [f"count_if({remark.where})" for remark in self.contract.remarks]
        period = self.contract.period
        asked += [f"min({period})", f"max({period})"] if period else []
        if not asked:
            return
        answers = self.workspace.rows(f"SELECT {', '.join(asked)} FROM judged WHERE problem IS NULL AND NOT duplicate")[
            0
        ]
        for remark, rows in zip(self.contract.remarks, answers, strict=False):
            if rows:
                verdict.notes.append(remark.sentence.format(n=_rows(rows)))
        if period and answers[-1] is not None:
            verdict.period = (answers[-2], answers[-1])
        if verdict.duplicates:
            verdict.notes.append(f"{_rows(verdict.duplicates)} repeating another row exactly: the first is kept.")


_SQL_TYPE = {
    "text": "VARCHAR",
    "month": "VARCHAR",
    "number": "DOUBLE",
    "integer": "BIGINT",
    "date": "DATE",
    "datetime": "TIMESTAMP",
    "geometry": "BLOB",
}


def _is_typed(column: Column) -> bool:
    return column.type in ("number", "integer", "date", "datetime")


def _typed(column: Column) -> str:
    """The column as its type, null where it cannot be; thousands separators go where the contract agrees to them."""
    name = quoted(column.name)
    if column.type in ("date", "datetime"):
        formats = ", ".join(literal(form) for form in column.formats)
        moment = f"try_strptime({name}, [{formats}])"
        return f"CAST({moment} AS DATE)" if column.type == "date" else f"CAST({moment} AS TIMESTAMP)"
    if column.thousands:
        name = (
            f"CASE WHEN regexp_full_match({name}, '-?\\d{{1,3}}(,\\d{{3}})+(\\.\\d+)?') "
            f"THEN replace({name}, ',', '') ELSE {name} END"
        )
    number = f"TRY_CAST({name} AS DOUBLE)"
    if column.type == "number":
        return number
    return f"CASE WHEN {number} = floor({number}) AND abs({number}) < 1e15 THEN CAST({number} AS BIGINT) END"


def _column_rules(column: Column, latest: date) -> list[Rule]:
    name, typed = quoted(column.name), quoted(column.name + ":typed")
    rules = []
    if not column.blank:
        rules.append(Rule(column.name, "blank", f"{name} IS NULL", "is blank; it must be filled in"))
    if column.type == "month":
        rules += _month_rules(column, name, latest)
    elif column.type in ("date", "datetime"):
        rules += _date_rules(column, name, typed, latest)
    elif column.type in ("number", "integer"):
        rules.append(_number_rule(column, name, typed))
    if column.pattern:
        says = column.says or f"does not match {column.pattern}"
        broken = f"NOT regexp_full_match({name}, {literal(column.pattern)})"
        rules.append(Rule(column.name, "form", broken, says))
    if column.vocabulary:
        rules.append(_vocabulary_rule(column, name))
    return rules


def _month_rules(column: Column, name: str, latest: date) -> list[Rule]:
    pattern = r"(19|20)\d\d-(0[1-9]|1[0-2])"
    bound = literal(f"{latest:%Y-%m}")
    return [
        Rule(column.name, "form", f"NOT regexp_full_match({name}, '{pattern}')", "is not a month such as 2016-01"),
        Rule(
            column.name, "future", f"{name} > {bound}", f"is later than {latest:%B %Y}, well past the period assessed"
        ),
    ]


def _date_rules(column: Column, name: str, typed: str, latest: date) -> list[Rule]:
    american = f"regexp_matches({name}, '^\\s*\\d{{1,2}}/(1[3-9]|2\\d|3[01])/\\d{{4}}')"
    serial = f"regexp_full_match({name}, '[1-9]\\d{{4}}(\\.\\d+)?')"
    broken = f"{name} IS NOT NULL AND {typed} IS NULL"
    return [
        Rule(
            column.name,
            "month first",
            f"{broken} AND {american}",
            "has no such month: month-first (US) order? Dates here are day/month/year; check the whole file",
        ),
        Rule(
            column.name,
            "serial number",
            f"{broken} AND {serial}",
            "is a spreadsheet's serial number, not a date; format the column as a date and export again",
        ),
        Rule(column.name, "form", broken, "is not a date such as 13/04/2016 or 2016-04-13"),
        Rule(
            column.name,
            "future",
            f"{typed} >= DATE '{latest}' + 1",
            f"lies after the day {latest:%d %B %Y}, well past the period assessed",
        ),
        Rule(column.name, "too early", f"{typed} < DATE '{EARLIEST_YEAR}-01-01'", f"is before {EARLIEST_YEAR}"),
    ]


def _number_rule(column: Column, name: str, typed: str) -> Rule:
    low, high = column.minimum, column.maximum
    lower = f"{typed} >= {low!r}" if low is not None else f"{typed} >= -1e300"
    upper = f"{typed} <= {high!r}" if high is not None else f"{typed} <= 1e300"
    broken = f"{name} IS NOT NULL AND (({typed} IS NULL) OR NOT ({lower} AND {upper}) OR contains({name}, '_'))"
    kind = "a whole number" if column.type == "integer" else "a number"
    limits = ""
    if low is not None and high is not None:
        limits = f" from {low:g} to {high:g}"
    elif low is not None:
        limits = f" of {low:g} or more"
    elif high is not None:
        limits = f" of {high:g} or less"
    return Rule(column.name, "number", broken, column.says or f"is not {kind}{limits}")


def _vocabulary_rule(column: Column, name: str) -> Rule:
    """The value must be a term of the dated list, and in use in the row's month where the contract names one."""
    vocabulary = str(column.vocabulary)
    spans: dict[tuple[str | None, str | None], list[str]] = {}
    for term in terms(vocabulary):
        span = (term.valid_from, term.valid_to) if column.in_use else (None, None)
        spans.setdefault(span, []).append(literal(term.name))
    tests = []
    for (first, last), names in spans.items():
        test = [f"{name} IN ({', '.join(names)})"]
        test += [f"{quoted(str(column.in_use))} >= {literal(first)}"] if first else []
        test += [f"{quoted(str(column.in_use))} <= {literal(last)}"] if last else []
        tests.append("(" + " AND ".join(test) + ")")
    when = " for that month" if column.in_use else ""
    says = f"is not in the list {vocabulary}{when}; correct the row, or add the term if its publisher has"
    return Rule(column.name, "unknown term", f"NOT ({' OR '.join(tests)})", says)


def _row_rule(rule: RowRule) -> Rule:
    return Rule(rule.column, rule.rule, rule.broken, rule.says)


def _no_control(column: Column) -> Rule:
    broken = f"regexp_matches({quoted(column.name)}, {literal(_CONTROL)})"
    return Rule(column.name, "control character", broken, "holds a control character; remove it and send the row again")


def _add(counts: dict[str, int], key: str, number: int) -> None:
    counts[key] = counts.get(key, 0) + number


def _rows(number: int) -> str:
    return f"{number:,} row" if number == 1 else f"{number:,} rows"
