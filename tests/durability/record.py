"""Does real verbs on a casebook through the application's own store, and writes down every statement SQLite was given.

    python record.py FOLDER COMMITS OUT

OUT is JSON: the live settings of the application's connection, and the statements with what was acknowledged after which.
"""

import json
import sys
from pathlib import Path

SETTINGS = (
    "journal_mode",
    "synchronous",
    "foreign_keys",
    "wal_autocheckpoint",
    "page_size",
    "fullfsync",
    "secure_delete",
)
WRITES = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "INSERT", "UPDATE", "DELETE")


def main() -> None:
    from wardmote.web.start import start

    start(Path(sys.argv[1]))
    from django.db import connection

    from durability.writer import verbs
    from wardmote.web.store.django_store import DjangoStore

    with connection.cursor() as cursor:
        live = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in SETTINGS}
    statements: list[str] = []
    connection.connection.set_trace_callback(statements.append)
    for number, done in enumerate(verbs(DjangoStore(), "recorded")):
        statements.append(f"-- acknowledged {done}")
        if number + 1 == int(sys.argv[2]):
            break
    connection.connection.set_trace_callback(None)
    kept = [line for line in statements if line.startswith(WRITES) or line.startswith("-- acknowledged")]
    Path(sys.argv[3]).write_text(json.dumps({"live": live, "statements": kept}))


if __name__ == "__main__":
    main()
