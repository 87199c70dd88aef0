"""What runs in the process of its own: limits first, then one task on one file."""

import json
import resource
import sys
from collections.abc import Callable
from typing import Any

MEMORY = 1_200_000_000
CPU_SECONDS = 25
LARGEST_FILE = 25_000_000
BROKEN = "This file is damaged or cut short. Save it again from the program that made it and send that."


class Unfit(Exception):
    """The reason a file is not kept or not read, in words for whoever sent it."""


def limit() -> None:
    """No more memory, time or files than one honest document needs; nothing is written to disk, no process is started."""
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(kind, (most, most))


def _strip(content: bytes, name: str) -> tuple[dict[str, Any], bytes]:
    from wardmote.web.limited.stripping import strip

    media, kept, told = strip(content, name)
    return {"media": media, "told": told}, kept


def _table(content: bytes, name: str) -> tuple[dict[str, Any], bytes]:
    from wardmote.web.limited.tables import read_table

    return {"sheets": read_table(content)}, b""


TASKS: dict[str, Callable[[bytes, str], tuple[dict[str, Any], bytes]]] = {"strip": _strip, "table": _table}


def answer(task: str, content: bytes, name: str) -> tuple[dict[str, Any], bytes]:
    """The facts and the file, or the reason why not. Whatever a library raises on a damaged file is that reason too."""
    try:
        if len(content) > LARGEST_FILE:
            raise Unfit(f"This file is larger than {LARGEST_FILE // 1_000_000} MB. Send a smaller one.")
        return TASKS[task](content, name)
    except Unfit as reason:
        return {"unfit": str(reason)}, b""
    except MemoryError:
        raise
    except Exception:
        return {"unfit": BROKEN}, b""


def main(arguments: list[str]) -> None:
    """Called in the new process."""
    limit()
    task, name = arguments
    facts, kept = answer(task, sys.stdin.buffer.read(LARGEST_FILE + 1), name)
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + kept)
    sys.stdout.buffer.flush()
