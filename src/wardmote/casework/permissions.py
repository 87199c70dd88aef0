"""May this person? Role capability, agency, agreement and purpose; nothing here asks about the state of the case.

Rules come in pairs: `check_…` raises NotPermitted with the reason and what to do, `can_…` is true or false by calling
it. All take today's date: an ended role, a disabled user or a lapsed agreement counts from the next call.
Callers check visibility first, so none of these reasons is ever shown about a case the person may not see.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from wardmote.casework.access_spec import GRACE, GRANTED, LEAD_PERSON, OPENED_IN_EMERGENCY, OWN_REFERRAL, ROUTINE
from wardmote.casework.errors import NotPermitted, ProofNeeded, TokenRefused
from wardmote.casework.nouns import (
    Action,
    Agency,
    AgreementDraft,
    ApiToken,
    CaseExport,
    CaseGrant,
    EmergencyOpening,
    Invitation,
    RoleGrant,
    Sharing,
    SharingAgreement,
    SignedIn,
    Standing,
    User,
)
from wardmote.casework.purposes import purposes_in_use
from wardmote.casework.visibility import Entry, note_visible, viewer, visible, way_open
from wardmote.vocabulary.roles import CAPABILITIES, roles


def _passes(check: Callable[[], object]) -> bool:
    try:
        check()
    except NotPermitted:
        return False
    return True


# The building blocks


def check_capability(user: User, capability: str, today: date) -> None:
    """The person holds, today, a role that can do this."""
    if not user.may(capability, today):
        raise NotPermitted(
            f"None of your roles lets you {CAPABILITIES[capability]}. Ask your agency's user administrator."
        )


def can_capability(user: User, capability: str, today: date) -> bool:
    return _passes(lambda: check_capability(user, capability, today))


def check_proven(by: SignedIn) -> None:
    """The person proved who they are within the last 10 minutes: asked before what is guarded twice (ASVS 7.5.3)."""
    if not by.freshly_proven:
        raise ProofNeeded


def can_proven(by: SignedIn) -> bool:
    return by.freshly_proven


def check_proven_since(by: SignedIn, last: datetime | None) -> None:
    """The proof is fresh and has not served yet: each look at a protected field of a sealed case asks its own."""
    check_proven(by)
    if last is not None and by.proven_at is not None and by.proven_at <= last:
        raise ProofNeeded


def can_proven_since(by: SignedIn, last: datetime | None) -> bool:
    try:
        check_proven_since(by, last)
    except ProofNeeded:
        return False
    return True


def check_leads(user: User, case: Standing, capability: str, today: date) -> None:
    """The person holds the capability and works for the agency that leads the case."""
    check_capability(user, capability, today)
    if user.agency != case.lead_agency:
        raise NotPermitted("Only the agency that leads this case can do this. Ask its case lead.")


def agreement_between(
    agreements: Sequence[SharingAgreement], one: str, other: str, kind: str, today: date, gateway: str = ""
) -> SharingAgreement | None:
    """The live agreement under which two agencies share this kind of case, the one that ends last; None if there is none."""
    live = [
        agreement
        for agreement in agreements
        if agreement.live_on(today)
        and agreement.names(one, other)
        and kind in agreement.subject_categories
        and gateway in ("", agreement.gateway)
    ]
    return max(live, key=lambda agreement: (agreement.end, agreement.id), default=None)


# Referring


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
    return _passes(lambda: check_refer(user, to_agency, kind, agreements, today, gateway))


def check_lead_person(person: User | None, agency: str, kind: str, today: date) -> None:
    """A case that is not open must have a named lead: somebody who leads cases of this kind in the agency that leads it."""
    if person is None or person.agency != agency or kind not in viewer(person, today).led_kinds:
        raise NotPermitted("Choose a case lead of the agency that is to lead this case.")


def can_lead_person(person: User | None, agency: str, kind: str, today: date) -> bool:
    return _passes(lambda: check_lead_person(person, agency, kind, today))


def check_triage(user: User, case: Standing, today: date) -> None:
    """The receiving agency decides, and nobody answers their own referral."""
    check_leads(user, case, "triage", today)
    if user.id == case.referred_by:
        raise NotPermitted("You referred this case, so somebody else must answer. Ask a colleague who triages.")


def can_triage(user: User, case: Standing, today: date) -> bool:
    return _passes(lambda: check_triage(user, case, today))


# Looking


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
    return _passes(lambda: check_look(user, case, purpose, sharing, today, now))


def check_own_right(user: User, case: Standing, sharing: Sharing, today: date) -> None:
    """Whoever decides on a case sees it in their own right: an emergency opens it to read and to note, not to keep."""
    if not visible(user, case, sharing, today):
        raise NotPermitted("You see this case in an emergency only, to read it and add notes. Ask its case lead.")


def can_own_right(user: User, case: Standing, sharing: Sharing, today: date) -> bool:
    return _passes(lambda: check_own_right(user, case, sharing, today))


def in_grace(user: User, case: Standing, sharing: Sharing, today: date) -> bool:
    """Whether sight rests on the 14 days after a lapse: the page says so, and both privacy officers are to be told."""
    lapsed = user.agency != case.lead_agency and not agreement_between(
        sharing.agreements, user.agency, case.lead_agency, case.kind, today
    )
    return lapsed and way_open(GRACE, user, case, sharing, today)


# Working


def check_work(user: User, case: Standing, today: date) -> None:
    """Anybody who sees the case and works cases adds their agency's notes and actions."""
    check_capability(user, "work", today)


