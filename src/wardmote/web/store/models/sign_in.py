"""Invitations to sign in. Sessions are kept by `accounts`, where signing in is."""

from django.db import models

from wardmote.web.store.models.fields import slug


class Invitation(models.Model):
    """A one-time code, of which only the digest is kept."""

    id = models.CharField(primary_key=True, max_length=40)
    user = slug(db_index=True)
    agency = slug()
    kind = slug()
    by = slug()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    digest = models.CharField(max_length=64, default="", blank=True, db_index=True)
    approved_by = slug()
    used_at = models.DateTimeField(null=True)
    withdrawn = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)
