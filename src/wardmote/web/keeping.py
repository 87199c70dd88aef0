"""Keeping a document: strip what was sent, seal what is left, put it on the case; and giving it back unchanged."""

from collections.abc import Iterable
from typing import Any

from wardmote.casework.documents import add_document, mark, marked
from wardmote.casework.nouns import Document, SignedIn
from wardmote.casework.store import Store
from wardmote.errors import WrongUse
from wardmote.web.folder import Casebook
from wardmote.web.keys import seal
from wardmote.web.limited import work_on
from wardmote.web.sealed_files import opened_whole, seal_file


def keep_document(
    store: Store, casebook: Casebook, by: SignedIn, reference: str, sent: Iterable[bytes], **entered: Any
) -> Document:
    """The stripped copy is on the disk before the case says that it is there; a case that refuses it keeps nothing."""
    facts, content = work_on("strip", sent, str(entered["name"]))
    document_id = store.new_id()
    place = casebook.documents / document_id
    seal_file(place, content, seal(casebook.keys))
    stripped = marked(facts["media"], content, tuple(facts["told"]))
    try:
        return add_document(store, by, reference, stripped, document_id=document_id, **entered)
    except BaseException:
        place.unlink(missing_ok=True)
        raise


def content_of(casebook: Casebook, document: Document) -> bytes:
    """The kept copy, if it is still what was kept. Raises WrongUse if it is gone or was changed."""
    place = casebook.documents / document.id
    if not place.is_file():
        raise WrongUse(
            f"the file of document {document.id} is missing from {casebook.documents}: restore it from a backup"
        )
    content = opened_whole(place, seal(casebook.keys))
    if mark(document.salt, content) != document.digest:
        raise WrongUse(f"the file of document {document.id} is not the one that was kept: restore it from a backup")
    return content
