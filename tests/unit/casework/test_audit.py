"""The trail shows every tampering once one head is held outside, and never cries wolf. Two verifiers, one answer.

Every attack is made on the export by somebody who owns the file and knows the format; `audit.verify_chain` and the
standalone `verifier` must both catch it, and agree on the first bad record.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import ROOT
from unit.casework.factories import NOW, case_at, partnership, setting_up
from wardmote.casework import audit, verifier
from wardmote.casework.audit import ACTIONS, AuditEvent, AuditRecord, add_daily_head, link, sign_head, verify_chain
from wardmote.casework.canonical_json import canonical_json
from wardmote.casework.nouns import LONDON

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
RECORDS = 300


def event(number: int) -> AuditEvent:
    return AuditEvent(
        at=NOW + timedelta(seconds=number),
        actor=f"u{number % 7}",
        agency="police",
        roles=("R2",),
        session=f"s{number % 5}",
        source="10.0.0.1",
        action=ACTIONS[number % len(ACTIONS)],
        deed="case-opened",
        object_type="case",
        object_id=f"CSP-26-{number:04d}",
        fields=("place",),
        purpose="case-work",
        gateway="cda-1998-s115",
        agreement="isa-1",
        outcome="deny" if number % 11 == 0 else "allow",
        recipients=("housing",),
        shown=("CSP-26-0001",),
    )


def chain(events: list[AuditEvent], start: list[AuditRecord] | None = None) -> list[AuditRecord]:
    records = list(start or [])
    for each in events:
        records.append(link(each, records[-1] if records else None, monotonic=len(records)))
    return records


TRAIL = chain([event(number) for number in range(1, RECORDS + 1)])
HEAD = sign_head("Saltmarsh", date(2026, 11, 23), TRAIL[-1], KEY)


def both(records: list[AuditRecord], heads=(HEAD,)) -> tuple[bool, int | None]:
    """What both verifiers say: whether the trail holds, and the first bad record. They must agree."""
    ours = verify_chain(records, heads)
    theirs = verifier.verify([record.line() for record in records], [verifier.read_head(h.text()) for h in heads])
    assert (ours.holds, ours.first_bad, ours.after) == (theirs.holds, theirs.first_bad, theirs.after)
    return ours.holds, ours.first_bad


def edited(record: AuditRecord, name: str) -> AuditRecord:
    """The record with one field changed and its hash left as it was."""
    if name in ("seq", "monotonic"):
        return replace(record, **{name: getattr(record, name) + 1})
    if name in ("previous", "hash"):
        return replace(record, **{name: "f" * 64})
    old = getattr(record.event, name)
    if name == "at":
        new = old + timedelta(microseconds=1)
    elif name == "action":
        new = "review" if old != "review" else "export"
    elif name == "outcome":
        new = "deny" if old == "allow" else "allow"
    else:
        new = (*old, "x") if isinstance(old, tuple) else old + "x"
    return replace(record, event=replace(record.event, **{name: new}))


EVERY = pytest.mark.parametrize("step", [11, pytest.param(1, marks=pytest.mark.prove)])
"""Each place in make prove; each eleventh, never in step with what repeats in the trail, in make test."""

NAMES = [f.name for f in fields(AuditEvent)] + ["seq", "monotonic", "previous", "hash"]


def rechained(records: list[AuditRecord], at: int) -> list[AuditRecord]:
    """From a place on, everything numbered, linked and hashed anew, as somebody with the code can do."""
    fresh = records[:at]
    for record in records[at:]:
        fresh.append(link(record.event, fresh[-1] if fresh else None, record.monotonic))
    return fresh


def test_no_false_alarm():
    assert both(TRAIL) == (True, None)
    later = chain([event(n) for n in range(RECORDS + 1, RECORDS + 40)], TRAIL)
    assert both(later) == (True, None)
    heads = [sign_head("Saltmarsh", date(2026, 11, 1), later[n - 1], KEY) for n in (1, 50, 300, 339)]
    assert both(later, heads) == (True, None)


@EVERY
@pytest.mark.parametrize("name", NAMES)
def test_every_edit_of_every_field_names_its_record(name, step):
    for at in range(0, RECORDS, step):
        tampered = [*TRAIL[:at], edited(TRAIL[at], name), *TRAIL[at + 1 :]]
        ours = verify_chain(tampered, (HEAD,))
        assert (ours.holds, ours.first_bad) == (False, at + 1)


@EVERY
@pytest.mark.parametrize("name", NAMES)
def test_the_standalone_verifier_sees_every_edit_too(name, step):
    lines = [record.line() for record in TRAIL]
    head = verifier.read_head(HEAD.text())
    for at in range(0, RECORDS, step):
        found = verifier.verify([*lines[:at], edited(TRAIL[at], name).line(), *lines[at + 1 :]], [head])
        assert (found.holds, found.first_bad) == (False, at + 1)


@EVERY
def test_every_deletion(step):
    for at in range(0, RECORDS, step):
        assert both(TRAIL[:at] + TRAIL[at + 1 :]) == (False, at + 1)
        assert both(rechained(TRAIL[:at] + TRAIL[at + 1 :], at))[0] is False


@EVERY
def test_every_swap_of_neighbours(step):
    for at in range(0, RECORDS - 1, step):
        swapped = [*TRAIL[:at], TRAIL[at + 1], TRAIL[at], *TRAIL[at + 2 :]]
        assert both(swapped) == (False, at + 1)
        assert both(rechained(swapped, at)) == (False, RECORDS)


@EVERY
def test_every_insertion(step):
    for at in range(0, RECORDS, step):
        forged = link(event(999), TRAIL[at - 1] if at else None, 0)
        assert both([*TRAIL[:at], forged, *TRAIL[at:]]) == (False, min(at + 2, RECORDS))
        assert both(rechained([*TRAIL[:at], forged, *TRAIL[at:]], at)) == (False, RECORDS)


@EVERY
def test_every_truncation_and_every_old_copy_restored(step):
    for kept in range(0, RECORDS, step):
        assert both(TRAIL[:kept]) == (False, kept + 1)
    for kept in (0, 1, 150, 299):
        restored = chain([event(2000 + n) for n in range(RECORDS)], TRAIL[:kept])
        assert both(restored)[0] is False


@EVERY
def test_every_edit_with_everything_after_it_rewritten(step):
    for at in range(0, RECORDS, step):
        changed = [*TRAIL[:at], edited(TRAIL[at], "actor"), *TRAIL[at + 1 :]]
        assert both(rechained(changed, at)) == (False, RECORDS)


def test_without_a_head_a_rewrite_and_a_cut_go_unseen_which_is_why_heads_are_handed_out():
    assert verify_chain(rechained([edited(TRAIL[0], "actor"), *TRAIL[1:]], 0)).holds
    assert verify_chain(TRAIL[:10]).holds
    assert not verifier.verify([record.line() for record in TRAIL], []).holds


def test_an_earlier_head_narrows_where_a_rewrite_lies():
    early = sign_head("Saltmarsh", date(2026, 11, 22), TRAIL[99], KEY)
    changed = rechained([*TRAIL[:200], edited(TRAIL[200], "actor"), *TRAIL[201:]], 200)
    said = verify_chain(changed, (early, HEAD))
    assert (said.holds, said.after, said.first_bad) == (False, 100, 300)
    assert (
        "between records 101 and 300"
        in verifier.verify(
            [record.line() for record in changed], [verifier.read_head(h.text()) for h in (early, HEAD)]
        ).sentence()
    )


@pytest.mark.parametrize("name", ["partnership", "day", "seq", "hash", "public_key", "signature"])
def test_a_changed_head_is_not_believed(name):
    changes = {"day": date(2026, 1, 1), "seq": 299, "hash": TRAIL[0].hash, "partnership": "Fenland"}
    other = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw().hex()
    head = replace(HEAD, **{name: {**changes, "public_key": other, "signature": "00" * 64}[name]})
    assert both(TRAIL, (head,)) == (False, None)


@pytest.mark.parametrize("broken", ["zz", "", "00"])
def test_a_head_that_is_no_key_at_all_is_not_believed(broken):
    assert both(TRAIL, (replace(HEAD, public_key=broken),)) == (False, None)
    assert both(TRAIL, (replace(HEAD, signature=broken),)) == (False, None)


def test_two_heads_of_two_histories_at_one_record_cannot_both_be_true():
    fork = sign_head("Saltmarsh", date(2026, 11, 23), replace(TRAIL[-1], hash="e" * 64), KEY)
    assert both(TRAIL, (HEAD, fork))[0] is False


@pytest.mark.parametrize(
    "spoil",
    [
        lambda line: line + " ",
        lambda line: line.replace('"seq":150', '"seq":1.5e2'),
        lambda line: line.replace('"seq":150', '"seq":150.0'),
        lambda line: line.replace('"seq":150', '"seq":true'),
        lambda line: line.replace('"actor":', '"actor":"x","actor":', 1),
        lambda line: line.replace("police", "\\u0070olice"),
        lambda line: line.replace("police", "\ud800"),
        lambda line: line.replace('"seq":150', '"seq":NaN'),
        lambda line: line[:-1],
        lambda line: "",
        lambda line: "[]",
        lambda line: "[" * 100_000,
        lambda line: line.replace('"hash":', '"hush":'),
    ],
)
def test_spelling_hides_nothing_from_the_standalone_verifier(spoil: Callable[[str], str]):
    lines = [record.line() for record in TRAIL]
    assert spoil(lines[149]) != lines[149]
    found = verifier.verify([*lines[:149], spoil(lines[149]), *lines[150:]], [verifier.read_head(HEAD.text())])
    assert (found.holds, found.first_bad) == (False, 150)


def test_the_verifier_runs_alone_as_a_file(tmp_path):
    script = ROOT / "src" / "wardmote" / "casework" / "verifier.py"
    assert len(script.read_text(encoding="utf-8").splitlines()) <= 300
    assert "wardmote" not in script.read_text(encoding="utf-8").split('"""', 2)[2].lower()
    export, heads, broken = tmp_path / "export.jsonl", tmp_path / "head.json", tmp_path / "broken.json"
    export.write_text("\n".join(record.line() for record in TRAIL) + "\n", encoding="utf-8")
    heads.write_text(HEAD.text() + "\n", encoding="utf-8")
    broken.write_text("{}", encoding="utf-8")
    mine = verifier.fingerprint(verifier.read_head(HEAD.text()))

    def run(*arguments: object) -> tuple[int, str]:
        ran = subprocess.run([sys.executable, "-I", script, *map(str, arguments)], capture_output=True, text=True)
        return ran.returncode, ran.stdout + ran.stderr

    assert run(export, heads) == (0, f"The trail holds: 300 records, 300 vouched for by a signed head.\n"
                                  f"Signed by the key with fingerprint {mine}.\n")  # fmt: skip
    assert run(export, heads, "--key", mine)[0] == 0
    assert run(export, heads, "--key", "0" * 64)[0] == 1
    assert run(export)[0] == 2
    assert run(export, broken)[0] == 2
    assert run(export, tmp_path / "none")[0] == 2
    export.write_text("\n".join(record.line() for record in TRAIL[:-1]), encoding="utf-8")
    code, said = run(export, heads)
    assert (code, said) == (
        1,
        "The trail does not hold at record 300: a head was signed at record 300, the export ends at 299.\n",
    )


