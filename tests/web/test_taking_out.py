"""What leaves the casebook: one case for a receiver, or everything for the partnership; nothing more, nothing less."""

import csv
import hashlib
import io
import json
import stat
import subprocess
import sys
import time
import zipfile
from dataclasses import fields, replace
from datetime import date, datetime
from typing import get_type_hints

import jsonschema_rs
import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from wardmote.casework import nouns
from wardmote.casework.audit import AuditEvent, AuditRecord, SignedHead, verify_chain
from wardmote.casework.memory_store import MemoryStore
from wardmote.errors import WrongUse
from wardmote.web import export_all as taking
from wardmote.web.clock import now
from wardmote.web.folder import Casebook
from wardmote.web.heads import sign_today
from wardmote.web.store.models import CaseExport

pytestmark = pytest.mark.django_db
CASE = "/cases/CSP-26-0002"
ASKED = {"recipient": "court", "addressed_to": "Usher, Marlbridge County Court", "why": "Hearing"}


def exported(client, case=CASE, **asked):
    asking = client.post(f"{case}/export", {**ASKED, **asked})
    assert asking.status_code == 302, asking.content.decode()
    return asking["Location"]


def package(client):
    address = exported(client)
    assert "Usher, Marlbridge County Court" in client.get(address).content.decode()
    given = client.post(address)
    assert given["Content-Type"] == "application/zip"
    assert given["Content-Disposition"].startswith("attachment")
    assert given["Content-Security-Policy"] == "sandbox; default-src 'none'"
    return zipfile.ZipFile(io.BytesIO(given.content))


@pytest.fixture
def full(opened):
    """A case lead's client, on a case with formulas, a protected entry and documents of two levels."""
    client = opened("priya", "CSP-26-0002")
    for text, protection in (("=HYPERLINK(1)", "P1"), ("SAFE-ADDRESS", "P3")):
        entry = {"kind": "fact", "protection": protection, "data_category": "contact"}
        client.post(f"{CASE}/note", {"text": text, **entry})
        sent = SimpleUploadedFile(f"{protection}.txt", b"FILE-OF-" + protection.encode())
        client.post(f"{CASE}/document", {"file": sent, "marking": "OFFICIAL-SENSITIVE", **entry})
    return client


def test_a_case_goes_out_with_what_this_person_sees_and_nothing_that_may_kill(full, store):
    files = package(full)
    whole = b"".join(files.read(name) for name in files.namelist())
    assert b"SAFE-ADDRESS" not in whole
    assert b"FILE-OF-P3" not in whole
    assert b"FILE-OF-P1" in whole
    assert b"Counted 11 people at 6pm" in whole
    last = store.last_record().event
    assert (last.action, last.deed, last.recipients, last.object_id) == (
        "export",
        "case-exported",
        ("court",),
        "CSP-26-0002",
    )


def test_every_file_says_what_it_is_whose_and_until_when(full):
    files = package(full)
    ledger = CaseExport.objects.get()
    assert (ledger.recipient, ledger.marking, ledger.subjects) == ("court", "OFFICIAL-SENSITIVE", 3)
    assert (ledger.expires - date.today()).days in (29, 30)
    for name in files.namelist():
        if name.startswith("documents/") or name == "case.schema.json":
            continue
        text = files.read(name).decode()
        if name.endswith(".csv") and len(text.splitlines()) == 1:
            continue
        for said in (
            "OFFICIAL-SENSITIVE",
            "taken out by Priya Nair",
            "Usher, Marlbridge County Court",
            "Destroy by",
            ledger.id,
        ):
            assert said in text, (name, said)


def test_its_tables_run_nothing_in_a_spreadsheet(full):
    files = package(full)
    for name in files.namelist():
        if not name.endswith(".csv") or name.startswith("documents/"):
            continue
        for row in csv.reader(io.StringIO(files.read(name).decode())):
            assert [cell for cell in row if cell[:1] in tuple("=+-@\t\r＝＋－＠")] == []
    assert "'=HYPERLINK(1)" in files.read("notes.csv").decode()
    assert '"=HYPERLINK(1)"' in files.read("case.json").decode()


def test_its_case_reviews_go_with_it(full, store):
    person = next(part.person for part in store.people_on("CSP-26-0002") if part.role == "reporter")
    told = {"person": person, "applied_by": "self", "applicant": "", "asks": "Look at it as a whole"}
    today = now().date()
    received = {"received_on_day": today.day, "received_on_month": today.month, "received_on_year": today.year}
    assert full.post(f"{CASE}/case-review/apply", told | received).status_code == 302
    files = package(full)
    (review,) = csv.DictReader(io.StringIO(files.read("reviews.csv").decode()))
    assert (review["person"], review["asks"], review["status"]) == (person, told["asks"], "received")
    asked = list(csv.DictReader(io.StringIO(files.read("bodies.csv").decode())))
    assert {body["agency"] for body in asked} == {"marlbridge", "marlshire-police"}
    assert files.read("complaints.csv").decode().startswith("watermark"), "none was given yet"
    kept = json.loads(files.read("case.json"))["case_file"]["reviews"]
    assert [each["asks"] for each in kept["reviews"]] == [told["asks"]]
    page, readme = files.read("case.html").decode(), files.read("README.txt").decode()
    assert "Case review applied for" in page and told["asks"] in page
    assert "reviews" not in readme.partition("What is not here")[2]


