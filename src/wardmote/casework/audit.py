"""The trail: who did or saw what, when, what for, under which power; chained, so that no record changes quietly.

Source: DPA 2018 s.62 (collection, alteration, consultation, disclosure, combination, erasure) with what security needs
beside it. ICO: a log must not keep what was erased, so a record holds identifiers and names of fields, never content.
A bare chain misses a cut tail and a full rewrite; a head signed daily and held by every agency shows both.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from wardmote.casework.canonical_json import canonical_json
from wardmote.casework.errors import NotFound, NotPermitted
from wardmote.casework.nouns import REFERENCE, Look, SignedIn

if TYPE_CHECKING:
    from wardmote.casework.store import Store

S62 = ("collection", "alteration", "consultation", "disclosure", "combination", "erasure")
ACTIONS = (
    *S62,
    "authentication",
    "permission",
    "break-glass",
    "export",
    "review",
    "release",
    "configuration",
    "operator",
)
OPENING = ("consultation", "break-glass")
"""The actions by which a case is opened: what a person's budget of cases counts."""
OUTCOMES = ("allow", "deny")
FIRST = "0" * 64
"""What the first record of a chain follows."""


@dataclass(frozen=True, kw_only=True)
class AuditEvent:
    """What happened, before it has its place in the chain.

    `deed` is a fixed word such as "case-accepted". `object_id` is a case reference, "CSP-26-0007/n12" for a thing on a
    case, or another opaque id. `shown` holds the references of the cases a list showed, and the numbers of the people
    it showed or concerns. No field holds content.
    """

    at: datetime
    actor: str
    agency: str
    roles: tuple[str, ...]
    session: str
    source: str
    action: str
    deed: str
    object_type: str
    object_id: str
    fields: tuple[str, ...] = ()
    purpose: str = ""
    gateway: str = ""
    agreement: str = ""
    outcome: str = "allow"
    recipients: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.action not in ACTIONS or self.outcome not in OUTCOMES:
            raise ValueError(f"no such audit action or outcome: {self.action}, {self.outcome}")
        if self.at.utcoffset() is None:
            raise ValueError("the time of an event must know its time zone")


@dataclass(frozen=True)
class AuditRecord:
    """An event in its place. `monotonic` is the machine's own counter in nanoseconds, which no change of clock moves."""

    seq: int
    event: AuditEvent
    monotonic: int
    previous: str
    hash: str

    def body(self) -> dict[str, object]:
        """Everything the hash covers, as canonical JSON takes it."""
        placed = {"seq": self.seq, "monotonic": str(self.monotonic), "previous": self.previous}
        return vars(self.event) | {"at": instant(self.event.at)} | placed

    def line(self) -> str:
        """The record as one line of an export."""
        return canonical_json({**self.body(), "hash": self.hash})


@dataclass(frozen=True, kw_only=True)
class SignedHead:
    """The end of the chain on a day, signed. Whoever holds one can prove any earlier record was changed or lost."""

    partnership: str
    day: date
    seq: int
    hash: str
    public_key: str
    signature: str = ""

    def body(self) -> dict[str, object]:
        return {**asdict(self), "day": self.day.isoformat(), "signature": ""}

    def text(self) -> str:
        """The head as a file to hand to an agency."""
        return canonical_json({**self.body(), "signature": self.signature})


@dataclass(frozen=True)
class Verdict:
    """What the chain says about itself. When it does not hold, the first bad record and why.

    `after` is the last record known to be good; of a chain that holds, the last a head vouches for. With a rewritten
    chain only a head can tell, and the change lies somewhere from `after` + 1 to `first_bad`.
    """

    holds: bool
    records: int
    first_bad: int | None = None
    after: int = 0
    reason: str = ""


def instant(at: datetime) -> str:
    """An instant in UTC to the microsecond: 2026-11-23T09:32:00.000000Z."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def digest(body: Mapping[str, object]) -> str:
    return hashlib.sha256(canonical_json(dict(body)).encode("utf-8")).hexdigest()


def link(event: AuditEvent, last: AuditRecord | None, monotonic: int) -> AuditRecord:
    """The record that puts an event at the end of the chain."""
    seq, previous = (last.seq + 1, last.hash) if last else (1, FIRST)
    unhashed = AuditRecord(seq, event, monotonic, previous, "")
    return replace(unhashed, hash=digest(unhashed.body()))


def references(object_ids: Iterable[str]) -> frozenset[str]:
    """The cases among what events are about: "CSP-26-0007" itself, or of "CSP-26-0007/n12"."""
    cases = (object_id.partition("/")[0] for object_id in object_ids)
    return frozenset(case for case in cases if REFERENCE.fullmatch(case))


@contextmanager
def act(store: "Store", by: SignedIn, deed: str, reference: str = "") -> Iterator[None]:
    """The transaction of one verb. A refusal undoes everything and is then logged by itself, so nothing may wrap this.

    A reference that does not look like one could be a name typed in the wrong box; the log does not keep it.
    """
    try:
        with store.transaction():
            yield
    except (NotFound, NotPermitted):
        object_id = reference if REFERENCE.fullmatch(reference) else ""
        append(store, event(by, "permission", deed, "case", object_id, outcome="deny"))
        raise


def consultation(
    look: Look, deed: str, object_type: str, object_id: str, fields: Iterable[str] = (), shown: Iterable[str] = ()
) -> AuditEvent:
    """The event a store appends before it returns what a look asked for."""
    return event(look.by, "consultation", deed, object_type, object_id, look=look, fields=fields, shown=shown)


def append(store: "Store", event: AuditEvent) -> AuditRecord:
    """Add an event that goes with no other write: a refusal, a sign-in, an export. In a transaction of its own or the caller's."""
    with store.transaction():
        return store.append(event)


