"""Every form and every operation sent with every column there is: nothing that it does not list changes."""

import secrets

import pytest
import time_machine
from django.conf import settings
from django.db import transaction

from attacks.forms import NOT_OURS, SWITCHED_OFF, filled
from attacks.test_canaries import models_of_ours
from wardmote.web.access import ADDRESSES, FORM
from wardmote.web.clock import now
from wardmote.web.store.django_store import DjangoStore
from web.addresses import asked, example_body, fields_of, is_api, path

pytestmark = pytest.mark.django_db
EVIL = {
    "lead_agency": "marlshire-police", "owner_agency": "marlshire-police", "agency": "marlshire-police", "tier": "open",
    "status": "closed", "by": "ines", "user": "ines", "lead_person": "ines", "referred_by": "ines", "role": "R3",
    "until": "2099-01-01", "is_active": "", "revoked": "1", "opened_on": "2001-01-01", "approved_by": "ines",
}  # fmt: skip
EXTRA = (
    "__proto__",
    "id",
    "pk",
    "_state",
    "save",
    "csrfmiddlewaretoken2",
    "is_superuser",
    "is_staff",
    "user_permissions",
)


def every_column():
    names = {column.attname for model in models_of_ours().values() for column in model._meta.concrete_fields}
    names |= {column.name for model in models_of_ours().values() for column in model._meta.concrete_fields}
    assert len(names) > 60
    return {name: EVIL.get(name, "1") for name in sorted(names | set(EXTRA))}


def everything():
    """Every row of every table of ours."""
    return {name: list(model.objects.order_by("pk").values()) for name, model in models_of_ours().items()}


@pytest.fixture
def still(monkeypatch):
    """The same ids, the same moment, the same counter: two times the same deed leaves the same rows."""
    counted = {"at": secrets.randbelow(10**9)}

    def new_id(_):
        counted["at"] += 1
        return f"i{counted['at']:017}000000"

    with time_machine.travel(now(), tick=False):
        monkeypatch.setattr("wardmote.web.store.django_store.trail.time.monotonic_ns", lambda: 1)
        monkeypatch.setattr("secrets.token_urlsafe", lambda *_: "s" * 43)
        monkeypatch.setattr("secrets.token_hex", lambda size: "5a" * size)
        monkeypatch.setattr("django.contrib.auth.hashers.BasePasswordHasher.salt", lambda _: "s" * 22)
        monkeypatch.setattr(DjangoStore, "new_id", new_id)
        made = filled(DjangoStore())
        yield made, counted


def after(client, name, form, counted, extra=None):
    """What everything is after the form, which is then undone."""
    before = counted["at"]
    with transaction.atomic():
        form.bring(client)
        answer = client.post(path(name, **form.given), form.sent(extra))
        assert answer.status_code in (200, 302), (name, answer.content.decode())
        rows = everything()
        transaction.set_rollback(True)
    counted["at"] = before
    forget_files()
    return rows


def forget_files():
    """The files that a form left: of documents that were undone, and of a tracker on its way in."""
    known = DjangoStore().document_ids()
    for file in list(settings.CASEBOOK.documents.rglob("*")):
        if file.is_file() and file.name not in known:
            file.unlink()


def test_every_form_is_filled_in_here(still):
    forms = {name for name, listed in ADDRESSES.items() if listed.methods == FORM}
    assert set(still[0]) == forms - NOT_OURS - SWITCHED_OFF, (
        "say in tests/attacks/forms.py how the new form is filled in"
    )


def test_a_form_sent_with_every_column_changes_only_what_it_lists(at_work, still, settings):
    forms, counted = still
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000  # there are more columns than any form may send boxes
    elsewhere = at_work("priya")  # a session to end
    elsewhere.get("/")
    clients = {person: at_work(person) for person in sorted({form.by for form in forms.values()})}
    for form in forms.values():
        if "reference" in form.given:
            clients[form.by].post(path("case_purpose", reference=form.given["reference"]), {"purpose": "case-work"})
    begun = everything()
    for name, form in forms.items():
        plain = after(clients[form.by], name, form, counted)
        assert plain != begun, name
        assert after(clients[form.by], name, form, counted, every_column()) == plain, name


def test_an_operation_refuses_every_field_it_does_not_list(program):
    priya, given = program("priya"), {"reference": "CSP-26-0002", "action_id": "a1"}
    before, tried = everything(), 0
    for name in [name for name in ADDRESSES if is_api(name) and asked(name) == "POST"]:
        for column, value in every_column().items():
            if column not in fields_of(name):
                answer = priya.post(path(name, **given), {**example_body(name), column: value})
                assert (answer.status_code, answer.json()["field"]) == (422, column), name
                tried += 1
    assert everything() == before
    assert tried > 300