def test_its_json_is_what_its_schema_says(full):
    files = package(full)
    whole, schema = json.loads(files.read("case.json")), json.loads(files.read("case.schema.json"))
    assert jsonschema_rs.meta.is_valid(schema)
    validator = jsonschema_rs.validator_for(schema)
    assert [error.message for error in validator.iter_errors(whole["case_file"])] == []
    assert not validator.is_valid({**whole["case_file"], "case": {}})


def test_its_page_holds_no_script_and_asks_nobody(full):
    page = package(full).read("case.html").decode()
    for forbidden in ("<script", "http://", "https://", "src=", "@import", "url("):
        assert forbidden not in page
    assert "A protected entry, not taken out." in page


def test_asking_needs_a_lead_a_proof_and_an_answer(opened, at_work, hidden_case):
    worker, lead = opened("sam", "CSP-26-0002"), opened("priya", "CSP-26-0002")
    assert worker.get(f"{CASE}/export").status_code == 403
    assert lead.post(f"{CASE}/export", {}).status_code == 422
    session = lead.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 700}]
    session.save()
    for path in (f"{CASE}/export", "/bring-in"):
        assert lead.get(path)["Location"].startswith("/account/again")
    assert at_work("ines").get(f"/cases/{hidden_case}/export").status_code == 404


def test_somebody_elses_export_is_not_there(opened):
    address = exported(opened("priya", "CSP-26-0002"))
    for person in ("ines", "sam"):
        client = opened(person, "CSP-26-0002")
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404


def test_a_large_export_waits_for_a_second_person_on_the_page(opened, store, monkeypatch):
    monkeypatch.setattr("wardmote.casework.nouns.documents.MOST_SUBJECTS", 0)
    client = opened("priya", "CSP-26-0002")
    address = exported(client)
    assert "waits for a second person" in client.get(address).content.decode()
    assert client.post(address).status_code == 409
    second = store.user("sam")
    grants = (*second.role_grants, nouns.RoleGrant("R3", date(2020, 1, 1), date(2099, 1, 1), "x", "y"))
    from unit.casework.factories import setting_up

    with store.transaction():
        store.save_user(replace(second, role_grants=grants), setting_up("role", "sam"))
    other = opened("sam", "CSP-26-0002")
    assert "Approve this export" in other.get(address).content.decode()
    assert other.post(address).status_code == 302
    assert client.post(address)["Content-Type"] == "application/zip"


# Everything


@pytest.fixture
def out(tmp_path, store):
    casebook = Casebook(settings.CASEBOOK.folder)
    casebook.heads.mkdir(parents=True, exist_ok=True)
    sign_today(store, casebook, now())
    folder = tmp_path / "out"
    taking.export_all(store, settings.CASEBOOK, folder, now())
    return folder


