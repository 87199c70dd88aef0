"""The operational group on its pages: its meetings and open actions, one meeting with its agenda, and its minutes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from wardmote.casework import operational_group as group
from wardmote.casework import permissions
from wardmote.casework.errors import WrongEntry
from wardmote.casework.nouns import ATTENDED, ITEM_KINDS, MEDIA, NOT_SAID, MeetingFile, MeetingItem, SignedIn
from wardmote.web import word
from wardmote.web.pages import wording
from wardmote.web.pages.asking import casebook, who
from wardmote.web.pages.case_forms import answered, line, one_of, typed_in, words
from wardmote.web.pages.case_reviews import late
from wardmote.web.pages.documents import SANDBOX
from wardmote.web.pages.form_fields import Day, Form
from wardmote.web.pages.names import Names, names_on

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
        "parts": _parts(file, by, runs),
        "runs": runs and not file.meeting.closed_on,
        "minutes": runs,
        "came": [each.agency for each in file.attendance if each.attended == "came"],
        "sorry": [each.agency for each in file.attendance if each.attended == "apologies"],
        "missing": [each.agency for each in file.attendance if each.attended == "absent"],
        "not_said": [each.agency for each in file.attendance if each.attended == NOT_SAID],
    }
    return render(request, "meeting.html", context)


def _parts(file: MeetingFile, by: SignedIn, runs: bool) -> list[dict[str, Any]]:
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


def _back(request: HttpRequest, meeting_id: str, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("meeting", meeting_id=meeting_id)


class ItemForm(Form):
    """A case, or something else, without names."""

    case = line("Which case?", "", "Like CSP-26-0007. Leave it empty for anything else.", required=False)
    title = line("Or what is it about?", "", "In a few words, without names.", required=False)


def add_item(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Put one more item on the agenda."""
    by, store = who(request), casebook()
    file = group.running(store, by, meeting_id)

    def do(entered: dict[str, Any]) -> HttpResponse:
        group.add_item(store, by, meeting_id, title=entered["title"], case=entered["case"].strip().upper())
        return _back(request, meeting_id, "Item added.")

    return answered(request, ItemForm(typed_in(request)), "meeting/item.html", {"file": file}, do)


