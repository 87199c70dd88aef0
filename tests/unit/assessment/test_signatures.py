"""Nobody stands behind a release twice, any change asks for all signatures again, and the small verifier sees tampering."""

import hashlib
import itertools
import json
import subprocess
import sys
from pathlib import Path

import pytest

from wardmote.assessment.release import ledger
from wardmote.assessment.release import verifier as release_verifier
from wardmote.assessment.release.signatures import (
    ROLES,
    Signature,
    files_digest,
    holds,
    keep,
    kept,
    missing,
    new_key,
    out_of_turn,
    sign,
    standing,
    state,
)
from wardmote.errors import WrongUse
from wardmote.partnership import People

RELEASE = "2026-01-to-2026-03-abc"
COUNT = "asb-case-review-applications"
NUMBER = json.dumps({"id": COUNT, "value": 3})
PEOPLE = ("Ada (invented)", "Bo (invented)", "Cy (invented)", "Di (invented)")


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Path], dict[str, str]]:
    folder = tmp_path_factory.mktemp("keys")
    paths = {name: folder / f"{number}.pem" for number, name in enumerate(PEOPLE)}
    return paths, {name: new_key(path) for name, path in paths.items()}


def test_a_key_is_its_owners_only_and_never_overwritten(keys, tmp_path) -> None:
    paths, _ = keys
    assert {path.stat().st_mode & 0o777 for path in paths.values()} == {0o600}
    with pytest.raises(WrongUse, match="never written over"):
        new_key(paths[PEOPLE[0]])


@pytest.mark.parametrize("sensitive", [False, True])
def test_no_way_of_signing_lets_fewer_people_than_roles_publish(keys, sensitive) -> None:
    """Every assignment of up to four signatures to people and roles: complete exactly when all differ and none is short."""
    wanted = {role for role in ROLES if sensitive or role != "checked-sensitive"}
    for count in range(5):
        for given in itertools.product(itertools.product(PEOPLE[:4], ROLES), repeat=count):
            if count == 4 and given[0][0] != PEOPLE[0]:
                continue  # the same by renaming
            signatures = [Signature(role=role, name=name, key="", signature="") for name, role in given]
            people = {name for name, _ in given}
            roles = {role for _, role in given}
            pairs = set(given)
            complete = wanted <= roles and len(pairs) == len(people)
            assert (missing(signatures, sensitive) == []) == complete, given


@pytest.mark.parametrize("sensitive", [False, True])
def test_there_is_no_path_around_the_states(sensitive) -> None:
    """Every state reached by people signing in turn, or by a change: approved only by way of checked, and by as many people
    as there are roles; a change leads back to draft."""
    least = 4 if sensitive else 3
    seen: set[frozenset[tuple[str, str]]] = set()
    reached = [frozenset[tuple[str, str]]()]
    while reached:
        given = reached.pop()
        if given in seen:
            continue
        seen.add(given)
        signatures = [Signature(role=role, name=name, key="", signature="") for name, role in given]
        now = state(signatures, sensitive)
        assert (now == "approved") == (missing(signatures, sensitive) == [])
        if now == "approved":
            assert len({name for name, _ in given}) >= least
        for name, role in itertools.product(PEOPLE, ROLES):
            if name in {signer for signer, _ in given} or out_of_turn(role, signatures, sensitive):
                continue  # refused
            after = state([*signatures, Signature(role=role, name=name, key="", signature="")], sensitive)
            assert (now, after) in {
                ("draft", "draft"), ("draft", "checked"), ("checked", "checked"), ("checked", "approved"),
                ("approved", "approved"),
            }, (given, name, role)  # fmt: skip
            reached.append(given | {(name, role)})
    assert {state([Signature(role=r, name=n, key="", signature="") for n, r in given], sensitive) for given in seen} == {
        "draft", "checked", "approved",
    }  # fmt: skip
    assert state([], sensitive) == "draft"  # what a change leaves


def test_a_signature_counts_for_these_files_this_release_and_this_person(keys) -> None:
    paths, people = keys
    covered = files_digest({"a.csv": "1", "b.csv": "2"})
    given = sign(paths[PEOPLE[0]], people, RELEASE, covered, "prepared")
    assert given.name == PEOPLE[0]
    assert standing([given], people, RELEASE, covered) == [given]
    assert not holds(given, RELEASE, files_digest({"a.csv": "1", "b.csv": "3"}))
    assert not holds(given, "another", covered)
    assert not holds(given.model_copy(update={"role": "approved"}), RELEASE, covered)
    assert not holds(given.model_copy(update={"key": "!"}), RELEASE, covered)
    assert standing([given], {PEOPLE[0]: people[PEOPLE[1]]}, RELEASE, covered) == []


