"""Does a role of this person let them, and did they prove who they are? What every other rule stands on."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from wardmote.casework.errors import NotPermitted, ProofNeeded
from wardmote.casework.nouns import SharingAgreement, SignedIn, Standing, User
from wardmote.vocabulary.roles import CAPABILITIES


def passes(check: Callable[[], object]) -> bool:
    """The `can_…` of a `check_…`: false where it raises NotPermitted."""
    try:
        check()
    except NotPermitted:
        return False
    return True


def check_capability(user: User, capability: str, today: date) -> None:
    """The person holds, today, a role that can do this."""
    if not user.may(capability, today):
        raise NotPermitted(
            f"None of your roles lets you {CAPABILITIES[capability]}. Ask your agency's user administrator."
        )


def can_capability(user: User, capability: str, today: date) -> bool:
    return passes(lambda: check_capability(user, capability, today))


def check_proven(by: SignedIn) -> None:
    """The person proved who they are within the last 10 minutes: asked before what is guarded twice (ASVS 7.5.3)."""
    if not by.freshly_proven:
        raise ProofNeeded


def can_proven(by: SignedIn) -> bool:
    return by.freshly_proven


def check_proven_since(by: SignedIn, last: datetime | None) -> None:
    """The proof is fresh and has not served yet: each look at a protected field of a sealed case asks its own."""
    check_proven(by)
    if last is not None and by.proven_at is not None and by.proven_at <= last:
        raise ProofNeeded


def can_proven_since(by: SignedIn, last: datetime | None) -> bool:
    try:
        check_proven_since(by, last)
    except ProofNeeded:
        return False
    return True


def check_leads(user: User, case: Standing, capability: str, today: date) -> None:
    """The person holds the capability and works for the agency that leads the case."""
    check_capability(user, capability, today)
    if user.agency != case.lead_agency:
        raise NotPermitted("Only the agency that leads this case can do this. Ask its case lead.")


def agreement_between(
    agreements: Sequence[SharingAgreement], one: str, other: str, kind: str, today: date, gateway: str = ""
) -> SharingAgreement | None:
    """The live agreement under which two agencies share this kind of case, the one that ends last; None if there is none."""
    live = [
        agreement
        for agreement in agreements
        if agreement.live_on(today)
        and agreement.names(one, other)
        and kind in agreement.subject_categories
        and gateway in ("", agreement.gateway)
    ]
    return max(live, key=lambda agreement: (agreement.end, agreement.id), default=None)
