"""Production starts safe or not at all, and says why in one line each."""

import os
import subprocess
import sys

import pytest

from wardmote.errors import WrongUse
from wardmote.web.folder import Casebook, casebook_at
from wardmote.web.settings.refusals import unsafe

GOOD = {"WARDMOTE_PUBLIC_URL": "https://wardmote.example.org", "WARDMOTE_KEY_DIR": "/set"}
KEY = "abcdefghijklmnopqrstuvwxyz0123456789" * 2


@pytest.fixture
def casebook(tmp_path, monkeypatch):
    monkeypatch.setenv("WARDMOTE_KEY_DIR", str(tmp_path / "keys"))
    return casebook_at(tmp_path / "marlbridge")


def reasons(casebook, key=KEY, **changed):
    environment = {name: value for name, value in {**GOOD, **changed}.items() if value is not None}
    return list(unsafe(environment, casebook, key))


def test_good_settings_are_not_refused(casebook):
    assert reasons(casebook) == []


URL, DATABASE, SSO = "WARDMOTE_PUBLIC_URL", "WARDMOTE_DATABASE_URL", "WARDMOTE_SSO_"
SIGN_ON = {
    SSO + "ISSUER": "https://login.example.org/v2.0",
    SSO + "CLIENT_ID": "wardmote",
    SSO + "SECRET_FILE": "{secret}",
    SSO + "AGENCY": "marlbridge",
}
BAD = [
    ({URL: None}, "must be the https address"),
    ({URL: "http://wardmote.example.org"}, "must be the https address"),
    ({URL: "wardmote.example.org"}, "must be the https address"),
    ({URL: "ftp://wardmote.example.org"}, "must be the https address"),
    ({URL: "https://localhost"}, "must name one host"),
    ({URL: "https://*.example.org"}, "must name one host"),
    ({URL: "https://192.0.2.7"}, "must name one host"),
    ({URL: "https://[2001:db8::1]"}, "must name one host"),
    ({URL: "https://"}, "must name one host"),
    ({URL: "https://wardmote"}, "a host with its domain"),
    ({URL: "https://wardmote.local"}, "a host with its domain"),
    ({URL: "https://example.org/cases"}, "must end after the host: the application"),
    ({URL: "https://example.org?a=1"}, "leave out what follows"),
    ({URL: "https://example.org#top"}, "leave out what follows"),
    ({URL: "https://me:secret@example.org"}, "holds a user or a password"),
    ({URL: "https://ex ample.org"}, "a character no host name has"),
    ({URL: "https://wärdmote.example.org"}, "a character no host name has"),
    ({URL: "https://example.org."}, "a character no host name has"),
    ({URL: "https://example.org:x"}, "is not an address"),
    ({URL: "https://[example.org"}, "is not an address"),
    ({"WARDMOTE_PUBLC_URL": "x"}, "Did you mean WARDMOTE_PUBLIC_URL?"),
    ({"WARDMOTE_KEYDIR": "x"}, "Did you mean WARDMOTE_KEY_DIR?"),
    ({"WARDMOTE_ZZZ": "x"}, "WARDMOTE_ZZZ is not a setting"),
    ({"DEBUG": "1"}, "DEBUG is set"),
    ({"DJANGO_DEBUG": "yes"}, "DEBUG is set"),
    ({"DJANGO_ALLOW_ASYNC_UNSAFE": "1"}, "could share one transaction"),
    ({"PYTHONHTTPSVERIFY": "0"}, "certificates would not be checked"),
    ({"PYTHONOPTIMIZE": "2"}, "takes the program's own checks away"),
    ({"PYTHONDEVMODE": "1"}, "prints more than a log may hold"),
    ({"SSLKEYLOGFILE": "/root/keys"}, "opens encrypted connections"),
    ({"WARDMOTE_KEY_DIR": None}, "WARDMOTE_KEY_DIR is not set"),
    ({"WARDMOTE_KEY_DIR": "keys"}, "must be a whole path"),
    ({DATABASE: "mysql://u:long-one@h/name"}, "must read postgresql://"),
    ({DATABASE: "postgresql://u:long-one@h"}, "must read postgresql://"),
    ({DATABASE: "postgresql://u:long-one@h:port/name"}, "must read postgresql://"),
    ({DATABASE: "postgresql://h/name"}, "names no user"),
    ({DATABASE: "postgresql://postgres:long-one@h/name"}, "may change the trail"),
    ({DATABASE: "postgresql://u:long-one@h/template1"}, "of PostgreSQL's own"),
    ({DATABASE: "postgresql://u:long-one@h/a/b"}, "with a / in it"),
    ({DATABASE: "postgresql://u:long-one@h/name?sslmode=disable"}, "is not read"),
    ({DATABASE: "postgresql://u@h/name"}, "holds no password"),
    ({DATABASE: "postgresql://u:changeme@h/name"}, "the first anybody tries"),
    ({**SIGN_ON, SSO + "ISSUER": None}, "WARDMOTE_SSO_ISSUER is not set"),
    ({**SIGN_ON, SSO + "AGENCY": None}, "WARDMOTE_SSO_AGENCY is not set"),
    ({SSO + "CLAIM": "sub"}, "WARDMOTE_SSO_CLIENT_ID is not set"),
    ({**SIGN_ON, SSO + "ISSUER": "http://login.example.org"}, "must be the https address of the provider"),
    ({**SIGN_ON, SSO + "ISSUER": "https://x.example/.well-known/openid-configuration"}, "must be the issuer alone"),
    ({**SIGN_ON, SSO + "SECRET_FILE": "/no/such/file"}, "where there is no file"),
    ({**SIGN_ON, SSO + "SECRET_FILE": "secret.txt"}, "must be a whole path"),
    ({**SIGN_ON, SSO + "SECRET_FILE": "{open}"}, "can be read by others: run chmod 600"),
    ({**SIGN_ON, SSO + "SECRET_FILE": "{short}"}, "too short to be one"),
    ({**SIGN_ON, SSO + "SECRET_FILE": "{inside}"}, "lies inside the partnership folder"),
    ({**SIGN_ON, SSO + "SECOND_FACTOR": "mfa"}, "must read amr:mfa"),
    ({**SIGN_ON, SSO + "CLAIM": "email"}, "never given to anybody else"),
    ({"WARDMOTE_CASES_AN_HOUR": "many"}, "must read like 60,R3=90"),
    ({"WARDMOTE_CASES_AN_HOUR": "60,R99=5"}, "must read like 60,R3=90"),
    ({"WARDMOTE_CASES_AN_HOUR": "0"}, "must read like 60,R3=90"),
    ({"WARDMOTE_LOG_LEVEL": "DEBUG"}, "WARDMOTE_LOG_LEVEL must be one of"),
]


