"""The statuses of a case, who must act in each, and every move between them with its audit deed.

The diagram in docs/reference/casework-states.md is printed from this table.
"""

from dataclasses import dataclass

from wardmote.casework.errors import NotNow


@dataclass(frozen=True)
class Status:
    """Where a case is. `owner` is who must act next, in words; `meaning` explains it on the screen."""

    name: str
    owner: str
    meaning: str


@dataclass(frozen=True)
class Move:
    """One way from a status to another. `capability` is what the person moving it must hold in the lead agency."""

    before: str
    after: str
    deed: str
    capability: str
    meaning: str


STATUSES = {
    status.name: status
    for status in (
        Status("referred", "lead agency", "One agency has asked another to take it; no answer yet."),
        Status("accepted", "case lead", "The agency has taken it; the first action is still to be set."),
        Status("signposted", "referring agency", "Not for the partnership; the referrer was told who can help."),
        Status("refused", "referring agency", "Not taken, with the reason."),
        Status("working", "case lead", "People are acting on it."),
        Status("closed", "lead agency", "Ended, with an outcome."),
        Status("reopened", "case lead", "It came back; the first new action is still to be set."),
    )
}

MOVES = (
    Move("referred", "accepted", "case-accepted", "triage", "taken"),
    Move("referred", "signposted", "case-signposted", "triage", "sent elsewhere"),
    Move("referred", "refused", "case-refused", "triage", "not taken"),
    Move("accepted", "working", "case-begun", "work", "first action set"),
    Move("accepted", "closed", "case-closed", "lead", "nothing to do"),
    Move("working", "closed", "case-closed", "lead", "ended with an outcome"),
    Move("closed", "reopened", "case-reopened", "lead", "not fixed, or back again"),
    Move("reopened", "working", "case-begun", "work", "first new action set"),
    Move("reopened", "closed", "case-closed", "lead", "nothing to do"),
)

BEGINS = frozenset({"referred"})
ENDS = frozenset({"signposted", "refused"})
NOT_BEGUN = frozenset({"referred", "signposted", "refused"})
IN_HAND = frozenset({"accepted", "working", "reopened"})
UNFINISHED = IN_HAND | BEGINS


def move(before: str, after: str) -> Move:
    """The move between two statuses. Raises NotNow, naming what can be done instead, when there is none."""
    for candidate in MOVES:
        if (candidate.before, candidate.after) == (before, after):
            return candidate
    ways = [candidate.after for candidate in MOVES if candidate.before == before]
    raise NotNow(
        f"A case that is {before} cannot become {after}. "
        + (f"It can become {' or '.join(ways)}." if ways else "It stays so.")
    )


def diagram() -> str:
    """The table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2"]
    lines += [f"    [*] --> {name}" for name in STATUSES if name in BEGINS]
    lines += [f"    {m.before} --> {m.after}: {m.meaning}" for m in MOVES]
    lines += [f"    {name} --> [*]" for name in STATUSES if name in ENDS | {"closed"}]
    return "\n".join(lines)
