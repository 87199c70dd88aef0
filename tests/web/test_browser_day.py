"""A trigger from application to appeal, and a group meeting from agenda to minutes, by keyboard alone in headless Chromium."""

import time
from datetime import timedelta

import pytest

from wardmote.web.clock import now
from web.chromium import HERE, Keyboard, heading, open_case, window

pytestmark = [pytest.mark.browser, pytest.mark.prove]
CASE = "CSP-26-0002"
AGENCIES = "() => [...new Set([...document.querySelectorAll('main input[type=radio]')].map(box => box.name))]"


@pytest.fixture
def priya(browser, served):
    with window(browser, storage_state=served.session(browser, "priya.nair")) as page:
        page.goto(served.home + "/")
        yield Keyboard(page)
        assert all(url.startswith((served.home, "data:")) for url in page.asked)
        assert page.complaints == []


def write_day(hand, day):
    for box, typed in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        hand.write(box, str(typed))


def said(hand):
    return hand.page.locator("main").inner_text()


def test_a_trigger_from_application_to_appeal(priya, served):
    today = now().date()
    open_case(priya, served, CASE)
    priya.follow("ASB case review")
    priya.follow("Take an application")
    priya.write("Who is it about?", "Witness")
    priya.write("What do they ask for?", "That somebody listens")
    priya.send("Take the application")
    assert "Application taken" in said(priya)
    priya.follow("Give complaints")
    write_day(priya, today - timedelta(days=3))
    write_day(priya, today - timedelta(days=2))
    priya.choose("Add this complaint; that is all of them")
    priya.send("Save")
    priya.follow("Give complaints")
    priya.choose("There is nothing to add; that is all")
    priya.write("If you answer for another body", "They said so by telephone today")
    priya.send("Save")
    priya.follow("Decide on the threshold")
    priya.choose("It is met: hold a review")
    priya.write("Why?", "Enough complaints qualify")
    priya.send("Keep the decision")
    priya.follow("Draft the letter")
    priya.choose("They were told in words, and want no letter")
    priya.send("Go on")
    priya.follow("Set the day of the panel")
    write_day(priya, today)
    for body in ("Marlbridge Council", "Marlshire Constabulary"):
        priya.tab_to(body, "checkbox")
        priya.page.keyboard.press("Space")
    priya.send("Keep the day")
    priya.follow("Record what the review found")
    priya.write("What did the review find?", "Nobody looked at it as one")
    priya.send("Keep what was found")
    priya.follow("Add a recommendation")
    priya.write("Which body is it made to?", "Marlshire Con")
    priya.write("What should it do?", "Name one officer")
    priya.send("Add the recommendation")
    priya.follow("Record an appeal")
    priya.write("Why?", "Fire was not asked")
    priya.send("Keep the appeal")
    assert "Appeal kept" in said(priya), "and a colleague who did not decide answers it"
    for words in ("Nobody looked at it as one", "Name one officer", "Met: enough complaints qualify"):
        assert words in said(priya)


def test_a_meeting_from_agenda_to_minutes_within_five_minutes(priya):
    began = time.monotonic()
    priya.follow("Meetings")
    priya.follow("Plan a meeting")
    write_day(priya, now().date() + timedelta(days=2))
    priya.send("Plan the meeting")
    assert heading(priya.page).startswith("Operational group")
    priya.follow("Keep who came")
    for agency in priya.page.evaluate(AGENCIES):
        while priya.page.evaluate(HERE)["group"] != agency:
            priya.page.keyboard.press("Tab")
        priya.page.keyboard.press("Space")
    priya.send("Keep the attendance")
    priya.follow("Add an item")
    priya.write("Or what is it about?", "Lights in the park")
    priya.send("Add the item")
    priya.follow("Go through the agenda")
    ended = 0
    while "/items/" in priya.page.url:
        priya.write("What was decided?", f"Decision {ended}")
        if ended:
            priya.choose("No, there is nothing more for the group to do")
        else:
            priya.write("If yes: who?", "Priya")
            write_day(priya, now().date() + timedelta(days=9))
        priya.send("Keep, and go to the next")
        ended += 1
    assert ended >= 2
    priya.follow("Close the meeting")
    priya.send("Close the meeting")
    assert "Closed on" in said(priya)
    priya.follow("Draft the minutes")
    priya.tab_to("Download the minutes", "submit")
    with priya.page.expect_download() as download:
        priya.page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".docx")
    assert time.monotonic() - began < 300
