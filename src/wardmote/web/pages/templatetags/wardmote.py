"""How dates, names and codes are written on a page."""

import hashlib
import secrets
from datetime import date, datetime
from functools import cache
from pathlib import Path

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

from wardmote.casework.nouns import LONDON
from wardmote.vocabulary.roles import roles
from wardmote.web.pages import wording
from wardmote.web.pages.names import Names
from wardmote.web.pages.once import FIELD

register = template.Library()
STATIC = Path(__file__).resolve().parents[2] / "static" / "wardmote"


@register.filter
def day(value: date | None) -> str:
    """4 June 2026"""
    return f"{value.day} {value:%B %Y}" if value else ""


@register.filter
def day_of(value: datetime) -> str:
    """The day of a moment, in London: 4 June 2026"""
    return day(value.astimezone(LONDON).date())


@register.filter
def born(value: str) -> str:
    """A date of birth as it is kept, in words: 17 May 1989"""
    return day(date.fromisoformat(value))


@register.filter
def clock(value: datetime) -> str:
    """9:32am"""
    at = value.astimezone(LONDON)
    return f"{at.hour % 12 or 12}:{at:%M}{'am' if at.hour < 12 else 'pm'}"


@register.filter
def moment(value: datetime) -> str:
    """4 June 2026 at 9:32am"""
    return f"{day(value.astimezone(LONDON).date())} at {clock(value)}"


@register.filter
def agency(code: str, names: Names) -> str:
    """The name of an agency."""
    return names.agency(code)


@register.filter
def person(account: str, names: Names) -> str:
    """The name of a person, with their agency."""
    return names.person(account)


@register.filter
def role(code: str) -> str:
    """The name of a role."""
    return roles()[code].name


@register.filter
def owner(action: object, names: Names) -> str:
    """Who does an action: the person, or the agency until it names one."""
    return names.person(action.owner_person) or names.agency(action.owner_agency)  # type: ignore[attr-defined]


@register.filter
def worded(code: str, which: str) -> str:
    """A code in words, from the list of `wording` that is named."""
    return str(getattr(wording, which.upper()).get(code, code))


@register.simple_tag
def once() -> str:
    """What makes a form count once, however often it is sent."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, secrets.token_urlsafe(18))


@register.simple_tag
def asset(name: str) -> str:
    """The address of one of our own files, which changes when the file does."""
    return f"{static('wardmote/' + name)}?v={_mark(name)}"


@cache
def _mark(name: str) -> str:
    return hashlib.sha256(Path(f"{STATIC}/{name}").read_bytes()).hexdigest()[:10]
