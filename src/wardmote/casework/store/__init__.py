"""What a casework store must do. `memory_store` is the slow, obvious one; `wardmote.web` implements it in Django.

Four promises every store keeps:

1. Every write takes an `AuditEvent` and saves both in the same transaction, or neither.
2. Every read of personal data takes a `Look`, appends a consultation event first, and returns nothing if that fails.
3. Every read of cases takes a `Filter` (a condition without viewer terms) and compiles it into its one query, so that
   a hidden case and a missing one cost the same and answer the same.
4. `save_*` compares `version` with what is stored, raises `EditedMeanwhile` if they differ, and stores version + 1.
"""

from contextlib import AbstractContextManager
from typing import Protocol, TypeAlias

from wardmote.casework.conditions import Condition
from wardmote.casework.store.access import AccessStore
from wardmote.casework.store.case_reviews import CaseReviewsStore
from wardmote.casework.store.cases import FILE_FIELDS, CasesStore
from wardmote.casework.store.daily_call import DailyCallStore
from wardmote.casework.store.documents import DocumentsStore
from wardmote.casework.store.emergencies import EmergenciesStore, NoticesStore
from wardmote.casework.store.meetings import MeetingsStore
from wardmote.casework.store.partnership import PartnershipStore
from wardmote.casework.store.people import PeopleStore
from wardmote.casework.store.sign_in import SignInStore
from wardmote.casework.store.surroundings import SurroundingsStore
from wardmote.casework.store.tokens import TokensStore
from wardmote.casework.store.trail import TrailStore
from wardmote.casework.store.work import WorkStore

__all__ = ["FILE_FIELDS", "Filter", "Store"]

Filter: TypeAlias = Condition
"""A condition with no `Of("viewer", …)` left in it: `visibility.cases_seen_by`, `notes_seen_by`, `trails_seen_by`."""


class Store(
    TrailStore,
    PartnershipStore,
    CasesStore,
    AccessStore,
    SignInStore,
    DocumentsStore,
    TokensStore,
    PeopleStore,
    SurroundingsStore,
    EmergenciesStore,
    NoticesStore,
    DailyCallStore,
    CaseReviewsStore,
    MeetingsStore,
    WorkStore,
    Protocol,
):
    """The casework store. Outside `transaction()` a store may refuse to write."""

    def transaction(self) -> AbstractContextManager[None]:
        """Everything inside is saved together or not at all. Nests: an inner one joins the outer."""
        ...

    def new_id(self) -> str:
        """An opaque id, never reused."""
        ...

    def new_reference(self, year: int) -> str:
        """The next case reference of a year: CSP-26-0007. Never reused."""
        ...
