"""The pages in headless Chromium: by keyboard alone, seen by axe, at two widths, with and without scripts.

The server is the one people start: `wardmote serve` on an empty folder, with the sign-ins it prints.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager

import pytest

pytestmark = pytest.mark.browser
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
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (1280, 320)
CASE = "/cases/CSP-26-0002"


class Served:
    """The application at work, and how to sign in to it."""

    def __init__(self, home: str, passwords: dict[str, str]) -> None:
        self.home, self.passwords = home, passwords


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    left_out = ("DJANGO_SETTINGS_MODULE", "WARDMOTE_FOLDER", "WARDMOTE_DATABASE_URL", "WARDMOTE_PUBLIC_URL")
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    command = [sys.executable, "-m", "wardmote.cli", "serve", str(folder / "marlbridge"), "--port", str(port)]
    with subprocess.Popen(
        command, env={**environment, "WARDMOTE_KEY_DIR": str(folder / "keys")}, stdout=subprocess.PIPE, text=True
    ) as process:
        passwords = {}
        for line in process.stdout:
            if found := re.match(r"  (\S+) +(\w{4}-\w{4}-\w{4}) ", line):
                passwords[found[1]] = found[2]
            if " is at " in line:
                break
        wait_for(port)
        yield Served(f"http://127.0.0.1:{port}", passwords)
        process.terminate()


def wait_for(port):
    import time

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
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield opened
        opened.close()


@contextmanager
def window(browser, width=1280, **options):
    """A fresh window, with everything it asked for and every complaint of its content security policy."""
    context = browser.new_context(viewport={"width": width, "height": 900}, **options)
    page = context.new_page()
    page.asked, page.complaints = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda said: page.complaints.append(said.text) if "Content Security" in said.text else None)
    yield page
    context.close()


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def go(page, key="Enter"):
    """Press a key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def tab_to(page, name):
    """Move by the Tab key alone to what has this name, as a person without a mouse would; it must be visible there."""
    for _ in range(80):
        page.keyboard.press("Tab")
        told = page.evaluate(
            "() => { const at = document.activeElement; const label = at.labels && at.labels[0];"
            " return [(label || at).innerText || '', at.type || ''] }"
        )
        if name in told[0]:
            assert (
                page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none" or told[1] == "radio"
            )
            return
    raise AssertionError(f"no way by keyboard to {name!r} on {page.url}")


def sign_in(page, served, username):
    page.goto(served.home + "/")
    tab_to(page, "Username")
    page.keyboard.type(username)
    tab_to(page, "Password")
    page.keyboard.type(served.passwords[username])
    go(page)
    assert page.title() == "Today – Wardmote"


def open_case(page, served, path):
    """Open a case; where its purpose is asked, one key answers, for the likely purpose has the focus."""
    page.goto(served.home + path)
    if page.url.endswith("/purpose"):
        page.wait_for_function("document.activeElement.name === 'purpose'")
        go(page)


def heading(page):
    return page.locator("h1").inner_text()


