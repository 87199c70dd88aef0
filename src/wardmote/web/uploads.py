"""Files that are sent: only to the addresses that ask for one, only so large, sealed as they arrive.

Anywhere else a file is not even read. Django's own handling would put it, readable, into a temporary folder.
"""

import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wardmote.web.folder import Casebook
from wardmote.web.keys import seal
from wardmote.web.sealed_files import SealedWriter, opened

FORM_AROUND = 100_000
"""What the rest of a form with a file may take, in bytes."""
KEPT_SECONDS = 60 * 60
"""How long a file may lie in the quarantine: long enough to map a tracker's columns, no longer."""


class Quarantined(UploadedFile):
    """A file as it was sent, sealed in the quarantine. It goes when its request ends, unless it is held."""

    def __init__(self, writer: SealedWriter, name: str) -> None:
        super().__init__(file=None, name=name, size=writer.size)
        self.place = writer.file
        self.held = False

    def chunks(self, chunk_size: int | None = None) -> Any:
        return opened(self.place, seal(settings.CASEBOOK.keys))

    def close(self) -> None:
        if not self.held:
            self.place.unlink(missing_ok=True)


class Quarantine(FileUploadHandler):
    """Seals one file, piece by piece, as it arrives. A second one in the same form is passed over."""

    taken = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.taken:
            raise SkipFile
        self.taken = True
        place = settings.CASEBOOK.quarantine / secrets.token_hex(16)
        self.writer = SealedWriter(place, seal(settings.CASEBOOK.keys))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.writer.write(raw_data)

    def file_complete(self, file_size: int) -> Quarantined:
        self.writer.finish()
        return Quarantined(self.writer, self.file_name or "")

    def upload_interrupted(self) -> None:
        if self.taken:
            self.writer.abandon()


class NoFiles(FileUploadHandler):
    """Passes over every file."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None: ...

    def file_complete(self, file_size: int) -> None: ...


class Uploads:
    """Decides, before a form is read, whether a file may come with it and how large the whole may be."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        asked = settings.UPLOADS.get(name, 0) if request.user.is_authenticated else 0
        most = asked + FORM_AROUND if asked else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if int(request.META.get("CONTENT_LENGTH") or 0) > most:
            said = f"What you sent is larger than {most / 1_000_000:.0f} MB. Send a smaller file, or fewer words."
            return render(request, "errors/said.html", {"heading": "This is too large", "said": said}, status=413)
        request.upload_handlers = [Quarantine(request) if asked else NoFiles(request)]
        return None


def held(token: str) -> Path | None:
    """The file somebody is in the middle of bringing in, if it is still there. A token is only ever one we made."""
    place = settings.CASEBOOK.quarantine / token
    return place if token.isalnum() and place.is_file() else None


def sweep(casebook: Casebook, documents: frozenset[str]) -> int:
    """Clear away what a stopped process left: old files in the quarantine, and kept files of no document."""
    before = time.time() - KEPT_SECONDS
    left = list(casebook.quarantine.iterdir())
    left += [file for file in casebook.documents.iterdir() if file.is_file() and file.name not in documents]
    old = [file for file in left if file.stat().st_mtime < before]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)
