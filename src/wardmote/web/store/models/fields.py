"""The few shapes of column every noun uses."""

import json
from typing import Any

from django.db import models


def slug(**options: Any) -> models.CharField:
    """A word from a closed list, an id, a reference or a person's id; empty when there is none."""
    return models.CharField(max_length=80, default="", blank=True, **options)


def words() -> models.TextField:
    """What somebody wrote."""
    return models.TextField(default="", blank=True)


class WordList(models.TextField):
    """A tuple of words, kept in their order."""

    def from_db_value(self, value: str | None, *_: object) -> tuple[str, ...]:
        return tuple(json.loads(value)) if value and value != "[]" else ()

    def to_python(self, value: Any) -> tuple[str, ...]:
        return tuple(json.loads(value)) if isinstance(value, str) else tuple(value or ())

    def get_prep_value(self, value: Any) -> str:
        return json.dumps(sorted(value) if isinstance(value, frozenset) else list(value or ()))
