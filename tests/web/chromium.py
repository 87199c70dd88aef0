"""The application as people start it, headless Chromium in front of it, and the ways a person at a keyboard moves.

The server is `wardmote serve` on an empty folder, with the sign-ins it prints: one for all journeys, one for the walk. The browser is one
for each module, because its event loop would make Django refuse the tests that follow.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 120_000
"""In milliseconds: no test is decided by how fast this machine is."""
LEFT_OUT = ("DJANGO_SETTINGS_MODULE", "WARDMOTE_FOLDER", "WARDMOTE_DATABASE_URL", "WARDMOTE_PUBLIC_URL")


@dataclass
class Served:
    """The application at work, and how to sign in to it."""

    home: str
    passwords: dict[str, str]
    sessions: dict[str, Any] = field(default_factory=dict)

    @property
    def door(self):
        return self.home + "/account/sign-in"

    def typed(self, username):
        return {"login": username, "password": self.passwords[username]}

    def session(self, browser, username):
        """The cookies of somebody signed in; they sign in once."""
        if username not in self.sessions:
            context = seat(browser)
            assert send(context.request, self.door, **self.typed(username)).url == self.home + "/"
            self.sessions[username] = context.storage_state()
            context.close()
        return self.sessions[username]


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("served")) as application:
        yield application


@contextmanager
def serving(folder, log=None, morning=True):
    """The application at work on a new partnership in this folder, with its morning alone or a year before it; its log goes
    where ours does, or to a file."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
    command = [sys.executable, "-m", "wardmote.cli", "serve", str(folder / "marlbridge"), f"--port={port}"]
    command += ["--morning"] * morning
    environment["WARDMOTE_KEY_DIR"] = str(folder / "keys")
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log, text=True) as process:
        try:
            passwords = {}
            for line in process.stdout:
                if found := re.match(r"  (\S+) +(\w{4}-\w{4}-\w{4}) ", line):
                    passwords[found[1]] = found[2]
                if " is at " in line:
                    break
            wait_for(port)
            yield Served(f"http://127.0.0.1:{port}", passwords)
        finally:
            process.terminate()


def wait_for(port):
    for _ in range(100):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server did not start")


@pytest.fixture(scope="module")
def browser():
    program = shutil.which("chromium")
    if not program:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(
            "chromium is not installed; the pages were not looked at"
        )
    with launched(program) as opened:
        yield opened


@contextmanager
def launched(program):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield opened
        opened.close()


@contextmanager
def window(browser, width=1280, height=900, **options):
    """A fresh window; its page keeps what it asked for, and what its console said was wrong."""
    context = seat(browser, viewport={"width": width, "height": height}, **options)
    yield watched(context)
    context.close()


def seat(browser, **options):
    """A place at the browser with cookies of its own, patient with a machine that has much else to do."""
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE)
    return context


def watched(context):
    page = context.new_page()
    page.asked, page.complaints = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda said: page.complaints.append(said.text) if wrong(said) else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    return page


def wrong(said):
    """An error or a broken policy; not that the page itself was answered by a 4xx, which its words say."""
    its_own_status = said.text.startswith("Failed to load resource") and said.location["url"] == said.page.url
    return (said.type == "error" and not its_own_status) or "Content Security" in said.text


# Without a window


def token_in(text):
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text)[1]


def send(ask, address, **typed):
    """Send the form that stands at an address, filled in so."""
    token = token_in(ask.get(address).text())
    return ask.post(address, form={"csrfmiddlewaretoken": token, **typed}, headers={"Referer": address})


# In a window


def heading(page):
    return page.locator("h1").inner_text()


def code_now(secret):
    """The six digits an authenticator app shows, once there is time enough to type them before they change."""
    from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time

    if time.time() % 30 > 20:
        time.sleep(30 - time.time() % 30)
    return f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06}"


HERE = """() => {
  const at = document.activeElement, label = at.labels && at.labels[0];
  return {text: (label || at).innerText || "", kind: at.type || "", group: at.name || "", outline: getComputedStyle(at).outlineStyle};
}"""
GROUP = (
    "(text) => [...document.querySelectorAll('main label')].find((one) => one.innerText.trim() === text)?.control.name"
)


class Keyboard:
    """A person with Tab, Enter, Space and the arrows, and nothing else. What they are on must be seen to be.

    `keys` counts what they pressed: a program presses faster than anybody.
    """

    scripts = True

    def __init__(self, page):
        self.page, self.keys = page, 0

    def press(self, key):
        self.keys += 1
        self.page.keyboard.press(key)

    def type(self, text):
        self.keys += len(text)
        self.page.keyboard.type(text)

    def tab_to(self, name, kind=""):
        """Tab to what has this name and, if it matters, is of this kind."""
        for _ in range(150):
            self.press("Tab")
            here = self.page.evaluate(HERE)
            if name in here["text"] and kind in here["kind"]:
                assert here["outline"] != "none" or here["kind"] in ("radio", "checkbox"), f"no focus seen on {name!r}"
                return
        raise AssertionError(f"no way by keyboard to {name!r} on {self.page.url}")

    def go(self, key="Enter"):
        """Press a key that leads to another page."""
        with self.page.expect_navigation():
            self.press(key)

    def follow(self, name):
        self.tab_to(name)
        self.go()

    def send(self, name):
        self.tab_to(name, "submit")
        self.go()

    def write(self, name, text):
        """Type in a box, or the first letters of what is picked from a list."""
        self.tab_to(name)
        self.type(text)

    def choose(self, name):
        """Tab reaches one radio button of a group; the arrows reach the others."""
        group = self.page.evaluate(GROUP, name)
        assert group, f"nothing to choose is called {name!r}"
        for _ in range(150):
            self.press("Tab")
            if self.page.evaluate(HERE)["group"] == group:
                break
        for _ in range(20):
            if self.page.evaluate(HERE)["text"].strip() == name:
                self.press("Space")
                return
            self.press("ArrowDown")
        raise AssertionError(f"no way by the arrows to {name!r} on {self.page.url}")


class WithoutScripts:
    """A person with a mouse, whose browser runs no scripts."""

    scripts = False

    def __init__(self, page):
        self.page = page

    def follow(self, name):
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name).first.click()

    def send(self, name):
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name).click()

    def write(self, name, text):
        box = self.page.get_by_label(name).first
        if options := box.locator("option").all_inner_texts():
            box.select_option(label=next(option for option in options if option.startswith(text)))
        else:
            box.fill(text)

    def choose(self, name):
        self.page.get_by_label(name, exact=True).check()


def sign_in(hand, served, username):
    """By name and password, to the page of the day or to where a code is asked for."""
    hand.page.goto(served.home + "/")
    hand.write("Username", username)
    hand.write("Password", served.passwords[username])
    hand.send("Sign in")


def open_case(hand, served, reference):
    """Open a case; where its purpose is asked, the likely one answers."""
    hand.page.goto(f"{served.home}/cases/{reference}")
    if hand.page.url.endswith("/purpose"):
        hand.send("Work on the case")
