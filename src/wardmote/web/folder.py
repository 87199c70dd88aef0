"""The casebook folder of a partnership, and where its keys lie: beside each other they would protect nothing."""

import hashlib
import os
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from wardmote.errors import WrongUse


@dataclass(frozen=True)
class Casebook:
    """Where one partnership's cases, heads and keys are."""

    folder: Path

    @property
    def root(self) -> Path:
        return self.folder / "casebook"

    @property
    def database(self) -> Path:
        return self.root / "casebook.sqlite3"

    @property
    def heads(self) -> Path:
        return self.root / "heads"

    @property
    def documents(self) -> Path:
        """Stripped documents, sealed, each under its id."""
        return self.root / "documents"

    @property
    def quarantine(self) -> Path:
        """Files as they were sent, sealed, until they are stripped or refused."""
        return self.documents / "quarantine"

    @property
    def backups(self) -> Path:
        """Where backups go unless another place is named. Another disk, in another building, is better."""
        return self.root / "backups"

    @property
    def keys(self) -> Path:
        """WARDMOTE_KEY_DIR, or a folder in the home of whoever runs this, named after the partnership folder."""
        return _keys_of(self.folder, os.environ.get("WARDMOTE_KEY_DIR", ""))


@cache
def _keys_of(folder: Path, given: str) -> Path:
    """Remembered, as every sealed value that is read or written asks."""
    if given:
        return Path(given).expanduser().resolve()
    name = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    return Path.home() / ".wardmote" / "keys" / f"{folder.name}-{name}"


def casebook_at(folder: Path) -> Casebook:
    """The casebook of a partnership folder, made if need be, with nobody else able to read it."""
    casebook = Casebook(folder.resolve())
    refuse_tracked(casebook.root)
    if casebook.keys.is_relative_to(casebook.folder):
        raise WrongUse(f"keys must lie outside {casebook.folder}: set WARDMOTE_KEY_DIR to a folder elsewhere")
    for made in (casebook.root, casebook.heads, casebook.documents, casebook.quarantine, casebook.keys):
        made.mkdir(parents=True, exist_ok=True, mode=0o700)
        made.chmod(0o700)
    return casebook


def refuse_tracked(root: Path) -> None:
    """Refuse a casebook that version control keeps copies of: they could never be erased."""
    if not root.is_dir():
        return
    try:
        listed = subprocess.run(["git", "ls-files", "--", "."], cwd=root, capture_output=True, text=True, timeout=20)
    except OSError:
        return
    if listed.returncode == 0 and listed.stdout.strip():
        raise WrongUse(
            f"{root} is tracked by git, so what is in it could never be erased. "
            "Run: git rm -r --cached casebook, and add casebook/ to .gitignore"
        )
