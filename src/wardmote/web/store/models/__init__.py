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
from wardmote.web.store.models.partnership import Agency, AgreementDraft, AgreementTerm, RoleGrant, SharingAgreement
from wardmote.web.store.models.people import Detail, OwnTie, PersonOnCase, Relation
from wardmote.web.store.models.surroundings import Assessment, CaseLink, Site
from wardmote.web.store.models.trail import SignedHead, TrailRecord, TrailShown

__all__ = [
    "Action",
    "Agency",
    "AgreementDraft",
    "AgreementTerm",
    "Assessment",
    "Case",
    "CaseGrant",
    "CaseLink",
    "CaseNumber",
    "Conflict",
    "Decision",
    "Detail",
    "Note",
    "Outcome",
    "OwnTie",
    "PersonOnCase",
    "Referral",
    "ReferralAnswer",
    "Relation",
    "RoleGrant",
    "SharingAgreement",
    "SignedHead",
    "Site",
    "TrailRecord",
    "TrailShown",
]
