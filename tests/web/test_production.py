"""Production starts safe or not at all, and says why in one line each."""

import os
import subprocess
import sys

import pytest

from wardmote.errors import WrongUse
from wardmote.web.folder import Casebook, casebook_at
from wardmote.web.settings.refusals import unsafe

GOOD = {"WARDMOTE_PUBLIC_URL": "https://wardmote.example.org", "WARDMOTE_KEY_DIR": "set"}
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


@pytest.mark.parametrize(
    "changed, said",
    [
        ({"WARDMOTE_PUBLIC_URL": None}, "must be the https address"),
        ({"WARDMOTE_PUBLIC_URL": "http://wardmote.example.org"}, "must be the https address"),
        ({"WARDMOTE_PUBLIC_URL": "https://localhost"}, "must name one host"),
        ({"WARDMOTE_PUBLIC_URL": "https://*.example.org"}, "must name one host"),
        ({"WARDMOTE_PUBLIC_URL": "https://example.org/cases"}, "must end after the host"),
        ({"WARDMOTE_KEY_DIR": None}, "WARDMOTE_KEY_DIR is not set"),
        ({"DEBUG": "1"}, "DEBUG is set"),
        ({"DJANGO_DEBUG": "yes"}, "DEBUG is set"),
    ],
)
def test_each_unsafe_setting_is_refused_in_one_line(casebook, changed, said):
    (reason,) = {line for line in reasons(casebook, **changed) if said in line}
    assert "\n" not in reason


def test_weak_keys_open_folders_and_invented_people_are_refused(casebook):
    assert any("too short" in line for line in reasons(casebook, key="x" * 60))
    casebook.keys.chmod(0o755)
    assert any("chmod 700" in line for line in reasons(casebook))
    (casebook.root / "invented").write_text("")
    assert any("invented partnership" in line for line in reasons(casebook))


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
