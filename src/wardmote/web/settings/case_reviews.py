"""The local procedure for ASB case reviews: WARDMOTE_CASE_REVIEW=complaints=3,acknowledge=10,decide=15,review=20."""

from dataclasses import fields

from wardmote.casework.case_reviews.procedure import Procedure
from wardmote.errors import WrongUse

NAME = "WARDMOTE_CASE_REVIEW"


def read(text: str) -> Procedure:
    """What is set, over what most procedures have; clocks in working days, the target in per cent."""
    known = {field.name for field in fields(Procedure)}
    found = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, number = part.partition("=")
        if name not in known or not number.isdecimal():
            raise WrongUse(f"{NAME} must read like decide=15,review=20; it may set {', '.join(sorted(known))}")
        found[name] = int(number)
    try:
        return Procedure(**found)
    except ValueError as error:
        raise WrongUse(f"{NAME}: {error}") from error
