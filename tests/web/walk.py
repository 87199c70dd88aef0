"""Every page there is, with the states it is seen in: full, empty, after its form is sent empty, and when it was taken.

The forms are those of `attacks/forms.py`, which a test keeps complete; every other page of the table of addresses needs
a line in `READ`. A page that no page links to needs one in `LED_TO`. Without one, the walk fails and says so.
"""

import html
import io
import re
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import Resolver404, resolve

from attacks.forms import filled
from unit.casework.factories import setting_up
from wardmote.casework import referrals
from wardmote.casework.nouns import Agency, RoleGrant, SignedIn, User
from wardmote.vocabulary.roles import roles
from wardmote.web.access import ADDRESSES
from wardmote.web.accounts.models import Account
from wardmote.web.clock import now
from wardmote.web.invented import PEOPLE
from wardmote.web.pages.errors import form_expired, server_error, unwritten
from wardmote.web.settings.single_sign_on import SingleSignOn
from web.addresses import is_api, path

NOT_PAGES = {
    "api_description": "for programs",
    "calendar": "for a calendar program",
    "call_changes": "a part of the call, which its script puts in",
    "call_nothing_new": "a button beside the call",
    "invitation_code": "leads on to the invitation",
    "read_notice": "a button beside a notice",
    "single_sign_on": "leads on to the agency's own sign-in",
    "single_sign_on_back": "leads on to the day, or refuses",
}
"""Addresses nobody reads in a browser, and why; nor those of the API."""

NOBODY, NEWCOMER, CODED = "", "nell", "ash"
"""Not signed in; of an agency that just joined, in every role, with nothing yet; with a second factor."""
CASE, BARE = {"reference": "CSP-26-0002"}, "a case just referred"
PASSWORD = "three words that differ"

READ: dict[str, tuple[str, dict[str, str]]] = {
    "today": ("priya", {}),
    "cases": ("priya", {}),
    "case": ("priya", CASE),
    "call_printed": ("priya", {}),
    "my_work": ("priya", {}),
    "loads": ("priya", {}),
    "repeats": ("priya", {}),
    "meetings": ("priya", {}),
    "meeting": ("priya", {}),
    "case_reviews": ("priya", {}),
    "case_review_return": ("priya", {}),
    "unasked": ("priya", {}),
    "case_review": ("priya", CASE),
    "person_looks": ("dana", {"person": "p1"}),
    "case_access": ("priya", CASE),
    "approvals": ("dana", {}),
    "reviews": ("dana", {}),
    "who_looked": ("dana", {}),
    "case_looks": ("dana", CASE),
    "agencies": ("tom", {}),
    "agreements": ("dana", {}),
    "people": ("olive", {}),
    "person": ("olive", {"user_id": "sam"}),
    "person_identity": ("olive", {"user_id": "sam"}),
    "tokens": ("priya", {}),
    "health": ("lin", {}),
    "account_login": (NOBODY, {}),
    "account_inactive": (NOBODY, {}),
    "account_logout": ("priya", {}),
    "account_reauthenticate": ("priya", {}),
    "mfa_index": (CODED, {}),
    "mfa_activate_totp": ("priya", {}),
    "mfa_reauthenticate": (CODED, {}),
    "mfa_view_recovery_codes": (CODED, {}),
    "mfa_generate_recovery_codes": (CODED, {}),
    "mfa_authenticate": ("halfway", {}),
}
"""Who sees a page that is no form of a case with much on it, and of what."""

EMPTY = {
    "today": NEWCOMER,
    "cases": NEWCOMER,
    "case": BARE,
    "daily_call": NEWCOMER,
    "call_printed": NEWCOMER,
    "my_work": NEWCOMER,
    "loads": NEWCOMER,
    "repeats": NEWCOMER,
    "meetings": NEWCOMER,
    "case_reviews": NEWCOMER,
    "case_review_return": NEWCOMER,
    "unasked": NEWCOMER,
    "case_review": BARE,
    "case_access": BARE,
    "case_looks": BARE,
    "approvals": NEWCOMER,
    "reviews": NEWCOMER,
    "notices": NEWCOMER,
    "agreements": NEWCOMER,
    "people": NEWCOMER,
    "tokens": NEWCOMER,
    "sessions": NEWCOMER,
    "search": NEWCOMER,
    "mfa_index": NEWCOMER,
    "invitation": NOBODY,
    "bring_in": NEWCOMER,
    "case_purpose": BARE,
}
"""Pages seen with nothing in them, by whom or of what."""

SENT_EMPTY = (
    "account_login", "account_reauthenticate", "mfa_activate_totp", "mfa_reauthenticate", "mfa_authenticate",
)  # fmt: skip
"""The forms that are not in `attacks/forms.py` and have something to fill in."""

