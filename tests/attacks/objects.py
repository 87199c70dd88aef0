"""What an address may name: for each, one that exists and is hidden from whoever asks, and one that never was."""

from attacks.saltmarsh import Saltmarsh, add_case
from attacks.tokens import token_for
from unit.casework.factories import NOW, setting_up
from wardmote.casework.nouns import Note

HIDDEN, MISSING = "CSP-26-7001", "CSP-26-7999"
"""A case of Marsh Homes for named people, and a reference nobody was ever given."""
SEEN = "CSP-26-7002"
"""A case open to the agreement: what hangs on it may still be hidden."""
NOTHING = "0" * 24


def plant(saltmarsh: Saltmarsh) -> dict[str, dict[str, str]]:
    """For each thing an address takes: the hidden one and the missing one, on a hidden case and, where it can be, on a seen one."""
    store = saltmarsh.ours.store
    add_case(store, HIDDEN, "victim", "named")
    add_case(store, SEEN, "location", "open")
    secret = Note(
        id="secret-note", case=SEEN, owner_agency="housing", by="housing-R3b", at=NOW, kind="intelligence",
        protection="P3", data_category="contact", text="SECRET-NOTE",
    )  # fmt: skip
    store.add_note(secret, setting_up("note-set", SEEN))
    return {
        "reference": {"hidden": HIDDEN, "missing": MISSING},
        "note_id": {"hidden": "secret-note", "missing": NOTHING},
        "action_id": {"hidden": f"a-{HIDDEN}", "missing": NOTHING},
        "token_id": {"hidden": token_for("housing-R3b").split("_")[1], "missing": NOTHING},
    }
