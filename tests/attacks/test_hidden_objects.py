"""Any id of another agency's hidden thing, through any address: status, headers, body and number of queries of a missing one."""

import re
from itertools import product

import pytest
from django.db import connection, reset_queries, transaction
from django.test.utils import CaptureQueriesContext

from attacks.expectations import BODIES, EXPECTED, Cell
from attacks.objects import PUBLIC, SEEN, plant
from attacks.saltmarsh import ROLES, things_on
from wardmote.web.access import ADDRESSES
from web.addresses import example_body, is_api, path, takes

NAMING = [name for name in ADDRESSES if takes(name)]
FORM_TOKEN = re.compile(r'name="(csrfmiddlewaretoken|once)" value="[\w-]+"')
SOME = ["R1", "R2", "R3", "R5", "R10", "R11", "R13", "R14"]
ASKING = [
    ("police", SOME, 3),
    pytest.param("police", ROLES, 1, marks=pytest.mark.prove),
    pytest.param("outsider", ROLES, 1, marks=pytest.mark.prove),
]
"""Which agency, which roles, and every how manyth address each role asks: the next role asks the next."""


@pytest.fixture
def things(saltmarsh):
    saltmarsh.proven = True
    return plant(saltmarsh)


def test_there_is_a_hidden_and_a_missing_one_of_whatever_an_address_takes(things):
    taken = {parameter for name in ADDRESSES for parameter in takes(name)}
    assert taken == set(things) | PUBLIC, "say in tests/attacks/objects.py what is hidden and what is missing"


def asked(saltmarsh, person, name, method, given):
    """What comes back and what it cost; whatever it changed is undone."""
    asker = (saltmarsh.program if is_api(name) else saltmarsh.client)(person)
    reset_queries()  # Django remembers 9,000 queries and counts no further
    with transaction.atomic():
        with CaptureQueriesContext(connection) as queries:
            if is_api(name) and method == "POST":
                answer = asker.post(path(name, **given), example_body(name) | BODIES.get(name, {}))
            elif method == "POST":
                answer = asker.post(path(name, **given), {"purpose": "case-work"})
            else:
                answer = asker.get(path(name, **given))
        transaction.set_rollback(True)
    body = FORM_TOKEN.sub("", answer.content.decode())
    for value in sorted((given[taken] for taken in takes(name)), key=len, reverse=True):
        body = body.replace(value, "it")
    if answer.status_code == 404:
        return 404, sorted(answer.items()), answer.content, len(queries)
    # A page that repeats what was asked for is as long as that is: of such a page the words are compared, not the length.
    headers = sorted((name, value) for name, value in answer.items() if name != "Content-Length")
    return answer.status_code, headers, body, len(queries)


@pytest.mark.parametrize("agency, roles, every", ASKING)
def test_a_hidden_case_answers_like_a_missing_one_everywhere(saltmarsh, things, agency, roles, every):
    different, checked = [], 0
    on_a_case = [name for name in NAMING if "reference" in takes(name)]
    for role, name in product(roles, on_a_case):
        if (roles.index(role) + on_a_case.index(name)) % every:
            continue
        cell = Cell(role, "partner" if agency == "police" else "outsider", "victim", "named")
        if EXPECTED[name](cell) != 404:
            assert role == "R14"
            continue
        for method in sorted({"GET", "POST"} & set(ADDRESSES[name].methods)):
            answers = []
            for which in ("hidden", "missing"):
                reference = things["reference"][which]
                answers.append(asked(saltmarsh, f"{agency}-{role}", name, method, things_on(reference)))
            checked += 1
            if answers[0] != answers[1] or answers[0][0] != 404:
                different.append(
                    (role, name, method, [answer[0] for answer in answers], [answer[3] for answer in answers])
                )
    assert different == []
    assert checked > len(roles) * 60 / every


@pytest.mark.parametrize("person", ["police-R2", "police-R11", "police-R12", "police-R13"])
def test_a_hidden_thing_on_a_case_one_sees_answers_like_a_missing_one(saltmarsh, things, person):
    """Nobody here reads a P3 entry, sees the case whose action it is, keeps the people of Marsh Homes, or made the token."""
    different, checked = [], 0
    saltmarsh.client(person)
    saltmarsh.give_purpose(person, SEEN)
    for name in NAMING:
        for hidden_part in [part for part in takes(name) if part not in {"reference", *PUBLIC}]:
            for method in sorted({"GET", "POST"} & set(ADDRESSES[name].methods)):
                answers = [
                    asked(saltmarsh, person, name, method, things_on(SEEN) | {hidden_part: things[hidden_part][which]})
                    for which in ("hidden", "missing")
                ]
                checked += 1
                if answers[0] != answers[1] or "SECRET" in str(answers):
                    different.append((name, hidden_part, method, [answer[0] for answer in answers]))
    assert different == []
    assert checked >= 40
