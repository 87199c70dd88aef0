"""The nouns of casework. All frozen; a change is a new value handed to the store with an audit event.

Codes (`kind`, `tier`, `status`, purposes, gateways, outcomes, roles) are words from closed lists, never free text.
Days are dates in Europe/London; instants are aware datetimes in UTC. Nothing here reads a clock.
"""

from wardmote.casework.nouns.access import CaseGrant, Conflict, Sharing
from wardmote.casework.nouns.cases import Action, Case, Decision, Note, Outcome, Referral, ReferralAnswer, Standing
from wardmote.casework.nouns.codes import (
    EMERGENCY_LASTS,
    GRACE_AFTER_LAPSE,
    KINDS,
    LONDON,
    LONGEST_GRANT,
    MARKINGS,
    NOTE_KINDS,
    PROOF_LASTS,
    PROTECTION_LEVELS,
    REFERENCE,
    REVIEW_OUTCOMES,
    REVIEW_WITHIN,
    RISKS,
    TIERS,
)
from wardmote.casework.nouns.emergencies import EmergencyOpening
from wardmote.casework.nouns.looks import SORTS, CaseFile, CaseLine, CasePage, Look, SignedIn, TrailQuery, Wanted
from wardmote.casework.nouns.notices import Notice
from wardmote.casework.nouns.partnership import Agency, AgreementDraft, RoleGrant, SharingAgreement, User

__all__ = [
    "EMERGENCY_LASTS",
    "GRACE_AFTER_LAPSE",
    "KINDS",
    "LONDON",
    "LONGEST_GRANT",
    "MARKINGS",
    "NOTE_KINDS",
    "PROOF_LASTS",
    "PROTECTION_LEVELS",
    "REFERENCE",
    "REVIEW_OUTCOMES",
    "REVIEW_WITHIN",
    "RISKS",
    "SORTS",
    "TIERS",
    "Action",
    "Agency",
    "AgreementDraft",
    "Case",
    "CaseFile",
    "CaseGrant",
    "CaseLine",
    "CasePage",
    "Conflict",
    "Decision",
    "EmergencyOpening",
    "Look",
    "Note",
    "Notice",
    "Outcome",
    "Referral",
    "ReferralAnswer",
    "RoleGrant",
    "Sharing",
    "SharingAgreement",
    "SignedIn",
    "Standing",
    "TrailQuery",
    "User",
    "Wanted",
]
