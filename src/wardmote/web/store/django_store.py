"""The casework store over Django: SQLite or PostgreSQL. What it promises is in `casework.store`."""

import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import DatabaseError, connections, transaction
from django.db.models import F, Model, OrderBy, Q, QuerySet

from wardmote.casework import nouns
from wardmote.casework.audit import AuditEvent, AuditRecord, SignedHead, consultation, event, link
from wardmote.casework.errors import EditedMeanwhile
from wardmote.casework.store import Filter
from wardmote.web.accounts.models import Account
from wardmote.web.store import models
from wardmote.web.store.as_nouns import columns_of, noun_of, record_of
from wardmote.web.store.conditions import over_cases, over_notes

TRAIL_LOCK = 0x57415244
"""The lock that lets one writer at a time extend the trail on PostgreSQL; SQLite has one writer anyway."""


FILE_FIELDS = ("place", "summary", "referral", "notes", "actions", "decisions", "outcomes")
LINE_FIELDS = ("place", "summary")


class TrailUnwritten(Exception):
    """The audit record could not be written, so nothing else was done and nothing may be shown."""


class DjangoStore:
    """One database of Django as a casework store."""

    def __init__(self, using: str = "default") -> None:
        self.using = using

    # Transactions and names

    def transaction(self) -> AbstractContextManager[None]:
        return transaction.atomic(using=self.using)

    def new_id(self) -> str:
        return secrets.token_hex(12)

    def new_reference(self, year: int) -> str:
        with self.transaction():
            numbers = self._rows(models.CaseNumber)
            numbers.get_or_create(year=year)
            number = numbers.select_for_update().get(year=year)
            number.last += 1
            number.save(using=self.using)
        return f"CSP-{year % 100:02}-{number.last:04}"

    # The trail

    def append(self, event: AuditEvent) -> AuditRecord:
        connection = connections[self.using]
        if not connection.in_atomic_block:
            raise RuntimeError("an audit record is written in the transaction of what it records")
        try:
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TRAIL_LOCK])
            record = link(event, self.last_record(), time.monotonic_ns())
            columns = columns_of(record, models.TrailRecord) | columns_of(event, models.TrailRecord)
            models.TrailRecord(**columns).save(using=self.using, force_insert=True)
            self._rows(models.TrailShown).bulk_create(
                models.TrailShown(record_id=record.seq, reference=reference) for reference in event.shown
            )
        except DatabaseError as error:
            raise TrailUnwritten from error
        return record

    def last_record(self) -> AuditRecord | None:
        row = self._rows(models.TrailRecord).order_by("-seq").first()
        return record_of(row) if row else None

    def trail(self, look: nouns.Look, query: nouns.TrailQuery) -> Sequence[AuditRecord]:
        with self._logged(event(look.by, "review", "trail-read", "trail", query.object_id, look=look)):
            rows = self._rows(models.TrailRecord).filter(self._of_trail(query)).order_by("seq")
            return [record_of(row) for row in rows]

    def export_trail(self, event: AuditEvent) -> Iterable[AuditRecord]:
        last = self.last_record()
        with self._logged(event):
            return self.records_until(last.seq if last else 0)

    def records_until(self, seq: int | None = None) -> Iterator[AuditRecord]:
        """Every record from the first to `seq`, or to the last, a few at a time. Not logged: for verifying in place."""
        wanted = Q() if seq is None else Q(seq__lte=seq)
        for row in self._rows(models.TrailRecord).filter(wanted).order_by("seq").iterator(chunk_size=2000):
            yield record_of(row)

    def purpose_given(self, session: str, reference: str) -> str:
        about = Q(object_id=reference) | Q(object_id__startswith=reference + "/")
        given = self._rows(models.TrailRecord).filter(about, session=session, outcome="allow").exclude(purpose="")
        return given.order_by("-seq").values_list("purpose", flat=True).first() or ""

    def heads(self) -> Sequence[SignedHead]:
        return [noun_of(SignedHead, row) for row in self._rows(models.SignedHead).order_by("seq", "pk")]

    def add_head(self, head: SignedHead, event: AuditEvent) -> None:
        with self._logged(event):
            self._insert(models.SignedHead, head)

    # Agencies, people, agreements

    def agency(self, code: str) -> nouns.Agency | None:
        row = self._rows(models.Agency).filter(pk=code).first()
        return noun_of(nouns.Agency, row) if row else None

    def agencies(self) -> Sequence[nouns.Agency]:
        return [noun_of(nouns.Agency, row) for row in self._rows(models.Agency).order_by("code")]

    def save_agency(self, agency: nouns.Agency, event: AuditEvent) -> None:
        with self._logged(event):
            self._rows(models.Agency).update_or_create(code=agency.code, defaults=columns_of(agency, models.Agency))

    def user(self, user_id: str) -> nouns.User | None:
        row = self._rows(Account).prefetch_related("role_grants").filter(pk=user_id).first()
        return _user(row) if row else None

    def users(self, agency: str = "") -> Sequence[nouns.User]:
        rows = self._rows(Account).prefetch_related("role_grants").order_by("pk")
        return [_user(row) for row in (rows.filter(agency=agency) if agency else rows)]

    def save_user(self, user: nouns.User, event: AuditEvent) -> None:
        with self._logged(event):
            kept = {"name": user.name, "agency": user.agency, "is_active": not user.disabled}
            fresh = {**kept, "username": user.id, "password": "!"}
            row, _ = self._rows(Account).update_or_create(pk=user.id, defaults=kept, create_defaults=fresh)
            self._rows(models.RoleGrant).filter(account=row).delete()
            for grant in user.role_grants:
                self._insert(models.RoleGrant, grant, account_id=user.id)

    def agreements(self) -> Sequence[nouns.SharingAgreement]:
        return self._agreements(Q())

    def save_agreement(self, agreement: nouns.SharingAgreement, event: AuditEvent) -> None:
        with self._logged(event):
            columns = columns_of(agreement, models.SharingAgreement, "id")
            row, _ = self._rows(models.SharingAgreement).update_or_create(pk=agreement.id, defaults=columns)
            self._rows(models.AgreementDraft).filter(pk=agreement.id).delete()
            self._rows(models.AgreementTerm).filter(agreement=row).delete()
            self._rows(models.AgreementTerm).bulk_create(
                models.AgreementTerm(agreement_id=agreement.id, list=named, word=word)
                for named in models.AgreementTerm.LISTS
                for word in sorted(getattr(agreement, named))
            )

    def drafts(self) -> Sequence[nouns.AgreementDraft]:
        return [_draft(row) for row in self._rows(models.AgreementDraft).order_by("pk")]

    def save_draft(self, draft: nouns.AgreementDraft, event: AuditEvent) -> None:
        with self._logged(event):
            columns = columns_of(draft.agreement, models.AgreementDraft) | columns_of(draft, models.AgreementDraft)
            self._rows(models.AgreementDraft).update_or_create(pk=draft.agreement.id, defaults=columns)

    # Cases: what the rules need

    def standing(self, reference: str, sees: Filter) -> nouns.Standing | None:
        row = self._case_row(reference, sees)
        return noun_of(nouns.Standing, row) if row else None

    def sharing_of(self, standing: nouns.Standing) -> nouns.Sharing:
        named = Q(terms__list="parties", terms__word=standing.lead_agency)
        return nouns.Sharing(
            agreements=tuple(self._agreements(named)),
            grants=tuple(self._of_case(nouns.CaseGrant, models.CaseGrant, standing.reference)),
            conflicts=tuple(self._of_case(nouns.Conflict, models.Conflict, standing.reference)),
        )

    def open_dues(self, reference: str) -> Sequence[date]:
        open_ones = self._rows(models.Action).filter(case=reference, done_on=None)
        return list(open_ones.order_by("due").values_list("due", flat=True))

    # Cases: reads of personal data

    def read_file(self, look: nouns.Look, reference: str, sees: Filter, sees_notes: Filter) -> nouns.CaseFile | None:
        with self.transaction():
            row = self._case_row(reference, sees)
            if row is None:
                return None
            self.append(consultation(look, "case-opened", "case", reference, FILE_FIELDS))
            notes = self._notes(reference, sees_notes)
            return nouns.CaseFile(
                case=noun_of(nouns.Case, row),
                referral=self._referral(reference),
                notes=tuple(_note(row, masked=row.protection == "P3") for row in notes),
                actions=tuple(self._of_case(nouns.Action, models.Action, reference, "set_on", "due")),
                decisions=tuple(self._of_case(nouns.Decision, models.Decision, reference, "at")),
                outcomes=tuple(self._of_case(nouns.Outcome, models.Outcome, reference, "on")),
            )

    def read_note(
        self, look: nouns.Look, note_id: str, reference: str, sees: Filter, sees_notes: Filter
    ) -> nouns.Note | None:
        with self.transaction():
            row = self._notes(reference, sees_notes).filter(over_notes(sees, self.using), pk=note_id).first()
            if row is None:
                return None
            self.append(consultation(look, "note-opened", "note", f"{reference}/{note_id}", ("text",)))
            return _note(row, masked=False)

    def read_action(self, look: nouns.Look, action_id: str, reference: str) -> nouns.Action | None:
        with self.transaction():
            row = self._rows(models.Action).filter(pk=action_id, case=reference).first()
            if row is None:
                return None
            self.append(consultation(look, "action-read", "action", f"{reference}/{action_id}", ("what",)))
            return noun_of(nouns.Action, row)

    def list_cases(self, look: nouns.Look, sees: Filter, wanted: nouns.Wanted) -> nouns.CasePage:
        with self.transaction():
            found = self._rows(models.Case).filter(over_cases(sees, self.using), _wanted(wanted))
            total = found.count()
            first = (wanted.page - 1) * wanted.size
            rows = list(found.order_by(*_order(wanted.sort))[first : first + wanted.size])
            shown = [row.reference for row in rows]
            self.append(consultation(look, "cases-listed", "case-list", "", LINE_FIELDS, shown))
            following = self._next_actions(shown)
            lines = tuple(nouns.CaseLine(noun_of(nouns.Case, row), following.get(row.reference)) for row in rows)
            return nouns.CasePage(lines, total, wanted.page, wanted.size)

    # Cases: writes

    def add_case(self, case: nouns.Case, event: AuditEvent) -> None:
        with self._logged(event):
            self._insert(models.Case, case)

    def save_standing(self, standing: nouns.Standing, event: AuditEvent) -> nouns.Standing:
        saved = replace(standing, version=standing.version + 1)
        with self._logged(event):
            self._save_version(models.Case, standing.reference, saved, "reference")
        return saved

    def add_referral(self, referral: nouns.Referral, event: AuditEvent) -> None:
        with self._logged(event):
            self._insert(models.Referral, referral)

    def answer_referral(self, reference: str, answer: nouns.ReferralAnswer, event: AuditEvent) -> None:
        with self._logged(event):
            referral = self._rows(models.Referral).filter(case=reference).order_by("on", "pk").last()
            if referral is None:
                raise ValueError(f"{reference} was never referred")
            self._insert(models.ReferralAnswer, answer, referral_id=referral.pk)

    def add_note(self, note: nouns.Note, event: AuditEvent) -> None:
        with self._logged(event):
            self._insert(models.Note, note)

    def add_action(self, action: nouns.Action, event: AuditEvent) -> None:
        with self._logged(event):
            self._insert(models.Action, action)

    def save_action(self, action: nouns.Action, event: AuditEvent) -> nouns.Action:
        saved = replace(action, version=action.version + 1)
        with self._logged(event):
            self._save_version(models.Action, action.id, saved, "id")
        return saved

    def add_decision(self, decision: nouns.Decision, event: AuditEvent) -> None:
        with self._logged(event):
            self._insert(models.Decision, decision)

    def add_outcome(self, outcome: nouns.Outcome, event: AuditEvent) -> None:
        with self._logged(event):
            self._insert(models.Outcome, outcome)

    # Access to one case

    def grant(self, grant_id: str) -> nouns.CaseGrant | None:
        row = self._rows(models.CaseGrant).filter(pk=grant_id).first()
        return noun_of(nouns.CaseGrant, row) if row else None

    def grants_on(self, today: date) -> Sequence[nouns.CaseGrant]:
        rows = self._rows(models.CaseGrant).filter(revoked=False, until__gte=today)
        return [noun_of(nouns.CaseGrant, row) for row in rows.order_by("pk")]

    def add_grant(self, grant: nouns.CaseGrant, event: AuditEvent) -> None:
        with self._logged(event):
            self._insert(models.CaseGrant, grant)

    def save_grant(self, grant: nouns.CaseGrant, event: AuditEvent) -> nouns.CaseGrant:
        saved = replace(grant, version=grant.version + 1)
        with self._logged(event):
            self._save_version(models.CaseGrant, grant.id, saved, "id")
        return saved

    def add_conflict(self, conflict: nouns.Conflict, event: AuditEvent) -> None:
        with self._logged(event):
            self._insert(models.Conflict, conflict)

    # Below this line: how, not what

    def _rows(self, model: type[Any]) -> QuerySet[Any]:
        return model._default_manager.using(self.using)

    @contextmanager
    def _logged(self, event: AuditEvent) -> Iterator[None]:
        """A transaction that begins with the audit record: without it nothing after it is kept."""
        with self.transaction():
            self.append(event)
            yield

    def _insert(self, model: type[Model], noun: object, **given: Any) -> None:
        model(**columns_of(noun, model), **given).save(using=self.using, force_insert=True)

    def _save_version(self, model: type[Model], key: str, noun: Any, *without: str) -> None:
        """Save over the version this was read at, or not at all."""
        read_at = self._rows(model).filter(pk=key, version=noun.version - 1)
        if not read_at.update(**columns_of(noun, model, *without)):
            raise EditedMeanwhile

    def _agreements(self, wanted: Q) -> list[nouns.SharingAgreement]:
        rows = self._rows(models.SharingAgreement).filter(wanted).prefetch_related("terms").order_by("pk")
        return [_agreement(row) for row in rows]

    def _of_case(self, noun: type[Any], model: type[Model], reference: str, *order: str) -> list[Any]:
        return [noun_of(noun, row) for row in self._rows(model).filter(case=reference).order_by(*order, "pk")]

    def _case_row(self, reference: str, sees: Filter) -> Any:
        return self._rows(models.Case).filter(over_cases(sees, self.using), pk=reference).first()

    def _notes(self, reference: str, sees_notes: Filter) -> QuerySet[Any]:
        notes = self._rows(models.Note).filter(over_notes(sees_notes, self.using), case=reference)
        return notes.order_by("at", "pk")

    def _referral(self, reference: str) -> nouns.Referral | None:
        rows = self._rows(models.Referral).select_related("answer_given").filter(case=reference)
        row = rows.order_by("on", "pk").last()
        if row is None:
            return None
        given = getattr(row, "answer_given", None)
        return noun_of(nouns.Referral, row, answer=noun_of(nouns.ReferralAnswer, given) if given else None)

    def _of_trail(self, query: nouns.TrailQuery) -> Q:
        """About an object, a thing on it, or a list that showed it; by whom, doing what, when."""
        asked = Q()
        if query.object_id:
            lists = self._rows(models.TrailShown).filter(reference=query.object_id).values("record_id")
            asked &= Q(object_id=query.object_id) | Q(object_id__startswith=query.object_id + "/") | Q(seq__in=lists)
        if query.actor:
            asked &= Q(actor=query.actor)
        if query.actions:
            asked &= Q(action__in=sorted(query.actions))
        if query.since:
            asked &= Q(at__gte=query.since)
        if query.until:
            asked &= Q(at__lte=query.until)
        return asked

    def _next_actions(self, references: Sequence[str]) -> dict[str, nouns.Action]:
        """The action due first on each of these cases."""
        open_ones = self._rows(models.Action).filter(case__in=references, done_on=None)
        rows = open_ones.order_by("-due", "-pk")
        return {row.case_id: noun_of(nouns.Action, row) for row in rows}


