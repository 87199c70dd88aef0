"""Who stands behind a release: each signs what would be published with a key of their own, and nobody signs twice.

A release is prepared, checked and approved by three people in that order, and checked by a fourth where a source is
sensitive. Each signature covers the digest of every file as it would be published, so that any change asks for all of them
again: the release is a draft once more. The public keys stand under [people.keys] in partnership.toml; private keys stay
with their owners.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict

from wardmote.errors import WrongUse

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


Role = Literal["prepared", "checked", "checked-sensitive", "approved", "statutory-small-count"]
# Those a release needs; the last role of all signs a single number, not a release.
ROLES: tuple[Role, ...] = ("prepared", "checked", "checked-sensitive", "approved")
State = Literal["draft", "checked", "approved", "published"]
TURN: dict[Role, int] = {"prepared": 0, "checked": 1, "checked-sensitive": 1, "approved": 2}
SENSITIVE = ("sensitive", "health", "deaths")


class Signature(BaseModel):
    """One person's signature in one role; `key` is their public key, base64 of its 32 bytes."""

    model_config = ConfigDict(frozen=True)

    role: Role
    name: str
    key: str
    signature: str


def files_digest(files: Mapping[str, str]) -> str:
    """One digest of the digests of all files, by their paths."""
    return hashlib.sha256(json.dumps(dict(sorted(files.items())), separators=(",", ":")).encode()).hexdigest()


def statement(release: str, files_sha256: str, role: str, name: str) -> bytes:
    """What is signed."""
    said = {"files_sha256": files_sha256, "name": name, "release": release, "role": role}
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def new_key(path: Path) -> str:
    """Write a new private key (0600) and return the public key for partnership.toml. Raises WrongUse if it exists."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    if path.exists():
        raise WrongUse(f"{path}: there is a file here already; a key is never written over another")
    key = Ed25519PrivateKey.generate()
    path.touch(mode=0o600)
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return _public(key)


def sign(path: Path, people: Mapping[str, str], release: str, files_sha256: str, role: Role) -> Signature:
    """Sign with the private key in a file. Raises WrongUse when it is no key, or nobody's in partnership.toml."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise WrongUse(f"{path}: this is not a private key that can be read ({error})") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise WrongUse(
            f"{path}: a release is signed with an Ed25519 key; make one with: wardmote publish DIR --new-key FILE"
        )
    public = _public(key)
    name = next((person for person, known in people.items() if known == public), None)
    if name is None:
        raise WrongUse(f"{path}: its public key {public} is nobody's under [people.keys] in partnership.toml")
    signature = key.sign(statement(release, files_sha256, role, name))
    return Signature(role=role, name=name, key=public, signature=base64.b64encode(signature).decode())


def _public(key: "Ed25519PrivateKey") -> str:
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def holds(signature: Signature, release: str, files_sha256: str) -> bool:
    """Whether the signature is that of its key over this release and these files."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    said = statement(release, files_sha256, signature.role, signature.name)
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(signature.key))
        key.verify(base64.b64decode(signature.signature), said)
    except (InvalidSignature, ValueError):
        return False
    return True


def standing(kept: Iterable[Signature], people: Mapping[str, str], release: str, files_sha256: str) -> list[Signature]:
    """The signatures that count: of a person of the partnership, over exactly these files."""
    return [s for s in kept if people.get(s.name) == s.key and holds(s, release, files_sha256)]


def missing(signatures: Iterable[Signature], sensitive: bool) -> list[str]:
    """What still stands between a release and publishing, in words; none when all roles are held by different people."""
    signatures = list(signatures)
    faults = [f"nobody has signed it as {role}" for role in _unsigned(signatures, sensitive)]
    roles_of: dict[str, set[str]] = {}
    for signature in signatures:
        roles_of.setdefault(signature.name, set()).add(signature.role)
    faults += [
        f"{name} signed as {' and as '.join(sorted(r))}; nobody signs twice"
        for name, r in roles_of.items()
        if len(r) > 1
    ]
    return faults


def _unsigned(signatures: Iterable[Signature], sensitive: bool) -> list[Role]:
    held = {signature.role for signature in signatures}
    return [role for role in ROLES if role not in held and (sensitive or role != "checked-sensitive")]


def out_of_turn(role: Role, signatures: Iterable[Signature], sensitive: bool) -> list[Role]:
    """The roles that must sign before this one and have not: nobody checks what is not prepared, or approves unchecked."""
    return [other for other in _unsigned(signatures, sensitive) if TURN[other] < TURN[role]]


def state(signatures: Iterable[Signature], sensitive: bool) -> State:
    """How far the signatures that stand carry a release. Publishing it is a step of its own."""
    signatures = list(signatures)
    if not missing(signatures, sensitive):
        return "approved"
    return "draft" if out_of_turn("approved", signatures, sensitive) else "checked"


def kept(published: Path, release: str) -> list[Signature]:
    """Every signature given for a release, in order, whether it still counts or not."""
    path = published / "signatures.jsonl"
    if not path.is_file():
        return []
    given = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [Signature.model_validate(line["signature"]) for line in given if line["release"] == release]


def keep(published: Path, release: str, signature: Signature) -> None:
    published.mkdir(parents=True, exist_ok=True)
    with (published / "signatures.jsonl").open("a", encoding="utf-8") as handle:
        handle.write(json.dumps({"release": release, "signature": signature.model_dump()}) + "\n")
