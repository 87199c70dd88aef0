"""People on the pages: the role before the name, a protected address one at a time, search that shows nothing hidden."""

import csv
import io
import re

import pytest

from wardmote.casework.looks import open_case
from wardmote.casework.nouns import SignedIn
from wardmote.web.clock import now

pytestmark = pytest.mark.django_db
CASE = "/cases/CSP-26-0002"
SAFE = "Flat 9, 77 CANARY Road, ZZ9 9ZZ"
WHO = {
    "role": "victim",
    "name": "Zelda CANARYNAME",
    "kind": "fact",
    "birth_day": "14",
    "birth_month": "6",
    "birth_year": "1989",
}


def card_number(page, name):
    return re.search(r'id="(p[0-9a-f]+)">\s*<div[^>]*><h3[^>]*>[^<]*' + name, page)[1]


def page_of(client, path=CASE):
    return client.get(path).content.decode()


@pytest.fixture
def peopled(opened):
    """Priya has added a victim with a protected address and telephone."""
    client = opened("priya", "CSP-26-0002")
    assert client.post(f"{CASE}/people/add", WHO).status_code == 302
    person = card_number(page_of(client), "Zelda")
    typed = {"value": SAFE, "sort": "refuge", "uprn": "424242", "kind": "fact", "protection": "P3"}
    assert client.post(f"{CASE}/people/{person}/add/address", typed).status_code == 302
    return client, person


def protected(page):
    return re.findall(CASE + r"/details/\w+", page)


def test_the_role_stands_before_the_name_and_victims_first(peopled):
    client, _ = peopled
    titles = re.findall(r'summary-card__title">([^<]*)', page_of(client))
    assert titles == [
        "Victim: Zelda CANARYNAME",
        "Suspect: Barnaby Madeup",
        "Witness: Edith Fabricated",
        "Reporter: Marjorie Inventedson",
    ]
    assert "Keep Barnaby Madeup and Marjorie Inventedson apart" in page_of(client) or "Keep Marjorie" in page_of(client)
    assert "14 June 1989" in page_of(client)


def test_a_protected_address_is_opened_one_at_a_time_after_a_fresh_proof(peopled, at_work, opened, store):
    client, person = peopled
    page = page_of(client)
    assert "CANARY Road" not in page
    assert "424242" not in page
    assert page.index("Do not ring. Text only") < page.index("Telephone: protected")
    entry = store.details_on("CSP-26-0002", person)[-1].id
    path = f"{CASE}/details/{entry}"
    assert path in protected(page)
    asked = client.get(path)
    assert "CANARY" not in asked.content.decode()
    shown = client.post(path).content.decode()
    assert SAFE in shown
    assert "You are seeing this for: <strong>work on the case</strong>" in shown
    assert "CANARY" not in re.search(r"<title>[^<]*", shown)[0]
    unproven = at_work("priya", proven=False)
    unproven.post(f"{CASE}/purpose", {"purpose": "case-work"})
    for answer in (unproven.get(path), unproven.post(path)):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/again")
    for other in ("sam", "tom", "ash", "jo"):
        worker = opened(other, "CSP-26-0002")
        assert path not in page_of(worker)
        assert worker.post(path).status_code == 404
        assert worker.get(f"{path}/change").status_code in (403, 404)


def test_no_page_but_its_own_holds_the_address(peopled):
    client, person = peopled
    search = {"address": "flat 9 77 canary rd zz99zz"}
    found = client.post("/search", search).content.decode()
    assert "1 case found" in found
    results = found[: found.index("By words")]
    assert "canary" not in results.lower()
    for path in ("/", "/cases", "/cases?words=CANARY", "/search", CASE, f"{CASE}/people/relate", f"{CASE}/risk",
                 f"{CASE}/people/{person}/role", f"{CASE}/people/{person}/conflict"):  # fmt: skip
        assert "CANARY Road" not in page_of(client, path), path
    assert "CANARYNAME" not in page_of(client, "/cases")


def test_who_is_not_cleared_sees_the_role_and_not_the_name(opened):
    page = page_of(opened("ash", "CSP-26-0002"))
    assert "Reporter: Name not shown to your role" in page
    assert "Suspect: Barnaby Madeup" in page
    assert "Weir Street, Marlbridge, ZZ9" not in page
    assert "Add a person" not in page


