"""The shape of a value without the value: what a message may show of a partner's data."""

import re

LONGEST_SHAPE = 24
_KEPT = set("/-:., ")


def masked(value: object, personal: bool = False) -> str:
    """'04/13/2016' becomes "99/99/9999" (10 characters). A personal value shows only that there is one.

    Letters become a, digits 9; anything else but plain separators becomes ?. Nothing can be read back.
    """
    if value is None or value == "":
        return "nothing"
    text = str(value)
    if personal:
        return "a value (not shown: personal)"
    shape = "".join(_shape(letter) for letter in text[:LONGEST_SHAPE])
    shape = shape + "…" if len(text) > LONGEST_SHAPE else shape
    return f"\u201c{shape}\u201d ({len(text)} character{'s' if len(text) != 1 else ''})"


def _shape(letter: str) -> str:
    if letter.isdigit():
        return "9"
    if letter.isalpha():
        return "a"
    return letter if letter in _KEPT else "?"


def safe_heading(heading: str) -> str:
    """A heading fit to print: control characters removed, cut to 60 characters. Headings are not personal data."""
    text = re.sub(r"[^\x20-\x7e\u00a1-\uffff]", "?", heading.encode("utf-8", "replace").decode("utf-8"))
    return text[:60] + ("…" if len(text) > 60 else "")
