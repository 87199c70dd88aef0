"""Cases opened in an emergency, and what people are told."""

from django.db import models

from wardmote.web.accounts.models import Account
from wardmote.web.store.models.case import OfCase
from wardmote.web.store.models.fields import slug, words


class EmergencyOpening(OfCase):
    """One case opened by one person for 60 minutes, and its review."""

    user = slug(db_index=True)
    agency = slug()
    owner_agency = slug()
    category = slug()
    gateway = slug()
    reason = words()
    at = models.DateTimeField()
    until = models.DateTimeField()
    review_due = models.DateField()
    outcome = slug(db_index=True)
    reviewed_by = slug()
    reviewed_at = models.DateTimeField(null=True)
    finding = words()
    version = models.PositiveIntegerField(default=0)


class Notice(models.Model):
    """A few general words to one person."""

    id = models.CharField(primary_key=True, max_length=40)
    person = slug(db_index=True)
    about = slug()
    words = words()
    subject = models.CharField(max_length=400, default="", blank=True)
    since = models.DateTimeField()


class NoticeSeen(models.Model):
    """When somebody read a notice, be it kept or worked out from a date."""

    person = slug(db_index=True)
    notice = slug()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "notice"), name="notice_seen_once"),)


class NoticeAddress(models.Model):
    """Where to say by e-mail that somebody has notices, and when that was last said."""

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.CASCADE, related_name="notice_address")
    address = models.CharField(max_length=300)
    mailed_at = models.DateTimeField(null=True)
