"""Access to one case: granting, approving, refusing, revoking, declaring a conflict, closing the case to more people."""

from dataclasses import replace
from datetime import date

from wardmote.casework import notices, permissions, policies, visibility
from wardmote.casework.audit import act, event
from wardmote.casework.entries import choice, words
from wardmote.casework.errors import NotFound, WrongEntry
from wardmote.casework.looks import InHand, in_charge, in_hand
from wardmote.casework.nouns import TIERS, CaseGrant, Conflict, Decision, Sharing, SignedIn, Standing
from wardmote.casework.purposes import gateways, purposes_in_use
from wardmote.casework.store import Store
from wardmote.vocabulary.roles import roles


def grant(
    store: Store,
    by: SignedIn,
    reference: str,
    *,
    agency: str,
    grant_purpose: str,
    start: date,
    until: date,
    reason: str,
    to_user: str = "",
    to_role: str = "",
    gateway: str = "",
    purpose: str = "",
) -> CaseGrant:
    """Give a person, or a role in an agency, sight of this case for a purpose, for at most 90 days.

    On a restricted or sealed case it opens nothing until approved; the named lead of a restricted case approves by
    granting.
    """
    choice("grant_purpose", grant_purpose, purposes_in_use(by.today), "Choose what they need to see the case for.")
    if gateway:
        choice("gateway", gateway, gateways(), "Choose the power the case is shared under.")
    reason = words("reason", reason, "Enter why they need to see this case.")
    if bool(to_user) == bool(to_role):
        raise WrongEntry("to_user", "Choose either a person or a role.")
    policies.check_grant_days(start, until, by.today)
    with act(store, by, "access-granted", reference):
        hand = in_charge(store, by, reference, purpose)
        permissions.check_proven(by)
        _check_receiver(store, agency, to_user, to_role)
        asked = CaseGrant(
            id=store.new_id(),
            case=reference,
            agency=agency,
            to_user=to_user,
            to_role=to_role,
            purpose=grant_purpose,
            gateway=gateway or _power(hand, agency, by.today),
            start=start,
            until=until,
            by=by.user.id,
            reason=reason,
            reaches=policies.reaches(by.user.id == hand.case.lead_person, 0),
        )
        permissions.check_grant(by.user, hand.case, asked, hand.sharing, by.today)
        given = event(
            by,
            "permission",
            "access-granted",
            "grant",
            f"{reference}/{asked.id}",
            look=hand.look,
            recipients=(to_user or f"{agency}:{to_role}",),
        )
        store.add_grant(asked, given)
        return asked


def _power(hand: InHand, agency: str, today: date) -> str:
    """The gateway of the agreement the receiving agency sees the case under; none inside the lead agency."""
    case = hand.case
    if agency == case.lead_agency:
        return ""
    under = permissions.agreement_between(hand.sharing.agreements, agency, case.lead_agency, case.kind, today)
    return under.gateway if under else ""


def _check_receiver(store: Store, agency: str, to_user: str, to_role: str) -> None:
    person = store.user(to_user) if to_user else None
    if to_user and (person is None or person.agency != agency):
        raise WrongEntry("to_user", "Choose a person of that agency.")
    if to_role and "see" not in getattr(roles().get(to_role), "capabilities", ()):
        raise WrongEntry("to_role", "Choose a role that sees cases.")
    if store.agency(agency) is None:
        raise WrongEntry("agency", "Choose the agency of the person.")


def approve(store: Store, by: SignedIn, grant_id: str) -> CaseGrant:
    """Approve access somebody else asked for to a restricted or sealed case. The approver is shown the grant, not the case."""
    with act(store, by, "access-approved"):
        asked, case = _approvable(store, by, grant_id)
        permissions.check_proven(by)
        approvals = (*asked.approvals, by.user.id)
        lead = case.lead_person in (*approvals, asked.by)
        approved = replace(asked, approvals=approvals, reaches=policies.reaches(lead, len(approvals)))
        told = event(by, "permission", "access-approved", "grant", f"{case.reference}/{grant_id}")
        return store.save_grant(approved, told)


def refuse(store: Store, by: SignedIn, grant_id: str, *, why: str) -> CaseGrant:
    """Refuse access somebody else asked for. A refusal to share is an outcome: its reason is kept with the case."""
    why = words("why", why, "Enter why access is refused.")
    with act(store, by, "access-refused"):
        asked, case = _approvable(store, by, grant_id)
        told = event(by, "permission", "access-refused", "grant", f"{case.reference}/{grant_id}", outcome="deny")
        refused = store.save_grant(replace(asked, revoked=True), told)
        _decide(store, by, case.reference, "access-refusal-decided", "Refuse access", why)
        asker = store.user(asked.by)
        said = "Access to a case that you asked for was refused. The reason is in the timeline of the case."
        notices.tell(
            store,
            by,
            [asker] if asker else [],
            "access-refused",
            said,
            grant_id,
            action="permission",
            deed="access-refusal-told",
        )
        return refused


