"""Files on a case: added once stripped, seen as a note of the same properties is, opened by an act of its own.

Casework never touches the bytes. Whoever calls has already stripped the file and kept it under the document's id.
"""

import hashlib
import re
import secrets
import unicodedata
from dataclasses import dataclass

from wardmote.casework import permissions, policies
from wardmote.casework.audit import act, event
from wardmote.casework.entries import choice
from wardmote.casework.errors import NotFound
from wardmote.casework.looks import filters, in_hand, last_protected_look
from wardmote.casework.nouns import MARKINGS, MEDIA, NOTE_KINDS, PROTECTION_LEVELS, Document, SignedIn
from wardmote.casework.purposes import data_categories
from wardmote.casework.store import Store

LONGEST_NAME = 80
PROTECTED_NAME = "protected-document"
"""What a P3 file is called, whatever it was called: the name alone may say where somebody is hiding."""
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class StrippedFile:
    """A file as it may be kept: what it is by its content, what was taken out of it, and its mark."""

    media: str
    size: int
    told: tuple[str, ...]
    salt: str
    digest: str


def marked(media: str, content: bytes, told: tuple[str, ...] = ()) -> StrippedFile:
    """The facts of a stripped file, with a fresh salt."""
    salt = secrets.token_hex(16)
    return StrippedFile(media=media, size=len(content), told=told, salt=salt, digest=mark(salt, content))


def mark(salt: str, content: bytes) -> str:
    """What stands for a file in the trail: it proves the file unchanged, and without the salt it says nothing of it."""
    return hashlib.sha256(bytes.fromhex(salt) + content).hexdigest()


def harmless_name(name: str, media: str) -> str:
    """A file name that is only a name: no folder, no hidden second ending, nothing that turns text round."""
    base = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    stem = re.sub(rf"\.({media}|jpeg)$", "", base, flags=re.IGNORECASE)
    plain = "".join(c if c.isalnum() or c in " -_()" else "-" for c in stem if unicodedata.category(c)[0] != "C")
    plain = re.sub(r"[-\s]*-[-\s]*", "-", plain).strip(" -_")[:LONGEST_NAME].strip()
    if not plain or RESERVED.fullmatch(plain):
        plain = "document"
    return f"{plain}.{media}"


def add_document(
    store: Store,
    by: SignedIn,
    reference: str,
    stripped: StrippedFile,
    *,
    document_id: str,
    name: str,
    kind: str = "fact",
    protection: str = "P1",
    data_category: str = "incident",
    marking: str = "OFFICIAL-SENSITIVE",
    purpose: str = "",
    says_nobody: bool = False,
) -> Document:
    """Put a stripped file on a case, in the name of one's agency. Nobody adds what they could not read back.

    `says_nobody`: the name was made here and is of nobody and no place, so that it stays even for a P3 file.
    """
    choice("file", stripped.media, MEDIA, "Choose a file of a kind that may be kept.")
    choice("kind", kind, NOTE_KINDS, "Choose fact, opinion or intelligence.")
    choice("protection", protection, PROTECTION_LEVELS, "Choose how protected this document is.")
    choice("data_category", data_category, data_categories(), "Choose what the document is about.")
    choice("marking", marking, MARKINGS, "Choose OFFICIAL or OFFICIAL-SENSITIVE; nothing above may be kept here.")
    with act(store, by, "document-added", reference):
        hand = in_hand(store, by, reference, purpose)
        document = Document(
            id=document_id,
            case=reference,
            owner_agency=by.user.agency,
            by=by.user.id,
            at=by.utc,
            name=harmless_name(PROTECTED_NAME if protection == "P3" and not says_nobody else name, stripped.media),
            kind=kind,
            protection=protection,
            data_category=data_category,
            marking=marking,
            **vars(stripped),
        )
        permissions.check_write_note(by.user, hand.case, document, hand.sharing, by.today)
        policies.check_add_note(hand.case)
        fields = ("name", "file", f"sha256-salted:{document.digest}")
        where = f"{reference}/{document.id}"
        added = event(by, "collection", "document-added", "document", where, look=hand.look, fields=fields)
        store.add_document(document, added)
        return document


def open_document(store: Store, by: SignedIn, reference: str, document_id: str) -> Document:
    """A document about to be shown: a look of its own in the trail. A P3 document asks for a fresh proof first."""
    with act(store, by, "document-opened", reference):
        hand = in_hand(store, by, reference)
        last = last_protected_look(store, by, hand.case)
        found = store.read_document(hand.look, document_id, reference, *filters(by))
        if found is None:
            raise NotFound
        if found.protection == "P3":
            permissions.check_proven_since(by, last)
        return found
