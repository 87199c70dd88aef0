"""The operational group on its pages: its meetings and open actions, planning one, and its agenda."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wardmote.casework import operational_group as group
from wardmote.casework import permissions
from wardmote.casework.nouns import ITEM_KINDS, NOT_SAID, MeetingFile, MeetingItem, SignedIn
from wardmote.web.pages import wording
from wardmote.web.pages.asking import casebook, who
from wardmote.web.pages.case_forms import answered, line, typed_in
from wardmote.web.pages.case_reviews import late
from wardmote.web.pages.form_fields import Day, Form

ON_A_DAY = "For example, 14 6 2026"


def index(request: HttpRequest) -> HttpResponse:
    """The meetings, the actions that are not done, and who never comes."""
    by = who(request)
    found = group.read_group(casebook(), by)
    context = {
        "by": by,
        "coming": [meeting for meeting in reversed(found.meetings) if not meeting.closed_on],
        "held": [meeting for meeting in found.meetings if meeting.closed_on],
        "actions": [_action(item, by) for item in found.actions],
        "came": [{"agency": agency, "came": came, "asked": asked} for agency, (came, asked) in found.came.items()],
        "runs": permissions.can_run_meeting(by.user, by.user.agency, by.today),
    }
    return render(request, "meetings.html", context)


def _action(item: MeetingItem, by: SignedIn) -> dict[str, Any]:
    return {
        "item": item,
        "late": late(item.due, by.today),
        "may": item.owner_agency == by.user.agency,
    }


class PlanForm(Form):
    """When it meets."""

    on = Day("the day of the meeting", label="When does the group meet?", help_text=ON_A_DAY)


def plan(request: HttpRequest) -> HttpResponse:
    """Plan a meeting; its agenda is made of what is due by then."""
    by = who(request)
    permissions.check_run_meeting(by.user, by.user.agency, by.today)

    def do(entered: dict[str, Any]) -> HttpResponse:
        made = group.plan(casebook(), by, **entered)
        messages.success(request, "Meeting planned, with its agenda.")
        return redirect("meeting", meeting_id=made.id)

    return answered(request, PlanForm(typed_in(request)), "meeting/plan.html", {"by": by}, do)


def show(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """The agenda, last time's actions first; each item with what it ended in."""
    by = who(request)
    file = group.read_meeting(casebook(), by, meeting_id)
    runs = permissions.can_run_meeting(by.user, file.meeting.agency, by.today)
    context = {
        "by": by,
        "file": file,
        "parts": parts_of(file, by, runs),
        "runs": runs and not file.meeting.closed_on,
        "minutes": runs,
        "came": [each.agency for each in file.attendance if each.attended == "came"],
        "sorry": [each.agency for each in file.attendance if each.attended == "apologies"],
        "missing": [each.agency for each in file.attendance if each.attended == "absent"],
        "not_said": [each.agency for each in file.attendance if each.attended == NOT_SAID],
    }
    return render(request, "meeting.html", context)


def parts_of(file: MeetingFile, by: SignedIn, runs: bool) -> list[dict[str, Any]]:
    """The agenda under its headings; an empty one is left out."""
    cases = {case.reference: case for case in file.cases}
    shown = []
    for kind in ITEM_KINDS:
        items = [
            {
                "item": item,
                "case": cases.get(item.case),
                "late": late(item.due, by.today) if item.waits else "",
                "may_end": runs and not file.meeting.closed_on,
                "may_done": item.waits
                and permissions.can_group_action(by.user, item.owner_agency, file.meeting.agency, by.today),
            }
            for item in file.items
            if item.kind == kind
        ]
        if items:
            shown.append({"title": wording.ITEM_KINDS[kind], "items": items})
    return shown


def back(request: HttpRequest, meeting_id: str, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("meeting", meeting_id=meeting_id)


class ItemForm(Form):
    """A case, or something else, without names."""

    case = line("Which case?", "", "Like CSP-26-0007. Leave it empty for anything else.", required=False)
    title = line("Or what is it about?", "", "In a few words, without names.", required=False)


def refresh(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Put on the agenda what has come up since it was made."""
    by, store = who(request), casebook()
    file = group.running(store, by, meeting_id)

    def do(_: dict[str, Any]) -> HttpResponse:
        new = group.refresh(store, by, meeting_id)
        found = f"{new} item{'s' * (new != 1)} added." if new else "Nothing new has come up."
        return back(request, meeting_id, found)

    return answered(request, Form(typed_in(request)), "meeting/refresh.html", {"file": file}, do)


def add_item(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Put one more item on the agenda."""
    by, store = who(request), casebook()
    file = group.running(store, by, meeting_id)

    def do(entered: dict[str, Any]) -> HttpResponse:
        group.add_item(store, by, meeting_id, title=entered["title"], case=entered["case"].strip().upper())
        return back(request, meeting_id, "Item added.")

    return answered(request, ItemForm(typed_in(request)), "meeting/item.html", {"file": file}, do)