@pytest.fixture
def secrets_lying_about(tmp_path, casebook):
    """Files a setting may name, good and bad."""
    made = {"secret": (tmp_path, 0o600, 40), "open": (tmp_path, 0o644, 40), "short": (tmp_path, 0o600, 3)}
    made["inside"] = (casebook.folder, 0o600, 40)
    found = {}
    for name, (folder, mode, length) in made.items():
        found[name] = folder / f"{name}.secret"
        found[name].write_text("s" * length)
        found[name].chmod(mode)
    return {name: str(file) for name, file in found.items()}


@pytest.mark.parametrize("changed, said", BAD)
def test_each_unsafe_setting_is_refused_in_one_line(casebook, secrets_lying_about, changed, said):
    filled = {name: value and value.format(**secrets_lying_about) for name, value in changed.items()}
    (reason,) = {line for line in reasons(casebook, **filled) if said in line}
    assert "\n" not in reason
    assert len(reason) < 400


def test_good_settings_of_every_kind_are_not_refused(casebook, secrets_lying_about):
    good = {name: value.format(**secrets_lying_about) for name, value in SIGN_ON.items()}
    good |= {DATABASE: "postgresql://casebook:a-long-one-at-random@db.example.org:5432/casebook"}
    good |= {"WARDMOTE_CASES_AN_HOUR": "60,R3=90", "WARDMOTE_LOG_LEVEL": "INFO", SSO + "SECOND_FACTOR": "acr:gold"}
    assert reasons(casebook, **good) == []


def _write(file, text="x", mode=0o600):
    file.write_text(text)
    file.chmod(mode)


