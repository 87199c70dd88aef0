"""Where cases are kept: SQLite in the partnership folder, or the PostgreSQL that WARDMOTE_DATABASE_URL names."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from wardmote.errors import WrongUse

PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
"""FULL, not NORMAL: NORMAL loses acknowledged writes when the power fails. What is deleted is overwritten with zeros."""


OWNER, OWNER_ADDRESS = "owner", "WARDMOTE_MIGRATION_DATABASE_URL"
"""Who owns the tables, where that is another role than the application's; named for as long as it takes to change them."""


def sqlite(file: Path) -> dict[str, Any]:
    """One file, one writer at a time, each transaction begun as a writer.

    Connections stay open: to open the file anew needs room on the disk, and reading must go on when there is none.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": PRAGMAS},
    }


def postgresql(address: str) -> dict[str, Any]:
    """The settings of postgresql://user:password@host:port/name; a host that is a path is a socket's folder."""
    parts = urlsplit(address)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise WrongUse(
            "WARDMOTE_DATABASE_URL and WARDMOTE_MIGRATION_DATABASE_URL must read postgresql://user:password@host:port/name"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": _host(parts),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _host(parts: SplitResult) -> str:
    """As it was written: `hostname` would lower the letters of a path."""
    written = parts.netloc.rpartition("@")[2]
    return unquote(written.removesuffix(f":{parts.port}").strip("[]"))


def owner_settings() -> dict[str, Any] | None:
    """The settings of the tables' owner on PostgreSQL; None with SQLite."""
    address = os.environ.get(OWNER_ADDRESS) or os.environ.get("WARDMOTE_DATABASE_URL")
    return postgresql(address) if address else None


def chosen(file: Path, address: str | None) -> dict[str, dict[str, Any]]:
    """The databases these settings mean: the application's and, until the tables are up to date, their owner's."""
    if not address:
        return {"default": sqlite(file)}
    owner = os.environ.get(OWNER_ADDRESS)
    return {"default": postgresql(address), **({OWNER: postgresql(owner)} if owner else {})}
