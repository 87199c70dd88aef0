"""People on cases: adding them, what is known of them, how they stand to each other, and whom among us they must be kept from.

Everything is written on one case and seen there by the rule for notes. A person comes to a second case only by somebody
who sees them on the first, and only by name and date of birth: an address never travels from case to case by itself.
"""

from wardmote.casework.persons.adding import add_person, bring_person, end_role
from wardmote.casework.persons.details import add_detail, check_detail, end_detail, open_detail, why_not_send
from wardmote.casework.persons.on_case import roles_of
from wardmote.casework.persons.own_ties import declare_own_tie
from wardmote.casework.persons.relations import end_relation, relate

__all__ = [
    "add_detail",
    "add_person",
    "bring_person",
    "check_detail",
    "declare_own_tie",
    "end_detail",
    "end_relation",
    "end_role",
    "open_detail",
    "relate",
    "roles_of",
    "why_not_send",
]
