"""Say what is being done while it is done: on a terminal only, never into a pipe."""

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

Thing = TypeVar("Thing")


def counted(things: Iterable[Thing], what: str, every: int = 20_000) -> Iterator[Thing]:
    """The same things, saying on a terminal how many have passed."""
    shown = sys.stderr.isatty()
    for number, thing in enumerate(things, start=1):
        if shown and number % every == 0:
            print(f"\r  {number:,} {what} …", end="", file=sys.stderr, flush=True)
        yield thing
    if shown:
        print(file=sys.stderr)


def say(what: str) -> None:
    """One line of progress on the terminal's error stream."""
    if sys.stderr.isatty():
        print(f"  {what} …", file=sys.stderr, flush=True)