def test_search_finds_only_the_whole_thing_and_nothing_hidden(peopled, at_work, store):
    born = {"birth_day": "14", "birth_month": "6", "birth_year": "1989"}
    client = peopled[0]
    assert "1 case found" in client.post("/search", {"name": "canaryname zelda", **born}).content.decode()
    last = store.last_record().event
    assert (last.deed, last.shown[0]) == ("people-sought", "CSP-26-0002")
    assert "canaryname" not in repr(last).lower()
    for typed in ({"name": "Zelda", **born}, {"address": "77 canary road"}, {"uprn": "1"}):
        assert "0 results" in client.post("/search", typed).content.decode()
    for typed, said in (
        ({"name": "Zelda"}, "Enter the date of birth too."),
        ({}, "Enter an address, a UPRN, or a name"),
    ):
        answer = client.post("/search", typed)
        assert answer.status_code == 422
        assert said in answer.content.decode()
    for blind in ("sam", "ash", "jo"):
        assert "0 results" in at_work(blind).post("/search", {"address": SAFE}).content.decode(), blind
    assert at_work("wren").get("/search").status_code == 403


def test_roles_relations_changes_and_history(peopled, store):
    client, person = peopled
    suspect = card_number(page_of(client), "Barnaby")
    assert (
        client.post(
            f"{CASE}/people/relate", {"one": person, "other": suspect, "tie": "opposing", "kind": "fact"}
        ).status_code
        == 302
    )
    assert "Keep apart from Zelda CANARYNAME" in page_of(client)
    relation = store.relations_on("CSP-26-0002")[-1].id
    assert client.post(f"{CASE}/relations/{relation}/end").status_code == 302
    rule = {"value": "Email only.", "forbids": ["ring", "text"], "kind": "fact", "protection": "P2"}
    assert client.post(f"{CASE}/people/{person}/add/safe-contact", rule).status_code == 302
    assert "Email only. Not to be used: ringing, texting." in page_of(client)
    assert (
        client.post(
            f"{CASE}/people/{person}/add/birth",
            {"value_day": "1", "value_month": "2", "value_year": "1990", "kind": "fact", "protection": "P2"},
        ).status_code
        == 302
    )
    entry = store.details_on("CSP-26-0002", person)[2].id
    assert client.post(f"{CASE}/details/{entry}/change", {"now": "ended"}).status_code == 422
    assert client.post(f"{CASE}/details/{entry}/change", {"now": "checked"}).status_code == 302
    day = {"until_day": "1", "until_month": "11", "until_year": "2026"}
    assert client.post(f"{CASE}/details/{entry}/change", {"now": "ended", **day}).status_code == 302
    assert "Until 1 November 2026" in page_of(client)
    part = next(part for part in store.people_on("CSP-26-0002") if part.person == suspect)
    theirs = f"{CASE}/roles/{part.id}/end"
    assert "no longer suspect here" in page_of(client, theirs)
    assert client.post(theirs).status_code == 302
    assert "No role any more: Barnaby Madeup" in page_of(client)
    assert client.get(f"{CASE}/people/{person}/add/shoes").status_code == 404
    assert client.get(f"{CASE}/people/p0/role").status_code == 404


def test_a_person_comes_to_another_case_without_their_address(peopled, store):
    client, person = peopled
    other = {"role": "witness", "case": "csp-26-0001"}
    answer = client.post(f"{CASE}/people/{person}/role", other)
    assert (answer.status_code, "Open CSP-26-0001 first" in answer.content.decode()) == (422, True)
    client.post("/cases/CSP-26-0004/purpose", {"purpose": "case-work"})
    assert client.post(f"{CASE}/people/{person}/role", {"role": "witness", "case": "CSP-26-0004"}).status_code == 302
    page = page_of(client, "/cases/CSP-26-0004")
    assert "Witness: Zelda CANARYNAME" in page
    assert "/details/" not in page
    unknown = client.post(f"{CASE}/people/{person}/role", {"role": "witness", "case": "CSP-26-9999"})
    assert "Enter the reference of a case you see" in unknown.content.decode()


def test_a_conflict_hides_the_case_at_once(peopled, opened, at_work):
    client, person = peopled
    sam = opened("sam", "CSP-26-0002")
    assert client.post(f"{CASE}/people/{person}/conflict", {"user_id": "sam", "how": "lives-with"}).status_code == 302
    assert sam.get(CASE).status_code == 404
    assert client.post(f"{CASE}/people/{person}/conflict", {"user_id": "priya", "how": "is"})["Location"] == "/cases"
    assert client.get(CASE).status_code == 404


