"""`wardmote tick`: what is due on a clock. Run it from cron as often as you like; it does each thing once."""

import fcntl
import os
import sys
from pathlib import Path

from wardmote.cli.backup import refuse_missing
from wardmote.cli.progress import say


def run_tick(folder: Path, clock_is_right: bool) -> int:
    """A line for each job. 1 when the clock cannot be trusted or a job failed."""
    refuse_missing(folder)
    from wardmote.web.start import start

    casebook = start(folder)
    handle = os.open(casebook.root / ".ticking", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        print("Another tick is at work on this casebook; nothing to do.")
        return 0
    from wardmote.web.clock import now
    from wardmote.web.durability.jobs import Moment, clock_fault, run_due
    from wardmote.web.store.django_store import DjangoStore

    moment = Moment(DjangoStore(), casebook, now(), say)
    fault = clock_fault(moment.store, moment.now)
    if fault and not clock_is_right:
        print(f"wardmote: nothing was done, because {fault}.", file=sys.stderr)
        print("Check the clock. If it is right, run once: wardmote tick --clock-is-right", file=sys.stderr)
        return 1
    told = []
    for each in run_due(moment):
        print(f"{each.job.name} ({each.job.how_often}): {each.said}", flush=True)
        told.append(each)
    return int(any(each.failed for each in told))