def test_the_verifiers_command_line_in_process(tmp_path, capsys):
    export, heads = tmp_path / "export.jsonl", tmp_path / "head.json"
    more = chain([event(301)], TRAIL)
    export.write_text("\n".join(record.line() for record in more), encoding="utf-8")
    heads.write_text(HEAD.text(), encoding="utf-8")
    assert verifier.main([str(export), str(heads)]) == 0
    assert "1 newer than the newest head" in capsys.readouterr().out
    for text in ('{"seq":1}', HEAD.text().replace('"seq":300', '"seq":0'), "nonsense"):
        heads.write_text(text, encoding="utf-8")
        assert verifier.main([str(export), str(heads)]) == 2


def test_a_real_trail_from_real_verbs_holds_with_its_daily_head():
    ours = partnership()
    assert add_daily_head(type(ours.store)(), "Saltmarsh", NOW.date(), KEY, setting_up("head-signed", "head")) is None
    case_at("reopened", ours)
    head = add_daily_head(ours.store, "Saltmarsh", NOW.date(), KEY, setting_up("head-signed", "head"))
    with ours.store.transaction():
        records = list(ours.store.export_trail(setting_up("trail-exported", "trail")))
    assert ours.store.heads() == [head]
    assert both(records, (head,)) == (True, None)
    assert ours.store.last_record().event.deed == "trail-exported"


