"""The web page: self-contained, marked up, every number a way to its trace."""

import itertools
import re
from html.parser import HTMLParser

import pytest

from unit.assessment import sample
from wardmote.assessment.formats.html import render_html
from wardmote.assessment.numbering import number_blocks, untraced


@pytest.fixture(scope="module")
def page(document, pictures):
    return render_html(document, pictures)


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))

    def of(self, *names):
        return [attributes for tag, attributes in self.found if tag in names]


def test_the_same_document_gives_the_same_page(page, pictures):
    assert render_html(sample.sample_document(), pictures) == page


def test_nothing_is_asked_from_outside_and_nothing_runs(page):
    tags = Tags(page)
    assert tags.of("script", "iframe", "object", "embed", "link", "img") == []
    assert not [name for _, attributes in tags.found for name in attributes if name.startswith("on") or name == "src"]
    assert re.findall(r"url\((?!data:|#)", page.replace('url("data:', "url(data:")) == []
    assert "javascript:" not in page


def test_text_is_never_markup(page):
    assert "&lt;b&gt;not markup&lt;/b&gt;" in page


def test_landmarks_language_and_headings(page):
    tags = Tags(page)
    assert tags.of("html")[0]["lang"] == "en-GB"
    assert len(tags.of("h1")) == 1 and len(tags.of("main")) == 1 and len(tags.of("nav")) == 1
    levels = [int(tag[1]) for tag, _ in tags.found if re.fullmatch(r"h\d", tag)]
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))


def test_every_fragment_leads_somewhere_and_no_id_is_used_twice(page):
    tags = Tags(page)
    ids = [attributes["id"] for _, attributes in tags.found if attributes.get("id")]
    assert len(ids) == len(set(ids))
    wanted = {attributes["href"][1:] for attributes in tags.of("a") if attributes["href"].startswith("#")}
    assert wanted <= set(ids)


def test_every_number_leads_to_its_trace(page, document):
    numbers = [attributes for attributes in Tags(page).of("a") if attributes.get("class") == "number"]
    assert len(numbers) > 70 and all(number["href"].startswith("#trace-") for number in numbers)
    assert untraced(document) == ()
    assert page.count('class="trace"') == len(document.traces)


def test_pictures_have_words_and_tables_have_scopes(page, document):
    tags = Tags(page)
    drawn = tags.of("svg")
    assert len(drawn) == len(number_blocks(document).pictures)
    assert all(svg["role"] == "img" and len(svg["aria-label"]) > 20 for svg in drawn)
    assert all(header["scope"] in ("col", "row") for header in tags.of("th"))
    assert all(region["tabindex"] == "0" for region in tags.of("div") if region.get("role") == "region")


def test_a_failing_claim_is_marked_in_words(page):
    assert "This sentence does not hold." in page
    assert "The data support: there was no clear change in robbery." in page


def test_draft_and_adopted(page, pictures):
    assert "Draft: not adopted." in page and 'class="draft"' in page
    adopted = render_html(sample.sample_document(draft=False), pictures)
    assert "not adopted" not in adopted and 'class="draft"' not in adopted
