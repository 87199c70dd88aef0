"""Access to one case, over HTTP: who has it, giving and ending it, conflicts, tiers, leads, approvals."""

import re
from dataclasses import replace

import pytest

from wardmote.casework import referrals
from wardmote.casework.nouns import SignedIn
from wardmote.web.clock import now
from wardmote.web.store.models import CaseGrant, TrailRecord

pytestmark = pytest.mark.django_db
CASE = "/cases/CSP-26-0002"
INVENTED = 1
"""Grants the invented partnership begins with."""


def by(store, person):
    return SignedIn(store.user(person), "set-up", now(), proven_at=now())


@pytest.fixture
def closed_to_most(store):
    """Makes a case of a tier about a place, led by Priya of the council."""

    def make(tier: str) -> str:
        told = {"place": "CLOSED-PLACE", "summary": "CLOSED-SUMMARY", "why": "CLOSED-WHY"}
        how = {"to": "marlbridge", "kind": "location", "tier": tier, "lead_person": "priya"}
        return referrals.refer(store, by(store, "priya"), **how, **told).reference

    return make


def given(client, reference, receiver, **typed):
    usual = {
        "to": receiver,
        "grant_purpose": "case-work",
        "gateway": "cda-1998-s115",
        "days": "14",
        "reason": "To plan",
    }
    return client.post(f"/cases/{reference}/access/give", usual | typed)


def test_access_is_given_to_a_person_shows_on_the_page_and_is_ended(at_work, opened, closed_to_most):
    reference = closed_to_most("named")
    priya, jo = opened("priya", reference), at_work("jo")
    assert jo.get(f"/cases/{reference}").status_code == 404
    form = priya.get(f"/cases/{reference}/access/give").content.decode()
    assert "Jo Marsh (Marlshire Constabulary)" in form and "Every case worker in Marlshire Constabulary" in form
    assert '"marlbridge//priya"' not in form and '"marlbridge/R3/"' not in form
    assert given(priya, reference, "marlshire-police//jo")["Location"] == f"/cases/{reference}/access"
    assert jo.get(f"/cases/{reference}")["Location"] == f"/cases/{reference}/purpose"
    page = priya.get(f"/cases/{reference}/access").content.decode()
    assert "Access given." in page and "Jo Marsh (Marlshire Constabulary), for work on the case" in page
    ended = re.search(rf"/cases/{reference}/access/\w+/end", page)[0]
    assert "Jo Marsh" in priya.get(ended).content.decode()
    assert priya.post(ended).status_code == 302
    assert jo.get(f"/cases/{reference}").status_code == 404
    page = priya.get(f"/cases/{reference}/access").content.decode()
    assert ">Ended</strong>" in page and "/end" not in page
    assert priya.get(f"/cases/{reference}/access/none/end").status_code == 404


def test_access_is_given_to_a_role_for_days_counted_from_today(opened, at_work, closed_to_most):
    reference = closed_to_most("named")
    assert given(opened("priya", reference), reference, "marlshire-police/R2/", days="1").status_code == 302
    grant = CaseGrant.objects.exclude(case="CSP-26-0002").get()
    assert (grant.to_role, grant.until - grant.start, grant.gateway) == (
        "R2",
        grant.start - grant.start,
        "cda-1998-s115",
    )
    assert at_work("jo").get(f"/cases/{reference}").status_code == 302
    assert at_work("kit").get(f"/cases/{reference}").status_code == 404


@pytest.mark.parametrize(
    "typed, said",
    [
        ({"days": "91"}, "Enter a number of days from 1 to 90."),
        ({"days": "soon"}, "Enter a number of days from 1 to 90."),
        ({"days": ""}, "Enter a number of days from 1 to 90."),
        ({"to": ""}, "Choose who needs to see it."),
        ({"to": "marlbridge//priya"}, "Choose who needs to see it."),
        ({"reason": ""}, "Enter why they need to see it."),
        ({"grant_purpose": "threat-to-life"}, "Choose what they need it for."),
    ],
)
def test_what_cannot_be_given_is_said_beside_its_box(opened, typed, said):
    answer = given(opened("priya", "CSP-26-0002"), "CSP-26-0002", "marlshire-police//jo", **typed)
    assert answer.status_code == 422 and answer.content.decode().count(said) == 2
    assert CaseGrant.objects.count() == INVENTED


