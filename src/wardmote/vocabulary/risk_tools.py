"""The tools risk is judged with, as a dated table: which kinds of case they fit, their scores, and where the bands begin.

A partnership that agreed other bands edits the table. DASH: 14 ticks are the usual threshold for a MARAC (SafeLives).
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

_TABLE = Path(__file__).with_name("risk_tools.csv")


@dataclass(frozen=True)
class RiskTool:
    """One tool. One without scores is somebody's judgement. Months are text such as "2026-04"; None is open."""

    name: str
    slug: str
    kinds: frozenset[str]
    scored: bool
    lowest: int
    highest: int
    medium_from: int
    high_from: int
    valid_from: str | None
    valid_to: str | None

    def in_use_on(self, today: date) -> bool:
        month = today.isoformat()[:7]
        return (self.valid_from or "") <= month and (self.valid_to is None or month <= self.valid_to)

    def band(self, score: int) -> str:
        """The band of a score: standard, medium or high."""
        if score >= self.high_from:
            return "high"
        return "medium" if score >= self.medium_from else "standard"


@lru_cache
def risk_tools() -> dict[str, RiskTool]:
    """Every tool by its slug, in the order of the table."""
    with _TABLE.open(encoding="utf-8", newline="") as handle:
        return {row["slug"]: _tool(row) for row in csv.DictReader(handle)}


def tools_for(kind: str, today: date) -> list[RiskTool]:
    """The tools a case of this kind may be judged with today."""
    return [tool for tool in risk_tools().values() if kind in tool.kinds and tool.in_use_on(today)]


def _tool(row: dict[str, str]) -> RiskTool:
    return RiskTool(
        name=row["name"],
        slug=row["slug"],
        kinds=frozenset(row["kinds"].split()),
        scored=row["scored"] == "yes",
        lowest=int(row["lowest"] or 0),
        highest=int(row["highest"] or 0),
        medium_from=int(row["medium_from"] or 0),
        high_from=int(row["high_from"] or 0),
        valid_from=row["valid_from"] or None,
        valid_to=row["valid_to"] or None,
    )
