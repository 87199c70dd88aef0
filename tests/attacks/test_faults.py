"""An error forced in every rule, in the trail, in the keys and in the store: nothing is shown, nothing is kept, nothing leaks."""

import inspect
import secrets
import sys
from contextlib import ExitStack, contextmanager
from functools import partial

import pytest
from django.db import transaction

from attacks.forms import filled
from attacks.test_canaries import models_of_ours
from wardmote.casework import audit, documents, permissions, policies, tokens, visibility
from wardmote.web.sealing import Seals
from wardmote.web.store.django_store import DjangoStore
from web.addresses import path

pytestmark = pytest.mark.django_db
CASE = "CSP-26-0002"
SECRET = "SECRET-OF-THE-FAULT"
INSIDE = (
    "Castle Gardens",
    "drinking",
    "hostel",
    "single cans",
    SECRET,
    "Traceback",
    "Broken",
    "site-packages",
    "wardmote/",
)
"""What is in the case, and what of the program no answer may show. Addresses of our own files are taken out first."""
NOT_COUNTED = ("TrailRecord", "TrailShown", "SignInSession", "CaseNumber")
"""What an attempt may leave: its record, its session, and a number that no case gets."""


class Broken(Exception):
    """Not one that casework knows."""


def breaks(*_, **__):
    raise Broken(SECRET)


@contextmanager
def put_in_place(function, other):
    """Another function wherever the application has this one, under whatever name."""
    places = [
        (module, name)
        for key, module in list(sys.modules.items())
        if key.startswith("wardmote.")
        for name, value in list(vars(module).items())
        if value is function
    ]
    for module, name in places:
        setattr(module, name, other)
    try:
        yield
    finally:
        for module, name in places:
            setattr(module, name, function)


def rules():
    """Every function that decides something."""
    for module in (permissions, policies, visibility):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                yield function


def send(client, name, form):
    """Sent as a page sends it, with the token by which it counts once: all of it is done, or nothing."""
    form.bring(client)
    return client.post(path(name, **form.given), form.sent({"once": secrets.token_hex(8)}))


@pytest.fixture
def requests(at_work, program, store):
    """Everything people ask and do, by page and by program, each a function that asks."""
    made = filled(store)
    clients = {person: at_work(person) for person in sorted({form.by for form in made.values()})}
    for one in clients.values():
        one.raise_request_exception = False
    for form in made.values():
        if "reference" in form.given:
            clients[form.by].post(path("case_purpose", reference=form.given["reference"]), {"purpose": "case-work"})
    client, priya = clients["priya"], program("priya")
    priya.get(f"/api/cases/{CASE}")
    asked = {f"form {name}": partial(send, clients[form.by], name, form) for name, form in made.items()}
    for address in (
        "/",
        "/cases",
        "/cases/refer",
        f"/cases/{CASE}",
        f"/cases/{CASE}/note",
        f"/cases/{CASE}/action",
        f"/cases/{CASE}/access",
        f"/cases/{CASE}/people/relate",
        "/approvals",
        "/notices",
        "/agreements",
        "/account/tokens",
        "/account/sessions",
    ):
        asked[address] = partial(client.get, address)
    for person, address in (("olive", "/people"), ("olive", "/people/sam"), ("dana", "/emergency/reviews")):
        asked[address] = partial(clients[person].get, address)
    for address in ("/api/me", "/api/cases", f"/api/cases/{CASE}", f"/api/cases/{CASE}/looks"):
        asked[address] = partial(priya.get, address)
    asked["api note"] = partial(priya.post, f"/api/cases/{CASE}/notes", {"text": "x"})
    return asked


def counts():
    return [model.objects.count() for name, model in models_of_ours().items() if name not in NOT_COUNTED]


def is_closed(answer):
    """An error, with no content, no word of the fault, no trace of the program."""
    text = answer.content.decode().replace("/static/wardmote/", "")
    return answer.status_code == 500 and not any(word in text for word in INSIDE)


def tried(ask):
    """The answer, and how much there is more of anything; then everything is as before."""
    before = counts()
    with transaction.atomic():
        answer, after = ask(), counts()
        transaction.set_rollback(True)
    return answer, after != before


def who_asks(requests):
    """For each rule, the requests that ask it: found by listening, not written down."""
    asked = {}
    for label, ask in requests.items():
        heard = set()
        with _listening(heard):
            answer, _ = tried(ask)
        assert answer.status_code < 500, label
        for name in heard:
            asked.setdefault(name, []).append(label)
    return asked


@contextmanager
def _listening(heard):
    def listens(rule):
        def passed_on(*given, **named):
            heard.add((rule.__module__, rule.__name__))
            return rule(*given, **named)

        return passed_on

    with ExitStack() as everywhere:
        for rule in rules():
            everywhere.enter_context(put_in_place(rule, listens(rule)))
        yield


def test_a_rule_that_fails_lets_nobody_through(requests):
    """Each rule in turn, at each request that asks it: an error that shows nothing, and nothing is kept."""
    asked, opened_up, broken = who_asks(requests), [], 0
    for rule in rules():
        for label in asked.get((rule.__module__, rule.__name__), [])[:2]:
            with put_in_place(rule, breaks):
                answer, changed = tried(requests[label])
            broken += 1
            if changed or not is_closed(answer):
                opened_up.append((rule.__name__, label, answer.status_code, changed))
    print(len(asked), broken)
    assert not opened_up, opened_up
    assert len(asked) > 30


BEHIND = {
    "the trail": (DjangoStore, "append"),
    "the end of the trail": (DjangoStore, "last_record"),
    "the hash of a record": (audit, "digest"),
    "the purpose given": (DjangoStore, "purpose_given"),
    "where a case stands": (DjangoStore, "standing"),
    "who shares it": (DjangoStore, "sharing_of"),
    "who asks": (DjangoStore, "user"),
    "what is sealed": (Seals, "open"),
    "the mark of a document": (documents, "mark"),
    "the digest of a token": (tokens, "_digest"),
    "the comparing of a token": (tokens.hmac, "compare_digest"),
    "the secret of a token": (tokens.secrets, "token_urlsafe"),
}


def test_what_stands_behind_a_page_fails_and_nothing_is_shown(requests):
    """The trail, the store and what is made with keys, one by one, at every request."""
    opened_up, broken = [], 0
    for what, (place, name) in BEHIND.items():
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(place, name, breaks)
            answers = [(label, *tried(ask)) for label, ask in requests.items()]
        failed = [(label, answer, changed) for label, answer, changed in answers if answer.status_code >= 500]
        assert failed, what
        broken += len(failed)
        for label, answer, changed in failed:
            if changed or not is_closed(answer):
                opened_up.append((what, label, answer.status_code, changed))
    print(broken)
    assert not opened_up, opened_up
