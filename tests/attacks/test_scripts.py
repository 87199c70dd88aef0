"""Nothing that anybody types is ever run: payloads through the real forms into every field of words, each page in Chromium.

The browser asks this process: each request it makes is answered by the application here, headers and all.
"""

import re
from urllib.parse import quote, urlsplit

import pytest

from attacks.payloads import CLASSES, payloads
from wardmote.web.store.models import Action

pytestmark = [pytest.mark.browser, pytest.mark.walk, pytest.mark.django_db]
HOME = "http://localhost"
LISTEN = "addEventListener('securitypolicyviolation', event => (window.refused = window.refused || []).push(event.violatedDirective))"
MARKS = """() => ({ran: window.ran || document.documentElement.id === 'ran', refused: window.refused || [],
  odd: [...document.querySelectorAll('*')].filter(at => [...at.attributes].some(a => /^on/i.test(a.name)
    || (/^(href|src|action|formaction|srcdoc|data)$/i.test(a.name) && /^\\s*(javascript|vbscript|data:text)/i.test(a.value))))
    .map(at => at.outerHTML.slice(0, 200)),
  foreign: [...document.querySelectorAll('script:not([src^="/static/"]), style, iframe, object, embed, math, base, link:not([href^="/static/"]):not([rel=icon]), meta[http-equiv]')]
    .map(at => at.outerHTML.slice(0, 200))})"""


class Watched:
    """A window of Chromium whose every request one signed-in client answers."""

    def __init__(self, opened, client):
        self.client, self.dialogs, self.complaints, self.outside, self.visited = client, [], [], [], 0
        self.page = opened.new_page()
        self.page.on("dialog", self._dialog)
        self.page.on(
            "console", lambda said: self.complaints.append(said.text) if "Content Security" in said.text else None
        )
        self.page.add_init_script(LISTEN)
        self.page.route("**/*", self._answer)

    def _dialog(self, dialog):
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _answer(self, route):
        """What was fetched for the browser, or one of our own files. The database is not asked in here."""
        asked = urlsplit(route.request.url)
        if asked.netloc != "localhost":
            self.outside.append(route.request.url)
            return route.abort()
        answer = self.client.get(asked.path) if asked.path.startswith("/static/") else self.answer
        body = b"".join(answer) if answer.streaming else answer.content
        return route.fulfill(status=answer.status_code, headers=dict(answer.items()), body=body)

    def visit(self, path):
        self.show(self.client.get(path, follow=True), path)

    def show(self, answer, path):
        """An answer of the application, as the browser shows it."""
        self.answer = answer
        self.page.goto(HOME + path, wait_until="load")
        self.look(path)

    def look(self, path):
        self.visited += 1
        marks = self.page.evaluate(MARKS)
        assert marks == {"ran": False, "refused": [], "odd": [], "foreign": []}, (path, marks)
        assert self.dialogs == self.complaints == self.outside == [], (
            path,
            self.dialogs,
            self.complaints,
            self.outside,
        )


@pytest.fixture(scope="module", autouse=True)
def beside_the_browser():
    """The browser's own loop runs in this thread; nothing else does."""
    with pytest.MonkeyPatch.context() as set_for_now:
        set_for_now.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture
def watched(browser, at_work):
    context = browser.new_context()
    window = Watched(context, at_work("priya"))
    yield window
    context.close()


REFERRAL = {"kind": "location", "place": "x", "summary": "x", "to": "marlbridge", "why": "x", "risk": "standard"}
TOGETHER = 10
"""So many payloads share a case, each in an entry and an action of its own, so that each page shows many."""


def sent(client, path, **typed):
    answer = client.post(path, typed)
    assert answer.status_code in (200, 302), (path, answer.content.decode())
    return answer


def referred(kit, **typed):
    """The address of a new case."""
    return f"/cases/{re.search(r'CSP-..-[0-9]+', sent(kit, '/cases/refer', **{**REFERRAL, **typed})['Location'])[0]}"


def typed_everywhere(client, kit, some):
    """Payloads in every field of every form of a case, from referral to reopening; returns its address."""
    for payload in some:
        referred(kit, place=payload[:300], summary=payload[:300])
    case, every = referred(kit, place=some[0][:300], summary=some[-1][:300], why="\n".join(some)), "\n".join(some)
    sent(client, f"{case}/purpose", purpose="case-work")
    sent(client, f"{case}/triage", answer="accepted", lead_person="priya")
    for payload in some:
        sent(client, f"{case}/note", text=payload, kind="fact", protection="P1", data_category="incident")
        due = {"due_day": "14", "due_month": "6", "due_year": "2099"}
        sent(client, f"{case}/action", what=payload[:300], owner="marlbridge/", **due)
        action = Action.objects.get(case=case.rpartition("/")[2], done_on=None)
        sent(client, f"{case}/actions/{action.pk}", outcome=payload)
        sent(client, "/account/tokens/new", name=payload[:100], deeds="read", days="7")
    sent(client, f"{case}/close", outcome="problem-stopped", why=every)
    sent(client, f"{case}/reopen", why=every)
    return case


def turned_down(client, kit, some):
    """The two fields of an answer that does not take the case."""
    case = referred(kit)
    sent(client, f"{case}/purpose", purpose="triage")
    sent(client, f"{case}/triage", answer="signposted", signposted_to=some[0][:300], why="\n".join(some))
    return case


@pytest.mark.parametrize("many, in_one", [(60, 5), pytest.param(300, 2, marks=pytest.mark.prove)])
def test_nothing_typed_is_run(watched, at_work, many, in_one):
    """`in_one`: so many payloads stand one after the other in each field."""
    client, kit = watched.client, at_work("kit")
    each = payloads(many)
    assert len(set(each)) == many
    tried = [" ".join(each[first : first + in_one]) for first in range(0, many, in_one)]
    for first in range(0, len(tried), TOGETHER):
        some = tried[first : first + TOGETHER]
        watched.visit(typed_everywhere(client, kit, some))
        assert "alert(1)" in watched.page.inner_text("main")
        watched.visit(turned_down(client, kit, some))
        watched.visit("/cases?sort=-reference")
        for payload in some[:2]:
            watched.visit(f"/cases?words={quote(payload)}")
            watched.visit(f"/cases/{quote(payload, safe='')}")
        wrong = client.post("/cases/refer", {"place": some[0], "summary": some[1], "why": "\n".join(some)})
        assert wrong.status_code == 422
        watched.show(wrong, "/cases/refer")
    for path in ("/", "/account/tokens", "/cases?sort=place", f"/who-looked?reference={quote(tried[0])}"):
        watched.visit(path)
    print(len(each), watched.visited)


def test_a_page_that_did_run_it_would_be_noticed(watched):
    """The watch can fail: a page that shows what was typed as it is, without and with the policy."""

    class Answer:
        streaming, status_code = False, 200

        def __init__(self, policy):
            self.content = b"<!doctype html><title>x</title><script>window.ran=1</script>"
            self.kept = {"Content-Type": "text/html", **({"Content-Security-Policy": policy} if policy else {})}

        def items(self):
            return self.kept.items()

    for policy in ("", "default-src 'none'"):
        with pytest.raises(AssertionError):
            watched.show(Answer(policy), "/cases/refer")


def test_every_class_of_payload_is_in_the_ordinary_run():
    some = payloads(60)
    for name, forms in CLASSES.items():
        assert any(payload in {form.format(run) for form in forms for run in ("alert(1)",)} for payload in some), name
