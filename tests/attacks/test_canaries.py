"""A canary in every field of words of a case: seen by somebody cleared, and by nobody else, in page, API, error, log and mail."""

import io
import json
import logging
import re
import zipfile
from datetime import timedelta
from itertools import product

from django.apps import apps
from django.conf import settings
from django.core import mail
from django.db import models as columns

from attacks.expectations import JOINS_CALL, JOINS_GROUP, Cell
from attacks.saltmarsh import ROLES, put
from unit.casework.factories import NOW, TODAY, case_at, granted
from unit.casework.test_access import READS_UP_TO, RELATIONS
from wardmote.casework import documents, work
from wardmote.casework.nouns import (
    Assessment,
    BodyAsked,
    BroughtIn,
    CaseExport,
    CaseReview,
    Complaint,
    Detail,
    Document,
    EmergencyOpening,
    PersonOnCase,
    Recommendation,
    Relation,
    Site,
    Telling,
)
from wardmote.casework.nouns.levels import AS_MARKED, LEVELS
from wardmote.web.access import ADDRESSES
from wardmote.web.keys import seal
from wardmote.web.sealed_files import seal_file
from wardmote.web.store.models import CallLine, MeetingItem
from wardmote.web.store.models.fields import WordList
from web.addresses import is_api, path, takes

CANARY = re.compile(r"CANARY-[A-Za-z0-9-]+-END")
OURS = ("store", "accounts")
WORDS = (columns.CharField, columns.TextField, columns.BinaryField, columns.JSONField)
LONGEST_CODE = 80
"""A short column holds a code, an id or a digest, as `store.models.fields.slug` says; anything longer holds words."""
DIGESTS = {("TrailRecord", "previous"), ("TrailRecord", "hash"), ("SignedHead", "signature"), ("Account", "password")}
NOT_SHOWN = {"BroughtIn-reference", "Outcome-comment", "ReferralAnswer-signposted_to"}
"""On no page of a case that was accepted; the second is never typed."""
WRITTEN = ("Note", "Detail", "Document", "Assessment")
"""What is seen by the rule for notes."""
OFF_CASES = {"CallLine": JOINS_CALL, "MeetingItem": JOINS_GROUP}
"""What belongs to no case, and the roles that see it in the agency it is of, and in one that shares with it."""
LEVELS_AND_KINDS = [(level, kind) for level in ("P1", "P2", "P3") for kind in ("fact", "intelligence")]


def models_of_ours():
    return {model.__name__: model for app in OURS for model in apps.get_app_config(app).get_models()}


def worded(model):
    """The columns of a model that hold what somebody wrote."""
    for column in model._meta.concrete_fields:
        holds_words = isinstance(column, WORDS) and not isinstance(column, WordList)
        long = column.max_length is None or column.max_length > LONGEST_CODE
        if holds_words and long and (model.__name__, column.name) not in DIGESTS:
            yield column.name


def test_every_column_of_words_has_a_level():
    found = {name: fields for name, model in models_of_ours().items() if (fields := set(worded(model)))}
    assert found == {name: set(fields) for name, fields in LEVELS.items()}, (
        "give it a level in casework/nouns/levels.py"
    )
    assert {level for fields in LEVELS.values() for level in fields.values()} <= {"P0", "P1", "P2", "P3", AS_MARKED}


def path_to_case(model):
    """How a row leads to its case: "case", "referral__case"; nothing where it belongs to no case."""
    for column in model._meta.concrete_fields:
        if column.remote_field and column.remote_field.model.__name__ == "Case":
            return column.name
        if column.remote_field and column.remote_field.model.__name__ in LEVELS:
            further = path_to_case(column.remote_field.model)
            if further:
                return f"{column.name}__{further}"
    return "reference" if model.__name__ == "Case" else ""


def test_whatever_may_harm_belongs_to_a_case_and_so_gets_its_canary():
    for name, fields in LEVELS.items():
        if {"P2", "P3", AS_MARKED} & set(fields.values()):
            assert path_to_case(models_of_ours()[name]), f"say how to plant a canary in {name}"


