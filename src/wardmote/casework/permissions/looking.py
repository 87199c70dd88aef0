"""By which ways may this person see this case, and may they at all?"""

from dataclasses import dataclass
from datetime import date, datetime

from wardmote.casework.access_spec import GRACE, GRANTED, LEAD_PERSON, OPENED_IN_EMERGENCY, OWN_REFERRAL, ROUTINE
from wardmote.casework.errors import NotPermitted
from wardmote.casework.nouns import CaseGrant, Sharing, Standing, User
from wardmote.casework.permissions.capability import agreement_between, passes
from wardmote.casework.purposes import purposes_in_use
from wardmote.casework.visibility import visible, way_open


@dataclass(frozen=True)
class Ground:
    """Why a look is lawful: the purpose, and the gateway and agreement it goes through (blank inside the agency)."""

    purpose: str
    gateway: str = ""
    agreement: str = ""


def grounds(
    user: User, case: Standing, sharing: Sharing, today: date, now: datetime | None = None
) -> dict[str, Ground]:
    """The purposes this person may open this case for today, each with its ground. What a purpose page offers.

    Inside the lead agency, and for the person who referred it, any purpose in use; for a partner the purposes of the
    agreements; by a grant, the purpose of the grant; in an emergency, with `now`, the emergency.
    """
    found: dict[str, Ground] = {}
    if way_open(GRANTED, user, case, sharing, today):
        found |= {g.purpose: Ground(g.purpose, g.gateway) for g in _grants_to(user, sharing, case, today)}
    own_agency = any(way_open(way, user, case, sharing, today) for way in (LEAD_PERSON, OWN_REFERRAL))
    if way_open(ROUTINE, user, case, sharing, today):
        own_agency = own_agency or user.agency == case.lead_agency
        found |= _grounds_of_agreements(user, case, sharing, today)
    if own_agency:
        found |= {purpose: Ground(purpose) for purpose in purposes_in_use(today)}
    offered = {purpose: found[purpose] for purpose in sorted(found) if purpose in purposes_in_use(today)}
    return offered | _grounds_of_emergencies(user, case, sharing, today, now)


def _grants_to(user: User, sharing: Sharing, case: Standing, today: date) -> list[CaseGrant]:
    """The grants to this person which, each taken alone, open the case."""
    return [
        grant
        for grant in sharing.grants
        if way_open(GRANTED, user, case, Sharing(sharing.agreements, (grant,), ()), today)
    ]


def _grounds_of_agreements(user: User, case: Standing, sharing: Sharing, today: date) -> dict[str, Ground]:
    found: dict[str, Ground] = {}
    for agreement in sharing.agreements:
        alone = Sharing((agreement,), (), ())
        if agreement.names(user.agency, case.lead_agency) and way_open(ROUTINE, user, case, alone, today):
            found |= {p: Ground(p, agreement.gateway, agreement.id) for p in agreement.purposes}
    return found


def _grounds_of_emergencies(
    user: User, case: Standing, sharing: Sharing, today: date, now: datetime | None
) -> dict[str, Ground]:
    return {
        opening.category: Ground(opening.category, opening.gateway)
        for opening in sharing.emergency_openings
        if way_open(OPENED_IN_EMERGENCY, user, case, Sharing(emergency_openings=(opening,)), today, now)
    }


def check_look(
    user: User, case: Standing, purpose: str, sharing: Sharing, today: date, now: datetime | None = None
) -> Ground:
    """The purpose is one this person may have here. Returns the ground to be logged with the look."""
    ground = grounds(user, case, sharing, today, now).get(purpose)
    if ground is None:
        raise NotPermitted("Nothing lets you open this case for that purpose. Choose one of the purposes offered.")
    return ground


def can_look(
    user: User, case: Standing, purpose: str, sharing: Sharing, today: date, now: datetime | None = None
) -> bool:
    return passes(lambda: check_look(user, case, purpose, sharing, today, now))


def check_own_right(user: User, case: Standing, sharing: Sharing, today: date) -> None:
    """Whoever decides on a case sees it in their own right: an emergency opens it to read and to note, not to keep."""
    if not visible(user, case, sharing, today):
        raise NotPermitted("You see this case in an emergency only, to read it and add notes. Ask its case lead.")


def can_own_right(user: User, case: Standing, sharing: Sharing, today: date) -> bool:
    return passes(lambda: check_own_right(user, case, sharing, today))


def in_grace(user: User, case: Standing, sharing: Sharing, today: date) -> bool:
    """Whether sight rests on the 14 days after a lapse: the page says so, and both privacy officers are to be told."""
    lapsed = user.agency != case.lead_agency and not agreement_between(
        sharing.agreements, user.agency, case.lead_agency, case.kind, today
    )
    return lapsed and way_open(GRACE, user, case, sharing, today)
