"""The ASB case review ("community trigger"): which complaints qualify, whether the threshold is met, the yearly return.

Source: Anti-social Behaviour, Crime and Policing Act 2014 ss.104-105 and Schedule 4. Days here are counted as the Act
counts them: a period "beginning with" a day includes that day. Nothing here knows who applied or where it is kept.
"""

import calendar
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

HIGHEST_THRESHOLD = 3
"""Statutory guidance: a procedure sets no more than three qualifying complaints."""


class Complaint(Protocol):
    """One complaint about the behaviour, to any of the bodies: when the behaviour was, and when it was complained of."""

    @property
    def behaviour_on(self) -> date: ...
    @property
    def made_on(self) -> date: ...


@dataclass(frozen=True)
class Qualification:
    """Whether one complaint counts, and if not, why not in words for the decision letter."""

    complaint: Complaint
    reason: str = ""

    @property
    def counts(self) -> bool:
        return not self.reason


@dataclass(frozen=True)
class Threshold:
    """What the complaints come to. Met by number, the review must be held; otherwise the bodies decide on the harm."""

    needed: int
    qualifications: tuple[Qualification, ...]

    @property
    def qualifying(self) -> tuple[Complaint, ...]:
        return tuple(each.complaint for each in self.qualifications if each.counts)

    @property
    def left_out(self) -> tuple[Qualification, ...]:
        return tuple(each for each in self.qualifications if not each.counts)

    @property
    def met_by_number(self) -> bool:
        return len(self.qualifying) >= self.needed


def last_day(first: date, months: int) -> date:
    """The last day of so many months beginning with a day. From 31 January one month ends on the last of February.

    Where the end month has the day, the period ends the day before it; where it is too short, on its last day.
    """
    number = first.year * 12 + first.month - 1 + months
    year, month = number // 12, number % 12 + 1
    longest = calendar.monthrange(year, month)[1]
    return date(year, month, longest) if first.day > longest else date(year, month, first.day) - timedelta(days=1)


def last_day_to_complain(behaviour_on: date) -> date:
    """A complaint qualifies when made within one month beginning with the day of the behaviour (s.104(11)(a))."""
    return last_day(behaviour_on, 1)


def last_day_to_apply(complained_on: date) -> date:
    """An application counts a complaint made within six months beginning with that complaint (s.104(11)(b))."""
    return last_day(complained_on, 6)


def qualification(complaint: Complaint, applied_on: date) -> Qualification:
    """Whether a complaint counts for an application. The six months run for each complaint by itself."""
    return Qualification(complaint, _why_not(complaint, applied_on))


def _why_not(complaint: Complaint, applied_on: date) -> str:
    if complaint.made_on < complaint.behaviour_on:
        return "it was made before the behaviour it is about"
    if complaint.made_on > applied_on:
        return "it was made after the application"
    if complaint.made_on > last_day_to_complain(complaint.behaviour_on):
        return (
            f"it was made later than {_day(last_day_to_complain(complaint.behaviour_on))}, one month from the behaviour"
        )
    if applied_on > last_day_to_apply(complaint.made_on):
        return f"the application came later than {_day(last_day_to_apply(complaint.made_on))}, six months from it"
    return ""


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"


def threshold(complaints: Sequence[Complaint], applied_on: date, needed: int = HIGHEST_THRESHOLD) -> Threshold:
    """What the complaints come to on the day of the application.

    A local caveat ("case closed", "no action taken") cannot take a qualifying complaint away (s.104(4)), so none is
    asked for here.
    """
    if not 1 <= needed <= HIGHEST_THRESHOLD:
        raise ValueError(f"a procedure asks for 1 to {HIGHEST_THRESHOLD} qualifying complaints, not {needed}")
    return Threshold(needed, tuple(qualification(complaint, applied_on) for complaint in complaints))


@dataclass(frozen=True)
class Procedure:
    """What the local procedure sets: the number of complaints, and its clocks in working days.

    Only the highest number is law; the days are examples of published procedures and differ from place to place.
    `target` is the share of threshold decisions, in per cent, that the partnership means to make in time.
    """

    complaints: int = HIGHEST_THRESHOLD
    answer: int = 5
    acknowledge: int = 10
    decide: int = 15
    review: int = 20
    target: int = 90

    def __post_init__(self) -> None:
        if not 1 <= self.complaints <= HIGHEST_THRESHOLD:
            raise ValueError(f"a procedure asks for 1 to {HIGHEST_THRESHOLD} qualifying complaints")
        if not 1 <= self.target <= 100 or not all(
            1 <= days <= 60 for days in (self.answer, self.acknowledge, self.decide, self.review)
        ):
            raise ValueError("a clock of a procedure runs for 1 to 60 working days, and its target is up to 100%")


# The yearly return

OUTCOMES = ("met", "not-met", "pending", "withdrawn")


@dataclass(frozen=True)
class Application:
    """What the return needs of one application: how the threshold was decided and what came of it."""

    received_on: date
    outcome: str
    reviewed: bool = False
    recommended: bool = False

    def __post_init__(self) -> None:
        if self.outcome not in OUTCOMES:
            raise ValueError(f"no such outcome of a threshold decision: {self.outcome}")
        if (self.reviewed and self.outcome != "met") or (self.recommended and not self.reviewed):
            raise ValueError("a review follows a threshold that was met, and recommendations follow a review")


@dataclass(frozen=True)
class Return:
    """What the bodies must publish at least every 12 months (s.104(9)); area totals only."""

    applications: int
    not_met: int
    reviews: int
    with_recommendations: int
    met: int
    pending: int
    withdrawn: int

    def __post_init__(self) -> None:
        parts = self.not_met + self.met + self.pending + self.withdrawn
        if self.applications != parts:
            raise ValueError(
                f"{self.applications} applications are not the {parts} that were met, not met, pending or withdrawn"
            )
        if not self.with_recommendations <= self.reviews <= self.met:
            raise ValueError(
                "reviews with recommendations are part of reviews, and reviews of thresholds that were met"
            )


def yearly_return(applications: Collection[Application]) -> Return:
    """Counts the applications of a period; the identity between its numbers is checked."""
    outcomes = [each.outcome for each in applications]
    return Return(
        applications=len(applications),
        not_met=outcomes.count("not-met"),
        reviews=sum(each.reviewed for each in applications),
        with_recommendations=sum(each.recommended for each in applications),
        met=outcomes.count("met"),
        pending=outcomes.count("pending"),
        withdrawn=outcomes.count("withdrawn"),
    )


def added(parts: Sequence[Return]) -> Return:
    """The return of a year from those of its quarters."""
    return Return(*(sum(column) for column in zip(*(vars(part).values() for part in parts), strict=True)))


@dataclass(frozen=True)
class InTime:
    """How many of the threshold decisions that were due were made in time, with the range that chance alone allows."""

    made: int
    due: int

    @property
    def share(self) -> float:
        return self.made / self.due

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval at 95% (Wilson 1927), from 0 to 1."""
        z, n, p = 1.959964, self.due, self.share
        middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, (middle - half) / (1 + z * z / n)), min(1.0, (middle + half) / (1 + z * z / n))
