"""Measures of what the partnership worked: which rows of its casebook's extract each counts, and what each is a part of.

They stand apart from the measures of incidents: a case is not an incident, has no rate per resident, and is counted over the
whole area; cases of places by ward as well.
"""

from collections.abc import Callable
from dataclasses import dataclass

from wardmote.incidents.worked_rows import WorkedRow
from wardmote.measures.catalogue import Better
from wardmote.periods import Period, month_number
from wardmote.vocabulary.outcomes import outcome_codes

Counted = Callable[[WorkedRow, Period], bool]

KINDS = {"location": "places", "victim": "victims", "offender": "offenders"}
REVIEWS = (
    ("waiting", "not yet decided", ("received",)),
    ("met", "threshold met", ("met", "reviewed")),
    ("not-met", "threshold not met", ("not-met",)),
    ("withdrawn", "withdrawn", ("withdrawn",)),
)
NOT_TAKEN = ("refused", "signposted")
AGES = (("under-three-months", 0, 3), ("three-to-six-months", 3, 6), ("six-months-and-more", 6, 10_000))
"""Ages of open cases in whole months; the extract holds no days."""


@dataclass(frozen=True)
class Worked:
    """`counts` says whether a row is counted over a period; `of` is the slug of the whole it is a share of.

    `timed` measures also have a median of the days their rows took, under the slug with `-days`.
    """

    slug: str
    label: str
    noun: str
    counts: Counted
    of: str = ""
    better: Better = "neither"
    timed: bool = False
    unit: str = "records"


def _began(record: str, **asked: str) -> Counted:
    return lambda row, period: (
        row.record == record
        and row.month in period
        and all(getattr(row, column) == value for column, value in asked.items())
    )


def _one_of(record: str, statuses: tuple[str, ...]) -> Counted:
    return lambda row, period: row.record == record and row.month in period and row.status in statuses


def _ended(outcomes: Callable[[str], bool] = bool) -> Counted:
    return lambda row, period: (
        row.record == "case" and bool(row.outcome) and row.ended_month in period and outcomes(row.outcome)
    )


def _open(least: int = 0, most: int = 10_000) -> Counted:
    """Open on the last day of the period, so many whole months after the month it was opened in."""

    def counts(row: WorkedRow, period: Period) -> bool:
        if row.record != "case" or row.month > period.end or row.status in NOT_TAKEN:
            return False
        if row.outcome and row.ended_month <= period.end:
            return False
        return least <= month_number(period.end) - month_number(row.month) < most

    return counts


def _unknown(outcome: str) -> bool:
    return bool(outcome) and outcome not in outcome_codes()


_OUTCOMES = (
    *(
        Worked(
            f"cases-ended-{code.slug}",
            code.name,
            "cases",
            _ended(lambda outcome, slug=code.slug: outcome == slug),  # type: ignore[misc]
            "cases-ended",
        )
        for code in outcome_codes().values()
    ),
    Worked("cases-ended-otherwise", "An outcome not in our list", "cases", _ended(_unknown), "cases-ended"),
)
_ALL = (
    Worked("call-lines", "Issues on the daily call", "issues on the daily call", _began("call-line")),
    Worked(
        "call-lines-closed", "Issues closed", "issues closed", _began("call-line", status="closed"),
        "call-lines", "higher", timed=True,
    ),
    Worked("call-lines-open", "Issues still open", "issues still open", _began("call-line", status="open"), "call-lines", "lower"),
    Worked(
        "call-lines-to-case", "Issues that became a case", "issues that became a case",
        _began("call-line", outcome="led-to-case"), "call-lines",
    ),
    Worked("cases", "Cases referred", "cases referred", _began("case")),
    *(
        Worked(f"cases-{kind}", f"Cases of {words}", f"cases of {words}", _began("case", kind=kind), "cases")
        for kind, words in KINDS.items()
    ),
    Worked(
        "cases-again", "Cases of places that had one in the year before", "cases of places again", _began("case", kind="location", again="yes"),
        "cases-location", "lower",
    ),
    Worked("cases-not-taken", "Cases not taken", "cases not taken", _one_of("case", NOT_TAKEN), "cases"),
    Worked("cases-returned", "Cases that came back after they were closed", "cases that came back", _began("case", reopened="yes"), "cases", "lower"),
    Worked("cases-ended", "Cases closed", "cases closed", _ended(), timed=True),
    Worked(
        "cases-settled", "Cases closed with the problem dealt with", "cases settled",
        _ended(lambda outcome: outcome in outcome_codes() and outcome_codes()[outcome].settled), "cases-ended", "higher",
    ),
    *_OUTCOMES,
    Worked("cases-open", "Cases open at the end", "cases open at the end", _open(), better="lower"),
    *(
        Worked(f"cases-open-{name}", f"Open for {name.replace('-', ' ')}", "cases", _open(least, most), "cases-open")
        for name, least, most in AGES
    ),
    Worked("case-reviews", "Applications for an ASB case review", "applications for an ASB case review", _began("case-review")),
    *(
        Worked(f"case-reviews-{name}", f"Applications: {words}", "applications", _one_of("case-review", statuses), "case-reviews")
        for name, words, statuses in REVIEWS
    ),
    Worked("case-reviews-recommended", "Reviews that ended in recommendations", "reviews", _began("case-review", outcome="recommended"), "case-reviews"),
)  # fmt: skip

WORKED: dict[str, Worked] = {measure.slug: measure for measure in _ALL}

COMPARED = ("call-lines", "cases")
"""Which are compared with the period before: those that count by the month something began in."""
BY_WARD = ("cases-location",)
"""Which are counted by ward as well: of a place its ward is kept, of a person never."""

SUMS: dict[str, tuple[str, ...]] = {
    "call-lines": ("call-lines-closed", "call-lines-open"),
    "cases": tuple(f"cases-{kind}" for kind in KINDS),
    "cases-ended": tuple(measure.slug for measure in _OUTCOMES),
    "cases-settled": tuple(f"cases-ended-{code.slug}" for code in outcome_codes().values() if code.settled),
    "cases-open": tuple(f"cases-open-{name}" for name, _, _ in AGES),
    "case-reviews": tuple(f"case-reviews-{name}" for name, _, _ in REVIEWS),
}
"""Which parts add up to which whole: what a reader can subtract, so what the gate must guard."""


def counted_measure(slug: str) -> Worked | None:
    """The measure whose rows stand behind a figure: of its count, its share (`-share`) or its days (`-days`)."""
    return WORKED.get(slug.removesuffix("-share").removesuffix("-days"))
