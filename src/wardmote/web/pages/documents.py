"""Documents of a case: one page to add one, one page about each, from which it is downloaded and never shown in place."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from wardmote.casework import permissions, policies
from wardmote.casework.documents import open_document
from wardmote.casework.errors import NotFound, WrongEntry
from wardmote.casework.looks import InHand, check_protected, open_case
from wardmote.casework.nouns import MARKINGS, MEDIA, Document, SignedIn
from wardmote.casework.purposes import data_categories
from wardmote.web.keeping import content_of, keep_document
from wardmote.web.limited import FileUnfit
from wardmote.web.pages.asking import casebook
from wardmote.web.pages.case_forms import answered, framed, on_case, one_of, typed_in
from wardmote.web.pages.form_fields import Form
from wardmote.web.pages.wording import NOTE_KIND_HINTS, NOTE_KINDS, PROTECTION

SANDBOX = "sandbox; default-src 'none'"


class DocumentForm(Form):
    """A file, and what kind of entry it is."""

    file = forms.FileField(
        label="Which file?",
        help_text="A picture (PNG or JPEG), PDF, Word (.docx), Excel (.xlsx), plain text or CSV, up to 25 MB.",
        error_messages={
            "required": "Choose a file.",
            "empty": "This file is empty. Choose another.",
            "max_length": "Give the file a shorter name.",
        },
        max_length=255,
    )
    kind = one_of("Is it fact, opinion or intelligence?", "Choose fact, opinion or intelligence.", NOTE_KINDS, initial="fact", each=NOTE_KIND_HINTS)  # fmt: skip
    protection = one_of(
        "How much harm could it do if it got out?", "Choose how protected it is.", PROTECTION, initial="P1"
    )
    data_category = forms.ChoiceField(
        label="What is it about?", initial="incident", error_messages={"required": "Choose what it is about."}
    )
    marking = one_of(
        "How is it marked?", "Choose how it is marked.", {name: name for name in MARKINGS}, initial="OFFICIAL-SENSITIVE"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        categories = [(slug, entry.name) for slug, entry in data_categories().items()]
        self.fields["data_category"].choices = categories  # type: ignore[attr-defined]


def add(request: HttpRequest, reference: str) -> HttpResponse:
    """Strip a file and keep it. Who may not add one is told before anything is done with the file."""

    def check(hand: InHand, by: SignedIn) -> None:
        permissions.check_work(by.user, hand.case, by.today)
        policies.check_add_note(hand.case)

    def page(hand: InHand, by: SignedIn) -> HttpResponse:
        def do(entered: dict[str, Any]) -> HttpResponse:
            check(hand, by)
            document = _kept(by, reference, entered)
            said = " ".join(document.told) or "Nothing had to be removed from it."
            messages.success(request, f"{document.name} added. {said}")
            return redirect("case", reference=reference)

        form = DocumentForm(typed_in(request), request.FILES or None)
        return answered(request, form, "document_form.html", lambda: framed(hand, by), do)

    return on_case(request, reference, check, page)


def _kept(by: SignedIn, reference: str, entered: dict[str, Any]) -> Document:
    sent = entered.pop("file")
    try:
        return keep_document(casebook(), settings.CASEBOOK, by, reference, sent.chunks(), name=sent.name, **entered)
    except FileUnfit as unfit:
        raise WrongEntry("file", str(unfit)) from unfit


def show(request: HttpRequest, reference: str, document_id: str) -> HttpResponse:
    """About one document; sending the form downloads it, which is a look of its own. A P3 one asks for a proof first."""
    store = casebook()

    def page(hand: InHand, by: SignedIn) -> HttpResponse:
        if request.method == "POST":
            return _download(open_document(store, by, reference, document_id))
        documents = open_case(store, by, reference).documents
        document = next((document for document in documents if document.id == document_id), None)
        if document is None:
            raise NotFound
        if document.protection == "P3":
            check_protected(casebook(), by, hand.case)
        category = data_categories()[document.data_category].name
        context = {"document": document, "category": category, **framed(hand, by)}
        return render(request, "document.html", context)

    return on_case(request, reference, lambda hand, by: None, page)


def _download(document: Document) -> HttpResponse:
    """The file, to be saved and not shown: whatever a browser may think of it, it runs nothing and asks nobody."""
    answer = HttpResponse(content_of(settings.CASEBOOK, document), content_type=MEDIA[document.media])
    answer["Content-Disposition"] = content_disposition_header(True, document.name)
    answer["Content-Security-Policy"] = SANDBOX
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
