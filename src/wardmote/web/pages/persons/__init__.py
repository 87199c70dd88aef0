"""People on a case page, and the pages to add, change and look for them.

A protected address is never part of a case page, a list, a title or an address: it has a page of its own, which asks for
a fresh proof, writes the look down, and then shows one.
"""

from wardmote.web.pages.persons.adding import add_person, add_role, end_role
from wardmote.web.pages.persons.cards import cards, kept_apart
from wardmote.web.pages.persons.details import add_detail, change_detail, open_detail
from wardmote.web.pages.persons.relations import end_relation, own_tie, relate
from wardmote.web.pages.persons.writing import may_write

__all__ = [
    "add_detail",
    "add_person",
    "add_role",
    "cards",
    "change_detail",
    "end_relation",
    "end_role",
    "kept_apart",
    "may_write",
    "open_detail",
    "own_tie",
    "relate",
]
