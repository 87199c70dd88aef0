"""What begins an ASB case review: an application, and the complaints that every body made or was told of."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wardmote.casework import case_reviews, permissions
from wardmote.casework.errors import NotNow, WrongEntry
from wardmote.casework.looks import InHand
from wardmote.casework.nouns import SignedIn
from wardmote.web.pages.asking import casebook, who
from wardmote.web.pages.case_forms import answered, framed, line, on_case, one_of, typed_in, words
from wardmote.web.pages.case_review_steps import ON_A_DAY, StepPage, back, bodies_asked, people_of, procedure
from wardmote.web.pages.form_fields import Day, Form
from wardmote.web.pages.names import Names, names_on

APPLY = StepPage("case_review_apply", "Take an application for an ASB case review", "", "Take the application", "")
COMPLAINT = StepPage(
    "add_complaint",
    "Add a complaint",
    "A complaint to any body about the behaviour of this case: when it happened, and when it was complained of.",
    "Add the complaint",
    "",
)
OURS = StepPage(
    "review_complaints",
    "Give your agency's complaints",
    "Every complaint your agency has about this behaviour, open or closed, acted on or not.",
    "Save",
    "",
)


# Applying


class ApplyForm(Form):
    """Who asks, for whom, and for what."""

    person = forms.ChoiceField(label="Who is it about?", error_messages={"required": "Choose who it is about."})
    applied_by = one_of(
        "Who applied?",
        "Choose who applied.",
        {"self": "The person themselves", "other": "Somebody else, for them"},
        initial="self",
    )
    applicant = line(
        "If somebody else: who?",
        "",
        "A relative, a councillor, an advocate: name and how to reach them.",
        required=False,
    )
    consent = forms.BooleanField(label="If somebody else: the person agrees to it", required=False)
    asks = words("What do they ask for?", "Enter what they ask for.", "In their own words.")
    received_on = Day(
        "the day it was received",
        label="When was it received?",
        help_text="The day the letter, e-mail or call came in, by which its clocks run.",
    )

    def __init__(self, *args: Any, people: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "Choose"), *people.items()]  # type: ignore[attr-defined]


def apply(request: HttpRequest, reference: str) -> HttpResponse:
    """Take an application, by the person or by anybody for them."""

    def check(hand: InHand, by: SignedIn) -> None:
        permissions.check_own_right(by.user, hand.case, hand.sharing, by.today)
        permissions.check_work(by.user, hand.case, by.today)

    def page(hand: InHand, by: SignedIn) -> HttpResponse:
        people = people_of(by, reference)

        def do(entered: dict[str, Any]) -> HttpResponse:
            case_reviews.apply(casebook(), by, reference, procedure(), **entered)
            return back(request, reference, "Application taken. Every body is asked for its complaints.")

        began = {"person": request.GET.get("person", ""), "received_on": by.today}
        form = ApplyForm(typed_in(request), people=people, initial=began)
        context = {"step": APPLY, "people": people}
        return answered(request, form, "case_review/apply.html", lambda: framed(hand, by) | context, do)

    return on_case(request, reference, check, page)


# Complaints


class ComplaintForm(Form):
    """One complaint, as the body has it."""

    agency = forms.ChoiceField(label="Which body was it made to?", error_messages={"required": "Choose the body."})
    behaviour_on = Day("the day it happened", label="When did it happen?", help_text=ON_A_DAY)
    made_on = Day("the day of the complaint", label="When was it complained of?", help_text=ON_A_DAY)
    person = forms.ChoiceField(label="Who complained?", required=False)
    their_reference = line("Its reference at the body", "", required=False)
    caveat = line(
        "Anything the local procedure holds against it",
        "",
        "Such as: case closed, no action taken. It is kept, and never stops a complaint from counting.",
        required=False,
    )

    def __init__(self, *args: Any, bodies: Mapping[str, str], people: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = list(bodies.items())  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", "Somebody not on this case"), *people.items()]  # type: ignore[attr-defined]


class OurComplaintsForm(ComplaintForm):
    """A complaint of a body that was asked, or that it has no more."""

    then = one_of(
        "Is that all?",
        "Choose whether that is all.",
        {
            "more": "Add this complaint; there are more",
            "last": "Add this complaint; that is all of them",
            "none": "There is nothing to add; that is all",
        },
        initial="more",
    )
    answered_why = line(
        "If you answer for another body: why you do, and how you know that this is all",
        "",
        "Only with the last complaint, or when there is nothing to add. It is shown with the answer.",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("then") == "none":
            self.fields["behaviour_on"].required = self.fields["made_on"].required = False


def _speaking_for(hand: InHand, by: SignedIn, names: Names) -> dict[str, str]:
    """The bodies this person may answer for."""
    own = {by.user.agency: names.agency(by.user.agency)}
    if permissions.can_speak_for(by.user, hand.case, "", by.today):
        return own | bodies_asked(names)
    return own


def add_complaint(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep a complaint, whether or not anybody has asked for a review yet."""

    def check(hand: InHand, by: SignedIn) -> None:
        permissions.check_own_right(by.user, hand.case, hand.sharing, by.today)
        permissions.check_work(by.user, hand.case, by.today)

    def page(hand: InHand, by: SignedIn) -> HttpResponse:
        bodies, people = _speaking_for(hand, by, names_on(request)), people_of(by, reference)

        def do(entered: dict[str, Any]) -> HttpResponse:
            case_reviews.add_complaint(casebook(), by, reference, **entered)
            return back(request, reference, "Complaint added.")

        form = ComplaintForm(typed_in(request), bodies=bodies, people=people)
        return answered(request, form, "case_review/step.html", lambda: framed(hand, by) | {"step": COMPLAINT}, do)

    return on_case(request, reference, check, page)


def our_complaints(request: HttpRequest, reference: str, review_id: str) -> HttpResponse:
    """A body gives its complaints one by one, and says when that is all."""
    by, store = who(request), casebook()
    hand, review, file = case_reviews.take(store, by, reference, review_id, "complaints")
    speaks, people = _speaking_for(hand, by, names_on(request)), people_of(by, reference)
    waiting = {body.agency for body in file.bodies_of(review) if body.answered_on is None}
    bodies = {code: name for code, name in speaks.items() if code in waiting}
    if not bodies:
        raise NotNow("Your agency was not asked, or has given its complaints already.")
    form = OurComplaintsForm(typed_in(request), bodies=bodies, people=people)

    def do(entered: dict[str, Any]) -> HttpResponse:
        then, agency, why = entered.pop("then"), entered["agency"], entered.pop("answered_why")
        if then != "more" and agency != by.user.agency and not why.strip():
            raise WrongEntry("answered_why", "Enter why you answer for this body, and how you know.")
        if then != "none":
            case_reviews.add_complaint(store, by, reference, **entered)
        if then == "more":
            messages.success(request, "Complaint added. Add the next.")
            return redirect("review_complaints", reference=reference, review_id=review_id)
        case_reviews.say_all(store, by, reference, review_id, agency=agency, answered_why=why)
        return back(request, reference, f"{names_on(request).agency(agency)} has given all its complaints.")

    context = framed(hand, by) | {"step": OURS}
    return answered(request, form, "case_review/step.html", context, do)