def can_work(user: User, case: Standing, today: date) -> bool:
    return _passes(lambda: check_work(user, case, today))


def check_write_note(
    user: User, case: Standing, note: Entry, sharing: Sharing, today: date, now: datetime | None = None
) -> None:
    """Nobody writes what they could not read back: the level, and intelligence, bind the author as well."""
    check_work(user, case, today)
    if not note_visible(user, case, note, sharing, today, now):
        raise NotPermitted(
            "Your roles do not reach this protection level or kind of entry. Ask the case lead to add it."
        )


def can_write_note(
    user: User, case: Standing, note: Entry, sharing: Sharing, today: date, now: datetime | None = None
) -> bool:
    return _passes(lambda: check_write_note(user, case, note, sharing, today, now))


def check_change_entry(user: User, case: Standing, entry: Entry, today: date) -> None:
    """What an agency wrote of a person is ended or confirmed by that agency, or by the agency that leads the case."""
    check_work(user, case, today)
    if user.agency not in (entry.owner_agency, case.lead_agency):
        raise NotPermitted("This belongs to another agency. Ask it, or the agency that leads the case, to change it.")


def can_change_entry(user: User, case: Standing, entry: Entry, today: date) -> bool:
    return _passes(lambda: check_change_entry(user, case, entry, today))


def check_own_action(person: User | None, agency: str, case: Standing, sharing: Sharing, today: date) -> None:
    """An action goes to an agency the case is shared with and, if to a person, to one who works there and sees the case."""
    if agency != case.lead_agency and not agreement_between(
        sharing.agreements, agency, case.lead_agency, case.kind, today
    ):
        raise NotPermitted("This case is not shared with that agency. Choose another, or ask the partnership manager.")
    if person is not None and not (
        person.agency == agency and person.may("work", today) and visible(person, case, sharing, today)
    ):
        raise NotPermitted("That person cannot work on this case. Choose somebody of the agency who can.")


def can_own_action(person: User | None, agency: str, case: Standing, sharing: Sharing, today: date) -> bool:
    return _passes(lambda: check_own_action(person, agency, case, sharing, today))


def check_complete(user: User, case: Standing, action: Action, today: date) -> None:
    """The agency that owns an action completes it; so may the agency that leads the case."""
    check_work(user, case, today)
    if user.agency not in (action.owner_agency, case.lead_agency):
        raise NotPermitted("This action belongs to another agency. Ask its owner to complete it.")


def can_complete(user: User, case: Standing, action: Action, today: date) -> bool:
    return _passes(lambda: check_complete(user, case, action, today))


def check_lead(user: User, case: Standing, today: date) -> None:
    """Decisions, handing over, closing and reopening are the lead agency's."""
    check_leads(user, case, "lead", today)


def can_lead(user: User, case: Standing, today: date) -> bool:
    return _passes(lambda: check_lead(user, case, today))


def check_hand_over(user: User, case: Standing, to_agency: str, sharing: Sharing, today: date) -> None:
    check_lead(user, case, today)
    if not agreement_between(sharing.agreements, case.lead_agency, to_agency, case.kind, today):
        raise NotPermitted("No sharing agreement in force lets this agency take the case. Ask the partnership manager.")


