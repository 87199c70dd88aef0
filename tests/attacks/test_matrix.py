"""Every address by every role, agency, tier and grant, over HTTP: each cell answers as the plain words say."""

import random
from itertools import combinations, islice, product

import pytest
from django.db import transaction

from attacks.expectations import BODIES, EXPECTED, PROVED, Cell
from attacks.saltmarsh import GRANTS, ON_ONE_ADDRESS, ROLES, things_on
from unit.casework.test_access import KINDS, RELATIONS, TIERS
from wardmote.web.access import ADDRESSES
from web.addresses import asked, example_body, is_api, path, takes

ON_A_CASE = [name for name in ADDRESSES if "reference" in takes(name)]
ELSEWHERE = [name for name in ADDRESSES if "reference" not in takes(name)]


def test_every_address_has_an_expectation_and_every_expectation_an_address():
    assert set(EXPECTED) == set(ADDRESSES), "say in tests/attacks/expectations.py what the new address answers whom"


def whole():
    """Every cell. The kind of case goes round, so that each tier and grant meets each kind in each role."""
    for number, (name, role, relation, tier, grant) in enumerate(product(ON_A_CASE, ROLES, RELATIONS, TIERS, GRANTS)):
        yield name, role, relation, tier, grant, KINDS[(number + ROLES.index(role)) % 3]
    for name, role, relation in product(ELSEWHERE, ROLES, RELATIONS):
        yield name, role, relation, "open", "not", "location"


def pairwise(seed=20261123):
    """A part in which every two values of any two things meet."""
    chosen = random.Random(seed)
    dimensions = [ON_A_CASE, ROLES, list(RELATIONS), list(TIERS), list(GRANTS), KINDS]
    rest = list(product(*dimensions[2:]))
    wanted = {(i, a, j, b) for i, j in combinations(range(6), 2) for a in dimensions[i] for b in dimensions[j]}
    rows = []
    for name, role in product(ON_A_CASE, ROLES):
        best = max(chosen.sample(rest, 30), key=lambda more: len(_pairs((name, role, *more)) & wanted))
        rows.append((name, role, *best))
        wanted -= _pairs(rows[-1])
    assert not wanted
    return rows + [
        (name, role, list(RELATIONS)[number % 3], "open", "not", "location")
        for number, (name, role) in enumerate(product(ELSEWHERE, ROLES))
    ]


def _pairs(row):
    return {(i, row[i], j, row[j]) for i, j in combinations(range(6), 2)}


def answered(saltmarsh, name, person, reference):
    """The status this person gets, and then everything is as before."""
    address = path(name, **things_on(reference) | ON_ONE_ADDRESS.get(name, {}))
    asker = (saltmarsh.program if is_api(name) else saltmarsh.client)(person)
    with transaction.atomic():
        if not is_api(name):
            answer = asker.generic(asked(name), address)
        elif asked(name) == "GET":
            answer = asker.get(address)
        else:
            answer = asker.post(address, example_body(name) | BODIES.get(name, {}))
        transaction.set_rollback(True)
    return answer


def walk(saltmarsh, rows):
    """Each cell against the plain words; returns how many there were, and how many saw something."""
    saltmarsh.proven = True
    wrong, checked, seen, said = [], 0, 0, set()
    for name, role, relation, tier, grant, kind in rows:
        cell = Cell(role, relation, kind, tier, GRANTS[grant])
        person, reference = f"{RELATIONS[relation]}-{role}", saltmarsh.cases[kind, tier, grant]
        if name in ON_A_CASE and cell.sees and not is_api(name) and (person, reference) not in said:
            saltmarsh.give_purpose(person, reference)
            said.add((person, reference))
        answer = answered(saltmarsh, name, person, reference)
        want = EXPECTED[name](cell)
        if answer.status_code != want:
            wrong.append((name, person, kind, tier, grant, f"{answer.status_code}, not {want}"))
        if name in ("case", "api:open_case"):
            told = f"SUMMARY-{reference}" in answer.content.decode()
            if told != cell.sees:
                wrong.append((name, person, kind, tier, grant, "shown" if told else "not shown"))
        checked, seen = checked + 1, seen + (want == 200)
    assert wrong == [], sorted(wrong)[:20]
    return checked, seen


def test_a_part_in_which_everything_meets_everything_is_as_written(saltmarsh):
    checked, seen = walk(saltmarsh, pairwise())
    print(checked, seen)
    assert checked >= 600
    assert seen > checked / 8


@pytest.mark.prove
def test_every_seventh_cell_of_all_is_as_written(saltmarsh):
    """Over HTTP; all cells of the rules themselves are tried in tests/unit/casework/test_access.py."""
    checked, seen = walk(saltmarsh, islice(whole(), 0, None, 7))
    print(checked, seen)
    assert checked >= 3000
    assert seen > checked / 20


def test_what_is_guarded_twice_asks_for_a_proof_of_whoever_may(saltmarsh):
    """And of nobody else: who may not is told so first."""
    assert set(EXPECTED) >= PROVED
    reference = saltmarsh.cases["location", "open", "granted"]
    checked = 0
    for name, role in product(sorted(PROVED), ROLES):
        cell, person = Cell(role, "lead", tie="live grant"), f"housing-{role}"
        saltmarsh.client(person)
        if cell.sees and name in ON_A_CASE:
            saltmarsh.give_purpose(person, reference)
        answer, want = answered(saltmarsh, name, person, reference), EXPECTED[name](cell)
        asked_to_prove = answer.status_code == 302 and answer["Location"].startswith("/account/again")
        assert asked_to_prove if want in (200, 302) else answer.status_code == want, (name, role, answer.status_code)
        checked += asked_to_prove
    assert checked >= len(PROVED)


def test_an_answer_that_is_not_as_written_is_found(saltmarsh, monkeypatch):
    """The matrix can fail: one wrong word in the expectation is seen."""
    monkeypatch.setitem(EXPECTED, "api:add_note", lambda cell: 200)
    rows = [row for row in pairwise() if row[0] == "api:add_note"]
    with pytest.raises(AssertionError, match="api:add_note"):
        walk(saltmarsh, rows)
