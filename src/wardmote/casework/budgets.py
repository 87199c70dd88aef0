"""How many different cases a person may open within an hour, counted from the trail (security.md S7, ASVS 2.4.1)."""

from datetime import timedelta

from wardmote.casework import policies
from wardmote.casework.audit import append, event
from wardmote.casework.nouns import SignedIn
from wardmote.casework.store import Store

COUNTED_OVER = timedelta(hours=1)


def check_budget(store: Store, by: SignedIn, reference: str) -> None:
    """One query. Raises OverBudget when this would be one different case too many."""
    opened = store.opened_since(by.user.id, by.utc - COUNTED_OVER)
    policies.check_budget(opened, reference, by.cases_an_hour)


def stopped(store: Store, by: SignedIn, reference: str) -> None:
    """What follows when somebody was stopped, after the refusal was undone: it is in the trail.

    This is the one place where the notice to the agency's privacy officer is to be raised.
    """
    append(store, event(by, "permission", "budget-exceeded", "case", reference, outcome="deny"))
