"""Who sees what, once, as data. `visibility` asks it about one case, a store compiles it into its queries, and
docs/reference/casework-access.md is printed from it. Source: security.md section 3.

Read it from `CASE_VISIBLE` upwards; `WAYS` says each way to a case in words beside its condition.
"""

from wardmote.casework.conditions import All, AnyOf, Exists, Not, NotAfter, Of, Same, Value, Within
from wardmote.casework.transitions import NOT_BEGUN, UNFINISHED

VIEWER_ACTIVE = Same(Of("viewer", "active"), Value(True))

AGENCY_LEADS = Same(Of("case", "lead_agency"), Of("viewer", "agency"))

_BOTH_ARE_PARTIES = All(
    Within(Of("viewer", "agency"), Of("agreement", "parties")),
    Within(Of("case", "lead_agency"), Of("agreement", "parties")),
    Within(Of("case", "kind"), Of("agreement", "subject_categories")),
    NotAfter(Of("agreement", "start"), Of("viewer", "today")),
)

LIVE_AGREEMENT = Exists("agreement", All(_BOTH_ARE_PARTIES, NotAfter(Of("viewer", "today"), Of("agreement", "end"))))

GRACE = All(
    Same(Of("case", "risk"), Value("high")),
    Within(Of("case", "status"), Value(UNFINISHED)),
    Exists("agreement", All(_BOTH_ARE_PARTIES, NotAfter(Of("viewer", "grace_from"), Of("agreement", "end")))),
)
"""An open high-risk case stays in sight for 14 days after its agreement ends."""

SHARED_WITH_AGENCY = AnyOf(AGENCY_LEADS, LIVE_AGREEMENT, GRACE)

NO_CONFLICT = Not(
    Exists(
        "conflict",
        All(
            Same(Of("conflict", "case"), Of("case", "reference")),
            Same(Of("conflict", "user"), Of("viewer", "user")),
        ),
    )
)

ROUTINE = All(
    Same(Of("case", "tier"), Value("open")),
    Within(Of("case", "kind"), Of("viewer", "open_kinds")),
    SHARED_WITH_AGENCY,
)

LEAD_PERSON = All(
    Same(Of("case", "lead_person"), Of("viewer", "user")),
    Within(Of("case", "kind"), Of("viewer", "led_kinds")),
    AGENCY_LEADS,
)

OWN_REFERRAL = All(
    Same(Of("case", "referred_by"), Of("viewer", "user")),
    Same(Of("case", "referring_agency"), Of("viewer", "agency")),
    Within(Of("case", "kind"), Of("viewer", "referred_kinds")),
    Within(Of("case", "status"), Value(NOT_BEGUN)),
)

GRANT_REACHES_TIER = AnyOf(
    Within(Of("case", "tier"), Value(frozenset({"open", "named"}))),
    All(
        Same(Of("case", "tier"), Value("restricted")),
        Within(Of("grant", "reaches"), Value(frozenset({"restricted", "sealed"}))),
    ),
    All(Same(Of("case", "tier"), Value("sealed")), Same(Of("grant", "reaches"), Value("sealed"))),
)

GRANT_IS_TO_VIEWER = All(
    Same(Of("grant", "agency"), Of("viewer", "agency")),
    AnyOf(
        Same(Of("grant", "to_user"), Of("viewer", "user")),
        Within(Of("grant", "to_role"), Of("viewer", "roles")),
    ),
)

GRANTED = All(
    Within(Of("case", "kind"), Of("viewer", "granted_kinds")),
    SHARED_WITH_AGENCY,
    Exists(
        "grant",
        All(
            Same(Of("grant", "case"), Of("case", "reference")),
            GRANT_IS_TO_VIEWER,
            NotAfter(Of("grant", "start"), Of("viewer", "today")),
            NotAfter(Of("viewer", "today"), Of("grant", "until")),
            Same(Of("grant", "revoked"), Value(False)),
            GRANT_REACHES_TIER,
        ),
    ),
)

OPENED_IN_EMERGENCY = All(
    Same(Of("viewer", "breaks_glass"), Value(True)),
    Exists(
        "emergency_opening",
        All(
            Same(Of("emergency_opening", "case"), Of("case", "reference")),
            Same(Of("emergency_opening", "user"), Of("viewer", "user")),
            Same(Of("emergency_opening", "agency"), Of("viewer", "agency")),
            NotAfter(Of("emergency_opening", "at"), Of("viewer", "now")),
            NotAfter(Of("viewer", "now"), Of("emergency_opening", "until")),
        ),
    ),
)

