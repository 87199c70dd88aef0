"""Who looked at a case, when, what for and who was sent it. Those who read this do not see the case."""

import csv
import re
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wardmote.casework import permissions
from wardmote.casework.audit import AuditRecord
from wardmote.casework.errors import NotPermitted
from wardmote.casework.looks import export_who_saw_person, who_saw_page, who_saw_person
from wardmote.casework.nouns import LONDON, REFERENCE, SignedIn
from wardmote.casework.purposes import gateways, purpose_name
from wardmote.casework.visibility import trails_seen_by
from wardmote.web.pages.asking import casebook, who
from wardmote.web.pages.frame import may_read_trails
from wardmote.web.pages.names import Names, names_on
from wardmote.web.pages.paging import page_asked, pages_of
from wardmote.web.pages.wording import DEEDS

PERSON_NUMBER = re.compile(r"p[0-9a-z]{1,18}")


def find(request: HttpRequest) -> HttpResponse:
    """Asks for the reference of the case."""
    if not may_read_trails(request):
        raise NotPermitted("Only auditors and privacy officers see who looked at a case. Ask your privacy officer.")
    typed = request.GET.get("reference", "").strip().upper()
    if REFERENCE.fullmatch(typed):
        return redirect("case_looks", reference=typed)
    if PERSON_NUMBER.fullmatch(typed.lower()):
        return redirect("person_looks", person=typed.lower())
    said = "Enter a case reference, like CSP-26-0007, or a person number from a case page."
    error = said if "reference" in request.GET else ""
    return render(request, "who_looked.html", {"typed": typed, "error": error})


def show(request: HttpRequest, reference: str) -> HttpResponse:
    """Newest first, a page at a time. Asking this is itself in the log."""
    by = who(request)
    page = who_saw_page(casebook(), by, reference, page_asked(request))
    context = {
        "reference": reference,
        "looks": _lines(page.records),
        "page": page,
        "pages": pages_of(page, len(page.records), {}),
        "may_name_lead": _may_name_lead(by, reference),
    }
    return render(request, "case_looks.html", context)


def _may_name_lead(by: SignedIn, reference: str) -> bool:
    """Whether the case has nobody who can answer for it, and this person names somebody."""
    case = casebook().standing(reference, trails_seen_by(by.user, by.today))
    return case is not None and permissions.can_name_lead(
        by.user, case, "", casebook().user(case.lead_person), by.today
    )


def show_person(request: HttpRequest, person: str) -> HttpResponse:
    """Who saw one person on any case, newest first."""
    looks = _lines(reversed(who_saw_person(casebook(), who(request), person)))
    people = len({look["event"].actor for look in looks})
    return render(request, "person_looks.html", {"person": person, "looks": looks, "people": people})


def export_person(request: HttpRequest, person: str) -> HttpResponse:
    """The same as a table to take away: asked for first, after a fresh proof, and logged as an export."""
    by = who(request)
    permissions.check_trail_of_person(by.user, by.today)
    permissions.check_proven(by)
    if request.method != "POST":
        return render(request, "person_export.html", {"person": person})
    names = names_on(request)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="who-saw-{person}.csv"'
    rows = csv.writer(answer)
    rows.writerow(("when", "who", "agency", "what they did", "case", "what for", "under", "sent to"))
    for look in _lines(reversed(export_who_saw_person(casebook(), by, person))):
        rows.writerow([_inert(cell) for cell in _cells(look, names)])
    return answer


def _cells(look: dict[str, Any], names: Names) -> tuple[str, ...]:
    event = look["event"]
    sent_to = "; ".join(names.agency(code) for code in event.recipients)
    at = event.at.astimezone(LONDON).strftime("%Y-%m-%d %H:%M:%S")
    who_did = names.person(event.actor), names.agency(event.agency)
    return at, *who_did, look["did"], look["case"], look["purpose"], look["gateway"], sent_to


def _case_of(record: AuditRecord) -> str:
    """The case a record is about; a search is about none."""
    reference = record.event.object_id.partition("/")[0]
    return reference if REFERENCE.fullmatch(reference) else ""


def _inert(cell: str) -> str:
    """A cell no spreadsheet takes for a formula."""
    return "'" + cell if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _lines(records: Iterable[AuditRecord]) -> list[dict[str, Any]]:
    """Each record in words."""
    return [
        {
            "event": record.event,
            "case": _case_of(record),
            "did": DEEDS.get(record.event.deed, record.event.deed.replace("-", " ").capitalize()),
            "purpose": purpose_name(record.event.purpose),
            "gateway": gateways()[record.event.gateway].name if record.event.gateway in gateways() else "",
        }
        for record in records
    ]
