"""The reference pages that are printed from the rules: `python -m wardmote.casework.reference docs/reference`.

With `--check` nothing is written; the exit code is 1 when a page is not what the rules now say.
"""

import sys
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

from wardmote.casework import access_spec, visibility
from wardmote.casework.nouns import (
    KINDS,
    PERSON_ROLES,
    TIERS,
    CaseGrant,
    RoleGrant,
    Sharing,
    SharingAgreement,
    Standing,
    User,
)
from wardmote.casework.protection import least
from wardmote.casework.transitions import MOVES, STATUSES, diagram
from wardmote.vocabulary.roles import CAPABILITIES, roles

_DAY = date(2026, 4, 1)
_RELATIONS = {"leads the case": "lead", "shares by agreement": "partner", "does not share": "outsider"}
_NOTE = (
    "*Printed from `src/wardmote/casework/{}` by `python -m wardmote.casework.reference docs/reference`. Do not edit.*"
)


def pages() -> dict[str, str]:
    """Every page by its file name."""
    return {"casework-states.md": states_page(), "casework-access.md": access_page()}


def states_page() -> str:
    lines = ["# The statuses of a case", "", _NOTE.format("transitions.py"), "", "```mermaid", diagram(), "```", ""]
    lines += ["| Status | Who must act | What it means |", "|---|---|---|"]
    lines += [f"| {status.name} | {status.owner} | {status.meaning} |" for status in STATUSES.values()]
    lines += ["", "| From | To | When | Needs | In the log as |", "|---|---|---|---|---|"]
    lines += [f"| {m.before} | {m.after} | {m.meaning} | `{m.capability}` | `{m.deed}` |" for m in MOVES]
    return "\n".join(lines) + "\n"


def access_page() -> str:
    """Who sees which case, cell by cell from the rule itself, and what each role may do."""
    lines = ["# Who sees what, and who may do what", "", _NOTE.format("access_spec.py"), ""]
    lines += _ways()
    lines += _matrix()
    lines += _protection()
    lines += _roles()
    return "\n".join(lines) + "\n"


def _ways() -> list[str]:
    lines = [
        "## The rule",
        "",
        "A person sees a case when their account is live, no conflict of interest is declared for",
    ]
    lines += ["them on it, and one of these ways is open:", ""]
    lines += [f"* **{name}**: {words}" for name, (words, _) in access_spec.WAYS.items()]
    return [*lines, "", "Anybody else is told that there is no such case, in the same words as for a missing one.", ""]


def _matrix() -> list[str]:
    lines = [
        "## Which cases each role sees",
        "",
        "**yes**: routinely. **grant**: with a live grant that reaches the tier.",
    ]
    lines += ["**lead**: as its named lead. A dash: never. Roles that are not listed see no case.", ""]
    for words, relation in _RELATIONS.items():
        lines += [f"### The person's agency {words}", ""]
        lines += [f"| Role | Kind | {' | '.join(TIERS)} |", "|---|---|" + "---|" * len(TIERS)]
        for code, kind in product(roles(), KINDS):
            cells = [_cell(code, relation, kind, tier) for tier in TIERS]
            if any(cell != "–" for cell in cells):
                lines.append(f"| {code} {roles()[code].name} | {kind} | {' | '.join(cells)} |")
        if lines[-1].startswith("|---"):
            lines[-2:] = ["Nobody sees anything, but for a referral of their own until work begins."]
        lines.append("")
    return lines


def _cell(code: str, relation: str, kind: str, tier: str) -> str:
    user = User("u", "u", relation, (RoleGrant(code, _DAY, _DAY, "x", "y"),), opened_on=_DAY, attested_on=_DAY)
    case = _case(kind, tier)
    agreed = Sharing((_agreement(),))
    granted = replace(agreed, grants=(_grant(relation),))
    if visibility.visible(user, case, agreed, _DAY):
        return "yes"
    ways = {"grant": (case, granted), "lead": (replace(case, lead_person="u"), agreed)}
    open_ways = [name for name, (each, sharing) in ways.items() if visibility.visible(user, each, sharing, _DAY)]
    return " or ".join(open_ways) or "–"


def _case(kind: str, tier: str) -> Standing:
    return Standing(
        reference="CSP-26-0001",
        kind=kind,
        tier=tier,
        risk="standard",
        marking="OFFICIAL-SENSITIVE",
        status="working",
        lead_agency="lead",
        referred_by="x",
        referring_agency="partner",
        opened_on=_DAY,
    )


def _agreement() -> SharingAgreement:
    return SharingAgreement(
        id="a",
        title="a",
        parties=frozenset({"lead", "partner"}),
        subject_categories=frozenset(KINDS),
        data_categories=frozenset(),
        purposes=frozenset(),
        gateway="",
        lawful_basis="",
        start=_DAY,
        review=_DAY,
        end=_DAY,
    )


def _grant(agency: str) -> CaseGrant:
    return CaseGrant(
        id="g",
        case="CSP-26-0001",
        agency=agency,
        to_user="u",
        purpose="",
        gateway="",
        start=_DAY,
        until=_DAY,
        by="x",
        reason="",
        reaches="sealed",
    )


def _protection() -> list[str]:
    """The least protection level of what is known of a person, from the rule itself."""
    lines = ["## How protected what is known of a person is, at least", ""]
    lines += [
        "A safe address or a refuge is P3 whoever it is for. A writer may choose a higher level, never a lower one.",
        "",
    ]
    heads = [f"{role} on a case about a {kind}" for kind in KINDS for role in PERSON_ROLES]
    lines += ["| Person | Name, birth, safe contact | Address, telephone, email |", "|---|---|---|"]
    for head, (kind, role) in zip(heads, product(KINDS, PERSON_ROLES), strict=True):
        lines.append(f"| {head} | {least('name', kind, (role,))} | {least('address', kind, (role,))} |")
    return [*lines, ""]


def _roles() -> list[str]:
    lines = ["## What each role may do", "", "Each deed has its own rule besides, such as: not one's own referral.", ""]
    for role in roles().values():
        lines += [f"### {role.code} {role.name}", "", role.explanation, ""]
        lines += [f"* may {CAPABILITIES[name]}" for name in CAPABILITIES if name in role.capabilities]
        lines += [f"* reads up to {role.clearance}"] if "see" in role.capabilities else []
        lines += [f"* never held with {', '.join(sorted(role.never_with, key=_number))}"] if role.never_with else []
        lines.append("")
    return lines[:-1]


def _number(code: str) -> int:
    return int(code[1:])


def main(arguments: list[str]) -> int:
    check = "--check" in arguments
    folder = Path(next(argument for argument in arguments if argument != "--check"))
    stale = [name for name, text in pages().items() if not _is_current(folder / name, text)]
    for name in stale:
        if check:
            print(f"{folder / name} is not what the rules say; run python -m wardmote.casework.reference {folder}")
        else:
            (folder / name).write_text(pages()[name], encoding="utf-8")
    return int(check and bool(stale))


def _is_current(page: Path, text: str) -> bool:
    return page.is_file() and page.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