def can_hand_over(user: User, case: Standing, to_agency: str, sharing: Sharing, today: date) -> bool:
    return _passes(lambda: check_hand_over(user, case, to_agency, sharing, today))


def check_speak_for(user: User, case: Standing, agency: str, today: date) -> None:
    """A body answers for itself in a case review; the agency that leads the case may answer for any."""
    check_work(user, case, today)
    if user.agency not in (agency, case.lead_agency):
        raise NotPermitted("You answer for your own agency only. Ask the agency that leads the case.")


def can_speak_for(user: User, case: Standing, agency: str, today: date) -> bool:
    return _passes(lambda: check_speak_for(user, case, agency, today))


# The operational group


def check_run_meeting(user: User, convener: str, today: date) -> None:
    """A case lead or the partnership manager of the agency that convenes a meeting runs it."""
    check_capability(user, "join-group", today)
    if user.agency != convener or not (user.may("lead", today) or user.may("manage-agreements", today)):
        raise NotPermitted(
            "A case lead or the partnership manager of the agency that convenes the group does this. Ask one of them."
        )


def can_run_meeting(user: User, convener: str, today: date) -> bool:
    return _passes(lambda: check_run_meeting(user, convener, today))


def check_group_action(user: User, owner_agency: str, convener: str, today: date) -> None:
    """The agency that owns an action of the group says it is done; so may the one that convened the meeting."""
    check_capability(user, "join-group", today)
    if user.agency not in (owner_agency, convener):
        raise NotPermitted("This action belongs to another agency. Ask its owner.")


def can_group_action(user: User, owner_agency: str, convener: str, today: date) -> bool:
    return _passes(lambda: check_group_action(user, owner_agency, convener, today))


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
    return _passes(lambda: check_grant(user, case, grant, sharing, today))


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
    return _passes(lambda: check_approve(user, case, grant, sharing, today))


def check_revoke(user: User, case: Standing, today: date) -> None:
    check_leads(user, case, "grant-access", today)


def can_revoke(user: User, case: Standing, today: date) -> bool:
    return _passes(lambda: check_revoke(user, case, today))


def check_declare_conflict(user: User, case: Standing, about: str, today: date) -> None:
    """Anybody declares their own conflict; somebody else's is declared by those who grant access."""
    if about != user.id:
        check_leads(user, case, "grant-access", today)


def can_declare_conflict(user: User, case: Standing, about: str, today: date) -> bool:
    return _passes(lambda: check_declare_conflict(user, case, about, today))


def check_name_lead(user: User, case: Standing, named: str, lead: User | None, today: date) -> None:
    """The lead agency's privacy officer replaces a lead who can no longer lead, and by somebody else than themselves."""
    check_leads(user, case, "see-trail", today)
    if can_lead_person(lead, case.lead_agency, case.kind, today):
        raise NotPermitted("This case has a lead who can answer for it. Ask that person.")
    if named == user.id:
        raise NotPermitted("Nobody names themselves. Choose another case lead.")


def can_name_lead(user: User, case: Standing, named: str, lead: User | None, today: date) -> bool:
    return _passes(lambda: check_name_lead(user, case, named, lead, today))


def check_trail_of_person(user: User, today: date) -> None:
    """Auditors ask who saw a person anywhere; a privacy officer, on the cases their agency leads."""
    if not (user.may("see-all-trails", today) or user.may("see-trail", today)):
        raise NotPermitted("Only auditors and privacy officers see who looked at a person. Ask your privacy officer.")


def can_trail_of_person(user: User, today: date) -> bool:
    return _passes(lambda: check_trail_of_person(user, today))


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
    return _passes(lambda: check_break_glass(user, unreviewed, today))


def check_review(user: User, opening: EmergencyOpening, today: date) -> None:
    """A privacy officer of the opener's or the owner's agency, never the person who opened it."""
    check_capability(user, "see-trail", today)
    if user.agency not in (opening.agency, opening.owner_agency):
        raise NotPermitted("A privacy officer of one of the two agencies reviews this.")
    if user.id == opening.user:
        raise NotPermitted("Nobody reviews their own emergency. Ask the other agency's privacy officer.")


def can_review(user: User, opening: EmergencyOpening, today: date) -> bool:
    return _passes(lambda: check_review(user, opening, today))


# Agreements


def check_propose(user: User, agreement: SharingAgreement, today: date) -> None:
    """A partnership manager proposes and ends agreements that their own agency is in."""
    check_capability(user, "manage-agreements", today)
    if user.agency not in agreement.parties:
        raise NotPermitted("Your agency is not in this agreement. Ask the partnership manager of one that is.")


