"""Who looked at a case, when, what for and who was sent it. Those who read this do not see the case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wardmote.casework.errors import NotPermitted
from wardmote.casework.looks import who_saw_page
from wardmote.casework.nouns import REFERENCE
from wardmote.casework.purposes import gateways, purposes
from wardmote.web.pages.asking import casebook, who
from wardmote.web.pages.frame import may_read_trails
from wardmote.web.pages.paging import page_asked, pages_of
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
    """Newest first, a page at a time. Asking this is itself in the log."""
    page = who_saw_page(casebook(), who(request), reference, page_asked(request))
    looks = [
        {
            "event": record.event,
            "did": DEEDS.get(record.event.deed, record.event.deed.replace("-", " ").capitalize()),
            "purpose": purposes()[record.event.purpose].name if record.event.purpose in purposes() else "",
            "gateway": gateways()[record.event.gateway].name if record.event.gateway in gateways() else "",
        }
        for record in page.records
    ]
    context = {"reference": reference, "looks": looks, "page": page, "pages": pages_of(page, len(looks), {})}
    return render(request, "case_looks.html", context)
