"""Referring: one agency asks another, or itself, to take a case; or opens its own. The case begins here."""

from wardmote.casework import permissions
from wardmote.casework.audit import AuditEvent, act, event
from wardmote.casework.entries import choice, words
from wardmote.casework.errors import WrongEntry
from wardmote.casework.looks import InHand
from wardmote.casework.nouns import KINDS, MARKINGS, RISKS, TIERS, Case, Look, Referral, Sharing, SignedIn, Standing
from wardmote.casework.store import Store
from wardmote.casework.triage import take_in

PURPOSE = "triage"


def open_or_refer(store: Store, by: SignedIn, *, to: str, kind: str, **told: str) -> Standing:
    """Refer a case to an agency; or open one of one's own agency, which a case lead takes and leads at once.

    Somebody who leads no such cases refers within their agency, to whoever there answers; where nobody else could, it is
    refused.
    """
    with act(store, by, "case-referred"):
        case = refer(store, by, to=to, kind=kind, **told)
        if permissions.can_take_in(by.user, case, by.today):
            return take_in(store, by, InHand(case, Sharing(tuple(store.agreements())), Look(by, PURPOSE)))
        if to == by.user.agency and not any(
            permissions.can_triage(colleague, case, by.today) for colleague in store.users(to)
        ):
            raise WrongEntry(
                "to",
                "Nobody in your agency could answer this: it needs a case lead. Choose another agency, or ask your agency's "
                "user administrator to name one.",
            )
        return case


def refer(
    store: Store,
    by: SignedIn,
    *,
    to: str,
    kind: str,
    place: str,
    summary: str,
    why: str,
    tier: str = "open",
    risk: str = "standard",
    marking: str = "OFFICIAL-SENSITIVE",
    lead_person: str = "",
    gateway: str = "",
) -> Standing:
    """Open a case and ask an agency to take it. Returns where it stands, with its new reference.

    Sharing with another agency goes under a live agreement (`gateway` picks one where there are several) and is logged
    as a disclosure to it. A case that is not open to the agreement names its lead at once, or nobody could answer.
    """
    choice("kind", kind, KINDS, "Choose what the case is about: a location, a victim or an offender.")
    choice("tier", tier, TIERS, "Choose who may see the case.")
    choice("risk", risk, RISKS, "Choose standard or high risk.")
    choice("marking", marking, MARKINGS, "Choose OFFICIAL or OFFICIAL-SENSITIVE; nothing above may be kept here.")
    place = words("place", place, "Enter the place this is about.")
    summary = words("summary", summary, "Enter what is wrong, in a line.")
    why = words("why", why, "Enter why this agency should take it.")
    with act(store, by, "case-referred"):
        agreements = store.agreements()
        if store.agency(to) is None:
            raise WrongEntry("to", "Choose the agency to refer to.")
        permissions.check_refer(by.user, to, kind, agreements, by.today, gateway)
        if tier != "open" or lead_person:
            permissions.check_lead_person(store.user(lead_person), to, kind, by.today)
        within = by.user.agency == to
        under = (
            None if within else permissions.agreement_between(agreements, by.user.agency, to, kind, by.today, gateway)
        )
        look = Look(by, PURPOSE, under.gateway if under else "", under.id if under else "")
        case = Case(
            reference=store.new_reference(by.today.year),
            kind=kind,
            tier=tier,
            risk=risk,
            marking=marking,
            status="referred",
            lead_agency=to,
            lead_person=lead_person,
            referred_by=by.user.id,
            referring_agency=by.user.agency,
            opened_on=by.today,
            place=place,
            summary=summary,
        )
        referral = Referral(
            id=store.new_id(),
            case=case.reference,
            from_agency=by.user.agency,
            to_agency=to,
            by=by.user.id,
            on=by.today,
            why=why,
            gateway=look.gateway,
            agreement=look.agreement,
        )
        kept = event(by, "collection", "case-added", "case", case.reference, look=look, fields=("place", "summary"))
        store.add_case(case, kept)
        store.add_referral(referral, _sharing_event(by, referral, look, within))
        return case.standing


def _sharing_event(by: SignedIn, referral: Referral, look: Look, within: bool) -> AuditEvent:
    return event(
        by,
        "collection" if within else "disclosure",
        "case-referred",
        "referral",
        f"{referral.case}/{referral.id}",
        look=look,
        fields=("place", "summary", "why"),
        recipients=() if within else (referral.to_agency,),
    )
