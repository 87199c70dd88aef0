"""Opening a case in an emergency, and the review that follows."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wardmote.casework import break_glass
from wardmote.casework.errors import NotFound, WrongEntry
from wardmote.casework.nouns import REFERENCE, EmergencyOpening
from wardmote.casework.purposes import emergencies, emergencies_in_use
from wardmote.web.mail import send_due
from wardmote.web.pages.asking import casebook, who
from wardmote.web.pages.case_forms import answered, line, one_of, typed_in, words
from wardmote.web.pages.form_fields import Form
from wardmote.web.pages.names import Names
from wardmote.web.pages.wording import DEEDS, REVIEW_OUTCOMES


class EmergencyForm(Form):
    """Which case, which emergency, and why now."""

    reference = line("Which case?", "Enter the reference of the case.", "For example, CSP-26-0007")
    category = one_of("What is the emergency?", "Choose what the emergency is.", {})
    reason = words(
        "Why must you see this case now?",
        "Enter why you must see this case now.",
        f"At least {break_glass.SHORTEST_REASON} characters. A privacy officer reads it.",
    )

    def __init__(self, *args: Any, categories: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reference"].widget.attrs["data-width"] = "10"
        self.fields["category"].choices = list(categories.items())  # type: ignore[attr-defined]


def open_case(request: HttpRequest) -> HttpResponse:
    """Open one case for an hour. What does not open answers in the words of what does not exist."""
    by, store = who(request), casebook()
    break_glass.check_may(store, by)
    in_use = emergencies_in_use(by.today)
    form = EmergencyForm(
        typed_in(request),
        categories={slug: entry.name for slug, entry in emergencies().items() if slug in in_use},
        initial={"reference": _asked_for(request)},
    )

    def do(entered: dict[str, Any]) -> HttpResponse:
        reference = entered.pop("reference").strip().upper()
        try:
            opening = break_glass.break_glass(store, by, reference, **entered)
        except NotFound as error:
            raise WrongEntry("reference", str(error)) from error
        send_due(store, by.utc)
        return redirect("case", reference=opening.case)

    return answered(request, form, "emergency_form.html", {}, do)


def _asked_for(request: HttpRequest) -> str:
    """The reference a link brought along, if it is one."""
    asked = request.GET.get("reference", "")
    return asked if REFERENCE.fullmatch(asked) else ""


class ReviewForm(Form):
    """What the privacy officer found."""

    outcome = one_of("What did you find?", "Choose what you found.", REVIEW_OUTCOMES)
    finding = words("What did you find, and what happens next?", "Enter what you found, and what happens next.")


def review(request: HttpRequest, opening_id: str) -> HttpResponse:
    """An emergency, what was looked at in it, and the form for its review."""
    by, store = who(request), casebook()
    opening, records = break_glass.looks_under(store, by, opening_id)
    context = {
        "opening": opening,
        "category": emergencies()[opening.category].name,
        "looks": [
            {
                "event": record.event,
                "did": DEEDS.get(record.event.deed, record.event.deed.replace("-", " ").capitalize()),
            }
            for record in records
        ],
        "late": late(opening, by.today),
        "found": REVIEW_OUTCOMES.get(opening.outcome, ""),
    }

    def do(entered: dict[str, Any]) -> HttpResponse:
        break_glass.review(store, by, opening_id, **entered)
        messages.success(request, f"Reviewed. {Names().person(opening.user)} was told what you found.")
        return redirect("today")

    return answered(request, ReviewForm(typed_in(request)), "review_form.html", context, do)


def late(opening: EmergencyOpening, today: Any) -> str:
    """ "2 days overdue", in words; nothing while there is time or once it is done."""
    days = (today - opening.review_due).days
    return f"{days} day{'s' if days > 1 else ''} overdue" if days > 0 and not opening.outcome else ""


def waiting(request: HttpRequest) -> list[dict[str, Any]]:
    """The reviews that wait for this person, for Today."""
    by = who(request)
    return [
        {"opening": opening, "category": emergencies()[opening.category].name, "late": late(opening, by.today)}
        for opening in break_glass.to_review(casebook(), by)
    ]


def reviews(request: HttpRequest) -> HttpResponse:
    """Every emergency that waits for this person's review."""
    return render(request, "reviews.html", {"waiting": waiting(request)})