def test_a_sealed_case_opens_when_two_others_have_approved_and_they_do_not_see_it(at_work, opened, closed_to_most):
    reference = closed_to_most("sealed")
    given(opened("priya", reference), reference, "marlbridge//sam", gateway="")
    assert "Waits for approval" in opened("priya", reference).get(f"/cases/{reference}/access").content.decode()
    for number, approver in enumerate(("dana", "tom")):
        assert at_work("sam").get(f"/cases/{reference}").status_code == 404
        client = at_work(approver)
        today = client.get("/").content.decode()
        assert "1 request for access</a> waits for your approval" in re.sub(r"\s+", " ", today)
        page = client.get("/approvals").content.decode()
        address = re.search(r"/approvals/\w+", page)[0]
        page += client.get(address).content.decode()
        assert "Sam Reed" in page and "To plan" in page
        assert "CLOSED-" not in page and reference not in page
        assert client.post(address, {"answer": "yes"})["Location"] == "/approvals"
        assert client.get(address).status_code == 404
        assert "No request waits" in client.get("/approvals").content.decode()
        assert number or "For you" not in client.get("/").content.decode()
    assert at_work("sam").get(f"/cases/{reference}").status_code == 302


def test_a_refused_request_is_told_to_who_asked_with_the_reason_on_the_case(at_work, opened, closed_to_most):
    reference = closed_to_most("sealed")
    priya = opened("priya", reference)
    given(priya, reference, "marlbridge//sam", gateway="")
    dana = at_work("dana")
    address = re.search(r"/approvals/\w+", dana.get("/approvals").content.decode())[0]
    assert "Enter why access is refused." in dana.post(address, {"answer": "no"}).content.decode()
    assert dana.post(address, {"answer": "no", "why": "REFUSED-BECAUSE"}).status_code == 302
    assert "REFUSED-BECAUSE" in priya.get(f"/cases/{reference}").content.decode()
    today = priya.get("/").content.decode()
    assert "Access to a case that you asked for was refused" in today and "REFUSED-BECAUSE" not in today
    assert TrailRecord.objects.get(deed="access-refused").outcome == "deny"


@pytest.mark.parametrize("path", ["access/give"])
def test_giving_access_asks_a_proof_before_anything_is_typed(at_work, path):
    client = at_work("priya", proven=False)
    client.post(f"{CASE}/purpose", {"purpose": "case-work"})
    assert client.get(f"{CASE}/{path}")["Location"] == f"/account/again?next={CASE}/{path}"
    assert given(client, "CSP-26-0002", "marlshire-police//jo")["Location"].startswith("/account/again")
    assert CaseGrant.objects.count() == INVENTED


def test_approving_asks_a_proof_before_anything_is_typed(at_work, opened, closed_to_most):
    reference = closed_to_most("sealed")
    given(opened("priya", reference), reference, "marlbridge//sam", gateway="")
    dana = at_work("dana", proven=False)
    address = re.search(r"/approvals/\w+", dana.get("/approvals").content.decode())[0]
    for answer in (dana.get(address), dana.post(address, {"answer": "yes"})):
        assert answer["Location"] == f"/account/again?next={address}"


def test_a_protected_entry_asks_a_proof_and_on_a_sealed_case_one_for_each_view(at_work, opened, closed_to_most):
    reference = closed_to_most("sealed")
    priya = opened("priya", reference)
    typed = {"text": "SAFE-ADDRESS", "kind": "fact", "protection": "P3", "data_category": "contact"}
    priya.post(f"/cases/{reference}/note", typed)
    entry = re.search(rf"/cases/{reference}/notes/\w+", priya.get(f"/cases/{reference}").content.decode())[0]
    assert priya.get(entry).status_code == 200
    assert "SAFE-ADDRESS" in priya.post(entry).content.decode()
    for answer in (priya.get(entry), priya.post(entry)):
        assert answer["Location"] == f"/account/again?next={entry}"
    unproven = at_work("priya", proven=False)
    unproven.post(f"/cases/{reference}/purpose", {"purpose": "case-work"})
    assert unproven.get(entry)["Location"].startswith("/account/again")
    assert unproven.post(entry)["Location"].startswith("/account/again")


