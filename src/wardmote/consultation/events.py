"""Engagement events: who was asked what, what was heard, and what it led to."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class EngagementEvent:
    """`public` and `senior_persons` decide whether it counts as the yearly public meeting of regulation 12."""

    date: str
    event: str
    kind: str
    public: bool
    senior_persons: bool
    people: float | None
    asked: str
    heard: str
    led_to: str

    @property
    def is_public_meeting(self) -> bool:
        return self.kind == "public meeting" and self.public and self.senior_persons


def engagement_events(rows: tuple[dict[str, Any], ...]) -> list[EngagementEvent]:
    """From the register `engagement`, in date order."""
    events = [
        EngagementEvent(
            date=str(row["date"] or ""),
            event=row["event"] or "",
            kind=row["kind"] or "",
            public=_yes(row["public"]),
            senior_persons=_yes(row["senior_persons"]),
            people=row["people"],
            asked=row["asked"] or "",
            heard=row["heard"] or "",
            led_to=row["led_to"] or "",
        )
        for row in rows
    ]
    return sorted(events, key=lambda event: event.date)


def _yes(value: Any) -> bool:
    return value is True or str(value).strip().lower() == "yes"
