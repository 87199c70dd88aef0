"""The page in a real browser: axe finds nothing, nothing scrolls sideways, nothing is asked for, no script needed."""

import os
import shutil
from dataclasses import replace

import pypdfium2
import pytest

from unit.assessment.sample import sample_document
from wardmote.assessment.formats.html import render_html
from wardmote.assessment.formats.picture_cache import PictureCache

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


@pytest.fixture(scope="module")
def browser():
    program = shutil.which("chromium")
    if not program:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("chromium is not installed; the page was not looked at")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def sample_page(tmp_path_factory):
    """A small page with every kind of block, a failing claim included."""
    folder = tmp_path_factory.mktemp("page")
    page = folder / "assessment.html"
    page.write_text(render_html(sample_document(), PictureCache(folder / "pictures")), encoding="utf-8")
    return page


MARKING = "OFFICIAL-SENSITIVE: board edition, copy 2 of 5, held by Bo Invented & Sons. Not to be passed on."


@pytest.fixture(scope="module")
def marked_page(tmp_path_factory):
    """The same as a copy of the board edition."""
    folder = tmp_path_factory.mktemp("marked")
    page = folder / "assessment.html"
    document = replace(sample_document(), marking=MARKING, draft=False)
    page.write_text(render_html(document, PictureCache(folder / "pictures")), encoding="utf-8")
    return page


@pytest.fixture(scope="module", params=["sample_page", "marked_page", "medway"])
def address(request):
    """The sample, and the real example as it is published."""
    made = request.getfixturevalue(request.param)
    return (made / "assessment.html" if made.is_dir() else made).as_uri()


def look(browser, address, width, **options):
    """The page open at a width, with everything it asked for."""
    page = browser.new_context(viewport={"width": width, "height": 900}, **options).new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    return page, asked


def test_every_printed_page_of_a_copy_says_whose_it_is_in_its_margins(browser, marked_page):
    page, _ = look(browser, marked_page.as_uri(), 1280)
    printed = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    words = [" ".join(sheet.get_textpage().get_text_bounded().split()) for sheet in printed]
    assert len(words) > 2
    assert min(text.count(MARKING) for text in words) >= 2


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(browser, address, width):
    from axe_playwright_python.sync_playwright import Axe

    page, _ = look(browser, address, width)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"][:200]) for rule in found] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_asked_for_beyond_the_file(browser, address, width):
    _, asked = look(browser, address, width)
    assert [url for url in asked if not url.startswith("data:")] == [address]


@pytest.mark.parametrize("width", WIDTHS)
def test_no_sideways_scroll(browser, address, width):
    page, _ = look(browser, address, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_works_without_scripts(browser, address):
    page, _ = look(browser, address, 1280, java_script_enabled=False)
    assert "trategic assessment" in page.locator("h1").inner_text()
    number = page.locator("a.number").first
    number.click()
    assert page.locator(".trace:target").is_visible()
    page.locator(".trace:target a").click()
    assert page.locator("a.number:target").is_visible()


def test_the_first_tab_stop_skips_to_the_content(browser, address):
    page, _ = look(browser, address, 1280)
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    assert skip.evaluate("link => link === document.activeElement") and skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_on_a_narrow_screen_the_table_comes_before_the_picture(browser, address):
    page, _ = look(browser, address, 320)
    figure = page.locator("figure.picture", has=page.locator("details.behind")).first
    table, drawing = figure.locator("details.behind"), figure.locator(".drawn")
    assert table.bounding_box()["y"] < drawing.bounding_box()["y"]
    assert figure.locator("td").first.is_visible()
