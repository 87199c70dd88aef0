"""Telling the person of an ASB case review where it stands: the letter that is drafted, or that they were told in words."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from wardmote.casework.case_reviews import letters as case_review_letters
from wardmote.casework.errors import Unsafe, WrongEntry
from wardmote.casework.nouns import Detail, SignedIn
from wardmote.web import word
from wardmote.web.keeping import keep_document
from wardmote.web.pages import wording
from wardmote.web.pages.asking import casebook, who
from wardmote.web.pages.case_forms import answered, framed, one_of, typed_in
from wardmote.web.pages.case_review_steps import StepPage, back
from wardmote.web.pages.form_fields import Form
from wardmote.web.pages.names import Names, names_on

LETTER = StepPage(
    "review_letter",
    "Tell the person",
    "A letter is drafted and kept with the case's documents. Nothing is sent: once it has gone, or they were told in words, "
    "say so here.",
    "Go on",
    "",
)


class LetterForm(Form):
    """Where the letter goes."""

    how = one_of("How are they told?", "Choose how they are told.", {})

    def __init__(self, *args: Any, offered: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["how"].choices = list(offered.items())  # type: ignore[attr-defined]


def letter(request: HttpRequest, reference: str, review_id: str) -> HttpResponse:
    """Draft what the person must be told next. An address that is not safe is refused beside its box."""
    by, store = who(request), casebook()
    hand, review, about = case_review_letters.due(store, by, reference, review_id)
    chosen = case_review_letters.contacts(store, by, hand, review.person)
    drafted_before = (
        {case_review_letters.SENT: "The letter drafted before has been sent"} if review.drafted == about else {}
    )
    offered = drafted_before | {detail.id: _contact(detail) for detail in chosen}
    offered |= {case_review_letters.SPOKEN: "They were told in words, and want no letter"}

    def do(entered: dict[str, Any]) -> HttpResponse:
        try:
            drafted = case_review_letters.tell(store, by, reference, review_id, how=entered["how"])
        except Unsafe as error:
            raise WrongEntry("how", str(error)) from error
        if drafted is None:
            return back(request, reference, "Kept that they were told.")
        _keep_letter(by, reference, drafted, names_on(request))
        said = "Letter drafted. It is with the case's documents, to read through and send. Say here once it has gone."
        return back(request, reference, said)

    context = framed(hand, by) | {
        "step": LETTER,
        "about": wording.LETTERS[about],
        "rules": [_rule(rule) for rule in case_review_letters.rules(store, by, hand, review.person)],
        "none_offered": not chosen,
        "to_fill_in": not case_review_letters.says_how_to_reach(store, by),
    }
    return answered(request, LetterForm(typed_in(request), offered=offered), "case_review/step.html", context, do)


def _rule(rule: Detail) -> str:
    """What a rule says and rules out. A protected one is read on the case."""
    words = "A protected rule stands on their card: read it on the case first." if rule.masked else rule.value
    channels = [wording.CHANNELS[channel].lower() for channel in rule.forbids]
    return words + (f" Not by: {', '.join(channels)}." if channels else "")


def _contact(detail: Any) -> str:
    """ "Letter to: Home", without what stands there: the page shows no address."""
    way = "Email" if detail.sort == "email" else f"Letter to: {wording.SORTS[detail.sort].lower()}"
    sure = f", made sure of on {word.written(detail.checked_on)}" if detail.checked_on else ""
    return way + (" (protected)" if detail.protection == "P3" else "") + sure


def _keep_letter(by: SignedIn, reference: str, drafted: case_review_letters.Letter, names: Names) -> None:
    """With the case's documents, as protected as the address in it."""
    content = word.letter(
        name=drafted.name,
        to=drafted.to,
        agency=names.agency(by.user.agency),
        contact=drafted.contact,
        subject=drafted.subject,
        paragraphs=drafted.paragraphs,
        on=drafted.written_on,
        reference=reference,
        marking="OFFICIAL-SENSITIVE",
    )
    keep_document(
        casebook(),
        settings.CASEBOOK,
        by,
        reference,
        [content],
        name=f"{wording.LETTER_TITLES[drafted.about]} ({word.written(drafted.written_on)}).docx",
        says_nobody=True,
        protection=drafted.protection,
        data_category="contact",
        marking="OFFICIAL-SENSITIVE",
    )