def test_an_event_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError):
        partnership().store.append(setting_up("x", "y"))


@pytest.mark.parametrize("wrong", [{"action": "peek"}, {"outcome": "maybe"}, {"at": datetime(2026, 1, 1)}])
def test_an_event_with_no_such_word_or_no_time_zone_is_refused(wrong):
    with pytest.raises(ValueError):
        replace(event(1), **wrong)


def test_instants_are_written_in_utc_whatever_zone_they_came_in():
    assert audit.instant(datetime(2026, 7, 1, 9, 32, tzinfo=LONDON)) == "2026-07-01T08:32:00.000000Z"
    assert audit.instant(datetime(2026, 7, 1, 9, 32, tzinfo=UTC)) == "2026-07-01T09:32:00.000000Z"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [True, None, False]}, '{"a":[true,null,false],"b":1}'),
        (
            {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\x80": 6, "\xf6": 7},
            '{"\\r":2,"1":4,"\x80":6,"\xf6":7,"\u20ac":1,"\U0001f600":5,"\ufb33":3}',
        ),
        ('\x00\b\t\n\f\r\x1f"\\/\x7f é 😀', '"\\u0000\\b\\t\\n\\f\\r\\u001f\\"\\\\/\x7f é 😀"'),
        (-(2**53) + 1, "-9007199254740991"),
        (("a",), '["a"]'),
    ],
)
def test_canonical_json_is_that_of_rfc_8785(value, text):
    assert canonical_json(value) == text


@pytest.mark.parametrize("value", [1.5, 2**53, {1: 2}, "\ud800", {"\udc00": 1}, {1, 2}, b"x"])
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(ValueError):
        canonical_json(value)


ASCII = st.text(st.characters(codec="ascii"))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ASCII, inner, max_size=4),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(ASCII, PLAIN, max_size=8))
def test_both_writers_of_canonical_json_agree_and_it_reads_back(value):
    text = canonical_json(value)
    assert json.loads(text) == value
    assert verifier.canonical(value) == text
    assert verifier.read_object(text) == value


def test_the_verifiers_answers_in_process(tmp_path, capsys):
    export, heads = tmp_path / "export.jsonl", tmp_path / "head.json"
    export.write_text("\n".join(record.line() for record in TRAIL[:-1]), encoding="utf-8")
    heads.write_text(HEAD.text(), encoding="utf-8")
    assert verifier.main([str(export), str(heads), "--key", "0" * 64]) == 1
    assert "another key than yours" in capsys.readouterr().out
    assert verifier.main([str(export), str(heads)]) == 1
    assert "at record 300" in capsys.readouterr().out
    assert verifier.main([str(export), str(tmp_path / "none")]) == 2
    assert verifier.main([]) == 2
