"""At a meeting of the operational group, on its pages: ending each item, who came, closing it; and what came of an action."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wardmote.casework import operational_group as group
from wardmote.casework.errors import WrongEntry
from wardmote.casework.nouns import ATTENDED, MeetingFile, MeetingItem, SignedIn
from wardmote.web.pages import wording
from wardmote.web.pages.asking import casebook, who
from wardmote.web.pages.case_forms import answered, one_of, typed_in, words
from wardmote.web.pages.form_fields import Day, Form
from wardmote.web.pages.meetings import ON_A_DAY, back, parts_of
from wardmote.web.pages.names import Names, names_on


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
            ended = group.end_item(
                store, by, meeting_id, item_id, _version(request), owner_agency=agency, owner_person=person, **entered
            )
        except WrongEntry as error:
            field = "owner" if error.field.startswith("owner") else error.field
            raise WrongEntry(field, str(error)) from error
        return _next(request, by, meeting_id, ended)

    context = {"file": file, "item": item, "case": next((c for c in file.cases if c.reference == item.case), None)}
    context["version"] = _version(request) if request.method == "POST" else item.version
    return answered(request, form, "meeting/end.html", context, do)


def _next(request: HttpRequest, by: SignedIn, meeting_id: str, ended: MeetingItem) -> HttpResponse:
    """On to the next item that has not ended, so that a meeting is gone through by one key after another."""
    messages.success(request, "Kept.")
    if alone := group.stands_alone(casebook(), by, ended):
        messages.warning(request, alone)
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
        return back(request, meeting_id, "Attendance kept.")

    return answered(request, form, "meeting/attendance.html", {"file": file}, do)


def close(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Check what was decided, then close the meeting."""
    by, store = who(request), casebook()
    file = group.running(store, by, meeting_id)

    def do(_: dict[str, Any]) -> HttpResponse:
        group.close(store, by, meeting_id)
        return back(request, meeting_id, "Meeting closed. The minutes can be drafted.")

    context = {"file": file, "parts": parts_of(file, by, runs=False), "waiting": file.open_items}
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