NO_ERRORS = {
    "place_case": "a place need not be known",
    "notices": "no address, no e-mail",
    "person_identity": "an identity may be taken away",
}
"""Forms with boxes that may be sent empty, and why."""

ALSO = {
    "cases, by words": ("priya", {}, "?words=play"),
    "cases, nothing found": ("priya", {}, "?words=zebra"),
    "who_looked, nothing found": ("dana", {}, "?reference=zebra"),
    "case, waiting for an answer": ("priya", "triage", ""),
    "case, closed": ("priya", "reopen", ""),
    "agreements, to end": ("tom", {}, ""),
    "person, whose role waits": ("dana", "person_role_approve", ""),
    "person, shut out": ("olive", "person_open", ""),
    "person, with a second factor": ("olive", {"user_id": "tom"}, ""),
}
"""Further faces of a page: as whom, of what (or of what the form of that name is about), and what is asked in the address."""

SHOWS = (
    "open_note",
    "open_detail",
    "make_token",
    "calendar_feed",
    "people_add",
    "person_invite",
    "search",
    "add_person",
    "close",
    "reopen",
)
"""Forms after which there is a page to look at that is seen in no other way, or a page that says what was done."""

LED_TO = {
    "account_inactive": "shown to whoever signs in to an account that is shut",
    "account_reauthenticate": "asked before what is guarded twice",
    "mfa_reauthenticate": "asked before what is guarded twice",
    "mfa_authenticate": "asked after the password",
    "invitation": "reached by the address that was handed over",
    "bring_in_check": "comes after the columns",
    "case_export": "shown once it was asked for; whoever approves it is sent its address",
}
"""Pages that no page links to, and how one comes to them."""


@dataclass(frozen=True)
class Face:
    """A page in one state, as one person got it."""

    name: str
    state: str
    path: str
    answer: Any

    @property
    def text(self) -> str:
        return self.answer.content.decode()


def pages() -> list[str]:
    """The names of the addresses that are pages."""
    return [name for name in ADDRESSES if name not in NOT_PAGES and not is_api(name)]


class Walk:
    """Invented Marlbridge brought to where every form is offered, and people who ask for its pages."""

    def __init__(self, store, client_of):
        self.store, self.client_of, self.clients, self.opened = store, client_of, {}, set()
        self.forms = filled(store)
        self.read = READ | {
            "person_looks": ("dana", self.forms["person_looks_export"].given),
            "meeting": ("priya", self.forms["meeting_close"].given),
        }
        self.bare = just_referred(store)
        newcomer(store)
        give_second_factor(CODED)
        give_second_factor("tom")
        self.client("tom").get("/")

    def client(self, visitor):
        """Somebody at work, nobody, or somebody who has given a password and owes a code."""
        if visitor not in self.clients:
            self.clients[visitor] = proven(self.client_of(visitor)) if visitor in (*STAFF, NEWCOMER) else Client()
            if visitor == HALFWAY:
                self.clients[visitor].post(path("account_login"), {"login": "ash.byrne", "password": PASSWORD})
        return self.clients[visitor]

    def faces(self, name):
        """A page in every state there is of it."""
        form = self.forms.get(name)
        visitor, given = (form.by, form.given) if form else self.read[name]
        full = self.see(name, "full", visitor, given, form=form)
        yield full
        boxes = list(boxes_in(full.text)) if form or name in SENT_EMPTY else []
        if boxes and name not in NO_ERRORS:
            emptied = {box.name: "" for box in boxes if not box.ticked}
            yield self.see(name, "in error", visitor, given, form=form, sent=emptied)
        if name in SHOWS:
            yield self.see(name, "sent", visitor, given, form=form, sent=form.sent())
        if name in EMPTY:
            bare = EMPTY[name] == BARE
            yield self.see(
                name, "empty", visitor if bare else EMPTY[name], {**given, "reference": self.bare} if bare else given
            )
        for also, (visitor, given, asked) in ALSO.items():
            page, _, state = also.partition(", ")
            if page == name:
                given = self.forms[given].given if isinstance(given, str) else given
                yield self.see(name, state, visitor, given, asked=asked)

    def give_purpose(self, visitor, given):
        """Somebody says what they open a case for, once."""
        opened = (visitor, given.get("reference"))
        if opened[1] and opened not in self.opened:
            self.opened.add(opened)
            self.client(visitor).post(path("case_purpose", **given), {"purpose": "case-work"})

    def see(self, name, state, visitor, given, form=None, sent=None, asked=""):
        """What somebody gets who asks for a page, or sends its form; which is then undone."""
        client, address = self.client(visitor), path(name, **given) + asked
        self.give_purpose(visitor, given)
        with transaction.atomic(), signed_on_elsewhere(name):
            if form:
                form.bring(client)
            answer = client.get(address) if sent is None else client.post(address, sent, follow=True)
            transaction.set_rollback(True)
        wanted = {"full": (200,), "in error": (200, 422)}.get(state, (200, 404))
        assert answer.status_code in wanted, (
            f"{name}, {state}, as {visitor or 'nobody'}: {answer.status_code} {answer.headers.get('Location', '')}"
        )
        return Face(name, state, address, answer)


