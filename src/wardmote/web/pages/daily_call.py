"""The daily call: one page of lines that fifteen people write at once, a form for each line, and the page that is printed."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date

from wardmote.casework import daily_call
from wardmote.casework.errors import NotFound, WrongEntry
from wardmote.casework.nouns import CallLine, SignedIn
from wardmote.casework.permissions import can_capability, check_capability
from wardmote.periods import working_days_after
from wardmote.web.pages.asking import casebook, who
from wardmote.web.pages.case_forms import answered, line, typed_in, words
from wardmote.web.pages.form_fields import Day, Form
from wardmote.web.pages.names import Names

USUAL_WORKING_DAYS = 1
"""A line is due on the next working day, unless somebody says otherwise."""


class LineForm(Form):
    """A line of the call: what, where, whose, by when."""

    what = line("What happened, without names?", "Enter what happened.")
    where = line("Where?", "Enter where it is.")
    owner = forms.ChoiceField(label="Who takes it?", error_messages={"required": "Choose who takes it."})
    due = Day("the day it is due", label="By when?")
    vulnerable = forms.BooleanField(
        label="A person in this may be vulnerable",
        help_text="A tag on the line for people who work cases. Others on the call do not see it, and it is never printed.",
        required=False,
    )

    def __init__(self, *args: Any, owners: Mapping[str, str], knows: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = list(owners.items())  # type: ignore[attr-defined]
        if not knows:
            del self.fields["vulnerable"]

    def await_typing(self) -> None:
        """Put the cursor in the first box: for whoever has just raised a line and types the next."""
        self.fields["what"].widget.attrs["autofocus"] = True


def show(request: HttpRequest) -> HttpResponse:
    """The call of today, or of another day; on sending, a new line on the call of today."""
    by, store = who(request), casebook()
    check_capability(by.user, "join-call", by.today)
    day = _day(request, by)
    form = _form(
        request, by, initial={"owner": f"{by.user.agency}/", "due": working_days_after(by.today, USUAL_WORKING_DAYS)}
    )

    def do(entered: dict[str, Any]) -> HttpResponse:
        raised = daily_call.raise_line(store, by, **_entered(entered))
        messages.success(request, f"{raised.reference} is on the call.")
        return redirect(reverse("daily_call") + "?more=yes")

    if "more" in request.GET:
        form.await_typing()
    call = daily_call.read_call(store, by, day)
    ours = any(each.raised_on == by.today and each.raising_agency == by.user.agency for each in call.lines)
    context = _context(by, call) | {"is_today": day == by.today, "may_say_nothing": not ours}
    return answered(request, form, "daily_call.html", context, do)


def _context(by: SignedIn, call: daily_call.Call) -> dict[str, Any]:
    return {
        "by": by,
        "call": call,
        "lines": [_shown(each, by, call.day) for each in call.lines],
        "open_count": sum(each.open for each in call.lines),
        "may_refer": can_capability(by.user, "refer", by.today),
    }


def _shown(each: CallLine, by: SignedIn, day: date) -> dict[str, Any]:
    took = each.time_to_resolve
    return {
        "line": each,
        "carried": each.raised_on < day,
        "late": _late((by.today - each.due).days) if each.overdue_on(by.today) else "",
        "took": _took(took) if took is not None else "",
    }


def _late(days: int) -> str:
    return f"{days} day{'s' if days > 1 else ''} overdue"


def _took(time: timedelta) -> str:
    """ "2 days", "3 hours", "25 minutes": the largest unit that fits."""
    for unit, seconds in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        number = int(time.total_seconds() // seconds)
        if number:
            return f"{number} {unit}{'s' if number > 1 else ''}"
    return "less than a minute"


def _day(request: HttpRequest, by: SignedIn) -> date:
    """The day asked for, never one to come."""
    try:
        asked = parse_date(request.GET.get("day", ""))
    except ValueError:
        asked = None
    return min(asked or by.today, by.today)


def _form(request: HttpRequest, by: SignedIn, initial: Mapping[str, Any]) -> LineForm:
    knows = daily_call.knows_vulnerable(by)
    return LineForm(typed_in(request), owners=_owners(by), knows=knows, initial=dict(initial))


def _owners(by: SignedIn) -> dict[str, str]:
    """Agencies that share in the call, and under each the people there who join it."""
    names, found, agreements = Names(), {}, casebook().agreements()
    for agency in casebook().agencies():
        if not daily_call.shares_call(agreements, by.user.agency, agency.code, by.today):
            continue
        found[f"{agency.code}/"] = agency.name.partition(" (")[0]
        for person in casebook().users(agency.code):
            if person.may("join-call", by.today):
                found[f"{agency.code}/{person.id}"] = names.person(person.id)
    return found


def _entered(typed: dict[str, Any]) -> dict[str, Any]:
    agency, _, person = typed["owner"].partition("/")
    kept = {name: value for name, value in typed.items() if name != "owner"}
    return kept | {"owner_agency": agency, "owner_person": person}


def changes(request: HttpRequest) -> HttpResponse:
    """What changed after a version, to be put into the page; nothing, and no look, when nothing did."""
    by, store = who(request), casebook()
    since, day = request.GET.get("since", ""), _day(request, by)
    since_number = int(since) if since.isdecimal() and len(since) < 19 else 0
    if daily_call.newest(store, by, day) <= since_number:
        return HttpResponse(status=204)
    call = daily_call.changes(store, by, day, since_number)
    return render(request, "call/changes.html", _context(by, call) | {"is_today": call.day == by.today})


def nothing_new(request: HttpRequest) -> HttpResponse:
    """Say for one's agency that there is nothing to raise."""
    by, store = who(request), casebook()
    check_capability(by.user, "join-call", by.today)

    def do(_: dict[str, Any]) -> HttpResponse:
        daily_call.say_nothing_new(store, by)
        return _back(request, "Said: nothing new.")

    return answered(request, Form(typed_in(request)), "call/nothing.html", {"by": by}, do)


