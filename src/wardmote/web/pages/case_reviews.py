"""ASB case reviews: the list of what waits, the yearly return, and the page of a case's complaints and reviews."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wardmote.casework import case_reviews, permissions
from wardmote.casework.case_reviews import letters as case_review_letters
from wardmote.casework.case_reviews.procedure import InTime
from wardmote.casework.case_reviews.published_return import reviews_of_year, year_of
from wardmote.casework.errors import NotNow, NotPermitted
from wardmote.casework.looks import InHand
from wardmote.casework.nouns import CaseReview, ReviewFile, SignedIn
from wardmote.casework.visibility import note_visible
from wardmote.web.pages import wording
from wardmote.web.pages.asking import casebook, who
from wardmote.web.pages.case_forms import framed
from wardmote.web.pages.case_review_steps import STEPS, check_ready, procedure

SHOWN_FOR = timedelta(days=365)
"""How long a review that is over stays in the list."""
COUNTS_ONLY_BELOW = 20


def late(due: date | None, today: date) -> str:
    """ "3 days overdue", in words; nothing while there is time."""
    if due is None or due >= today:
        return ""
    days = (today - due).days
    return f"{days} day{'s' if days > 1 else ''} overdue"


# The list, and the return


def index(request: HttpRequest) -> HttpResponse:
    """What waits, soonest first; then what was decided within the last year."""
    by = who(request)
    file = case_reviews.list_reviews(casebook(), by, by.today - SHOWN_FOR)
    waiting = sorted((r for r in file.reviews if r.live), key=lambda review: (review.due or by.today, review.case))
    context = {
        "by": by,
        "waiting": [_listed(review, file, by) for review in waiting],
        "over": [review for review in reversed(file.reviews) if not review.live],
        "to_answer": [
            each for each in file.recommendations if each.agency == by.user.agency and each.answered_on is None
        ],
        "may_find": permissions.can_capability(by.user, "work", by.today),
    }
    return render(request, "case_reviews.html", context)


def _listed(review: CaseReview, file: ReviewFile, by: SignedIn) -> dict[str, Any]:
    asked = file.bodies_of(review) if case_reviews.can_step(review, "complaints") else ()
    ours = [body for body in asked if body.agency == by.user.agency and not body.answered_on]
    return {
        "review": review,
        "late": late(review.due, by.today),
        "ours": ours[0] if ours else None,
        "ours_late": late(ours[0].due, by.today) if ours else "",
        "owed": wording.LETTERS.get(case_review_letters.due_letter(review), ""),
    }


def yearly_return(request: HttpRequest) -> HttpResponse:
    """The counts that the law has published, for one financial year; whoever is signed in may read them."""
    by = who(request)
    asked = request.GET.get("year", "")
    last = int(asked) if asked.isdecimal() and len(asked) == 4 else year_of(by.today)[1].year
    newest = year_of(by.today)[1].year
    last = min(max(last, newest - 5), newest)
    year = reviews_of_year(casebook(), date(last, 1, 1), by.today)
    context = {
        "year": year,
        "in_words": _in_words(year.in_time),
        "verdict": _verdict(year.in_time, procedure().target),
        "years": [newest - back for back in range(6)],
        "procedure": procedure(),
        "by": by,
    }
    return render(request, "case_review_return.html", context)


def _in_words(in_time: InTime | None) -> str:
    """A share with its range; of fewer than 20, the counts alone."""
    if in_time is None or in_time.due < COUNTS_ONLY_BELOW:
        return ""
    low, high = in_time.interval
    return f"{in_time.share:.0%} ({low:.0%} to {high:.0%})"


def _verdict(in_time: InTime | None, target: int) -> str:
    """Whether the share reached the target, and whether that could be chance."""
    if in_time is None:
        return ""
    low, high = in_time.interval
    if low <= target / 100 <= high:
        return "the difference could be chance"
    return "reached" if low > target / 100 else "not reached"


# The page of a case


def show(request: HttpRequest, reference: str) -> HttpResponse:
    """The complaints about the behaviour of a case and its reviews, newest first, with what may be done next."""
    by, store = who(request), casebook()
    hand, found = case_reviews.read(store, by, reference)
    own = permissions.can_own_right(by.user, hand.case, hand.sharing, by.today)
    people = _parts(hand, by)
    context = framed(hand, by) | {
        "reviews": [_shown(review, found, hand, by, people) for review in reversed(found.reviews)],
        "complaints": [{"complaint": each, "by": people.get(each.person, "")} for each in found.complaints],
        "tellings": [{"telling": each, "person": people.get(each.person, "")} for each in found.tellings],
        "may_work": own and permissions.can_work(by.user, hand.case, by.today),
        "people": people,
    }
    return render(request, "case_review.html", context)


def _ready(step: str, review: CaseReview, by: SignedIn) -> bool:
    """Whether a step that fits where the application stands would be taken from this user today."""
    try:
        check_ready(step, by, review)
    except (NotNow, NotPermitted):
        return False
    return True


def _parts(hand: InHand, by: SignedIn) -> dict[str, str]:
    """The people of a case by their part in it, "Reporter", "Victim 2": their names stay on the case."""
    parts: dict[str, str] = {}
    for part in casebook().people_on(hand.case.reference):
        if part.person not in parts and note_visible(by.user, hand.case, part, hand.sharing, by.today, by.utc):
            said = wording.PERSON_ROLES[part.role]
            number = sum(other.partition(" ")[0] == said for other in parts.values())
            parts[part.person] = f"{said} {number + 1}" if number else said
    return parts


def _shown(
    review: CaseReview, file: ReviewFile, hand: InHand, by: SignedIn, people: Mapping[str, str]
) -> dict[str, Any]:
    own = permissions.can_own_right(by.user, hand.case, hand.sharing, by.today)
    leads = own and permissions.can_lead(by.user, hand.case, by.today)
    told = case_reviews.counted(review, file)
    return {
        "review": review,
        "person": people.get(review.person, ""),
        "counted": told,
        "late": late(review.due, by.today),
        "panel_ahead": bool(review.panel_on and review.panel_on > by.today),
        "panel_late": bool(review.panel_on and review.review_due and review.panel_on > review.review_due),
        "bodies": [
            {
                "body": body,
                "late": "" if body.answered_on else late(body.due, by.today),
                "open": case_reviews.can_step(review, "complaints"),
                "given": sum(each.agency == body.agency for each in file.complaints),
                "may": own
                and body.answered_on is None
                and case_reviews.can_step(review, "complaints")
                and permissions.can_speak_for(by.user, hand.case, body.agency, by.today),
            }
            for body in file.bodies_of(review)
        ],
        "recommendations": [
            {
                "made": made,
                "may": own
                and made.answered_on is None
                and permissions.can_speak_for(by.user, hand.case, made.agency, by.today),
            }
            for made in file.recommendations_of(review)
        ],
        "steps": [
            {"address": kind.address, "title": kind.heading}
            for name, kind in STEPS.items()
            if leads and case_reviews.can_step(review, name) and _ready(name, review, by)
        ],
        "owed": wording.LETTERS.get(case_review_letters.due_letter(review), "") if leads else "",
        "drafted": bool(review.drafted) and review.drafted == case_review_letters.due_letter(review),
    }
