"""Where cases are kept: SQLite in the partnership folder, or the PostgreSQL that WARDMOTE_DATABASE_URL names."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from wardmote.errors import WrongUse

PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
"""FULL, not NORMAL: NORMAL loses acknowledged writes when the power fails."""


def sqlite(file: Path) -> dict[str, Any]:
    """One file, one writer at a time, each transaction begun as a writer.

    The file stays open between requests: whoever closes it last folds its journal back in, which cost every page more
    than its queries.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "CONN_MAX_AGE": 60,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": PRAGMAS},
    }


def postgresql(address: str) -> dict[str, Any]:
    """The settings of postgresql://user:password@host:port/name; a host that is a path is a socket's folder."""
    parts = urlsplit(address)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise WrongUse("WARDMOTE_DATABASE_URL must read postgresql://user:password@host:port/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def chosen(file: Path, address: str | None) -> dict[str, Any]:
    """The database these settings mean."""
    return postgresql(address) if address else sqlite(file)
