"""The web application under test: invented Marlbridge in the default database, two empty databases for the store.

Django is set up here, on this import: SQLite in memory, and a PostgreSQL of our own where its programs are installed.
"""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "web.settings_under_test"

import django
import pytest

django.setup()

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY

from wardmote.web.accounts.models import Account
from wardmote.web.clock import now
from wardmote.web.invented import invent
from wardmote.web.store.django_store import DjangoStore
from web.chromium import browser, served  # noqa: F401
from web.settings_under_test import POSTGRES

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Brings PostgreSQL up before the test databases are made."""
    if POSTGRES.installed:
        POSTGRES.start()
    yield
    POSTGRES.stop()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Invented Marlbridge, once, whichever folder of tests asks first; each test's own changes are undone after it."""
    with django_db_blocker.unblock():
        if not Account.objects.exists():
            invent(DjangoStore(), now())


@pytest.fixture
def at_work(db, client_of):
    """Signs an invented person in: `at_work("priya")` is a client with their session."""
    return client_of


@pytest.fixture
def client_of():
    from django.test import Client

    def sign_in(person: str, proven: bool = True) -> Client:
        """`proven` as by a password given just now."""
        client = Client()
        client.force_login(Account.objects.get(pk=person), backend=BACKEND)
        if proven:
            session = client.session
            session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": now().timestamp()}]
            session.save()
        return client

    return sign_in


@pytest.fixture
def opened(at_work):
    """A client that has said what it opens a case for: `opened("priya", "CSP-26-0002")`."""

    def open_case(person: str, reference: str, purpose: str = "case-work"):
        client = at_work(person)
        answer = client.post(f"/cases/{reference}/purpose", {"purpose": purpose})
        assert answer.status_code == 302, answer.content.decode()
        return client

    return open_case


@pytest.fixture
def store(db) -> DjangoStore:
    """The store of invented Marlbridge."""
    return DjangoStore()


@pytest.fixture
def hidden_case(db, store):
    """A case about a victim inside the council: nobody else may know it exists."""
    from wardmote.casework import referrals
    from wardmote.casework.nouns import SignedIn

    user = store.user("priya")
    by = SignedIn(user, "hidden", now())
    case = referrals.refer(
        store, by, to="marlbridge", kind="victim", place="HIDDEN-PLACE", summary="HIDDEN-SUMMARY", why="HIDDEN-WHY"
    )
    return case.reference
