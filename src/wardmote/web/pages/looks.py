"""Who looked at a case, when, what for and who was sent it. Those who read this do not see the case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wardmote.casework import permissions
from wardmote.casework.errors import NotPermitted
from wardmote.casework.looks import who_saw
from wardmote.casework.nouns import REFERENCE, SignedIn
from wardmote.casework.purposes import gateways, purpose_name
from wardmote.casework.visibility import trails_seen_by
from wardmote.web.pages.asking import casebook, who
from wardmote.web.pages.frame import may_read_trails
from wardmote.web.pages.wording import DEEDS


def find(request: HttpRequest) -> HttpResponse:
    """Asks for the reference of the case."""
    if not may_read_trails(request):
        raise NotPermitted("Only auditors and privacy officers see who looked at a case. Ask your privacy officer.")
    typed = request.GET.get("reference", "").strip().upper()
    if REFERENCE.fullmatch(typed):
        return redirect("case_looks", reference=typed)
    error = "Enter a case reference, like CSP-26-0007." if "reference" in request.GET else ""
    return render(request, "who_looked.html", {"typed": typed, "error": error})


def show(request: HttpRequest, reference: str) -> HttpResponse:
    """Newest first. Asking this is itself in the log."""
    by = who(request)
    records = who_saw(casebook(), by, reference)
    looks = [
        {
            "event": record.event,
            "did": DEEDS.get(record.event.deed, record.event.deed.replace("-", " ").capitalize()),
            "purpose": purpose_name(record.event.purpose),
            "gateway": gateways()[record.event.gateway].name if record.event.gateway in gateways() else "",
        }
        for record in reversed(records)
    ]
    people = len({look["event"].actor for look in looks})  # type: ignore[attr-defined]
    context = {
        "reference": reference,
        "looks": looks,
        "people": people,
        "may_name_lead": _may_name_lead(by, reference),
    }
    return render(request, "case_looks.html", context)


def _may_name_lead(by: SignedIn, reference: str) -> bool:
    """Whether the case has nobody who can answer for it, and this person names somebody."""
    case = casebook().standing(reference, trails_seen_by(by.user, by.today))
    return case is not None and permissions.can_name_lead(
        by.user, case, "", casebook().user(case.lead_person), by.today
    )
