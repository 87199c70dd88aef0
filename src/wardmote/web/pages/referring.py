"""The pages that refer a case and answer a referral."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wardmote.casework import daily_call, permissions, policies, referrals
from wardmote.casework import triage as answers
from wardmote.casework.errors import EditedMeanwhile, NotFound, NotNow, PurposeNeeded, WrongEntry
from wardmote.casework.looks import InHand, in_hand, open_case
from wardmote.casework.nouns import CallLine, SignedIn
from wardmote.casework.visibility import viewer
from wardmote.web.pages.asking import casebook, who
from wardmote.web.pages.case_forms import answered, back_to_case, framed, line, on_case, one_of, typed_in, words
from wardmote.web.pages.form_fields import Form
from wardmote.web.pages.wording import KINDS, RISKS


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
                    return back_to_case(request, reference, "Accepted. Now set the first action.")
                case "signposted":
                    to, why = entered["signposted_to"], entered["why"]
                    try:
                        answers.signpost(store, by, reference, to=to, why=why, purpose=hand.look.purpose)
                    except WrongEntry as error:
                        raise WrongEntry("signposted_to" if error.field == "to" else error.field, str(error)) from error
                    return back_to_case(request, reference, "Signposted. The agency that referred it sees your answer.")
                case _:
                    answers.refuse(store, by, reference, why=entered["why"], purpose=hand.look.purpose)
                    return back_to_case(request, reference, "Refused. The agency that referred it sees your reason.")

        context = framed(hand, by) | {"file": open_case(store, by, reference)}
        return answered(request, form, "triage.html", context, do)

    return on_case(request, reference, check, page)
