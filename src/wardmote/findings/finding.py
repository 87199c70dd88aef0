"""A finding: a stated result with the figures it rests on, its test, its caveats and its verdict.

Crosses the walls as the JSON of `findings.json`. A finding says two separate things: what the records did
(arithmetic, always sayable) and what may be inferred (the verdict, under the rule of `findings.change`).
"""

from typing import Literal

from wardmote.findings.figure import Frozen

Kind = Literal[
    "change", "rank", "rank-change", "target", "comparison", "completeness", "elsewhere", "gathering", "moved", "similar",
    "worked", "unusual", "season", "control", "forecast", "trend", "hot-spots", "small-area", "operation", "displacement", "quiet",
    "harm", "parts", "times", "near-repeat", "witness", "allowing-for", "refused",
]  # fmt: skip

CHANGE_VERDICTS = ("rose", "fell", "no clear change", "cannot say")
RANK_VERDICTS = ("clear", "not robust")
RANK_CHANGE_VERDICTS = ("changed", "unchanged", "cannot say")
TARGET_VERDICTS = ("met", "missed", "cannot be told from chance", "cannot say")
ELSEWHERE_VERDICTS = ("more than elsewhere", "less than elsewhere", "no clear difference")
GATHERING_VERDICTS = ("gathered", "no more than chance")
SIMILAR_VERDICTS = ("higher than similar areas", "lower than similar areas", "no clear difference", "cannot say")
SIMILAR_CHANGE_VERDICTS = ("more than similar areas", "less than similar areas", "no clear difference", "cannot say")
MOVED_VERDICTS = ("moved", "no clear move", "cannot say")
WORKED_VERDICTS = ("counted",)
UNUSUAL_VERDICTS = ("unusually many", "within the usual range", "cannot say")
CONTROL_VERDICTS = ("signals", "no signal")
SEASON_VERDICTS = ("seasonal", "no clear season")
FORECAST_VERDICTS = ("forecast", "no better than last year")
TREND_VERDICTS = ("rising", "falling", "no clear trend", "not steady")
HOT_SPOT_VERDICTS = ("high among high", "low among low", "hot spots", "no clear pattern")
SMALL_AREA_VERDICTS = ("above the limits", "below the limits", "within the limits")
OPERATION_VERDICTS = (
    "fell further than in the comparison areas", "rose against the comparison areas", "no clear change", "cannot say",
)  # fmt: skip
DISPLACEMENT_VERDICTS = ("no sign that any of it moved next door", "some of it moved next door", "cannot be told")
QUIET_VERDICTS = ("expected by chance", "unusual only if chosen beforehand", "unusual", "cannot say")
HARM_VERDICTS = ("weighed",)
PARTS_VERDICTS = ("arithmetic",)
TIMES_VERDICTS = ("uneven", "no clear pattern")
NEAR_REPEAT_VERDICTS = ("others follow near by", "no more than chance")
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
