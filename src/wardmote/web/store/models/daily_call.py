"""The lines of the daily call."""

from django.db import models

from wardmote.web.store.models.fields import slug, words


class CallNumber(models.Model):
    """The last number given to a line in a year."""

    year = models.PositiveIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)


class CallLine(models.Model):
    """One issue on the daily call."""

    reference = models.CharField(primary_key=True, max_length=20)
    raised_on = models.DateField(db_index=True)
    raised_at = models.DateTimeField()
    raised_by = slug()
    raising_agency = slug()
    what = words()
    where = words()
    owner_agency = slug()
    owner_person = slug()
    due = models.DateField()
    vulnerable = models.BooleanField(default=False)
    case = slug()
    closed_at = models.DateTimeField(null=True)
    closed_by = slug()
    outcome = words()
    changed = models.BigIntegerField(db_index=True)
    version = models.PositiveIntegerField(default=0)


class NothingNew(models.Model):
    """An agency had nothing to raise on a day."""

    day = models.DateField()
    agency = slug()
    by = slug()
    at = models.DateTimeField()
    changed = models.BigIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("day", "agency"), name="nothing_new_said_once"),)
