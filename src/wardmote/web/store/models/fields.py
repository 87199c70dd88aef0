"""The few shapes of column every noun uses."""

import json
from typing import Any

from django.db import models

from wardmote.web.sealing import of_settings


def slug(**options: Any) -> models.CharField:
    """A word from a closed list, an id, a reference or a person's id; empty when there is none."""
    return models.CharField(max_length=80, default="", blank=True, **options)


def words() -> models.TextField:
    """What somebody wrote."""
    return models.TextField(default="", blank=True)


class Sealed(models.TextField):
    """Words kept sealed: the database, its journal and its dumps hold a token. Nothing ('' or NULL) stays nothing.

    It can be read back and written, and not searched: see `sealing.search_mark`.
    """

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        return value if value is None else of_settings().open(value)

    def get_prep_value(self, value: Any) -> str | None:
        return value if value is None else of_settings().seal(str(value))


def sealed() -> Sealed:
    """What somebody wrote that nobody without the keys may read."""
    return Sealed(default="", blank=True)


class WordList(models.TextField):
    """A tuple of words, kept in their order."""

    def from_db_value(self, value: str | None, *_: object) -> tuple[str, ...]:
        return tuple(json.loads(value)) if value and value != "[]" else ()

    def to_python(self, value: Any) -> tuple[str, ...]:
        return tuple(json.loads(value)) if isinstance(value, str) else tuple(value or ())

    def get_prep_value(self, value: Any) -> str:
        return json.dumps(sorted(value) if isinstance(value, frozenset) else list(value or ()))
