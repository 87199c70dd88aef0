"""In memory: cases and what hangs on them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from wardmote.casework.audit import AuditEvent, consultation
from wardmote.casework.errors import EditedMeanwhile
from wardmote.casework.memory_store.access import AccessInMemory
from wardmote.casework.memory_store.case_reviews import CaseReviewsInMemory
from wardmote.casework.memory_store.documents import DocumentsInMemory
from wardmote.casework.memory_store.emergencies import EmergenciesInMemory
from wardmote.casework.memory_store.partnership import PartnershipInMemory
from wardmote.casework.memory_store.sign_in import SignInInMemory
from wardmote.casework.nouns import (
    Action,
    Case,
    CaseFile,
    CaseLine,
    CasePage,
    Decision,
    Detail,
    LinkedCase,
    Look,
    Note,
    Outcome,
    Referral,
    ReferralAnswer,
    Sharing,
    Standing,
    Wanted,
)
from wardmote.casework.store import FILE_FIELDS, Filter


class CasesInMemory(
    PartnershipInMemory,
    AccessInMemory,
    EmergenciesInMemory,
    SignInInMemory,
    DocumentsInMemory,
    CaseReviewsInMemory,
):
    """Cases and what hangs on them."""

    def __init__(self) -> None:
        super().__init__()
        self._cases: dict[str, Case] = {}
        self._referrals: dict[str, Referral] = {}
        self._notes: dict[str, Note] = {}
        self._actions: dict[str, Action] = {}
        self._decisions: dict[str, Decision] = {}
        self._outcomes: dict[str, Outcome] = {}

    def standing(self, reference: str, sees: Filter) -> Standing | None:
        found = self._seen_one(reference, sees)
        return found.standing if found else None

    def sharing_of(self, standing: Standing) -> Sharing:
        return Sharing(
            tuple(agreement for agreement in self._agreements.values() if agreement.names(standing.lead_agency)),
            tuple(grant for grant in self._grants.values() if grant.case == standing.reference),
            tuple(conflict for conflict in self._conflicts if conflict.case == standing.reference),
            self._of(self._emergency_openings, standing.reference),
        )

    def open_dues(self, reference: str) -> Sequence[date]:
        return sorted(action.due for action in self._of(self._actions, reference) if action.done_on is None)

    def read_file(self, look: Look, reference: str, sees: Filter, sees_notes: Filter) -> CaseFile | None:
        found = self._seen_one(reference, sees)
        if found is None:
            return None
        people = self._written_seen(found, self._people, sees_notes)
        shown = sorted({part.person for part in people})
        self.append(consultation(look, "case-opened", "case", reference, FILE_FIELDS, shown))
        return CaseFile(
            found,
            next(iter(self._of(self._referrals, reference)), None),
            tuple(_masked(note) for note in self._seen_notes(found, sees_notes)),
            self._of(self._actions, reference),
            self._of(self._decisions, reference),
            self._of(self._outcomes, reference),
            tuple(self._seen_documents(found, sees_notes)),
            tuple(people),
            tuple(_masked_detail(detail) for detail in self._details_seen(found, sees_notes)),
            tuple(self._relations_seen(found, sees_notes)),
            tuple(self._written_seen(found, self._assessments, sees_notes)),
            self._links_seen(reference, sees),
            self._sites.get(reference),
            self._reviews_on(reference),
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

    def list_cases(self, look: Look, sees: Filter, *wanted: Wanted) -> Sequence[CasePage]:
        pages = [self._page(sees, one) for one in wanted]
        shown = dict.fromkeys(line.case.reference for page in pages for line in page.lines)
        self.append(consultation(look, "cases-listed", "case-list", "", ("place", "summary"), shown))
        return pages

    def _page(self, sees: Filter, wanted: Wanted) -> CasePage:
        found = [case for case in self._seen(sees) if _wanted(case, wanted)]
        column = wanted.sort.removeprefix("-")
        found.sort(key=lambda case: case.reference)
        found.sort(
            key=lambda case: (getattr(case, column) is not None, getattr(case, column) or ""),
            reverse=wanted.sort.startswith("-"),
        )
        page = found[wanted.first : wanted.first + wanted.size]
        lines = tuple(CaseLine(case, self._next(case)) for case in page)
        counted = min(len(found), wanted.counted_to)
        return CasePage(lines, counted, wanted.page, wanted.size, more=counted < len(found))

    def _next(self, case: Case) -> Action | None:
        waiting = [action for action in self._of(self._actions, case.reference) if action.done_on is None]
        return min(waiting, key=lambda action: action.due, default=None)

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

    def _links_seen(self, reference: str, sees: Filter) -> tuple[LinkedCase, ...]:
        """The links whose other end is seen too."""
        ends = [(link, link.other if link.case == reference else link.case) for link in self.links_of(reference)]
        seen = [(link, self._seen_one(far, sees)) for link, far in ends]
        return tuple(LinkedCase(link, far.standing) for link, far in seen if far)

    def _seen_notes(self, case: Case, sees: Filter) -> list[Note]:
        kept = self._passing(sees, [{"case": case, "note": note} for note in self._of(self._notes, case.reference)])
        return [pairing["note"] for pairing in kept]


def _masked_detail(detail: Detail) -> Detail:
    return replace(detail, value="", uprn="", masked=True) if detail.protection == "P3" else detail


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
