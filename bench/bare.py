"""The peer: the same pages as bare Django makes them, over the same tables. No access rules, no purpose, no trail."""

import os
from pathlib import Path
from typing import Any

from django import forms
from django.apps import AppConfig
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

LIST = """<!doctype html><html lang="en"><head><title>Cases</title></head><body><p>{{ request.user.name }}</p>
<form>{{ form.as_p }}<button>Filter</button></form><p>{{ total }} cases</p>
<table><tr><th>Reference<th>What is wrong<th>Place<th>Led by<th>Status<th>Next action<th>Due</tr>
{% for case in cases %}<tr><td><a href="/cases/{{ case.reference }}">{{ case.reference }}</a></td><td>{{ case.summary }}</td>
<td>{{ case.place }}</td><td>{{ case.agency }}</td><td>{{ case.status }}</td>
<td>{{ case.next.what }}, {{ case.next.owner_agency }}</td><td>{{ case.next_date|date:"j F Y" }}</td></tr>
{% endfor %}</table></body></html>"""
CASE = """<!doctype html><html lang="en"><head><title>{{ case.reference }}</title></head><body><p>{{ request.user.name }}</p>
<h1>{{ case.summary }}</h1><p>{{ case.place }}, {{ case.status }}, {{ case.lead_agency }}, {{ case.opened_on|date:"j F Y" }}</p>
{% for action in actions %}<p>{{ action.what }} by {{ action.due|date:"j F Y" }} {{ action.outcome }}</p>{% endfor %}
{% for entry in entries %}<h3>{{ entry.kind }}</h3><p>{{ entry.by }}, {{ entry.at|date:"j F Y P" }}</p><p>{{ entry.text }}{{ entry.why }}</p>{% endfor %}
</body></html>"""


class Accounts(AppConfig):
    """The accounts without what listens to them."""

    name = "wardmote.web.accounts"
    label = "accounts"


class Store(AppConfig):
    """The tables without what counts the writers."""

    name = "wardmote.web.store"
    label = "store"


def start(folder: Path) -> None:
    """Django as `startproject` sets it up, with our models and database."""
    os.environ["WARDMOTE_FOLDER"] = str(folder)
    import django
    from django.conf import global_settings, settings

    from wardmote.web.settings import local

    settings.configure(
        SECRET_KEY=local.SECRET_KEY,
        DATABASES=local.DATABASES,
        CASEBOOK=local.CASEBOOK,
        ALLOWED_HOSTS=["localhost"],
        ROOT_URLCONF="bare",
        AUTH_USER_MODEL="accounts.Account",
        SESSION_ENGINE="wardmote.web.accounts.sessions",
        USE_TZ=True,
        TIME_ZONE="Europe/London",
        LANGUAGE_CODE="en-gb",
        CSRF_COOKIE_NAME=global_settings.CSRF_COOKIE_NAME,
        INSTALLED_APPS=[
            "bare.Accounts",
            "bare.Store",
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
        ],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.auth.middleware.LoginRequiredMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
    )
    django.setup()


class Filters(forms.Form):
    words = forms.CharField(required=False)
    status = forms.ChoiceField(
        required=False, choices=[(s, s) for s in ("", "referred", "accepted", "working", "closed")]
    )
    agency = forms.ChoiceField(required=False)


class NoteForm(forms.Form):
    text = forms.CharField()
    kind = forms.ChoiceField(choices=[(k, k) for k in ("fact", "opinion", "intelligence")])
    protection = forms.ChoiceField(choices=[(p, p) for p in ("P0", "P1", "P2", "P3")])


def listed(request: HttpRequest) -> HttpResponse:
    from django.db.models import F, Q

    from wardmote.web.store.models import Action, Agency, Case

    agencies = dict(Agency.objects.values_list("code", "name"))
    form = Filters(request.GET or None)
    form.fields["agency"].choices = list(agencies.items())  # type: ignore[attr-defined]
    rows = Case.objects.all()
    for word in request.GET.get("words", "").split():
        rows = rows.filter(Q(reference__icontains=word) | Q(place__icontains=word) | Q(summary__icontains=word))
    first = 50 * (int(request.GET.get("page", 1)) - 1)
    by_due = request.GET.get("sort") == "next_date"
    order = (F("next_date").asc(nulls_last=True), "reference") if by_due else ("-opened_on", "reference")
    cases = list(rows.order_by(*order)[first : first + 50])
    due = Action.objects.filter(case__in=cases, done_on=None).order_by("-due")
    following = {action.case_id: action for action in due}
    for case in cases:
        case.next, case.agency = following.get(case.reference), agencies.get(case.lead_agency)
    return _page(request, LIST, {"cases": cases, "total": rows.count(), "form": form})


def case(request: HttpRequest, reference: str) -> HttpResponse:
    from wardmote.web.store.models import Case

    found = Case.objects.get(pk=reference)
    entries = [*found.notes.all(), *found.decisions.all()]
    entries.sort(key=lambda entry: entry.at, reverse=True)
    context = {"case": found, "actions": list(found.actions.order_by("due")), "entries": entries}
    return _page(request, CASE, context)


def note(request: HttpRequest, reference: str) -> HttpResponse:
    import secrets

    from django.shortcuts import redirect
    from django.utils import timezone

    from wardmote.web.store.models import Case, Note

    form = NoteForm(request.POST)
    assert form.is_valid()
    found = Case.objects.get(pk=reference)
    Note.objects.create(
        id=secrets.token_hex(12), case=found, by=request.user.pk, at=timezone.now(), **form.cleaned_data
    )
    return redirect(f"/cases/{reference}")


_TEMPLATES: dict[str, Any] = {}


def _page(request: HttpRequest, text: str, context: dict[str, Any]) -> HttpResponse:
    if text not in _TEMPLATES:
        _TEMPLATES[text] = engines["django"].from_string(text)
    return HttpResponse(_TEMPLATES[text].render(context, request))


urlpatterns = [
    path("cases", listed),
    path("cases/<slug:reference>", case),
    path("cases/<slug:reference>/note", note),
]
