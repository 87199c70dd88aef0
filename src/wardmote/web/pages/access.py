"""Access to one case: who sees it and why; giving and ending access, conflicts, the tier, the lead, and approving."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wardmote.casework import access, permissions, policies, visibility, work
from wardmote.casework.errors import NotFound
from wardmote.casework.looks import InHand
from wardmote.casework.nouns import LONGEST_GRANT, TIERS, CaseGrant, SignedIn
from wardmote.casework.purposes import gateways, purposes, purposes_in_use
from wardmote.vocabulary.roles import roles
from wardmote.web.pages import wording
from wardmote.web.pages.asking import casebook, who
from wardmote.web.pages.case_forms import answered, framed, line, on_case, one_of, typed_in, words
from wardmote.web.pages.form_fields import Form
from wardmote.web.pages.names import Names

LONGEST_DAYS = LONGEST_GRANT.days


def back(request: HttpRequest, reference: str, said: str) -> HttpResponse:
    """The access page, saying what was done; the case may have closed to this person by it."""
    messages.success(request, said)
    return redirect("case_access", reference=reference)


# The page


def show(request: HttpRequest, reference: str) -> HttpResponse:
    """Who sees this case and on what ground, and what this person may change about it."""

    def page(hand: InHand, by: SignedIn) -> HttpResponse:
        case, sharing, today = hand.case, hand.sharing, by.today
        context = framed(hand, by) | {
            "tier_meaning": wording.TIER_MEANINGS[case.tier],
            "live_agreements": [agreement for agreement in sharing.agreements if agreement.live_on(today)],
            "grants": [_line(grant, hand, by) for grant in sharing.grants if grant.until >= today],
            "conflicts": sharing.conflicts if may_grant(hand, by) else (),
            "may": what_may_be_done(hand, by),
        }
        return render(request, "case_access.html", context)

    return on_case(request, reference, lambda hand, by: None, page)


def may_grant(hand: InHand, by: SignedIn) -> bool:
    """Whether this person decides who else sees the case."""
    own = permissions.can_own_right(by.user, hand.case, hand.sharing, by.today)
    return own and permissions.can_revoke(by.user, hand.case, by.today)


def what_may_be_done(hand: InHand, by: SignedIn) -> dict[str, bool]:
    """Which deeds stand on the page: those whose verb would pass."""
    case = hand.case
    own = permissions.can_own_right(by.user, case, hand.sharing, by.today)
    leads = own and permissions.can_lead(by.user, case, by.today)
    return {
        "grant": may_grant(hand, by),
        "tier": leads and any(policies.can_raise_tier(case, tier) for tier in TIERS),
        "hand_over": leads and policies.can_in_hand(case),
        "decide": leads and policies.can_in_hand(case),
        "who_looked": visibility.trail_visible(by.user, case, by.today),
    }


def _line(grant: CaseGrant, hand: InHand, by: SignedIn) -> dict[str, Any]:
    """One grant on the page: to whom, what for, until when, whether it opens anything yet."""
    if grant.revoked:
        state = "Ended"
    elif policies.waits_for_approval(grant, hand.case):
        state = "Waits for approval"
    else:
        state = "Open" if grant.live_on(by.today) else "Starts later"
    may_end = may_grant(hand, by) and policies.can_revoke(grant, by.today)
    return described(grant) | {"state": state, "may_end": may_end}


def described(grant: CaseGrant) -> dict[str, Any]:
    """A grant in words, without its case."""
    to_role = f"{roles()[grant.to_role].name}, {Names().agency(grant.agency)}" if grant.to_role else ""
    return {
        "grant": grant,
        "to": to_role or Names().person(grant.to_user),
        "purpose": purposes()[grant.purpose].name,
        "gateway": gateways()[grant.gateway].name if grant.gateway else "",
        "asked_by": Names().person(grant.by),
    }


# Giving and ending access


class GrantForm(Form):
    """Who is to see the case, what for, under which power, for how long and why."""

    to = forms.ChoiceField(
        label="Who needs to see it?",
        help_text="A person, or everybody in an agency who holds a role.",
        error_messages={"required": "Choose who needs to see it.", "invalid_choice": "Choose who needs to see it."},
    )
    grant_purpose = one_of("What do they need it for?", "Choose what they need it for.", {})
    gateway = forms.ChoiceField(
        label="Under which power is it shared?", required=False, help_text="Needed where there is more than one."
    )
    days = forms.IntegerField(
        label="For how many days?",
        help_text=f"Starting today, {LONGEST_DAYS} at most. It can be given again.",
        min_value=1,
        max_value=LONGEST_DAYS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-width": "3"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), f"Enter a number of days from 1 to {LONGEST_DAYS}."
        ),
    )
    reason = words("Why do they need to see it?", "Enter why they need to see it.", rows=3)

    def __init__(
        self,
        *args: Any,
        receivers: Mapping[str, str],
        purposes_of: Mapping[str, str],
        powers: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", "Choose"), *receivers.items()]  # type: ignore[attr-defined]
        self.fields["grant_purpose"].choices = list(purposes_of.items())  # type: ignore[attr-defined]
        self.fields["gateway"].choices = [  # type: ignore[attr-defined]
            ("", "That of the sharing agreement, if it goes to another agency"),
            *powers.items(),
        ]


def give(request: HttpRequest, reference: str) -> HttpResponse:
    """Give a person, or a role in an agency, sight of this case. A fresh proof is asked before anything is typed."""
    store = casebook()

    def check(hand: InHand, by: SignedIn) -> None:
        permissions.check_own_right(by.user, hand.case, hand.sharing, by.today)
        permissions.check_revoke(by.user, hand.case, by.today)
        permissions.check_proven(by)

    def page(hand: InHand, by: SignedIn) -> HttpResponse:
        live = [a for a in hand.sharing.agreements if a.live_on(by.today) and hand.case.kind in a.subject_categories]
        form = GrantForm(
            typed_in(request),
            receivers=_receivers(hand, by),
            purposes_of={slug: purposes()[slug].name for slug in purposes() if slug in purposes_in_use(by.today)},
            powers={agreement.gateway: gateways()[agreement.gateway].name for agreement in live},
            initial={"days": 30, "grant_purpose": "case-work"},
        )

        def do(entered: dict[str, Any]) -> HttpResponse:
            agency, role, user = entered["to"].split("/")
            asked = access.grant(
                store,
                by,
                reference,
                agency=agency,
                to_role=role,
                to_user=user,
                grant_purpose=entered["grant_purpose"],
                gateway=entered["gateway"],
                start=by.today,
                until=by.today + timedelta(days=entered["days"] - 1),
                reason=entered["reason"],
            )
            waits = policies.waits_for_approval(asked, hand.case)
            return back(request, reference, "Access waits for approval." if waits else "Access given.")

        return answered(request, form, "access_form.html", framed(hand, by) | _waiting_words(hand), do)

    return on_case(request, reference, check, page)


def _waiting_words(hand: InHand) -> dict[str, str]:
    said = {
        "restricted": "It opens nothing until the named lead of the case has approved it.",
        "sealed": "It opens nothing until two other people have approved it.",
    }
    return {"approval": said.get(hand.case.tier, "")}


def _receivers(hand: InHand, by: SignedIn) -> dict[str, str]:
    """Agencies the case may be shared with: their people who see cases, then the roles that do. Never oneself."""
    found: dict[str, str] = {}
    shut_out = {by.user.id, *(conflict.user for conflict in hand.sharing.conflicts)}
    mine = {role.code for role in by.user.roles_on(by.today)}
    for agency in casebook().agencies():
        if not permissions.can_own_action(None, agency.code, hand.case, hand.sharing, by.today):
            continue
        for person in casebook().users(agency.code):
            if person.id not in shut_out and person.may("see", by.today):
                found[f"{agency.code}//{person.id}"] = Names().person(person.id)
        for role in roles().values():
            seeing = "see" in role.capabilities and hand.case.kind in role.granted_kinds and role.in_use_on(by.today)
            if seeing and not (agency.code == by.user.agency and role.code in mine):
                found[f"{agency.code}/{role.code}/"] = f"Every {role.name.lower()} in {agency.name}"
    return found


def end(request: HttpRequest, reference: str, grant_id: str) -> HttpResponse:
    """End access now."""
    store = casebook()

    def page(hand: InHand, by: SignedIn) -> HttpResponse:
        given = next((grant for grant in hand.sharing.grants if grant.id == grant_id), None)
        if given is None:
            raise NotFound
        permissions.check_revoke(by.user, hand.case, by.today)

        def do(_: dict[str, Any]) -> HttpResponse:
            access.revoke(store, by, grant_id)
            return back(request, reference, "Access ended.")

        context = framed(hand, by) | described(given)
        return answered(request, Form(typed_in(request)), "access_end_form.html", context, do)

    return on_case(request, reference, lambda hand, by: None, page)


# Conflict, tier, lead, decision


class ConflictForm(Form):
    """Who must not see the case."""

    user_id = forms.ChoiceField(
        label="Who has the conflict?",
        error_messages={"required": "Choose the person.", "invalid_choice": "Choose the person."},
    )

    def __init__(self, *args: Any, people: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user_id"].choices = list(people.items())  # type: ignore[attr-defined]


def conflict(request: HttpRequest, reference: str) -> HttpResponse:
    """Shut oneself, or as a lead somebody else, out of the case. It cannot be undone here."""
    store = casebook()

    def page(hand: InHand, by: SignedIn) -> HttpResponse:
        people = {by.user.id: f"You, {by.user.name}"}
        if may_grant(hand, by):
            people |= {
                person.id: Names().person(person.id)
                for person in store.users()
                if person.may("see", by.today) and person.id != by.user.id
            }

        def do(entered: dict[str, Any]) -> HttpResponse:
            access.declare_conflict(store, by, reference, user_id=entered["user_id"])
            if entered["user_id"] == by.user.id:
                messages.success(request, "You no longer see the case. Nobody else was told.")
                return redirect("today")
            return back(request, reference, "Conflict declared. This person no longer sees the case.")

        form = ConflictForm(typed_in(request), people=people, initial={"user_id": by.user.id})
        return answered(request, form, "conflict_form.html", lambda: framed(hand, by), do)

    return on_case(request, reference, lambda hand, by: None, page)


class TierForm(Form):
    """How few people are to see it, who leads it, and why."""

    tier = one_of("Who may see it from now on?", "Choose who may see it.", {}, each=wording.TIER_MEANINGS)
    lead_person = forms.ChoiceField(label="Who leads it?", error_messages={"required": "Choose who leads it."})
    why = words("Why must fewer people see it?", "Enter why fewer people may see it.", rows=3)

    def __init__(self, *args: Any, tiers: Mapping[str, str], leads: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tier"].choices = list(tiers.items())  # type: ignore[attr-defined]
        self.fields["lead_person"].choices = list(leads.items())  # type: ignore[attr-defined]


def raise_tier(request: HttpRequest, reference: str) -> HttpResponse:
    """Close the case to more people. Grants too weak for the new tier stop opening it at once."""
    store = casebook()

    def check(hand: InHand, by: SignedIn) -> None:
        permissions.check_own_right(by.user, hand.case, hand.sharing, by.today)
        permissions.check_lead(by.user, hand.case, by.today)

    def page(hand: InHand, by: SignedIn) -> HttpResponse:
        tiers = {tier: text for tier, text in wording.TIERS.items() if policies.can_raise_tier(hand.case, tier)}
        leads = _leads(hand.case.lead_agency, hand.case.kind, by)
        chosen = hand.case.lead_person or by.user.id

        def do(entered: dict[str, Any]) -> HttpResponse:
            access.raise_tier(store, by, reference, **entered)
            messages.success(request, "Fewer people see this case now. Access too weak for it has stopped.")
            return redirect("today")

        form = TierForm(typed_in(request), tiers=tiers, leads=leads, initial={"lead_person": chosen})
        return answered(request, form, "tier_form.html", lambda: framed(hand, by), do)

    return on_case(request, reference, check, page)


def _leads(agency: str, kind: str, by: SignedIn) -> dict[str, str]:
    """Who may lead a case of this kind in this agency."""
    return {
        person.id: Names().person(person.id)
        for person in casebook().users(agency)
        if permissions.can_lead_person(person, agency, kind, by.today)
    }


class HandOverForm(Form):
    """Which agency leads from now on, who there, and why."""

    to = one_of("Which agency takes it?", "Choose the agency that takes it.", {})
    lead_person = forms.ChoiceField(
        label="Who leads it there?", required=False, help_text="They must work for the agency that takes it."
    )
    why = words("Why does the lead change?", "Enter why the lead changes.", rows=3)

    def __init__(self, *args: Any, agencies: Mapping[str, str], leads: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = list(agencies.items())  # type: ignore[attr-defined]
        self.fields["lead_person"].choices = [("", "Nobody named yet"), *leads.items()]  # type: ignore[attr-defined]


def hand_over(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the lead to another agency under a live agreement."""
    store = casebook()

    def check(hand: InHand, by: SignedIn) -> None:
        permissions.check_own_right(by.user, hand.case, hand.sharing, by.today)
        permissions.check_lead(by.user, hand.case, by.today)
        policies.check_in_hand(hand.case)

    def page(hand: InHand, by: SignedIn) -> HttpResponse:
        agencies = {
            agency.code: agency.name
            for agency in store.agencies()
            if policies.can_hand_over(hand.case, agency.code)
            and permissions.can_hand_over(by.user, hand.case, agency.code, hand.sharing, by.today)
        }
        leads: dict[str, str] = {}
        for code in agencies:
            leads |= _leads(code, hand.case.kind, by)

        def do(entered: dict[str, Any]) -> HttpResponse:
            work.hand_over(store, by, reference, **entered)
            messages.success(request, f"{agencies[entered['to']]} now leads {reference}.")
            return redirect("today")

        form = HandOverForm(typed_in(request), agencies=agencies, leads=leads)
        return answered(request, form, "hand_over_form.html", lambda: framed(hand, by), do)

    return on_case(request, reference, check, page)


