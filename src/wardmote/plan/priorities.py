"""Priorities and their lineage, the actions of the last plan, and indicators: what the plan promised and who owns it."""

from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Priority:
    """A priority or a theme under one; `status` is kept, added, moved or dropped, and `reason` says why."""

    id: str
    priority: str
    theme: str
    status: str
    reason: str
    since: str
    evidence: str


@dataclass(frozen=True)
class PlanAction:
    """A step the last plan promised; `status` is done, partly or not done."""

    id: str
    priority: str
    action: str
    owner: str
    status: str
    evidence: str


@dataclass(frozen=True)
class Indicator:
    """A measure with an owner, a target, a direction and a review date."""

    id: str
    label: str
    priority: str
    measure: str
    received: str
    target: float | None
    unit: str
    better: str
    owner: str
    review_date: str


def priorities(rows: tuple[dict[str, Any], ...]) -> list[Priority]:
    """From the register `priorities`."""
    return [Priority(**_words(row, Priority)) for row in rows]


def plan_actions(rows: tuple[dict[str, Any], ...]) -> list[PlanAction]:
    """From the register `plan_actions`."""
    return [PlanAction(**_words(row, PlanAction)) for row in rows]


def indicators(rows: tuple[dict[str, Any], ...]) -> list[Indicator]:
    """From the register `indicators`."""
    return [Indicator(**{**_words(row, Indicator), "target": row["target"]}) for row in rows]


def _words(row: dict[str, Any], kind: type) -> dict[str, Any]:
    return {name: str(row.get(name) or "") for name in (field.name for field in fields(kind))}
