"""Say what is being done while it is done: on a terminal only, never into a pipe."""

import sys


def say(what: str) -> None:
    """One line of progress on the terminal's error stream."""
    if sys.stderr.isatty():
        print(f"  {what} …", file=sys.stderr, flush=True)
