"""Work on a file that nobody trusts: done in a process of its own, with little time and memory, and no way back.

The process reads the file from its standard input and answers on its standard output. It has no database, no keys, no
environment, may write no file, and is killed when it takes too long: a bomb takes itself down, not the server.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from threading import BoundedSemaphore, Thread, Timer
from typing import IO, Any

import wardmote
from wardmote.errors import UserError

SECONDS = 30
LARGEST_ANSWER = 64_000_000
AT_ONCE = BoundedSemaphore(2)
"""Two files at a time: each may take a gigabyte."""
COMMAND = "import sys; sys.path.insert(0, sys.argv[1]); from wardmote.web.limited.work import main; main(sys.argv[2:])"
TOO_MUCH = (
    "This file could not be read within the time and memory one file may take. It may be damaged, or made to overload. "
    "Save it again from the program that made it, or as PDF, and send that."
)


class FileUnfit(UserError):
    """A file that is not kept or not read, with the reason and what to do."""

    exit_code = 3


def work_on(task: str, chunks: Iterable[bytes], name: str = "", seconds: int = SECONDS) -> tuple[dict[str, Any], bytes]:
    """What the task answers: facts, and a file where it makes one. Raises FileUnfit."""
    with AT_ONCE:
        answer = _asked(task, chunks, name, seconds)
    if not answer or len(answer) > LARGEST_ANSWER:
        raise FileUnfit(TOO_MUCH)
    head, _, content = answer.partition(b"\n")
    try:
        facts = json.loads(head)
    except ValueError:
        raise FileUnfit(TOO_MUCH) from None
    if "unfit" in facts:
        raise FileUnfit(facts["unfit"])
    return facts, content


def _asked(task: str, chunks: Iterable[bytes], name: str, seconds: int) -> bytes | None:
    """The whole answer, or None where the process failed, was stopped, or said too much."""
    root = str(Path(wardmote.__file__).parents[1])
    command = [sys.executable, "-I", "-c", COMMAND, root, task, name]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        cwd="/", env={}, start_new_session=True,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        timer = Timer(seconds, _stop, [process])
        timer.start()
        feeder = Thread(target=_feed, args=(process.stdin, chunks), daemon=True)
        feeder.start()
        try:
            answer = process.stdout.read(LARGEST_ANSWER + 1)
        finally:
            timer.cancel()
            if process.poll() is None and len(answer) > LARGEST_ANSWER:
                _stop(process)
        feeder.join()
        return answer if process.wait() == 0 else None


def _feed(pipe: IO[bytes], chunks: Iterable[bytes]) -> None:
    """Hand the file over. A process that has heard enough closes its end, and that is no fault of ours."""
    with suppress(BrokenPipeError), pipe:
        for chunk in chunks:
            pipe.write(chunk)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
