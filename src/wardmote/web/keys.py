"""The keys of a casebook: made once, kept outside it, readable by their owner alone."""

import os
import secrets
from pathlib import Path

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


def public_half(key: Ed25519PrivateKey) -> bytes:
    """The half that every agency may hold, to check a head with."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _kept(file: Path, make) -> bytes:  # type: ignore[no-untyped-def]
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
