"""The audit trail: rows are added and read. Triggers in the database refuse to change or remove one."""

from django.db import models

from wardmote.web.store.models.fields import WordList, slug


class TrailRecord(models.Model):
    """One record of the chain; names and columns are those of `audit.AuditEvent` and `audit.AuditRecord`."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = slug(db_index=True)
    agency = slug()
    roles = WordList(default=tuple)
    session = slug()
    source = slug()
    action = slug()
    deed = slug()
    object_type = slug()
    object_id = slug()
    fields = WordList(default=tuple)
    purpose = slug()
    gateway = slug()
    agreement = slug()
    outcome = slug()
    recipients = WordList(default=tuple)
    shown = WordList(default=tuple)
    monotonic = models.BigIntegerField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = (
            models.Index(
                fields=("object_id", "seq"), name="trail_by_object", opclasses=["varchar_pattern_ops", "int8_ops"]
            ),
            models.Index(fields=("session", "object_id"), name="trail_by_session"),
            models.Index(fields=("actor", "at"), name="trail_by_actor"),
        )


class TrailShown(models.Model):
    """Which cases a list showed, one row each, so that "who saw this case" need not read every list."""

    record = models.ForeignKey(TrailRecord, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, db_index=True)


class SignedHead(models.Model):
    """The end of the chain on a day, signed, as every agency was handed it."""

    partnership = models.CharField(max_length=200)
    day = models.DateField()
    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    public_key = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
