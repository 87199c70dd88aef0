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
from wardmote.casework.nouns.looks import SORTS, CaseFile, CaseLine, CasePage, Look, SignedIn, TrailQuery, Wanted
from wardmote.casework.nouns.partnership import Agency, AgreementDraft, RoleGrant, SharingAgreement, User
from wardmote.casework.nouns.people import (
    ABOUT,
    ADDRESS_SORTS,
    CHANNELS,
    CONTACT_SORTS,
    PERSON_ROLES,
    TIES,
    Detail,
    Found,
    OwnTie,
    PersonOnCase,
    Relation,
    Sought,
)
from wardmote.casework.nouns.surroundings import BANDS, LINKS, Assessment, CaseLink, LinkedCase, Site

__all__ = [
    "ABOUT",
    "ADDRESS_SORTS",
    "BANDS",
    "CHANNELS",
    "CONTACT_SORTS",
    "GRACE_AFTER_LAPSE",
    "KINDS",
    "LINKS",
    "LONDON",
    "LONGEST_GRANT",
    "MARKINGS",
    "NOTE_KINDS",
    "PERSON_ROLES",
    "PROOF_LASTS",
    "PROTECTION_LEVELS",
    "REFERENCE",
    "RISKS",
    "SORTS",
    "TIERS",
    "TIES",
    "Action",
    "Agency",
    "AgreementDraft",
    "Assessment",
    "Case",
    "CaseFile",
    "CaseGrant",
    "CaseLine",
    "CaseLink",
    "CasePage",
    "Conflict",
    "Decision",
    "Detail",
    "Found",
    "LinkedCase",
    "Look",
    "Note",
    "Outcome",
    "OwnTie",
    "PersonOnCase",
    "Referral",
    "ReferralAnswer",
    "Relation",
    "RoleGrant",
    "Sharing",
    "SharingAgreement",
    "SignedIn",
    "Site",
    "Sought",
    "Standing",
    "TrailQuery",
    "User",
    "Wanted",
]