def _user(row: Any) -> nouns.User:
    grants = tuple(noun_of(nouns.RoleGrant, grant) for grant in row.role_grants.all())
    return nouns.User(row.id, row.name, row.agency, grants, disabled=not row.is_active)


def _agreement(row: Any) -> nouns.SharingAgreement:
    terms = list(row.terms.all())
    named = {name: frozenset(t.word for t in terms if t.list == name) for name in models.AgreementTerm.LISTS}
    return noun_of(nouns.SharingAgreement, row, **named)


def _draft(row: Any) -> nouns.AgreementDraft:
    named = {name: frozenset(getattr(row, name)) for name in models.AgreementTerm.LISTS}
    proposed = noun_of(nouns.SharingAgreement, row, **named)
    return nouns.AgreementDraft(proposed, row.by, frozenset(row.signed), frozenset(row.signatories))


def _note(row: Any, masked: bool) -> nouns.Note:
    return noun_of(nouns.Note, row, masked=masked, text="" if masked else row.text)


def _wanted(wanted: nouns.Wanted) -> Q:
    asked = Q()
    if wanted.statuses:
        asked &= Q(status__in=sorted(wanted.statuses))
    if wanted.kinds:
        asked &= Q(kind__in=sorted(wanted.kinds))
    if wanted.lead_agency:
        asked &= Q(lead_agency=wanted.lead_agency)
    for words in wanted.words.split():
        asked &= Q(reference__icontains=words) | Q(place__icontains=words) | Q(summary__icontains=words)
    return asked


def _order(sort: str) -> tuple[OrderBy, str]:
    """The column asked for, cases without a date last, then by reference so that pages do not overlap."""
    column = F(sort.removeprefix("-"))
    order = column.desc(nulls_last=True) if sort.startswith("-") else column.asc(nulls_last=True)
    return order, "reference"