def plant(saltmarsh):
    """A case about a victim that went all the way round by its verbs, then a canary in every field of words of it."""
    ours = saltmarsh.ours
    case = case_at("reopened", ours, kind="victim", by="council-R5").reference
    lead = ours.by("housing-R3")
    for level, kind in LEVELS_AND_KINDS:
        work.add_note(ours.store, lead, case, text="x", kind=kind, protection=level, purpose="case-work")
    work.add_action(ours.store, lead, case, what="x", owner_agency="housing", due=lead.today, purpose="case-work")
    granted(ours, case, to_user="police-R2")
    plant_more(case)
    planted = set()
    for name, fields in LEVELS.items():
        model = models_of_ours()[name]
        if not (way := path_to_case(model)):
            continue
        rows = model.objects.filter(**{way: case})
        assert rows.exists(), f"plant a {name} here"
        for number, row in enumerate(rows):
            marked = f"{row.protection}-{row.kind}" if AS_MARKED in fields.values() else str(number)
            for field in fields:
                planted.add(f"CANARY-{name}-{field.replace('_', '')}-{marked}-END")
                model.objects.filter(pk=row.pk).update(
                    **{field: f"CANARY-{name}-{field.replace('_', '')}-{marked}-END"}
                )
    return case, planted | plant_off_cases()


def plant_off_cases():
    """A line of the daily call, closed, and an item of a meeting, done: words that belong to no case."""
    CallLine.objects.filter(pk="DC-26-0001").update(
        changed=1,
        closed_at=NOW,
        closed_by="housing-R2",
        **{field: canary_in("CallLine", field) for field in LEVELS["CallLine"]},
    )
    MeetingItem.objects.filter(pk="their-item").update(
        done_on=TODAY, **{field: canary_in("MeetingItem", field) for field in LEVELS["MeetingItem"]}
    )
    return {canary_in(name, field) for name in ("CallLine", "MeetingItem") for field in LEVELS[name]}


def canary_in(name, field):
    return f"CANARY-{name}-{field.replace('_', '')}-0-END"


def plant_more(case):
    """What the verbs of factories do not make: people and what is known of them, risks, documents, an export, an emergency."""
    there = {"case": case, "owner_agency": "housing", "by": "housing-R3", "at": NOW}
    open_to_all = {**there, "kind": "fact", "protection": "P1"}
    put(
        PersonOnCase(id="part", person="p1", role="suspect", **open_to_all),
        PersonOnCase(id="other-part", person="p2", role="witness", **open_to_all),
        Relation(id="relation", one="p1", other="p2", tie="associate", **open_to_all),
        Site(case=case, ward_name="x", uprn="1", by="housing-R3", on=TODAY),
        BroughtIn(case=case, agency="housing", tracker="x", reference="x", on=TODAY),
        CaseExport(
            id="export", case=case, by="housing-R3", agency="housing", at=NOW, recipient="court", addressed_to="x", why="x",
            marking="OFFICIAL", subjects=51, expires=TODAY + timedelta(days=9), approved_by="housing-R13",
        ),
        *_reviewed(case),
        EmergencyOpening(
            id="their-opening", case=case, user="police-R3b", agency="police", owner_agency="housing", category="threat-to-life", gateway="",
            reason="x", finding="x", outcome="justified", reviewed_by="police-R11", reviewed_at=NOW, at=NOW - timedelta(days=1),
            until=NOW - timedelta(hours=23), review_due=TODAY,
        ),
    )  # fmt: skip
    for level, kind in LEVELS_AND_KINDS:
        marked = {**there, "kind": kind, "protection": level}
        put(
            Detail(id=f"detail-{level}-{kind}", person="p1", about="address", value="x", sort="home", uprn="1", data_category="contact", **marked),
            Assessment(id=f"assessment-{level}-{kind}", person="", tool="professional-judgement", score=None, band="high", why="x", **marked),
            _document(f"document-{level}-{kind}", marked, f"CANARY-Document-content-{level}-{kind}-END".encode()),
        )  # fmt: skip


