"""The slow, obvious store: the referee for tests, here and of the web's own store. Everything is in plain lists.

Its filter works the other way round from `visibility`: not one case through the whole rule, but every pairing of records
through each condition, keeping those that pass, as a database would.
"""

from wardmote.casework.memory_store.case_reviews import CaseReviewsInMemory
from wardmote.casework.memory_store.cases import CasesInMemory
from wardmote.casework.memory_store.daily_call import DailyCallInMemory
from wardmote.casework.memory_store.meetings import MeetingsInMemory
from wardmote.casework.memory_store.tokens import TokensInMemory
from wardmote.casework.memory_store.work import WorkInMemory


class MemoryStore(
    CasesInMemory, CaseReviewsInMemory, DailyCallInMemory, MeetingsInMemory, TokensInMemory, WorkInMemory
):
    """A casework store in memory."""
