"""The log of the running application: one JSON line for each request and fault, and nothing in it about anybody.

A line holds the time, the level, an event, the request's id, the name of the address (never the path: it holds case
references), the status and the milliseconds. Libraries' own messages are left out, because they may hold what was typed:
of a fault only its kind and the lines of program it passed through are kept.
"""

import json
import logging
import secrets
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

KEPT = ("request", "address", "method", "status", "ms")
logger = logging.getLogger("wardmote.requests")


class Line(logging.Formatter):
    """One record as one line of JSON, of fields known to be safe."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        ours = record.name.startswith("wardmote.")
        line: dict[str, Any] = {
            "time": at,
            "level": record.levelname.lower(),
            "event": record.msg if ours else record.name,
        }
        line |= {name: getattr(record, name) for name in KEPT if ours and hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            line |= _fault(record.exc_info[1])
        if not ours and (request := getattr(record, "request", None)) is not None:
            line["request"] = getattr(request, "log_id", "")
        return json.dumps(line)


def _fault(error: BaseException | None) -> dict[str, Any]:
    """What kind of fault and where, without its message: a database's may quote the row."""
    frames = traceback.extract_tb(error.__traceback__) if error else []
    where = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
    return {"fault": type(error).__name__, "where": where[-12:]}


class Requests:
    """Gives each request an id and writes its line. Outermost, so that nothing goes unwritten."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.log_id, begun = secrets.token_hex(6), time.perf_counter()  # type: ignore[attr-defined]
        response = self.get_response(request)
        said = {
            "request": request.log_id,  # type: ignore[attr-defined]
            "address": getattr(request, "address_name", ""),
            "method": request.method,
            "status": response.status_code,
            "ms": round((time.perf_counter() - begun) * 1000),
        }
        logger.log(logging.ERROR if response.status_code >= 500 else logging.INFO, "request", extra=said)
        return response

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        """Kept by itself: a page for what is not there takes the address off the request."""
        match = request.resolver_match
        request.address_name = match.view_name if match else ""  # type: ignore[attr-defined]
