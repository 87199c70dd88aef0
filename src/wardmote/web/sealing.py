"""What is sealed at rest, with which keys, and how the keys are changed while people go on working.

A sealed value is a Fernet token (AES-128-CBC with HMAC-SHA256) under the first key of `seals.key`; the other keys still
open what they sealed. Every write happens behind the one lock of the trail and asks for the keys there, so the last pass
of a rotation, behind the same lock, sees everything that was ever sealed with an old key.
"""

import hashlib
import hmac
from functools import cache
from pathlib import Path

from cryptography.fernet import InvalidToken, MultiFernet

from wardmote.web.keys import SEALS, seal, search_key


class Seals:
    """The seals of one key folder; looked at again whenever their file is another one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read_at: tuple[int, ...] = ()
        self._keys: MultiFernet | None = None

    def seal(self, text: str) -> str:
        """The text under the key in use now; nothing stays nothing."""
        return self._now().encrypt(text.encode()).decode() if text else ""

    def open(self, token: str) -> str:
        """What was sealed. A key may have come since the keys were read, so they are read again before giving up."""
        if not token:
            return ""
        try:
            return self._known().decrypt(token.encode()).decode()
        except InvalidToken:
            self._read_at = ()
            return self._now().decrypt(token.encode()).decode()

    def _known(self) -> MultiFernet:
        return self._keys or self._now()

    def _now(self) -> MultiFernet:
        keys = seal(self.folder) if self._keys is None else self._keys
        told = (self.folder / SEALS).stat()
        mark = (told.st_mtime_ns, told.st_size, told.st_ino)
        if mark != self._read_at:
            keys = seal(self.folder)
            self._read_at = mark
        self._keys = keys
        return keys


@cache
def seals(folder: Path) -> Seals:
    """The one `Seals` of a key folder in this process."""
    return Seals(folder)


def of_settings() -> Seals:
    """The seals of the casebook this process serves."""
    from django.conf import settings

    return seals(settings.CASEBOOK.keys)


@cache
def _search_key(folder: Path) -> bytes:
    return search_key(folder)


def search_mark(what: str, form: str) -> str:
    """What a sealed value is found by: a keyed hash of its form, so that nobody without the key can try every address.

    Two equal values have equal marks: who holds the database alone learns that they are equal, and not what they are.
    """
    from django.conf import settings

    if not form:
        return ""
    return hmac.new(_search_key(settings.CASEBOOK.keys), f"{what}\0{form}".encode(), hashlib.sha256).hexdigest()
