"""Linking cases, and saying where a case's place lies. A link shows only to those who see both its ends."""

from wardmote.casework import permissions, policies, visibility
from wardmote.casework.audit import act, event
from wardmote.casework.entries import choice
from wardmote.casework.errors import NotFound, NotNow, WrongEntry
from wardmote.casework.looks import in_charge
from wardmote.casework.normal_forms import uprn_form
from wardmote.casework.nouns import LINKS, CaseLink, SignedIn, Site
from wardmote.casework.store import Store


def link_cases(store: Store, by: SignedIn, reference: str, *, other: str, link: str, purpose: str = "") -> CaseLink:
    """Link this case to another that the user sees. Both cases' logs keep it (a combination, DPA 2018 s.62)."""
    choice("link", link, LINKS, "Choose how the cases belong together.")
    other = other.strip().upper()
    with act(store, by, "cases-linked", reference):
        hand = in_charge(store, by, reference, purpose)
        permissions.check_work(by.user, hand.case, by.today)
        if other == reference or store.standing(other, visibility.cases_seen_by(by.user, by.today)) is None:
            raise WrongEntry("other", "Enter the reference of another case you see, like CSP-26-0007.")
        if any(known.link == link and other in (known.case, known.other) for known in store.links_of(reference)):
            raise NotNow("These cases are linked like this already.")
        made = CaseLink(
            id=store.new_id(),
            case=reference,
            other=other,
            link=link,
            by=by.user.id,
            agency=by.user.agency,
            on=by.today,
        )
        store.add_link(made, event(by, "combination", "cases-linked", "link", f"{reference}/{made.id}", look=hand.look))
        store.append(event(by, "combination", "cases-linked", "link", f"{other}/{made.id}"))
        return made


def unlink_cases(store: Store, by: SignedIn, reference: str, link_id: str, *, purpose: str = "") -> None:
    """Take a link away that was made by mistake."""
    with act(store, by, "cases-unlinked", reference):
        hand = in_charge(store, by, reference, purpose)
        permissions.check_work(by.user, hand.case, by.today)
        link = store.link(link_id)
        if link is None or reference not in (link.case, link.other):
            raise NotFound
        far = link.other if link.case == reference else link.case
        if store.standing(far, visibility.cases_seen_by(by.user, by.today)) is None:
            raise NotFound
        store.remove_link(
            link, event(by, "alteration", "cases-unlinked", "link", f"{reference}/{link_id}", look=hand.look)
        )
        store.append(event(by, "alteration", "cases-unlinked", "link", f"{far}/{link_id}"))


def place_case(
    store: Store,
    by: SignedIn,
    reference: str,
    *,
    ward_code: str = "",
    ward_name: str = "",
    uprn: str = "",
    purpose: str = "",
) -> Site:
    """Say in which ward the place of the case lies and, if it is one property, its number."""
    ward_name, ward_code = ward_name.strip(), ward_code.strip().upper()
    if not (ward_name or uprn):
        raise WrongEntry("ward_name", "Enter the ward, or the UPRN of the property.")
    if uprn and not uprn_form(uprn):
        raise WrongEntry("uprn", "Enter the UPRN as up to 12 digits.")
    with act(store, by, "case-placed", reference):
        hand = in_charge(store, by, reference, purpose)
        permissions.check_work(by.user, hand.case, by.today)
        policies.check_add_note(hand.case)
        before = store.site(reference)
        site = Site(
            case=reference,
            ward_code=ward_code,
            ward_name=ward_name,
            uprn=uprn_form(uprn),
            by=by.user.id,
            on=by.today,
            version=before.version if before else 0,
        )
        told = event(
            by,
            "alteration",
            "case-placed",
            "case",
            reference,
            look=hand.look,
            fields=("ward_code", "ward_name", "uprn"),
        )
        return store.save_site(site, told)