def test_a_key_of_nobody_cannot_sign(keys, tmp_path) -> None:
    _, people = keys
    new_key(tmp_path / "stranger.pem")
    with pytest.raises(WrongUse, match="nobody's"):
        sign(tmp_path / "stranger.pem", people, RELEASE, "0", "approved")
    (tmp_path / "no.pem").write_text("no key")
    with pytest.raises(WrongUse, match="not a private key"):
        sign(tmp_path / "no.pem", people, RELEASE, "0", "approved")


def test_signatures_are_kept_by_release(keys, tmp_path) -> None:
    paths, people = keys
    given = sign(paths[PEOPLE[0]], people, RELEASE, "0", "checked")
    keep(tmp_path, RELEASE, given)
    keep(tmp_path, "another", given)
    assert kept(tmp_path, RELEASE) == [given]
    assert kept(tmp_path / "nowhere", RELEASE) == []


def _for_count(keys, signers, number=NUMBER) -> list[dict[str, str]]:
    paths, people = keys
    digest = hashlib.sha256(number.encode()).hexdigest()
    subject = f"statutory small count {COUNT}"
    return [sign(paths[name], people, subject, digest, "statutory-small-count").model_dump() for name in signers]


@pytest.fixture
def published(keys, tmp_path) -> Path:
    """A small signed release in a ledger."""
    paths, people = keys
    folder = tmp_path / "published" / RELEASE
    (folder / "tables").mkdir(parents=True)
    (folder / "figures.json").write_text("[]\n")
    (folder / "tables" / "wards.csv").write_text("Ward,n\nNorth,45\n")
    from wardmote.assessment.release.record import digests

    files = digests(folder)
    signatures = [
        sign(paths[name], people, RELEASE, files_digest(files), role).model_dump()
        for name, role in zip(PEOPLE, ("prepared", "checked", "approved"), strict=False)
    ]
    record = {
        "release": RELEASE, "state": "published", "inputs_sha256": "0", "files": files, "signatures": signatures,
        "statutory_small_counts": {COUNT: {"number": NUMBER, "signatures": _for_count(keys, PEOPLE[:2])}},
    }  # fmt: skip
    (folder / "release.json").write_text(json.dumps(record))
    ledger.note_in_ledger(folder.parent, folder)
    return folder


def test_a_whole_release_verifies_by_the_program_alone(published, keys) -> None:
    _, people = keys
    assert release_verifier.faults(published, list(people.values())) == []
    script = Path(release_verifier.__file__)
    assert {"wardmote", "pydantic"}.isdisjoint(script.read_text(encoding="utf-8").split("import ")[0].split())
    ran = subprocess.run([sys.executable, "-S", "-I", script], capture_output=True, text=True)
    assert ran.returncode in (1, 2)  # without its one package, or without a folder, it does not say that all is well
    assert release_verifier.main([str(published)]) == 0
    assert release_verifier.main([]) == 2


def _spoil(folder: Path, name: str) -> None:
    record = json.loads((folder / "release.json").read_text())
    if name == "a changed file":
        (folder / "figures.json").write_text("[1]\n")
    elif name == "a missing file":
        (folder / "figures.json").unlink()
    elif name == "a file added":
        (folder / "cases.xlsx").write_bytes(b"PK")
    elif name == "a file changed with its digest":
        (folder / "figures.json").write_text("[1]\n")
        from wardmote.assessment.release.record import digests

        record["files"] = digests(folder)
        (folder / "release.json").write_text(json.dumps(record))
    elif name == "a signer renamed":
        record["signatures"][0]["name"] = "Somebody Else"
        (folder / "release.json").write_text(json.dumps(record))
    elif name == "the record changed":
        record["inputs_sha256"] = "1"
        (folder / "release.json").write_text(json.dumps(record))
    elif name == "a line taken from the ledger":
        path = folder.parent / "ledger.jsonl"
        path.write_text(json.dumps({"release": RELEASE, "previous": "1" * 64}) + "\n")
    elif name == "a release that is in no ledger":
        (folder.parent / "ledger.jsonl").write_text("")
    elif name == "an unreadable record":
        (folder / "release.json").write_text("{")


@pytest.mark.parametrize(
    "spoiled",
    [
        "a changed file", "a missing file", "a file added", "a file changed with its digest", "a signer renamed",
        "the record changed", "a line taken from the ledger", "a release that is in no ledger", "an unreadable record",
    ],
)  # fmt: skip
def test_tampering_is_seen(published, spoiled) -> None:
    _spoil(published, spoiled)
    assert release_verifier.faults(published), spoiled


