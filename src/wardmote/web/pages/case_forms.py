"""The forms on a case: refer, triage, note, action, done, close, reopen. Each asks casework and shows what it answers."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject

from wardmote.casework import closure, daily_call, permissions, policies, referrals, work
from wardmote.casework import triage as answers
from wardmote.casework.break_glass import live_opening
from wardmote.casework.errors import EditedMeanwhile, NotFound, NotNow, NotPermitted, PurposeNeeded, WrongEntry
from wardmote.casework.looks import InHand, in_hand, open_case
from wardmote.casework.nouns import CallLine, SignedIn
from wardmote.casework.purposes import data_categories, purpose_name
from wardmote.casework.visibility import viewer
from wardmote.vocabulary.outcomes import outcomes_for
from wardmote.web.pages.asking import casebook, who
from wardmote.web.pages.form_fields import Day, Form, Radios
from wardmote.web.pages.names import Names
from wardmote.web.pages.once import once
from wardmote.web.pages.wording import KINDS, NOTE_KIND_HINTS, NOTE_KINDS, PROTECTION, RISKS


def words(label: str, ask: str, hint: str = "", rows: int = 4, **options: Any) -> forms.CharField:
    """A box for several lines."""
    box = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, widget=box, error_messages={"required": ask}, **options)


def line(label: str, ask: str, hint: str = "", **options: Any) -> forms.CharField:
    """A box for one line."""
    return forms.CharField(label=label, help_text=hint, error_messages={"required": ask}, max_length=300, **options)


def one_of(
    label: str,
    ask: str,
    choices: Mapping[str, str],
    hint: str = "",
    each: Mapping[str, str] | None = None,
    **options: Any,
) -> forms.ChoiceField:
    """Radio buttons; `each` explains a choice below it."""
    errors = {"required": ask, "invalid_choice": ask}
    shown = Radios(each or {})
    return forms.ChoiceField(
        label=label, help_text=hint, choices=list(choices.items()), widget=shown, error_messages=errors, **options
    )


def typed_in(request: HttpRequest) -> QueryDict | None:
    """What was sent, even if that is nothing; None when the page is only asked for."""
    return request.POST if request.method == "POST" else None


def answered(
    request: HttpRequest,
    form: Form,
    template: str,
    context: dict[str, Any] | Callable[[], dict[str, Any]],
    do: Callable[[dict[str, Any]], HttpResponse],
) -> HttpResponse:
    """The page with its form; on sending, what the verb answers, or the form again with what to put right.

    What takes time to find out and only stands around the form is given as a function: most forms are sent once.
    """
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            return once(request, lambda: do(form.cleaned_data))
        except WrongEntry as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        except (NotNow, NotPermitted, EditedMeanwhile) as error:
            form.add_error(None, str(error))
    if form.errors:
        status = 422
    around = context() if callable(context) else context
    return render(request, template, {"form": form, **around}, status=status)


def on_case(
    request: HttpRequest,
    reference: str,
    check: Callable[[InHand, SignedIn], None],
    page: Callable[[InHand, SignedIn], HttpResponse],
) -> HttpResponse:
    """A page about a case this person has in hand, which they may do this to now; else the purpose is asked first.

    On sending, the verb takes the case in hand itself; the page does only where it needs the case for more.
    """
    by = who(request)
    if request.method == "POST":
        return page(cast(InHand, SimpleLazyObject(lambda: in_hand(casebook(), by, reference))), by)
    with casebook().reading():
        hand = in_hand(casebook(), by, reference)
    check(hand, by)
    return page(hand, by)


def framed(hand: InHand, by: SignedIn) -> dict[str, Any]:
    """What stands above every page about a case: the identity bar, the purpose line, the banner of an emergency."""
    emergency = live_opening(by, hand.sharing)
    return {"case": hand.case, "by": by, "purpose": purpose_name(hand.look.purpose), "emergency": emergency}


def _back(request: HttpRequest, reference: str, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("case", reference=reference)


# Refer


class ReferForm(Form):
    """A referral: what is wrong, where, and who is asked to take it."""

    kind = one_of("What is the case about?", "Choose what the case is about.", {})
    place = line("Where is it?", "Enter where it is.", "A street, estate, building or park.")
    summary = line("What is wrong, in one line?", "Enter what is wrong, in one line.", "Leave out names.")
    to = forms.ChoiceField()
    why = words(
        "Why should they take it?",
        "Enter why they should take it.",
        "What has been tried, and what they can do that you cannot.",
    )
    risk = one_of(
        "How high is the risk?",
        "Choose how high the risk is.",
        RISKS,
        "High: somebody could be seriously hurt.",
        initial="standard",
    )

    def __init__(
        self, *args: Any, kinds: Mapping[str, str], agencies: Mapping[str, str], own: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = list(kinds.items())  # type: ignore[attr-defined]
        self.fields["to"] = one_of("Which agency should take it?", "Choose the agency to refer to.", agencies, each=own)


def refer(request: HttpRequest) -> HttpResponse:
    """Refer a case to an agency, or open one's own; from a line of the daily call, with what the line says."""
    by, store = who(request), casebook()
    permissions.check_capability(by.user, "refer", by.today)
    kinds = {kind: text for kind, text in KINDS.items() if kind in viewer(by.user, by.today).referred_kinds}
    agreements = store.agreements()
    reached = {
        agency.code: agency.name
        for agency in store.agencies()
        if any(permissions.can_refer(by.user, agency.code, kind, agreements, by.today) for kind in kinds)
    }
    line = daily_call.read_untied(store, by, request.GET["line"]) if "line" in request.GET else None
    began = {"place": line.where, "summary": line.what, "kind": "location"} if line else {}
    leads = permissions.can_bring_in(by.user, kinds, by.today)
    own = {by.user.agency: "Yours. You lead it at once." if leads else "Yours. One of its case leads answers you."}
    form = ReferForm(typed_in(request), kinds=kinds, agencies=reached, own=own, initial=began)

    def do(entered: dict[str, Any]) -> HttpResponse:
        case = referrals.open_or_refer(store, by, **entered)
        done = (
            "opened. Now set the first action"
            if case.status == "accepted"
            else f"referred to {reached[case.lead_agency]}"
        )
        messages.success(request, f"{case.reference} {done}.")
        if line:
            _lead_there(request, by, line, case.reference)
        return _after_referring(by, case.reference)

    return answered(request, form, "refer.html", {}, do)


