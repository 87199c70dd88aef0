"""Somebody tries, through the application, to change the trail. The database refuses; here the try is written down.

The statement that was refused has spoilt its transaction, so the record follows when that one is undone.
"""

import logging
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db import DatabaseError, connections
from django.db.backends.signals import connection_created

from wardmote.casework.audit import append, operator_event
from wardmote.web.clock import now
from wardmote.web.durability.rights import TRAIL
from wardmote.web.store.django_store import DjangoStore

CHANGE = re.compile(rf"\b(?:UPDATE|DELETE|TRUNCATE|ALTER|DROP)\b.*\b(?:{'|'.join(TRAIL)})", re.IGNORECASE | re.DOTALL)
REFUSED = "trail-change-refused"
WAITING = "wardmote_trail_tried"


def listen() -> None:
    """Called once, when the application starts."""
    connection_created.connect(_watch, dispatch_uid="attempts-on-the-trail")


def tried(alias: str = "default") -> bool:
    """Whether a try on this thread's connection waits to be written down, and can be."""
    return getattr(connections[alias], WAITING, False) and not connections[alias].in_atomic_block


def write_down(alias: str = "default", actor: str = "") -> None:
    """Put a try into the trail, once its transaction is undone."""
    setattr(connections[alias], WAITING, False)
    refused = operator_event(now(), REFUSED, "trail", "trail", source="the application")
    append(DjangoStore(alias), replace(refused, actor=actor, outcome="deny"))


def _watch(connection: Any, **_: Any) -> None:
    if _refused not in connection.execute_wrappers:
        connection.execute_wrappers.append(_refused)


def _refused(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    try:
        return execute(sql, params, many, context)
    except DatabaseError:
        if CHANGE.search(sql):
            logging.getLogger("wardmote.attempts").critical("an attempt to change the audit trail was refused")
            connection = context["connection"]
            setattr(connection, WAITING, True)
            if tried(connection.alias):
                write_down(connection.alias)
        raise
