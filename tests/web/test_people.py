"""Agencies, people, roles and agreements over HTTP: set up by those who may, never for oneself, each step proven and logged."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from wardmote.web.accounts.models import Account
from wardmote.web.clock import now
from wardmote.web.invented import PEOPLE
from web.walk import NEWCOMER, newcomer

pytestmark = pytest.mark.django_db


def today():
    return now().date()


def boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def link_in(answer):
    return re.search(r"http://testserver(/account/invitation/[\w-]+)", answer.content.decode())[1]


def role(code, days=60):
    return {"role": code, **boxes("start", today()), **boxes("until", today() + timedelta(days=days))}


def roles_of(store, user_id):
    return [role.code for role in store.user(user_id).roles_on(today())]


def added(at_work, name="Nell Invented", by="olive"):
    """Somebody new at the council: their id and the address of their invitation."""
    answer = at_work(by).post("/people/add", {"name": name})
    assert answer.status_code == 200, answer.content.decode()
    return Account.objects.get(name=name).pk, link_in(answer)


def use(link, password="three words apart", client=None):
    client = client or Client()
    assert client.get(link)["Location"] == "/account/invitation"
    return client.post("/account/invitation", {"password": password, "again": password})


def sign_in(username, password="three words apart", client=None):
    client = client or Client()
    answer = client.post("/account/sign-in", {"login": username, "password": password})
    return client, answer


def test_somebody_new_is_invited_given_a_role_and_works(at_work, store):
    user_id, link = added(at_work)
    assert use(link)["Location"] == "/account/sign-in"
    client, answer = sign_in("nell.invented")
    assert answer["Location"] == "/"
    assert "Your roles do not open cases" in client.get("/").content.decode()
    olive = at_work("olive")
    text = olive.get(f"/people/{user_id}/role").content.decode()
    assert "Cannot open a protected address." in text
    assert "A second person must approve it." in text
    assert olive.post(f"/people/{user_id}/role", role("R2"))["Location"] == f"/people/{user_id}"
    assert "Cases your agency leads" in client.get("/").content.decode()
    olive.post(f"/people/{user_id}/roles/R2/end")
    assert "Your roles do not open cases" in client.get("/").content.decode()


def test_a_role_that_reaches_protected_addresses_waits_for_a_second_person(at_work, store):
    user_id, _ = added(at_work)
    olive = at_work("olive")
    olive.post(f"/people/{user_id}/role", role("R3"))
    assert roles_of(store, user_id) == []
    assert olive.get(f"/people/{user_id}/roles/R3/approve").status_code == 403
    assert olive.post(f"/people/{user_id}/roles/R3/approve").status_code == 422
    assert roles_of(store, user_id) == []
    assert "it waits for a second person" in olive.get(f"/people/{user_id}").content.decode()
    dana = at_work("dana")
    assert "waits for approval" in dana.get("/people").content.decode()
    dana.post(f"/people/{user_id}/roles/R3/approve")
    assert roles_of(store, user_id) == ["R3"]


FOR_ONESELF = [
    ("role", role("R3")),
    ("role", role("R2")),
    ("role", role("R13")),
    ("roles/R12/approve", {}),
    ("roles/R12/end", {}),
    ("disable", {}),
    ("open", {}),
    ("invite", {}),
    ("lost-factor", {}),
    ("new-factor", {}),
    ("sign-out", {}),
]


@pytest.mark.parametrize("person", [person.id for person in PEOPLE])
def test_nobody_gives_themselves_anything_over_http(at_work, store, person):
    client, before = at_work(person), store.user(person)
    for path, typed in FOR_ONESELF:
        answer = client.post(f"/people/{person}/{path}", typed)
        assert answer.status_code in (403, 404, 422), (path, answer.status_code)
    client.post("/people/still-here", {"people": [person]})
    after = store.user(person)
    assert (after.role_grants, after.attested_on, after.disabled) == (
        before.role_grants,
        before.attested_on,
        before.disabled,
    )
    assert list(store.invitations(person)) == []


@pytest.mark.parametrize("person", [person.id for person in PEOPLE if person.id != "olive"])
def test_only_an_administrator_of_the_agency_changes_its_people(at_work, store, person):
    client, before = at_work(person), store.user("sam")
    for path, typed in FOR_ONESELF:
        assert client.post(f"/people/sam/{path}", typed).status_code in (403, 404, 422), path
    assert client.post("/people/add", {"name": "X"}).status_code in (403, 422)
    after = store.user("sam")
    assert (after.role_grants, after.disabled) == (before.role_grants, before.disabled)
    assert not Account.objects.filter(name="X").exists()


def test_people_of_another_agency_are_not_there(at_work):
    for path in ("/people/jo", "/people/jo/role", "/people/jo/disable", "/people/nobody"):
        assert at_work("olive").get(path).status_code == 404


CHANGES = [
    ("olive", "/people/add"),
    ("olive", "/people/still-here"),
    ("olive", "/people/sam/role"),
    ("olive", "/people/sam/roles/R2/end"),
    ("olive", "/people/sam/disable"),
    ("olive", "/people/sam/invite"),
    ("olive", "/people/sam/lost-factor"),
    ("olive", "/people/sam/sign-out"),
    ("olive", "/agencies/marlbridge/keep"),
    ("tom", "/agencies/add"),
    ("tom", "/agencies/marlshire-fire/administrator"),
    ("tom", "/agreements/propose"),
    ("tom", "/agreements/location-cases/end"),
]


@pytest.mark.parametrize("person, path", CHANGES)
def test_every_change_asks_for_a_fresh_proof_before_the_form_and_at_the_deed(at_work, person, path):
    stale = at_work(person, proven=False)
    assert stale.get(path)["Location"].startswith("/account/again?next=" + path)
    assert at_work(person).get(path).status_code == 200


def test_nothing_is_changed_without_a_proof(at_work, store):
    stale, before = at_work("olive", proven=False), store.user("sam")
    for path, typed in [
        ("role", role("R1")),
        ("roles/R2/end", {}),
        ("disable", {}),
        ("invite", {}),
        ("lost-factor", {}),
    ]:
        assert stale.post(f"/people/sam/{path}", typed)["Location"].startswith("/account/again"), path
    stale.post("/people/still-here", {"people": ["sam"]})
    assert store.user("sam").attested_on == before.attested_on
    assert (store.user("sam").role_grants, list(store.invitations("sam"))) == (before.role_grants, [])


# Invitations


def test_an_invitation_works_once_and_is_kept_only_as_a_digest(at_work, store):
    user_id, link = added(at_work)
    code = link.rpartition("/")[2]
    (kept,) = store.invitations(user_id)
    assert code not in repr(kept)
    assert len(kept.digest) == 64
    client = Client()
    client.get(link)
    client.get(link)
    assert "you sign in as <strong>nell.invented</strong>" in client.get("/account/invitation").content.decode()
    use(link)
    assert use(link).status_code == 404
    assert (
        client.post("/account/invitation", {"password": "other words here", "again": "other words here"}).status_code
        == 404
    )
    assert sign_in("nell.invented", "other words here")[1].status_code != 302
    trail = "".join(record.line() for record in store.records_until())
    assert code not in trail
    assert kept.digest not in trail
    deeds = [record.event.deed for record in store.records_until()]
    assert {"user-added", "invited", "password-set-anew", "invitation-refused"} <= set(deeds)


def test_an_invitation_runs_out_and_a_newer_one_takes_its_place(at_work, store, monkeypatch):
    user_id, first = added(at_work)
    answer = at_work("olive").post(f"/people/{user_id}/invite")
    second = link_in(answer)
    assert Client().get(first, follow=True).status_code == 404
    assert Client().get(second, follow=True).status_code == 200
    later = now() + timedelta(days=3, seconds=1)
    monkeypatch.setattr("wardmote.web.pages.asking.now", lambda: later)
    assert Client().get(second, follow=True).status_code == 404


@pytest.mark.parametrize(
    "first, again, said",
    [
        ("", "", "Enter a password."),
        ("short", "short", "at least 12 characters"),
        ("passwordpassword", "another password", "Enter the same password as above."),
        ("123456789123456789", "123456789123456789", "too common"),
        ("nell.invented", "nell.invented", "too similar to the username"),
    ],
)
def test_a_weak_password_is_said_and_the_invitation_kept(at_work, first, again, said):
    _, link = added(at_work)
    client = Client()
    client.get(link)
    answer = client.post("/account/invitation", {"password": first, "again": again})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert use(link, client=client).status_code == 302


def test_a_new_password_signs_the_person_out_everywhere(at_work):
    sam = at_work("sam")
    assert sam.get("/").status_code == 200
    use(link_in(at_work("olive").post("/people/sam/invite")))
    assert sam.get("/").status_code == 302


def test_a_lost_second_factor_needs_two_others_and_the_password(at_work, store):
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    sam = Account.objects.get(pk="sam")
    sam.set_password("three words apart")
    sam.save()
    TOTP.activate(sam, generate_totp_secret())
    olive, dana = at_work("olive"), at_work("dana")
    assert dana.post("/people/sam/lost-factor").status_code == 422
    assert dana.post("/people/sam/new-factor").status_code == 422
    olive.post("/people/sam/lost-factor")
    assert olive.get("/people/sam/new-factor").status_code == 403
    assert olive.post("/people/sam/new-factor").status_code == 422
    link = link_in(dana.post("/people/sam/new-factor"))
    client = Client()
    client.get(link)
    assert client.post("/account/invitation", {"password": "a guess at it all"}).status_code == 422
    assert Authenticator.objects.filter(user=sam).exists()
    assert client.post("/account/invitation", {"password": "three words apart"})["Location"] == "/account/sign-in"
    assert not Authenticator.objects.filter(user=sam).exists()
    deeds = [record.event.deed for record in store.records_until()]
    assert {"second-factor-asked", "second-factor-approved", "second-factor-set-anew"} <= set(deeds)


def test_an_invitation_does_not_open_a_disabled_account(at_work):
    user_id, link = added(at_work)
    olive = at_work("olive")
    olive.post(f"/people/{user_id}/disable")
    assert Client().get(link, follow=True).status_code == 404
    assert olive.post(f"/people/{user_id}/invite").status_code == 422


# Agencies and agreements


def test_a_partnership_manager_adds_an_agency_which_sees_nothing_until_it_has_signed(at_work, store):
    tom = at_work("tom")
    agency = {
        "name": "Weir Homes (invented)",
        "kind": "registered-housing",
        "contact": "data@weir.example",
        "administrator": "Una Admin",
    }
    assert at_work("olive").post("/agencies/add", agency).status_code in (403, 422)
    link = link_in(tom.post("/agencies/add", agency))
    assert tom.post("/agencies/add", agency).status_code == 422
    use(link)
    una, _ = sign_in("una.admin")
    assert "Weir Homes (invented)" in una.get("/people").content.decode()
    text = una.post("/people/add", {"name": "Cal Worker"}).content.decode()
    assert "Invitation for Cal Worker" in text
    assert una.get("/people/sam").status_code == 404
    code = store.user(Account.objects.get(username="una.admin").pk).agency
    assert code == "weir-homes-invented"
    assert una.post(f"/agencies/{code}/keep", {"contact": "x", "privacy_officer": "dana"}).status_code == 422
    assert (
        una.post(f"/agencies/{code}/keep", {"contact": "data@weir.example", "privacy_officer": ""}).status_code == 302
    )
    assert una.post("/agencies/marlbridge/keep", {"contact": "x", "privacy_officer": ""}).status_code == 422
    assert tom.post(f"/agencies/{code}/administrator", {"administrator": "Second Admin"}).status_code == 422


def test_an_agency_that_lost_its_administrators_is_given_another(at_work, store):
    text = at_work("tom").get("/agencies").content.decode()
    assert "Invite one" in text
    assert "Invite one" not in at_work("priya").get("/agencies").content.decode()
    link = link_in(at_work("tom").post("/agencies/marlshire-fire/administrator", {"administrator": "Fay Admin"}))
    assert use(link).status_code == 302
    assert roles_of(store, Account.objects.get(name="Fay Admin").pk) == ["R12"]


def proposal(**changed):
    first = today()
    return {
        "title": "About victims (invented)",
        "parties": ["marlbridge", "marlshire-police"],
        "subject_categories": ["victim"],
        "data_categories": ["incident"],
        "purposes": ["case-work"],
        "gateway": "cda-1998-s115",
        "lawful_basis": "UK GDPR article 6(1)(e)",
        **boxes("start", first),
        **boxes("review", first + timedelta(days=300)),
        **boxes("end", first + timedelta(days=330)),
        **changed,
    }


def test_an_agreement_is_proposed_signed_by_every_party_and_ended_by_any(at_work, store):
    tom, dana, ravi = at_work("tom"), at_work("dana"), at_work("ravi")
    assert at_work("priya").post("/agreements/propose", proposal()).status_code in (403, 422)
    assert tom.post("/agreements/propose", proposal(parties=["marlbridge"])).status_code == 422
    assert tom.post("/agreements/propose", proposal()).status_code == 302
    (draft,) = store.drafts()
    sign = f"/agreements/{draft.agreement.id}/sign"
    assert tom.get(sign).status_code == 403
    assert tom.post(sign).status_code == 422
    text = dana.get(sign).content.decode()
    assert "About victims (invented)" in text
    assert "Nobody yet. Waits for Marlbridge Council (invented), Marlshire Constabulary (invented)." in text
    dana.post(sign)
    assert "Sign for your agency" not in dana.get("/agreements").content.decode()
    assert len(store.agreements()) == 1
    ravi.post(sign)
    assert len(store.agreements()) == 2
    assert ravi.get(f"/agreements/{draft.agreement.id}/end").status_code == 403
    tom.post(f"/agreements/{draft.agreement.id}/end")
    ended = {agreement.id: agreement for agreement in store.agreements()}[draft.agreement.id]
    assert ended.end == today() - timedelta(days=1)


def test_a_change_is_proposed_beside_what_is_in_force(at_work, store):
    tom = at_work("tom")
    text = tom.get("/agreements/propose?of=location-cases").content.decode()
    assert "Propose a change to Sharing about problem places (invented)" in text
    assert re.search(r'value="location" checked', re.sub(r'id="\w+" ', "", text))
    assert tom.post("/agreements/propose?of=location-cases", proposal()).status_code == 302
    assert [draft.agreement.id for draft in store.drafts()] == ["location-cases"]
    assert store.agreements()[0].subject_categories == {"location"}
    assert tom.get("/agreements/propose?of=nothing").status_code == 404


@pytest.mark.parametrize(
    "days, said",
    [(61, None), (60, "Review due in 60 days"), (1, "Review due tomorrow"), (0, "today"), (-2, "was due 2 days ago")],
)
def test_an_agreement_warns_of_its_review_and_its_end(at_work, days, said):
    from wardmote.web.store.models import SharingAgreement

    SharingAgreement.objects.update(review=today() + timedelta(days=days))
    text = at_work("priya").get("/agreements").content.decode()
    assert (said in text) if said else ("Review due" not in text)


# Clocks and sessions


def test_an_agency_of_one_has_nobody_to_confirm(at_work, store):
    newcomer(store)
    answered = at_work(NEWCOMER).get("/people/still-here", follow=True)
    assert answered.redirect_chain[-1][0] == "/people"
    assert "Nobody else has an account at your agency yet" in answered.content.decode()


def test_whoever_is_due_is_listed_and_confirmed(at_work, store):
    dana = at_work("dana")
    text = dana.get("/people").content.decode()
    assert "2 people are shut out within 14 days" in text
    text = dana.get("/people/still-here").content.decode()
    assert "Dana Moss" not in text.partition("<main")[2]
    assert text.index("Sam Reed") < text.index("Priya Nair")
    assert dana.post("/people/still-here", {}).status_code == 422
    dana.post("/people/still-here", {"people": ["sam", "tom"]})
    assert {store.user(user).attested_on for user in ("sam", "tom")} == {today()}
    assert "shut out within 14 days" not in dana.get("/people").content.decode()


@pytest.mark.parametrize("column, days", [("attested_on", 90), ("opened_on", 45)])
def test_a_clock_that_has_run_out_shuts_the_account_at_the_next_request(at_work, column, days):
    sam, olive = at_work("sam"), at_work("olive")
    assert sam.get("/cases").status_code == 200
    Account.objects.filter(pk="sam").update(**{column: today() - timedelta(days=days), "last_login": None})
    assert sam.get("/cases")["Location"] == "/account/shut"
    assert sam.get("/cases")["Location"].startswith("/account/sign-in")
    account = Account.objects.get(pk="sam")
    account.set_password("three words apart")
    account.save()
    assert sign_in("sam.reed")[1]["Location"] == "/account/shut"
    olive.post("/people/sam/open")
    client, answer = sign_in("sam.reed")
    assert answer["Location"] == "/"
    assert client.get("/cases").status_code == 200


def test_an_account_without_its_days_is_shut(at_work):
    sam = at_work("sam")
    Account.objects.filter(pk="sam").update(attested_on=None)
    assert sam.get("/")["Location"] == "/account/shut"


def test_opening_again_takes_back_the_approval_of_a_role_that_reaches_protected_addresses(at_work, store):
    olive = at_work("olive")
    olive.post("/people/priya/disable")
    olive.post("/people/priya/open")
    assert roles_of(store, "priya") == []
    at_work("dana").post("/people/priya/roles/R3/approve")
    assert roles_of(store, "priya") == ["R3"]


def test_disabling_ends_every_session_at_its_next_request(at_work, store):
    here, there = at_work("sam"), at_work("sam")
    for client in (here, there):
        assert client.get("/").status_code == 200
    assert len(store.sessions("sam")) == 2
    at_work("olive").post("/people/sam/disable")
    for client in (here, there):
        assert client.get("/").status_code == 302
    assert store.sessions("sam") == []


def test_ones_own_sessions_are_listed_and_ended(at_work, store):
    here, there, elsewhere = at_work("sam"), at_work("sam"), at_work("sam")
    there.get("/", REMOTE_ADDR="192.0.2.7")
    elsewhere.get("/")
    here.get("/")
    text = here.get("/account/sessions").content.decode()
    assert "192.0.2.7" in text
    assert text.count("Somewhere else") == 2
    assert text.count("Here</h2>") == 1
    assert here.session.session_key not in text
    (name,) = [session.name for session in store.sessions("sam") if session.source == "192.0.2.7"]
    assert at_work("jo").post("/account/sessions", {"end": name}).status_code == 302
    assert there.get("/").status_code == 200
    here.post("/account/sessions", {"end": name})
    assert there.get("/").status_code == 302
    assert elsewhere.get("/").status_code == 200
    here.post("/account/sessions", {"end": "others"})
    assert elsewhere.get("/").status_code == 302
    assert here.get("/").status_code == 200
    ended = [r.event for r in store.records_until() if r.event.deed == "sessions-ended" and name in r.event.fields]
    assert [event.actor for event in ended] == ["sam"]


def test_an_administrator_signs_somebody_out(at_work):
    sam = at_work("sam")
    sam.get("/")
    assert at_work("dana").post("/people/sam/sign-out").status_code == 422
    assert sam.get("/").status_code == 200
    at_work("olive").post("/people/sam/sign-out")
    assert sam.get("/").status_code == 302


# How many cases


def test_a_person_opens_so_many_cases_an_hour_and_no_more(at_work, store, settings):
    settings.CASES_AN_HOUR = {"": 1, "R3": 2}
    priya = at_work("priya")
    opened = [priya.post(f"/cases/CSP-26-000{n}/purpose", {"purpose": "case-work"}).status_code for n in (1, 2, 3)]
    assert opened == [302, 302, 429]
    text = priya.get("/cases/CSP-26-0003").content.decode()
    assert "Motorbikes" not in text
    assert priya.get("/cases/CSP-26-0002").status_code == 200
    assert priya.get("/cases/CSP-26-9999").status_code == 404
    told = [record.event for record in store.records_until() if record.event.deed == "budget-exceeded"]
    assert {(event.actor, event.object_id, event.outcome) for event in told} == {("priya", "CSP-26-0003", "deny")}
