"""References in an address: of a case, of a line of the daily call. Anything else is no address at all."""

from wardmote.casework.nouns import CALL_REFERENCE, REFERENCE


class ReferenceInAddress:
    """CSP-26-0007. What does not look like one answers like a case that is not there."""

    regex = REFERENCE.pattern

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class LineInAddress(ReferenceInAddress):
    """DC-26-0007."""

    regex = CALL_REFERENCE.pattern
