"""People on cases. Names, dates of birth, addresses and contacts are sealed, and found by keyed marks."""

from django.db import models

from wardmote.web.store.models.case import OfCase
from wardmote.web.store.models.fields import WordList, sealed, slug


class Written(OfCase):
    """Something an agency wrote on a case, seen by the rule for notes."""

    owner_agency = slug()
    by = slug()
    at = models.DateTimeField()
    kind = slug()
    protection = slug()
    data_category = slug()

    class Meta:
        abstract = True


class PersonOnCase(Written):
    """In which role a person is on a case."""

    person = slug(db_index=True)
    role = slug()
    ended_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=0)


class Detail(Written):
    """One thing known of a person. `mark` and `uprn_mark` are what it is found by."""

    person = slug(db_index=True)
    about = slug()
    value = sealed()
    sort = slug()
    uprn = sealed()
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    checked_on = models.DateField(null=True)
    forbids = WordList(default=tuple)
    mark = slug(db_index=True)
    uprn_mark = slug(db_index=True)
    version = models.PositiveIntegerField(default=0)


class Relation(Written):
    """How two people on a case stand to each other."""

    one = slug(db_index=True)
    other = slug(db_index=True)
    tie = slug()
    ended_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=0)


class OwnTie(models.Model):
    """A user who is, or lives with, a person on cases."""

    person = slug(db_index=True)
    user = slug()
    how = slug()
    declared_by = slug()
    on = models.DateField()
