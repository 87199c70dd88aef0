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


def standing(functions):
    """Each of these functions with everywhere the application has it, under whatever name."""
    found = {function: [] for function in functions}
    for key, module in list(sys.modules.items()):
        if key.startswith("wardmote."):
            for name, value in list(vars(module).items()):
                if inspect.isfunction(value) and value in found:
                    found[value].append((module, name))
    return found


@contextmanager
def put_in_place(places, function, other):
    """Another function wherever the application has this one."""
    for module, name in places[function]:
        setattr(module, name, other)
    try:
        yield
    finally:
        for module, name in places[function]:
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


def tried(ask, before):
    """The answer, and whether there was more of anything than before; then everything is as it was."""
    with transaction.atomic():
        answer, after = ask(), counts()
        transaction.set_rollback(True)
    return answer, after != before


def who_asks(requests, places):
    """For each rule, the requests that ask it: found by listening, not written down."""
    asked, before = {rule: [] for rule in places}, counts()
    with _listening(places, heard := set()):
        for label, ask in requests.items():
            heard.clear()
            answer, _ = tried(ask, before)
            assert answer.status_code < 500, label
            for rule in heard:
                asked[rule].append(label)
    return asked


@contextmanager
def _listening(places, heard):
    def listens(rule):
        def passed_on(*given, **named):
            heard.add(rule)
            return rule(*given, **named)

        return passed_on

    with ExitStack() as everywhere:
        for rule in places:
            everywhere.enter_context(put_in_place(places, rule, listens(rule)))
        yield


def test_a_rule_that_fails_lets_nobody_through(requests):
    """Each rule in turn, at each request that asks it: an error that shows nothing, and nothing is kept."""
    places = standing(rules())
    asked, opened_up, broken, before = who_asks(requests, places), [], 0, counts()
    for rule, labels in asked.items():
        for label in labels[:2]:
            with put_in_place(places, rule, breaks):
                answer, changed = tried(requests[label], before)
            broken += 1
            if changed or not is_closed(answer):
                opened_up.append((rule.__name__, label, answer.status_code, changed))
    print(sum(map(bool, asked.values())), broken)
    assert not opened_up, opened_up
    assert sum(map(bool, asked.values())) > 30


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


def who_meets(requests, before):
    """For each thing behind, the requests that come to it."""
    met, heard = {what: [] for what in BEHIND}, set()

    def listens(what, function):
        def passed_on(*given, **named):
            heard.add(what)
            return function(*given, **named)

        return passed_on

    with pytest.MonkeyPatch.context() as patched:
        for what, (place, name) in BEHIND.items():
            patched.setattr(place, name, listens(what, getattr(place, name)))
        for label, ask in requests.items():
            heard.clear()
            tried(ask, before)
            for what in heard:
                met[what].append(label)
    return met


@pytest.mark.parametrize("many", [6, pytest.param(1000, marks=pytest.mark.prove)])
def test_what_stands_behind_a_page_fails_and_nothing_is_shown(requests, many):
    """The trail, the store and what is made with keys, one by one, at requests that come to it."""
    opened_up, broken, before = [], 0, counts()
    for what, labels in who_meets(requests, before).items():
        assert labels, what
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(*BEHIND[what], breaks)
            answers = [(label, *tried(requests[label], before)) for label in labels[-many:]]
        broken += len(answers)
        opened_up += [
            (what, label, answer.status_code, changed)
            for label, answer, changed in answers
            if changed or not is_closed(answer)
        ]
    print(broken)
    assert not opened_up, opened_up
