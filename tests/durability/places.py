"""Casebooks that are made, served, killed and brought back, each in a folder of its own by the commands people use."""

import os
import re
import secrets
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from socket import socket
from time import monotonic, sleep
from urllib.parse import quote, urlencode

import psutil

LEFT_OUT = (
    "DJANGO_SETTINGS_MODULE",
    "WARDMOTE_FOLDER",
    "WARDMOTE_DATABASE_URL",
    "WARDMOTE_MIGRATION_DATABASE_URL",
    "WARDMOTE_PUBLIC_URL",
    "WARDMOTE_BACKUP_TO",
    "WARDMOTE_BACKUP_DAYS",
)
MAKE = """
import sys
from pathlib import Path
from wardmote.web.start import start
casebook = start(Path(sys.argv[1]))
from wardmote.web.clock import now
from wardmote.web.heads import sign_today
from wardmote.web.invented import invent
from wardmote.web.store.django_store import DjangoStore
invent(DjangoStore(), now())
sign_today(DjangoStore(), casebook, now())
"""


class Home:
    """A casebook's folder, its keys, and the environment its commands run in."""

    def __init__(self, root: Path, **environment: str) -> None:
        self.root, self.folder, self.keys = root, root / "marlbridge", root / "keys"
        kept = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
        self.environment = {**kept, "WARDMOTE_KEY_DIR": str(self.keys), **environment}

    @property
    def database(self) -> Path:
        return self.folder / "casebook" / "casebook.sqlite3"

    def python(self, program: str, *arguments: object, check: bool = True) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", program, str(self.folder), *map(str, arguments)]
        ran = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=180)
        assert not check or ran.returncode == 0, ran.stderr
        return ran

    def command(self, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "wardmote.cli", *map(str, arguments)]
        given = {**self.environment, **environment}
        return subprocess.run(command, env=given, capture_output=True, text=True, timeout=180)

    def make(self) -> "Home":
        self.python(MAKE)
        return self

    def copied(self, root: Path) -> "Home":
        subprocess.run(["cp", "-rp", self.folder, self.keys, root], check=True)
        return Home(root)


class Person:
    """Somebody at a browser without scripts: keeps cookies, sends forms as they stand on the page."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None) -> None:
        self.port, self.cookies = port, dict(cookies or {})

    def ask(self, method: str, path: str, body: str = "", timeout: float = 60) -> tuple[int, str, str]:
        """The status, where it leads, and the page."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if method == "POST":
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        line.request(method, path, body.encode(), headers)
        answer = line.getresponse()
        for cookie in answer.msg.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        text = answer.read().decode()
        line.close()
        return answer.status, answer.headers.get("Location", ""), text

    def form(self, path: str) -> dict[str, str]:
        """The hidden fields of the form on a page."""
        status, _, page = self.ask("GET", path)
        assert status == 200, (path, status, page)
        return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))

    def send(self, path: str, hidden: dict[str, str], **typed: str) -> tuple[int, str, str]:
        return self.ask("POST", path, urlencode({**hidden, **typed}))

    def sign_in(self, username: str, password: str) -> "Person":
        status, _, page = self.send(
            "/account/sign-in", self.form("/account/sign-in"), login=username, password=password
        )
        assert status == 302, page
        return self

    def open(self, reference: str, purpose: str = "case-work") -> "Person":
        path = f"/cases/{reference}/purpose"
        assert self.send(path, self.form(path), purpose=purpose)[0] == 302
        return self


class Served:
    """`wardmote serve` at work on a folder; its first run prints the sign-ins."""

    def __init__(self, home: Home) -> None:
        self.home, self.passwords = home, {}
        with socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.begin()

    def begin(self) -> None:
        """Also again, after it was killed: on the same folder, at the same address."""
        command = [
            sys.executable,
            "-m",
            "wardmote.cli",
            "serve",
            "--morning",
            str(self.home.folder),
            f"--port={self.port}",
        ]
        self.process = subprocess.Popen(command, env=self.home.environment, stdout=subprocess.PIPE, text=True)
        for line in self.process.stdout:
            if found := re.match(r"  (\S+) +(\w{4}-\w{4}-\w{4}) ", line):
                self.passwords[found[1]] = found[2]
            if " is at " in line:
                break
        self._wait()

    def _wait(self) -> None:
        until = monotonic() + 60
        while monotonic() < until:
            with socket() as tried:
                if tried.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            sleep(0.1)
        raise AssertionError("the server did not start")

    def person(self, username: str) -> Person:
        return Person(self.port).sign_in(username, self.passwords[username])

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=60)

    def kill(self) -> None:
        """As the machine's own killer might: at once, with nothing tidied."""
        everyone = [*psutil.Process(self.process.pid).children(recursive=True), psutil.Process(self.process.pid)]
        for process in everyone:
            process.kill()
        psutil.wait_procs(everyone, timeout=60)


def address(server, name: str, user: str = "wardmote", password: str = "") -> str:
    """The address of a database on the server of the tests."""
    return f"postgresql://{user}{':' + password if password else ''}@{quote(str(server.folder / 'socket'), safe='')}/{name}"


def sql(server, *statements: str, name: str = "postgres", user: str = "wardmote") -> None:
    """Statements that cannot run in a transaction, as the server's own superuser unless told."""
    import psycopg

    reached = {"dbname": name, "user": user, "host": str(server.folder / "socket")}
    with psycopg.connect(**reached, autocommit=True) as live:
        for statement in statements:
            live.execute(statement)


def database_of(server, root: Path, name: str = "") -> Home:
    """A folder whose casebook is in a new database of the server."""
    name = name or f"d{secrets.token_hex(6)}"
    sql(server, f"CREATE DATABASE {name}")
    return Home(root, WARDMOTE_DATABASE_URL=address(server, name))