def _reviewed(case):
    """A review that went every way, a complaint, and somebody who was told."""
    done = dict.fromkeys(
        ("acknowledged_on", "decided_on", "reviewed_on", "appealed_on", "appeal_answered_on", "withdrawn_on"), TODAY
    )
    review = CaseReview(
        id="their-review", case=case, person="p1", applied_by="other", applicant="x", consent=True, asks="x", agency="housing", by="housing-R3", received_on=TODAY,
        needed=3, acknowledge_due=TODAY, decide_due=TODAY, status="reviewed", met_by="harm", why="x", finding="x", earlier_finding="x", agreed_how="x", appeal_why="x",
        appeal_answer="upheld", appeal_finding="x", withdrawn_why="x", **done,
    )  # fmt: skip
    of_case = {"case": case, "agency": "housing", "by": "housing-R3"}
    return [
        review,
        BodyAsked(id="their-body", case=case, review="their-review", agency="housing", asked_on=TODAY, due=TODAY, answered_on=TODAY, answered_why="x"),
        Complaint(id="their-complaint", behaviour_on=TODAY, made_on=TODAY, their_reference="x", caveat="x", on=TODAY, **of_case),
        Recommendation(id="their-recommendation", review="their-review", what="x", made_on=TODAY, answer="accepted", words="x", answered_on=TODAY, **of_case),
        Telling(id="their-telling", person="p1", on=TODAY, how="ring", outcome="not-reached", words="x", **of_case),
    ]  # fmt: skip


def _document(document_id, marked, content):
    """One whose file is kept as any other is."""
    place = settings.CASEBOOK.documents / document_id
    place.unlink(missing_ok=True)  # of the test before: a file is not undone with the rows
    seal_file(place, content, seal(settings.CASEBOOK.keys))
    facts = vars(documents.marked("txt", content))
    return Document(id=document_id, name="x", data_category="incident", marking="OFFICIAL", **facts, **marked)


def may_see(role, relation, canary):
    """In plain words: whoever sees the case, and of its entries those their clearance and their role reach."""
    name = canary.split("-")[1]
    if name == "EmergencyOpening":
        return role == "R11" and relation in ("lead", "partner")
    if name in OFF_CASES:
        return role in OFF_CASES[name] and relation != "outsider"
    if not Cell(role, relation, "victim", "open").sees:
        return False
    if name == "CaseExport":
        return relation == "lead" and role in ("R3", "R13")
    if name not in WRITTEN:
        return True
    level, kind = canary.split("-")[3:5]
    return int(level[1]) <= READS_UP_TO[role] and (kind == "fact" or role in ("R2", "R3", "R4"))


THINGS = {
    "action_id": ["a"], "token_id": ["t"], "document_id": [f"document-{level}-{kind}" for level, kind in LEVELS_AND_KINDS],
    "detail_id": [f"detail-{level}-{kind}" for level, kind in LEVELS_AND_KINDS], "export_id": ["export"], "person": ["p1"],
    "part_id": ["part"], "relation_id": ["relation"], "link_id": ["l"], "grant_id": ["g"], "opening_id": ["their-opening"], "notice_id": ["n"],
    "map_id": ["m"], "user_id": ["housing-R2"], "role": ["R2"], "code": ["housing"], "agreement_id": ["isa-1"], "about": ["address"],
    "line_reference": ["DC-26-0001"], "review_id": ["their-review"], "meeting_id": ["their-meeting"], "item_id": ["their-item"], "recommendation_id": ["their-recommendation"],
}  # fmt: skip
SENT_TO_SEE = ("open_note", "open_document", "open_detail", "case_export")
"""Forms that show something when they are sent, and change nothing."""


