"""The ASB case review ("community trigger") on a case, from application to appeal: 2014 Act ss.104-105 and Schedule 4.

`procedure` is the Act's arithmetic and knows of no case; `application` says what each step needs; `decisions` takes the
steps; `letters` tell the person; `published_return` is what the bodies publish each year.
"""

from wardmote.casework.case_reviews.application import (
    FINDING_REVIEWS,
    HARMED,
    STEPS,
    add_complaint,
    apply,
    can_step,
    check_step,
    counted,
    list_reviews,
    read,
    say_all,
    take,
)

__all__ = [
    "FINDING_REVIEWS",
    "HARMED",
    "STEPS",
    "add_complaint",
    "apply",
    "can_step",
    "check_step",
    "counted",
    "list_reviews",
    "read",
    "say_all",
    "take",
]
