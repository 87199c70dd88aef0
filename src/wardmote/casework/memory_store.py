"""The slow, obvious store: the referee for tests, here and of the web's own store. Everything is in plain lists.

Its filter works the other way round from `visibility`: not one case through the whole rule, but every pairing of records
through each condition, keeping those that pass, as a database would.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from wardmote.casework.audit import AuditEvent, AuditRecord, SignedHead, consultation, event, link
from wardmote.casework.conditions import All, AnyOf, Condition, Exists, Not, NotAfter, Same, Term, Value, Within
from wardmote.casework.errors import EditedMeanwhile
from wardmote.casework.nouns import (
    Action,
    Agency,
    AgreementDraft,
    Case,
    CaseFile,
    CaseGrant,
    CaseLine,
    CasePage,
    Conflict,
    Decision,
    Look,
    Note,
    Outcome,
    Referral,
    ReferralAnswer,
    Sharing,
    SharingAgreement,
    Standing,
    TrailQuery,
    User,
    Wanted,
)
from wardmote.casework.store import Filter

Pairing = Mapping[str, Any]
"""One row of a working table: a record for each noun met so far."""


class MemoryStore:
    """A casework store in memory. Keys are ids; insertion order is history."""

    def __init__(self) -> None:
        self._records: list[AuditRecord] = []
        self._heads: list[SignedHead] = []
        self._agencies: dict[str, Agency] = {}
        self._users: dict[str, User] = {}
        self._agreements: dict[str, SharingAgreement] = {}
        self._drafts: dict[str, AgreementDraft] = {}
        self._cases: dict[str, Case] = {}
        self._referrals: dict[str, Referral] = {}
        self._notes: dict[str, Note] = {}
        self._actions: dict[str, Action] = {}
        self._decisions: dict[str, Decision] = {}
        self._outcomes: dict[str, Outcome] = {}
        self._grants: dict[str, CaseGrant] = {}
        self._conflicts: list[Conflict] = []
        self._ids = 0
        self._references: dict[int, int] = {}
        self._depth = 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        before = {name: copy(value) for name, value in vars(self).items()}
        self._depth += 1
        try:
            yield
        except BaseException:
            vars(self).update(before)
            raise
        self._depth -= 1

    def new_id(self) -> str:
        self._ids += 1
        return f"i{self._ids}"

    def new_reference(self, year: int) -> str:
        self._references[year] = self._references.get(year, 0) + 1
        return f"CSP-{year % 100:02d}-{self._references[year]:04d}"

    # The trail

    def append(self, event: AuditEvent) -> AuditRecord:
        if not self._depth:
            raise RuntimeError("an audit event is appended inside a transaction")
        record = link(event, self.last_record(), monotonic=len(self._records))
        self._records.append(record)
        return record

    def last_record(self) -> AuditRecord | None:
        return self._records[-1] if self._records else None

    def trail(self, look: Look, query: TrailQuery) -> Sequence[AuditRecord]:
        self.append(event(look.by, "review", "trail-read", "trail", query.object_id, look=look))
        return [record for record in self._records if _asked_for(record.event, query)]

    def export_trail(self, event: AuditEvent) -> Sequence[AuditRecord]:
        exported = list(self._records)
        self.append(event)
        return exported

    def add_head(self, head: SignedHead, event: AuditEvent) -> None:
        self.append(event)
        self._heads.append(head)

    def heads(self) -> Sequence[SignedHead]:
        return list(self._heads)

    def purpose_given(self, session: str, reference: str) -> str:
        for record in reversed(self._records):
            said = record.event
            about = said.object_id == reference or said.object_id.startswith(reference + "/")
            if said.session == session and about and said.outcome == "allow" and said.purpose:
                return said.purpose
        return ""

    # Agencies, people, agreements

    def agency(self, code: str) -> Agency | None:
        return self._agencies.get(code)

    def agencies(self) -> Sequence[Agency]:
        return list(self._agencies.values())

    def save_agency(self, agency: Agency, event: AuditEvent) -> None:
        self.append(event)
        self._agencies[agency.code] = agency

    def user(self, user_id: str) -> User | None:
        return self._users.get(user_id)

    def users(self, agency: str = "") -> Sequence[User]:
        return [user for user in self._users.values() if agency in ("", user.agency)]

    def save_user(self, user: User, event: AuditEvent) -> None:
        self.append(event)
        self._users[user.id] = user

    def agreements(self) -> Sequence[SharingAgreement]:
        return list(self._agreements.values())

    def save_agreement(self, agreement: SharingAgreement, event: AuditEvent) -> None:
        self.append(event)
        self._agreements[agreement.id] = agreement
        self._drafts.pop(agreement.id, None)

    def drafts(self) -> Sequence[AgreementDraft]:
        return list(self._drafts.values())

    def save_draft(self, draft: AgreementDraft, event: AuditEvent) -> None:
        self.append(event)
        self._drafts[draft.agreement.id] = draft

    # Cases: what the rules need

    def standing(self, reference: str, sees: Filter) -> Standing | None:
        found = [case for case in self._seen(sees) if case.reference == reference]
        return found[0].standing if found else None

    def sharing_of(self, standing: Standing) -> Sharing:
        return Sharing(
            tuple(agreement for agreement in self._agreements.values() if agreement.names(standing.lead_agency)),
            tuple(grant for grant in self._grants.values() if grant.case == standing.reference),
            tuple(conflict for conflict in self._conflicts if conflict.case == standing.reference),
        )

    def open_dues(self, reference: str) -> Sequence[date]:
        return sorted(action.due for action in self._of(self._actions, reference) if action.done_on is None)

    # Cases: reads of personal data

    def read_file(self, look: Look, reference: str, sees: Filter, sees_notes: Filter) -> CaseFile | None:
        found = [case for case in self._seen(sees) if case.reference == reference]
        if not found:
            return None
        fields = ("place", "summary", "referral", "notes", "actions", "decisions", "outcomes")
        self.append(consultation(look, "case-opened", "case", reference, fields))
        return CaseFile(
            found[0],
            next(iter(self._of(self._referrals, reference)), None),
            tuple(_masked(note) for note in self._seen_notes(found[0], sees_notes)),
            self._of(self._actions, reference),
            self._of(self._decisions, reference),
            self._of(self._outcomes, reference),
        )

    def read_note(self, look: Look, note_id: str, reference: str, sees: Filter, sees_notes: Filter) -> Note | None:
        for case in self._seen(sees):
            for note in self._seen_notes(case, sees_notes):
                if (case.reference, note.id) == (reference, note_id):
                    self.append(consultation(look, "note-opened", "note", f"{reference}/{note_id}", ("text",)))
                    return note
        return None

    def read_action(self, look: Look, action_id: str, reference: str) -> Action | None:
        found = self._actions.get(action_id)
        if found is None or found.case != reference:
            return None
        self.append(consultation(look, "action-read", "action", f"{reference}/{action_id}", ("what",)))
        return found

    def list_cases(self, look: Look, sees: Filter, wanted: Wanted) -> CasePage:
        found = [case for case in self._seen(sees) if _wanted(case, wanted)]
        column = wanted.sort.removeprefix("-")
        found.sort(key=lambda case: case.reference)
        found.sort(
            key=lambda case: (getattr(case, column) is not None, getattr(case, column) or ""),
            reverse=wanted.sort.startswith("-"),
        )
        page = found[(wanted.page - 1) * wanted.size : wanted.page * wanted.size]
        shown = [case.reference for case in page]
        self.append(consultation(look, "cases-listed", "case-list", "", ("place", "summary"), shown))
        return CasePage(tuple(CaseLine(case, self._next(case)) for case in page), len(found), wanted.page, wanted.size)

    def _next(self, case: Case) -> Action | None:
        waiting = [action for action in self._of(self._actions, case.reference) if action.done_on is None]
        return min(waiting, key=lambda action: action.due, default=None)

    # Cases: writes

    def add_case(self, case: Case, event: AuditEvent) -> None:
        self.append(event)
        self._cases[case.reference] = case

    def save_standing(self, standing: Standing, event: AuditEvent) -> Standing:
        kept = self._cases[standing.reference]
        if kept.version != standing.version:
            raise EditedMeanwhile
        self.append(event)
        now = replace(standing, version=standing.version + 1)
        self._cases[standing.reference] = Case(**vars(now), place=kept.place, summary=kept.summary)
        return now

    def add_referral(self, referral: Referral, event: AuditEvent) -> None:
        self.append(event)
        self._referrals[referral.id] = referral

    def answer_referral(self, reference: str, answer: ReferralAnswer, event: AuditEvent) -> None:
        self.append(event)
        for referral in self._of(self._referrals, reference):
            self._referrals[referral.id] = replace(referral, answer=answer)

    def add_note(self, note: Note, event: AuditEvent) -> None:
        self.append(event)
        self._notes[note.id] = note

    def add_action(self, action: Action, event: AuditEvent) -> None:
        self.append(event)
        self._actions[action.id] = action

    def save_action(self, action: Action, event: AuditEvent) -> Action:
        if self._actions[action.id].version != action.version:
            raise EditedMeanwhile
        self.append(event)
        self._actions[action.id] = replace(action, version=action.version + 1)
        return self._actions[action.id]

    def add_decision(self, decision: Decision, event: AuditEvent) -> None:
        self.append(event)
        self._decisions[decision.id] = decision

    def add_outcome(self, outcome: Outcome, event: AuditEvent) -> None:
        self.append(event)
        self._outcomes[outcome.id] = outcome

    # Access to one case

    def grant(self, grant_id: str) -> CaseGrant | None:
        return self._grants.get(grant_id)

    def grants_on(self, today: date) -> Sequence[CaseGrant]:
        return [grant for grant in self._grants.values() if grant.until >= today and not grant.revoked]

    def add_grant(self, grant: CaseGrant, event: AuditEvent) -> None:
        self.append(event)
        self._grants[grant.id] = grant

    def save_grant(self, grant: CaseGrant, event: AuditEvent) -> CaseGrant:
        if self._grants[grant.id].version != grant.version:
            raise EditedMeanwhile
        self.append(event)
        self._grants[grant.id] = replace(grant, version=grant.version + 1)
        return self._grants[grant.id]

    def add_conflict(self, conflict: Conflict, event: AuditEvent) -> None:
        self.append(event)
        self._conflicts.append(conflict)

    # The filter

    def _seen(self, sees: Filter) -> list[Case]:
        kept = self._passing(sees, [{"case": case} for case in self._cases.values()])
        return [pairing["case"] for pairing in kept]

    def _seen_notes(self, case: Case, sees: Filter) -> list[Note]:
        kept = self._passing(sees, [{"case": case, "note": note} for note in self._of(self._notes, case.reference)])
        return [pairing["note"] for pairing in kept]

    def _passing(self, condition: Condition, pairings: list[Pairing]) -> list[Pairing]:
        """The pairings a condition holds for, in their order."""
        if isinstance(condition, All):
            for part in condition.parts:
                pairings = self._passing(part, pairings)
            return pairings
        if isinstance(condition, AnyOf):
            passed = [id(pairing) for part in condition.parts for pairing in self._passing(part, pairings)]
            return [pairing for pairing in pairings if id(pairing) in passed]
        if isinstance(condition, Not):
            out = [id(pairing) for pairing in self._passing(condition.part, pairings)]
            return [pairing for pairing in pairings if id(pairing) not in out]
        if isinstance(condition, Exists):
            return self._with_a_match(condition, pairings)
        return [pairing for pairing in pairings if _leaf_passes(condition, pairing)]

    def _with_a_match(self, condition: Exists, pairings: list[Pairing]) -> list[Pairing]:
        rows: dict[str, list[Any]] = {
            "agreement": list(self._agreements.values()),
            "grant": list(self._grants.values()),
            "conflict": self._conflicts,
        }
        joined = [
            {**pairing, condition.noun: row, "number": number}
            for number, pairing in enumerate(pairings)
            for row in rows[condition.noun]
        ]
        matched = {pairing["number"] for pairing in self._passing(condition.where, list(joined))}
        return [pairing for number, pairing in enumerate(pairings) if number in matched]

    def _of(self, table: dict[str, Any], reference: str) -> tuple[Any, ...]:
        return tuple(row for row in table.values() if row.case == reference)


def _leaf_passes(leaf: Same | Within | NotAfter, pairing: Pairing) -> bool:
    def of(term: Term) -> Any:
        return term.value if isinstance(term, Value) else getattr(pairing[term.noun], term.field)

    if isinstance(leaf, Same):
        return bool(of(leaf.left) == of(leaf.right))
    if isinstance(leaf, Within):
        return of(leaf.item) in of(leaf.group)
    return bool(of(leaf.earlier) <= of(leaf.later))


def _masked(note: Note) -> Note:
    return replace(note, text="", masked=True) if note.protection == "P3" else note


def _wanted(case: Case, wanted: Wanted) -> bool:
    text = f"{case.reference} {case.place} {case.summary}".casefold()
    return (
        (not wanted.statuses or case.status in wanted.statuses)
        and (not wanted.kinds or case.kind in wanted.kinds)
        and wanted.lead_agency in ("", case.lead_agency)
        and all(word in text for word in wanted.words.casefold().split())
    )


def _asked_for(event: AuditEvent, query: TrailQuery) -> bool:
    wanted = query.object_id
    about = not wanted or event.object_id == wanted or event.object_id.startswith(wanted + "/") or wanted in event.shown
    return (
        about
        and query.actor in ("", event.actor)
        and (not query.actions or event.action in query.actions)
        and _between(query.since, event.at, query.until)
    )


def _between(since: datetime | None, at: datetime, until: datetime | None) -> bool:
    return (since is None or since <= at) and (until is None or at <= until)
