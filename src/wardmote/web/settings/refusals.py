"""What production refuses to start with: each a question with one line that says what to do."""

import os
import stat
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from wardmote.errors import WrongUse
from wardmote.web.folder import Casebook
from wardmote.web.keys import HEADS, SEALS, SEARCH, SESSIONS
from wardmote.web.settings import budgets, single_sign_on

LOCAL_NAMES = {"localhost", "127.0.0.1", "::1", ""}
RESERVED = (".local", ".localhost", ".internal", ".invalid", ".test", ".lan")
KNOWN = {
    "WARDMOTE_PUBLIC_URL",
    "WARDMOTE_KEY_DIR",
    "WARDMOTE_DATABASE_URL",
    "WARDMOTE_FOLDER",
    "WARDMOTE_LOG_LEVEL",
    budgets.NAME,
    *single_sign_on.NEEDED,
    single_sign_on.CLAIM,
    single_sign_on.FACTOR,
}
"""Every setting there is. Another that begins like one is a slip of the pen, and what it was meant to set is not set."""
OF_TESTS = ("WARDMOTE_UNDER_TEST_", "WARDMOTE_SHARED_DATA")
LEVELS = {"ERROR", "WARNING", "INFO"}
SHARED_PLACES = tuple(Path(place) for place in ("/tmp", "/var/tmp", "/dev/shm", "/", "/home", "/etc", "/srv", "/opt"))

Environment = Mapping[str, str]


def unsafe(environment: Environment, casebook: Casebook, session_key: str) -> Iterator[str]:
    """Every reason not to start, in words for the person at the keyboard."""
    yield from _address(environment.get("WARDMOTE_PUBLIC_URL", ""))
    yield from _slips(environment)
    yield from _debugging(environment)
    yield from _keys(environment, casebook, session_key)
    yield from _folders(casebook)
    yield from _database(environment.get("WARDMOTE_DATABASE_URL", ""))
    yield from _single_sign_on(environment, casebook)
    yield from _limits(environment)


def refuse_unsafe(environment: Environment, casebook: Casebook, session_key: str) -> None:
    """Raises WrongUse listing everything that is unsafe, or does nothing."""
    if reasons := list(unsafe(environment, casebook, session_key)):
        raise WrongUse("not started, because it would not be safe:\n" + "\n".join(f"  {reason}" for reason in reasons))


def _parts(text: str) -> SplitResult | None:
    """The parts of an address; None where it is no address at all."""
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - reading it is what finds a port that is no number
    except ValueError:
        return None
    return parts


# The address people use


def _address(text: str) -> Iterator[str]:
    name = "WARDMOTE_PUBLIC_URL"
    parts = _parts(text)
    if parts is None:
        yield f"{name} is not an address: write it like https://wardmote.example.org"
        return
    host = parts.hostname or ""
    if parts.scheme != "https":
        yield f"{name} must be the https address people use, for example https://wardmote.example.org"
    if host in LOCAL_NAMES or "*" in host or _is_number(host):
        yield f"{name} must name one host other people reach, not this machine, not a number and not a pattern"
    elif "." not in host or host.endswith(RESERVED):
        yield f"{name} must name a host with its domain, as it stands in the certificate"
    if parts.path.strip("/"):
        yield f"{name} must end after the host: the application is served from the root"
    if parts.query or parts.fragment or text.endswith(("?", "#")):
        yield f"{name} must end after the host: leave out what follows the ? or #"
    if "@" in parts.netloc:
        yield f"{name} holds a user or a password: leave out what stands before the @"
    if any(c.isspace() or ord(c) < 32 for c in text) or not host.isascii() or host.endswith(".") or "_" in host:
        yield f"{name} holds a character no host name has: write it like https://wardmote.example.org"


def _is_number(host: str) -> bool:
    try:
        return bool(ip_address(host))
    except ValueError:
        return False


# Settings that are none


def _slips(environment: Environment) -> Iterator[str]:
    for name in sorted(environment):
        if name.startswith("WARDMOTE_") and name not in KNOWN and not name.startswith(OF_TESTS):
            near = get_close_matches(name, KNOWN, 1)
            meant = f" Did you mean {near[0]}?" if near else f" The settings are {', '.join(sorted(KNOWN))}."
            yield f"{name} is not a setting, so nothing is set by it.{meant} Unset it"


