"""ASB case reviews and the complaints they rest on."""

from django.db import models

from wardmote.web.store.models.case import OfCase
from wardmote.web.store.models.fields import WordList, sealed, slug


class CaseReview(OfCase):
    """One application and its way."""

    person = slug(db_index=True)
    applied_by = slug()
    applicant = sealed()
    consent = models.BooleanField(default=False)
    agreed_on = models.DateField(null=True)
    agreed_how = sealed()
    asks = sealed()
    agency = slug()
    by = slug()
    received_on = models.DateField(db_index=True)
    needed = models.PositiveIntegerField()
    acknowledge_due = models.DateField()
    decide_due = models.DateField()
    status = slug(db_index=True)
    acknowledged_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    decided_by = slug()
    met_by = slug()
    why = sealed()
    decision_told_on = models.DateField(null=True)
    review_due = models.DateField(null=True)
    panel_on = models.DateField(null=True)
    panel_bodies = WordList(default=tuple)
    reviewed_on = models.DateField(null=True)
    reviewed_by = slug()
    finding = sealed()
    earlier_finding = sealed()
    outcome_told_on = models.DateField(null=True)
    appealed_on = models.DateField(null=True)
    appeal_why = sealed()
    appeal_answered_on = models.DateField(null=True)
    appeal_answer = slug()
    appeal_finding = sealed()
    appeal_told_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)
    withdrawn_why = sealed()
    drafted = slug()
    version = models.PositiveIntegerField(default=0)


class Complaint(OfCase):
    """A complaint about the behaviour, to one of the bodies."""

    person = slug(db_index=True)
    agency = slug()
    behaviour_on = models.DateField()
    made_on = models.DateField(db_index=True)
    their_reference = sealed()
    caveat = sealed()
    by = slug()
    on = models.DateField()


class BodyAsked(OfCase):
    """One body was asked for its complaints."""

    review = slug(db_index=True)
    agency = slug()
    asked_on = models.DateField()
    due = models.DateField()
    answered_on = models.DateField(null=True)
    answered_by = slug()
    answered_why = sealed()
    version = models.PositiveIntegerField(default=0)


class Recommendation(OfCase):
    """What a review asks one body to do."""

    review = slug(db_index=True)
    agency = slug()
    what = sealed()
    by = slug()
    made_on = models.DateField()
    answer = slug()
    words = sealed()
    answered_on = models.DateField(null=True)
    answered_by = slug()
    version = models.PositiveIntegerField(default=0)


class Telling(OfCase):
    """Somebody who never asked was told of the review, or was not."""

    person = slug(db_index=True)
    agency = slug()
    by = slug()
    on = models.DateField()
    how = slug()
    outcome = slug()
    words = sealed()
