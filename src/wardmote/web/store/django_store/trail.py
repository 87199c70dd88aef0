"""In Django: the trail."""

import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.db import DatabaseError, connections
from django.db.models import Count, F, Lookup, Model, Q

from wardmote.casework import nouns
from wardmote.casework.audit import OPENING, AuditEvent, AuditRecord, SignedHead, event, link, references
from wardmote.casework.errors import EditedMeanwhile
from wardmote.web.store import models
from wardmote.web.store.as_nouns import columns_of, noun_of, records_of, row_of
from wardmote.web.store.django_store.rows import Rows

TRAIL_LOCK = 0x57415244
"""The lock that lets one writer at a time extend the trail on PostgreSQL; SQLite has one writer anyway."""


class TrailUnwritten(Exception):
    """The audit record could not be written, so nothing else was done and nothing may be shown."""


class TrailInDjango(Rows):
    """The trail."""

    def append(self, event: AuditEvent) -> AuditRecord:
        connection = connections[self.using]
        if not connection.in_atomic_block:
            raise RuntimeError("an audit record is written in the transaction of what it records")
        try:
            self.one_writer()
            record = link(event, self.last_record(), time.monotonic_ns())
            row_of(record).save(using=self.using, force_insert=True)
            self._rows(models.TrailShown).bulk_create(
                models.TrailShown(record_id=record.seq, reference=reference) for reference in event.shown
            )
        except DatabaseError as error:
            raise TrailUnwritten from error
        return record

    def one_writer(self) -> None:
        """Wait until nobody else writes, until the end of this transaction. On SQLite a transaction begins like that."""
        connection = connections[self.using]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TRAIL_LOCK])

    def first_record(self) -> AuditRecord | None:
        return next(records_of(self._rows(models.TrailRecord).order_by("seq")[:1]), None)

    def last_record(self) -> AuditRecord | None:
        return next(records_of(self._rows(models.TrailRecord).order_by("-seq")[:1]), None)

    def trail(self, look: nouns.Look, query: nouns.TrailQuery) -> Sequence[AuditRecord]:
        with self._logged(event(look.by, "review", "trail-read", "trail", query.object_id, look=look)):
            return list(records_of(self._rows(models.TrailRecord).filter(self._of_trail(query)).order_by("seq")))

    def trail_page(self, look: nouns.Look, query: nouns.TrailQuery, page: int, size: int) -> nouns.TrailPage:
        with self._logged(event(look.by, "review", "trail-read", "trail", query.object_id, look=look)):
            found = self._rows(models.TrailRecord).filter(self._of_trail(query))
            counted = found.aggregate(total=Count("seq"), people=Count("actor", distinct=True))
            records = records_of(found.order_by("-seq")[(page - 1) * size : page * size])
            return nouns.TrailPage(tuple(records), counted["total"], counted["people"], page, size)

    def export_trail(self, event: AuditEvent) -> Iterable[AuditRecord]:
        last = self.last_record()
        with self._logged(event):
            return self.records_until(last.seq if last else 0)

    def records_until(self, seq: int | None = None) -> Iterator[AuditRecord]:
        """Every record from the first to `seq`, or to the last, a few at a time. Not logged: for verifying in place."""
        wanted = Q() if seq is None else Q(seq__lte=seq)
        return records_of(self._rows(models.TrailRecord).filter(wanted).order_by("seq"))

    def add_head(self, head: SignedHead, event: AuditEvent) -> None:
        with self._logged(event):
            self._insert(models.SignedHead, head)

    def heads(self) -> Sequence[SignedHead]:
        return [noun_of(SignedHead, row) for row in self._rows(models.SignedHead).order_by("seq", "pk")]

    def purpose_given(self, session: str, reference: str) -> str:
        said = self._rows(models.TrailRecord).filter(_about(reference), session=session, outcome="allow")
        given = said.exclude(purpose="")
        return given.order_by("-seq").values_list("purpose", flat=True).first() or ""

    def opened_since(self, actor: str, since: datetime) -> frozenset[str]:
        looks = self._rows(models.TrailRecord).filter(actor=actor, at__gt=since, action__in=OPENING, outcome="allow")
        return references(looks.values_list("object_id", flat=True).distinct())

    def last_look_at(self, session: str, reference: str, deeds: Collection[str]) -> datetime | None:
        looks = self._rows(models.TrailRecord).filter(
            _about(reference), session=session, deed__in=sorted(deeds), outcome="allow"
        )
        at = looks.order_by("-seq").values_list("at", flat=True).first()
        return at.astimezone(UTC) if at else None

    def _of_trail(self, query: nouns.TrailQuery) -> Q:
        """About an object, a thing on it, or a list that showed it; by whom, doing what, when."""
        asked = Q()
        if query.object_id:
            lists = self._rows(models.TrailShown).filter(reference=query.object_id).values("record_id")
            asked &= _about(query.object_id) | Q(seq__in=lists)
        if query.actor:
            asked &= Q(actor=query.actor)
        if query.actions:
            asked &= Q(action__in=sorted(query.actions))
        if query.since:
            asked &= Q(at__gte=query.since)
        if query.until:
            asked &= Q(at__lte=query.until)
        return asked

    @contextmanager
    def _logged(self, event: AuditEvent) -> Iterator[None]:
        """A transaction that begins with the audit record: without it nothing after it is kept."""
        with self._within():
            self.append(event)
            yield

    def _insert(self, model: type[Model], noun: object, **given: Any) -> None:
        model(**columns_of(noun, model), **given).save(using=self.using, force_insert=True)

    def _save_version(self, model: type[Model], key: str, noun: Any, *without: str) -> None:
        """Save over the version this was read at, or not at all."""
        read_at = self._rows(model).filter(pk=key, version=noun.version - 1)
        if not read_at.update(**columns_of(noun, model, *without)):
            raise EditedMeanwhile

    def _of_case(self, noun: type[Any], model: type[Model], reference: str, *order: str) -> list[Any]:
        return [noun_of(noun, row) for row in self._rows(model).filter(case=reference).order_by(*order, "pk")]


def _about(object_id: str) -> Q:
    """Records of an object, or of a thing on it."""
    return Q(object_id=object_id) | Q(Beneath(F("object_id"), object_id))


class Beneath(Lookup):
    """An id below another: "CSP-26-0007/n12". Each database is asked in the way that lets it use its index."""

    lookup_name = "beneath"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, given = self.process_lhs(compiler, connection)
        return f"{column} LIKE %s", (*given, f"{connection.ops.prep_for_like_query(self.above)}/%")

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, given = self.process_lhs(compiler, connection)
        return f"({column} > %s AND {column} < %s)", (*given, f"{self.above}/", *given, f"{self.above}0")

    @property
    def above(self) -> str:
        """The id itself; Django may have wrapped it."""
        return str(getattr(self.rhs, "value", self.rhs))
