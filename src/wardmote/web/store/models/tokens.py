"""Keys to the API."""

from django.db import models

from wardmote.web.store.models.fields import WordList, slug, words


class ApiToken(models.Model):
    """A key that a person made for a program; what it is made of is not here, only a digest."""

    id = models.CharField(primary_key=True, max_length=40)
    user = slug(db_index=True)
    agency = slug()
    roles = WordList(default=tuple)
    name = words()
    deeds = WordList(default=tuple)
    made_at = models.DateTimeField()
    until = models.DateField()
    digest = models.CharField(max_length=64)
    revoked = models.BooleanField(default=False)