def can_propose(user: User, agreement: SharingAgreement, today: date) -> bool:
    return _passes(lambda: check_propose(user, agreement, today))


def check_sign(user: User, draft: AgreementDraft, today: date) -> None:
    """Each party signs once, by somebody who may sign for it and did not propose it."""
    check_capability(user, "sign-agreements", today)
    if user.agency not in draft.agreement.parties - draft.signed:
        raise NotPermitted("Your agency is not in this agreement, or has signed it already.")
    if user.id == draft.by:
        raise NotPermitted("You proposed this agreement, so somebody else must sign it for your agency.")


def can_sign(user: User, draft: AgreementDraft, today: date) -> bool:
    return _passes(lambda: check_sign(user, draft, today))


# Bringing in and taking out


def check_bring_in(user: User, kinds: Collection[str], today: date) -> None:
    """A case lead brings in what their own agency worked before, of the kinds they lead. It is theirs from the first day."""
    check_capability(user, "triage", today)
    check_capability(user, "lead", today)
    if not set(kinds) <= viewer(user, today).led_kinds:
        raise NotPermitted(
            "None of your roles leads cases of every kind in this file. Ask a colleague whose role does."
        )


def can_bring_in(user: User, kinds: Collection[str], today: date) -> bool:
    return _passes(lambda: check_bring_in(user, kinds, today))


def check_take_in(user: User, case: Standing, today: date) -> None:
    """Only inside one agency, and only what this person brought in: elsewhere nobody answers their own referral."""
    check_leads(user, case, "triage", today)
    check_bring_in(user, [case.kind], today)
    if (case.referred_by, case.referring_agency) != (user.id, user.agency):
        raise NotPermitted("Somebody else referred this case. Answer the referral instead.")


def can_take_in(user: User, case: Standing, today: date) -> bool:
    return _passes(lambda: check_take_in(user, case, today))


def check_export(user: User, case: Standing, today: date) -> None:
    """A case lead takes out what they see of a case: for a court, for another agency, for the person concerned."""
    check_capability(user, "lead", today)


def can_export(user: User, case: Standing, today: date) -> bool:
    return _passes(lambda: check_export(user, case, today))


def check_approve_export(user: User, export: CaseExport, today: date) -> None:
    """A second person of the same agency, who may approve access and did not ask."""
    check_capability(user, "approve-access", today)
    if user.id == export.by or user.agency != export.agency:
        raise NotPermitted("Somebody else of the same agency must approve this export.")


def can_approve_export(user: User, export: CaseExport, today: date) -> bool:
    return _passes(lambda: check_approve_export(user, export, today))


# Roles of people


def check_assign_role(user: User, person: User, role: RoleGrant, today: date) -> None:
    """An administrator gives roles in their own agency, never to themselves, never two that must not meet."""
    check_capability(user, "administer-users", today)
    if person.id == user.id:
        raise NotPermitted("Nobody gives themselves a role. Ask another administrator.")
    if person.agency != user.agency:
        raise NotPermitted("You give roles in your own agency only.")
    clash = _clash(person, role)
    if clash:
        raise NotPermitted(f"{roles()[role.role].name} is never held with {clash}. End the other role first.")


def _clash(person: User, role: RoleGrant) -> str:
    """The name of a role held in the same days that must not meet this one, or nothing."""
    for held in person.role_grants:
        overlap = held.start <= role.until and role.start <= held.until
        apart = held.role in roles()[role.role].never_with or role.role in roles()[held.role].never_with
        if overlap and apart:
            return roles()[held.role].name
    return ""


def can_assign_role(user: User, person: User, role: RoleGrant, today: date) -> bool:
    return _passes(lambda: check_assign_role(user, person, role, today))


def check_approve_role(user: User, person: User, role: RoleGrant, today: date) -> None:
    """A role cleared to P3 needs a second person of the agency: another administrator, or its privacy officer."""
    if not (user.may("administer-users", today) or user.may("see-trail", today)):
        raise NotPermitted("An administrator or the privacy officer of the agency approves this role.")
    if person.agency != user.agency or user.id in (person.id, role.by):
        raise NotPermitted("Somebody else of the agency must approve this role.")


def can_approve_role(user: User, person: User, role: RoleGrant, today: date) -> bool:
    return _passes(lambda: check_approve_role(user, person, role, today))