def test_a_conflict_of_ones_own_shuts_one_out_and_a_lead_declares_that_of_others(opened, at_work):
    sam, priya = opened("sam", "CSP-26-0002"), opened("priya", "CSP-26-0002")
    assert "Jo Marsh" not in sam.get(f"{CASE}/access/conflict").content.decode()
    assert sam.post(f"{CASE}/access/conflict", {"user_id": "jo"}).status_code == 422
    assert (
        "You no longer see the case"
        in sam.post(f"{CASE}/access/conflict", {"user_id": "sam"}, follow=True).content.decode()
    )
    assert sam.get(CASE).status_code == 404
    assert priya.post(f"{CASE}/access/conflict", {"user_id": "jo"}).status_code == 302
    assert at_work("jo").get(CASE).status_code == 404
    page = priya.get(f"{CASE}/access").content.decode()
    assert "Shut out" in page and "Sam Reed" in page
    assert "Shut out" not in opened("kit", "CSP-26-0002").get(f"{CASE}/access").content.decode()


def test_the_tier_is_raised_and_only_its_lead_goes_on_seeing_it(opened, at_work):
    priya = opened("priya", "CSP-26-0002")
    form = priya.get(f"{CASE}/access/fewer").content.decode()
    assert 'value="named"' in form and 'value="open"' not in form
    assert priya.post(f"{CASE}/access/fewer", {"tier": "named", "lead_person": "priya"}).status_code == 422
    typed = {"tier": "named", "lead_person": "priya", "why": "A witness is named in it"}
    assert priya.post(f"{CASE}/access/fewer", typed)["Location"] == "/"
    assert at_work("sam").get(CASE).status_code == 404
    assert priya.get(CASE).status_code == 200
    assert opened("sam", "CSP-26-0001").get("/cases/CSP-26-0001/access/fewer").status_code == 403


def test_the_case_is_handed_over_to_another_agency(opened, store):
    priya = opened("priya", "CSP-26-0002")
    assert "Marlshire Fire" in priya.get(f"{CASE}/hand-over").content.decode()
    wrong = {"to": "marlshire-fire", "lead_person": "ines", "why": "Theirs"}
    assert "Choose a case lead of the agency" in priya.post(f"{CASE}/hand-over", wrong).content.decode()
    said = priya.post(
        f"{CASE}/hand-over", {"to": "marlshire-police", "lead_person": "ines", "why": "Theirs"}, follow=True
    )
    assert "Marlshire Constabulary (invented) now leads CSP-26-0002" in said.content.decode()
    assert "Close the case" not in priya.get(CASE).content.decode()
    assert priya.get(f"{CASE}/hand-over").status_code == 403


def test_a_decision_is_kept_on_the_timeline(opened):
    priya = opened("priya", "CSP-26-0002")
    assert "Enter what was decided." in priya.post(f"{CASE}/decision", {"why": "x"}).content.decode()
    page = priya.post(f"{CASE}/decision", {"what": "No order for now", "why": "Patrols first"}, follow=True)
    assert "Decision recorded." in page.content.decode() and "No order for now" in page.content.decode()
    assert opened("sam", "CSP-26-0002").get(f"{CASE}/decision").status_code == 403


def test_a_privacy_officer_names_a_lead_where_the_old_one_has_left(at_work, store, closed_to_most):
    reference = closed_to_most("named")
    dana = at_work("dana")
    looked = f"/cases/{reference}/who-looked"
    assert "Name a new lead" not in dana.get(looked).content.decode()
    assert dana.get(f"/cases/{reference}/lead").status_code == 403
    with store.transaction():
        from wardmote.casework.audit import event

        told = event(by(store, "dana"), "permission", "set-up", "user", "x")
        store.save_user(replace(store.user("priya"), disabled=True), told)
        store.save_user(replace(store.user("sam"), role_grants=store.user("priya").role_grants), told)
    assert "Name a new lead" in dana.get(looked).content.decode()
    page = dana.get(f"/cases/{reference}/lead").content.decode()
    assert "CLOSED-" not in page and "Sam Reed" in page
    assert dana.post(f"/cases/{reference}/lead", {"lead_person": "sam"}).status_code == 422
    answer = dana.post(f"/cases/{reference}/lead", {"lead_person": "sam", "why": "Priya has left"})
    assert answer["Location"] == looked
    assert at_work("sam").get(f"/cases/{reference}").status_code == 302
    for other in ("ravi", "jo", "olive"):
        assert at_work(other).get(f"/cases/{reference}/lead").status_code == 404
    assert at_work("wren").get(f"/cases/{reference}/lead").status_code == 403
