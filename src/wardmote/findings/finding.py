"""A finding: a stated result with the figures it rests on, its test, its caveats and its verdict.

Crosses the walls as the JSON of `findings.json`. A finding says two separate things: what the records did
(arithmetic, always sayable) and what may be inferred (the verdict, under the rule of `findings.change`).
"""

from typing import Literal

from wardmote.findings.figure import Frozen

Kind = Literal[
    "change", "rank", "rank-change", "target", "comparison", "completeness", "elsewhere", "gathering", "moved", "worked",
    "witness", "allowing-for",
]  # fmt: skip

CHANGE_VERDICTS = ("rose", "fell", "no clear change", "cannot say")
RANK_VERDICTS = ("clear", "not robust")
RANK_CHANGE_VERDICTS = ("changed", "unchanged", "cannot say")
TARGET_VERDICTS = ("met", "missed", "cannot be told from chance", "cannot say")
ELSEWHERE_VERDICTS = ("more than elsewhere", "less than elsewhere", "no clear difference")
GATHERING_VERDICTS = ("gathered", "no more than chance")
MOVED_VERDICTS = ("moved", "no clear move", "cannot say")
WORKED_VERDICTS = ("counted",)
WITNESS_VERDICTS = ("agrees", "disagrees", "cannot tell")
ALLOWING_VERDICTS = ("goes with it", "no clear part")
COMPARISON_VERDICTS = ("higher", "lower", "no clear difference", "cannot say")


class Effect(Frozen):
    """A ratio (or difference) with its interval and the method that gave it."""

    ratio: float
    lower: float
    upper: float
    level: float = 0.95
    method: str


class BoundaryTest(Frozen):
    """The leading ward against another when incidents within `metres` of their boundary may be booked to either.

    `flip_share` is the share of the leader's near incidents that would level the two; None when none could.
    """

    first: str
    second: str
    metres: int
    first_count: int
    second_count: int
    first_near: int
    second_near: int
    stable: bool
    flip_share: float | None


class CauseWeighed(Frozen):
    """One rival explanation from the register of causes, with who judged it."""

    explanation: str
    evidence_for: str = ""
    evidence_against: str = ""
    judgement: str = ""
    judged_by: str = ""
    judged_on: str = ""


class Finding(Frozen):
    """`sentence` is the plain statement the verdict allows; `records` the arithmetic one; both are built, not typed.

    `sentence` holds numbers only as tokens {figure-id}, {change:finding-id}, {range:finding-id},
    {detectable:finding-id}, {received:ID} and {target:ID}, so that the words can never drift from the figures.
    """

    id: str
    kind: Kind
    label: str
    figures: tuple[str, ...]
    effect: Effect | None = None
    p: float | None = None
    q: float | None = None
    dispersion: float | None = None
    exact_p: float | None = None
    smallest_detectable: float | None = None
    family: str | None = None
    verdict: str
    records: str | None = None
    sentence: str
    reasons: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    causes: tuple[CauseWeighed, ...] = ()
    boundary_tests: tuple[BoundaryTest, ...] = ()
