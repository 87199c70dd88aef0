"""What every form on a case shares: its boxes, what was typed, who may come in, what stands around it, the way back."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject

from wardmote.casework.break_glass import live_opening
from wardmote.casework.errors import EditedMeanwhile, NotNow, NotPermitted, WrongEntry
from wardmote.casework.looks import InHand, in_hand
from wardmote.casework.nouns import SignedIn
from wardmote.casework.purposes import purpose_name
from wardmote.web.pages.asking import casebook, who
from wardmote.web.pages.form_fields import Form, Radios
from wardmote.web.pages.once import once


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


def back_to_case(request: HttpRequest, reference: str, said: str) -> HttpResponse:
    """To the case page, with what was done said at its top."""
    messages.success(request, said)
    return redirect("case", reference=reference)
