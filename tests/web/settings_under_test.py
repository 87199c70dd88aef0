"""The local settings in a folder of this process's own, with two empty databases for the store beside the main one."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# The test runner may import this file under two names; both are one setting of this process.
_NAME = f"WARDMOTE_UNDER_TEST_{os.getpid()}"
FOLDER = Path(os.environ.get(_NAME) or tempfile.mkdtemp(prefix="wardmote-web-"))
os.environ[_NAME] = str(FOLDER)
_OWNER = os.getpid()


@atexit.register
def _clear_away() -> None:
    """The folder goes with the process that made it, never with a child that only inherited it."""
    if os.getpid() == _OWNER:
        shutil.rmtree(FOLDER, ignore_errors=True)


os.environ["WARDMOTE_FOLDER"] = str(FOLDER / "marlbridge")
os.environ["WARDMOTE_KEY_DIR"] = str(FOLDER / "keys")
os.environ.pop("WARDMOTE_DATABASE_URL", None)

from wardmote.web.settings.database import sqlite
from wardmote.web.settings.local import *
from wardmote.web.settings.local import DATABASES
from web.postgres import Postgres

POSTGRES = Postgres(FOLDER / "postgres")
DATABASES.setdefault("empty", sqlite(FOLDER / "empty.sqlite3"))
if POSTGRES.installed:
    DATABASES.setdefault("postgres", POSTGRES.settings)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
