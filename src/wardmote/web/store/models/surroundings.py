"""Where a case's place lies, how its risk was judged, and which cases it is linked to."""

from django.db import models

from wardmote.web.store.models.case import Case, OfCase
from wardmote.web.store.models.fields import sealed, slug
from wardmote.web.store.models.people import Written


class Site(models.Model):
    """Where the place of a case lies. `mark` is of the place's address, `uprn_mark` of its property number."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, related_name="site")
    ward_code = slug(db_index=True)
    ward_name = models.CharField(max_length=200, default="", blank=True)
    uprn = sealed()
    by = slug()
    on = models.DateField()
    mark = slug(db_index=True)
    uprn_mark = slug(db_index=True)
    version = models.PositiveIntegerField(default=0)


class Assessment(Written):
    """A judgement of risk."""

    person = slug(db_index=True)
    tool = slug()
    score = models.IntegerField(null=True)
    band = slug()
    why = sealed()


class CaseLink(OfCase):
    """Two cases that belong together."""

    other = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="linked_from")
    link = slug()
    by = slug()
    agency = slug()
    on = models.DateField()
