"""The casework store over Django: SQLite or PostgreSQL. What it promises is in `casework.store`."""

from wardmote.web.store.django_store.case_reviews import CaseReviewsInDjango
from wardmote.web.store.django_store.cases import CasesInDjango
from wardmote.web.store.django_store.daily_call import DailyCallInDjango
from wardmote.web.store.django_store.meetings import MeetingsInDjango
from wardmote.web.store.django_store.partnership import user_of
from wardmote.web.store.django_store.tokens import TokensInDjango
from wardmote.web.store.django_store.trail import TrailUnwritten
from wardmote.web.store.django_store.work import WorkInDjango

__all__ = ["DjangoStore", "TrailUnwritten", "user_of"]


class DjangoStore(
    CasesInDjango, CaseReviewsInDjango, DailyCallInDjango, MeetingsInDjango, TokensInDjango, WorkInDjango
):
    """One database of Django as a casework store."""
