"""The addresses under which calendars read how much is due."""

from django.db import models

from wardmote.web.store.models.fields import slug


class CalendarFeed(models.Model):
    """A secret address, of which the digest is kept."""

    id = models.CharField(primary_key=True, max_length=40)
    user = slug(db_index=True)
    digest = slug(unique=True)
    made_on = models.DateField()
    until = models.DateField()
    ended_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=0)
