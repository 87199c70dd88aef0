"""The minutes of a meeting of the operational group, as a Word document with its handling marks."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from wardmote.casework import operational_group as group
from wardmote.casework import permissions
from wardmote.casework.nouns import ITEM_KINDS, MEDIA, MeetingFile, MeetingItem, SignedIn
from wardmote.web import word
from wardmote.web.pages import wording
from wardmote.web.pages.asking import casebook, who
from wardmote.web.pages.documents import SANDBOX
from wardmote.web.pages.form_fields import Form
from wardmote.web.pages.names import Names, names_on

WIDTHS = (3.4, 6.2, 3.4, 3.0)
"""Of the columns of an item, in centimetres: the decision has the most to say."""


def draft(request: HttpRequest, meeting_id: str) -> HttpResponse:
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
            document.table(("About", "Decision", "Owner", "By"), [_minuted(item, names) for item in items], WIDTHS)
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
