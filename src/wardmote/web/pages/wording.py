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
REVIEW_OUTCOMES = {
    "justified": "Justified",
    "not-justified": "Not justified",
    "referred": "Referred to somebody else to decide",
}
DEEDS = {
    "glass-broken": "Opened the case in an emergency",
    "case-opened": "Opened the case",
    "cases-listed": "Saw it in a list of cases",
    "note-opened": "Opened a protected entry",
    "action-read": "Opened an action",
    "case-referred": "Sent the referral",
    "case-handed-over": "Handed the case over",
}
