"""How codes read on a page, each list once, in words a resident would follow."""

STATUSES = {
    "referred": "Waiting for an answer",
    "accepted": "Accepted",
    "signposted": "Signposted",
    "refused": "Refused",
    "working": "In progress",
    "closed": "Closed",
    "reopened": "Reopened",
}
STATUS_COLOURS = {
    "referred": "yellow",
    "accepted": "teal",
    "working": "teal",
    "reopened": "orange",
    "closed": "grey",
    "signposted": "grey",
    "refused": "grey",
}
KINDS = {"location": "A place", "victim": "A person who is harmed", "offender": "A person who causes harm"}
KINDS_SHORT = {"location": "Place", "victim": "Victim", "offender": "Offender"}
KINDS_SHARED = {"location": "places", "victim": "victims", "offender": "offenders"}
TIERS = {
    "open": "Open to the agreement",
    "named": "Named people only",
    "restricted": "Restricted",
    "sealed": "Sealed",
}
TIER_MEANINGS = {
    "open": "People in the agencies of the sharing agreement see it, if their role sees this kind of case.",
    "named": "Only the case lead and people given access by name.",
    "restricted": "Only people the case lead has approved.",
    "sealed": "Only people whom two others have approved.",
}
RISKS = {"standard": "Standard", "high": "High"}
NOTE_KINDS = {"fact": "Fact", "opinion": "Opinion", "intelligence": "Intelligence"}
NOTE_KIND_COLOURS = {"fact": "blue", "opinion": "purple", "intelligence": "orange"}
NOTE_KIND_HINTS = {
    "fact": "Something seen, measured or recorded.",
    "opinion": "What you think it means.",
    "intelligence": "Something reported that has not been checked.",
}
PROTECTION = {
    "P1": "Everyday personal data",
    "P2": "Could seriously harm somebody if it got out",
    "P3": "Could put a life at risk, such as a safe address",
}
ACCOUNT_STATES = {
    "open": "Open",
    "due": "Due to be confirmed",
    "lapsed": "Shut: not confirmed",
    "unopened": "Shut: never opened",
    "unused": "Shut: not used",
    "disabled": "Shut",
}
ACCOUNT_COLOURS = {
    "open": "teal",
    "due": "yellow",
    "lapsed": "red",
    "unused": "red",
    "unopened": "red",
    "disabled": "grey",
}
MEDIA = {
    "png": "Picture",
    "jpg": "Picture",
    "pdf": "PDF",
    "docx": "Word",
    "xlsx": "Excel",
    "txt": "Text",
    "csv": "CSV",
}
PERSON_ROLES = {
    "victim": "Victim",
    "suspect": "Suspect",
    "offender": "Offender",
    "witness": "Witness",
    "reporter": "Reporter",
}
PERSON_ROLE_HINTS = {
    "victim": "Somebody who is or may be harmed. Where they live is protected from the start.",
    "suspect": "Somebody who may have done it, not convicted or cautioned.",
    "offender": "Somebody convicted or cautioned.",
    "witness": "Somebody who saw or heard it.",
    "reporter": "Somebody who told us. Where they live is protected from the start.",
}
PERSON_ROLE_COLOURS = {
    "victim": "pink",
    "suspect": "yellow",
    "offender": "orange",
    "witness": "blue",
    "reporter": "purple",
}
ABOUT = {
    "name": "Name",
    "alias": "Also known as",
    "birth": "Date of birth",
    "address": "Address",
    "contact": "Telephone or email",
    "safe-contact": "How to make contact safely",
}
SORTS = {
    "home": "Home",
    "safe": "Safe address",
    "refuge": "Refuge",
    "work": "Work",
    "previous": "Earlier address",
    "phone": "Telephone",
    "email": "Email",
}
CHANNELS = {"ring": "Ringing", "text": "Texting", "email": "Email", "letter": "Letters", "visit": "Visits"}
TIES = {
    "household": "They live in one household",
    "opposing": "They are opposing parties: keep them apart",
    "associate": "They belong to one group",
    "parent": "The first is a parent of the second",
}
TIES_SHORT = {
    "household": "Lives with",
    "opposing": "Keep apart from",
    "associate": "In a group with",
    "parent": "Parent of",
    "child": "Child of",
}
OWN_TIES = {"is": "Is this person", "lives-with": "Lives with this person"}
BANDS = {"standard": "Standard", "medium": "Medium", "high": "High"}
BAND_COLOURS = {"standard": "grey", "medium": "yellow", "high": "red"}
LINKS = {
    "related": "They belong together",
    "same-people": "The same people are in both",
    "same-place": "They are about the same place",
    "duplicate": "This case is a duplicate of the other",
}
LINKS_SHORT = {
    "related": "Belongs together with",
    "same-people": "Same people as",
    "same-place": "Same place as",
    "duplicate": "Duplicate of",
    "duplicated": "Has as its duplicate",
}
REVIEW_OUTCOMES = {
    "justified": "Justified",
    "not-justified": "Not justified",
    "referred": "Referred to somebody else to decide",
}
REVIEW_STATES = {
    "received": "To decide",
    "met": "Review to hold",
    "not-met": "Threshold not met",
    "reviewed": "Reviewed",
    "withdrawn": "Withdrawn",
}
REVIEW_COLOURS = {"received": "yellow", "met": "teal", "not-met": "grey", "reviewed": "green", "withdrawn": "grey"}
MET_BY = {
    "number": "enough complaints qualify",
    "harm": "persistence, harm or the response so far",
    "appeal": "upheld on appeal",
}
RECOMMENDATION_ANSWERS = {"accepted": "Accepted", "in-part": "Accepted in part", "refused": "Not accepted"}
WORK_SOURCES = {
    "action": "Action on a case",
    "call-line": "Line of the daily call",
    "group-action": "Action of the operational group",
    "complaints": "Complaints for a case review",
    "recommendation": "Recommendation of a case review, to answer",
    "decide-review": "Decide on the threshold of a case review",
    "hold-review": "Hold the case review",
    "appeal": "Appeal about a case review, to answer",
    "tell-person": "Tell the person where their case review stands",
}
REPEAT_KINDS = {"place": "Places", "harmed": "People harmed or telling", "suspected": "People suspected or convicted"}
ITEM_KINDS = {
    "action": "Actions from before",
    "case": "Cases due",
    "review": "ASB case reviews",
    "repeat": "Repeat people and places",
    "other": "Other items",
}
ATTENDED = {"came": "Came", "apologies": "Sent apologies", "absent": "Absent", "asked": "Not said"}
APPEAL_ANSWERS = {"upheld": "Upheld", "not-upheld": "Not upheld"}
LETTERS = {
    "acknowledged": "we have the application",
    "decision": "what was decided on the threshold",
    "outcome": "what the review found",
    "appeal": "what the appeal came to",
}
LETTER_TITLES = {
    "acknowledged": "Letter that acknowledges a case review application",
    "decision": "Letter of the decision on a case review",
    "outcome": "Letter of the outcome of a case review",
    "appeal": "Letter of the answer to a case review appeal",
}
"""What a letter is called among the documents of a case: its kind, and nobody."""
WAYS_TO_TELL = {
    "next-contact": "When they were next in touch with us",
    "ring": "By telephone",
    "text": "By text",
    "visit": "On a visit",
}
TELLING_OUTCOMES = {
    "will-apply": "They want a review: take the application next",
    "does-not-want": "They do not want one",
    "not-reached": "They could not be reached yet",
    "not-safe": "It was not safe to tell them",
}
DEEDS = {
    "glass-broken": "Opened the case in an emergency",
    "case-opened": "Opened the case",
    "cases-listed": "Saw it in a list of cases",
    "note-opened": "Opened a protected entry",
    "action-read": "Opened an action",
    "document-opened": "Opened a document",
    "case-exported": "Took the case out as files",
    "detail-opened": "Opened a protected address or contact",
    "people-sought": "Found it in a search",
    "person-added": "Added the person to a case",
    "detail-added": "Wrote what is known of the person",
    "detail-ended": "Ended an address or contact",
    "detail-checked": "Made sure of an address or contact",
    "detail-protected": "Raised the protection",
    "person-role-ended": "Ended the person's role",
    "relation-added": "Said how two people stand to each other",
    "relation-ended": "Ended a relation",
    "own-tie-declared": "Declared a conflict of interest",
    "risk-assessed": "Assessed the risk",
    "cases-linked": "Linked the case",
    "case-referred": "Sent the referral",
    "case-handed-over": "Handed the case over",
    "meeting-read": "Saw it on the agenda of the operational group",
    "group-actions-listed": "Saw an action of the operational group about it",
    "minutes-drafted": "Took minutes that name it",
    "work-listed": "Saw it in their work",
    "repeats-sought": "Looked for repeat people and places",
    "case-reviews-read": "Read its ASB case reviews and complaints",
    "case-reviews-listed": "Saw its ASB case review in a list",
    "complaints-sought": "Looked for people past the threshold for a review",
    "unasked-told": "Wrote down that the person was told of the case review",
}
TOKEN_DEEDS = {"read": "Read only", "read+write": "Read, and change things in my name"}
