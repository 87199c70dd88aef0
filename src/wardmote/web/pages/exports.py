"""Taking a case out as files: asked for with a receiver and a reason, downloaded by who asked, approved where it is large."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from wardmote.casework import permissions
from wardmote.casework.errors import NotFound
from wardmote.casework.exports import TakenOut, approve_export, ask_export, take_out, the_export
from wardmote.casework.looks import InHand
from wardmote.casework.nouns import LONDON, RECEIVERS, CaseExport, SignedIn
from wardmote.web.case_files import zipped
from wardmote.web.pages.asking import casebook
from wardmote.web.pages.case_forms import answered, framed, line, on_case, typed_in, words
from wardmote.web.pages.documents import SANDBOX
from wardmote.web.pages.form_fields import Form
from wardmote.web.pages.names import Names
from wardmote.web.pages.persons import cards, kept_apart
from wardmote.web.pages.templatetags.wardmote import day, moment
from wardmote.web.pages.timeline import timeline


class ExportForm(Form):
    """Who will have the files, and why."""

    recipient = forms.ChoiceField(label="Who will have it?", error_messages={"required": "Choose who will have it."})
    addressed_to = line(
        "Who there, exactly?",
        "Enter who exactly will have it.",
        "A name or a post: duty solicitor, Marlbridge County Court.",
    )
    why = words("Why do they need it?", "Enter why they need it.", rows=3)

    def __init__(self, *args: Any, receivers: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recipient"].choices = [("", "Choose"), *receivers.items()]  # type: ignore[attr-defined]


def _receivers(names: Names) -> dict[str, str]:
    return {**names.agencies, **{code: text[0].upper() + text[1:] for code, text in RECEIVERS.items()}}


def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Says what an export is, and asks who it is for."""

    def check(hand: InHand, by: SignedIn) -> None:
        permissions.check_export(by.user, hand.case, by.today)
        permissions.check_proven(by)

    def page(hand: InHand, by: SignedIn) -> HttpResponse:
        def do(entered: dict[str, Any]) -> HttpResponse:
            export = ask_export(casebook(), by, reference, **entered)
            return redirect("case_export", reference=reference, export_id=export.id)

        form = ExportForm(typed_in(request), receivers=_receivers(Names()))
        return answered(request, form, "export_form.html", lambda: framed(hand, by), do)

    return on_case(request, reference, check, page)


def show(request: HttpRequest, reference: str, export_id: str) -> HttpResponse:
    """One export: whoever asked downloads it, a second person approves it where it is large."""
    store = casebook()

    def page(hand: InHand, by: SignedIn) -> HttpResponse:
        export = the_export(store, reference, export_id)
        approves = permissions.can_approve_export(by.user, export, by.today)
        if export.by != by.user.id and not (export.needs_approval and approves):
            raise NotFound
        permissions.check_proven(by)
        if request.method == "POST" and export.by == by.user.id:
            return _download(take_out(store, by, reference, export_id))
        if request.method == "POST":
            approve_export(store, by, reference, export_id)
            messages.success(request, "Approved. Whoever asked can now download it.")
            return redirect("case_export", reference=reference, export_id=export_id)
        context = {"export": export, "receiver": _receivers(Names()).get(export.recipient, export.recipient)}
        return render(request, "export.html", {**context, **framed(hand, by)})

    return on_case(request, reference, lambda hand, by: None, page)


def _download(taken: TakenOut) -> HttpResponse:
    names, export = Names(), taken.export
    receiver = _receivers(names).get(export.recipient, export.recipient)
    words_for = {
        "receiver": receiver,
        "expires": day(export.expires),
        "names": names,
        "timeline": timeline(taken.file, names),
        "people": cards(taken.file, export.at.astimezone(LONDON).date()),
        "kept_apart": kept_apart(taken.file),
    }
    package = zipped(settings.CASEBOOK, taken, watermark(export, names, receiver), words_for)
    answer = HttpResponse(package, content_type="application/zip")
    answer["Content-Disposition"] = content_disposition_header(True, f"{export.case}-{export.id[:8]}.zip")
    answer["Content-Security-Policy"] = SANDBOX
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def watermark(export: CaseExport, names: Names, receiver: str) -> str:
    """One line that says whose copy this is, what it is, and when it must be gone."""
    return (
        f"{export.marking}. {export.case}, taken out by {names.person(export.by)} on {moment(export.at)} for "
        f"{export.addressed_to} ({receiver}). Do not pass on. Destroy by {day(export.expires)}. Export {export.id}."
    )
