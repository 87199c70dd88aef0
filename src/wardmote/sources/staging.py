"""A member of the inbox as a plain file, unpacked one at a time, its bytes looked at on the way."""

from dataclasses import dataclass
from pathlib import Path

from wardmote.engine import Workspace
from wardmote.sources import inbox
from wardmote.sources.byte_scan import Scan
from wardmote.sources.inbox import Member


@dataclass(frozen=True)
class Staged:
    """A member as a plain file, what its bytes look like, and their digest."""

    path: Path
    scan: Scan
    sha256: str


class Desk:
    """Where members are unpacked and laid out, one at a time, and which contents were already met."""

    def __init__(self, folder: Path, workspace: Workspace) -> None:
        self.folder, self.workspace = folder, workspace
        self.first_of: dict[str, str] = {}  # digest of content to the member that is counted for it

    def is_new(self, digest: str) -> bool:
        return digest not in self.first_of

    def stage(self, member: Member) -> Staged:
        """Unpack a member, looking at its bytes on the way. Raises FileRefused."""
        scan = Scan()
        text = member.kind in inbox.TABLES
        if not text and member.inside is None and not member.arrived.name.lower().endswith(".gz"):
            return Staged(member.arrived.path, scan, member.arrived.sha256)
        path = inbox.copy_out(member, self.folder, scan.look)
        digest = scan.sha256
        return Staged(path, scan, digest)
