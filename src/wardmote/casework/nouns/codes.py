"""The closed lists cases are written in, and two fixed spans of time."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
REFERENCE = re.compile(r"CSP-\d{2}-\d{4,6}")
CALL_REFERENCE = re.compile(r"DC-\d{2}-\d{4,6}")

KINDS = ("location", "victim", "offender")
TIERS = ("open", "named", "restricted", "sealed")
RISKS = ("standard", "high")
MARKINGS = ("OFFICIAL", "OFFICIAL-SENSITIVE")
"""Nothing above OFFICIAL-SENSITIVE is accepted (Government Security Classifications, August 2024)."""
PROTECTION_LEVELS = ("P0", "P1", "P2", "P3")
"""P3 may kill, P2 may ruin, P1 personal, P0 public."""
NOTE_KINDS = ("fact", "opinion", "intelligence")
"""DPA 2018 s.38: fact is kept apart from personal assessment."""
LONGEST_GRANT = timedelta(days=90)
PROOF_LASTS = timedelta(minutes=10)
"""How long a proof of who one is serves for what is guarded twice: protected fields, exports, grants, break-glass."""
EMERGENCY_LASTS = timedelta(minutes=60)
"""How long a case stays open to somebody who opened it in an emergency (security.md section 3, after NHS Summary Care Record)."""
REVIEW_WITHIN = 2
"""Working days a privacy officer has to review an emergency opening."""
SUSPENDED_AFTER = timedelta(days=5)
"""An opening unreviewed for longer takes the emergency way from whoever used it, until it is reviewed."""
REVIEW_OUTCOMES = ("justified", "not-justified", "referred")
GRACE_AFTER_LAPSE = timedelta(days=14)
"""Open high-risk cases go on this long after an agreement ends: a safety plan must not vanish over paperwork."""
INVITATION_KINDS = ("password", "second-factor")
INVITATION_LASTS = timedelta(days=3)
SHUT_UNUSED = timedelta(days=45)
"""An account nobody signs in to is shut from the 45th day on (security.md T2)."""
ATTESTED_FOR = timedelta(days=90)
"""An agency says every 90 days that a person still works for it, or the account is shut from the 90th day on (T2)."""
ATTEST_WARNING = timedelta(days=14)
CASES_AN_HOUR = 60
"""How many different cases a person opens in an hour before it looks like copying them all (security.md S7)."""
