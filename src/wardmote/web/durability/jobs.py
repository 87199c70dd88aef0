"""What is due on a clock. Add a job by adding a line to JOBS: its name, how often, when it is due, what it does."""

import os
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from wardmote.casework.audit import append, operator_event
from wardmote.casework.nouns import LONDON
from wardmote.casework.visibility import a_year_before
from wardmote.errors import UserError, WrongUse
from wardmote.web.accounts.models import SignInSession
from wardmote.web.durability.backup import BACKED_UP, back_up, old_backups
from wardmote.web.durability.copies import Say
from wardmote.web.durability.extracting import place_of, write_extract
from wardmote.web.durability.operator import account
from wardmote.web.folder import Casebook
from wardmote.web.heads import sign_today
from wardmote.web.mail import send_due
from wardmote.web.store import models
from wardmote.web.store.django_store import DjangoStore

AHEAD = timedelta(hours=36)
"""How far the clock may be past the last signed head before nothing is done by it: a day and a half (security.md R3)."""
HALF_A_DAY = timedelta(hours=12)
"""A head is signed again after this, so that a tick at both ends of a day leaves no gap that looks like a jump."""
KEEP_FORMS = timedelta(hours=1)
BACKUP_TO = "WARDMOTE_BACKUP_TO"
BACKUP_DAYS = "WARDMOTE_BACKUP_DAYS"
"""For how many days backups are kept: each still holds what was erased since. Unset, none is ever removed."""


@dataclass(frozen=True)
class Moment:
    """What a job works with."""

    store: DjangoStore
    casebook: Casebook
    now: datetime
    say: Say

    @property
    def today(self) -> date:
        return _day(self.now)


@dataclass(frozen=True)
class Job:
    """Something due on a clock. `due` says why it is not, or nothing; `do` says what was done. Twice does no harm."""

    name: str
    how_often: str
    not_due: Callable[[Moment], str]
    do: Callable[[Moment], str]


@dataclass(frozen=True)
class Told:
    """What became of one job."""

    job: Job
    said: str
    failed: bool = False


def run_due(moment: Moment) -> Iterator[Told]:
    """Each job in turn; one that fails does not keep the next from its work."""
    for job in JOBS:
        try:
            waits = job.not_due(moment)
            yield Told(job, f"not due: {waits}" if waits else job.do(moment))
        except UserError as error:
            yield Told(job, f"FAILED: {error}", failed=True)
        except Exception as error:
            yield Told(job, f"FAILED: {_where(error)}", failed=True)


def _where(error: Exception) -> str:
    """What broke and where. Not its words: a database quotes the row it would not take."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(last.filename).name}, line {last.lineno}"


def clock_fault(store: DjangoStore, now: datetime) -> str:
    """Why the clock cannot be trusted, or nothing. A clock that jumped would end, lapse and delete what is not due."""
    signed = last_deed(store, "head-signed")
    if signed is None:
        return ""
    if now < signed:
        return f"the clock reads {_moment(now)}, before the last head was signed ({_moment(signed)})"
    if now - signed > AHEAD:
        return f"the clock reads {_moment(now)}, and the last head was signed long before ({_moment(signed)})"
    return ""


def last_deed(store: DjangoStore, deed: str) -> datetime | None:
    """When an operator's deed last stands in the trail."""
    about = {"head-signed": _last_head_day(store), BACKED_UP: "backup"}[deed]
    rows = models.TrailRecord.objects.using(store.using).filter(object_id=about, deed=deed)
    return rows.order_by("-seq").values_list("at", flat=True).first()


def _last_head_day(store: DjangoStore) -> str:
    day = models.SignedHead.objects.using(store.using).order_by("-pk").values_list("day", flat=True).first()
    return day.isoformat() if day else ""


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()


def _moment(at: datetime) -> str:
    return f"{at.astimezone(LONDON):%d %B %Y %H:%M}"


# The jobs


def _head_signed_today(moment: Moment) -> str:
    signed = last_deed(moment.store, "head-signed")
    return "signed today" if signed and signed > moment.now - HALF_A_DAY and _day(signed) == moment.today else ""


def _sign(moment: Moment) -> str:
    file = sign_today(moment.store, moment.casebook, moment.now)
    return f"signed {file}; hand it to every agency" if file else "the trail is empty"


def _backed_up_today(moment: Moment) -> str:
    if not os.environ.get(BACKUP_TO):
        return f"{BACKUP_TO} names no place for it"
    last = last_deed(moment.store, BACKED_UP)
    return "backed up today" if last and _day(last) == moment.today else ""


def _back_up(moment: Moment) -> str:
    made = back_up(moment.store, moment.casebook, moment.now, Path(os.environ[BACKUP_TO]), moment.say)
    return f"{made.file} ({made.size / 1_000_000:,.1f} MB), read back"


def _kept_for_ever(moment: Moment) -> str:
    if not os.environ.get(BACKUP_DAYS):
        return f"{BACKUP_DAYS} does not say how long they are kept"
    return "" if _outlived(moment) else "none is older"


def _outlived(moment: Moment) -> list[Path]:
    days = os.environ[BACKUP_DAYS]
    if not days.isdecimal() or int(days) < 1:
        raise WrongUse(f"{BACKUP_DAYS} is not a number of days. Write one, like 35")
    place = Path(os.environ.get(BACKUP_TO) or moment.casebook.backups)
    return old_backups(moment.casebook, place, moment.now - timedelta(days=int(days)))


def _remove_backups(moment: Moment) -> str:
    gone = _outlived(moment)
    for file in gone:
        file.unlink()
    append(moment.store, operator_event(moment.now, "backups-removed", "casebook", str(len(gone)), source=account()))
    return f"{len(gone)} removed"


def _always(_: Moment) -> str:
    return ""


def _end_sessions(moment: Moment) -> str:
    ended, _ = SignInSession.objects.using(moment.store.using).filter(expire_date__lt=moment.now).delete()
    return f"{ended} cleared away"


def _forget_forms(moment: Moment) -> str:
    forms = models.SentForm.objects.using(moment.store.using).filter(at__lt=moment.now - KEEP_FORMS)
    return f"{forms.delete()[0]} forgotten"


def _send_notices(moment: Moment) -> str:
    return f"{send_due(moment.store, moment.now)} people written to"


def _no_line_to_lapse(moment: Moment) -> str:
    return "" if moment.store.lines_to_lapse(a_year_before(moment.today)) else "no line is a year old"


def _lapse_lines(moment: Moment) -> str:
    before = a_year_before(moment.today)
    told = operator_event(moment.now, "call-lines-lapsed", "call", before.isoformat(), source=account())
    return f"{moment.store.lapse_call_lines(before, told)} lines of the daily call lapsed after a year"


def _extracted_this_month(moment: Moment) -> str:
    return "written this month" if place_of(moment.casebook, moment.today).is_file() else ""


def _extract(moment: Moment) -> str:
    place = write_extract(moment.store, moment.casebook, moment.now)
    return f"{place.relative_to(moment.casebook.folder)}, without anybody in it"


JOBS = (
    Job("head of the trail", "each day", _head_signed_today, _sign),
    Job("backup", "each day", _backed_up_today, _back_up),
    Job("old backups", "each day", _kept_for_ever, _remove_backups),
    Job("ended sessions", "each time", _always, _end_sessions),
    Job("notices by e-mail", "each time", _always, _send_notices),
    Job("lines of the daily call", "each time", _no_line_to_lapse, _lapse_lines),
    Job("extract of the casebook", "each month", _extracted_this_month, _extract),
    Job("answers to sent forms", "each time", _always, _forget_forms),
)
