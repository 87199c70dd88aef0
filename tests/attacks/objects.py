"""What an address may name: for each, one that exists and is hidden from whoever asks, and one that never was."""

from datetime import timedelta

from attacks.saltmarsh import Saltmarsh, add_case, put
from attacks.tokens import token_for
from unit.casework.factories import NOW, TODAY
from wardmote.casework.nouns import (
    CallLine,
    CaseGrant,
    CaseLink,
    Detail,
    Document,
    EmergencyOpening,
    Meeting,
    MeetingItem,
    Note,
    Notice,
    PersonOnCase,
    Relation,
)

HIDDEN, MISSING = "CSP-26-7001", "CSP-26-7999"
"""A case of Marsh Homes for named people, and a reference nobody was ever given."""
SEEN = "CSP-26-7002"
"""A case open to the agreement: what hangs on it may still be hidden."""
RESTRICTED = "CSP-26-7003"
"""A case on which access waits for its lead alone."""
HIDDEN_LINE = "DC-26-7001"
"""A line that an agency outside every agreement raised on its own call."""
NOTHING = "0" * 24
PUBLIC = {"code", "agreement_id", "role", "about"}
"""Agencies, agreements, roles and what can be known of a person: everybody may know what there is."""


def plant(saltmarsh: Saltmarsh) -> dict[str, dict[str, str]]:
    """For each thing an address takes: the hidden one and the missing one, on a hidden case and, where it can be, on a seen one."""
    store = saltmarsh.ours.store
    add_case(store, HIDDEN, "victim", "named")
    add_case(store, SEEN, "location", "open")
    add_case(store, RESTRICTED, "victim", "restricted")
    _hide_on_seen()
    _hide_elsewhere()
    hidden = {
        "reference": HIDDEN,
        "note_id": "secret-note",
        "action_id": f"a-{HIDDEN}",
        "document_id": "secret-document",
        "export_id": f"export-{SEEN}",
        "person": "p0secret",
        "part_id": "secret-part",
        "relation_id": "secret-relation",
        "detail_id": "secret-detail",
        "link_id": "secret-link",
        "grant_id": "secret-grant",
        "opening_id": "secret-opening",
        "notice_id": "secret-notice",
        "map_id": "map-of-theirs",
        "user_id": "housing-R2",
        "token_id": token_for("housing-R3b").split("_")[1],
        "line_reference": HIDDEN_LINE,
        "meeting_id": "secret-meeting",
        "item_id": "secret-item",
        "review_id": f"review-{HIDDEN}",
        "recommendation_id": f"recommendation-{HIDDEN}",
    }
    missing = dict.fromkeys(hidden, NOTHING) | {
        "reference": MISSING,
        "person": "p0nobody",
        "line_reference": "DC-26-7999",
    }
    return {name: {"hidden": hidden[name], "missing": missing[name]} for name in hidden}


def _hide_on_seen() -> None:
    """A person, what is known of them, an entry and a document, all protected; and a link to a case that is not seen."""
    secret = {
        "case": SEEN,
        "owner_agency": "housing",
        "by": "housing-R3b",
        "at": NOW,
        "protection": "P3",
        "data_category": "contact",
    }
    told = {**secret, "kind": "intelligence"}
    put(
        Note(id="secret-note", text="SECRET-NOTE", **told),
        PersonOnCase(id="secret-part", person="p0secret", role="victim", **told),
        Detail(id="secret-detail", person="p0secret", about="address", value="SECRET-ADDRESS", sort="refuge", **told),
        Relation(id="secret-relation", one="p0secret", other="p0secret2", tie="parent", **told),
        Document(
            id="secret-document", name="SECRET-DOCUMENT.txt", media="txt", size=9, marking="OFFICIAL", salt="00", digest="00", **told
        ),
        CaseLink(id="secret-link", case=SEEN, other=HIDDEN, link="related", by="housing-R3b", agency="housing", on=TODAY),
    )  # fmt: skip


def _hide_elsewhere() -> None:
    """Access that its lead alone approves, an emergency of two other agencies, and what somebody else was told."""
    put(
        CaseGrant(
            id="secret-grant", case=RESTRICTED, agency="council", to_user="council-R2", to_role="", purpose="case-work", gateway="",
            start=TODAY, until=TODAY + timedelta(days=5), by="housing-R3", reason="SECRET-REASON", reaches="named",
        ),
        EmergencyOpening(
            id="secret-opening", case=HIDDEN, user="council-R3", agency="council", owner_agency="housing", category="threat-to-life",
            gateway="", reason="SECRET-EMERGENCY", at=NOW, until=NOW + timedelta(minutes=60), review_due=TODAY,
        ),
        CallLine(
            reference=HIDDEN_LINE, raised_on=TODAY, raised_at=NOW, raised_by="outsider-R2", raising_agency="outsider", what="SECRET-LINE",
            where="SECRET-PLACE", owner_agency="outsider", due=TODAY,
        ),
        Meeting(id="secret-meeting", agency="outsider", by="outsider-R3", on=TODAY, planned_on=TODAY),
        MeetingItem(
            id="secret-item", meeting="secret-meeting", position=1, kind="other", title="SECRET-ITEM", ends="act", decision="SECRET-DECISION",
            owner_agency="outsider", due=TODAY,
        ),
        Notice(id="secret-notice", person="housing-R11", about="access-refused", words="SECRET-NOTICE", subject="", since=NOW),
    )  # fmt: skip
