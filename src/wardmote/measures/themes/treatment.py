"""Substance misuse: who completed treatment, and who came back within six months of completing it.

Definitions as the national statistics have them (NDTMS, `domain` B2): completed means left free of dependence and not back
within six months, out of everybody in treatment; come back is out of those who left. Both wait six months, so the period
counted ends six months before the one assessed. People are counted once, by the sender's own opaque key.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from wardmote.measures.themes.share import Choose, Row, Share
from wardmote.periods import Period, month_number, month_text

SOURCE = "treatment_journeys"
LAG = 6  # months
GROUPS = {"opiate": "opiates", "non-opiate": "other drugs", "alcohol": "alcohol only"}


def group_of(substances: str) -> str:
    """One of `GROUPS`, from the sender's words: "Non-opiate and alcohol" is non-opiate, as the national tables have it."""
    words = substances.lower()
    return "non-opiate" if "non-opiate" in words else "opiate" if "opiate" in words else "alcohol"


def in_treatment(group: str) -> Choose:
    """The last journey of each person in treatment on any day of the period."""

    def choose(rows: Sequence[Row], period: Period) -> list[Row]:
        first, last = period.first_day, period.last_day
        there = (row for row in rows if row["started"] <= last and (row["ended"] is None or row["ended"] >= first))
        return _each_once(_of(there, group))

    return choose


def left(group: str, came_back: bool | None = None) -> Choose:
    """The last completed journey that ended in the period, of each person; of those who came back, or did not."""

    def choose(rows: Sequence[Row], period: Period) -> list[Row]:
        first, last = period.first_day, period.last_day
        ended = (row for row in rows if row["ended"] is not None and first <= row["ended"] <= last)
        done = _each_once(_of((row for row in ended if _completed(row)), group))
        if came_back is None:
            return done
        starts: dict[str, list[date]] = {row["client"]: [] for row in done}
        for row in rows:  # back for anything, not for the same substance only
            if row["client"] in starts:
                starts[row["client"]].append(row["started"])
        return [row for row in done if _came_back(row, starts[row["client"]]) == came_back]

    return choose


def _of(rows: Iterable[Row], group: str) -> list[Row]:
    return [row for row in rows if group_of(row["substances"]) == group]


def _completed(row: Row) -> bool:
    return str(row["exit_reason"]).lower().startswith("treatment completed")


def _came_back(row: Row, starts: Sequence[date]) -> bool:
    return any(row["ended"] < start <= six_months_after(row["ended"]) for start in starts)


def six_months_after(day: date) -> date:
    """The same day six months on, or the last of that month where it has no such day."""
    month = month_text(month_number(f"{day:%Y-%m}") + LAG)
    last = Period(month, month).last_day
    return last.replace(day=min(day.day, last.day))


def _each_once(rows: Iterable[Row]) -> list[Row]:
    """The latest journey of each person."""
    last: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: (row["started"], row["row_number"])):
        last[row["client"]] = row
    return list(last.values())


def _shares() -> tuple[Share, ...]:
    made: list[Share] = []
    for group, words in GROUPS.items():
        made += [
            Share(
                slug=f"treatment-completed-{group}", label=f"Treatment completed: {words}", theme="substance-misuse", source=SOURCE,
                does="completed it and had not come back within six months",
                part=left(group, came_back=False), whole=in_treatment(group),
                whole_slug=f"in-treatment-{group}", whole_label=f"In treatment: {words}", whole_noun=f"people in treatment ({words})",
                rest_slug=f"treatment-not-completed-{group}", rest_label=f"In treatment and not completed: {words}",
                better="higher", lag=LAG,
            ),
            Share(
                slug=f"re-presented-{group}", label=f"Back within six months: {words}", theme="substance-misuse", source=SOURCE,
                does="were back in treatment within six months",
                part=left(group, came_back=True), whole=left(group),
                whole_slug=f"treatment-exits-{group}", whole_label=f"Left treatment free of dependence: {words}",
                whole_noun=f"people who had completed treatment ({words})",
                rest_slug=f"treatment-completed-{group}", rest_label=f"Treatment completed: {words}", better="lower", lag=LAG,
            ),
        ]  # fmt: skip
    return tuple(made)


SHARES = _shares()