def _lead_there(request: HttpRequest, by: SignedIn, line: CallLine, case: str) -> None:
    """From a line of the daily call to its new case. The case is there, whatever became of the line meanwhile."""
    try:
        daily_call.tie_to_case(casebook(), by, line.reference, line.version, case=case)
    except (EditedMeanwhile, NotNow) as error:
        messages.warning(request, f"{line.reference} does not lead to the case. {error}")


def _after_referring(by: SignedIn, reference: str) -> HttpResponse:
    """The case, where the person who referred it goes on seeing it; else their own page."""
    try:
        in_hand(casebook(), by, reference)
    except PurposeNeeded:
        pass
    except NotFound:
        return redirect("today")
    return redirect("case", reference=reference)


# Triage


class TriageForm(Form):
    """The answer to a referral."""

    answer = one_of(
        "What is your agency's answer?",
        "Choose your agency's answer.",
        {"accepted": "Accept it", "signposted": "Signpost it to somebody else", "refused": "Refuse it"},
    )
    lead_person = forms.ChoiceField(label="If you accept it: who leads it?", required=False)
    signposted_to = line("If you signpost it: who can help?", "", required=False)
    why = words("If you signpost or refuse it: why?", "", rows=3, required=False)

    def __init__(self, *args: Any, leads: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead_person"].choices = [("", "Nobody named yet"), *leads.items()]  # type: ignore[attr-defined]


def triage(request: HttpRequest, reference: str) -> HttpResponse:
    """Accept, signpost or refuse. The case is read again here, so the look is logged again."""
    store = casebook()

    def check(hand: InHand, by: SignedIn) -> None:
        permissions.check_own_right(by.user, hand.case, hand.sharing, by.today)
        permissions.check_triage(by.user, hand.case, by.today)
        policies.check_move(hand.case, "accepted")

    def page(hand: InHand, by: SignedIn) -> HttpResponse:
        leads = {
            person.id: person.name
            for person in store.users(hand.case.lead_agency)
            if permissions.can_lead_person(person, hand.case.lead_agency, hand.case.kind, by.today)
        }
        form = TriageForm(typed_in(request), leads=leads, initial={"lead_person": by.user.id})

        def do(entered: dict[str, Any]) -> HttpResponse:
            match entered["answer"]:
                case "accepted":
                    answers.accept(store, by, reference, lead_person=entered["lead_person"], purpose=hand.look.purpose)
                    return _back(request, reference, "Accepted. Now set the first action.")
                case "signposted":
                    to, why = entered["signposted_to"], entered["why"]
                    try:
                        answers.signpost(store, by, reference, to=to, why=why, purpose=hand.look.purpose)
                    except WrongEntry as error:
                        raise WrongEntry("signposted_to" if error.field == "to" else error.field, str(error)) from error
                    return _back(request, reference, "Signposted. The agency that referred it sees your answer.")
                case _:
                    answers.refuse(store, by, reference, why=entered["why"], purpose=hand.look.purpose)
                    return _back(request, reference, "Refused. The agency that referred it sees your reason.")

        context = framed(hand, by) | {"file": open_case(store, by, reference)}
        return answered(request, form, "triage.html", context, do)

    return on_case(request, reference, check, page)


# Notes and actions


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
            return _back(request, reference, "Note added.")

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
            return _back(request, reference, "Action set.")

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
            return _back(request, reference, "Action done.")

        context = framed(hand, by) | {"action": action}
        return answered(request, DoneForm(typed_in(request)), "done_form.html", context, do)

    return on_case(request, reference, lambda hand, by: None, page)


# Close and reopen


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
            return _back(request, reference, "Case closed. It can be reopened.")

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
            return _back(request, reference, "Case reopened. Now set an action.")

        return answered(request, ReopenForm(typed_in(request)), "reopen_form.html", lambda: framed(hand, by), do)

    return on_case(request, reference, check, page)
