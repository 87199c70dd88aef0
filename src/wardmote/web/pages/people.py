"""The people of one's agency: who they are, what they may do until when, and how their accounts are kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from wardmote.casework import invitations, people, permissions, policies
from wardmote.casework.errors import NotFound, NotPermitted
from wardmote.casework.nouns import RoleGrant, SignedIn, User
from wardmote.vocabulary.roles import roles
from wardmote.web.accounts.sessions import lasting
from wardmote.web.pages.acting import Page, acted, handed_over, proved
from wardmote.web.pages.asking import casebook, who
from wardmote.web.pages.case_forms import line, one_of, typed_in
from wardmote.web.pages.form_fields import Day, Form, Ticks
from wardmote.web.pages.frame import may_keep_people
from wardmote.web.pages.names import Names
from wardmote.web.pages.wording import ACCOUNT_COLOURS, ACCOUNT_STATES


def index(request: HttpRequest) -> HttpResponse:
    """Everybody of this person's agency by name, and how many accounts need something."""
    by, store = _keeper(request), casebook()
    everybody = store.users(by.user.agency)
    context = {
        "agency": store.agency(by.user.agency),
        "people": sorted((_line(person, by) for person in everybody), key=lambda item: item["person"].name),
        "due": sum(person.attest_due_on(by.today) and not person.disabled for person in everybody),
        "may": {"add": permissions.can_capability(by.user, "administer-users", by.today)},
    }
    return render(request, "people.html", context)


def _line(person: User, by: SignedIn) -> dict[str, Any]:
    return {
        "person": person,
        "roles": [role.name for role in person.roles_on(by.today)],
        "waiting": [roles()[grant.role].name for grant in person.role_grants if _waits(grant, by)],
        **_state(person, by),
    }


def _state(person: User, by: SignedIn) -> dict[str, str]:
    """How the account stands, in a word and its colour."""
    state = person.shut_on(by.today) or ("due" if person.attest_due_on(by.today) else "open")
    return {"state": ACCOUNT_STATES[state], "colour": ACCOUNT_COLOURS[state]}


def _waits(grant: RoleGrant, by: SignedIn) -> bool:
    """Whether a role cleared to P3 waits for a second person."""
    return roles()[grant.role].clearance == "P3" and not grant.approved_by and by.today <= grant.until


def _keeper(request: HttpRequest) -> SignedIn:
    """Who asks, if they look after the people of an agency: its administrators and its privacy officer."""
    if not may_keep_people(request):
        raise NotPermitted("Only administrators and privacy officers see this. Ask one of your agency.")
    return who(request)


def _one_of_ours(request: HttpRequest, user_id: str) -> tuple[SignedIn, User]:
    """A person of the asker's agency. Those of another are not there."""
    by = _keeper(request)
    person = next((person for person in casebook().users(by.user.agency) if person.id == user_id), None)
    if person is None:
        raise NotFound
    return by, person


def show(request: HttpRequest, user_id: str) -> HttpResponse:
    """One person: roles, account, second factor, sessions, and what the asker may do about each."""
    by, person = _one_of_ours(request, user_id)
    store = casebook()
    asked = invitations.factor_asked(store, user_id, by.utc)
    keeps = permissions.can_keep_account(by.user, person, by.today)
    context = {
        "person": person,
        "mine": person.id == by.user.id,
        "shut": person.shut_on(by.today),
        "roles": [_role(person, grant, by) for grant in person.role_grants],
        "asked": asked,
        "has_factor": Authenticator.objects.filter(user=user_id).exists(),
        "sso": _single_sign_on(person),
        "identity": store.identity(user_id),
        "sessions": lasting(store.sessions(user_id), by.now),
        "may": {
            "keep": keeps,
            "vouch": permissions.can_vouch(by.user, person, by.today),
            "approve_factor": asked is not None and permissions.can_approve_factor(by.user, person, asked, by.today),
        },
        **_state(person, by),
    }
    return render(request, "person.html", context)


