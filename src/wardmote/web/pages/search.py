"""Search: by words in the list of cases; by an exact address, property number, or name with date of birth here.

What is asked is sent in the body of the request and kept nowhere: not in an address, a log, or the trail.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wardmote.casework import permissions
from wardmote.casework.errors import WrongEntry
from wardmote.casework.looks import find_people
from wardmote.casework.nouns import Sought
from wardmote.web.pages.asking import casebook, who
from wardmote.web.pages.case_forms import line
from wardmote.web.pages.form_fields import Day, Form


class WordsForm(Form):
    """Words, for the list of cases."""

    words = line("Words in the reference, the place or what is wrong", "Enter a word.", required=False)


class ExactForm(Form):
    """One of three things, exactly."""

    address = line(
        "Address", "", "Number, street, town and postcode. Capitals and short forms do not matter.", required=False
    )
    uprn = line("Or a UPRN", "", "The property's number, up to 12 digits.", required=False)
    name = line("Or a name", "", "The whole name, together with the date of birth.", required=False)
    birth = Day("the date of birth", label="Date of birth", help_text="For example, 14 6 1989", required=False)


def show(request: HttpRequest) -> HttpResponse:
    """Both searches, and what the exact one found."""
    by = who(request)
    permissions.check_capability(by.user, "see", by.today)
    form = ExactForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "by_words": WordsForm()}
    if request.method == "POST" and form.is_valid():
        try:
            found = find_people(casebook(), by, Sought(**form.cleaned_data))
            context |= {"found": found, "cases": len({one.case.reference for one in found})}
        except WrongEntry as error:
            form.add_error(error.field or None, str(error))
    return render(request, "search.html", context, status=422 if form.errors else 200)
