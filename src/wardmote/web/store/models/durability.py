"""What keeps a form from counting twice, and the casebook's heartbeat."""

from typing import Any

from django.db import models

from wardmote.web.store.models.fields import slug, words


class SentForm(models.Model):
    """A form that was sent and answered. Sent again, it gets the same answer and does nothing more."""

    session = slug()
    token = slug()
    path = models.CharField(max_length=300)
    at = models.DateTimeField(db_index=True)
    location = models.CharField(max_length=300, default="", blank=True)
    said = words()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("session", "token"), name="a_form_counts_once"),)


class Heartbeat(models.Model):
    """One row, written now and then to see whether the casebook can still be written."""

    at: Any = models.DateTimeField()