def _role(person: User, grant: RoleGrant, by: SignedIn) -> dict[str, Any]:
    role = roles()[grant.role]
    waits = _waits(grant, by)
    if waits:
        counts = "No: it waits for a second person, because it reaches protected addresses."
    else:
        counts = "Yes" if grant.live_on(by.today) and not person.shut_on(by.today) else "No"
    return {
        "role": role,
        "grant": grant,
        "by": Names().person(grant.by) if casebook().user(grant.by) else "Whoever set this casebook up",
        "counts": counts,
        "may_approve": waits and permissions.can_approve_role(by.user, person, grant, by.today),
    }


def _single_sign_on(person: User) -> bool:
    """Whether this person's agency has a sign-in of its own that is connected."""
    return settings.SINGLE_SIGN_ON is not None and settings.SINGLE_SIGN_ON.agency == person.agency


# Adding and giving


class PersonForm(Form):
    """Somebody new."""

    name = line("What is their name?", "Enter the person's name.", "As colleagues in other agencies should read it.")


def add(request: HttpRequest) -> HttpResponse:
    """Somebody new in one's own agency, invited in the same breath or not added. They see nothing until they are given a role."""
    by, store = who(request), casebook()
    proved(request, lambda: permissions.check_capability(by.user, "administer-users", by.today))
    page = Page(
        "Add a person",
        "Somebody who works for your agency. You are given an address to hand to them; then give them a role.",
        "Add the person",
        reverse("people"),
        "Back to people",
    )

    def do(entered: dict[str, Any]) -> HttpResponse:
        with store.transaction():
            person = people.add_user(store, by, **entered)
            invited = invitations.invite(store, by, person.id)
        return handed_over(request, invited, reverse("person", args=[person.id]), f"Go to {person.name}")

    return acted(request, page, PersonForm(typed_in(request)), do)