def _debugging(environment: Environment) -> Iterator[str]:
    if environment.get("DJANGO_DEBUG") or environment.get("DEBUG"):
        yield "DEBUG is set: error pages would show what is in memory. Unset DEBUG and DJANGO_DEBUG"
    if environment.get("DJANGO_ALLOW_ASYNC_UNSAFE"):
        yield "DJANGO_ALLOW_ASYNC_UNSAFE is set: two requests could share one transaction. Unset it"
    if environment.get("PYTHONHTTPSVERIFY") == "0":
        yield "PYTHONHTTPSVERIFY is 0: certificates would not be checked. Unset it"
    if environment.get("PYTHONOPTIMIZE"):
        yield "PYTHONOPTIMIZE is set: it takes the program's own checks away. Unset it"
    if environment.get("PYTHONDEVMODE"):
        yield "PYTHONDEVMODE is set: it prints more than a log may hold. Unset it"
    if environment.get("SSLKEYLOGFILE"):
        yield "SSLKEYLOGFILE is set: it writes down what opens encrypted connections. Unset it"


# Keys and folders


def _keys(environment: Environment, casebook: Casebook, session_key: str) -> Iterator[str]:
    given = environment.get("WARDMOTE_KEY_DIR")
    keys = casebook.keys
    if not given:
        yield "WARDMOTE_KEY_DIR is not set: name a folder for the keys, outside the partnership folder and its backups"
    elif not Path(given).expanduser().is_absolute():
        yield "WARDMOTE_KEY_DIR must be a whole path from /: another start from elsewhere would make other keys"
    if keys in SHARED_PLACES or keys.parent in SHARED_PLACES[:3]:
        yield f"WARDMOTE_KEY_DIR is {keys}, where others write too or a restart clears: name a folder of its own"
    if keys.is_relative_to(casebook.folder):
        yield "WARDMOTE_KEY_DIR lies inside the partnership folder: a copy of one would be a copy of both"
    if casebook.folder.is_relative_to(keys):
        yield "WARDMOTE_KEY_DIR holds the partnership folder: a copy of one would be a copy of both"
    if keys.exists() and not keys.is_dir():
        yield f"WARDMOTE_KEY_DIR is {keys}, which is not a folder"
    elif keys.is_dir():
        yield from _key_files(keys)
    if len(session_key) < 50 or len(set(session_key)) < 10:
        yield f"the session key in {keys} is too short: delete the file and start again; everyone signs in anew"


def _key_files(keys: Path) -> Iterator[str]:
    for file in sorted(keys.iterdir()):
        if not os.access(file, os.R_OK):
            yield f"{file} cannot be read: run wardmote as the user who owns it"
        elif file.is_file() and stat.S_IMODE(file.stat().st_mode) & 0o077:
            yield f"{file} can be read by others: run chmod 600 {file}"
    whole: dict[str, Callable[[bytes], object]] = {
        SESSIONS: lambda held: held.decode("ascii"),
        HEADS: lambda held: load_pem_private_key(held, password=None),
        SEALS: lambda held: MultiFernet([Fernet(line) for line in held.split()]),
        SEARCH: lambda held: bytes.fromhex(held.decode("ascii"))[31],
    }
    for name, read in whole.items():
        file = keys / name
        if file.is_file() and os.access(file, os.R_OK) and not _reads(read, file.read_bytes()):
            yield f"{file} is not the key it was: put the right one back from where keys are kept safe"


def _reads(read: Callable[[bytes], object], held: bytes) -> bool:
    try:
        read(held)
    except (ValueError, IndexError, TypeError):
        return False
    return True


def _folders(casebook: Casebook) -> Iterator[str]:
    for folder in (casebook.keys, casebook.root, casebook.heads):
        if folder.exists() and stat.S_IMODE(folder.stat().st_mode) & 0o077:
            yield f"{folder} can be read by others: run chmod 700 {folder}"
        if folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK):
            yield f"{folder} cannot be written to: run wardmote as the user who owns it"
    for file in (casebook.database, Path(f"{casebook.database}-wal")):
        if file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o077:
            yield f"{file} can be read by others: run chmod 600 {file}"
    if casebook.database.is_dir():
        yield f"{casebook.database} is a folder, where the casebook's file belongs: move it away"
    if (casebook.root / "invented").exists():
        yield f"{casebook.folder} holds the invented partnership with its printed passwords: start in a new folder"