def everything_shown(saltmarsh, person, things):
    """The text of every answer to every address about these things that this person can ask without changing the case."""
    client, program = saltmarsh.client(person), saltmarsh.program(person)
    (case,), told = things["reference"], []
    client.post(path("case_purpose", reference=case), {"purpose": "case-work"})
    for name in OF_OURS:
        for chosen in product(*(things[taken] for taken in takes(name))):
            address = path(name, **dict(zip(takes(name), chosen, strict=True)))
            told.append(text_of((program if is_api(name) else client).get(address)))
            if name in SENT_TO_SEE:
                told.append(text_of(client.post(address)))
    for address in ("/cases?words=CANARY", "/api/cases?words=CANARY", f"/who-looked?reference={case}"):
        told.append(text_of((program if "api" in address else client).get(address)))
    told.append(text_of(client.post("/search", {"uprn": "1"})))
    return "".join(told)


def text_of(answer):
    """Everything an answer says, unpacked where it is a package."""
    assert answer.status_code < 500, answer.request["PATH_INFO"]
    content = answer.getvalue()
    if answer.headers.get("Content-Type") != "application/zip":
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return "".join(package.read(name).decode(errors="replace") + name for name in package.namelist())


OF_OURS = [
    name
    for name, listed in ADDRESSES.items()
    if "GET" in listed.methods and not name.startswith(("account_", "mfa_", "invitation", "single_"))
]
PEOPLE = [("lead", role) for role in ROLES] + [
    (relation, role)
    for relation, roles in {"partner": ("R1", "R2", "R5", "R11"), "outsider": ("R2",)}.items()
    for role in roles
]


def test_every_canary_is_seen_by_somebody_cleared_and_by_nobody_else(saltmarsh, caplog):
    caplog.set_level(logging.DEBUG)
    saltmarsh.proven = True
    case, planted = plant(saltmarsh)
    planted |= {f"CANARY-Document-content-{level}-{kind}-END" for level, kind in LEVELS_AND_KINDS}
    notes = list(models_of_ours()["Note"].objects.filter(case=case).values_list("pk", flat=True))
    things = THINGS | {"reference": [case], "note_id": notes}
    one_of_each = {taken: some[:1] for taken, some in things.items()}
    seen, wrongly = set(), []
    for relation, role in PEOPLE:
        person = f"{RELATIONS[relation]}-{role}"
        asked = things if may_see(role, relation, "CANARY-Case") else one_of_each
        found = set(CANARY.findall(everything_shown(saltmarsh, person, asked)))
        wrongly += [(person, canary) for canary in found if not may_see(role, relation, canary)]
        if may_see(role, relation, "CANARY-Case"):
            missed = {c for c in planted if c.split("-")[1] in WRITTEN and may_see(role, relation, c)} - found
            assert not missed, (person, missed)
        seen |= found
    assert wrongly == []
    unseen = {canary for canary in planted - seen if not any(name.replace("_", "") in canary for name in NOT_SHOWN)}
    assert unseen == set()
    assert len(planted) >= 55
    assert "CANARY" not in caplog.text
    assert mail.outbox == []
    assert "CANARY" not in "".join(record.line() for record in saltmarsh.ours.store.records_until())


def test_a_page_that_fails_half_way_shows_and_logs_nothing_of_what_it_had_read(saltmarsh, caplog, monkeypatch):
    case, _ = plant(saltmarsh)
    client, program = saltmarsh.client("housing-R3"), saltmarsh.program("housing-R3")
    client.post(path("case_purpose", reference=case), {"purpose": "case-work"})

    def fails(*_, **__):
        raise RuntimeError("half way")

    monkeypatch.setattr("wardmote.web.pages.case.timeline", fails)
    monkeypatch.setattr("ninja.renderers.JSONRenderer.render", fails)
    for answer in (client.get(path("case", reference=case)), program.get(path("api:open_case", reference=case))):
        assert answer.status_code == 500
        assert "CANARY" not in answer.content.decode()
    assert json.loads(answer.content)["code"] == "fault"
    assert "CANARY" not in caplog.text
