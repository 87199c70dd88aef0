"""A filter compiled to SQL and run by SQLite: a third reading of the access rule, and the pattern for a real store.

Each noun is a table; a set-valued field of an agreement is a table of members. The SQL uses EXISTS and no join, so a
case is found once however many agreements or grants lead to it.
"""

import sqlite3
from datetime import date

from wardmote.casework.conditions import All, AnyOf, Condition, Exists, Not, NotAfter, Of, Same, Term, Value, Within
from wardmote.casework.nouns import CaseGrant, Conflict, EmergencyOpening, SharingAgreement, Standing

SETS = ("parties", "subject_categories", "data_categories")


def compiled(condition: Condition) -> tuple[str, list[object]]:
    """The SQL of a condition, and its parameters in order."""
    match condition:
        case All(parts):
            return _joined(" AND ", parts, empty="1")
        case AnyOf(parts):
            return _joined(" OR ", parts, empty="0")
        case Not(part):
            sql, values = compiled(part)
            return f"NOT ({sql})", values
        case Exists(noun, where):
            sql, values = compiled(where)
            return f'EXISTS (SELECT 1 FROM "{noun}" WHERE {sql})', values
        case Same(left, right):
            return _compared(left, "=", right)
        case NotAfter(earlier, later):
            return _compared(earlier, "<=", later)
        case Within(item, Value(members)):
            sql, values = _term(item)
            return f"{sql} IN ({','.join('?' * len(members))})", values + sorted(members)
        case Within(item, Of(noun, field)):
            sql, values = _term(item)
            return f'EXISTS (SELECT 1 FROM "{field}" m WHERE m.owner = "{noun}".id AND m.member = {sql})', values


def _joined(word: str, parts: tuple[Condition, ...], empty: str) -> tuple[str, list[object]]:
    pieces = [compiled(part) for part in parts]
    return word.join(f"({sql})" for sql, _ in pieces) or empty, [value for _, values in pieces for value in values]


def _compared(left: Term, sign: str, right: Term) -> tuple[str, list[object]]:
    (one, first), (other, second) = _term(left), _term(right)
    return f"{one} {sign} {other}", first + second


def _term(term: Term) -> tuple[str, list[object]]:
    return ("?", [_plain(term.value)]) if isinstance(term, Value) else (f'"{term.noun}"."{term.field}"', [])


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def database(
    cases: list[Standing],
    agreements: list[SharingAgreement],
    grants: list[CaseGrant],
    conflicts: list[Conflict],
    openings: list[EmergencyOpening],
) -> sqlite3.Connection:
    """The records as tables in memory."""
    db = sqlite3.connect(":memory:")
    for noun, kind, rows in (
        ("case", Standing, cases),
        ("agreement", SharingAgreement, agreements),
        ("grant", CaseGrant, grants),
        ("conflict", Conflict, conflicts),
        ("emergency_opening", EmergencyOpening, openings),
    ):
        columns = [name for name in kind.__dataclass_fields__ if name not in (*SETS, "purposes", "approvals")]
        named = ", ".join(f'"{column}"' for column in columns)
        db.execute(f'CREATE TABLE "{noun}" ({named})')
        values = [[_plain(getattr(row, column)) for column in columns] for row in rows]
        db.executemany(f'INSERT INTO "{noun}" VALUES ({",".join("?" * len(columns))})', values)
    db.execute('CREATE INDEX grant_case ON "grant" ("case")')
    db.execute('CREATE INDEX opening_case ON "emergency_opening" ("case")')
    for field in SETS:
        db.execute(f'CREATE TABLE "{field}" (owner, member)')
        members = [(agreement.id, member) for agreement in agreements for member in getattr(agreement, field)]
        db.executemany(f'INSERT INTO "{field}" VALUES (?, ?)', members)
    return db


def references(db: sqlite3.Connection, condition: Condition) -> set[str]:
    """The cases a filter lets through."""
    sql, values = compiled(condition)
    return {row[0] for row in db.execute(f'SELECT reference FROM "case" WHERE {sql}', values)}
