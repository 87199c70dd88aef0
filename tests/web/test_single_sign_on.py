"""Signing in through one's agency, against a provider on loopback: whoever is bound gets in, and nobody else by any token."""

import time
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from wardmote.web.accounts.models import Account
from wardmote.web.clock import now
from wardmote.web.invented import PEOPLE
from wardmote.web.settings.single_sign_on import SingleSignOn, configured
from web.stand_in_provider import CLIENT, SECRET, provider, way_back

pytestmark = pytest.mark.django_db
BEGIN, BACK = "/account/single-sign-on", "/account/single-sign-on/back"
IDENTITY = "sam-at-the-council"


@pytest.fixture
def there(monkeypatch, settings):
    """A provider that belongs to the council."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with provider() as ours:
        settings.SINGLE_SIGN_ON = SingleSignOn(ours.issuer, CLIENT, SECRET, "marlbridge")
        yield ours


@pytest.fixture
def bound(at_work, there):
    """Sam's account, bound by an administrator."""
    assert at_work("olive").post("/people/sam/single-sign-on", {"identity": IDENTITY}).status_code == 302
    return there


def go(there, client, following=""):
    """Out to the provider and back; the answer of our own side."""
    sent = client.get(BEGIN, {"next": following} if following else {})
    assert sent["Location"].startswith(there.issuer + "/authorise?"), sent.content.decode()
    return client.get(way_back(BACK, there.authorise(sent["Location"])))


def refused(answer, client):
    assert answer.status_code == 403
    assert "You were not signed in" in answer.content.decode()
    assert client.get("/").status_code == 302
    return True


def test_it_is_off_unless_configured(client, at_work):
    assert client.get(BEGIN).status_code == 404
    assert client.get(BACK).status_code == 404
    assert at_work("olive").get("/people/sam/single-sign-on").status_code == 404
    assert "through your agency" not in client.get("/account/sign-in").content.decode()
    assert configured({}) is None
    assert configured({"WARDMOTE_SSO_ISSUER": "https://x.example"}) is None


def test_somebody_bound_signs_in_and_it_is_in_the_trail(bound, store):
    client = Client()
    assert "Sign in through your agency" in client.get("/account/sign-in").content.decode()
    assert go(bound, client)["Location"] == "/"
    assert "Cases your agency leads" in client.get("/").content.decode()
    deeds = [(record.event.deed, record.event.actor) for record in store.records_until()]
    assert ("signed-in", "sam") in deeds
    assert ("identity-bound", "olive") in deeds
    assert IDENTITY not in "".join(record.line() for record in store.records_until())
    assert bound.asked["scope"] == "openid"
    assert bound.asked["code_challenge_method"] == "S256"
    assert bound.asked["redirect_uri"] == "http://testserver" + BACK


def test_nothing_the_provider_says_is_kept(bound):
    from allauth.socialaccount.models import SocialAccount, SocialToken

    bound.says |= {"email": "sam@example.org", "name": "Sam"}
    go(bound, Client())
    assert SocialAccount.objects.get(user="sam").extra_data == {}
    assert not SocialToken.objects.exists()


