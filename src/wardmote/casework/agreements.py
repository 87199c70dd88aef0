"""Keeping the sharing agreements: proposed by the partnership manager, signed by every party, reviewed
within 12 months, ended at once."""

from dataclasses import replace
from datetime import date, timedelta

from wardmote.casework import permissions
from wardmote.casework.audit import AuditEvent, act, event
from wardmote.casework.entries import choice, words
from wardmote.casework.errors import NotFound, WrongEntry
from wardmote.casework.nouns import KINDS, AgreementDraft, SharingAgreement, SignedIn
from wardmote.casework.purposes import data_categories, gateways, purposes
from wardmote.casework.store import Store

LONGEST_REVIEW = timedelta(days=366)
WARNINGS = (7, 30, 60)
"""How many days before an agreement ends or falls due for review it is said, the nearest last (security.md section 3)."""


def warning(agreement: SharingAgreement, today: date) -> tuple[str, int] | None:
    """What comes first of its review and its end, when within 60 days, and the step it has reached: 60, 30, 7, or 0 when past."""
    for what, day in sorted((("review", agreement.review), ("end", agreement.end)), key=lambda pair: pair[1]):
        left = (day - today).days
        if left <= max(WARNINGS):
            return what, 0 if left < 0 else min(step for step in WARNINGS if left <= step)
    return None


def propose(store: Store, by: SignedIn, agreement: SharingAgreement) -> AgreementDraft:
    """Propose a new or changed agreement one's own agency is in, complete as the ICO's data sharing code asks.

    Nothing is shared under it yet: proposing alone would let one person give their agency sight of another's cases.
    A changed proposal needs every signature again.
    """
    _check_complete(store, agreement)
    with act(store, by, "agreement-proposed"):
        permissions.check_propose(by.user, agreement, by.today)
        permissions.check_proven(by)
        draft = AgreementDraft(agreement, by.user.id)
        store.save_draft(draft, _event(by, "agreement-proposed", agreement))
        return draft


def sign(store: Store, by: SignedIn, agreement_id: str) -> AgreementDraft:
    """Sign for one's own agency, never what one proposed. The last signature puts the agreement in force."""
    with act(store, by, "agreement-signed"):
        found = [draft for draft in store.drafts() if draft.agreement.id == agreement_id]
        if not found:
            raise NotFound
        draft = found[0]
        permissions.check_sign(by.user, draft, by.today)
        permissions.check_proven(by)
        signed = replace(draft, signed=draft.signed | {by.user.agency}, signatories=draft.signatories | {by.user.id})
        told = _event(by, "agreement-signed", draft.agreement)
        store.save_draft(signed, told)
        if signed.complete:
            store.save_agreement(signed.agreement, _event(by, "agreement-in-force", signed.agreement))
        return signed


def end(store: Store, by: SignedIn, agreement_id: str) -> SharingAgreement:
    """End an agreement one's own agency is in, now: yesterday was its last day. Any one party may stop sharing."""
    with act(store, by, "agreement-ended"):
        found = [agreement for agreement in store.agreements() if agreement.id == agreement_id]
        if not found:
            raise NotFound
        permissions.check_propose(by.user, found[0], by.today)
        permissions.check_proven(by)
        ended = replace(found[0], end=by.today - timedelta(days=1))
        store.save_agreement(ended, _event(by, "agreement-ended", ended))
        return ended


def _event(by: SignedIn, deed: str, agreement: SharingAgreement) -> AuditEvent:
    return event(by, "configuration", deed, "agreement", agreement.id, recipients=sorted(agreement.parties))


def _check_complete(store: Store, agreement: SharingAgreement) -> None:
    words("title", agreement.title, "Enter the title of the agreement.")
    words("lawful_basis", agreement.lawful_basis, "Enter the lawful basis.")
    choice("gateway", agreement.gateway, gateways(), "Choose the power the agreement rests on.")
    known = {agency.code for agency in store.agencies()}
    _check_some("parties", agreement.parties, known, "Choose at least two agencies.", least=2)
    _check_some("subject_categories", agreement.subject_categories, set(KINDS), "Choose who the data is about.")
    _check_some("data_categories", agreement.data_categories, set(data_categories()), "Choose what is shared.")
    _check_some("purposes", agreement.purposes, set(purposes()), "Choose what it is shared for.")
    if agreement.end < agreement.start:
        raise WrongEntry("end", "Enter a last day that is not before the first.")
    if not agreement.start <= agreement.review <= agreement.start + LONGEST_REVIEW:
        raise WrongEntry("review", "Enter a review date within 12 months of the start.")


def _check_some(field: str, chosen: frozenset[str], known: set[str], ask: str, least: int = 1) -> None:
    if len(chosen) < least or not chosen <= known:
        raise WrongEntry(field, ask)
