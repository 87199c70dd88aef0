"""How protected each field of words is: who may read it at all, before anything else is asked.

P3 may kill, P2 may ruin, P1 is everyday personal data, P0 is for anybody who is signed in. AS_MARKED is the level that
the writer gave the entry. Codes, ids and days are in no line: what they give away is where a case stands, and that
is as hidden as the case. A field of words that is not here has no level, and a test fails.
"""

AS_MARKED = "as marked"

LEVELS = {
    "Account": {"username": "P1", "name": "P0"},
    "Action": {"what": "P1", "outcome": "P1"},
    "Agency": {"name": "P0", "controller_contact": "P0", "letter_contact": "P0"},
    "AgreementDraft": {"title": "P0", "lawful_basis": "P0"},
    "ApiToken": {"name": "P1"},
    "Assessment": {"why": AS_MARKED},
    "BodyAsked": {"answered_why": "P1"},
    "BroughtIn": {"reference": "P1"},
    "CallLine": {"what": "P1", "where": "P1", "outcome": "P1"},
    "Case": {"place": "P1", "summary": "P1"},
    "CaseExport": {"addressed_to": "P1", "why": "P1"},
    "CaseGrant": {"reason": "P1"},
    "CaseReview": {
        "applicant": "P1",
        "agreed_how": "P1",
        "asks": "P1",
        "why": "P1",
        "finding": "P1",
        "earlier_finding": "P1",
        "appeal_why": "P1",
        "appeal_finding": "P1",
        "withdrawn_why": "P1",
    },
    "Complaint": {"their_reference": "P1", "caveat": "P1"},
    "Decision": {"what": "P1", "why": "P1"},
    "Detail": {"value": AS_MARKED, "uprn": AS_MARKED},
    "Document": {"name": AS_MARKED},
    "EmergencyOpening": {"reason": "P1", "finding": "P1"},
    "MeetingItem": {"title": "P1", "decision": "P1", "done_words": "P1"},
    "Note": {"text": AS_MARKED},
    "Notice": {"words": "P1", "subject": "P0"},
    "NoticeAddress": {"address": "P1"},
    "Outcome": {"comment": "P1"},
    "Recommendation": {"what": "P1", "words": "P1"},
    "Referral": {"why": "P1"},
    "ReferralAnswer": {"reason": "P1", "signposted_to": "P1"},
    "SentForm": {"path": "P0", "location": "P0", "said": "P1"},
    "SharingAgreement": {"title": "P0", "lawful_basis": "P0"},
    "SignedHead": {"partnership": "P0"},
    "SignInSession": {"session_data": "P1"},
    "Site": {"ward_name": "P1", "uprn": "P1"},
    "Telling": {"words": "P1"},
    "TrackerMap": {"name": "P1"},
}
"""By the noun, which is the model's name as well, then by the field."""
