"""Taking one case out as files: as its asker sees it, for a named receiver, until a day, in the ledger and the trail.

More people in a day than a mistake should reach wait for a second person (security.md E6).
"""

from dataclasses import dataclass, fields, replace
from datetime import timedelta

from wardmote.casework import permissions
from wardmote.casework.audit import act, event
from wardmote.casework.entries import choice, words
from wardmote.casework.errors import NotFound, NotNow
from wardmote.casework.looks import InHand, in_charge, open_in_hand
from wardmote.casework.nouns import EXPORT_LASTS, MARKINGS, RECEIVERS, CaseExport, CaseFile, SignedIn
from wardmote.casework.store import Store

A_DAY = timedelta(hours=24)


@dataclass(frozen=True)
class TakenOut:
    """What an export holds: its line in the ledger, and the case as the person who asked may see it."""

    export: CaseExport
    file: CaseFile


def ask_export(
    store: Store, by: SignedIn, reference: str, *, recipient: str, addressed_to: str, why: str, purpose: str = ""
) -> CaseExport:
    """Put an export in the ledger. It counts everybody on the cases that this person exported in the last day."""
    addressed_to = words("addressed_to", addressed_to, "Enter who exactly will have it.")
    why = words("why", why, "Enter why they need it.")
    with act(store, by, "export-asked", reference):
        permissions.check_proven(by)
        hand, file = _file(store, by, reference, purpose)
        receivers = {*RECEIVERS, *(agency.code for agency in store.agencies())}
        choice("recipient", recipient, receivers, "Choose who will have it.")
        lately = store.exported_since(by.user.id, by.utc - A_DAY)
        export = CaseExport(
            id=store.new_id(),
            case=reference,
            by=by.user.id,
            agency=by.user.agency,
            at=by.utc,
            recipient=recipient,
            addressed_to=addressed_to,
            why=why,
            marking=_highest(file),
            subjects=len(store.subjects_of(lately | {reference})),
            expires=by.today + EXPORT_LASTS,
        )
        where = f"{reference}/{export.id}"
        asked = event(by, "export", "export-asked", "export", where, look=hand.look, recipients=(recipient,))
        store.add_export(export, asked)
        return export


def _file(store: Store, by: SignedIn, reference: str, purpose: str = "") -> tuple[InHand, CaseFile]:
    hand, file = open_in_hand(store, by, reference, purpose)
    permissions.check_own_right(by.user, hand.case, hand.sharing, by.today)
    permissions.check_export(by.user, hand.case, by.today)
    return hand, file


def _highest(file: CaseFile) -> str:
    """An export is marked as high as the highest thing in it."""
    marked = {file.case.marking, *(document.marking for document in file.documents)}
    return max(marked, key=MARKINGS.index)


def approve_export(store: Store, by: SignedIn, reference: str, export_id: str) -> CaseExport:
    """A second person lets a large export go."""
    with act(store, by, "export-approved", reference):
        permissions.check_proven(by)
        hand = in_charge(store, by, reference)
        export = the_export(store, reference, export_id)
        permissions.check_approve_export(by.user, export, by.today)
        if not export.waits:
            raise NotNow("This export needs no approval.")
        told = event(by, "export", "export-approved", "export", f"{reference}/{export_id}", look=hand.look)
        return store.save_export(replace(export, approved_by=by.user.id), told)


def take_out(store: Store, by: SignedIn, reference: str, export_id: str) -> TakenOut:
    """The case for its export, logged as an export to its receiver before anything of it is handed over."""
    with act(store, by, "case-exported", reference):
        permissions.check_proven(by)
        hand, file = _file(store, by, reference)
        export = the_export(store, reference, export_id)
        if export.by != by.user.id:
            raise NotFound
        if export.waits:
            raise NotNow("This export waits for a second person's approval. Ask a colleague who approves access.")
        if export.expires < by.today:
            raise NotNow("This export has expired. Ask for it again.")
        out, sent_to = tuple(field.name for field in fields(CaseFile)), (export.recipient,)
        gone = event(by, "export", "case-exported", "case", reference, look=hand.look, fields=out, recipients=sent_to)
        store.append(gone)
        return TakenOut(export, file)


def the_export(store: Store, reference: str, export_id: str) -> CaseExport:
    """An export of this case, by its id."""
    export = store.export(export_id, reference)
    if export is None:
        raise NotFound
    return export