def _approvable(store: Store, by: SignedIn, grant_id: str) -> tuple[CaseGrant, Standing]:
    """A grant this person may decide on now."""
    asked, case = _grant_and_case(store, by, grant_id)
    permissions.check_approve(by.user, case, asked, store.sharing_of(case), by.today)
    policies.check_approve(asked, case, by.today)
    return asked, case


def _grant_and_case(store: Store, by: SignedIn, grant_id: str) -> tuple[CaseGrant, Standing]:
    """A grant and where its case stands, whoever asks but somebody in conflict: approval is decided on these alone."""
    asked = store.grant(grant_id)
    case = store.standing(asked.case, visibility.cases_not_shut_to(by.user, by.today)) if asked else None
    if asked is None or case is None:
        raise NotFound
    return asked, case


def waiting(store: Store, by: SignedIn) -> list[CaseGrant]:
    """The grants this person may approve now: purpose, receiver and reason, and not the case."""
    if not by.user.may("approve-access", by.today):
        return []
    agreed = Sharing(tuple(store.agreements()))
    return [
        asked
        for asked, case in store.grants_with_cases(by.today, visibility.cases_not_shut_to(by.user, by.today))
        if permissions.can_approve(by.user, case, asked, agreed, by.today)
        and policies.can_approve(asked, case, by.today)
    ]


def revoke(store: Store, by: SignedIn, grant_id: str) -> CaseGrant:
    """End a grant now: the next look by whoever held it fails."""
    with act(store, by, "access-revoked"):
        given, case = _grant_and_case(store, by, grant_id)
        visibility.check_visible(by.user, case, store.sharing_of(case), by.today)
        permissions.check_revoke(by.user, case, by.today)
        policies.check_revoke(given, by.today)
        told = event(by, "permission", "access-revoked", "grant", f"{case.reference}/{grant_id}")
        return store.save_grant(replace(given, revoked=True), told)


def declare_conflict(store: Store, by: SignedIn, reference: str, *, user_id: str, purpose: str = "") -> Conflict:
    """Shut one person out of one case, whatever else they hold: oneself, or by a case lead of the lead agency."""
    with act(store, by, "conflict-declared", reference):
        hand = in_hand(store, by, reference, purpose)
        if user_id != by.user.id:
            permissions.check_own_right(by.user, hand.case, hand.sharing, by.today)
        permissions.check_declare_conflict(by.user, hand.case, user_id, by.today)
        if store.user(user_id) is None:
            raise WrongEntry("user_id", "Choose the person with the conflict.")
        conflict = Conflict(case=reference, user=user_id, declared_by=by.user.id, on=by.today)
        told = event(by, "permission", "conflict-declared", "case", reference, look=hand.look, recipients=(user_id,))
        store.add_conflict(conflict, told)
        notices.tell_of_conflict(store, by, hand.case, hand.sharing, user_id)
        return conflict


def name_lead(store: Store, by: SignedIn, reference: str, *, lead_person: str, why: str) -> Standing:
    """Name a new lead where the old one can no longer lead, so that no closed case is left with nobody to answer for it.

    By the lead agency's privacy officer, who still does not see the case, and never for themselves.
    """
    why = words("why", why, "Enter why the lead changes.")
    with act(store, by, "lead-named", reference):
        case = store.standing(reference, visibility.trails_seen_by(by.user, by.today))
        if case is None:
            raise NotFound
        permissions.check_name_lead(by.user, case, lead_person, store.user(case.lead_person), by.today)
        permissions.check_lead_person(store.user(lead_person), case.lead_agency, case.kind, by.today)
        told = event(
            by, "permission", "lead-named", "case", reference, fields=("lead_person",), recipients=(lead_person,)
        )
        _decide(store, by, reference, "lead-decided", "Name a new lead", why)
        return store.save_standing(replace(case, lead_person=lead_person), told)


def _decide(store: Store, by: SignedIn, reference: str, deed: str, what: str, why: str) -> None:
    """Keep a decision with a case that whoever took it does not see."""
    decision = Decision(
        id=store.new_id(), case=reference, by=by.user.id, agency=by.user.agency, at=by.utc, what=what, why=why
    )
    store.add_decision(
        decision, event(by, "collection", deed, "decision", f"{reference}/{decision.id}", fields=("why",))
    )


def raise_tier(
    store: Store, by: SignedIn, reference: str, *, tier: str, why: str, lead_person: str = "", purpose: str = ""
) -> Standing:
    """Close the case to more people. Grants too weak for the new tier stop opening it at once. Lowering is not offered."""
    choice("tier", tier, TIERS, "Choose who may see the case.")
    words("why", why, "Enter why fewer people may see it.")
    with act(store, by, "tier-raised", reference):
        hand = in_charge(store, by, reference, purpose)
        permissions.check_lead(by.user, hand.case, by.today)
        policies.check_raise_tier(hand.case, tier)
        lead = lead_person or hand.case.lead_person or by.user.id
        permissions.check_lead_person(store.user(lead), hand.case.lead_agency, hand.case.kind, by.today)
        told = event(by, "permission", "tier-raised", "case", reference, look=hand.look, fields=("tier", "lead_person"))
        return store.save_standing(replace(hand.case, tier=tier, lead_person=lead), told)
