"""Who else may see one case, and who must not."""

from django.db import models

from wardmote.web.store.models.case import Case, OfCase
from wardmote.web.store.models.fields import WordList, sealed, slug


class CaseGrant(OfCase):
    """Sight of one case for one person or one role of an agency."""

    agency = slug()
    to_user = slug(db_index=True)
    to_role = slug()
    purpose = slug()
    gateway = slug()
    start = models.DateField()
    until = models.DateField()
    by = slug()
    reason = sealed()
    approvals = WordList(default=tuple)
    reaches = slug()
    revoked = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)


class Conflict(models.Model):
    """A person who must not see a case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="conflicts")
    user = slug(db_index=True)
    declared_by = slug()
    on = models.DateField()