def test_risk_links_and_place(peopled, hidden_case, opened, store):
    client = peopled[0]
    assert (
        '<strong class="govuk-tag govuk-tag--yellow">Medium</strong> ASB risk assessment matrix, score 22'
        in page_of(client)
    )
    assert client.post(f"{CASE}/risk", {"tool": "asb-matrix", "why": "x"}).status_code == 422
    assert client.post(f"{CASE}/risk", {"tool": "asb-matrix", "score": "40", "why": "CANARYWHY"}).status_code == 302
    assert "Risk high: ASB risk assessment matrix, score 40" in page_of(client)
    client.post(f"/cases/{hidden_case}/purpose", {"purpose": "case-work"})
    assert client.post(f"{CASE}/links/add", {"other": hidden_case, "link": "same-people"}).status_code == 302
    assert hidden_case in page_of(client)
    jo = opened("jo", "CSP-26-0002")
    assert hidden_case not in page_of(jo)
    link = store.links_of(hidden_case)[0].id
    hidden = jo.get(f"{CASE}/links/{link}/remove")
    missing = jo.get(f"{CASE}/links/nothing/remove")
    assert (hidden.status_code, hidden.content) == (missing.status_code, missing.content)
    refused = [
        jo.post(f"{CASE}/links/add", {"other": other, "link": "related"}).status_code
        for other in (hidden_case, "CSP-26-9999")
    ]
    assert refused == [422, 422]
    assert client.post(f"{CASE}/links/{link}/remove").status_code == 302
    assert "Castle" in page_of(client)
    assert client.post(f"{CASE}/place", {"ward_name": "Weirside", "uprn": ""}).status_code == 302
    assert "Weirside" in page_of(client)


def test_the_ward_is_chosen_where_the_partnership_keeps_a_list(opened, settings, tmp_path):
    from wardmote.web.folder import Casebook

    (tmp_path / "registers").mkdir()
    (tmp_path / "registers" / "wards.csv").write_text("code,name\nE05000001,Invented Ward\n")
    client = opened("priya", "CSP-26-0002")
    keys, settings.CASEBOOK = settings.CASEBOOK.keys, Casebook(tmp_path)
    settings.CASEBOOK = type("Here", (), {"folder": tmp_path, "keys": keys})()
    assert "Invented Ward" in page_of(client, f"{CASE}/place")
    client.post(f"{CASE}/place", {"ward": "E05000001", "uprn": ""})
    assert "Invented Ward (E05000001)" in page_of(client)


def test_who_saw_a_person_is_one_page_and_a_table_to_take_away(peopled, at_work, opened, store):
    _, person = peopled
    page_of(opened("jo", "CSP-26-0002"))
    officer = at_work("dana")
    asked = officer.get("/who-looked", {"reference": person.upper()})
    assert asked["Location"] == f"/people/{person}/who-looked"
    page = page_of(officer, asked["Location"])
    assert "Jo Marsh" in page
    assert "Added the person to a case" in page
    assert "CANARY" not in page
    for nobody, status in (("ravi", 404), ("priya", 403), ("kit", 403)):
        assert at_work(nobody).get(asked["Location"]).status_code == status
    assert at_work("wren").get("/people/p123/who-looked").status_code == 404
    export = f"{asked['Location']}/export"
    assert at_work("dana", proven=False).get(export)["Location"].startswith("/account/again")
    assert "logged as an export" in page_of(officer, export)
    taken = officer.post(export)
    assert taken["Content-Disposition"] == f'attachment; filename="who-saw-{person}.csv"'
    rows = list(csv.DictReader(io.StringIO(taken.content.decode())))
    assert {row["case"] for row in rows} == {"CSP-26-0002"}
    assert {"Jo Marsh (Marlshire Constabulary)", "Priya Nair (Marlbridge Council)"} <= {row["who"] for row in rows}
    assert store.last_record().event.action == "export"


def test_no_cell_of_the_table_is_a_formula():
    from wardmote.web.pages.looks import _inert

    assert [_inert(cell)[:1] for cell in ("=1", "+1", "-1", "@x", "\t=1", "\r=1")] == ["'"] * 6
    assert _inert("Ada") == "Ada"


def test_the_case_page_takes_the_same_number_of_queries_however_many_people(peopled, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = peopled[0]
    page_of(client)
    taken = []
    for number in range(2):
        page_of(client)
        with CaptureQueriesContext(connection) as queries:
            page_of(client)
        taken.append(len(queries))
        for more in range(5):
            client.post(f"{CASE}/people/add", {**WHO, "name": f"More {number} {more}"})
    assert taken[0] == taken[1]


def test_a_case_file_is_read_by_the_rules_and_not_by_the_page(store, peopled):
    by = SignedIn(store.user("sam"), "sams", now())
    file = open_case(store, by, "CSP-26-0002", "case-work")
    assert {detail.protection for detail in file.details} <= {"P1", "P2"}
