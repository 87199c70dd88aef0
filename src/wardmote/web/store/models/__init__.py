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
from wardmote.web.store.models.case_reviews import BodyAsked, CaseReview, Complaint, Recommendation, Telling
from wardmote.web.store.models.daily_call import CallLine, CallNumber, NothingNew
from wardmote.web.store.models.documents import BroughtIn, CaseExport, Document, TrackerMap
from wardmote.web.store.models.durability import Heartbeat, SentForm
from wardmote.web.store.models.emergencies import EmergencyOpening, Notice, NoticeAddress, NoticeSeen
from wardmote.web.store.models.meetings import Attendance, Meeting, MeetingItem
from wardmote.web.store.models.partnership import Agency, AgreementDraft, RoleGrant, SharingAgreement
from wardmote.web.store.models.people import Detail, OwnTie, PersonOnCase, Relation
from wardmote.web.store.models.sign_in import Invitation
from wardmote.web.store.models.surroundings import Assessment, CaseLink, Site
from wardmote.web.store.models.tokens import ApiToken
from wardmote.web.store.models.trail import SignedHead, TrailRecord, TrailShown
from wardmote.web.store.models.work import CalendarFeed

__all__ = [
    "Action",
    "Agency",
    "AgreementDraft",
    "ApiToken",
    "Assessment",
    "Attendance",
    "BodyAsked",
    "BroughtIn",
    "CalendarFeed",
    "CallLine",
    "CallNumber",
    "Case",
    "CaseExport",
    "CaseGrant",
    "CaseLink",
    "CaseNumber",
    "CaseReview",
    "Complaint",
    "Conflict",
    "Decision",
    "Detail",
    "Document",
    "EmergencyOpening",
    "Heartbeat",
    "Invitation",
    "Meeting",
    "MeetingItem",
    "Note",
    "NothingNew",
    "Notice",
    "NoticeAddress",
    "NoticeSeen",
    "Outcome",
    "OwnTie",
    "PersonOnCase",
    "Recommendation",
    "Referral",
    "ReferralAnswer",
    "Relation",
    "RoleGrant",
    "SentForm",
    "SharingAgreement",
    "SignedHead",
    "Site",
    "Telling",
    "TrackerMap",
    "TrailRecord",
    "TrailShown",
]
