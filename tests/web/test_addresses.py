"""Every address there is, is in one table; each answers everybody safely."""

import pytest

from wardmote.web.access import ADDRESSES, EVERYONE
from wardmote.web.invented import PEOPLE
from web.addresses import is_api, path, patterns

pytestmark = pytest.mark.django_db


def test_every_address_is_in_the_table_and_every_entry_has_an_address():
    assert set(patterns()) == set(ADDRESSES)


def test_an_address_that_is_not_in_the_table_is_not_there(client, monkeypatch):
    monkeypatch.delitem(ADDRESSES, "health")
    assert client.get("/health").status_code == 404


@pytest.mark.parametrize("name", ADDRESSES)
def test_somebody_not_signed_in_reaches_only_what_is_everyones(client, name):
    answer = client.generic(ADDRESSES[name].methods[0], path(name))
    if ADDRESSES[name].only_with or name in ("invitation", "calendar"):
        assert answer.status_code == 404
    elif ADDRESSES[name].who == EVERYONE:
        assert answer.status_code in (200, 302)
    elif is_api(name):
        assert answer.status_code == 401
    else:
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/sign-in")


@pytest.mark.parametrize("name", ADDRESSES)
def test_only_listed_ways_of_asking_are_answered(at_work, name):
    client = at_work("priya")
    for method in {"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"} - set(ADDRESSES[name].methods):
        answer = client.generic(method, path(name))
        assert answer.status_code == (404 if ADDRESSES[name].only_with else 405), method


@pytest.mark.parametrize("person", [person.id for person in PEOPLE])
def test_every_address_answers_every_role_without_failing_and_carries_safe_headers(at_work, person):
    client = at_work(person)
    for name in ADDRESSES:
        if name == "account_logout":
            continue
        answer = client.get(path(name))
        assert answer.status_code in ((401, 405) if is_api(name) else (200, 204, 302, 403, 404, 409)), (
            name,
            answer.status_code,
        )
        assert answer["Cache-Control"] == "no-store" or "no-store" in answer["Cache-Control"], name
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] == "same-origin"
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_forms_are_refused_without_their_token():
    from django.test import Client

    from wardmote.web.accounts.models import Account

    client = Client(enforce_csrf_checks=True)
    client.force_login(Account.objects.get(pk="priya"), backend="allauth.account.auth_backends.AuthenticationBackend")
    for name, listed in ADDRESSES.items():
        if "POST" in listed.methods and not is_api(name):
            answer = client.post(path(name), {})
            assert answer.status_code == 403, name
            assert "open too long" in answer.content.decode()


def test_another_host_name_is_not_answered(client):
    assert client.get("/health", HTTP_HOST="elsewhere.example").status_code == 400