def test_a_case_goes_all_the_way_round_by_keyboard(browser, served):
    with window(browser) as kit:
        sign_in(kit, served, "kit.lowe")
        tab_to(kit, "Refer a case")
        go(kit)
        tab_to(kit, "A place")
        press(kit, "Space")
        tab_to(kit, "Where is it?")
        kit.keyboard.type("Mill Bridge")
        tab_to(kit, "What is wrong, in one line?")
        kit.keyboard.type("Parapet being dismantled")
        tab_to(kit, "Marlbridge Council")
        press(kit, "Space")
        tab_to(kit, "Why should they take it?")
        kit.keyboard.type("We are called out each weekend")
        tab_to(kit, "Refer this case")
        go(kit)
        reference = re.search(r"CSP-\d\d-\d{4}", kit.content())[0]
    with window(browser) as priya:
        sign_in(priya, served, "priya.nair")
        tab_to(priya, reference)
        go(priya)
        assert heading(priya) == f"What are you opening {reference} for?"
        go(priya)
        assert heading(priya) == "Parapet being dismantled"
        tab_to(priya, "Answer the referral")
        go(priya)
        tab_to(priya, "Accept it")
        press(priya, "Space")
        tab_to(priya, "Send the answer")
        go(priya)
        tab_to(priya, "Set an action")
        go(priya)
        tab_to(priya, "What is to be done?")
        priya.keyboard.type("write to the owner")
        tab_to(priya, "Who does it?")
        priya.keyboard.type("Priya")
        for box, typed in (("Day", "14"), ("Month", "6"), ("Year", "2031")):
            tab_to(priya, box)
            priya.keyboard.type(typed)
        tab_to(priya, "Set the action")
        go(priya)
        assert (
            "Priya Nair (Marlbridge Council) to write to the owner by 14 June 2031"
            in priya.locator("main").inner_text()
        )
        tab_to(priya, "Complete")
        go(priya)
        tab_to(priya, "What came of it?")
        priya.keyboard.type("Owner repairs it")
        tab_to(priya, "Complete the action")
        go(priya)
        tab_to(priya, "Close the case")
        go(priya)
        tab_to(priya, "Problem stopped")
        press(priya, "Space")
        tab_to(priya, "Why does it end now?")
        priya.keyboard.type("Repaired")
        tab_to(priya, "Close the case")
        go(priya)
        tab_to(priya, "Reopen the case")
        go(priya)
        tab_to(priya, "What came back?")
        priya.keyboard.type("Stones in the river again")
        tab_to(priya, "Reopen the case")
        go(priya)
        told = priya.locator("main").inner_text()
        assert "Reopened" in told
        assert "Closed: problem stopped" in told
        assert all(url.startswith((served.home, "data:")) for url in priya.asked)
        assert priya.complaints == []


def test_glass_is_broken_and_the_emergency_reviewed_by_keyboard(browser, served):
    with window(browser) as ines:
        sign_in(ines, served, "ines.hart")
        tab_to(ines, "Open a case in an emergency")
        go(ines)
        tab_to(ines, "Which case?")
        ines.keyboard.type("CSP-26-0001")
        tab_to(ines, "Threat to life")
        press(ines, "Space")
        tab_to(ines, "Why must you see this case now?")
        ines.keyboard.type("The caretaker has been threatened")
        tab_to(ines, "Open the case")
        go(ines)
        assert "It closes to you at" in ines.locator("main").inner_text()
        assert ines.complaints == []
    with window(browser) as dana:
        sign_in(dana, served, "dana.moss")
        tab_to(dana, "Review an emergency")
        go(dana)
        tab_to(dana, "Justified")
        press(dana, "Space")
        tab_to(dana, "What did you find, and what happens next?")
        dana.keyboard.type("The caretaker was helped that evening")
        tab_to(dana, "Record the review")
        go(dana)
        assert "Reviewed." in dana.locator("main").inner_text()
        assert dana.complaints == []


def routes(page, served):
    """Every kind of page a case lead meets: empty, full and in error."""
    for path in (
        "/",
        "/cases",
        "/cases?status=closed&sort=place",
        "/cases?words=zebra",
        "/cases/refer",
        "/agencies",
        "/cases/CSP-26-0003/purpose",
        "/cases/CSP-99-9999",
        "/account/second-factor",
        "/account/second-factor/set-up",
        "/account/sign-out",
    ):
        page.goto(served.home + path)
        yield path
    for path in (CASE, CASE + "/note", CASE + "/action", CASE + "/close", "/cases/CSP-26-0004/triage"):
        open_case(page, served, path.rsplit("/", 1)[0] if path.count("/") > 2 else path)
        page.goto(served.home + path)
        yield path
    for path in ("/cases/refer", CASE + "/note", CASE + "/action", "/cases/CSP-26-0004/triage"):
        page.goto(served.home + path)
        with page.expect_navigation():
            page.locator("main form button[type=submit]").click()
        yield path + " in error"
    for path in (
        *("/access", "/access/give", "/access/conflict", "/access/fewer", "/hand-over", "/decision"),
        *("/../../emergency", "/../../notices", "/../../approvals", "/../../emergency/reviews"),
    ):
        page.goto(served.home + CASE + path)
        yield path
    for path in (CASE + "/access/give", "/emergency"):
        page.goto(served.home + path)
        with page.expect_navigation():
            page.locator("main form button[type=submit]").click()
        yield path + " in error"
    open_case(page, served, "/cases/CSP-26-0001")
    yield "a closed case"
    page.goto(served.home + "/cases/CSP-26-0001/reopen")
    yield "reopen"


