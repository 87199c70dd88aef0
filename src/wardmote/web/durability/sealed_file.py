"""A file that only the holder of the key can read, and that nobody can change, cut, swap or join unseen.

The file is sealed in chunks, so that neither writing nor reading holds it in memory, by the STREAM construction (Hoang,
Reyhanitabar, Rogaway and Vizár, CRYPTO 2015) in the form age v1 uses: ChaCha20-Poly1305 over chunks of 64 KiB, the nonce
an 11-byte counter and a byte that is 1 for the last chunk alone. The key of a file is HKDF-SHA-256 of the kept key, a
fresh salt and the first two lines, so a changed line opens nothing.

    wardmote sealed file 1
    {"key": "which key", "salt": "…"}
    sealed chunks, each 16 bytes longer than what it holds
"""

import hashlib
import json
import secrets
from collections.abc import Sequence
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from wardmote.errors import WrongUse

FIRST_LINE = b"wardmote sealed file 1\n"
CHUNK = 64 * 1024
TAG = 16
LONGEST_LINE = 4096


class Unsealable(WrongUse):
    """The file cannot be opened: another key, damaged, cut short, or no sealed file at all."""


def key_name(key: bytes) -> str:
    """What a file says about the key it needs: nothing that helps to find it."""
    return hashlib.sha256(b"wardmote key name\n" + key).hexdigest()[:16]


class Sealing:
    """Write here, then `close`: what is not closed has no last chunk and will not open."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        self._file, self._waiting, self._count = file, bytearray(), 0
        line = json.dumps({"key": key_name(key), "salt": secrets.token_hex(32)}).encode() + b"\n"
        self._cipher = _cipher(key, line)
        file.write(FIRST_LINE + line)

    def write(self, data: bytes) -> int:
        self._waiting += data
        while len(self._waiting) > CHUNK:
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def close(self) -> None:
        self._seal(bytes(self._waiting), last=True)

    def _seal(self, chunk: bytes, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._count, last), chunk, None))
        self._count += 1


class Unsealing:
    """Read here; nothing is given out that was not checked. Whether it is all there is known after the last read."""

    def __init__(self, file: BinaryIO, keys: Sequence[bytes]) -> None:
        if file.readline(LONGEST_LINE) != FIRST_LINE:
            raise Unsealable("this is not a sealed file of Wardmote")
        line = file.readline(LONGEST_LINE)
        self._file, self._count, self._open = file, 0, bytearray()
        self._cipher = _cipher(_key_for(line, keys), line)
        self._ahead = file.read(CHUNK + TAG)
        if not self._ahead:
            raise Unsealable("the file is cut short after its second line")

    def read(self, size: int) -> bytes:
        while len(self._open) < size and self._ahead:
            self._open += self._unseal()
        given = bytes(self._open[:size])
        del self._open[:size]
        return given

    def finish(self) -> None:
        """Read what is left, so that a cut end is found even when nobody needed it."""
        while self.read(CHUNK):
            pass

    def _unseal(self) -> bytes:
        chunk, self._ahead = self._ahead, self._file.read(CHUNK + TAG)
        last = not self._ahead
        try:
            opened = self._cipher.decrypt(_nonce(self._count, last), chunk, None)
        except InvalidTag:
            raise Unsealable(self._fault(chunk, last)) from None
        self._count += 1
        return opened

    def _fault(self, chunk: bytes, last: bool) -> str:
        where = f"about {self._count * CHUNK:,} bytes in"
        if not last:
            return f"the file was changed or damaged {where}"
        try:
            self._cipher.decrypt(_nonce(self._count, False), chunk, None)
        except InvalidTag:
            return f"the file is damaged or cut short {where}"
        return f"the file is cut short {where}"


def _key_for(line: bytes, keys: Sequence[bytes]) -> bytes:
    try:
        wanted = json.loads(line)["key"]
    except (ValueError, KeyError, TypeError):
        raise Unsealable("the file was changed or damaged in its second line") from None
    for key in keys:
        if key_name(key) == wanted:
            return key
    raise Unsealable(f"the file is sealed with another key, named {str(wanted)[:16]}")


def _cipher(key: bytes, line: bytes) -> ChaCha20Poly1305:
    try:
        salt = bytes.fromhex(json.loads(line)["salt"])
    except (ValueError, KeyError, TypeError):
        raise Unsealable("the file was changed or damaged in its second line") from None
    return ChaCha20Poly1305(HKDF(SHA256(), 32, salt, FIRST_LINE + line).derive(key))


def _nonce(count: int, last: bool) -> bytes:
    return count.to_bytes(11, "big") + bytes([last])
