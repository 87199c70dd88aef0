"""Documents of cases, maps of old trackers and what came by them, and the ledger of exports."""

from django.db import models

from wardmote.web.store.models.case import Case, OfCase
from wardmote.web.store.models.fields import WordList, slug, words


class Document(OfCase):
    """A file on a case: everything but the file, which lies sealed in the casebook folder."""

    owner_agency = slug()
    by = slug()
    at = models.DateTimeField()
    name = words()
    media = slug()
    size = models.PositiveBigIntegerField()
    kind = slug()
    protection = slug()
    data_category = slug()
    marking = slug()
    told = WordList(default=tuple)
    salt = slug()
    digest = slug()


class TrackerMap(models.Model):
    """How the columns of an agency's old tracker are read."""

    id = models.CharField(primary_key=True, max_length=40)
    agency = slug(db_index=True)
    name = words()
    rows = WordList(default=tuple)
    by = slug()
    version = models.PositiveIntegerField(default=0)


class BroughtIn(models.Model):
    """The reference a case had in an old tracker: once for each tracker of an agency."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="brought")
    agency = slug()
    tracker = slug()
    reference = models.CharField(max_length=200)
    on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("agency", "tracker", "reference"), name="brought_in_once"),)


class CaseExport(OfCase):
    """One case taken out as files."""

    by = slug(db_index=True)
    agency = slug()
    at = models.DateTimeField()
    recipient = slug()
    addressed_to = words()
    why = words()
    marking = slug()
    subjects = models.PositiveIntegerField()
    expires = models.DateField()
    approved_by = slug()
    version = models.PositiveIntegerField(default=0)
