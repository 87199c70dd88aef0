"""Repeat people and places on a page: what came up more than once, and whether that is more than chance."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wardmote.casework import repeats
from wardmote.casework.nouns import CALL_REFERENCE
from wardmote.web.pages import wording
from wardmote.web.pages.asking import casebook, who
from wardmote.web.pages.form_fields import Form

SHOWN = 50


class Filters(Form):
    """What is looked for, and how far back."""

    kind = forms.ChoiceField(label="What", required=False, choices=list(wording.REPEAT_KINDS.items()))
    window = forms.ChoiceField(
        label="Within", required=False, choices=[(str(days), f"{days} days") for days in repeats.WINDOWS]
    )


def show(request: HttpRequest) -> HttpResponse:
    """The list, repeats first. Each leads to its cases and lines; of a person no name stands here."""
    by = who(request)
    form = Filters(request.GET or {"kind": "place", "window": str(repeats.USUAL_WINDOW)})
    chosen = form.cleaned_data if form.is_valid() else {}
    kind, window = chosen.get("kind") or "place", int(chosen.get("window") or repeats.USUAL_WINDOW)
    found = repeats.read_repeats(casebook(), by, kind, window)
    context = {
        "by": by,
        "form": form,
        "kind": kind,
        "window": window,
        "found": [_shown(one) for one in found[:SHOWN]],
        "more": len(found) - SHOWN,
        "repeats": sum(one.repeat for one in found),
    }
    return render(request, "repeats.html", context)


def _shown(one: repeats.Comes) -> dict[str, object]:
    counted = {"case": one.of("case"), "complaint": one.of("complaint"), "line of the call": one.of("call")}
    said = [
        f"{number} {name.replace('line', 'lines', 1) if name.startswith('line') and number > 1 else name + 's' * (number > 1)}"
        for name, number in counted.items()
        if number
    ]
    return {
        "one": one,
        "said": ", ".join(said),
        "cases": [reference for reference in one.references if not CALL_REFERENCE.fullmatch(reference)],
        "lines": [reference for reference in one.references if CALL_REFERENCE.fullmatch(reference)],
    }
