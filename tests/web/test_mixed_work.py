"""Several people at work at once for a moment: nothing fails. `make bench-mixed` is the same for ten minutes and twenty."""

import importlib.util
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "bench" / "mixed_work.py"


def script():
    described = importlib.util.spec_from_file_location("mixed_work", SCRIPT)
    module = importlib.util.module_from_spec(described)
    described.loader.exec_module(module)
    return module


def test_six_people_work_at_once_and_nothing_fails():
    taken = script().worked(people=6, seconds=5, pause=0.2)
    assert dict(taken.errors) == {} and dict(taken.faults) == {}
    assert len(taken.times["sign in"]) == 6 and taken.requests > 40


def test_what_goes_wrong_is_counted():
    mixed = script()
    taken = mixed.Taken()
    with mixed.served() as (application, _):
        person = mixed.Person(application.home, "priya.nair", application.passwords["priya.nair"], taken, 1)
        person._asks("open a case", "/cases/CSP-26-9999")
        person._sends("write a note", "/cases/CSP-26-0002/note", text="")
    person._asks("list the cases", "/cases")
    *answered, unanswered = taken.errors
    assert answered == ["open a case: 404", "write a note: 422"] and taken.errors.total() == 3
    assert unanswered in ("list the cases: RemoteDisconnected", "list the cases: ConnectionRefusedError")
    log = '{"event": "request"}\n{"event": "x", "fault": "OperationalError"}\n'
    assert mixed.faults_in(log) == {"OperationalError": 1}