# The database


def _database(text: str) -> Iterator[str]:
    name = "WARDMOTE_DATABASE_URL"
    if not text:
        return
    parts = _parts(text)
    if parts is None or parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        yield f"{name} must read postgresql://user:password@host:port/name"
        return
    if not parts.username:
        yield f"{name} names no user: give the application a user of its own"
    if parts.username == "postgres":
        yield f"{name} signs in as postgres, who may change the trail: give the application a user of its own"
    if parts.path.strip("/") in ("postgres", "template0", "template1"):
        yield f"{name} names a database of PostgreSQL's own: make one for the casebook"
    if "/" in parts.path.strip("/"):
        yield f"{name} names a database with a / in it: it must read postgresql://user:password@host:port/name"
    if parts.query or parts.fragment:
        yield f"{name} must end after the name of the database: what follows the ? or # is not read"
    elsewhere = (parts.hostname or "") not in LOCAL_NAMES and not (parts.hostname or "").startswith("%2f")
    if elsewhere and not parts.password:
        yield f"{name} holds no password, and the database is on another machine"
    if parts.password in {"postgres", "password", "wardmote", "changeme", "secret"}:
        yield f"{name} holds a password that is the first anybody tries: choose a long one at random"


# Single sign-on


def _single_sign_on(environment: Environment, casebook: Casebook) -> Iterator[str]:
    asked = [name for name in KNOWN if name.startswith("WARDMOTE_SSO_") and environment.get(name)]
    if not asked:
        return
    for missing in (name for name in single_sign_on.NEEDED if not environment.get(name)):
        yield f"{missing} is not set, and {sorted(asked)[0]} is: single sign-on needs all of them, or none"
    if issuer := environment.get(single_sign_on.ISSUER, ""):
        yield from _issuer(issuer)
    if file := environment.get(single_sign_on.SECRET):
        yield from _secret(Path(file), casebook)
    factor = environment.get(single_sign_on.FACTOR, "amr:mfa")
    if factor and (factor.partition(":")[0] not in ("amr", "acr") or not factor.partition(":")[2].strip()):
        yield f"{single_sign_on.FACTOR} must read amr:mfa or acr:<value>, or be empty to ask for our own second factor"
    if environment.get(single_sign_on.CLAIM, "") in {"email", "name", "preferred_username", "upn", "unique_name"}:
        yield f"{single_sign_on.CLAIM} must name a claim that is never given to anybody else, such as sub or oid"


def _issuer(text: str) -> Iterator[str]:
    parts = _parts(text)
    if parts is None or parts.scheme != "https" or not parts.hostname:
        yield f"{single_sign_on.ISSUER} must be the https address of the provider, as it stands in its tokens"
    elif parts.query or parts.fragment or "@" in parts.netloc or "/.well-known/" in parts.path:
        yield f"{single_sign_on.ISSUER} must be the issuer alone, without .well-known, ?, # or a password"


def _secret(file: Path, casebook: Casebook) -> Iterator[str]:
    name = single_sign_on.SECRET
    if not file.is_absolute():
        yield f"{name} must be a whole path from /"
    if not file.is_file():
        yield f"{name} names {file}, where there is no file"
        return
    if file.resolve().is_relative_to(casebook.folder):
        yield f"{name} lies inside the partnership folder: a copy of one would be a copy of both"
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        yield f"{file} can be read by others: run chmod 600 {file}"
    if os.access(file, os.R_OK) and len(file.read_bytes().strip()) < 16:
        yield f"{file} holds no secret, or one too short to be one: copy it from the provider"


# Limits and the log


def _limits(environment: Environment) -> Iterator[str]:
    try:
        budgets.read(environment.get(budgets.NAME, ""))
    except WrongUse as error:
        yield str(error)
    level = environment.get("WARDMOTE_LOG_LEVEL", "")
    if level and level not in LEVELS:
        yield f"WARDMOTE_LOG_LEVEL must be one of {', '.join(sorted(LEVELS))}"
