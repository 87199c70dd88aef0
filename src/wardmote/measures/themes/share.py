"""A share: how many of a named whole, chosen from the rows a partner sent, over a period that allows for what must pass first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wardmote.measures.catalogue import Better
from wardmote.periods import Period

Row = Mapping[str, Any]
Choose = Callable[[Sequence[Row], Period], list[Row]]


def everything(rows: Sequence[Row], _: Period) -> list[Row]:
    return list(rows)


@dataclass(frozen=True)
class Share:
    """`part` and `whole` choose the rows counted over a period; `part_of` and `whole_of` name a column to add up instead.

    The whole is the share's one denominator: it has a slug and words of its own, and so has the rest of it, so that the
    gate guards all three. `does` completes "Of 390 people in treatment, 38 %". `lag` is how many months must have passed
    since the period, so the period counted lies that far back. `speaking` chooses the rows that speak for a period and all its
    parts, where a file is a picture of one day. `judged` is False where a period holds one count only, so
    that nothing says how much it varies by itself.
    """

    slug: str
    label: str
    does: str
    theme: str
    source: str
    part: Choose
    whole: Choose
    whole_slug: str
    whole_label: str
    whole_noun: str
    rest_slug: str
    rest_label: str
    better: Better
    lag: int = 0
    part_of: str = ""
    whole_of: str = ""
    judged: bool = True
    speaking: Choose = everything

    def counted(self, rows: Sequence[Row], period: Period) -> tuple[int, int]:
        """How many of how many."""
        part, whole = self.part(rows, period), self.whole(rows, period)
        return total(part, self.part_of), total(whole, self.whole_of)

    def rows_of(self, slug: str, rows: Sequence[Row], period: Period) -> list[Row]:
        """The rows behind one of its figures: its whole, its rest, or (of its part and of the share itself) its part."""
        spoken = self.speaking(rows, period)
        part = self.part(spoken, period)
        if slug not in (self.whole_slug, self.rest_slug):
            return part
        within = {(row["file_id"], row["row_number"]) for row in part} if slug == self.rest_slug else set()
        return [row for row in self.whole(spoken, period) if (row["file_id"], row["row_number"]) not in within]


def total(rows: Sequence[Row], column: str) -> int:
    """The rows, or the sum of a column of them."""
    return sum(int(row[column] or 0) for row in rows) if column else len(rows)
