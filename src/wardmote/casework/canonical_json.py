"""One text for one value: the part of RFC 8785 (JSON Canonicalization Scheme) that audit records need.

Objects, arrays, texts, whole numbers, true, false, null. Fractions are refused: their one true spelling is the only
hard part of the RFC, and no audit field has one.
"""

from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any

LARGEST = 2**53 - 1


def canonical_json(value: object) -> str:
    """The canonical text of a value. Raises ValueError for what has none here: fractions, huge numbers, half characters."""
    text = _text(value)
    text.encode("utf-8")  # a lone half of a surrogate pair has no UTF-8: UnicodeEncodeError is a ValueError
    return text


def _text(value: Any) -> str:
    kind = type(value)
    if kind is str:
        return encode_basestring(value)
    if kind is dict:
        fields = [(name, value[key]) for key, name in _names(tuple(value))]
        return "{" + ",".join([n + (encode_basestring(v) if type(v) is str else _text(v)) for n, v in fields]) + "}"
    if kind is tuple or kind is list:
        return "[" + ",".join([_text(item) for item in value]) + "]"
    if value is None or kind is bool:
        return {None: "null", True: "true", False: "false"}[value]
    if kind is int and abs(value) <= LARGEST:
        return str(value)
    raise ValueError(f"{kind.__name__} {value!r} has no canonical form here")


@lru_cache(maxsize=256)
def _names(keys: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The keys in their order, each with how it is written. Remembered: every record of a trail has the same."""
    if not all(isinstance(key, str) for key in keys):
        raise ValueError("the keys of an object are texts")
    return tuple((key, f"{encode_basestring(key)}:") for key in sorted(keys, key=_utf16))


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be")
