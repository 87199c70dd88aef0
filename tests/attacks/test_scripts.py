"""Nothing that anybody types is ever run: payloads through the real forms into every box of words, each page in Chromium."""

import html
from dataclasses import replace
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from attacks.forms import TWO, at_work
from attacks.payloads import CLASSES, RUN, payloads
from wardmote.casework import persons, work
from web.addresses import path
from web.answered import beside_the_browser, shown_by  # noqa: F401
from web.walk import READ, Walk, boxes_in, to_print

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db,
    pytest.mark.usefixtures("beside_the_browser"),
]
LISTEN = "addEventListener('securitypolicyviolation', event => (window.refused = window.refused || []).push(event.violatedDirective))"
MARKS = """() => ({ran: window.ran || document.documentElement.id === 'ran', refused: window.refused || [],
  odd: [...document.querySelectorAll('*')].filter(at => [...at.attributes].some(a => /^on/i.test(a.name)
    || (/^(href|src|action|formaction|srcdoc|data)$/i.test(a.name) && /^\\s*(javascript|vbscript|data:text)/i.test(a.value))))
    .map(at => at.outerHTML.slice(0, 200)),
  foreign: [...document.querySelectorAll('script:not([src^="/static/"]), style, iframe, object, embed, math, base, link:not([href^="/static/"]):not([rel=icon]), meta[http-equiv]')]
    .map(at => at.outerHTML.slice(0, 200))})"""


NO_DAYS = dict.fromkeys([f"{name}_{part}" for name in ("since", "until") for part in ("day", "month", "year")], "")
DETAILS = {
    "name": {"value": "Ada"},
    "address": {"value": "1 Weir Street", "protection": "P2", "sort": "home", "uprn": "", **NO_DAYS},
    "contact": {"value": "01632 960 001", "protection": "P2", "sort": "phone", **NO_DAYS},
    "safe-contact": {"value": "Text only", **NO_DAYS},
}
FURTHER = [
    *(("add_detail", {"about": about}, typed) for about, typed in DETAILS.items()),
    ("triage", {}, {"answer": "signposted", "signposted_to": "x"}),
    ("approve_access", {}, {"answer": "no", "why": "x"}),
    ("assess_risk", {}, {"tool": "professional-judgement", "score": "", "band": "high"}),
]
"""Forms filled in another way than in `forms.py`, which leads to other words being kept."""
AFTER = {
    "refer": ("cases", "today"),
    "triage": ("cases", "today"),
    "add_action": ("today",),
    "give_access": ("case_access",),
    "hand_over": ("today",),
    "export_case": ("case",),
}
"""Where what was typed may stand, besides the page a form leads to: of a case that page is the case."""


class Watch:
    """A window in which nothing that was typed may do anything."""

    def __init__(self, window):
        self.window, self.visited, self.unseen = window, 0, set()
        window.page.add_init_script(LISTEN)

    def look(self, answer, path):
        """What the browser makes of an answer; one in which nothing hostile stands need not be shown."""
        said = html.unescape(kept(answer))
        if not any(run.lower() in said.lower() for run in RUN):
            return
        self.window.show(answer, path)
        self.visited += 1
        marks = self.window.page.evaluate(MARKS)
        assert marks == {"ran": False, "refused": [], "odd": [], "foreign": []}, (path, marks)
        odd = self.window.dialogs + self.window.page.complaints + self.window.outside
        assert not odd, (path, odd)
        self.unseen -= {payload for payload in self.unseen if payload in said}


def kept(answer):
    return answer.content.decode() if answer.headers["Content-Type"].startswith("text/html") else ""


@pytest.fixture
def walk(store, client_of):
    return Walk(store, client_of)


@pytest.fixture
def watch(browser):
    with shown_by(browser) as window:
        yield Watch(window)


class Hostile:
    """Payloads as a box takes them: one to a line where there are lines, else as many as fit, the next ones in the next box."""

    def __init__(self, many):
        self.each, self.at = payloads(many), 0

    def __call__(self, box):
        if box.kind == "textarea":
            return "\n".join(self.each)
        fit = ""
        while len(more := f"{fit} {self.each[self.at % len(self.each)]}".strip()) <= box.longest and len(fit) < 300:
            fit, self.at = more, self.at + 1
        return fit or self.each[self.at % len(self.each)][: box.longest]

    @property
    def file(self):
        """A tracker with hostile names, headings and cells."""
        rows = [f'"{word}"' for word in (one.replace('"', '""') for one in self.each) if "\n" not in word]
        lines = [f"{number},{word},{word},{word}" for number, word in enumerate(rows)]
        return "\n".join([f"Ref,Where,What,{rows[self.at % len(rows)]}", *lines]).encode()


