"""A window of Chromium whose every request this process answers: no server, and the casebook as the test left it."""

from functools import cache
from urllib.parse import urlsplit

import pytest
from django.test import Client

from web.chromium import seat, watched

HOME = "http://localhost"


@pytest.fixture(scope="module")
def beside_the_browser():
    """The browser's own loop runs in this thread; nothing else does."""
    with pytest.MonkeyPatch.context() as set_for_now:
        set_for_now.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


class Window:
    """Shows answers of the application, headers and all. `outside` keeps what a page asked of others."""

    def __init__(self, browser, **options):
        self.context, self.outside, self.dialogs = seat(browser, **options), [], []
        self.page = watched(self.context)
        self.page.on("dialog", self._dialog)
        self.page.route("**/*", self._answer)

    def _dialog(self, dialog):
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _answer(self, route):
        """What is shown now, or one of our own files. The database is not asked in here."""
        asked = urlsplit(route.request.url)
        if asked.netloc != "localhost":
            self.outside.append(route.request.url)
            return route.abort()
        status, headers, body = our_file(asked.path) if asked.path.startswith("/static/") else self.shown
        return route.fulfill(status=status, headers=headers, body=body)

    def show(self, answer, path):
        """An answer of the application, as the browser shows it."""
        self.shown = kept(answer)
        self.page.complaints.clear()
        self.outside.clear()
        self.page.goto(HOME + path, wait_until="load")

    def close(self):
        self.context.close()


def kept(answer):
    """An answer as it goes over the wire."""
    body = b"".join(answer) if answer.streaming else answer.content
    return answer.status_code, dict(answer.items()), body


@cache
def our_file(path):
    return kept(Client().get(path))
