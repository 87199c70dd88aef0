"""People past the threshold for an ASB case review who never asked: the queue, and the page to tell one of them safely."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from wardmote.casework import permissions, unasked
from wardmote.casework.looks import InHand
from wardmote.casework.nouns import SignedIn
from wardmote.casework.persons import roles_of
from wardmote.web.pages import wording
from wardmote.web.pages.asking import casebook, who
from wardmote.web.pages.case_forms import answered, framed, on_case, one_of, typed_in, words
from wardmote.web.pages.case_review_steps import people_of, procedure
from wardmote.web.pages.form_fields import Form


def queue(request: HttpRequest) -> HttpResponse:
    """Whom to tell, the one whose complaints lapse first at the top. No name stands here."""
    by = who(request)
    found = unasked.queue(casebook(), by, procedure())
    shown = [
        {"one": one, "cases": [{"case": case, "person": one.person_on(case)} for case in one.cases]} for one in found
    ]
    return render(request, "unasked.html", {"by": by, "found": shown, "needed": procedure().complaints})


class TellForm(Form):
    """How somebody was told, and what came of it."""

    how = one_of("How did you tell them, or try to?", "Choose how you told them, or tried to.", {})
    outcome = one_of("What came of it?", "Choose what came of it.", wording.TELLING_OUTCOMES)
    words = words("Anything the next person should know", "", rows=2, required=False)

    def __init__(self, *args: Any, offered: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["how"].choices = list(offered.items())  # type: ignore[attr-defined]


def tell(request: HttpRequest, reference: str, person: str) -> HttpResponse:
    """Says first which ways to them are safe, then keeps what came of telling them."""
    store = casebook()

    def check(hand: InHand, by: SignedIn) -> None:
        permissions.check_own_right(by.user, hand.case, hand.sharing, by.today)
        permissions.check_work(by.user, hand.case, by.today)
        roles_of(store, by, hand, person)
        unasked.check_teller(store, by, person)

    def page(hand: InHand, by: SignedIn) -> HttpResponse:
        ways = unasked.ways(store, by, hand, person)
        offered = {_value(way): _words(way) for way in ways if not way.why_not}

        def do(entered: dict[str, Any]) -> HttpResponse:
            kept = unasked.keep_telling(store, by, reference, person, **entered)
            messages.success(request, "Kept.")
            if kept.outcome == "will-apply":
                return redirect(reverse("case_review_apply", args=(reference,)) + f"?person={person}")
            return redirect("unasked")

        context = framed(hand, by) | {
            "person": person,
            "called": people_of(by, reference).get(person, f"person {person}"),
            "attempts": unasked.attempts_before(store, by, person),
            "unsafe": [{"words": _words(way), "why": way.why_not} for way in ways if way.why_not],
        }
        return answered(request, TellForm(typed_in(request), offered=offered), "case_review/tell.html", context, do)

    return on_case(request, reference, check, page)


def _value(way: unasked.Way) -> str:
    return f"{way.channel}/{way.detail.id}" if way.detail else way.channel


def _words(way: unasked.Way) -> str:
    """ "By telephone: Telephone, protected". What stands there is on the case, behind its own page."""
    if way.detail is None:
        return wording.WAYS_TO_TELL[way.channel]
    protected = ", protected" if way.detail.protection == "P3" else ""
    return f"{wording.WAYS_TO_TELL[way.channel]}: {wording.SORTS[way.detail.sort].lower()}{protected}"
