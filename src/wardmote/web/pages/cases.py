"""The list of cases: a page at a time, filtered by a button, sorted by its headings. Filters are shown and removable."""

from datetime import date
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wardmote.casework.looks import list_cases
from wardmote.casework.nouns import SORTS, Action, Case, CasePage, Wanted
from wardmote.casework.permissions import can_bring_in, can_capability
from wardmote.web.pages.asking import casebook, who
from wardmote.web.pages.form_fields import Form
from wardmote.web.pages.names import Names, names_on
from wardmote.web.pages.paging import page_asked, pages_of
from wardmote.web.pages.templatetags.wardmote import day, owner
from wardmote.web.pages.wording import KINDS_SHORT, STATUS_COLOURS, STATUSES

PAGE_SIZE = 50
HEADINGS = (
    ("reference", "Reference"),
    ("summary", "What is wrong"),
    ("place", "Place"),
    ("lead_agency", "Led by"),
    ("status", "Status"),
    ("next_action", "Next action"),
    ("next_date", "Due"),
)


class Filters(Form):
    """What the list is narrowed to."""

    words = forms.CharField(label="Words", required=False)
    status = forms.ChoiceField(label="Status", required=False, choices=[("", "Any"), *STATUSES.items()])
    kind = forms.ChoiceField(label="About", required=False, choices=[("", "Anything"), *KINDS_SHORT.items()])
    agency = forms.ChoiceField(label="Led by", required=False)

    def __init__(self, *args: object, agencies: dict[str, str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["agency"].choices = [("", "Any agency"), *agencies.items()]  # type: ignore[attr-defined]


def lines_of(page: CasePage, today: date, names: Names) -> list[dict[str, str]]:
    """The lines of a page of cases, in words: a template that looks each of them up takes half the time of the page."""
    return [_line(line.case, line.next_action, today, names) for line in page.lines]


def _line(case: Case, action: Action | None, today: date, names: Names) -> dict[str, str]:
    return {
        "reference": case.reference,
        "summary": case.summary,
        "place": case.place,
        "risk": case.risk,
        "led_by": names.agency(case.lead_agency),
        "referred_by": names.agency(case.referring_agency),
        "opened": day(case.opened_on),
        "status": STATUSES[case.status],
        "colour": STATUS_COLOURS[case.status],
        "action": action.what if action else "",
        "owner": owner(action, names) if action else "",
        "due": day(case.next_date),
        "late": _late(case.next_date, today),
    }


def _late(due: date | None, today: date) -> str:
    """ "3 days overdue", in words; nothing while there is time."""
    if due is None or due >= today:
        return ""
    days = (today - due).days
    return f"{days} day{'s' if days > 1 else ''} overdue"


def show(request: HttpRequest) -> HttpResponse:
    """Starts unfiltered; what was chosen stands above the list and can be taken away."""
    by, names = who(request), names_on(request)
    form = Filters(request.GET or None, agencies=names.agencies)
    chosen = {name: value for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    sort = request.GET.get("sort", "-opened_on")
    sort = sort if sort.removeprefix("-") in SORTS else "-opened_on"
    page = list_cases(casebook(), by, _wanted(chosen, sort, page_asked(request)))
    context = {
        "form": form,
        "page": page,
        "lines": lines_of(page, by.today, names),
        "shown": _shown(form, chosen),
        "headings": [_heading(name, title, chosen, sort) for name, title in HEADINGS],
        "pages": pages_of(page, len(page.lines), {**chosen, "sort": sort}),
        "sort": sort,
        "may_refer": can_capability(by.user, "refer", by.today),
        "may_work": can_capability(by.user, "work", by.today),
        "may_bring_in": can_bring_in(by.user, (), by.today),
    }
    return render(request, "cases.html", context)


def _wanted(chosen: dict[str, str], sort: str, number: int) -> Wanted:
    return Wanted(
        statuses=frozenset(filter(None, [chosen.get("status")])),
        kinds=frozenset(filter(None, [chosen.get("kind")])),
        lead_agency=chosen.get("agency", ""),
        words=chosen.get("words", ""),
        sort=sort,
        page=number,
        size=PAGE_SIZE,
    )


def _shown(form: Filters, chosen: dict[str, str]) -> list[dict[str, str]]:
    """The filters in force, each with the address of the list without it."""
    shown = []
    for name, value in chosen.items():
        field = form.fields[name]
        words = dict(list(field.choices)) if isinstance(field, forms.ChoiceField) else {}  # type: ignore[arg-type]
        said = words.get(value, value)
        rest = {other: kept for other, kept in chosen.items() if other != name}
        shown.append({"label": str(field.label), "value": str(said), "without": "?" + urlencode(rest)})
    return shown


def _heading(name: str, title: str, chosen: dict[str, str], sort: str) -> dict[str, str]:
    """A heading sorts by its column; the one in force turns the order round."""
    if name not in SORTS:
        return {"title": title}
    turned = f"-{name}" if sort == name else name
    order = {name: "ascending", f"-{name}": "descending"}.get(sort, "none")
    return {"title": title, "order": order, "address": "?" + urlencode({**chosen, "sort": turned})}
