"""Who may give, approve and end access to one case, and open it in an emergency?"""

from collections.abc import Sequence
from datetime import date

from wardmote.casework.errors import NotPermitted
from wardmote.casework.nouns import CaseGrant, EmergencyOpening, Sharing, Standing, User
from wardmote.casework.permissions.capability import agreement_between, check_capability, check_leads, passes
from wardmote.casework.permissions.referring import can_lead_person

# Access to one case


def check_grant(user: User, case: Standing, grant: CaseGrant, sharing: Sharing, today: date) -> None:
    """Only the lead agency grants; never to oneself, by name or by a role one holds; only where an agreement reaches."""
    check_leads(user, case, "grant-access", today)
    if _is_to(grant, user, today):
        raise NotPermitted("Nobody gives access to themselves. Ask another case lead.")
    if grant.agency != case.lead_agency and not agreement_between(
        sharing.agreements, grant.agency, case.lead_agency, case.kind, today, grant.gateway
    ):
        raise NotPermitted("No sharing agreement in force reaches that agency by this gateway. Choose another.")


def can_grant(user: User, case: Standing, grant: CaseGrant, sharing: Sharing, today: date) -> bool:
    return passes(lambda: check_grant(user, case, grant, sharing, today))


def _is_to(grant: CaseGrant, user: User, today: date) -> bool:
    held = {role.code for role in user.roles_on(today)}
    return grant.to_user == user.id or (grant.agency == user.agency and grant.to_role in held)


def check_approve(user: User, case: Standing, grant: CaseGrant, sharing: Sharing, today: date) -> None:
    """Approval is by somebody else: not who asked, not who receives, not twice. Restricted needs the lead person's.

    For a sealed case two people approve: leads or privacy officers of the lead agency, or the partnership manager of
    an agency it shares with. They are shown the grant, not the case.
    """
    check_capability(user, "approve-access", today)
    manages = user.may("manage-agreements", today) and agreement_between(
        sharing.agreements, user.agency, case.lead_agency, case.kind, today
    )
    if user.agency != case.lead_agency and not manages:
        raise NotPermitted("Only the agency that leads this case, or the partnership manager, approves access to it.")
    if user.id == grant.by or _is_to(grant, user, today) or user.id in grant.approvals:
        raise NotPermitted(
            "Somebody else must approve this: you asked for it, receive it, or have approved it already."
        )
    if case.tier == "restricted" and user.id != case.lead_person:
        raise NotPermitted("Only the named lead of a restricted case approves access to it.")


def can_approve(user: User, case: Standing, grant: CaseGrant, sharing: Sharing, today: date) -> bool:
    return passes(lambda: check_approve(user, case, grant, sharing, today))


def check_revoke(user: User, case: Standing, today: date) -> None:
    check_leads(user, case, "grant-access", today)


def can_revoke(user: User, case: Standing, today: date) -> bool:
    return passes(lambda: check_revoke(user, case, today))


def check_declare_conflict(user: User, case: Standing, about: str, today: date) -> None:
    """Anybody declares their own conflict; somebody else's is declared by those who grant access."""
    if about != user.id:
        check_leads(user, case, "grant-access", today)


def can_declare_conflict(user: User, case: Standing, about: str, today: date) -> bool:
    return passes(lambda: check_declare_conflict(user, case, about, today))


def check_name_lead(user: User, case: Standing, named: str, lead: User | None, today: date) -> None:
    """The lead agency's privacy officer replaces a lead who can no longer lead, and by somebody else than themselves."""
    check_leads(user, case, "see-trail", today)
    if can_lead_person(lead, case.lead_agency, case.kind, today):
        raise NotPermitted("This case has a lead who can answer for it. Ask that person.")
    if named == user.id:
        raise NotPermitted("Nobody names themselves. Choose another case lead.")


def can_name_lead(user: User, case: Standing, named: str, lead: User | None, today: date) -> bool:
    return passes(lambda: check_name_lead(user, case, named, lead, today))


def check_trail_of_person(user: User, today: date) -> None:
    """Auditors ask who saw a person anywhere; a privacy officer, on the cases their agency leads."""
    if not (user.may("see-all-trails", today) or user.may("see-trail", today)):
        raise NotPermitted("Only auditors and privacy officers see who looked at a person. Ask your privacy officer.")


def can_trail_of_person(user: User, today: date) -> bool:
    return passes(lambda: check_trail_of_person(user, today))


# Emergencies


def check_break_glass(user: User, unreviewed: Sequence[EmergencyOpening], today: date) -> None:
    """The role allows it, and no opening of theirs has stood unreviewed too long (security.md section 3)."""
    check_capability(user, "break-glass", today)
    if any(opening.user == user.id and opening.suspends_on(today) for opening in unreviewed):
        raise NotPermitted(
            "You cannot open cases in an emergency until your last one is reviewed. Ask your agency's privacy officer "
            "to review it now; if a life is at risk, ring 999."
        )


def can_break_glass(user: User, unreviewed: Sequence[EmergencyOpening], today: date) -> bool:
    return passes(lambda: check_break_glass(user, unreviewed, today))


def check_review(user: User, opening: EmergencyOpening, today: date) -> None:
    """A privacy officer of the opener's or the owner's agency, never the person who opened it."""
    check_capability(user, "see-trail", today)
    if user.agency not in (opening.agency, opening.owner_agency):
        raise NotPermitted("A privacy officer of one of the two agencies reviews this.")
    if user.id == opening.user:
        raise NotPermitted("Nobody reviews their own emergency. Ask the other agency's privacy officer.")


def can_review(user: User, opening: EmergencyOpening, today: date) -> bool:
    return passes(lambda: check_review(user, opening, today))
