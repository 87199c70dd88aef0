"""Agencies and roles: who works in the partnership, what each role may do, under which agreements they share."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wardmote.casework.nouns import SharingAgreement
from wardmote.casework.purposes import data_categories, gateways, purposes
from wardmote.vocabulary.agencies import agency_kinds
from wardmote.vocabulary.roles import CAPABILITIES, Role, roles
from wardmote.web.pages.asking import casebook, who
from wardmote.web.pages.names import Names, names_on
from wardmote.web.pages.wording import KINDS_SHARED


def show(request: HttpRequest) -> HttpResponse:
    """One page: agencies with their people, the agreements, and every role explained to whoever assigns it."""
    by, store = who(request), casebook()
    people = store.users()
    agencies = [
        {
            "agency": agency,
            "kind": agency_kinds()[agency.kind].name if agency.kind in agency_kinds() else agency.kind,
            "people": [
                {"name": person.name, "roles": [role.name for role in person.roles_on(by.today)]}
                for person in people
                if person.agency == agency.code and not person.disabled
            ],
        }
        for agency in store.agencies()
    ]
    used = [role for role in roles().values() if role.in_use_on(by.today)]
    context = {
        "agencies": agencies,
        "agreements": [_agreement(agreement, names_on(request)) for agreement in store.agreements()],
        "roles": [_role(role) for role in used],
    }
    return render(request, "agencies.html", context)


def _agreement(agreement: SharingAgreement, names: Names) -> dict[str, object]:
    return {
        "agreement": agreement,
        "parties": sorted(names.agency(code) for code in agreement.parties),
        "about": ", ".join(KINDS_SHARED[kind] for kind in sorted(agreement.subject_categories)),
        "data": [data_categories()[slug].name for slug in sorted(agreement.data_categories)],
        "purposes": [purposes()[slug].name for slug in sorted(agreement.purposes)],
        "gateway": gateways()[agreement.gateway].name,
    }


def _role(role: Role) -> dict[str, object]:
    return {
        "role": role,
        "may": [CAPABILITIES[capability] for capability in CAPABILITIES if capability in role.capabilities],
    }