TAMPERED = {
    "another number": ("number", json.dumps({"id": COUNT, "value": 2})),
    "a number of another name": ("number", json.dumps({"id": "another", "value": 3})),
    "no number": ("number", "3"),
    "a signature taken out": ("signatures", lambda given, _: given[:1]),
    "all signatures taken out": ("signatures", lambda *_: []),
    "one person twice": ("signatures", lambda given, _: [given[0], given[0]]),
    "a signer renamed": ("signatures", lambda given, _: [given[0], {**given[1], "name": "Somebody Else"}]),
    "another's key": ("signatures", lambda given, _: [given[0], {**given[1], "key": given[0]["key"]}]),
    "a signature exchanged": ("signatures", lambda given, _: [{**given[0], "signature": given[1]["signature"]}, given[1]]),
    "no signature at all": ("signatures", lambda given, _: [given[0], {**given[1], "signature": "!"}]),
    "a signature of the release": ("signatures", lambda given, release: [given[0], release[1]]),
    "a signature for another role": ("signatures", lambda given, _: [given[0], {**given[1], "role": "approved"}]),
    "a signature without its parts": ("signatures", lambda given, _: [given[0], {"name": given[1]["name"]}]),
    "a list for a signature": ("signatures", lambda given, _: [given[0], []]),
}  # fmt: skip


@pytest.mark.parametrize("tampered", TAMPERED)
def test_tampering_with_a_small_count_is_seen_without_the_ledger(published, tampered) -> None:
    (published.parent / "ledger.jsonl").unlink()
    assert release_verifier.faults(published) == []
    path = published / "release.json"
    record = json.loads(path.read_text())
    count, (part, change) = record["statutory_small_counts"][COUNT], TAMPERED[tampered]
    count[part] = change(count[part], record["signatures"]) if callable(change) else change
    path.write_text(json.dumps(record))
    assert release_verifier.faults(published), tampered


def test_one_key_under_two_names_is_one_person(published, keys) -> None:
    """A name is only what the record says; the verifier counts keys as well."""
    paths, people = keys
    (published.parent / "ledger.jsonl").unlink()
    twice = [
        sign(
            paths[PEOPLE[0]], {name: people[PEOPLE[0]]}, f"statutory small count {COUNT}",
            hashlib.sha256(NUMBER.encode()).hexdigest(), "statutory-small-count",
        ).model_dump()
        for name in ("Ada (invented)", "Ada under another name (invented)")
    ]  # fmt: skip
    path = published / "release.json"
    record = json.loads(path.read_text())
    record["statutory_small_counts"][COUNT]["signatures"] = twice
    path.write_text(json.dumps(record))
    assert release_verifier.faults(published) == [f"small count {COUNT}: 1 of the 2 people who must have signed it"]


def test_one_key_cannot_sign_a_release_as_two_people(published, keys) -> None:
    paths, people = keys
    with pytest.raises(ValueError, match="two people have one key"):
        People(keys={"Ada": people[PEOPLE[0]], "Ada again": people[PEOPLE[0]]})
    (published.parent / "ledger.jsonl").unlink()
    path = published / "release.json"
    record = json.loads(path.read_text())
    again = sign(paths[PEOPLE[0]], {"Ada again": people[PEOPLE[0]]}, RELEASE, files_digest(record["files"]), "checked")
    record["signatures"][1] = again.model_dump()
    path.write_text(json.dumps(record))
    assert release_verifier.faults(published) == ["one key signed 2 times"]


def test_the_ledger_names_who_signed_a_small_count(published) -> None:
    (line,) = ledger.entries(published.parent)
    assert line["statutory_small_counts"] == {COUNT: sorted(PEOPLE[:2])}


def test_a_key_that_was_not_named_is_said(published, keys) -> None:
    _, people = keys
    assert any("none of those named" in fault for fault in release_verifier.faults(published, [people[PEOPLE[0]]]))


def test_the_ledger_holds_and_says_where_it_does_not(published) -> None:
    folder = published.parent
    assert list(ledger.faults(folder)) == []
    ledger.note_in_ledger(folder, published)  # once only
    assert len(ledger.lines(folder)) == 1
    record = json.loads((published / "release.json").read_text())
    (published / "release.json").write_text(json.dumps({**record, "state": "draft"}))
    assert any("not as it was" in fault for fault in ledger.faults(folder))
    ledger.note_in_ledger(folder, published)
    assert list(ledger.faults(folder)) == []
    first, second = ledger.lines(folder)
    assert json.loads(first)["signed"] == [
        f"prepared by {PEOPLE[0]}",
        f"checked by {PEOPLE[1]}",
        f"approved by {PEOPLE[2]}",
    ]
    (folder / "ledger.jsonl").write_text(first.replace("published", "Published") + "\n" + second + "\n")
    assert any("line 2" in fault for fault in ledger.faults(folder))
