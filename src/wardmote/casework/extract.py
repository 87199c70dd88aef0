"""The de-identified extract: what the partnership worked, as rows that the strategic assessment counts.

A row has months, days, codes of closed lists and, for a place, its ward. There is no reference, no name, no word anybody
wrote, no agency by name and no day; `checked` refuses a row in which any value is of another shape, whatever made it.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date, datetime, timedelta

from wardmote.casework.audit import AuditEvent
from wardmote.casework.errors import CaseworkError
from wardmote.casework.normal_forms import address_form
from wardmote.casework.nouns import LONDON, CallLine, ExtractCase, ReviewFact
from wardmote.casework.store import Store

A_YEAR = timedelta(days=365)
LONG_AGO = date(1998, 1, 1)
"""Before there were partnerships: every application is counted."""


class NotDeidentified(CaseworkError):
    """A value of an extract is not of the shape it must have. The value is not told."""


@dataclass(frozen=True)
class ExtractRow:
    """One row. `days` is how long it took, in whole days, blank while it is open; `again` is of a place that had a case within a year before."""

    record: str
    month: str
    kind: str
    agency_kind: str
    status: str
    outcome: str = ""
    ended_month: str = ""
    days: str = ""
    ward_code: str = ""
    reopened: str = ""
    again: str = ""


CODE = r"[a-z]+(-[a-z]+)*"
MONTH = r"\d{4}-\d{2}"
SHAPES = {
    "record": "case|call-line|case-review",
    "month": MONTH,
    "kind": f"({CODE})?",
    "agency_kind": f"({CODE})?",
    "status": CODE,
    "outcome": f"({CODE})?",
    "ended_month": f"({MONTH})?",
    "days": r"\d{0,5}",
    "ward_code": r"([EW]\d{8})?",
    "reopened": "yes|no|",
    "again": "yes|no|",
}
"""The only shapes a value may have: codes, months, whole days, ward codes."""
LONGEST_CODE = 40


def extracted(store: Store, before: date, told: AuditEvent) -> str:
    """The file of everything that began before a day. Reading it is logged as an export, in the caller's transaction."""
    cases, lines = store.extracted(before, told)
    reviews = store.review_facts(LONG_AGO, before - timedelta(days=1))
    kinds = {agency.code: agency.kind for agency in store.agencies()}
    return as_csv(rows_of(cases, lines, reviews, kinds))


def rows_of(
    cases: Iterable[ExtractCase],
    lines: Iterable[CallLine],
    reviews: Iterable[ReviewFact],
    agency_kinds: dict[str, str],
) -> list[ExtractRow]:
    """The rows, in an order that says nothing of the order they came in."""
    cases = list(cases)
    again = _again(cases)
    found = [
        *(_of_case(case, agency_kinds, again[number]) for number, case in enumerate(cases)),
        *(_of_line(line, agency_kinds) for line in lines),
        *(_of_review(review) for review in reviews),
    ]
    return sorted(found, key=astuple)


def _month(day: date | None) -> str:
    return f"{day:%Y-%m}" if day else ""


def _again(cases: Sequence[ExtractCase]) -> list[str]:
    """Of each case whether its place had a case in the year before it; blank but for places. The place itself goes no further."""
    last: dict[str, date] = {}
    said = [""] * len(cases)
    for number in sorted(range(len(cases)), key=lambda each: cases[each].opened_on):
        case, place = cases[number], address_form(cases[number].place)
        if case.kind == "location" and place:
            before = last.get(place)
            said[number] = "yes" if before and case.opened_on - before <= A_YEAR else "no"
            last[place] = case.opened_on
    return said


def _of_case(case: ExtractCase, agency_kinds: dict[str, str], again: str) -> ExtractRow:
    ended = case.ended_on if case.outcome else None
    return ExtractRow(
        record="case",
        month=_month(case.opened_on),
        kind=case.kind,
        agency_kind=agency_kinds.get(case.lead_agency, ""),
        status=case.status,
        outcome=case.outcome,
        ended_month=_month(ended),
        days=str((ended - case.opened_on).days) if ended else "",
        ward_code=case.ward_code if case.kind == "location" else "",
        reopened="yes" if case.reopenings else "no",
        again=again,
    )


def _of_line(line: CallLine, agency_kinds: dict[str, str]) -> ExtractRow:
    closed = line.closed_at.astimezone(LONDON).date() if isinstance(line.closed_at, datetime) else None
    return ExtractRow(
        record="call-line",
        month=_month(line.raised_on),
        kind="",
        agency_kind=agency_kinds.get(line.owner_agency, ""),
        status="open" if line.open else "closed",
        outcome="led-to-case" if line.case else "",
        ended_month=_month(closed),
        days=str((closed - line.raised_on).days) if closed else "",
    )


def _of_review(review: ReviewFact) -> ExtractRow:
    return ExtractRow(
        record="case-review",
        month=_month(review.received_on),
        kind="",
        agency_kind="",
        status=review.status,
        outcome="recommended" if review.recommended else "",
        ended_month=_month(review.reviewed_on),
        days=str((review.decided_on - review.received_on).days) if review.decided_on else "",
    )


def checked(rows: Iterable[ExtractRow]) -> list[ExtractRow]:
    """The rows, if every value has its shape. Raises NotDeidentified with the column and never the value."""
    kept = list(rows)
    for number, row in enumerate(kept, 1):
        for name, shape in SHAPES.items():
            value = getattr(row, name)
            if len(value) > LONGEST_CODE or not re.fullmatch(shape, value):
                raise NotDeidentified(
                    f"row {number} of the extract: {name} is not a code, a month or a number; nothing was written"
                )
    return kept


def as_csv(rows: Iterable[ExtractRow]) -> str:
    """The file, headed by the names of the columns."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([field.name for field in fields(ExtractRow)])
    writer.writerows(astuple(row) for row in checked(rows))
    return text.getvalue()
