"""What production refuses to start with: each a question with one line that says what to do."""

import stat
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from wardmote.errors import WrongUse
from wardmote.web.folder import Casebook

LOCAL_NAMES = {"localhost", "127.0.0.1", "::1", ""}


def unsafe(environment: Mapping[str, str], casebook: Casebook, session_key: str) -> Iterator[str]:
    """Every reason not to start, in words for the person at the keyboard."""
    address = urlsplit(environment.get("WARDMOTE_PUBLIC_URL", ""))
    if address.scheme != "https":
        yield "WARDMOTE_PUBLIC_URL must be the https address people use, for example https://wardmote.example.org"
    if (address.hostname or "") in LOCAL_NAMES or "*" in (address.hostname or ""):
        yield "WARDMOTE_PUBLIC_URL must name one host other people reach, not this machine and not a pattern"
    if address.path.strip("/"):
        yield "WARDMOTE_PUBLIC_URL must end after the host: the application is served from the root"
    if environment.get("DJANGO_DEBUG") or environment.get("DEBUG"):
        yield "DEBUG is set: error pages would show what is in memory. Unset DEBUG and DJANGO_DEBUG"
    if not environment.get("WARDMOTE_KEY_DIR"):
        yield "WARDMOTE_KEY_DIR is not set: name a folder for the keys, outside the partnership folder and its backups"
    if casebook.keys.is_relative_to(casebook.folder):
        yield "WARDMOTE_KEY_DIR lies inside the partnership folder: a copy of one would be a copy of both"
    for folder in (casebook.keys, casebook.root):
        if folder.exists() and stat.S_IMODE(folder.stat().st_mode) & 0o077:
            yield f"{folder} can be read by others: run chmod 700 {folder}"
    if len(session_key) < 50 or len(set(session_key)) < 10:
        yield f"the session key in {casebook.keys} is too short: delete the file and start again; everyone signs in anew"
    if (casebook.root / "invented").exists():
        yield f"{casebook.folder} holds the invented partnership with its printed passwords: start in a new folder"


def refuse_unsafe(environment: Mapping[str, str], casebook: Casebook, session_key: str) -> None:
    """Raises WrongUse listing everything that is unsafe, or does nothing."""
    if reasons := list(unsafe(environment, casebook, session_key)):
        raise WrongUse("not started, because it would not be safe:\n" + "\n".join(f"  {reason}" for reason in reasons))
