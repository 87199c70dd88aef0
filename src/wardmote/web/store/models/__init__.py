"""One module for each group of nouns; field names are those of `casework.nouns`."""

from wardmote.web.store.models.access import CaseGrant, Conflict
from wardmote.web.store.models.case import (
    Action,
    Case,
    CaseNumber,
    Decision,
    Note,
    Outcome,
    Referral,
    ReferralAnswer,
)
from wardmote.web.store.models.partnership import Agency, AgreementDraft, RoleGrant, SharingAgreement
from wardmote.web.store.models.trail import SignedHead, TrailRecord, TrailShown

__all__ = [
    "Action",
    "Agency",
    "AgreementDraft",
    "Case",
    "CaseGrant",
    "CaseNumber",
    "Conflict",
    "Decision",
    "Note",
    "Outcome",
    "Referral",
    "ReferralAnswer",
    "RoleGrant",
    "SharingAgreement",
    "SignedHead",
    "TrailRecord",
    "TrailShown",
]
