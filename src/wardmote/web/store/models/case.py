"""A case and what hangs on it."""

from django.db import models
from django.db.models.lookups import IsNull

from wardmote.web.store.models.fields import sealed, slug, words


class CaseNumber(models.Model):
    """The last number given out in a year."""

    year = models.PositiveIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)


class Case(models.Model):
    """Where a case stands, and the words about it. Place and summary are searched by word, so they are not sealed."""

    reference = models.CharField(primary_key=True, max_length=20)
    kind = slug()
    tier = slug()
    risk = slug()
    marking = slug()
    status = slug(db_index=True)
    lead_agency = slug(db_index=True)
    lead_person = slug(db_index=True)
    referred_by = slug(db_index=True)
    referring_agency = slug()
    opened_on = models.DateField(db_index=True)
    next_date = models.DateField(null=True)
    reopenings = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    place = words()
    summary = words()

    class Meta:
        indexes = (
            models.Index(IsNull(models.F("next_date"), True), "next_date", "reference", name="cases_by_next_date"),
        )


class OfCase(models.Model):
    """Something that belongs to one case."""

    id = models.CharField(primary_key=True, max_length=40)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True


class Referral(OfCase):
    """One agency asks another to take it."""

    from_agency = slug()
    to_agency = slug()
    by = slug()
    on = models.DateField()
    why = sealed()
    gateway = slug()
    agreement = slug()


class ReferralAnswer(models.Model):
    """What the receiving agency answered."""

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="answer_given")
    answer = slug()
    by = slug()
    on = models.DateField()
    reason = sealed()
    signposted_to = sealed()


class Note(OfCase):
    """An entry: fact, opinion or intelligence."""

    owner_agency = slug()
    by = slug()
    at = models.DateTimeField()
    kind = slug()
    protection = slug()
    data_category = slug()
    text = sealed()


class Action(OfCase):
    """Who does what by when."""

    owner_agency = slug()
    owner_person = slug()
    what = sealed()
    due = models.DateField(db_index=True)
    by = slug()
    set_on = models.DateField()
    done_on = models.DateField(null=True)
    done_by = slug()
    outcome = sealed()
    version = models.PositiveIntegerField(default=0)


class Decision(OfCase):
    """What was decided and why."""

    by = slug()
    agency = slug()
    at = models.DateTimeField()
    what = sealed()
    why = sealed()


class Outcome(OfCase):
    """How it ended."""

    code = slug()
    by = slug()
    on = models.DateField()
    comment = sealed()
