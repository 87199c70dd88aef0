"""What every answer carries, whoever asks and however it ends; what other sites, hosts and strange requests get."""

import random

import pytest
from django.test import Client

from attacks.tokens import Program, token_for
from wardmote.web.access import ADDRESSES, FORM
from web.addresses import is_api, path

pytestmark = pytest.mark.django_db
GIVEN = {"reference": "CSP-26-0002", "note_id": "n1", "action_id": "a1", "token_id": "t1"}
ELSEWHERE = "https://elsewhere.example"
NOWHERE = ("/no/such/page", "/api/no/such", "/api/", "/admin/", "/cases/CSP-26-9999", "/api/cases/CSP-26-9999")


def answers(asker, **headers):
    """Every address and a few that are not there, asked as anybody's page could make a browser ask."""
    for name in ADDRESSES:
        yield name, asker.get(path(name, **GIVEN), headers=headers)
    for address in NOWHERE:
        yield address, asker.get(address, headers=headers)


@pytest.fixture(params=["nobody", "priya", "wren"])
def asker(request, at_work):
    return Client() if request.param == "nobody" else at_work(request.param)


def test_no_answer_is_kept_framed_sniffed_or_given_to_another_site(asker):
    for name, answer in answers(asker, Origin=ELSEWHERE, Referer=f"{ELSEWHERE}/page"):
        assert answer.status_code < 500, name
        assert "no-store" in answer["Cache-Control"], name
        assert answer["X-Frame-Options"] == "DENY", name
        assert answer["X-Content-Type-Options"] == "nosniff", name
        assert answer["Referrer-Policy"] == "same-origin", name
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", name
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy, name
        assert (
            "unsafe" not in policy and "*" not in policy and "data:" not in policy.replace("img-src 'self' data:", "")
        ), name
        assert not [header for header in answer.headers if header.lower().startswith("access-control-")], name
        assert "Server" not in answer.headers and "X-Powered-By" not in answer.headers, name
        assert ELSEWHERE not in answer.get("Location", ""), name
        for cookie in answer.cookies.values():
            assert cookie["httponly"] and cookie["samesite"] == "Lax", name


def test_another_site_cannot_ask_ahead(asker):
    """The question a browser asks before a request from another site is never answered with a yes."""
    for name in ADDRESSES:
        asked_ahead = {"Origin": ELSEWHERE, "Access-Control-Request-Method": "POST"}
        answer = asker.options(path(name, **GIVEN), headers=asked_ahead)
        assert answer.status_code in (302, 405), name
        assert "Access-Control-Allow-Origin" not in answer


def test_a_form_sent_by_another_site_is_refused_and_the_api_needs_no_form_token(at_work):
    from django.conf import settings

    signed_in = Client(enforce_csrf_checks=True)
    signed_in.cookies[settings.SESSION_COOKIE_NAME] = at_work("priya").session.session_key
    for name, listed in ADDRESSES.items():
        if listed.methods == FORM:
            answer = signed_in.post(path(name, **GIVEN), {}, headers={"Origin": ELSEWHERE})
            assert answer.status_code == 403, name
    for name in [name for name in ADDRESSES if is_api(name)]:
        answer = signed_in.post(path(name, **GIVEN), "{}", content_type="text/plain", headers={"Origin": ELSEWHERE})
        assert answer.status_code in (401, 405), name


@pytest.mark.parametrize(
    "host",
    ["elsewhere.example", "localhost.elsewhere.example", "127.0.0.1@elsewhere.example", "localhost:80:80", "a b"],
)
def test_another_host_is_not_answered_at_any_address(client, host):
    for name in ADDRESSES:
        answer = client.get(path(name, **GIVEN), headers={"Host": host})
        assert answer.status_code == 400, name
        assert "elsewhere" not in answer.content.decode()


@pytest.mark.parametrize(
    "to",
    [
        ELSEWHERE,
        "//elsewhere.example",
        r"\\elsewhere.example",
        "https:elsewhere.example",
        "javascript:alert(1)",
        "/\\elsewhere.example",
        "http:///elsewhere.example",
    ],
)
def test_nothing_leads_on_to_another_site(at_work, client, to):
    from wardmote.web.accounts.models import Account

    account = Account.objects.get(pk="sam")
    account.set_password("correct horse battery")
    account.save()
    sent = {"login": "sam.reed", "password": "correct horse battery", "next": to}
    signing_in = client.post("/account/sign-in", sent)
    assert signing_in["Location"] == "/"
    again = client.post("/account/again", {"password": "correct horse battery", "next": to})
    assert again["Location"].startswith("/") and "elsewhere" not in again["Location"]
    out = client.post("/account/sign-out", {"next": to})
    assert "elsewhere" not in out.get("Location", "")


@pytest.mark.parametrize("size", [1_000_001, 5_000_000])
def test_a_body_that_is_too_large_is_refused_unread(at_work, size):
    """A page that is refused for another reason first, or asks for a purpose, never reads it either."""
    client, program = at_work("priya"), Program(token_for("priya"))
    client.raise_request_exception = False
    for name, listed in ADDRESSES.items():
        if "POST" in listed.methods:
            if is_api(name):
                sent = program.client.post(
                    path(name, **GIVEN), b"x" * size, content_type="application/json", headers=program.headers
                )
                assert sent.status_code == 413, name
            elif not name.startswith(("account_", "mfa_")):
                answer = client.post(path(name, **GIVEN), {"text": "x" * size})
                assert answer.status_code in (302, 400, 404, 413), name
                assert answer.status_code != 302 or "purpose" in answer["Location"], name


STRANGE = (
    "", " ", "0", "-1", "1e9", "99999999999999999999999", "true", "null", "[]", "{}", "'", '"', "' OR 1=1 --", "\\", "%", "%%", "_",
    "\x00", "\x1b", "\u202e", "\ud83d\ude00", "é" * 300, "a" * 5000, "../../etc/passwd", "${7*7}", "{{7*7}}", "<x>", "\r\nX: y", "－１", "١",
    "2026-13-45", "CSP-26-0002", "-opened_on", "--place", "place;drop table", "place__in", "lead_agency__code",
)  # fmt: skip
PARAMETERS = (
    "words",
    "status",
    "kind",
    "agency",
    "sort",
    "page",
    "size",
    "reference",
    "next",
    "purpose",
    "surprise",
    "status[]",
)


@pytest.mark.parametrize("runs", [40, pytest.param(600, marks=pytest.mark.prove)])
def test_no_parameter_of_a_list_brings_a_page_down(at_work, runs):
    chosen = random.Random(20261123)
    client, program = at_work("priya"), Program(token_for("priya"))
    asked_of = ("/cases", "/api/cases", "/who-looked", "/", "/cases/refer", "/agencies")
    alone = [{name: value} for name in ("words", "page", "sort", "reference") for value in STRANGE]
    mixed = [{name: chosen.choice(STRANGE) for name in chosen.sample(PARAMETERS, 4)} for _ in range(runs)]
    wren = at_work("wren")
    for sent in alone + mixed:
        for address in chosen.sample(asked_of, 1) if sent in alone else asked_of[:2]:
            asker = program.client if address.startswith("/api") else wren if address == "/who-looked" else client
            headers = program.headers if address.startswith("/api") else {}
            answer = asker.get(address, {name: _sendable(value) for name, value in sent.items()}, headers=headers)
            assert answer.status_code in (200, 302, 403, 422), (address, sent)


def _sendable(value):
    return value.encode("utf-16", "surrogatepass").decode("utf-16")