class RoleForm(Form):
    """A role, each explained beside it, from a day until a day."""

    role = one_of("Which role?", "Choose a role.", {})
    start = Day("the first day", label="From which day?", help_text="For example, 14 6 2026")
    until = Day("the last day", label="Until which day?", help_text="Every role ends. It can be given again.")

    def __init__(self, *args: Any, offered: Mapping[str, str], each: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = list(offered.items())  # type: ignore[attr-defined]
        self.fields["role"].widget.explained = each


def give_role(request: HttpRequest, user_id: str) -> HttpResponse:
    """Give a role. Each says what it lets a person see and do, and whether a second person must approve."""
    by, person = _one_of_ours(request, user_id)
    proved(request, lambda: permissions.check_keep_account(by.user, person, by.today))
    used = {code: role for code, role in roles().items() if role.in_use_on(by.today)}
    offered = {code: role.name for code, role in used.items()}
    form = RoleForm(typed_in(request), offered=offered, each={code: _explained(code) for code in used})
    page = Page(
        f"Give {person.name} a role",
        "Give the least that their work needs. It counts from their next click.",
        "Give the role",
        reverse("person", args=[user_id]),
        f"Back to {person.name}",
    )

    def do(entered: dict[str, Any]) -> HttpResponse:
        people.assign_role(casebook(), by, user_id, **entered)
        waits = roles()[entered["role"]].clearance == "P3"
        messages.success(request, "Role given. A second person must approve it." if waits else "Role given.")
        return redirect("person", user_id=user_id)

    return acted(request, page, form, do)


def _explained(code: str) -> str:
    role = roles()[code]
    return role.explanation + (" A second person must approve it." if role.clearance == "P3" else "")


# What is done to an account with one question


@dataclass(frozen=True)
class Deed:
    """One thing done to a person's account: what the page says, who may, and the verb."""

    heading: str
    lead: str
    verb: str
    check: Callable[[SignedIn, User], None]
    do: Callable[..., Any]
    said: str
    grave: bool = False


def _keeps(by: SignedIn, person: User) -> None:
    permissions.check_keep_account(by.user, person, by.today)


def _may_open_again(by: SignedIn, person: User) -> None:
    _keeps(by, person)
    policies.check_open_again(person, by.today)


def _may_approve_factor(by: SignedIn, person: User) -> None:
    permissions.check_vouch(by.user, person, by.today)
    asked = invitations.factor_asked(casebook(), person.id, by.utc)
    policies.check_approve_factor(asked, by.utc)
    permissions.check_approve_factor(by.user, person, asked, by.today)  # type: ignore[arg-type]


DEEDS = {
    "disable": Deed(
        "Shut the account of {name}",
        "They are signed out everywhere at once, and cannot sign in until somebody opens the account again. "
        "What they wrote stays.",
        "Shut the account",
        _keeps,
        people.disable,
        "Account shut. They are signed out everywhere.",
        grave=True,
    ),
    "open": Deed(
        "Open the account of {name} again",
        "They can sign in again with the roles they had. A role that reaches protected addresses must be approved again.",
        "Open the account",
        _may_open_again,
        people.open_again,
        "Account open.",
    ),
    "invite": Deed(
        "Invite {name} to set a password",
        "You are given an address to hand to them. An earlier one stops working; their password works until they set another.",
        "Make the invitation",
        _keeps,
        invitations.invite,
        "",
    ),
    "ask-factor": Deed(
        "{name} has lost their second factor",
        "Ask that they may set it up again. Another administrator or the privacy officer must agree; nobody can see or use "
        "the factor they had.",
        "Ask for it",
        _keeps,
        invitations.ask_second_factor,
        "Asked. Another administrator or the privacy officer must now agree.",
    ),
    "approve-factor": Deed(
        "Let {name} set up their second factor again",
        "Agree only if you have spoken to them and know that it is they. You are given an address to hand to them; they also "
        "need their password.",
        "Agree",
        _may_approve_factor,
        invitations.approve_second_factor,
        "",
    ),
    "sign-out": Deed(
        "Sign {name} out everywhere",
        "Every place where they are signed in ends with their next click. They can sign in again.",
        "Sign them out",
        _keeps,
        people.end_sessions,
        "Signed out everywhere.",
        grave=True,
    ),
}


def act(request: HttpRequest, user_id: str, deed: str) -> HttpResponse:
    """One of the deeds: asked, then done."""
    by, person = _one_of_ours(request, user_id)
    asked = DEEDS[deed]
    proved(request, lambda: asked.check(by, person))
    back, back_to = reverse("person", args=[user_id]), f"Back to {person.name}"
    page = Page(asked.heading.format(name=person.name), asked.lead, asked.verb, back, back_to, grave=asked.grave)

    def do(_: dict[str, Any]) -> HttpResponse:
        made = asked.do(casebook(), by, user_id)
        if not asked.said:
            return handed_over(request, made, back, back_to)
        messages.success(request, asked.said)
        return redirect(back)

    return acted(request, page, Form(typed_in(request)), do)


def approve_role(request: HttpRequest, user_id: str, role: str) -> HttpResponse:
    """The second person's yes to a role that reaches protected addresses."""

    def check(by: SignedIn, person: User, grant: RoleGrant) -> None:
        permissions.check_approve_role(by.user, person, grant, by.today)

    words = (
        "Approve {role} for {name}",
        "This role reaches protected addresses, so two people give it: you are the second.",
    )
    return _on_role(request, user_id, role, words, "Approve the role", check, people.approve_role, "Role approved.")


def end_role(request: HttpRequest, user_id: str, role: str) -> HttpResponse:
    """End a role."""

    def check(by: SignedIn, person: User, grant: RoleGrant) -> None:
        permissions.check_end_role(by.user, person, by.today)

    words = "End {role} for {name}", "The role is gone with their next click, and with it what it opened."
    return _on_role(request, user_id, role, words, "End the role", check, people.end_role, "Role ended.")


def _on_role(
    request: HttpRequest,
    user_id: str,
    role: str,
    words: tuple[str, str],
    verb: str,
    check: Callable[[SignedIn, User, RoleGrant], None],
    do_it: Callable[..., User],
    said: str,
) -> HttpResponse:
    by, person = _one_of_ours(request, user_id)
    held = [grant for grant in person.role_grants if grant.role == role]
    if not held:
        raise NotFound
    grant = next((grant for grant in held if not grant.approved_by), held[0])
    proved(request, lambda: check(by, person, grant))
    back = reverse("person", args=[user_id])
    heading = words[0].format(role=roles()[role].name, name=person.name)
    page = Page(heading, words[1], verb, back, f"Back to {person.name}", warning=roles()[role].explanation)

    def do(_: dict[str, Any]) -> HttpResponse:
        do_it(casebook(), by, user_id, role=role)
        messages.success(request, said)
        return redirect(back)

    return acted(request, page, Form(typed_in(request)), do)


# Still here


class AttestForm(Form):
    """Who still works for the agency. Nothing is ticked beforehand: it is a statement."""

    people = forms.MultipleChoiceField(
        label="Who still works for your agency and needs what they have?",
        help_text="Leave out whoever has left or moved: their account shuts by itself.",
        error_messages={"required": "Choose the people who still work for your agency."},
    )

    def __init__(self, *args: Any, everybody: Mapping[str, str], each: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["people"]
        field.widget = Ticks(each)
        field.choices = list(everybody.items())


def attest(request: HttpRequest) -> HttpResponse:
    """Every 90 days an agency says who still works for it; whoever it does not name is shut out."""
    by, store = _keeper(request), casebook()
    proved(request, lambda: None)
    others = [p for p in store.users(by.user.agency) if permissions.can_vouch(by.user, p, by.today) and not p.disabled]
    others.sort(key=lambda person: (person.lapses_on or by.today, person.name))
    if not others:
        messages.info(request, "Nobody else has an account at your agency yet, so there is nobody to say it for.")
        return redirect("people")
    each = {person.id: _when_due(person, by) for person in others}
    form = AttestForm(typed_in(request), everybody={person.id: person.name for person in others}, each=each)
    page = Page(
        "Who still works here?",
        "Every 90 days an agency says who still works for it. Whoever is not named is shut out; those due soonest come first.",
        "Say that they still work here",
        reverse("people"),
        "Back to people",
    )

    def do(entered: dict[str, Any]) -> HttpResponse:
        people.attest(store, by, entered["people"])
        count = len(entered["people"])
        messages.success(request, f"Said for {count} {'person' if count == 1 else 'people'}, for the next 90 days.")
        return redirect("people")

    return acted(request, page, form, do)


def _when_due(person: User, by: SignedIn) -> str:
    held = ", ".join(roles()[grant.role].name for grant in person.role_grants if grant.until >= by.today) or "No role"
    if person.lapses_on is None:
        return held
    shut = person.shut_on(by.today) == "lapsed"
    return f"{held}. {'Shut out since' if shut else 'Shut out on'} {person.lapses_on:%-d %B %Y}{'' if shut else ' otherwise'}."


# Single sign-on


class IdentityForm(Form):
    """Which identity at the agency's own sign-in is this person."""

    identity = line("Their identity there", "", "Leave empty to take it away.", required=False)


def identity(request: HttpRequest, user_id: str) -> HttpResponse:
    """Bind an account to an identity of the agency's own sign-in. Nobody is matched by e-mail alone."""
    by, person = _one_of_ours(request, user_id)
    if not _single_sign_on(person):
        raise Http404
    proved(request, lambda: _keeps(by, person))
    form = IdentityForm(typed_in(request), initial={"identity": casebook().identity(user_id)})
    page = Page(
        f"Single sign-on for {person.name}",
        f"The value of “{settings.SINGLE_SIGN_ON.claim}” that your agency's sign-in gives for this person. "
        "Copy it from whoever runs that sign-in: whoever holds it signs in as this person.",
        "Save",
        reverse("person", args=[user_id]),
        f"Back to {person.name}",
    )

    def do(entered: dict[str, Any]) -> HttpResponse:
        people.bind_identity(casebook(), by, user_id, **entered)
        messages.success(request, "Saved.")
        return redirect("person", user_id=user_id)

    return acted(request, page, form, do)
