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
from wardmote.web.store.models.emergencies import EmergencyOpening, Notice, NoticeAddress, NoticeSeen
from wardmote.web.store.models.partnership import Agency, AgreementDraft, AgreementTerm, RoleGrant, SharingAgreement
from wardmote.web.store.models.trail import SignedHead, TrailRecord, TrailShown

__all__ = [
    "Action",
    "Agency",
    "AgreementDraft",
    "AgreementTerm",
    "Case",
    "CaseGrant",
    "CaseNumber",
    "Conflict",
    "Decision",
    "EmergencyOpening",
    "Note",
    "Notice",
    "NoticeAddress",
    "NoticeSeen",
    "Outcome",
    "Referral",
    "ReferralAnswer",
    "RoleGrant",
    "SharingAgreement",
    "SignedHead",
    "TrailRecord",
    "TrailShown",
]
