"""Today: what waits for this person's agency, soonest first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wardmote.casework import access
from wardmote.casework.looks import list_each
from wardmote.casework.nouns import Wanted
from wardmote.casework.permissions import can_capability
from wardmote.casework.transitions import IN_HAND
from wardmote.web.pages import emergencies, notices
from wardmote.web.pages.asking import casebook, who
from wardmote.web.pages.cases import lines_of
from wardmote.web.pages.frame import may_break_glass
from wardmote.web.pages.names import names_on

SHOWN = 10


def show(request: HttpRequest) -> HttpResponse:
    """Referrals to answer, then cases in hand. Somebody whose roles see no case is told what they can do."""
    with casebook().reading():
        return _shown(request)


def _shown(request: HttpRequest) -> HttpResponse:
    by, store = who(request), casebook()
    told = {
        "notices": notices.unseen(request),
        "reviews": emergencies.waiting(request),
        "approvals": len(access.waiting(store, by)),
        "opened_in_emergency": store.openings_live(by.user.id, by.utc) if may_break_glass(request) else (),
    }
    if not can_capability(by.user, "see", by.today):
        return render(request, "today.html", {"by": by, "sees": False} | told)
    waiting, in_hand = list_each(
        store,
        by,
        Wanted(frozenset({"referred"}), lead_agency=by.user.agency, sort="opened_on", size=SHOWN),
        Wanted(IN_HAND, lead_agency=by.user.agency, sort="next_date", size=SHOWN),
    )
    context = told | {
        "by": by,
        "sees": True,
        "waiting": lines_of(waiting, by.today, names_on(request)),
        "waiting_total": waiting.total,
        "waiting_more": waiting.more,
        "in_hand": lines_of(in_hand, by.today, names_on(request)),
        "in_hand_total": in_hand.total,
        "in_hand_more": in_hand.more,
        "may_refer": can_capability(by.user, "refer", by.today),
        "may_triage": can_capability(by.user, "triage", by.today),
    }
    return render(request, "today.html", context)
