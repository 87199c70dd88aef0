"""The meetings of the operational group."""

from django.db import models

from wardmote.web.store.models.fields import sealed, slug


class Meeting(models.Model):
    """One meeting, convened by an agency."""

    id = models.CharField(primary_key=True, max_length=40)
    agency = slug()
    by = slug()
    on = models.DateField(db_index=True)
    planned_on = models.DateField()
    closed_on = models.DateField(null=True)
    closed_by = slug()
    version = models.PositiveIntegerField(default=0)


class MeetingItem(models.Model):
    """One item of an agenda. It names a case by reference and belongs to the meeting."""

    id = models.CharField(primary_key=True, max_length=40)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveIntegerField()
    kind = slug()
    case = slug(db_index=True)
    of = slug()
    title = sealed()
    ends = slug(db_index=True)
    decision = sealed()
    owner_agency = slug(db_index=True)
    owner_person = slug()
    due = models.DateField(null=True)
    decided_by = slug()
    done_on = models.DateField(null=True)
    done_by = slug()
    done_words = sealed()
    version = models.PositiveIntegerField(default=0)


class Attendance(models.Model):
    """Whether an agency came."""

    id = models.CharField(primary_key=True, max_length=40)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    agency = slug()
    attended = slug()
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("meeting", "agency"), name="attended_once"),)
