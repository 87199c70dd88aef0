"""The nouns of casework. All frozen; a change is a new value handed to the store with an audit event.

Codes (`kind`, `tier`, `status`, purposes, gateways, outcomes, roles) are words from closed lists, never free text.
Days are dates in Europe/London; instants are aware datetimes in UTC. Nothing here reads a clock.
"""

from wardmote.casework.nouns.access import CaseGrant, Conflict, Sharing
from wardmote.casework.nouns.cases import Action, Case, Decision, Note, Outcome, Referral, ReferralAnswer, Standing
from wardmote.casework.nouns.codes import (
    ATTEST_WARNING,
    ATTESTED_FOR,
    CASES_AN_HOUR,
    GRACE_AFTER_LAPSE,
    INVITATION_KINDS,
    INVITATION_LASTS,
    KINDS,
    LONDON,
    LONGEST_GRANT,
    MARKINGS,
    NOTE_KINDS,
    PROOF_LASTS,
    PROTECTION_LEVELS,
    REFERENCE,
    RISKS,
    SHUT_UNUSED,
    TIERS,
)
from wardmote.casework.nouns.looks import SORTS, CaseFile, CaseLine, CasePage, Look, SignedIn, TrailQuery, Wanted
from wardmote.casework.nouns.partnership import Agency, AgreementDraft, RoleGrant, SharingAgreement, User
from wardmote.casework.nouns.sign_in import Invitation, Invited, Session

__all__ = [
    "ATTESTED_FOR",
    "ATTEST_WARNING",
    "CASES_AN_HOUR",
    "GRACE_AFTER_LAPSE",
    "INVITATION_KINDS",
    "INVITATION_LASTS",
    "KINDS",
    "LONDON",
    "LONGEST_GRANT",
    "MARKINGS",
    "NOTE_KINDS",
    "PROOF_LASTS",
    "PROTECTION_LEVELS",
    "REFERENCE",
    "RISKS",
    "SHUT_UNUSED",
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
    "Invitation",
    "Invited",
    "Look",
    "Note",
    "Outcome",
    "Referral",
    "ReferralAnswer",
    "RoleGrant",
    "Session",
    "Sharing",
    "SharingAgreement",
    "SignedIn",
    "Standing",
    "TrailQuery",
    "User",
    "Wanted",
]
