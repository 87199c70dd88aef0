"""A window of Chromium in which a test shows answers of the application: no server beside it, the casebook as the test left it."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.test import Client

from web.chromium import seat, watched

OURS = "/static/"


@pytest.fixture(scope="module")
def beside_the_browser():
    """The browser's own loop runs in this thread; nothing else does."""
    with pytest.MonkeyPatch.context() as set_for_now:
        set_for_now.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@contextmanager
def shown_by(browser):
    """A window, and the little door through which it is handed what a test wants it to show."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as door:
        door.shown, door.at, door.kept = None, "", {}
        threading.Thread(target=door.serve_forever, daemon=True).start()
        context = seat(browser)
        yield Window(context, door)
        context.close()
        door.shutdown()


class Window:
    """Shows answers of the application, headers and all, at the address they have. `outside` is what a page asked of others."""

    def __init__(self, context, door):
        self.door, self.home, self.dialogs = door, f"http://127.0.0.1:{door.server_port}", []
        self.page = watched(context)
        self.page.on("dialog", self._dialog)

    def _dialog(self, dialog):
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def show(self, answer, path):
        self.door.shown, self.door.at = kept(answer), path.partition("?")[0]
        self.page.asked.clear()
        self.page.complaints.clear()
        self.page.goto(self.home + path, wait_until="load")

    @property
    def outside(self):
        return [url for url in self.page.asked if not url.startswith((self.home, "data:"))]

    def keep(self, path, body):
        """A script of the test's own, at an address the policy allows."""
        self.door.kept[path] = 200, {"Content-Type": "text/javascript", "Cache-Control": "max-age=3600"}, body


class Door(BaseHTTPRequestHandler):
    """Hands out what is shown now, or one of our own files. The database is not asked in here."""

    def do_GET(self):
        path = self.path.partition("?")[0]
        if path.startswith(OURS) and path not in self.server.kept:
            self.server.kept[path] = kept(Client().get(path))
        status, headers, body = self.server.kept[path] if path.startswith(OURS) else self._answer(path)
        self.send_response(status)
        for name, value in headers.items():
            if name != "Content-Length":
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _answer(self, path):
        """What is shown, at its address; a script that asks elsewhere hears that there is nothing new."""
        return self.server.shown if path == self.server.at else (204, {}, b"")

    def log_message(self, *_):
        pass


def kept(answer):
    """An answer as it goes over the wire."""
    body = b"".join(answer) if answer.streaming else answer.content
    return answer.status_code, dict(answer.items()), body
