"""How many different cases a person may open within an hour, counted from the trail (security.md S7, ASVS 2.4.1)."""

from datetime import timedelta

from wardmote.casework import notices, policies
from wardmote.casework.audit import event
from wardmote.casework.nouns import SignedIn
from wardmote.casework.store import Store

COUNTED_OVER = timedelta(hours=1)


def check_budget(store: Store, by: SignedIn, reference: str) -> None:
    """One query. Raises OverBudget when this would be one different case too many."""
    opened = store.opened_since(by.user.id, by.utc - COUNTED_OVER)
    policies.check_budget(opened, reference, by.cases_an_hour)


def stopped(store: Store, by: SignedIn, reference: str) -> None:
    """What follows when somebody was stopped, after the refusal was undone: the trail, and a notice to who answers for it.

    The privacy officers hear once for each hour, not once for each case.
    """
    with store.transaction():
        store.append(event(by, "permission", "budget-exceeded", "case", reference, outcome="deny"))
        told = notices.officers(store, by.user.agency, by.today, without={by.user.id})
        subject = f"{by.user.id}/{by.utc:%Y-%m-%dT%H}"
        words = (
            f"{by.user.name} opened as many different cases within an hour as anybody needs, and was stopped. Ask why."
        )
        notices.tell(store, by, told, "budget-exceeded", words, subject, action="permission", deed="budget-alerted")
