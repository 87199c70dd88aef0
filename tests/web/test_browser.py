"""The journeys of a case in headless Chromium, by keyboard alone and without scripts; what scripts add."""

import re
from contextlib import ExitStack

import pytest

from web.chromium import Keyboard, WithoutScripts, code_now, heading, open_case, sign_in, window

pytestmark = pytest.mark.browser
HANDS = [Keyboard, WithoutScripts]


@pytest.fixture(params=HANDS)
def at(request, browser, served):
    """Somebody signed in, at 400 % zoom where they have no scripts: `at("priya.nair")`."""

    def sit_down(username):
        options = {} if request.param.scripts else {"width": 320, "height": 256, "java_script_enabled": False}
        session = served.session(browser, username)
        hand = request.param(opened.enter_context(window(browser, storage_state=session, **options)))
        hand.page.goto(served.home + "/")
        return hand

    with ExitStack() as opened:
        yield sit_down


def refer(hand, summary):
    hand.follow("Refer a case")
    hand.choose("A place")
    hand.write("Where is it?", "Mill Bridge")
    hand.write("What is wrong, in one line?", summary)
    hand.choose("Marlbridge Council (invented)")
    hand.write("Why should they take it?", "We are called out each weekend")
    hand.send("Refer this case")
    return re.search(r"(CSP-\d\d-\d{4}) referred to Marlbridge Council", hand.page.content())[1]


def answer(hand, reference):
    hand.follow(reference)
    assert heading(hand.page) == f"What are you opening {reference} for?"
    hand.send("Triage of a referral")
    hand.follow("Answer the referral")
    hand.choose("Accept it")
    hand.send("Send the answer")


def set_action(hand, what):
    hand.follow("Set an action")
    hand.write("What is to be done?", what)
    hand.write("Who does it?", "Priya")
    for box, typed in (("Day", "14"), ("Month", "6"), ("Year", "2031")):
        hand.write(box, typed)
    hand.send("Set the action")


def add_note(hand, text):
    hand.follow("Add a note")
    hand.write("What do you want to record?", text)
    hand.choose("Opinion")
    hand.send("Add the note")


def complete(hand, outcome):
    hand.follow("Complete")
    hand.write("What came of it?", outcome)
    hand.send("Complete the action")


def close(hand, outcome, why):
    hand.follow("Close the case")
    hand.choose(outcome)
    hand.write("Why does it end now?", why)
    hand.send("Close the case")


def reopen(hand, why):
    hand.follow("Reopen the case")
    hand.write("What came back?", why)
    hand.send("Reopen the case")


def test_a_case_goes_all_the_way_round(at, served):
    kit = at("kit.lowe")
    reference = refer(kit, "Parapet being dismantled")
    priya = at("priya.nair")
    answer(priya, reference)
    set_action(priya, "write to the owner")
    told = priya.page.locator("main").inner_text()
    assert "Priya Nair (Marlbridge Council) to write to the owner by 14 June 2031" in told
    add_note(priya, "The same group as in the gardens")
    complete(priya, "Owner repairs it")
    close(priya, "Problem stopped", "Quiet for a month")
    reopen(priya, "Stones in the river again")
    told = priya.page.locator("main").inner_text()
    for said in ("Reopened", "Closed: problem stopped", "The same group as in the gardens", "Owner repairs it"):
        assert said in told
    for page in (kit.page, priya.page):
        assert all(url.startswith((served.home, "data:")) for url in page.asked)
        assert page.complaints == []


def test_signing_in_and_out_with_a_second_factor_set_up_from_scratch(browser, served):
    with window(browser) as page:
        jo = Keyboard(page)
        sign_in(jo, served, "jo.marsh")
        jo.follow("Your sign-in")
        jo.follow("Set it up")
        assert heading(page) == "Enter your password again"
        jo.write("Password", served.passwords["jo.marsh"])
        jo.send("Go on")
        secret = page.locator(".wm-code").inner_text()
        jo.write("code", code_now(secret))
        jo.send("Set it up")
        assert heading(page) == "Recovery codes"
        recovery = page.locator("li.wm-code").first.inner_text()
        jo.follow("Sign out")
        jo.send("Sign out")
        for code in (lambda: code_now(secret), lambda: recovery):
            sign_in(jo, served, "jo.marsh")
            assert heading(page) == "Enter your code"
            jo.write("ode", code())
            jo.send("Sign in")
            assert page.title() == "Today – Wardmote"
            jo.follow("Sign out")
            jo.send("Sign out")
            assert heading(page) == "Sign in"
        page.goto(served.home + "/cases")
        assert heading(page) == "Sign in"
        assert page.complaints == []


