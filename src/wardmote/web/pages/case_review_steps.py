"""The steps of an ASB case review: each of the agency that leads the case, and a body's answer to a recommendation."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wardmote.casework import case_reviews, permissions
from wardmote.casework.case_reviews import decisions
from wardmote.casework.case_reviews.procedure import Procedure
from wardmote.casework.errors import NotFound
from wardmote.casework.looks import open_case
from wardmote.casework.nouns import RELEVANT_BODIES, CaseReview, SignedIn
from wardmote.web import word
from wardmote.web.pages import wording
from wardmote.web.pages.asking import casebook, who
from wardmote.web.pages.case_forms import answered, framed, one_of, typed_in, words
from wardmote.web.pages.form_fields import Day, Form, Ticks
from wardmote.web.pages.names import Names
from wardmote.web.pages.persons import cards

ON_A_DAY = "For example, 14 6 2026"


def procedure() -> Procedure:
    """What the local procedure sets."""
    return settings.CASE_REVIEW


def back(request: HttpRequest, reference: str, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("case_review", reference=reference)


def people_of(by: SignedIn, reference: str) -> dict[str, str]:
    """The people of a case who are harmed or told, as its page names them: nobody who is only suspected."""
    shown = cards(open_case(casebook(), by, reference), by.today)
    return {card.person: card.title for card in shown if case_reviews.HARMED & {part.role for part in card.roles}}


def bodies_asked(names: Names) -> dict[str, str]:
    """The agencies that are asked for complaints, by their names."""
    kinds = {agency.code: agency.kind for agency in casebook().agencies()}
    return {code: name for code, name in names.agencies.items() if kinds.get(code) in RELEVANT_BODIES}


# The steps of the agency that leads the case


class AgreeForm(Form):
    """That the person agrees."""

    agreed_how = words(
        "How did they say that they agree?",
        "Enter how they said that they agree.",
        "When, to whom, and in what words.",
        rows=3,
    )


class DecideForm(Form):
    """Met or not, and why."""

    answer = one_of(
        "Is the threshold met?",
        "Choose whether the threshold is met.",
        {"met": "It is met: hold a review", "not-met": "It is not met"},
    )
    why = words(
        "Why?",
        "Enter why.",
        "If the number does not decide it: how long it has gone on, the harm it does or could do, and whether what was "
        "done about it was enough.",
    )


class PanelForm(Form):
    """When the panel meets, and who is on it."""

    on = Day("the day the panel meets", label="When does the panel meet, or did it?", help_text=ON_A_DAY)
    bodies = forms.MultipleChoiceField(
        label="Which bodies are on it?",
        help_text="At least two.",
        widget=Ticks({}),
        error_messages={"required": "Choose at least two bodies: a review is held by the bodies together."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bodies"].choices = list(bodies_asked(Names()).items())  # type: ignore[attr-defined]


class OutcomeForm(Form):
    """What the review found."""

    finding = words(
        "What did the review find?", "Enter what the review found.", "The person is told this. Leave out names."
    )


class RecommendForm(Form):
    """What one body should do."""

    agency = forms.ChoiceField(label="Which body is it made to?", error_messages={"required": "Choose the body."})
    what = words("What should it do?", "Enter what is recommended.", rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "Choose"), *Names().agencies.items()]  # type: ignore[attr-defined]


class WhyForm(Form):
    """Why."""

    why = words("Why?", "Enter why.", "In their own words.", rows=3)


class AppealAnswerForm(Form):
    """What the appeal comes to."""

    answer = one_of("Is the appeal upheld?", "Choose whether the appeal is upheld.", wording.APPEAL_ANSWERS)
    finding = words("Why?", "Enter why.", "The person is told this.")


@dataclass(frozen=True)
class StepPage:
    """The page of one step: its form, what it says, and the verb behind it."""

    address: str
    heading: str
    lead: str
    verb: str
    said: str
    form: type[Form] = Form
    do: Callable[..., object] = lambda *_, **__: None


def _decide(store: Any, by: SignedIn, reference: str, review_id: str, *, answer: str, why: str) -> object:
    return decisions.decide(store, by, reference, review_id, procedure(), met=answer == "met", why=why)


def _answer_appeal(store: Any, by: SignedIn, reference: str, review_id: str, **entered: str) -> object:
    return decisions.answer_appeal(store, by, reference, review_id, procedure(), **entered)


STEPS = {
    "agree": StepPage(
        "review_agreed", "Record that the person agrees", "Somebody else asked for this review. Before anything is decided, the person it is about agrees to it.",
        "Keep that they agree", "Kept that they agree.", AgreeForm, decisions.record_agreement,
    ),
    "decide": StepPage(
        "review_decide", "Decide on the threshold",
        "Enough qualifying complaints meet it, whatever else is said. Otherwise the bodies decide by persistence, harm and the response so far.",
        "Keep the decision", "Decision kept. Now tell the person.", DecideForm, _decide,
    ),
    "panel": StepPage(
        "review_panel", "Set the day of the panel", "The review is held by a panel of the bodies. None of them judges its own work alone.",
        "Keep the day", "Day kept.", PanelForm, decisions.set_panel,
    ),
    "outcome": StepPage(
        "review_outcome", "Record what the review found", "The review has been held. Its recommendations are added next, each to one body.",
        "Keep what was found", "Kept. Now add its recommendations and tell the person.", OutcomeForm, decisions.record_outcome,
    ),
    "recommend": StepPage(
        "review_recommend", "Add a recommendation", "The body it is made to must have regard to it, and answers it here.",
        "Add the recommendation", "Recommendation added.", RecommendForm, decisions.recommend,
    ),
    "appeal": StepPage(
        "review_appeal", "Record an appeal", "The person asks for the decision, or the way the review was held, to be looked at again.",
        "Keep the appeal", "Appeal kept.", WhyForm, decisions.appeal,
    ),
    "answer-appeal": StepPage(
        "review_appeal_answer", "Answer the appeal", "Upheld against a threshold that was not met, a review must now be held; against a review, a new one. Whoever decided or recorded the review does not answer.",
        "Keep the answer", "Answer kept. Now tell the person.", AppealAnswerForm, _answer_appeal,
    ),
    "withdraw": StepPage(
        "review_withdraw", "Record that it was withdrawn", "The person no longer wants the review. It is counted as withdrawn and cannot be taken up again.",
        "Record it as withdrawn", "Recorded as withdrawn.", WhyForm, decisions.withdraw,
    ),
}  # fmt: skip
RESPOND = StepPage(
    "answer_recommendation",
    "Answer a recommendation",
    "Your agency must have regard to it. The person and the panel see the answer.",
    "Keep the answer",
    "",
)


def step(request: HttpRequest, reference: str, review_id: str, step: str) -> HttpResponse:
    """One step of the agency that leads the case. What does not fit where the application stands is refused."""
    by, store, kind = who(request), casebook(), STEPS[step]
    hand, review, file = case_reviews.take(store, by, reference, review_id, step)

    check_ready(step, by, review)

    def do(entered: dict[str, Any]) -> HttpResponse:
        done = kind.do(store, by, reference, review_id, **entered)
        late = _panel_late(done) if step == "panel" and isinstance(done, CaseReview) else ""
        return back(request, reference, f"{kind.said} {late}".strip())

    context = framed(hand, by) | {"step": kind, "review": review}
    if step == "decide":
        context |= {"counted": case_reviews.counted(review, file)}
    return answered(request, kind.form(typed_in(request)), "case_review/step.html", context, do)


def check_ready(step: str, by: SignedIn, review: CaseReview) -> None:
    """What would be refused whatever is typed is refused before anything is typed."""
    if step == "outcome":
        decisions.check_held(review, by.today)
    if step == "answer-appeal":
        decisions.check_answers_appeal(by, review)


def _panel_late(review: CaseReview) -> str:
    if review.panel_on and review.review_due and review.panel_on > review.review_due:
        return f"It is after {word.written(review.review_due)}, by which the review must be held. Find an earlier day if you can."
    return ""


class RespondForm(Form):
    """What a body answers."""

    answer = one_of("What does your agency answer?", "Choose what the body answers.", wording.RECOMMENDATION_ANSWERS)
    answer_words = words("What will it do, or why not?", "Enter what the body will do, or why it will not.", rows=3)


def respond(request: HttpRequest, reference: str, recommendation_id: str) -> HttpResponse:
    """A body answers what was recommended to it."""
    by, store = who(request), casebook()
    hand, file = case_reviews.read(store, by, reference)
    made = next((each for each in file.recommendations if each.id == recommendation_id), None)
    if made is None:
        raise NotFound
    permissions.check_own_right(by.user, hand.case, hand.sharing, by.today)
    permissions.check_speak_for(by.user, hand.case, made.agency, by.today)
    decisions.check_unanswered(made)

    def do(entered: dict[str, Any]) -> HttpResponse:
        decisions.respond(store, by, reference, recommendation_id, **entered)
        return back(request, reference, "Answer kept.")

    context = framed(hand, by) | {"step": RESPOND, "made": made}
    return answered(request, RespondForm(typed_in(request)), "case_review/step.html", context, do)