def printed(request: HttpRequest) -> HttpResponse:
    """One page to print or read back: references, owners and actions, and nothing about anybody."""
    by = who(request)
    call = daily_call.read_call(casebook(), by, _day(request, by))
    return render(request, "call/printed.html", _context(by, call))


# One line


class CloseLineForm(Form):
    """What came of a line."""

    outcome = words("What came of it?", "Enter what came of it.", rows=2)


class TieForm(Form):
    """The case a line belongs to."""

    case = line("Which case?", "Enter the case reference.", "Like CSP-26-0007.")


def change(request: HttpRequest, line_reference: str) -> HttpResponse:
    """Change a line against the version that was shown."""
    by, store = who(request), casebook()
    kept = daily_call.read_line(store, by, line_reference)
    owner = f"{kept.owner_agency}/{kept.owner_person}"
    form = _form(request, by, initial={**vars(kept), "owner": owner})

    def do(entered: dict[str, Any]) -> HttpResponse:
        daily_call.change_line(store, by, line_reference, _version(request), **_entered(entered))
        return _back(request, f"{line_reference} changed.")

    return answered(request, form, "call/change.html", _of_line(request, kept, by), do)


def close(request: HttpRequest, line_reference: str) -> HttpResponse:
    """Close a line with what came of it."""
    by, store = who(request), casebook()
    kept = daily_call.read_line(store, by, line_reference)

    def do(entered: dict[str, Any]) -> HttpResponse:
        daily_call.close_line(store, by, line_reference, _version(request), outcome=entered["outcome"])
        return _back(request, f"{line_reference} closed.")

    return answered(request, CloseLineForm(typed_in(request)), "call/close.html", _of_line(request, kept, by), do)


def open_again(request: HttpRequest, line_reference: str) -> HttpResponse:
    """A closed line that was not fixed."""
    by, store = who(request), casebook()
    kept = daily_call.read_line(store, by, line_reference)

    def do(_: dict[str, Any]) -> HttpResponse:
        daily_call.open_again(store, by, line_reference, _version(request))
        return _back(request, f"{line_reference} is open again.")

    return answered(request, Form(typed_in(request)), "call/open_again.html", _of_line(request, kept, by), do)


def tie(request: HttpRequest, line_reference: str) -> HttpResponse:
    """From a line to a case that exists."""
    by, store = who(request), casebook()
    kept = daily_call.read_untied(store, by, line_reference)

    def do(entered: dict[str, Any]) -> HttpResponse:
        case = entered["case"].strip().upper()
        try:
            daily_call.tie_to_case(store, by, line_reference, _version(request), case=case)
        except NotFound as error:
            raise WrongEntry("case", str(error)) from error
        return _back(request, f"{line_reference} belongs to {case}.")

    return answered(request, TieForm(typed_in(request)), "call/tie.html", _of_line(request, kept, by), do)


def _of_line(request: HttpRequest, kept: CallLine, by: SignedIn) -> dict[str, Any]:
    """A form that is shown again keeps the version it began with: the line may have changed since."""
    return {"line": kept, "by": by, "version": _version(request) if request.method == "POST" else kept.version}


def _version(request: HttpRequest) -> int:
    """The version the form was made from; one that no line has when it is missing, so that nothing is overwritten."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else -1


def _back(request: HttpRequest, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("daily_call")
