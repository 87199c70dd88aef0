"""Every page of the table of addresses, seen in headless Chromium: empty, full and in error, wide and narrow.

The table is walked by itself; see `walk.py` for what a new page may need.
"""

from itertools import cycle

import pytest

from wardmote.web.access import ADDRESSES
from web.chromium import serving
from web.page_checks import WIDE, error_faults, faults
from web.walk import (
    EMPTY,
    NEVER_EMPTY,
    NO_ERRORS,
    NOBODY,
    NOT_PAGES,
    Visitors,
    all_pages,
    emptiest,
    follow,
    fullest,
    lost,
)

pytestmark = [pytest.mark.browser, pytest.mark.walk]
SENT_EMPTY = """(form) => {
  for (const box of form.elements) {
    if (box.matches("[type=hidden], button")) continue;
    if (box.matches("[type=radio], [type=checkbox]")) box.checked = false; else box.value = "";
  }
}"""
LONG = """() => {
  for (const box of document.querySelectorAll("main input[type=text], main textarea"))
    box.value = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch ".repeat(5);
}"""


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A partnership of its own, in which nobody has done anything yet."""
    with serving(tmp_path_factory.mktemp("walked")) as application:
        yield application


@pytest.fixture(scope="module")
def visitors(browser, served):
    visitors = Visitors(browser, served)
    yield visitors
    visitors.close()


@pytest.fixture(scope="module")
def pages(visitors, served):
    return all_pages(visitors, served.home)


def test_there_is_a_way_to_every_page(pages):
    assert not lost(pages), f"no link leads to {lost(pages)}: link them, or say in walk.BY_HAND who finds them where"
    for table in (NOT_PAGES, EMPTY, NEVER_EMPTY, NO_ERRORS):
        assert set(table) <= set(ADDRESSES), "a line for an address that is no more"


def test_every_page_empty_full_and_in_error(pages, visitors, served):
    wrong = []
    for name, one, other in zip(pages, cycle([[1280], [320]]), cycle([[320], [1280]]), strict=False):
        full = fullest(pages[name])
        wrong += [f"{name}, full: {fault}" for fault in look(visitors, served, full, one)]
        form = forms(visitors.page(full.visitor))
        if empty := emptiest(pages[name]):
            wrong += [f"{name}, empty: {fault}" for fault in look(visitors, served, empty, other)]
        elif not form and name not in NEVER_EMPTY:
            wrong.append(f"{name}: say in walk.EMPTY where it has nothing in it, or in NEVER_EMPTY why it never has")
        if form and name not in NO_ERRORS:
            wrong += [f"{name}, in error: {fault}" for fault in look_at_errors(visitors, served, full, other)]
    assert not wrong, "\n".join(wrong)


PLANTED = {
    "image-alt": '<p><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></p>',
    "color-contrast": '<p class="pale">Too pale to read</p>',
    "2 of h1": "<h1>Another</h1>",
    "two things have the id main": '<p id="main">x</p>',
    "nothing is at #nowhere": '<a href="#nowhere">Away</a>',
    "focus not to be seen": '<button type="button" class="unseen">Press</button>',
    "takes no focus": '<input type="text" inert aria-label="Typed">',
    "too wide": '<p class="wide">Wide</p>',
    "cut off": '<p class="short">What is said here is much too long for its box</p>',
    "lost at 320 px: Vanishing": '<p class="goes">Vanishing</p>',
    "target-size": '<p><button type="button" class="tiny">a</button><button type="button" class="tiny">b</button></p>',
}
STYLE = """.pale {color: #ccc} .unseen, .unseen:focus {all: unset} .wide {width: 700px} .tiny {all: unset; font-size: 8px}
.short {width: 90px; overflow: hidden; white-space: nowrap} @media (max-width: 700px) {.goes {display: none}}"""


def test_the_checks_see_what_is_wrong(visitors, served):
    page = visitors.page(NOBODY)
    page.set_viewport_size(WIDE)
    page.goto(served.home + "/account/sign-in")
    planted = "".join(PLANTED.values())
    page.evaluate("(html) => document.querySelector('main').insertAdjacentHTML('beforeend', html)", planted)
    page.evaluate(
        "(css) => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s] }", STYLE
    )
    told = "\n".join(faults(page))
    assert [fault for fault in PLANTED if fault not in told] == []


def look(visitors, served, seen, widths):
    page = opened(visitors, served, seen)
    page.evaluate(LONG)
    return faults(page, widths) + outside(page, served)


def opened(visitors, served, seen):
    page = visitors.page(seen.visitor)
    page.set_viewport_size(WIDE)
    page.asked.clear()
    page.complaints.clear()
    page.goto(served.home + seen.path)
    return page


def outside(page, served):
    """What the page asked of others, and what its console said."""
    return [f"asked {url}" for url in page.asked if not url.startswith((served.home, "data:"))] + page.complaints


def forms(page):
    """The forms of the page that have something to fill in and are sent to change something."""
    found = page.locator("main form[method=post]").all()
    return [form for form in found if form.locator("input:not([type=hidden]), select, textarea").count()]


def look_at_errors(visitors, served, seen, widths):
    """The page after each of its forms is sent empty."""
    wrong = []
    page = opened(visitors, served, seen)
    for number in range(len(forms(page))):
        form = forms(opened(visitors, served, seen))[number]
        form.evaluate(SENT_EMPTY)
        with page.expect_navigation():
            form.locator("button[type=submit], button:not([type])").first.click()
        wrong += error_faults(page)
        wrong += faults(page, widths) + outside(page, served)
    return wrong


@pytest.mark.prove
def test_every_page_as_everybody_who_may_at_both_widths(pages, visitors, served):
    for visitor in visitors.others:
        for seen in follow(visitor, visitors.ask(visitor), served.home):
            pages[seen.name].append(seen)
    wrong = []
    for name, seen in pages.items():
        for visitor in {one.visitor: None for one in seen}:
            own = [one for one in seen if one.visitor == visitor]
            for one in {fullest(own), emptiest(own) or fullest(own)}:
                found = look(visitors, served, one, widths=(1280, 320))
                wrong += [f"{name} as {visitor} at {one.path}: {fault}" for fault in found]
    assert not wrong, "\n".join(wrong)