class EndForm(Form):
    """What an item ends in."""

    decision = words("What was decided?", "Enter what was decided.", "Without names. It stands in the minutes.", rows=3)
    ends = one_of(
        "Does somebody do something about it?",
        "Choose whether somebody does something about it.",
        {"act": "Yes: an owner and a day, below", "nothing-more": "No, there is nothing more for the group to do"},
        initial="act",
    )
    owner = forms.ChoiceField(label="If yes: who?", required=False)
    due = Day("the day it is due", label="If yes: by when?", help_text=ON_A_DAY, required=False)

    def __init__(self, *args: Any, owners: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", "Choose"), *owners.items()]  # type: ignore[attr-defined]


def end_item(request: HttpRequest, meeting_id: str, item_id: str) -> HttpResponse:
    """End an item in a decision, an owner and a day; or put right what was typed, until the meeting is closed."""
    by, store = who(request), casebook()
    file = group.running(store, by, meeting_id)
    item = group.the_item(file, item_id)
    began = {**vars(item), "owner": f"{item.owner_agency}/{item.owner_person}" if item.owner_agency else ""}
    if not item.ends:
        began["ends"] = "act"
    form = EndForm(typed_in(request), owners=_owners(file, by), initial=began)

    def do(entered: dict[str, Any]) -> HttpResponse:
        agency, _, person = entered.pop("owner").partition("/")
        try:
            group.end_item(
                store, by, meeting_id, item_id, _version(request), owner_agency=agency, owner_person=person, **entered
            )
        except WrongEntry as error:
            field = "owner" if error.field.startswith("owner") else error.field
            raise WrongEntry(field, str(error)) from error
        return _next(request, by, meeting_id, item)

    context = {"file": file, "item": item, "case": next((c for c in file.cases if c.reference == item.case), None)}
    context["version"] = _version(request) if request.method == "POST" else item.version
    return answered(request, form, "meeting/end.html", context, do)


def _next(request: HttpRequest, by: SignedIn, meeting_id: str, ended: MeetingItem) -> HttpResponse:
    """On to the next item that has not ended, so that a meeting is gone through by one key after another."""
    messages.success(request, "Kept.")
    waiting = [item for item in group.read_meeting(casebook(), by, meeting_id).open_items if item.id != ended.id]
    if waiting:
        return redirect("meeting_item", meeting_id=meeting_id, item_id=waiting[0].id)
    return redirect("meeting", meeting_id=meeting_id)


def _version(request: HttpRequest) -> int:
    """The version the form was made from; one that no item has when it is missing."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else -1


def _owners(file: MeetingFile, by: SignedIn) -> dict[str, str]:
    """The agencies of the group and, under each, the people there who join it."""
    names, found, asked = Names(), {}, {each.agency for each in file.attendance}
    people: dict[str, list[str]] = {}
    for person in casebook().users():
        if person.agency in asked and person.may("join-group", by.today):
            people.setdefault(person.agency, []).append(person.id)
    for agency in sorted(asked, key=names.agency):
        found[f"{agency}/"] = names.agency(agency).partition(" (")[0]
        found |= {f"{agency}/{person}": names.person(person) for person in people.get(agency, ())}
    return found


class AttendanceForm(Form):
    """One question for each agency that was asked."""

    def __init__(self, *args: Any, asked: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in asked.items():
            self.fields[code] = one_of(
                name, f"Choose whether {name} came.", {how: wording.ATTENDED[how] for how in ATTENDED}
            )


def attendance(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Which agencies came."""
    by, store = who(request), casebook()
    file = group.running(store, by, meeting_id)
    names = names_on(request)
    form = AttendanceForm(
        typed_in(request),
        asked={kept.agency: names.agency(kept.agency) for kept in file.attendance},
        initial={kept.agency: kept.attended for kept in file.attendance},
    )

    def do(entered: dict[str, Any]) -> HttpResponse:
        group.keep_attendance(store, by, meeting_id, entered)
        return _back(request, meeting_id, "Attendance kept.")

    return answered(request, form, "meeting/attendance.html", {"file": file}, do)


def close(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Check what was decided, then close the meeting."""
    by, store = who(request), casebook()
    file = group.running(store, by, meeting_id)

    def do(_: dict[str, Any]) -> HttpResponse:
        group.close(store, by, meeting_id)
        return _back(request, meeting_id, "Meeting closed. The minutes can be drafted.")

    context = {"file": file, "parts": _parts(file, by, runs=False), "waiting": file.open_items}
    return answered(request, Form(typed_in(request)), "meeting/close.html", context, do)


class DoneForm(Form):
    """What came of an action."""

    outcome = words("What came of it?", "Enter what came of it.", rows=3)


def action_done(request: HttpRequest, meeting_id: str, item_id: str) -> HttpResponse:
    """Say that an action of the group is done."""
    by, store = who(request), casebook()
    file, item = group.the_action(store, by, meeting_id, item_id)

    def do(entered: dict[str, Any]) -> HttpResponse:
        group.action_done(store, by, meeting_id, item_id, **entered)
        messages.success(request, "Action done.")
        return redirect("meetings")

    return answered(request, DoneForm(typed_in(request)), "meeting/done.html", {"file": file, "item": item}, do)


# Minutes


def minutes(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Says what the minutes hold and how they are handled, then gives them as a Word document."""
    by, store = who(request), casebook()
    if request.method == "POST":
        file = group.take_minutes(store, by, meeting_id)
        answer = HttpResponse(written_up(file, names_on(request), by), content_type=MEDIA["docx"])
        name = f"Operational group {file.meeting.on.isoformat()}.docx"
        answer["Content-Disposition"] = content_disposition_header(True, name)
        answer["Content-Security-Policy"] = SANDBOX
        answer["Cross-Origin-Resource-Policy"] = "same-origin"
        return answer
    file = group.read_meeting(store, by, meeting_id)
    permissions.check_run_meeting(by.user, file.meeting.agency, by.today)
    return render(request, "meeting/minutes.html", {"file": file, "form": Form()})


def written_up(file: MeetingFile, names: Names, by: SignedIn) -> bytes:
    """The minutes: who came, then each item by reference with its decision, owner and day. No name of anybody concerned."""
    meeting = file.meeting
    title = f"Operational group, {word.written(meeting.on)}"
    state = "Minutes" if meeting.closed_on else "Draft minutes"
    handling = "Minutes of a case meeting: for the agencies listed, not to be passed on"
    document = word.WordDocument(title, "OFFICIAL-SENSITIVE", handling)
    document.heading(title, 0)
    document.paragraph(f"{state}, convened by {names.agency(meeting.agency)}. Drafted on {word.written(by.today)}.")
    document.paragraph(
        "OFFICIAL-SENSITIVE. For the agencies listed. Do not pass on, and do not put names in. Cases are named by "
        "reference; what they say stays in the casebook, and items about cases that the writer does not see are not here."
    )
    document.heading("Attendance")
    document.table(
        ("Agency", "Attended"),
        [(names.agency(each.agency), wording.ATTENDED[each.attended]) for each in file.attendance],
    )
    for kind in ITEM_KINDS:
        items = [item for item in file.items if item.kind == kind]
        if items:
            document.heading(wording.ITEM_KINDS[kind])
            document.table(("About", "Decision", "Owner", "By"), [_minuted(item, names) for item in items])
    document.paragraph(_counted(file, by.today))
    return document.content()


def _minuted(item: MeetingItem, names: Names) -> tuple[str, str, str, str]:
    about = ". ".join(part for part in (item.case, item.title) if part)
    if not item.ends:
        return about, "Not decided", "", ""
    if item.ends == "nothing-more":
        return about, item.decision, "Nothing more to do", ""
    owner = names.person(item.owner_person) or names.agency(item.owner_agency)
    return about, item.decision, owner, word.written(item.due) if item.due else ""


def _counted(file: MeetingFile, today: date) -> str:
    waiting = sum(item.waits for item in file.items)
    return f"{len(file.items)} items, {waiting} action{'s' * (waiting != 1)} to do."
