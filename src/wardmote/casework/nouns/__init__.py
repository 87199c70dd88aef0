"""The nouns of casework. All frozen; a change is a new value handed to the store with an audit event.

Codes (`kind`, `tier`, `status`, purposes, gateways, outcomes, roles) are words from closed lists, never free text.
Days are dates in Europe/London; instants are aware datetimes in UTC. Nothing here reads a clock.
"""

from wardmote.casework.nouns.access import CaseGrant, Conflict, Sharing
from wardmote.casework.nouns.cases import Action, Case, Decision, Note, Outcome, Referral, ReferralAnswer, Standing
from wardmote.casework.nouns.codes import (
    GRACE_AFTER_LAPSE,
    KINDS,
    LONDON,
    LONGEST_GRANT,
    MARKINGS,
    NOTE_KINDS,
    PROOF_LASTS,
    PROTECTION_LEVELS,
    REFERENCE,
    RISKS,
    TIERS,
)
from wardmote.casework.nouns.looks import (
    SORTS,
    CaseFile,
    CaseLine,
    CasePage,
    Look,
    SignedIn,
    TrailPage,
    TrailQuery,
    Wanted,
)
from wardmote.casework.nouns.partnership import Agency, AgreementDraft, RoleGrant, SharingAgreement, User

__all__ = [
    "GRACE_AFTER_LAPSE",
    "KINDS",
    "LONDON",
    "LONGEST_GRANT",
    "MARKINGS",
    "NOTE_KINDS",
    "PROOF_LASTS",
    "PROTECTION_LEVELS",
    "REFERENCE",
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
    "Look",
    "Note",
    "Outcome",
    "Referral",
    "ReferralAnswer",
    "RoleGrant",
    "Sharing",
    "SharingAgreement",
    "SignedIn",
    "Standing",
    "TrailPage",
    "TrailQuery",
    "User",
    "Wanted",
]