METHODS_OF = "account_authentication_methods_user"
STAFF = {person.id for person in PEOPLE}
HALFWAY = "halfway"
ELSEWHERE = ("person", "person_identity", "account_login")


def proven(client):
    """Somebody who has just given their password again, as the library of signing in wants it."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": now().timestamp(), "reauthenticated": True}
    ]
    session[METHODS_OF] = session["_auth_user_id"]
    session.save()
    return client


BOX = re.compile(r'<(select|textarea|input)(?![^>]*type="hidden")([^>]*)')


@dataclass(frozen=True)
class FillIn:
    """Something to fill in: a select, a textarea, or an input of some type."""

    name: str
    kind: str
    longest: int

    @property
    def ticked(self) -> bool:
        return self.kind in ("radio", "checkbox")

    @property
    def typed(self) -> bool:
        return self.kind in ("text", "textarea")


def boxes_in(text):
    """What there is to fill in on the forms that change something."""
    main = text.partition("<main")[2].partition("</main>")[0]
    for form in re.findall(r'<form method="post".*?</form>', main, re.DOTALL):
        for tag, says in BOX.findall(form):
            has = dict(re.findall(r'(name|type|maxlength)="([^"]*)"', says))
            yield FillIn(has["name"], has.get("type", tag), int(has.get("maxlength", 9999)))


def links_in(text):
    """The names of the addresses that a page links to, or sends a form to."""
    for link in re.findall(r'<(?:a|form) [^>]*?(?:href|action)="([^"#?]+)', text):
        if link.startswith("/"):
            try:
                yield resolve(html.unescape(link)).view_name
            except Resolver404:
                continue


def just_referred(store):
    """A case on which nothing was done yet."""
    by = SignedIn(store.user("priya"), "walking", now())
    return referrals.refer(
        store, by, to="marlbridge", kind="location", place="Weir", summary="Litter", why="Ours"
    ).reference


def newcomer(store):
    """An agency that just joined, with one person in every role."""
    today = now().date()
    grants = tuple(RoleGrant(role, today, today + timedelta(days=9), "set-up", "set-up-second") for role in roles())
    user = User(
        NEWCOMER, "Nell Newcome", "newcome", grants, username="nell.newcome", opened_on=today, attested_on=today
    )
    store.save_agency(
        Agency("newcome", "Newcome Trust (invented)", "voluntary", "", "data@newcome.example"),
        setting_up("agency-set", "newcome"),
    )
    store.save_user(user, setting_up("user-set", NEWCOMER))


def give_second_factor(user):
    account = Account.objects.get(pk=user)
    account.set_password(PASSWORD)
    account.save()
    TOTP.activate(account, generate_totp_secret())
    RecoveryCodes.activate(account)


@contextmanager
def signed_on_elsewhere(name):
    """Single sign-on, for the pages that are there only with it, or say more."""
    there = SingleSignOn("https://sign-in.example", "wardmote", "kept", "marlbridge") if name in ELSEWHERE else None
    with override_settings(SINGLE_SIGN_ON=there):
        yield


def to_print(walk):
    """The case as it is read and printed where it was taken to: a file, which carries no policy."""
    form = walk.forms["case_export"]
    walk.give_purpose(form.by, form.given)
    taken = walk.client(form.by).post(path("case_export", **form.given), {})
    with zipfile.ZipFile(io.BytesIO(taken.content)) as package:
        return HttpResponse(package.read("case.html"))


def gone_wrong(walk):
    """The pages that say what went wrong, and that is not the form's fault."""
    nobody, priya, kit = walk.client(NOBODY), walk.client("priya"), walk.client("kit")
    asked = HttpRequest()
    asked.user = AnonymousUser()
    locked = [nobody.post(path("account_login"), {"login": "sam.reed", "password": "x"}) for _ in range(11)][-1]
    close = path("close", **CASE)
    with transaction.atomic():
        priya.post(path("case_purpose", **CASE), {"purpose": "case-work"})
        said = {"open actions": priya.get(close), "not theirs": kit.get(path("people_add"))}
        transaction.set_rollback(True)
    answers = {
        "not found": priya.get("/nowhere"), "not found, not signed in": nobody.get("/nowhere"), "locked": locked, **said,
        "form expired": form_expired(asked), "failed": server_error(asked), "unwritten": unwritten(asked),
        "invitation gone": nobody.get(path("invitation")),
    }  # fmt: skip
    for state, answer in answers.items():
        assert answer.status_code >= 400, state
        yield Face("gone wrong", state, "/nowhere", answer)
