"""One text for one value: the part of RFC 8785 (JSON Canonicalization Scheme) that audit records need.

Objects, arrays, texts, whole numbers, true, false, null. Fractions are refused: their one true spelling is the only
hard part of the RFC, and no audit field has one.
"""

from json.encoder import encode_basestring

LARGEST = 2**53 - 1


def canonical_json(value: object) -> str:
    """The canonical text of a value. Raises ValueError for what has none here: fractions, huge numbers, half characters."""
    text = _text(value)
    text.encode("utf-8")  # a lone half of a surrogate pair has no UTF-8: UnicodeEncodeError is a ValueError
    return text


def _text(value: object) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise ValueError("the keys of an object are texts")
        keys = sorted(value, key=_utf16)
        return "{" + ",".join([f"{encode_basestring(key)}:{_text(value[key])}" for key in keys]) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join([_text(item) for item in value]) + "]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int) and abs(value) <= LARGEST:
        return str(value)
    raise ValueError(f"{type(value).__name__} {value!r} has no canonical form here")


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be")