def all_ways(walk):
    """Every form there is, and those that lead elsewhere when they are filled in otherwise."""
    yield from walk.forms.items()
    for name, given, typed in FURTHER:
        form = walk.forms[name]
        yield name, replace(form, given={**form.given, **given}, typed={**form.typed, **typed})


def typed_everywhere(walk, name, form, hostile):
    """Hostile words in every box of a form: what it answers while it is wrong, once it is taken, and where its words then stand."""
    client, address = walk.client(form.by), path(name, **form.given)
    walk.give_purpose(form.by, form.given)
    with transaction.atomic():
        form.bring(client, hostile.file)
        page = client.get(address)
        sent = form.sent() | {box.name: hostile(box) for box in boxes_in(kept(page)) if box.typed}
        if form.file:
            sent["file"] = SimpleUploadedFile(f"{hostile.each[hostile.at % 60]}.csv".replace("/", "_"), hostile.file)
        yield (answer := client.post(address, sent, follow=True))
        for _ in range(4):
            if answer.status_code != 422:
                break
            sent |= corrected(answer, form, sent)
            answer = client.post(address, sent, follow=True)
            yield answer
        assert answer.status_code == 200, (name, answer.status_code, kept(answer))
        for read in AFTER.get(name, ()):
            visitor, _ = READ[read]
            yield walk.client(visitor).get(path(read, **form.given))
        transaction.set_rollback(True)


def corrected(answer, form, sent):
    """The boxes that were refused, as they would be taken: the others stay hostile, unless nothing else helps."""
    wrong, right = answer.context["form"].errors, form.sent()
    boxes = [name for name in right if any(name == field or name.startswith(f"{field}_") for field in wrong)]
    fine = {name: right[name] for name in boxes if right[name] != sent.get(name)}
    return fine or right


@pytest.mark.parametrize("many, times", [(60, 1), pytest.param(300, 2, marks=pytest.mark.prove)])
def test_nothing_typed_is_run(walk, watch, many, times):
    hostile = Hostile(many)
    watch.unseen = set(hostile.each)
    assert len(watch.unseen) == many
    for _ in range(times):
        for name, form in all_ways(walk):
            for answer in typed_everywhere(walk, name, form, hostile):
                watch.look(answer, path(name, **form.given))
    assert watch.unseen == set()
    print(many, watch.visited)


def test_nothing_protected_or_asked_is_run(walk, watch):
    """What is shown only when it is opened, what is taken out and printed, and what stands in an address."""
    words, by, priya = "\n".join(payloads(60)), at_work(walk.store, "priya"), walk.client("priya")
    walk.give_purpose("priya", TWO)
    note = work.add_note(walk.store, by, **TWO, text=words, protection="P3", purpose="case-work")
    known = {"about": "address", "value": words, "sort": "safe", "protection": "P3"}
    detail = persons.add_detail(walk.store, by, **TWO, person=walk.forms["add_detail"].given["person"], **known)
    for address in (path("open_note", **TWO, note_id=note.id), path("open_detail", **TWO, detail_id=detail.id)):
        watch.look(priya.post(address), address)
    assert watch.visited == 2
    work.add_note(walk.store, by, **TWO, text=words, purpose="case-work")
    watch.window.show(to_print(walk), "/printed")
    marks = watch.window.page.evaluate(MARKS)
    assert (marks["ran"], marks["odd"], watch.window.dialogs, watch.window.outside) == (False, [], [], [])
    assert "alert(1)" in watch.window.page.inner_text("body")
    for payload in payloads(20):
        for address in (
            f"/cases?words={quote(payload)}",
            f"/cases/{quote(payload, safe='')}",
            f"/cases?sort={quote(payload)}",
        ):
            watch.look(priya.get(address), address)
        address = f"/who-looked?reference={quote(payload)}"
        watch.look(walk.client("dana").get(address), address)
    signing_in = path("account_login")
    watch.look(walk.client("").post(signing_in, {"login": payloads(1)[0], "password": "x"}), signing_in)
    assert watch.visited > 40


def test_a_page_that_did_run_it_would_be_noticed(watch):
    """The watch can fail: a page that shows what was typed as it is, without and with the policy."""

    class Answer:
        streaming, status_code = False, 200

        def __init__(self, policy):
            self.content = b"<!doctype html><title>alert(1)</title><script>window.ran=1</script>"
            self.headers = {"Content-Type": "text/html", **({"Content-Security-Policy": policy} if policy else {})}

        def items(self):
            return self.headers.items()

    for policy in ("", "default-src 'none'"):
        with pytest.raises(AssertionError):
            watch.look(Answer(policy), "/cases/refer")


def test_every_class_of_payload_is_in_the_ordinary_run():
    some = payloads(60)
    for name, forms in CLASSES.items():
        assert any(payload in {form.format(run) for form in forms for run in ("alert(1)",)} for payload in some), name
