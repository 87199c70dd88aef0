"""Opening a case in an emergency and reviewing it, by keyboard alone."""

import re

import pytest

from web.chromium import Keyboard, heading, sign_in, window

pytestmark = pytest.mark.browser


def test_breaking_glass_and_its_review(browser, served):
    with window(browser, storage_state=served.session(browser, "priya.nair")) as page:
        priya = Keyboard(page)
        page.goto(served.home + "/")
        priya.follow("Refer a case")
        priya.choose("A person who is harmed")
        priya.write("Where is it?", "Weir Street")
        priya.write("What is wrong, in one line?", "Threats at the door every night")
        priya.choose("Marlbridge Council (invented)")
        priya.write("Why should they take it?", "She asked us for help")
        priya.send("Refer this case")
        reference = re.search(r"(CSP-\d\d-\d{4}) opened", page.content())[1]
    with window(browser) as page:
        ines = Keyboard(page)
        sign_in(ines, served, "ines.hart")
        page.goto(f"{served.home}/cases/{reference}")
        assert heading(page) == "Page not found"
        ines.follow("open a case in an emergency")
        assert heading(page) == "Open a case in an emergency"
        ines.send("Open the case")
        assert page.title().startswith("Error: ")
        ines.write("Which case?", reference)
        ines.choose("Threat to life")
        ines.write("Why must you see this case now?", "He is at her door now, with the child inside")
        ines.send("Open the case")
        assert heading(page) == "Threats at the door every night"
        assert "It closes to you at" in page.get_by_role("region", name="Emergency").inner_text()
        ines.send("Lock screen")
        assert heading(page) == "Sign in"
    with window(browser) as page:
        dana = Keyboard(page)
        sign_in(dana, served, "dana.moss")
        assert "Ines Hart" in page.locator("main").inner_text()
        assert reference not in page.content()
        dana.follow("Review an emergency")
        assert "Threats at the door" not in page.content()
        dana.choose("Justified")
        dana.write("What did you find, and what happens next?", "He was arrested; nothing more to do")
        dana.send("Record the review")
        assert "Reviewed." in page.locator("main").inner_text()