WAYS = {
    "routine": (
        "the case is open to the agreement, its kind is one of their roles' routine kinds, and their agency leads it or "
        "is in a live agreement with the agency that does (an open high-risk case stays for 14 days after a lapse)",
        ROUTINE,
    ),
    "lead person": ("they are its named lead, in the agency that leads it, and hold a role that leads", LEAD_PERSON),
    "own referral": ("they referred it, and work on it has not begun", OWN_REFERRAL),
    "grant": (
        "a live grant to them, or to their role in their agency, reaches the tier of the case, and their agency leads it "
        "or is in a live agreement with the agency that does",
        GRANTED,
    ),
    "emergency": (
        "they opened it in an emergency within the last 60 minutes, and a role they hold may; whatever its tier, its "
        "kind and the agreements; it is then in no list, and is read and noted on, not decided on",
        OPENED_IN_EMERGENCY,
    ),
}
"""The ways to a case: in words, and as a condition. One is enough."""

CASE_VISIBLE = All(VIEWER_ACTIVE, NO_CONFLICT, AnyOf(*(condition for _, condition in WAYS.values())))

NOT_SHUT_OUT = All(VIEWER_ACTIVE, NO_CONFLICT)
"""Which cases somebody may open in an emergency or decide about unseen: every one but those they are in conflict with."""

NOTE_VISIBLE = All(
    VIEWER_ACTIVE,
    Within(Of("note", "protection"), Of("viewer", "levels")),
    AnyOf(
        Not(Same(Of("note", "kind"), Value("intelligence"))),
        Same(Of("viewer", "reads_intelligence"), Value(True)),
    ),
    AnyOf(
        Same(Of("note", "owner_agency"), Of("viewer", "agency")),
        OPENED_IN_EMERGENCY,
        Exists(
            "agreement",
            All(
                Within(Of("viewer", "agency"), Of("agreement", "parties")),
                Within(Of("note", "owner_agency"), Of("agreement", "parties")),
                Within(Of("case", "kind"), Of("agreement", "subject_categories")),
                Within(Of("note", "data_category"), Of("agreement", "data_categories")),
                NotAfter(Of("agreement", "start"), Of("viewer", "today")),
                AnyOf(
                    NotAfter(Of("viewer", "today"), Of("agreement", "end")),
                    All(
                        Same(Of("case", "risk"), Value("high")),
                        Within(Of("case", "status"), Value(UNFINISHED)),
                        NotAfter(Of("viewer", "grace_from"), Of("agreement", "end")),
                    ),
                ),
            ),
        ),
    ),
)
"""On a case already in sight: the level, intelligence only where a role reads it, and the owner agency still shares it.

In an emergency every agency's entries are read, still only up to the level of the role."""

TRAIL_VISIBLE = All(
    VIEWER_ACTIVE,
    AnyOf(
        Same(Of("viewer", "sees_all_trails"), Value(True)),
        All(Same(Of("viewer", "sees_trail"), Value(True)), AGENCY_LEADS),
    ),
)
"""Who may read the log of a case without seeing the case: auditors, and the lead agency's privacy officer."""

MEETING_VISIBLE = All(
    VIEWER_ACTIVE,
    Same(Of("viewer", "joins_group"), Value(True)),
    AnyOf(
        Same(Of("meeting", "agency"), Of("viewer", "agency")),
        Exists(
            "agreement",
            All(
                Within(Of("viewer", "agency"), Of("agreement", "parties")),
                Within(Of("meeting", "agency"), Of("agreement", "parties")),
                Within(Value("case-meeting"), Of("agreement", "purposes")),
                NotAfter(Of("agreement", "start"), Of("viewer", "today")),
                NotAfter(Of("viewer", "today"), Of("agreement", "end")),
            ),
        ),
    ),
)
"""A meeting of the operational group: seen by who joins the group, in the agency that convened it or one that shares for
case meetings. Its items about a case are seen only by who sees the case."""

CALL_LINE_VISIBLE = All(
    VIEWER_ACTIVE,
    Same(Of("viewer", "joins_call"), Value(True)),
    NotAfter(Of("viewer", "call_kept_from"), Of("line", "raised_on")),
    AnyOf(
        Same(Of("line", "raising_agency"), Of("viewer", "agency")),
        Exists(
            "agreement",
            All(
                Within(Of("viewer", "agency"), Of("agreement", "parties")),
                Within(Of("line", "raising_agency"), Of("agreement", "parties")),
                Within(Value("daily-call"), Of("agreement", "purposes")),
                NotAfter(Of("agreement", "start"), Of("viewer", "today")),
                NotAfter(Of("viewer", "today"), Of("agreement", "end")),
            ),
        ),
    ),
)
"""A line of the daily call: seen by who joins the call, in the agency that raised it or one that shares for the call, for
12 months."""