def check_end_role(user: User, person: User, today: date) -> None:
    """An administrator ends roles and accounts in their own agency; not their own, so that no agency locks itself out."""
    check_capability(user, "administer-users", today)
    if person.agency != user.agency or person.id == user.id:
        raise NotPermitted("You end roles of other people in your own agency only.")


def can_end_role(user: User, person: User, today: date) -> bool:
    return _passes(lambda: check_end_role(user, person, today))


# Accounts of people


def check_keep_account(user: User, person: User, today: date) -> None:
    """An administrator invites, opens again, disables and signs out other people of their own agency, never themselves."""
    check_capability(user, "administer-users", today)
    if person.agency != user.agency or person.id == user.id:
        raise NotPermitted("You look after the accounts of other people in your own agency only.")


def can_keep_account(user: User, person: User, today: date) -> bool:
    return _passes(lambda: check_keep_account(user, person, today))


def check_vouch(user: User, person: User, today: date) -> None:
    """An administrator or the privacy officer says that a person still works for the agency; nobody says it of themselves."""
    if not (user.may("administer-users", today) or user.may("see-trail", today)):
        raise NotPermitted("An administrator or the privacy officer of the agency does this. Ask one of them.")
    if person.agency != user.agency or person.id == user.id:
        raise NotPermitted("Somebody else of this person's agency must do this.")


def can_vouch(user: User, person: User, today: date) -> bool:
    return _passes(lambda: check_vouch(user, person, today))


def check_approve_factor(user: User, person: User, asked: Invitation, today: date) -> None:
    """A lost second factor is set up again only when a second person agrees: another administrator, or the privacy officer."""
    check_vouch(user, person, today)
    if user.id == asked.by:
        raise NotPermitted("You asked for this, so somebody else of the agency must approve it.")


def can_approve_factor(user: User, person: User, asked: Invitation, today: date) -> bool:
    return _passes(lambda: check_approve_factor(user, person, asked, today))


# Agencies


def check_add_agency(user: User, today: date) -> None:
    """The partnership manager brings an agency in; what it then sees, only an agreement every party signs can give it."""
    check_capability(user, "manage-agencies", today)


def can_add_agency(user: User, today: date) -> bool:
    return _passes(lambda: check_add_agency(user, today))


def check_keep_agency(user: User, agency: Agency, today: date) -> None:
    """An agency keeps its own contact and privacy officer."""
    check_capability(user, "administer-users", today)
    if user.agency != agency.code:
        raise NotPermitted("You keep the entry of your own agency only.")


def can_keep_agency(user: User, agency: Agency, today: date) -> bool:
    return _passes(lambda: check_keep_agency(user, agency, today))


def check_name_administrator(user: User, people: Sequence[User], today: date) -> None:
    """The partnership manager names an agency's administrator while it has none who can sign in: its first, or after a loss."""
    check_capability(user, "manage-agencies", today)
    if any(person.may("administer-users", today) for person in people):
        raise NotPermitted("This agency has an administrator. Ask them to add people.")


def can_name_administrator(user: User, people: Sequence[User], today: date) -> bool:
    return _passes(lambda: check_name_administrator(user, people, today))


# Keys to the API


def check_make_token(by: SignedIn) -> None:
    """Somebody at the keyboard makes a token, under roles they hold; a program cannot give itself another."""
    check_proven(by)
    if not by.user.roles_on(by.today):
        raise NotPermitted("You hold no role today, so a token could do nothing. Ask your agency's user administrator.")


def can_make_token(by: SignedIn) -> bool:
    return by.freshly_proven and _passes(lambda: check_make_token(by))


def check_use_token(user: User, token: ApiToken, today: date) -> None:
    """A token is in force while it is live, its maker's account is open, and they hold a role it was made under, there."""
    held = {role.code for role in user.roles_on(today)}
    if not token.live_on(today) or user.agency != token.agency or not held & set(token.roles):
        raise TokenRefused


def can_use_token(user: User, token: ApiToken, today: date) -> bool:
    return _passes(lambda: check_use_token(user, token, today))


def check_token_deed(token: ApiToken, deed: str) -> None:
    """A token made only for reading changes nothing."""
    if deed not in token.deeds:
        raise NotPermitted("This token may not be used for that. Make one that may change things.")


def can_token_deed(token: ApiToken, deed: str) -> bool:
    return _passes(lambda: check_token_deed(token, deed))
