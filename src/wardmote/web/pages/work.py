"""My work, what an agency's people carry, and the calendar that only counts."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from wardmote.casework import calendar_feed, my_work
from wardmote.casework.errors import NotFound
from wardmote.casework.nouns import Task
from wardmote.casework.permissions import can_capability, check_proven
from wardmote.web.clock import now
from wardmote.web.pages.asking import casebook, who
from wardmote.web.pages.case_forms import answered, one_of, typed_in
from wardmote.web.pages.case_reviews import late
from wardmote.web.pages.form_fields import Form


def show(request: HttpRequest) -> HttpResponse:
    """Due, overdue, new since yesterday, and what others owe."""
    by = who(request)
    found = my_work.my_work(casebook(), by)
    parts = (
        ("Overdue", found.overdue, "Nothing is overdue."),
        ("Due within a week", found.soon, "Nothing is due within a week."),
        ("Later", found.later, "Nothing later."),
        ("What others owe you", found.owed, "Nobody owes you anything."),
    )
    context = {
        "by": by,
        "parts": [
            {"title": title, "tasks": [_shown(task, by.today, task in found.new) for task in tasks], "none": none}
            for title, tasks, none in parts
        ],
        "new": len(found.new),
        "leads": can_capability(by.user, "lead", by.today),
    }
    return render(request, "my_work.html", context)


def _shown(task: Task, today: date, new: bool) -> dict[str, Any]:
    return {
        "new": new,
        "task": task,
        "late": late(task.due, today),
        "link": _link(task),
        "name": task.reference or "The group",
    }


def _link(task: Task) -> str:
    """Where the thing is done."""
    match task.source:
        case "action":
            return reverse("complete_action", args=(task.reference, task.id))
        case "call-line":
            return reverse("call_close", args=(task.reference,))
        case "group-action":
            return reverse("group_action_done", args=(task.of, task.id))
        case _:
            return reverse("case_review", args=(task.reference,))


def loads(request: HttpRequest) -> HttpResponse:
    """Who carries what, and how old the open cases are."""
    by = who(request)
    found = my_work.loads(casebook(), by)
    return render(request, "loads.html", {"by": by, "loads": found})


# The calendar


class FeedForm(Form):
    """A new address, or none."""

    do = one_of(
        "What do you want to do?",
        "Choose what you want to do.",
        {"make": "Get a new address; an earlier one stops", "end": "Stop the address I have"},
        initial="make",
    )


def feed(request: HttpRequest) -> HttpResponse:
    """Gives a calendar address once, or stops it."""
    by, store = who(request), casebook()
    check_proven(by)
    live = calendar_feed.feed_of(store, by)

    def do(entered: dict[str, Any]) -> HttpResponse:
        if entered["do"] == "end":
            calendar_feed.end_feed(store, by)
            return redirect("calendar_feed")
        code = calendar_feed.make_feed(store, by)
        address = request.build_absolute_uri(reverse("calendar", args=(code,)))
        return render(
            request, "calendar_made.html", {"by": by, "address": address, "until": by.today + calendar_feed.FEED_LASTS}
        )

    return answered(request, FeedForm(typed_in(request)), "calendar_feed.html", {"by": by, "live": live}, do)


@login_not_required
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """For a calendar program, which signs in to nothing: days, and how many things are due on each."""
    at = now()
    try:
        dues = calendar_feed.due_days(casebook(), code, at)
    except NotFound:
        raise Http404 from None
    return HttpResponse(
        written(dues, calendar_feed.digest_of(code)[:16], at), content_type="text/calendar; charset=utf-8"
    )


def written(dues: Mapping[date, int], owner: str, at: datetime) -> str:
    """A calendar of whole days (RFC 5545). It names nobody and nothing: "2 things due"."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Wardmote//Work//EN", "X-WR-CALNAME:Wardmote"]
    for day, number in dues.items():
        lines += [
            "BEGIN:VEVENT",
            f"UID:{day:%Y%m%d}-{owner}@wardmote",
            f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{number} {'thing' if number == 1 else 'things'} due",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])