def event(
    by: SignedIn,
    action: str,
    deed: str,
    object_type: str,
    object_id: str,
    *,
    look: Look | None = None,
    fields: Iterable[str] = (),
    outcome: str = "allow",
    recipients: Iterable[str] = (),
    shown: Iterable[str] = (),
) -> AuditEvent:
    """The event for something a signed-in person does; purpose, gateway and agreement are those of the look."""
    return AuditEvent(
        at=by.utc,
        actor=by.user.id,
        agency=by.user.agency,
        roles=tuple(role.code for role in by.user.roles_on(by.today)),
        session=by.session,
        source=by.source,
        action=action,
        deed=deed,
        object_type=object_type,
        object_id=object_id,
        fields=tuple(fields),
        purpose=look.purpose if look else "",
        gateway=look.gateway if look else "",
        agreement=look.agreement if look else "",
        outcome=outcome,
        recipients=tuple(recipients),
        shown=tuple(shown),
    )


def operator_event(at: datetime, deed: str, object_type: str, object_id: str, source: str = "") -> AuditEvent:
    """The event for something a command does, with nobody signed in; `source` is the account that ran it."""
    return AuditEvent(
        at=at,
        actor="",
        agency="",
        roles=(),
        session="",
        source=source,
        action="operator",
        deed=deed,
        object_type=object_type,
        object_id=object_id,
    )


def sign_head(partnership: str, day: date, last: AuditRecord, key: Ed25519PrivateKey) -> SignedHead:
    """Sign the end of the chain. Done at least daily and handed to every agency, each of whom can then check alone."""
    public = key.public_key().public_bytes_raw().hex()
    unsigned = SignedHead(partnership=partnership, day=day, seq=last.seq, hash=last.hash, public_key=public)
    return replace(unsigned, signature=key.sign(canonical_json(unsigned.body()).encode("utf-8")).hex())


def head_is_genuine(head: SignedHead) -> bool:
    """Whether the head was signed, unchanged, by the key it names. Whose key that is, the holder must know."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(head.public_key))
        key.verify(bytes.fromhex(head.signature), canonical_json(head.body()).encode("utf-8"))
    except (InvalidSignature, ValueError):
        return False
    return True


def add_daily_head(
    store: "Store", partnership: str, day: date, key: Ed25519PrivateKey, signing: AuditEvent
) -> SignedHead | None:
    """Sign the end of the chain for a day and keep the head; None when the chain is empty. Twice a day does no harm."""
    with store.transaction():
        last = store.last_record()
        if last is None:
            return None
        head = sign_head(partnership, day, last, key)
        store.add_head(head, signing)
        return head


def verify_chain(records: Iterable[AuditRecord], heads: Sequence[SignedHead] = ()) -> Verdict:
    """Check every record against the one before it and every head against its record; name the first that is bad.

    Without a head held outside, a cut tail and a full rewrite go unseen; with one, nothing up to it does.
    """
    signed_at: dict[int, set[str]] = {}
    for head in heads:
        if not head_is_genuine(head):
            return Verdict(False, 0, None, 0, f"the head of {head.day} was not signed by the key it names")
        signed_at.setdefault(head.seq, set()).add(head.hash)
    previous, seq, vouched = FIRST, 0, 0
    for record in records:
        seq += 1
        reason = _fault(record, seq, previous)
        if reason:
            return Verdict(False, seq - 1, seq, seq - 1, reason)
        if seq in signed_at:
            if signed_at[seq] != {record.hash}:
                reason = f"the head signed at record {seq} does not match: the chain was rewritten"
                return Verdict(False, seq, seq, vouched, reason)
            vouched = seq
        previous = record.hash
    newest = max(signed_at, default=0)
    if newest > seq:
        return Verdict(False, seq, seq + 1, seq, f"a head was signed at record {newest}, the chain ends at {seq}")
    return Verdict(True, seq, None, vouched)


def _fault(record: AuditRecord, seq: int, previous: str) -> str:
    """Why a record cannot stand here, or nothing."""
    if record.seq != seq:
        return f"record {record.seq} stands where record {seq} belongs"
    if record.previous != previous:
        return "does not follow the record before it"
    if record.hash != digest(record.body()):
        return "was changed after it was written"
    return ""