class DecisionForm(Form):
    """What was decided, and why."""

    what = line("What was decided?", "Enter what was decided.")
    why = words("Why?", "Enter why.")


def decide(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep a decision in the lead agency's name."""

    def check(hand: InHand, by: SignedIn) -> None:
        permissions.check_own_right(by.user, hand.case, hand.sharing, by.today)
        permissions.check_lead(by.user, hand.case, by.today)
        policies.check_in_hand(hand.case)

    def page(hand: InHand, by: SignedIn) -> HttpResponse:
        def do(entered: dict[str, Any]) -> HttpResponse:
            work.record_decision(casebook(), by, reference, **entered)
            messages.success(request, "Decision recorded.")
            return redirect("case", reference=reference)

        return answered(request, DecisionForm(typed_in(request)), "decision_form.html", lambda: framed(hand, by), do)

    return on_case(request, reference, check, page)


class LeadForm(Form):
    """Who leads from now on, and why."""

    lead_person = forms.ChoiceField(
        label="Who leads it from now on?",
        error_messages={"required": "Choose who leads it.", "invalid_choice": "Choose who leads it."},
    )
    why = words("Why does the lead change?", "Enter why the lead changes.", rows=3)

    def __init__(self, *args: Any, leads: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead_person"].choices = [("", "Choose"), *leads.items()]  # type: ignore[attr-defined]


def name_lead(request: HttpRequest, reference: str) -> HttpResponse:
    """The privacy officer of the lead agency replaces a lead who has left, and does not see the case."""
    by, store = who(request), casebook()
    case = store.standing(reference, visibility.trails_seen_by(by.user, by.today))
    if case is None:
        raise NotFound
    permissions.check_name_lead(by.user, case, "", store.user(case.lead_person), by.today)
    leads = {person: name for person, name in _leads(case.lead_agency, case.kind, by).items() if person != by.user.id}

    def do(entered: dict[str, Any]) -> HttpResponse:
        access.name_lead(store, by, reference, **entered)
        messages.success(request, f"{leads[entered['lead_person']]} now leads {reference}.")
        return redirect("case_looks", reference=reference)

    form = LeadForm(typed_in(request), leads=leads)
    return answered(request, form, "lead_form.html", {"reference": reference, "was": case.lead_person}, do)


# Approving


def approvals(request: HttpRequest) -> HttpResponse:
    """The access that waits for this person."""
    waiting = [described(grant) for grant in access.waiting(casebook(), who(request))]
    return render(request, "approvals.html", {"waiting": waiting})


class ApprovalForm(Form):
    """Yes or no, and for no the reason."""

    answer = one_of("Do you approve?", "Choose whether you approve.", {"yes": "Approve it", "no": "Refuse it"})
    why = words("If you refuse: why?", "", "Everybody who sees the case reads this.", rows=3, required=False)


def approve(request: HttpRequest, grant_id: str) -> HttpResponse:
    """Approve or refuse access somebody else asked for. The approver sees the request, not the case."""
    by, store = who(request), casebook()
    waiting = [grant for grant in access.waiting(store, by) if grant.id == grant_id]
    if not waiting:
        raise NotFound
    permissions.check_proven(by)

    def do(entered: dict[str, Any]) -> HttpResponse:
        if entered["answer"] == "yes":
            access.approve(store, by, grant_id)
        else:
            access.refuse(store, by, grant_id, why=entered["why"])
        messages.success(request, "Approved." if entered["answer"] == "yes" else "Refused. Who asked was told.")
        return redirect("approvals")

    return answered(request, ApprovalForm(typed_in(request)), "approval_form.html", described(waiting[0]), do)