BAD_FILES = [
    (lambda c: c.keys.chmod(0o755), "chmod 700"),
    (lambda c: c.root.chmod(0o750), "chmod 700"),
    (lambda c: c.heads.chmod(0o701), "chmod 700"),
    (lambda c: _write(c.keys / "sessions.key", "s" * 60, 0o640), "chmod 600"),
    (lambda c: _write(c.database, "", 0o644), "chmod 600"),
    (lambda c: _write(c.keys / "heads.pem"), "heads.pem is not the key it was"),
    (lambda c: _write(c.keys / "seals.key"), "seals.key is not the key it was"),
    (lambda c: _write(c.keys / "seals.key", ""), "seals.key is not the key it was"),
    (lambda c: _write(c.keys / "search.key", "12"), "search.key is not the key it was"),
    (lambda c: c.database.mkdir(mode=0o700), "is a folder, where the casebook's file belongs"),
    (lambda c: (c.root / "invented").write_text(""), "invented partnership"),
]


@pytest.mark.parametrize("spoil, said", BAD_FILES)
def test_each_unsafe_file_is_refused_in_one_line(casebook, spoil, said):
    spoil(casebook)
    (reason,) = {line for line in reasons(casebook) if said in line}
    assert "\n" not in reason


def test_at_least_fifty_bad_settings_are_tried():
    assert len(BAD) + len(BAD_FILES) >= 60


def test_a_weak_session_key_is_refused(casebook):
    assert any("too short" in line for line in reasons(casebook, key="x" * 60))


def production(tmp_path, *command, **changed):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "wardmote.web.settings.production",
        "WARDMOTE_FOLDER": str(tmp_path / "marlbridge"),
        "WARDMOTE_KEY_DIR": str(tmp_path / "keys"),
        "WARDMOTE_PUBLIC_URL": "https://wardmote.example.org",
        **changed,
    }
    return subprocess.run([sys.executable, *command], env=environment, capture_output=True, text=True, timeout=120)


def test_check_deploy_has_nothing_to_say(tmp_path, casebook):
    ran = production(tmp_path, "-m", "django", "check", "--deploy", "--fail-level", "WARNING")
    assert ran.returncode == 0, ran.stderr
    assert "no issues (0 silenced)" in ran.stdout


def test_production_asks_everybody_for_a_second_factor_and_marks_cookies_secure(tmp_path, casebook):
    ask = (
        "from django.conf import settings as s; "
        "print(s.SECOND_FACTOR_REQUIRED, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.DEBUG)"
    )
    assert production(tmp_path, "-c", ask).stdout.split() == ["True", "True", "True", "True", "False"]


def test_serve_does_not_start_unsafe(tmp_path, casebook):
    ran = production(
        tmp_path, "-m", "wardmote.cli", "serve", str(tmp_path / "marlbridge"), WARDMOTE_PUBLIC_URL="http://x.example"
    )
    assert ran.returncode == 2
    assert "WARDMOTE_PUBLIC_URL must be the https address people use" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_folders_are_for_their_owner_alone(casebook):
    for folder in (casebook.root, casebook.heads, casebook.keys):
        assert folder.stat().st_mode & 0o777 == 0o700
    assert isinstance(casebook, Casebook)


def test_keys_inside_the_partnership_folder_are_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("WARDMOTE_KEY_DIR", str(tmp_path / "marlbridge" / "keys"))
    with pytest.raises(WrongUse, match="keys must lie outside"):
        casebook_at(tmp_path / "marlbridge")


def test_a_socket_keeps_the_letters_of_its_path():
    from wardmote.web.settings.database import postgresql

    for written, host, port in (
        ("%2Ftmp%2FPG%2Fsocket", "/tmp/PG/socket", ""),
        ("db.example.org:5433", "db.example.org", "5433"),
        ("[::1]:5432", "::1", "5432"),
    ):
        made = postgresql(f"postgresql://Ada:s%40fe@{written}/case")
        assert (made["HOST"], made["PORT"], made["USER"], made["PASSWORD"]) == (host, port, "Ada", "s@fe")


def test_a_casebook_under_version_control_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("WARDMOTE_KEY_DIR", str(tmp_path / "keys"))
    folder = tmp_path / "marlbridge"
    (folder / "casebook").mkdir(parents=True)
    (folder / "casebook" / "casebook.sqlite3").write_text("x")
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    casebook_at(folder)
    subprocess.run(["git", "-C", str(folder), "add", "-A"], check=True)
    with pytest.raises(WrongUse, match="tracked by git"):
        casebook_at(folder)
