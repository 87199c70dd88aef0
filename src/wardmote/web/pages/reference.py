"""A case reference in an address."""

from wardmote.casework.nouns import REFERENCE


class ReferenceInAddress:
    """CSP-26-0007. Anything else is no address at all, and answers like a case that is not there."""

    regex = REFERENCE.pattern

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
