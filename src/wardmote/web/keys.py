"""The keys of a casebook: made once, kept outside it, readable by their owner alone."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from wardmote.errors import WrongUse

SESSIONS = "sessions.key"
HEADS = "heads.pem"
SEALS = "seals.key"
"""Keys that protected fields and documents are encrypted with, one a line, the one in use first."""
RETIRED = "seals.retired"
"""Keys that open only backups made before they were replaced."""
SEARCH = "search.key"
BACKUPS = "backup.key"
"""Keys that backups are sealed with, one a line, the one in use first. Without it no backup opens: keep a copy apart."""


def session_key(folder: Path) -> str:
    """What sessions and forms are signed with."""
    return _kept(folder / SESSIONS, lambda: secrets.token_urlsafe(64).encode()).decode()


def head_key(folder: Path) -> Ed25519PrivateKey:
    """What the heads of the audit trail are signed with."""
    made = _kept(
        folder / HEADS,
        lambda: Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
    )
    key = load_pem_private_key(made, password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise WrongUse(f"{folder / HEADS} is not an Ed25519 key")
    return key


def seal(folder: Path) -> MultiFernet:
    """What protected fields and documents are encrypted with; older keys still open what they sealed."""
    lines = _kept(folder / SEALS, Fernet.generate_key).split()
    try:
        return MultiFernet([Fernet(line) for line in lines])
    except ValueError as error:
        raise WrongUse(f"{folder / SEALS} is not a list of Fernet keys, one a line") from error


def search_key(folder: Path) -> bytes:
    """What the index of protected values is keyed with, so that it cannot be read by trying every address."""
    return _kept(folder / SEARCH, lambda: secrets.token_bytes(32).hex().encode())


def backup_keys(folder: Path, make: bool = False) -> list[bytes]:
    """What backups are sealed with, the one in use first; made only by the first backup, never in order to restore."""
    file = folder / BACKUPS
    if not make and not file.is_file():
        raise WrongUse(
            f"{folder} holds no {BACKUPS}. Set WARDMOTE_KEY_DIR to the folder with the keys of this casebook"
        )
    try:
        keys = [bytes.fromhex(line) for line in _kept(file, lambda: secrets.token_hex(32).encode()).decode().split()]
    except ValueError as error:
        raise WrongUse(f"{file} is not a list of keys in hexadecimal, one a line") from error
    if not keys or any(len(key) != 32 for key in keys):
        raise WrongUse(f"{file} is not a list of keys of 64 hexadecimal digits, one a line")
    return keys


def public_half(key: Ed25519PrivateKey) -> bytes:
    """The half that every agency may hold, to check a head with."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _kept(file: Path, make: Callable[[], bytes]) -> bytes:
    """The bytes of a key file, made on first use; two starts at once agree on one key."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_bytes()
    with os.fdopen(handle, "wb") as opened:
        opened.write(make())
        opened.flush()
        os.fsync(opened.fileno())
    return file.read_bytes()
