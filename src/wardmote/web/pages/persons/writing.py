"""What every form about a person shares: who may write, how sure it is, and where it leads back to."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from wardmote.casework import permissions, policies
from wardmote.casework.looks import InHand
from wardmote.casework.nouns import SignedIn
from wardmote.web.pages import wording
from wardmote.web.pages.case_forms import one_of


def kinds() -> forms.ChoiceField:
    """Fact, opinion or intelligence, each explained."""
    return one_of(
        "Is it fact, opinion or intelligence?",
        "Choose fact, opinion or intelligence.",
        wording.NOTE_KINDS,
        initial="fact",
        each=wording.NOTE_KIND_HINTS,
    )


def may_write(hand: InHand, by: SignedIn) -> None:
    """Whoever works on cases writes on this one while its state allows it."""
    permissions.check_work(by.user, hand.case, by.today)
    policies.check_add_note(hand.case)


def back(request: HttpRequest, reference: str, said: str, person: str) -> HttpResponse:
    """To the person's card on the case page."""
    messages.success(request, said)
    return redirect(f"{reverse('case', kwargs={'reference': reference})}#{person}")
