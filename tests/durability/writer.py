"""A process that does real work on a casebook and says so after each commit, until it is killed.

    python writer.py FOLDER

Each line of its input starts a child, which writes until it dies; forking spares each round the start of Python.
"""

import itertools
import os
import sys
from datetime import timedelta
from pathlib import Path


def verbs(store, mark):
    """One verb after another, for ever; after each, what a person has been told is saved."""
    from wardmote.casework import looks, referrals, triage, work
    from wardmote.casework.nouns import SignedIn
    from wardmote.web.clock import now

    def by(person):
        return SignedIn(store.user(person), f"{mark}-{person}", now())

    looks.open_case(store, by("priya"), "CSP-26-0002", "case-work")
    for number in itertools.count():
        text = f"{mark}-{number}"
        match number % 4:
            case 0 | 1:
                note = work.add_note(store, by("priya"), "CSP-26-0002", text=text)
                yield f"note {note.id}"
            case 2:
                case = referrals.refer(
                    store, by("jo"), to="marlbridge", kind="location", place=text, summary=text, why=text
                )
                yield f"case {case.reference}"
            case 3:
                triage.accept(store, by("priya"), case.reference, lead_person="priya", purpose="triage")
                due = by("priya").today + timedelta(days=3)
                action = work.add_action(
                    store,
                    by("priya"),
                    case.reference,
                    what=text,
                    owner_agency="marlbridge",
                    due=due,
                    purpose="case-work",
                )
                yield f"action {action.id}"


def child(mark: str) -> None:
    from wardmote.web.store.django_store import DjangoStore

    try:
        for done in verbs(DjangoStore(), mark):
            os.write(1, f"{done}\n".encode())
    except Exception as error:  # the server went away: so do we
        os.write(1, f"ended {type(error).__name__}\n".encode())
    finally:
        os._exit(1)


def main() -> None:
    from wardmote.web.start import start

    start(Path(sys.argv[1]))
    from django.db import connections

    connections.close_all()
    os.write(1, b"ready\n")
    for line in sys.stdin:
        if (pid := os.fork()) == 0:
            child(line.strip())
        os.write(1, f"pid {pid}\n".encode())
        os.waitpid(pid, 0)
        os.write(1, b"gone\n")


if __name__ == "__main__":
    main()