def faults(page, where):
    """What axe finds, and whether the page is wider than its window."""
    from axe_playwright_python.sync_playwright import Axe

    result = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    found = [f"{where}: {rule['id']} {rule['nodes'][0]['html'][:120]}" for rule in result.response["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found + ([f"{where}: {wide} px too wide"] if wide > 0 else [])


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_accessible_fits_and_asks_nobody_else(browser, served, width):
    found = []
    with window(browser, width, bypass_csp=True) as page:
        page.goto(served.home + "/account/sign-in")
        found += faults(page, "sign in")
        with page.expect_navigation():
            page.locator("main button").click()
        found += faults(page, "sign in, in error")
        sign_in(page, served, "priya.nair")
        for where in routes(page, served):
            found += faults(page, where)
        assert page.title()
        outside = [url for url in page.asked if not url.startswith((served.home, "data:"))]
    with window(browser, width, bypass_csp=True) as page:
        sign_in(page, served, "dana.moss")
        for path in ("/", "/who-looked", "/who-looked?reference=x", CASE + "/who-looked", "/cases"):
            page.goto(served.home + path)
            found += faults(page, f"privacy officer: {path}")
    assert found == []
    assert outside == []


def test_the_policy_of_the_pages_is_never_broken(browser, served):
    with window(browser) as page:
        sign_in(page, served, "sam.reed")
        for path in ("/", "/cases", "/agencies", "/cases/refer", "/account/second-factor"):
            page.goto(served.home + path)
        assert page.complaints == []
        assert page.evaluate("document.fonts.check('19px \"Source Sans Pro\"')")
        assert page.evaluate("document.body.classList.contains('js-enabled')")


def test_everything_works_without_scripts(browser, served):
    with window(browser, java_script_enabled=False) as page:
        page.goto(served.home + "/")
        page.fill("#id_login", "ines.hart")
        page.fill("#id_password", served.passwords["ines.hart"])
        with page.expect_navigation():
            page.locator("main button").click()
        page.goto(served.home + "/cases/CSP-26-0003")
        with page.expect_navigation():
            page.get_by_role("button", name="Work on the case").click()
        page.get_by_role("link", name="Add a note").click()
        page.get_by_label("What do you want to record?").fill("Written without a script")
        with page.expect_navigation():
            page.get_by_role("button", name="Add the note").click()
        assert page.get_by_text("Written without a script").is_visible()
        page.goto(served.home + "/cases")
        page.get_by_label("Words").fill("motorbikes")
        with page.expect_navigation():
            page.get_by_role("button", name="Apply filters").click()
        assert "Words: motorbikes" in page.locator("main").inner_text()


def test_signing_in_with_a_second_factor_by_keyboard(browser, served):
    from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time

    def code(secret):
        return f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06}"

    with window(browser) as page:
        sign_in(page, served, "jo.marsh")
        page.goto(served.home + "/account/second-factor/set-up")
        if heading(page) == "Enter your password again":
            tab_to(page, "Password")
            page.keyboard.type(served.passwords["jo.marsh"])
            go(page)
        secret = page.locator(".wm-code").inner_text()
        tab_to(page, "code")
        page.keyboard.type(code(secret))
        go(page)
        assert heading(page) == "Recovery codes"
        recovery = page.locator("li.wm-code").first.inner_text()
    with window(browser) as page:
        page.goto(served.home + "/")
        tab_to(page, "Username")
        page.keyboard.type("jo.marsh")
        tab_to(page, "Password")
        page.keyboard.type(served.passwords["jo.marsh"])
        go(page)
        assert heading(page) == "Enter your code"
        tab_to(page, "ode")
        page.keyboard.type(recovery)
        go(page)
        assert page.title() == "Today – Wardmote"
