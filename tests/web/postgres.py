"""A PostgreSQL of the tests' own: a cluster in a folder, reached by its socket, ended with the tests."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Any

PLACES = (*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), Path("/usr/local/bin"))


class Postgres:
    """One cluster. PostgreSQL will not run as root, so for root it runs as the account Debian makes for it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.programs = next((place for place in PLACES if (place / "initdb").is_file()), None)
        self.running = False

    @property
    def installed(self) -> bool:
        """Whether it can be started here. In CI it must be."""
        if self.programs is None and os.environ.get("CI"):
            raise RuntimeError("PostgreSQL is not installed; run: make postgres")
        return self.programs is not None

    @property
    def settings(self) -> dict[str, Any]:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "postgres",
            "USER": "wardmote",
            "HOST": str(self.folder / "socket"),
        }

    def start(self) -> None:
        if self.running:
            return
        (self.folder / "socket").mkdir(parents=True)
        self.folder.parent.chmod(0o755)
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres")
            shutil.chown(self.folder / "socket", "postgres")
        data = self.folder / "data"
        self._run(
            "initdb", "--pgdata", data, "--username", "wardmote", "--auth", "trust", "--encoding", "UTF8", "--no-sync"
        )
        self.start_again()

    def start_again(self) -> None:
        """Start the cluster there is, also after a crash."""
        data = self.folder / "data"
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder / 'socket'}"
        self._run(
            "pg_ctl", "start", "--pgdata", data, "--wait", "--silent", "--log", self.folder / "log", "-o", options
        )
        self.running = True

    def stop(self) -> None:
        if self.running and (self.folder / "data").is_dir():
            self._run("pg_ctl", "stop", "--pgdata", self.folder / "data", "--mode", "immediate", "--silent")
        self.running = False

    def _run(self, program: str, *arguments: object) -> None:
        command = [str(self.programs / program), *map(str, arguments)]
        given: dict[str, Any] = {"cwd": "/", "stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
        if os.getuid() == 0:
            account = pwd.getpwnam("postgres")
            given |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        subprocess.run(command, check=True, timeout=120, **given)
