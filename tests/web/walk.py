"""Every page there is, found by following links as every invented person, and the states it is seen in.

An address of the table that no link leads to needs a line in `BY_HAND`; a page with only one face a line in `EMPTY` or
`NEVER_EMPTY`. Without one, the walk fails and says so: a new page cannot slip by.
"""

import html
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from fnmatch import fnmatch
from urllib.parse import urlsplit

from django.urls import Resolver404, get_resolver, resolve, reverse

from wardmote.web.access import ADDRESSES
from wardmote.web.invented import PEOPLE
from web.chromium import code_now, seat, send, token_in, watched

NOT_PAGES = {"health": "plain text, for a monitor", "call_changes": "a part of the call, which its script puts in"}
"""Addresses nobody reads in a browser, and why."""

BY_HAND = {"case_looks": ("dana.moss", "/cases/CSP-26-0002/who-looked")}
"""The visitor and the path for a page no link leads to."""

PASSWORD = "their password"
LINE = {"owner": "marlbridge/", "due_day": "1", "due_month": "3", "due_year": "2031"}
BEFORE = (
    (
        "priya.nair",
        "/cases/CSP-26-0002/note",
        {"text": "She asks that nobody is told.", "kind": "fact", "protection": "P3", "data_category": "contact"},
    ),
    ("priya.nair", "/cases/CSP-26-0003/actions/*", {"outcome": "Barriers agreed"}),
    ("priya.nair", "/call", {**LINE, "what": "Bins on fire", "where": "Weir"}),
    (
        "priya.nair",
        "/call",
        {**LINE, "what": "Stones thrown at buses, the third evening in a row", "where": "Mill Lane"},
    ),
    ("priya.nair", "/call", {**LINE, "what": "Litter", "where": "Weir"}),
    ("priya.nair", "/call/DC-26-0003/close", {"version": "0", "outcome": "Cleared away"}),
    ("sam.reed", "/account/again", {"password": PASSWORD}),
)
"""What is done first, so that there is a link: by whom, in which form (* is the first there is), and what they type."""

EMPTY = {
    "cases": "?words=zebra",
    "daily_call": "?day=2020-01-01",
    "call_printed": "?day=2020-01-01",
}
"""The page when there is nothing in it: what is added to its path, or another path."""

NEVER_EMPTY = {
    "agencies": "there is always an agency, else nobody could sign in",
    "account_inactive": "says one thing",
    "account_logout": "one button",
    "who_looked": "asks for a reference",
    "mfa_generate_recovery_codes": "one button",
    "mfa_view_recovery_codes": "codes are made with the second factor",
    "open_note": "asks before it shows; shown in a test of its own",
    "mfa_authenticate": "asks for a code",
    "case_looks": "whoever referred it looked at it",
    "case_purpose": "a case that is seen is seen for something",
}
"""Pages that look the same whatever there is, and why."""

NO_ERRORS: dict[str, str] = {"call_nothing_new": "one button", "call_open_again": "one button"}
"""Forms that may be sent empty, and why."""

NOBODY = "nobody"
SECOND_FACTOR = "ash.byrne"
HALF_IN = f"{SECOND_FACTOR}, before the code"
EACH = 4
"""How many pages of one address each visitor opens."""


@dataclass(frozen=True)
class Seen:
    """A page as one visitor saw it; `size` is how much there was to read."""

    name: str
    visitor: str
    path: str
    size: int


class Visitors:
    """Each invented person signed in, nobody, and somebody halfway through signing in. Windows open when looked through."""

    def __init__(self, browser, served):
        self.browser, self.served, self.contexts, self.pages = browser, served, {}, {}
        self.first = list(dict.fromkeys([NOBODY, HALF_IN, SECOND_FACTOR, *one_for_each_role()]))
        self.others = [person.username for person in PEOPLE if person.username not in self.first]

    def ask(self, visitor):
        """Asks for pages as this visitor, without a window."""
        if visitor not in self.contexts:
            signed_in = visitor not in (NOBODY, HALF_IN)
            options = {"storage_state": self.served.session(self.browser, visitor)} if signed_in else {}
            self.contexts[visitor] = seat(self.browser, **options)
            self._prepare(visitor, self.contexts[visitor].request)
        return self.contexts[visitor].request

    def page(self, visitor):
        self.ask(visitor)
        if visitor not in self.pages:
            self.pages[visitor] = watched(self.contexts[visitor])
        return self.pages[visitor]

    def _prepare(self, visitor, ask):
        if visitor == SECOND_FACTOR:
            set_up_second_factor(ask, self.served)
        if visitor == HALF_IN:
            self.ask(SECOND_FACTOR)
            send(ask, self.served.door, **self.served.typed(SECOND_FACTOR))

    def close(self):
        for context in self.contexts.values():
            context.close()