def lines(folder, name):
    return [json.loads(line) for line in (folder / "tables" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def test_every_table_of_nouns_is_taken_out(out):
    """Written by walking the models; checked by walking them again, so that a new table cannot be forgotten."""
    written = {file.name.partition(".")[0] for file in (out / "tables").glob("*.jsonl")}
    models = {model._meta.model_name for model in apps.get_app_config("store").get_models()}
    assert written == models | {"account"}
    assert len(models) >= 22
    counts = json.loads((out / "counts.json").read_text())
    assert counts["counted"] == counts["written"]
    for name in written:
        assert len(lines(out, name)) == counts["counted"][name]
    assert all(counts["counted"][name] for name in ("case", "note", "document", "trailrecord", "signedhead"))


def test_every_column_is_taken_out_but_what_lets_one_sign_in(out):
    for model in apps.get_app_config("store").get_models():
        named = {column.name for column in model._meta.concrete_fields}
        for row in lines(out, model._meta.model_name):
            assert set(row) == named
    text = (out / "tables" / "account.jsonl").read_text()
    assert "password" not in text
    assert "Priya Nair" in text


def test_every_row_is_what_its_schema_says(out):
    for file in (out / "tables").glob("*.schema.json"):
        schema = json.loads(file.read_text())
        assert jsonschema_rs.meta.is_valid(schema)
        validator = jsonschema_rs.validator_for(schema)
        for row in lines(out, file.name.partition(".")[0]):
            assert [error.message for error in validator.iter_errors(row)] == []


def noun_from(kind, row, **given):
    """A noun from a line of the copy, by the names of its fields alone."""
    hints = get_type_hints(kind)
    values = {}
    for field in fields(kind):
        if field.name in given:
            values[field.name] = given[field.name]
        elif field.name in row:
            values[field.name] = value_from(hints[field.name], row[field.name])
    return kind(**values)


def value_from(hint, value):
    said = str(hint)
    if value is None:
        return None
    if "datetime.datetime" in said:
        return datetime.fromisoformat(value)
    if "datetime.date" in said:
        return date.fromisoformat(value)
    if "frozenset" in said:
        return frozenset(value)
    return tuple(value) if isinstance(value, list) else value


def rebuilt(out):
    """A store in memory, from nothing but the copy."""
    store = MemoryStore()

    def all_of(kind, name, key="id"):
        return {row[key]: noun_from(kind, row) for row in lines(out, name)}

    store._agencies = all_of(nouns.Agency, "agency", "code")
    store._cases = all_of(nouns.Case, "case", "reference")
    for kind in (nouns.Note, nouns.Action, nouns.Decision, nouns.Outcome, nouns.Document):
        setattr(store, f"_{kind.__name__.lower()}s", all_of(kind, kind.__name__.lower()))
    store._grants = all_of(nouns.CaseGrant, "casegrant")
    answers = {row["referral"]: noun_from(nouns.ReferralAnswer, row) for row in lines(out, "referralanswer")}
    store._referrals = {
        row["id"]: noun_from(nouns.Referral, row, answer=answers.get(row["id"])) for row in lines(out, "referral")
    }
    held = lines(out, "rolegrant")
    for row in lines(out, "account"):
        grants = tuple(noun_from(nouns.RoleGrant, grant) for grant in held if grant["account"] == row["id"])
        store._users[row["id"]] = noun_from(nouns.User, row, role_grants=grants, disabled=not row["is_active"])
    for row in lines(out, "sharingagreement"):
        store._agreements[row["id"]] = noun_from(nouns.SharingAgreement, row)
    store._records = [
        noun_from(AuditRecord, row, event=noun_from(AuditEvent, row)) for row in lines(out, "trailrecord")
    ]
    store._heads = [noun_from(SignedHead, row) for row in lines(out, "signedhead")]
    return store


REBUILT = ("case", "referral", "notes", "actions", "decisions", "outcomes", "documents")
"""What of a case file is built again here; people, risk, links and places are in the copy and only counted yet."""


def test_an_equal_store_is_rebuilt_from_it_and_the_chain_verifies(out, store):
    from wardmote.casework import looks

    again = rebuilt(out)
    assert verify_chain(again._records, again._heads).holds
    assert list(again.agencies()) == list(store.agencies())
    assert {user.id: user for user in again.users()} == {
        user.id: replace(user, signed_in_at=None) for user in store.users()
    }
    assert list(again.agreements()) == list(store.agreements())
    for person in ("priya", "sam", "ines", "kit"):
        by = nouns.SignedIn(store.user(person), f"copy {person}", now(), "", now())
        shown = [looks.list_cases(kept, by, nouns.Wanted(sort="reference")) for kept in (again, store)]
        assert [line.case for line in shown[0].lines] == [line.case for line in shown[1].lines]
        for line in shown[0].lines:
            if line.case.status == "referred":
                continue
            files = [looks.open_case(kept, by, line.case.reference, "case-work") for kept in (again, store)]
            for name in REBUILT:
                one, other = (getattr(file, name) for file in files)
                if isinstance(one, tuple):
                    one, other = (sorted(rows, key=lambda row: row.id) for rows in (one, other))
                assert one == other, name


def test_the_documents_are_there_as_they_were_kept(out):
    for row in lines(out, "document"):
        content = (out / "documents" / f"{row['id']}.{row['media']}").read_bytes()
        assert hashlib.sha256(bytes.fromhex(row["salt"]) + content).hexdigest() == row["digest"]
        assert len(content) == row["size"]


def test_the_small_verifier_that_goes_with_it_passes_it_and_fails_a_changed_one(out):
    command = [sys.executable, "verifier.py", "trail.jsonl", "heads.jsonl"]
    ran = subprocess.run(command, cwd=out, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    trail = out / "trail.jsonl"
    trail.write_text(trail.read_text().replace('"actor":"priya"', '"actor":"sam"', 1))
    assert subprocess.run(command, cwd=out, capture_output=True).returncode == 1


def test_taking_everything_out_is_in_the_trail_as_the_operators_deed(out, store):
    last = store.last_record().event
    assert (last.action, last.deed, last.actor) == ("operator", "casebook-exported", "")
    assert "document" in last.fields
    assert lines(out, "trailrecord")[-1]["deed"] == "casebook-exported"


def test_only_its_owner_reads_it_and_it_goes_nowhere_unsafe(out, store, tmp_path):
    for made in (out, *out.rglob("*")):
        assert stat.S_IMODE(made.stat().st_mode) & 0o077 == 0, made
    for bad, said in ((out, "is not empty"), (settings.CASEBOOK.root / "copy", "inside the casebook")):
        with pytest.raises(WrongUse, match=said):
            taking.export_all(store, settings.CASEBOOK, bad, now())


def test_a_row_that_is_lost_on_the_way_is_noticed(store, tmp_path, monkeypatch):
    real = taking._write_lines
    monkeypatch.setattr(taking, "_write_lines", lambda file, rows: real(file, iter(list(rows)[1:])))
    with pytest.raises(WrongUse, match="some rows were not written"):
        taking.export_all(store, settings.CASEBOOK, tmp_path / "out", now())