LIES = {
    "another nonce": {"nonce": "made-up"},
    "no nonce": {"nonce": None},
    "another audience": {"aud": "another-application"},
    "made for another party": {"aud": [CLIENT, "x"], "azp": "x"},
    "another issuer": {"iss": "http://127.0.0.1:1"},
    "a token that ran out": {"exp": int(time.time()) - 3600},
    "no end": {"exp": None},
    "no identity": {"sub": None},
    "an unknown person": {"sub": "nobody-we-know"},
    "an unknown person with a known address": {"sub": "x", "email": "sam.reed", "email_verified": True},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_token_that_is_not_good_lets_nobody_in(bound, store, lie):
    bound.says |= lie
    client = Client()
    assert refused(go(bound, client), client)
    assert store.last_record().event.deed == "sign-in-failed"
    assert Account.objects.count() == len(PEOPLE)


def test_a_token_signed_by_somebody_else_lets_nobody_in(bound):
    bound.signs_with = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    client = Client()
    assert refused(go(bound, client), client)
    bound.signs_with, bound.kid = bound.key, "k2"
    bound.keys = lambda: {"keys": []}
    assert refused(go(bound, client), client)


def test_another_state_lets_nobody_in(bound):
    client, other = Client(), Client()
    told = bound.authorise(client.get(BEGIN)["Location"])
    assert refused(other.get(way_back(BACK, told)), other)
    assert refused(client.get(way_back(BACK, {**told, "state": "made-up"})), client)
    assert refused(client.get(way_back(BACK, {"error": "access_denied", "state": told["state"]})), client)
    told = bound.authorise(client.get(BEGIN)["Location"])
    assert client.get(way_back(BACK, told)).status_code == 302
    again = Client()
    assert refused(again.get(way_back(BACK, told)), again)


def test_a_provider_that_does_not_answer_is_said(settings, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    settings.SINGLE_SIGN_ON = SingleSignOn("http://127.0.0.1:9", CLIENT, SECRET, "marlbridge")
    client = Client()
    assert refused(client.get(BEGIN), client)


@pytest.mark.parametrize("column, value", [("is_active", False), ("attested_on", now().date().replace(year=2020))])
def test_a_shut_account_stays_shut(bound, store, column, value):
    Account.objects.filter(pk="sam").update(**{column: value})
    client = Client()
    assert go(bound, client)["Location"] == "/account/shut"
    assert client.get("/")["Location"].startswith("/account/sign-in")
    assert store.last_record().event.deed == "sign-in-shut-out"


def test_a_person_of_another_agency_is_not_let_in(bound, settings):
    settings.SINGLE_SIGN_ON = SingleSignOn(bound.issuer, CLIENT, SECRET, "marlshire-police")
    client = Client()
    assert refused(go(bound, client), client)


def test_an_identity_is_bound_to_one_person_by_an_administrator_only(bound, at_work, store):
    assert at_work("olive").post("/people/priya/single-sign-on", {"identity": IDENTITY}).status_code == 422
    for person in ("sam", "priya", "dana", "tom"):
        assert at_work(person).post("/people/sam/single-sign-on", {"identity": "mine"}).status_code in (403, 404, 422)
    assert at_work("olive").post("/people/olive/single-sign-on", {"identity": "mine"}).status_code == 422
    at_work("olive").post("/people/sam/single-sign-on", {"identity": ""})
    client = Client()
    assert refused(go(bound, client), client)


def test_our_own_second_factor_is_asked_unless_the_provider_vouches(bound, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client = Client()
    go(bound, client)
    assert client.get("/")["Location"] == "/account/second-factor/set-up"
    bound.says["amr"] = ["pwd", "mfa"]
    client = Client()
    go(bound, client)
    assert client.get("/").status_code == 200

    TOTP.activate(Account.objects.get(pk="sam"), generate_totp_secret())
    client = Client()
    assert go(bound, client)["Location"] == "/"
    bound.says["amr"] = ["pwd"]
    client = Client()
    assert go(bound, client)["Location"] == "/account/sign-in/code"
    settings.SINGLE_SIGN_ON = SingleSignOn(bound.issuer, CLIENT, SECRET, "marlbridge", factor="acr:gold")
    for acr, asked in (("silver", "/account/sign-in/code"), ("gold", "/")):
        bound.says["acr"] = acr
        assert go(bound, Client())["Location"] == asked


def test_single_sign_on_is_no_fresh_proof_until_the_provider_has_asked_again(at_work, there, store):
    """A session at the provider may be hours old; what is guarded twice sends the person back to it."""
    assert at_work("olive").post("/people/sam/single-sign-on", {"identity": IDENTITY}).status_code == 302
    from wardmote.web.store.models import RoleGrant

    RoleGrant.objects.filter(account="sam").update(role="R12")
    Account.objects.filter(pk="sam").update(password="!")
    client = Client()
    go(there, client)
    sent = client.get("/people/add")
    assert sent["Location"] == BEGIN + "?next=/people/add"
    out = client.get(sent["Location"])
    told = there.authorise(out["Location"])
    assert (there.asked["prompt"], there.asked["max_age"]) == ("login", "0")
    assert client.get(way_back(BACK, told))["Location"] == "/people/add"
    assert client.get("/people/add").status_code == 200

    stale = Client()
    there.says["auth_time"] = int(time.time()) - 3600
    go(there, stale)
    assert go(there, stale, "/people/add").status_code == 403
    assert urlsplit(stale.get("/people/add")["Location"]).path == BEGIN


def test_nobody_is_sent_elsewhere_afterwards(bound):
    client = Client()
    assert go(bound, client, "https://elsewhere.example/")["Location"] == "/"
