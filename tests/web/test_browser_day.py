"""A morning's call, a trigger from application to appeal, and a group meeting from agenda to minutes, by keyboard alone.

Each prints its time on task, beside the goal: the seconds that the pages took here, and the whole for somebody who presses
KEYS_A_SECOND. Timings gate nothing.
"""

import time
from contextlib import contextmanager
from datetime import timedelta

import pytest

from wardmote.web.clock import now
from web.chromium import HERE, Keyboard, heading, open_case, window

pytestmark = [pytest.mark.browser, pytest.mark.prove]
CASE = "CSP-26-0002"
LINES = 20
KEYS_A_SECOND = 4
"""Somebody who types 40 words a minute, and tabs no faster."""
AGENCIES = "() => [...new Set([...document.querySelectorAll('main input[type=radio]')].map(box => box.name))]"


@pytest.fixture
def priya(browser, served):
    with window(browser, storage_state=served.session(browser, "priya.nair")) as page:
        page.goto(served.home + "/")
        yield Keyboard(page)
        assert all(url.startswith((served.home, "data:")) for url in page.asked)
        assert page.complaints == []


@pytest.fixture
def timed(capsys):
    """Prints how long a task took by this keyboard, beside its goal in seconds."""

    @contextmanager
    def measuring(task, goal, hand):
        began, keys = time.monotonic(), hand.keys
        yield
        seconds, pressed = time.monotonic() - began, hand.keys - keys
        whole = seconds + pressed / KEYS_A_SECOND
        with capsys.disabled():
            print(f"\n{task}: {seconds:.1f} s of pages, {pressed} keys, {whole:.0f} s in all (goal {goal} s)")

    return measuring


def write_day(hand, day):
    for box, typed in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        hand.write(box, str(typed))


def said(hand):
    return hand.page.locator("main").inner_text()


def raise_line(hand, number):
    """The cursor waits in the first box, and a person for the cursor; who takes it and by when stand there already."""
    hand.page.locator("[name=what]:focus").wait_for()
    hand.type(f"Bins on fire {number}")
    hand.write("Where?", f"{number} Weir Street")
    hand.send("Put it on the call")


def test_a_morning_call_of_twenty_lines(priya, timed):
    priya.follow("Daily call")
    before = priya.page.locator("#call-lines > li").count()
    with timed(f"A call of {LINES} lines", 300, priya):
        with timed("A line of the call", 15, priya):
            priya.tab_to("What happened, without names?")
            raise_line(priya, 1)
        for number in range(2, LINES + 1):
            raise_line(priya, number)
    shown = said(priya)
    raised = [f"Bins on fire {number}, {number} Weir Street" for number in range(1, LINES + 1)]
    assert [line for line in raised if line not in shown] == []
    assert priya.page.locator("#call-lines > li").count() == before + LINES


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
        priya.press("Space")
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


def test_a_meeting_from_agenda_to_minutes(priya, timed):
    plan_with_attendance(priya)
    with timed("A meeting of the group, item by item", 3600, priya):
        end_every_item(priya)
    with timed("Its minutes, from its end", 300, priya):
        priya.follow("Close the meeting")
        priya.send("Close the meeting")
        assert "Closed on" in said(priya)
        priya.follow("Draft the minutes")
        priya.tab_to("Download the minutes", "submit")
        with priya.page.expect_download() as download:
            priya.press("Enter")
        assert download.value.suggested_filename.endswith(".docx")


def plan_with_attendance(priya):
    priya.follow("Meetings")
    priya.follow("Plan a meeting")
    write_day(priya, now().date() + timedelta(days=2))
    priya.send("Plan the meeting")
    assert heading(priya.page).startswith("Operational group")
    priya.follow("Keep who came")
    for agency in priya.page.evaluate(AGENCIES):
        while priya.page.evaluate(HERE)["group"] != agency:
            priya.press("Tab")
        priya.press("Space")
    priya.send("Keep the attendance")
    priya.follow("Add an item")
    priya.write("Or what is it about?", "Lights in the park")
    priya.send("Add the item")


def end_every_item(priya):
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
