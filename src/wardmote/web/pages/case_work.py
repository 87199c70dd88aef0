"""The pages of work on a case: note, action, done, close, reopen. Each asks casework and shows what it answers."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from wardmote.casework import closure, permissions, policies, work
from wardmote.casework.errors import NotFound
from wardmote.casework.looks import InHand, open_case
from wardmote.casework.nouns import SignedIn
from wardmote.casework.purposes import data_categories
from wardmote.vocabulary.outcomes import outcomes_for
from wardmote.web.pages.asking import casebook
from wardmote.web.pages.case_forms import answered, back_to_case, framed, line, on_case, one_of, typed_in, words
from wardmote.web.pages.form_fields import Day, Form
from wardmote.web.pages.names import Names
from wardmote.web.pages.wording import NOTE_KIND_HINTS, NOTE_KINDS, PROTECTION


class NoteForm(Form):
    """An entry: what, of which kind, how protected, about what."""

    text = words(
        "What do you want to record?", "Enter the note.", "Write it so that the person concerned could read it.", rows=6
    )
    kind = one_of(
        "Is it fact, opinion or intelligence?",
        "Choose fact, opinion or intelligence.",
        NOTE_KINDS,
        initial="fact",
        each=NOTE_KIND_HINTS,
    )
    protection = one_of(
        "How much harm could it do if it got out?", "Choose how protected it is.", PROTECTION, initial="P1"
    )
    data_category = forms.ChoiceField(
        label="What is it about?", initial="incident", error_messages={"required": "Choose what it is about."}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        categories = [(slug, entry.name) for slug, entry in data_categories().items()]
        self.fields["data_category"].choices = categories  # type: ignore[attr-defined]


def add_note(request: HttpRequest, reference: str) -> HttpResponse:
    """Add an entry in the name of one's agency."""

    def check(hand: InHand, by: SignedIn) -> None:
        permissions.check_work(by.user, hand.case, by.today)
        policies.check_add_note(hand.case)

    def page(hand: InHand, by: SignedIn) -> HttpResponse:
        def do(entered: dict[str, Any]) -> HttpResponse:
            work.add_note(casebook(), by, reference, **entered)
            return back_to_case(request, reference, "Note added.")

        return answered(request, NoteForm(typed_in(request)), "note_form.html", lambda: framed(hand, by), do)

    return on_case(request, reference, check, page)


class ActionForm(Form):
    """Who does what by when."""

    what = line("What is to be done?", "Enter what is to be done.", "Begin with a verb: visit, write, fit, check.")
    owner = forms.ChoiceField(label="Who does it?", error_messages={"required": "Choose who does it."})
    due = Day("the day it is due", label="When is it due?", help_text="For example, 14 6 2026")

    def __init__(self, *args: Any, owners: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", "Choose"), *owners.items()]  # type: ignore[attr-defined]


def add_action(request: HttpRequest, reference: str) -> HttpResponse:
    """The first action on an accepted or reopened case begins the work."""
    store = casebook()

    def check(hand: InHand, by: SignedIn) -> None:
        permissions.check_own_right(by.user, hand.case, hand.sharing, by.today)
        permissions.check_work(by.user, hand.case, by.today)
        policies.check_in_hand(hand.case)

    def page(hand: InHand, by: SignedIn) -> HttpResponse:
        form = ActionForm(typed_in(request), owners=_owners(hand, by))

        def do(entered: dict[str, Any]) -> HttpResponse:
            agency, _, person = entered["owner"].partition("/")
            work.add_action(
                store, by, reference, what=entered["what"], owner_agency=agency, owner_person=person, due=entered["due"]
            )
            return back_to_case(request, reference, "Action set.")

        return answered(request, form, "action_form.html", lambda: framed(hand, by), do)

    return on_case(request, reference, check, page)


def _owners(hand: InHand, by: SignedIn) -> dict[str, str]:
    """Agencies the case is shared with and, under each, the people there who can work on it."""
    names, found = Names(), {}
    for agency in casebook().agencies():
        if not permissions.can_own_action(None, agency.code, hand.case, hand.sharing, by.today):
            continue
        found[f"{agency.code}/"] = f"{agency.name}: whoever they choose"
        for person in casebook().users(agency.code):
            if permissions.can_own_action(person, agency.code, hand.case, hand.sharing, by.today):
                found[f"{agency.code}/{person.id}"] = names.person(person.id)
    return found


class DoneForm(Form):
    """What came of an action."""

    outcome = words("What came of it?", "Enter what came of it.", rows=3)


def complete_action(request: HttpRequest, reference: str, action_id: str) -> HttpResponse:
    """Say an action is done. The action is read first, and the look is in the trail."""
    store = casebook()

    def page(hand: InHand, by: SignedIn) -> HttpResponse:
        file = open_case(store, by, reference)
        action = next((action for action in file.actions if action.id == action_id), None)
        if action is None:
            raise NotFound
        permissions.check_own_right(by.user, hand.case, hand.sharing, by.today)
        permissions.check_complete(by.user, hand.case, action, by.today)
        policies.check_complete(action)

        def do(entered: dict[str, Any]) -> HttpResponse:
            work.complete_action(store, by, reference, action_id, outcome=entered["outcome"])
            return back_to_case(request, reference, "Action done.")

        context = framed(hand, by) | {"action": action}
        return answered(request, DoneForm(typed_in(request)), "done_form.html", context, do)

    return on_case(request, reference, lambda hand, by: None, page)


class CloseForm(Form):
    """How it ended, and why it ends now."""

    outcome = one_of("How did it end?", "Choose how it ended.", {})
    why = words("Why does it end now?", "Enter why it ends now.", rows=3)

    def __init__(self, *args: Any, endings: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = list(endings.items())  # type: ignore[attr-defined]


def close(request: HttpRequest, reference: str) -> HttpResponse:
    """End a case with an outcome that fits its kind."""
    store = casebook()

    def check(hand: InHand, by: SignedIn) -> None:
        permissions.check_own_right(by.user, hand.case, hand.sharing, by.today)
        permissions.check_lead(by.user, hand.case, by.today)
        policies.check_close(hand.case, len(store.open_dues(reference)))

    def page(hand: InHand, by: SignedIn) -> HttpResponse:
        endings = {outcome.slug: outcome.name for outcome in outcomes_for(hand.case.kind, by.today)}

        def do(entered: dict[str, Any]) -> HttpResponse:
            closure.close(store, by, reference, **entered)
            return back_to_case(request, reference, "Case closed. It can be reopened.")

        form = CloseForm(typed_in(request), endings=endings)
        return answered(request, form, "close_form.html", lambda: framed(hand, by), do)

    return on_case(request, reference, check, page)


class ReopenForm(Form):
    """What came back."""

    why = words("What came back?", "Enter what came back.", rows=3)


def reopen(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a closed case up again; the count of reopenings goes up."""

    def check(hand: InHand, by: SignedIn) -> None:
        permissions.check_own_right(by.user, hand.case, hand.sharing, by.today)
        permissions.check_lead(by.user, hand.case, by.today)
        policies.check_move(hand.case, "reopened")

    def page(hand: InHand, by: SignedIn) -> HttpResponse:
        def do(entered: dict[str, Any]) -> HttpResponse:
            closure.reopen(casebook(), by, reference, why=entered["why"])
            return back_to_case(request, reference, "Case reopened. Now set an action.")

        return answered(request, ReopenForm(typed_in(request)), "reopen_form.html", lambda: framed(hand, by), do)

    return on_case(request, reference, check, page)
