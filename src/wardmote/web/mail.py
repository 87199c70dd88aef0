"""E-mail that says how many notices wait, and nothing else: no case, no reference, no name, no link with one in it."""

import logging
from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail

from wardmote.casework.notices import told_to
from wardmote.casework.nouns import LONDON
from wardmote.web.store import models
from wardmote.web.store.django_store import DjangoStore

log = logging.getLogger(__name__)


def send_due(store: DjangoStore, now: datetime) -> int:
    """Write to everybody who gave an address and has notices since we last wrote. Returns to how many.

    A mail server that is away stops nothing: the notices stand on Today all the same, and the next try writes again.
    """
    sent = 0
    for row in models.NoticeAddress.objects.using(store.using).select_related("account"):
        person = store.user(row.pk)
        told = told_to(store, person, now.astimezone(LONDON).date()) if person else []
        unread = [notice for notice in told if notice.seen_at is None]
        if not any(row.mailed_at is None or notice.since > row.mailed_at for notice in unread):
            continue
        if _sent(row.address, len(unread)):
            models.NoticeAddress.objects.using(store.using).filter(pk=row.pk).update(mailed_at=now)
            sent += 1
    return sent


def _sent(address: str, number: int) -> bool:
    said = f"You have {number} notice{'s' if number > 1 else ''} in Wardmote"
    body = f"{said}. Sign in to read {'them' if number > 1 else 'it'}.\n"
    try:
        return bool(send_mail(said, body, settings.DEFAULT_FROM_EMAIL, [address]))
    except OSError:
        log.warning("a message about notices could not be sent")
        return False
