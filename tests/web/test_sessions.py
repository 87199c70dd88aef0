"""Signing in, and how a session ends: by its limits, by a disabled account, by a role that ended."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from wardmote.web.accounts.models import Account
from wardmote.web.clock import now

pytestmark = pytest.mark.django_db
SIGN_IN = "/account/sign-in"


@pytest.fixture
def priya():
    account = Account.objects.get(pk="priya")
    account.set_password("correct horse battery")
    account.save()
    return account


def try_password(client, password, username="priya.nair"):
    return client.post(SIGN_IN, {"login": username, "password": password})


def test_signing_in_and_out_is_in_the_trail(priya, client, store):
    assert try_password(client, "correct horse battery")["Location"] == "/"
    signed = store.last_record().event
    assert (signed.deed, signed.actor, signed.outcome) == ("signed-in", "priya", "allow")
    assert client.session.session_key not in signed.session
    client.post("/account/sign-out")
    assert store.last_record().event.deed == "signed-out"
    assert client.get("/")["Location"].startswith(SIGN_IN)


def test_a_wrong_password_is_in_the_trail_without_what_was_typed(priya, client, store):
    text = try_password(client, "hunter2").content.decode()
    assert "Check your username and password, then try again." in text
    unknown = try_password(client, "x", username="my-secret-password").content.decode()
    assert "Check your username and password, then try again." in unknown
    records = [record for record in store.records_until() if record.event.deed == "sign-in-failed"]
    assert [record.event.actor for record in records[-2:]] == ["priya", ""]
    assert "my-secret-password" not in "".join(record.line() for record in records)


def test_ten_wrong_passwords_shut_out_one_address_and_not_another(priya, client):
    for _ in range(10):
        last = try_password(client, "wrong")
    assert last.status_code == 429
    assert "Wait 15 minutes" in last.content.decode()
    assert try_password(client, "correct horse battery").status_code == 429
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert try_password(elsewhere, "correct horse battery").status_code == 302


@pytest.mark.parametrize(
    "after, left", [(timedelta(minutes=14, seconds=30), True), (timedelta(minutes=15, seconds=1), False)]
)
def test_a_session_ends_after_15_minutes_without_a_request(at_work, monkeypatch, after, left):
    client = at_work("priya")
    start = now()
    client.get("/")
    monkeypatch.setattr("wardmote.web.accounts.limits.now", lambda: start + after)
    assert (client.get("/").status_code == 200) is left


def test_whoever_was_signed_out_is_told_and_led_back(at_work, monkeypatch):
    client = at_work("priya")
    client.get("/")
    monkeypatch.setattr("wardmote.web.accounts.limits.now", lambda: now() + timedelta(minutes=16))
    door = client.get("/cases?status=closed")["Location"]
    assert door == f"{SIGN_IN}?ended=1&next=/cases%3Fstatus%3Dclosed"
    page = client.get(door).content.decode()
    assert "You were signed out: no page was opened for 15 minutes" in page
    assert '<input type="hidden" name="next" value="/cases?status=closed">' in page


def test_a_session_ends_after_12_hours_however_busy(at_work, monkeypatch):
    client = at_work("priya")
    start = now()
    for minutes in range(0, 12 * 60, 10):
        at = start + timedelta(minutes=minutes)
        monkeypatch.setattr("wardmote.web.accounts.limits.now", lambda at=at: at)
        assert client.get("/agencies").status_code == 200
    monkeypatch.setattr("wardmote.web.accounts.limits.now", lambda: start + timedelta(hours=12, seconds=1))
    assert client.get("/agencies").status_code == 302


def test_a_disabled_account_is_out_at_its_next_request(at_work):
    client = at_work("priya")
    assert client.get("/").status_code == 200
    Account.objects.filter(pk="priya").update(is_active=False)
    assert client.get("/").status_code == 302


def test_an_ended_role_counts_from_the_next_request(opened, store):
    client = opened("jo", "CSP-26-0002")
    assert client.get("/cases/CSP-26-0002").status_code == 200
    from wardmote.web.store.models import RoleGrant

    RoleGrant.objects.filter(account="jo").update(until=now().date() - timedelta(days=1))
    assert client.get("/cases/CSP-26-0002").status_code == 404


def test_a_lapsed_agreement_counts_from_the_next_request(opened):
    client = opened("jo", "CSP-26-0004")
    assert client.get("/cases/CSP-26-0004").status_code == 200
    from wardmote.web.store.models import Case, SharingAgreement

    Case.objects.filter(pk="CSP-26-0004").update(referred_by="somebody")
    SharingAgreement.objects.update(end=now().date() - timedelta(days=1))
    assert client.get("/cases/CSP-26-0004").status_code == 404


def test_the_second_factor_is_asked_where_it_is_set_up(priya, client):
    secret = generate_totp_secret()
    TOTP.activate(priya, secret)
    assert try_password(client, "correct horse battery")["Location"] == "/account/sign-in/code"
    assert client.get("/")["Location"].startswith(SIGN_IN)
    wrong = client.post("/account/sign-in/code", {"code": "000000"})
    assert "Check the code" in wrong.content.decode()
    code = f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06}"
    assert client.post("/account/sign-in/code", {"code": code})["Location"] == "/"
    assert client.get("/").status_code == 200
    assert Authenticator.objects.filter(user=priya).exists()


def test_where_it_is_required_nobody_gets_past_setting_it_up(at_work, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client = at_work("priya")
    for path in ("/", "/cases", "/cases/CSP-26-0002", "/agencies", "/account/second-factor", "/no/such/page"):
        assert client.get(path)["Location"] == "/account/second-factor/set-up"


@pytest.mark.parametrize("path", ["/account/signup", "/account/sign-up", "/accounts/signup/", "/admin/"])
def test_nobody_makes_their_own_account(client, path):
    assert client.get(path).status_code == 404
