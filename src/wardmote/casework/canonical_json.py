"""One text for one value: the part of RFC 8785 (JSON Canonicalization Scheme) that audit records need.

Objects, arrays, texts, whole numbers, true, false, null. Fractions are refused: their one true spelling is the only
hard part of the RFC, and no audit field has one.
"""

import json

LARGEST = 2**53 - 1


def canonical_json(value: object) -> str:
    """The canonical text of a value. Raises ValueError for what has none here: fractions, huge numbers, half characters."""
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise ValueError("the keys of an object are texts")
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(f"{canonical_json(key)}:{canonical_json(value[key])}" for key in keys) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(canonical_json(item) for item in value) + "]"
    if isinstance(value, str):
        value.encode("utf-8")  # a lone half of a surrogate pair has no UTF-8: UnicodeEncodeError is a ValueError
        return json.dumps(value, ensure_ascii=False)
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, int) and abs(value) <= LARGEST:
        return str(value)
    raise ValueError(f"{type(value).__name__} {value!r} has no canonical form here")
