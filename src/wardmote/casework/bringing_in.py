"""Bringing in what an agency worked before: each row of its old tracker becomes a case by the same verbs people use.

A few rows at a time, so that nobody else waits long to save something. What was brought in before is matched by its old
reference and left: a file whose bringing-in broke off is sent again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from wardmote.casework import closure, permissions, referrals, triage, work
from wardmote.casework.audit import act, event
from wardmote.casework.entries import choice, words
from wardmote.casework.errors import WrongEntry
from wardmote.casework.imports import CaseToMake, DryRun, read_map
from wardmote.casework.looks import InHand
from wardmote.casework.nouns import TIERS, BroughtIn, Look, Sharing, SignedIn, TrackerMap
from wardmote.casework.store import Store

PURPOSE = "case-work"
LONGEST_NAME = 80
CATEGORY = "incident"
AT_ONCE = 25
"""Cases made in one transaction: under a second in which nobody else can save."""


def save_map(store: Store, by: SignedIn, saved: TrackerMap) -> TrackerMap:
    """Keep a map for one's agency, in place of an earlier version of it."""
    name = words("name", saved.name, "Enter a name for this map.")
    if len(name) > LONGEST_NAME:
        raise WrongEntry("name", f"Shorten the name to {LONGEST_NAME} characters.")
    read_map(saved.rows)
    with act(store, by, "tracker-map-saved"):
        permissions.check_bring_in(by.user, (), by.today)
        kept = replace(saved, id=saved.id or store.new_id(), name=name, agency=by.user.agency, by=by.user.id)
        return store.save_tracker_map(kept, event(by, "configuration", "tracker-map-saved", "tracker-map", kept.id))


def bring_in(store: Store, by: SignedIn, plan: DryRun, *, tracker: str, tier: str = "open") -> Mapping[str, str]:
    """Make the cases of a dry run. Returns the new reference of each old one that was not here."""
    choice("tier", tier, TIERS[:2], "Choose who may see the cases.")
    if not plan.adds_up:
        raise WrongEntry("file", "The rows do not add up: some were not read. Save the sheet as CSV and send that.")
    made: dict[str, str] = {}
    for first in range(0, max(1, len(plan.make)), AT_ONCE):
        made |= _some_made(store, by, plan.make[first : first + AT_ONCE], tracker, tier)
    return made


def _some_made(store: Store, by: SignedIn, cases: Sequence[CaseToMake], tracker: str, tier: str) -> Mapping[str, str]:
    """These cases, all or none, and only if this person still may."""
    with act(store, by, "tracker-brought-in"):
        permissions.check_proven(by)
        permissions.check_bring_in(by.user, {case.kind for case in cases}, by.today)
        already = store.brought_in(by.user.agency, tracker)
        shared = Sharing(tuple(store.agreements()))
        new = [case for case in cases if case.reference not in already]
        return {case.reference: _made(store, by, case, tracker, tier, shared) for case in new}


def _made(store: Store, by: SignedIn, case: CaseToMake, tracker: str, tier: str, shared: Sharing) -> str:
    """One case, by what the verbs do once a case is in hand; it is, for this person has just referred it to themselves."""
    standing = referrals.refer(
        store, by, to=by.user.agency, kind=case.kind, place=case.place, summary=case.summary, risk=case.risk, tier=tier,
        lead_person="" if tier == "open" else by.user.id, why=f"Brought in from the old tracker “{tracker}”.",
    )  # fmt: skip
    hand = InHand(standing, shared, Look(by, PURPOSE))
    hand = replace(hand, case=triage.take_in(store, by, hand))
    work.note_in_hand(store, by, hand, case.note, "fact", "P1", CATEGORY)
    if case.closed:
        closure.close_in_hand(store, by, hand, case.outcome, "Closed in the old tracker; when is in the note.")
    elif case.action and case.due:
        work.action_in_hand(store, by, hand, case.action, by.user.agency, case.due)
    reference = standing.reference
    brought = BroughtIn(case=reference, agency=by.user.agency, tracker=tracker, reference=case.reference, on=by.today)
    store.add_brought_in(brought, event(by, "collection", "case-brought-in", "case", reference, fields=("reference",)))
    return reference
