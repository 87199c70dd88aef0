"""May this person agree that agencies share, bring cases in, or take one out?"""

from collections.abc import Collection
from datetime import date

from wardmote.casework.errors import NotPermitted
from wardmote.casework.nouns import AgreementDraft, CaseExport, SharingAgreement, Standing, User
from wardmote.casework.permissions.capability import check_capability, check_leads, passes
from wardmote.casework.visibility import viewer

# Agreements


def check_propose(user: User, agreement: SharingAgreement, today: date) -> None:
    """A partnership manager proposes and ends agreements that their own agency is in."""
    check_capability(user, "manage-agreements", today)
    if user.agency not in agreement.parties:
        raise NotPermitted("Your agency is not in this agreement. Ask the partnership manager of one that is.")


def can_propose(user: User, agreement: SharingAgreement, today: date) -> bool:
    return passes(lambda: check_propose(user, agreement, today))


def check_sign(user: User, draft: AgreementDraft, today: date) -> None:
    """Each party signs once, by somebody who may sign for it and did not propose it."""
    check_capability(user, "sign-agreements", today)
    if user.agency not in draft.agreement.parties - draft.signed:
        raise NotPermitted("Your agency is not in this agreement, or has signed it already.")
    if user.id == draft.by:
        raise NotPermitted("You proposed this agreement, so somebody else must sign it for your agency.")


def can_sign(user: User, draft: AgreementDraft, today: date) -> bool:
    return passes(lambda: check_sign(user, draft, today))


# Bringing in and taking out


def check_bring_in(user: User, kinds: Collection[str], today: date) -> None:
    """A case lead brings in what their own agency worked before, of the kinds they lead. It is theirs from the first day."""
    check_capability(user, "triage", today)
    check_capability(user, "lead", today)
    if not set(kinds) <= viewer(user, today).led_kinds:
        raise NotPermitted(
            "None of your roles leads cases of every kind in this file. Ask a colleague whose role does."
        )


def can_bring_in(user: User, kinds: Collection[str], today: date) -> bool:
    return passes(lambda: check_bring_in(user, kinds, today))


def check_take_in(user: User, case: Standing, today: date) -> None:
    """Only inside one agency, and only what this person opened there: elsewhere nobody answers their own referral."""
    check_leads(user, case, "triage", today)
    check_bring_in(user, [case.kind], today)
    if (case.referred_by, case.referring_agency) != (user.id, user.agency):
        raise NotPermitted("Somebody else referred this case. Answer the referral instead.")


def can_take_in(user: User, case: Standing, today: date) -> bool:
    return passes(lambda: check_take_in(user, case, today))


def check_export(user: User, case: Standing, today: date) -> None:
    """A case lead takes out what they see of a case: for a court, for another agency, for the person concerned."""
    check_capability(user, "lead", today)


def can_export(user: User, case: Standing, today: date) -> bool:
    return passes(lambda: check_export(user, case, today))


def check_approve_export(user: User, export: CaseExport, today: date) -> None:
    """A second person of the same agency, who may approve access and did not ask."""
    check_capability(user, "approve-access", today)
    if user.id == export.by or user.agency != export.agency:
        raise NotPermitted("Somebody else of the same agency must approve this export.")


def can_approve_export(user: User, export: CaseExport, today: date) -> bool:
    return passes(lambda: check_approve_export(user, export, today))
