"""The operational group: plan a meeting with its agenda, keep who came, end each item, close it, chase its actions.

The agenda holds references, not what the cases say: each person sees the items about cases they see, and no others. The
agency that convenes a meeting runs it; every agency closes its own actions.
"""

from wardmote.casework.operational_group.actions import action_done, stands_alone, the_action
from wardmote.casework.operational_group.agenda import add_item, asked, plan, refresh
from wardmote.casework.operational_group.meeting import close, end_item, keep_attendance, take_minutes
from wardmote.casework.operational_group.reading import (
    Group,
    came_to,
    read_group,
    read_meeting,
    running,
    the_item,
)

__all__ = [
    "Group",
    "action_done",
    "add_item",
    "asked",
    "came_to",
    "close",
    "end_item",
    "keep_attendance",
    "plan",
    "read_group",
    "read_meeting",
    "refresh",
    "running",
    "stands_alone",
    "take_minutes",
    "the_action",
    "the_item",
]
