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
from wardmote.casework.nouns.documents import (
    EXPORT_LASTS,
    MEDIA,
    MOST_SUBJECTS,
    RECEIVERS,
    BroughtIn,
    CaseExport,
    Document,
    TrackerMap,
)
from wardmote.casework.nouns.looks import SORTS, CaseFile, CaseLine, CasePage, Look, SignedIn, TrailQuery, Wanted
from wardmote.casework.nouns.partnership import Agency, AgreementDraft, RoleGrant, SharingAgreement, User
from wardmote.casework.nouns.sign_in import Invitation, Invited, Session
from wardmote.casework.nouns.tokens import DEEDS, LONGEST_TOKEN, ApiToken

__all__ = [
    "ATTESTED_FOR",
    "ATTEST_WARNING",
    "CASES_AN_HOUR",
    "DEEDS",
    "EXPORT_LASTS",
    "GRACE_AFTER_LAPSE",
    "INVITATION_KINDS",
    "INVITATION_LASTS",
    "KINDS",
    "LONDON",
    "LONGEST_GRANT",
    "LONGEST_TOKEN",
    "MARKINGS",
    "MEDIA",
    "MOST_SUBJECTS",
    "NOTE_KINDS",
    "PROOF_LASTS",
    "PROTECTION_LEVELS",
    "RECEIVERS",
    "REFERENCE",
    "RISKS",
    "SHUT_UNUSED",
    "SORTS",
    "TIERS",
    "Action",
    "Agency",
    "AgreementDraft",
    "ApiToken",
    "BroughtIn",
    "Case",
    "CaseExport",
    "CaseFile",
    "CaseGrant",
    "CaseLine",
    "CasePage",
    "Conflict",
    "Decision",
    "Document",
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
    "TrackerMap",
    "TrailQuery",
    "User",
    "Wanted",
]
