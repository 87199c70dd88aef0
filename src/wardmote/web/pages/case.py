"""The page of one case: what is wrong, who does what by when, what happened, who may see it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wardmote.casework import permissions, policies
from wardmote.casework.errors import PurposeNeeded
from wardmote.casework.looks import (
    InHand,
    check_protected,
    in_hand,
    open_case,
    open_in_hand,
    open_note,
    purposes_offered,
)
from wardmote.casework.nouns import Action, CaseFile, SignedIn
from wardmote.casework.purposes import purpose_name
from wardmote.casework.visibility import trail_visible
from wardmote.vocabulary.risk_tools import risk_tools
from wardmote.web.pages.asking import casebook, who
from wardmote.web.pages.case_forms import framed
from wardmote.web.pages.names import names_on
from wardmote.web.pages.persons import cards, kept_apart
from wardmote.web.pages.timeline import timeline
from wardmote.web.pages.wording import TIER_MEANINGS

PARTS = {
    "summary": "Summary",
    "people": "People",
    "actions": "Actions",
    "timeline": "Timeline",
    "documents": "Documents",
    "links": "Links",
    "access": "Access",
}
"""The parts of the page in their order; each is the template of its name in `templates/case`, under a heading with its name as id."""

LIKELY = "case-work"
"""The purpose the purpose page puts first, where it is offered."""


def show(request: HttpRequest, reference: str) -> HttpResponse:
    """The case as this person may see it; the look is in the trail before this page is made."""
    by, store = who(request), casebook()
    try:
        hand, file = open_in_hand(store, by, reference)
    except PurposeNeeded:
        return redirect("case_purpose", reference=reference)
    names = names_on(request)
    may = what_may_be_done(hand, by, file)
    context = framed(hand, by) | {
        "case": file.case,
        "parts": parts_of(file, may),
        "file": file,
        "actions": _actions(file, hand, by),
        "people": cards(file, by.today),
        "kept_apart": kept_apart(file),
        "assessments": [(one, risk_tools()[one.tool].name) for one in reversed(file.assessments)],
        "timeline": timeline(file, names),
        "may": may,
        "tier_meaning": TIER_MEANINGS[file.case.tier],
        "sharing": hand.sharing,
        "live_agreements": [agreement for agreement in hand.sharing.agreements if agreement.live_on(by.today)],
        "live_grants": [grant for grant in hand.sharing.grants if grant.live_on(by.today)],
        "in_grace": permissions.in_grace(by.user, hand.case, hand.sharing, by.today),
    }
    return render(request, "case.html", context)


def parts_of(file: CaseFile, may: dict[str, bool]) -> list[dict[str, str]]:
    """The parts there are: of links none where there is no link to see, nor one to make."""
    shown = [part for part in PARTS if part != "links" or file.links or may["link"]]
    return [{"id": part, "title": PARTS[part], "template": f"case/{part}.html"} for part in shown]


def what_may_be_done(hand: InHand, by: SignedIn, file: CaseFile) -> dict[str, bool]:
    """Which buttons stand on the page: those whose verb would pass."""
    case, user, today = hand.case, by.user, by.today
    own = permissions.can_own_right(user, case, hand.sharing, today)
    works, leads = permissions.can_work(user, case, today), own and permissions.can_lead(user, case, today)
    undone = sum(action.done_on is None for action in file.actions)
    return {
        "triage": own and permissions.can_triage(user, case, today) and policies.can_move(case, "accepted"),
        "note": works and policies.can_add_note(case),
        "export": permissions.can_export(user, case, today),
        "people": works and policies.can_add_note(case),
        "link": own and works,
        "action": own and works and policies.can_in_hand(case),
        "close": leads and policies.can_close(case, undone),
        "close_later": leads and policies.can_move(case, "closed") and bool(undone),
        "reopen": leads and policies.can_move(case, "reopened"),
        "who_looked": trail_visible(user, case, today),
    }


def _actions(file: CaseFile, hand: InHand, by: SignedIn) -> list[dict[str, object]]:
    """Open actions first, the soonest first; then those done, the latest first."""
    waiting = sorted((a for a in file.actions if a.done_on is None), key=lambda a: a.due)
    done = sorted((a for a in file.actions if a.done_on), key=lambda a: a.done_on or by.today, reverse=True)
    return [
        {"action": action, "late": late(action, by), "may_complete": _may(hand, action, by)}
        for action in (*waiting, *done)
    ]


def _may(hand: InHand, action: Action, by: SignedIn) -> bool:
    own = permissions.can_own_right(by.user, hand.case, hand.sharing, by.today)
    allowed = own and permissions.can_complete(by.user, hand.case, action, by.today)
    return allowed and policies.can_complete(action) and policies.can_in_hand(hand.case)


def late(action: Action, by: SignedIn) -> str:
    """ "3 days overdue", in words; nothing while there is time."""
    if not action.overdue_on(by.today):
        return ""
    days = (by.today - action.due).days
    return f"{days} day{'s' if days > 1 else ''} overdue"


def purpose(request: HttpRequest, reference: str) -> HttpResponse:
    """Asks what the case is opened for: once for each case and session, one key; or again, for another purpose."""
    by, store = who(request), casebook()
    if request.method == "POST":
        open_case(store, by, reference, request.POST.get("purpose", ""))
        return redirect("case", reference=reference)
    offered = purposes_offered(store, by, reference)
    first = sorted(offered, key=lambda slug: slug != LIKELY)
    choices = [{"slug": slug, "name": purpose_name(slug)} for slug in first]
    given = purpose_name(store.purpose_given(by.session, reference))
    return render(request, "case_purpose.html", {"reference": reference, "choices": choices, "given": given})


def note(request: HttpRequest, reference: str, note_id: str) -> HttpResponse:
    """A protected entry: a proof is asked for first; then it is asked for, logged by itself, and shown."""
    by, store = who(request), casebook()
    try:
        hand = in_hand(store, by, reference)
    except PurposeNeeded:
        return redirect("case_purpose", reference=reference)
    context = framed(hand, by) | {"note_id": note_id}
    if request.method == "POST":
        context["note"] = open_note(store, by, reference, note_id)
    else:
        check_protected(store, by, hand.case)
    return render(request, "note.html", context)
