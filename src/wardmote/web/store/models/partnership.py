"""Agencies, the roles people hold in them, and the agreements they share under."""

from django.db import models

from wardmote.web.accounts.models import Account
from wardmote.web.store.models.fields import WordList, slug, words


class Agency(models.Model):
    """A partner: the tenant that owns its facts."""

    code = models.CharField(primary_key=True, max_length=80)
    name = models.CharField(max_length=200)
    kind = slug()
    privacy_officer = slug()
    controller_contact = words()
    letter_contact = words()


class RoleGrant(models.Model):
    """A role held by a person, from a day until a day."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="role_grants")
    role = slug()
    start = models.DateField()
    until = models.DateField()
    by = slug()
    approved_by = slug()

    class Meta:
        ordering = ("id",)


class Agreement(models.Model):
    """Who may share what about whom, under which power, until when."""

    id = models.CharField(primary_key=True, max_length=80)
    title = models.CharField(max_length=300)
    parties = WordList(default=tuple)
    subject_categories = WordList(default=tuple)
    data_categories = WordList(default=tuple)
    purposes = WordList(default=tuple)
    gateway = slug()
    lawful_basis = words()
    start = models.DateField()
    review = models.DateField()
    end = models.DateField()

    class Meta:
        abstract = True


class SharingAgreement(Agreement):
    """An agreement that every party has signed."""


class AgreementDraft(Agreement):
    """An agreement somebody proposes, until every party has signed."""

    by = slug()
    signed = WordList(default=tuple)
    signatories = WordList(default=tuple)
