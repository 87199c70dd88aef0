"""May this person refer a case, say who takes it, or answer a referral?"""

from collections.abc import Sequence
from datetime import date

from wardmote.casework.errors import NotPermitted
from wardmote.casework.nouns import SharingAgreement, Standing, User
from wardmote.casework.permissions.capability import agreement_between, check_capability, check_leads, passes
from wardmote.casework.visibility import viewer


def check_refer(
    user: User, to_agency: str, kind: str, agreements: Sequence[SharingAgreement], today: date, gateway: str = ""
) -> None:
    """New sharing needs a live agreement with the receiving agency; within one agency it needs none (CDA 1998 s.115)."""
    check_capability(user, "refer", today)
    if kind not in viewer(user, today).referred_kinds:
        raise NotPermitted(f"None of your roles lets you refer a case about a {kind}. Ask a colleague whose role does.")
    if user.agency != to_agency and not agreement_between(agreements, user.agency, to_agency, kind, today, gateway):
        raise NotPermitted(
            f"No sharing agreement in force lets your agency share a case about a {kind} with this one. "
            "Ask the partnership manager."
        )


def can_refer(
    user: User, to_agency: str, kind: str, agreements: Sequence[SharingAgreement], today: date, gateway: str = ""
) -> bool:
    return passes(lambda: check_refer(user, to_agency, kind, agreements, today, gateway))


def check_lead_person(person: User | None, agency: str, kind: str, today: date) -> None:
    """A case that is not open must have a named lead: somebody who leads cases of this kind in the agency that leads it."""
    if person is None or person.agency != agency or kind not in viewer(person, today).led_kinds:
        raise NotPermitted("Choose a case lead of the agency that is to lead this case.")


def can_lead_person(person: User | None, agency: str, kind: str, today: date) -> bool:
    return passes(lambda: check_lead_person(person, agency, kind, today))


def check_triage(user: User, case: Standing, today: date) -> None:
    """The receiving agency decides, and nobody answers their own referral."""
    check_leads(user, case, "triage", today)
    if user.id == case.referred_by:
        raise NotPermitted("You referred this case, so somebody else must answer. Ask a colleague who triages.")


def can_triage(user: User, case: Standing, today: date) -> bool:
    return passes(lambda: check_triage(user, case, today))