def one_for_each_role():
    """One invented person for every set of roles."""
    return {person.roles: person.username for person in reversed(PEOPLE)}.values()


def set_up_second_factor(ask, served):
    address = served.home + "/account/second-factor/set-up"
    send(ask, served.home + "/account/again", password=served.passwords[SECOND_FACTOR])
    text = ask.get(address).text()
    code = code_now(re.search(r'class="wm-code">(\w+)<', text)[1])
    ask.post(address, form={"csrfmiddlewaretoken": token_in(text), "code": code}, headers={"Referer": address})


def name_of(path):
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""


def without_arguments():
    """The path of every address that needs nothing filled in."""
    for name in ADDRESSES:
        found = get_resolver().reverse_dict.getlist(name)
        if name not in NOT_PAGES and any(not arguments for way in found for _, arguments in way[0]):
            yield reverse(name)


def follow(visitor, ask, home):
    """Every page this visitor comes to by links, from every address that can be typed."""
    waiting, opened = list(without_arguments()), Counter()
    met = set(waiting)
    while waiting:
        path = waiting.pop(0)
        name = name_of(path)
        if name not in ADDRESSES or name in NOT_PAGES or "GET" not in ADDRESSES[name].methods or opened[name] >= EACH:
            continue
        opened[name] += 1
        for seen, text in fetched(visitor, ask, home, path):
            yield seen
            new = [link for link in links_in(text) if link not in met]
            met.update(new)
            waiting += new


def fetched(visitor, ask, home, path):
    """The page behind a path; where its purpose is asked first, that page too, answered."""
    answer = ask.get(home + path)
    if name_of(answer.url) == "case_purpose" != name_of(path):
        yield from as_seen(visitor, answer, home)
        send(ask, answer.url, purpose=re.search(r'name="purpose" value="([^"]+)"', answer.text())[1])
        answer = ask.get(home + path)
    yield from as_seen(visitor, answer, home)


def as_seen(visitor, answer, home):
    name, text = name_of(answer.url), answer.text()
    assert answer.status < 500, f"{answer.url} answers {visitor} with {answer.status}"
    if answer.ok and name in ADDRESSES and name not in NOT_PAGES:
        assert answer.headers["content-type"].startswith("text/html"), f"{name} is no page: say why in NOT_PAGES"
        size = len(re.sub(r"<[^>]+>|\s+", " ", main_of(text)).split())
        yield Seen(name, visitor, answer.url.removeprefix(home), size), text


def main_of(text):
    return text.partition("<main")[2].partition("</main>")[0]


def links_in(text):
    for link in re.findall(r'<a [^>]*?href="([^"#]+)', text):
        if (path := html.unescape(link)).startswith("/"):
            yield path


def do_first(visitors, home):
    """Everything of `BEFORE`, by the people it names."""
    for visitor, path, typed in BEFORE:
        ask = visitors.ask(visitor)
        case = "/".join(path.split("/")[:3])
        text = [text for _, text in fetched(visitor, ask, home, case)][-1]
        path = next((link for link in links_in(text) if fnmatch(link, path)), path)
        given = {
            name: visitors.served.passwords[visitor] if value == PASSWORD else value for name, value in typed.items()
        }
        answer = send(ask, home + path, **given)
        assert answer.ok, f"{visitor} at {path}: {answer.status} {main_of(answer.text())}"


def all_pages(visitors, home):
    """What visitors saw, by address: one for each role; the others too while there are addresses nobody came to."""
    do_first(visitors, home)
    found = defaultdict(list)
    for visitor in (*visitors.first, *visitors.others):
        if visitor in visitors.others and not lost(found):
            break
        for seen in follow(visitor, visitors.ask(visitor), home):
            found[seen.name].append(seen)
    for visitor, path in BY_HAND.values():
        for seen, _ in fetched(visitor, visitors.ask(visitor), home, path):
            found[seen.name].append(seen)
    return found


def lost(found):
    """The addresses of pages that nobody came to."""
    return [name for name in ADDRESSES if name not in NOT_PAGES and name not in BY_HAND and not found.get(name)]


def fullest(seen):
    return max(seen, key=lambda one: one.size)


def emptiest(seen):
    """Where there is nothing, else where there is least; none when the page has only one face."""
    full = fullest(seen)
    if given := EMPTY.get(full.name):
        path = given if given.startswith("/") else urlsplit(full.path).path + given
        return Seen(full.name, full.visitor, path, 0)
    least = min(seen, key=lambda one: one.size)
    return least if least.size < full.size else None
