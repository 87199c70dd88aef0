"""Every page of the table of addresses in headless Chromium: empty, full, in error and taken, wide and narrow."""

from itertools import cycle

import pytest

from wardmote.web.access import ADDRESSES
from wardmote.web.invented import PEOPLE
from web.addresses import path
from web.answered import beside_the_browser, shown_by  # noqa: F401
from web.page_checks import CUT, LOAD, NARROW, WIDE, axe, axe_script, error_faults, faults
from web.walk import (
    EMPTY,
    LED_TO,
    NO_ERRORS,
    NOBODY,
    NOT_PAGES,
    READ,
    SHOWS,
    Face,
    Walk,
    gone_wrong,
    links_in,
    pages,
    to_print,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db,
    pytest.mark.usefixtures("beside_the_browser"),
]
LONG = """() => {
  for (const box of document.querySelectorAll("main input[type=text], main textarea"))
    box.value = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch ".repeat(5);
}"""
BOTH = (1280, 320)
SHARES = 4
"""The walk is shared out, so that it is not one long test."""


@pytest.fixture
def walk(store, client_of):
    return Walk(store, client_of)


@pytest.fixture
def window(browser):
    with shown_by(browser) as opened:
        opened.keep("/static/axe.js", axe_script())
        yield opened


def test_every_page_is_in_the_walk_and_linked_to(walk):
    named = set(walk.forms) | set(READ)
    assert set(pages()) <= named, f"say in walk.READ who sees {set(pages()) - named}"
    for table in (NOT_PAGES, READ, EMPTY, NO_ERRORS, SHOWS, LED_TO):
        assert set(table) <= set(ADDRESSES), "a line for an address that is no more"
    linked = {link for name in pages() for face in walk.faces(name) for link in links_in(face.text)}
    lost = set(pages()) - linked
    assert lost == set(LED_TO), f"link them, or say in walk.LED_TO how one comes there: {lost ^ set(LED_TO)}"


@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_empty_full_and_in_error(walk, window, share):
    """Each page at both widths: by turns in its states, twice where it has one."""
    wrong = []
    for name in pages()[share::SHARES]:
        faces = list(walk.faces(name))
        turns = cycle([[1280], [320]] if share % 2 else [[320], [1280]]) if len(faces) > 1 else [BOTH]
        for face, widths in zip(faces, turns, strict=False):
            wrong += look(window, face, widths)
    assert not wrong, "\n".join(wrong)


def test_every_page_of_something_gone_wrong(walk, window):
    wrong = [fault for face in gone_wrong(walk) for fault in look(window, face, BOTH)]
    assert not wrong, "\n".join(wrong)


def test_the_case_to_print(walk, window):
    window.show(to_print(walk), "/printed")
    window.page.set_viewport_size(WIDE)
    window.page.evaluate(LOAD)
    wrong = axe(window.page)
    window.page.set_viewport_size(NARROW)
    assert wrong + window.page.evaluate(CUT) + window.outside == []


def look(window, face, widths, **options):
    """Everything that is wrong with a page as it is shown."""
    window.page.set_viewport_size(WIDE)
    window.show(face.answer, face.path)
    found = error_faults(window.page) if face.state == "in error" else []
    window.page.evaluate(LONG)
    found += (
        faults(window.page, widths, **options) + [f"asked {url}" for url in window.outside] + window.page.complaints
    )
    return [f"{face.name}, {face.state}: {fault}" for fault in found]


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


def test_the_checks_see_what_is_wrong(walk, window):
    window.page.set_viewport_size(WIDE)
    window.show(walk.client(NOBODY).get(path("account_login")), path("account_login"))
    planted = "".join(PLANTED.values())
    window.page.evaluate("(html) => document.querySelector('main').insertAdjacentHTML('beforeend', html)", planted)
    window.page.evaluate(
        "(css) => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s] }", STYLE
    )
    told = "\n".join(faults(window.page))
    assert [fault for fault in PLANTED if fault not in told] == []


@pytest.mark.prove
def test_every_page_as_a_third_of_everybody_by_turns(walk, window):
    """Wide and narrow by turns; three pages on, everybody has had their turn."""
    wrong, seen, everybody = [], set(), [NOBODY, *(person.id for person in PEOPLE)]
    for number, name in enumerate(pages()):
        form = walk.forms.get(name)
        given = form.given if form else READ[name][1]
        for visitor in everybody[number % 3 :: 3]:
            answer = walk.client(visitor).get(path(name, **given), follow=True)
            if answer.content in seen or not answer.headers["Content-Type"].startswith("text/html"):
                continue
            seen.add(answer.content)
            face = Face(name, f"as {visitor or 'nobody'}", path(name, **given), answer)
            wrong += look(window, face, BOTH[len(seen) % 2 :][:1], every_width_in_colour=True)
    assert not wrong, "\n".join(wrong)
    print(len(seen))
