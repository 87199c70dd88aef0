"""Invitations: a code that works once and for three days lets somebody set their password, or set up a lost second factor again.

The casebook keeps a digest of the code and never the code. Whoever hands an invitation over cannot sign in with it and
stay unseen: a person's own password or second factor is still asked for, and every step is in the trail.
"""

import hashlib
import secrets
from dataclasses import replace
from datetime import datetime

from wardmote.casework import permissions, policies
from wardmote.casework.audit import AuditEvent, act, event
from wardmote.casework.errors import NotFound
from wardmote.casework.nouns import INVITATION_LASTS, Invitation, Invited, SignedIn, User
from wardmote.casework.people import person_of
from wardmote.casework.store import Store


def invite(store: Store, by: SignedIn, user_id: str) -> Invited:
    """Invite somebody of one's agency to set a password: their first, or another. Earlier invitations stop working."""
    with act(store, by, "invited"):
        person = person_of(store, user_id)
        permissions.check_keep_account(by.user, person, by.today)
        permissions.check_proven(by)
        policies.check_invite(person)
        _withdraw(store, by, person, "password")
        made, code = password_invitation(store, person, by.user.id, by.utc)
        store.add_invitation(made, event(by, "permission", "invited", "user", person.id))
        return Invited(made, person.name, person.username, code)


def password_invitation(store: Store, person: User, by: str, now: datetime) -> tuple[Invitation, str]:
    """An invitation not saved yet, and its code."""
    code = secrets.token_urlsafe(32)
    return _invitation(store, person, "password", by, now, digest_of(code)), code


def ask_second_factor(store: Store, by: SignedIn, user_id: str) -> Invitation:
    """Ask that somebody who lost their second factor may set it up again. Nothing happens until a second person agrees."""
    with act(store, by, "second-factor-asked"):
        person = person_of(store, user_id)
        permissions.check_keep_account(by.user, person, by.today)
        permissions.check_proven(by)
        policies.check_invite(person)
        _withdraw(store, by, person, "second-factor")
        asked = _invitation(store, person, "second-factor", by.user.id, by.utc, "")
        store.add_invitation(asked, event(by, "permission", "second-factor-asked", "user", person.id))
        return asked


def approve_second_factor(store: Store, by: SignedIn, user_id: str) -> Invited:
    """Agree that the second factor is set up again. The code goes to the person, who also needs their password."""
    with act(store, by, "second-factor-approved"):
        person = person_of(store, user_id)
        permissions.check_vouch(by.user, person, by.today)
        permissions.check_proven(by)
        asked = factor_asked(store, user_id, by.utc)
        policies.check_approve_factor(asked, by.utc)
        assert asked is not None
        permissions.check_approve_factor(by.user, person, asked, by.today)
        code = secrets.token_urlsafe(32)
        agreed = replace(asked, approved_by=by.user.id, digest=digest_of(code), expires_at=by.utc + INVITATION_LASTS)
        saved = store.save_invitation(agreed, event(by, "permission", "second-factor-approved", "user", person.id))
        return Invited(saved, person.name, person.username, code)


def factor_asked(store: Store, user_id: str, now: datetime) -> Invitation | None:
    """The asking for a second factor that waits for a second person, if there is one."""
    kept = [made for made in store.invitations(user_id) if made.kind == "second-factor" and not made.digest]
    return next((made for made in reversed(kept) if made.waits_at(now)), None)


def opened_by(store: Store, digest: str, now: datetime) -> tuple[Invitation, User]:
    """The invitation whose code has this digest, and whose it is. NotFound when it was used, ran out, or never was."""
    made = store.invitation_with(digest) if digest else None
    person = store.user(made.user) if made else None
    if made is None or person is None or not made.live_at(now) or person.disabled:
        raise NotFound
    return made, person


def use(store: Store, made: Invitation, using: AuditEvent) -> None:
    """Use an invitation up, in the transaction of what it was for; of two who use it at once, one is refused."""
    store.save_invitation(replace(made, used_at=using.at), using)


def digest_of(code: str) -> str:
    """256 random bits need no salt and no slow hash."""
    return hashlib.sha256(code.encode("utf-8")).hexdigest()


def _invitation(store: Store, person: User, kind: str, by: str, now: datetime, digest: str) -> Invitation:
    return Invitation(
        id=store.new_id(),
        user=person.id,
        agency=person.agency,
        kind=kind,
        by=by,
        made_at=now,
        expires_at=now + INVITATION_LASTS,
        digest=digest,
    )


def _withdraw(store: Store, by: SignedIn, person: User, kind: str) -> None:
    for made in store.invitations(person.id):
        if made.kind == kind and made.waits_at(by.utc):
            told = event(by, "permission", "invitation-withdrawn", "user", person.id)
            store.save_invitation(replace(made, withdrawn=True), told)
