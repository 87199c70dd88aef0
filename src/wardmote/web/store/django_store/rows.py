"""What every part of the Django store stands on: one database, its transactions, new names."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from wardmote.web.store import models
from wardmote.web.store.agreements import remembered


class Rows:
    """One database of Django."""

    def __init__(self, using: str = "default") -> None:
        self.using = using

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it or nothing, also inside another: whoever catches what went wrong in it may go on."""
        with remembered(self.using), transaction.atomic(using=self.using):
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Several questions, none of them written down: what every rule asks about is read once for all of them."""
        with remembered(self.using):
            yield

    @contextmanager
    def _within(self) -> Iterator[None]:
        """A part of the transaction around it, or one of its own: when a part goes wrong, so does the whole."""
        with remembered(self.using) as outermost, transaction.atomic(using=self.using, savepoint=outermost):
            yield

    def new_id(self) -> str:
        return secrets.token_hex(12)

    def new_reference(self, year: int) -> str:
        return f"CSP-{year % 100:02}-{self._next_number(models.CaseNumber, year):04}"

    def _next_number(self, model: type[Any], year: int) -> int:
        """The number after the last one given out in a year, by one writer at a time."""
        with self._within():
            numbers = self._rows(model)
            numbers.get_or_create(year=year)
            number = numbers.select_for_update().get(year=year)
            number.last += 1
            number.save(using=self.using)
            return int(number.last)

    def _rows(self, model: type[Any]) -> QuerySet[Any]:
        return model._default_manager.using(self.using)