@pytest.mark.parametrize("hand", HANDS)
def test_lock_screen_is_one_press_and_leads_back(browser, served, hand):
    with window(browser, java_script_enabled=hand.scripts) as page:
        sam = hand(page)
        sign_in(sam, served, "sam.reed")
        open_case(sam, served, "CSP-26-0002")
        sam.send("Lock screen")
        assert "The screen is locked" in page.locator("main").inner_text()
        page.goto(served.home + "/cases/CSP-26-0002")
        assert heading(page) == "Sign in"
        page.go_back()
        assert heading(page) == "Sign in"
        sam.write("Username", "sam.reed")
        sam.write("Password", served.passwords["sam.reed"])
        sam.send("Sign in")
        assert heading(page) == "What are you opening CSP-26-0002 for?"


def test_filters_without_scripts_are_shown_and_taken_away(browser, served):
    session = served.session(browser, "priya.nair")
    with window(browser, storage_state=session, java_script_enabled=False) as page:
        page.goto(served.home + "/cases")
        priya = WithoutScripts(page)
        priya.write("Words", "motorbikes")
        priya.send("Apply filters")
        assert page.locator("tbody tr").count() == 1
        priya.follow("Words: motorbikes")
        assert page.locator("tbody tr").count() > 3


def test_a_protected_entry_leaves_the_page_after_a_minute(browser, served):
    with window(browser, storage_state=served.session(browser, "priya.nair")) as page:
        priya = WithoutScripts(page)
        open_case(priya, served, "CSP-26-0002")
        priya.follow("Add a note")
        priya.write("What do you want to record?", "SAFE-ADDRESS")
        priya.choose("Could put a life at risk, such as a safe address")
        priya.send("Add the note")
        priya.follow("the protected entry of")
        page.clock.install()
        priya.send("Show the entry")
        page.clock.run_for(58_000)
        assert page.get_by_text("SAFE-ADDRESS").is_visible()
        page.clock.run_for(4_000)
        assert "SAFE-ADDRESS" not in page.content()
        assert page.get_by_role("status").inner_text() == "Hidden after 60 seconds. Show it again"
        priya.follow("Show it again")
        priya.send("Show the entry")
        assert page.get_by_text("SAFE-ADDRESS").is_visible()
        open_case(priya, served, "CSP-26-0002")
        priya.follow("telephone of")
        priya.send("Show it")
        assert page.get_by_text("01632 960 301").is_visible()
        page.clock.run_for(62_000)
        assert "01632 960 301" not in page.content()
        assert page.get_by_role("link", name="Show it again").is_visible()
        assert page.complaints == []


def test_a_session_asks_before_it_ends_and_one_key_keeps_it(browser, served):
    with window(browser, storage_state=served.session(browser, "priya.nair")) as page:
        page.clock.install()
        page.goto(served.home + "/agencies")
        assert "signed out after 15 minutes" in page.locator("footer").inner_text()
        asked = page.get_by_role("alert")
        page.clock.run_for("12:50")
        assert asked.inner_text() == ""
        page.clock.run_for("00:20")
        assert "You will be signed out in 2 minutes." in asked.inner_text()
        Keyboard(page).tab_to("Stay signed in")
        with page.expect_response("**/health"):
            page.keyboard.press("Enter")
        page.clock.run_for("00:02")
        assert asked.inner_text() == ""
        with page.expect_navigation():
            page.clock.run_for("15:10")
        assert page.complaints == []


def test_the_typeface_is_ours_and_scripts_run(browser, served):
    with window(browser, storage_state=served.session(browser, "priya.nair")) as page:
        page.goto(served.home + "/")
        assert page.evaluate("document.fonts.check('19px \"Source Sans Pro\"')")
        assert page.evaluate("document.body.classList.contains('js-enabled')")
