"""Judging the risk of a case, by a tool from the dated list or by professional judgement. Every judgement stays.

A judgement may raise the risk and never lowers what a scored tool found (domain.md A3, MARAC): only the same tool, used
again, does that.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time

from wardmote.casework import permissions, policies, protection
from wardmote.casework.audit import act, event
from wardmote.casework.entries import choice, words
from wardmote.casework.errors import NotFound, WrongEntry
from wardmote.casework.looks import InHand, in_hand
from wardmote.casework.nouns import BANDS, LONDON, Assessment, SignedIn
from wardmote.casework.store import Store
from wardmote.vocabulary.risk_tools import RiskTool, risk_tools, tools_for

JUDGEMENT = "professional-judgement"


def assess(
    store: Store,
    by: SignedIn,
    reference: str,
    *,
    tool: str,
    why: str,
    score: int | None = None,
    band: str = "",
    person: str = "",
    purpose: str = "",
) -> Assessment:
    """Judge the risk. The band of a scored tool follows from its score; a judgement names its band."""
    why = words("why", why, "Enter why the risk is so.")
    with act(store, by, "risk-assessed", reference):
        hand = in_hand(store, by, reference, purpose)
        choice("tool", tool, {t.slug for t in tools_for(hand.case.kind, by.today)}, "Choose how the risk was judged.")
        used = risk_tools()[tool]
        band, score = _band(used, score, band)
        if person and person not in {part.person for part in store.people_on(reference)}:
            raise NotFound
        judged = _assessment(store, by, hand, used, score, band, why, person)
        permissions.check_write_note(by.user, hand.case, judged, hand.sharing, by.today)
        policies.check_add_note(hand.case)
        earlier = _with_the_referrals(store, by, hand)
        _keep(store, by, hand, judged)
        _follow(store, by, hand, [*earlier, judged])
        return judged


def _band(tool: RiskTool, score: int | None, band: str) -> tuple[str, int | None]:
    if not tool.scored:
        return choice("band", band, BANDS, "Choose standard, medium or high."), None
    if score is None or not tool.lowest <= score <= tool.highest:
        raise WrongEntry("score", f"Enter the score, from {tool.lowest} to {tool.highest}.")
    return tool.band(score), score


def _assessment(
    store: Store, by: SignedIn, hand: InHand, tool: RiskTool, score: int | None, band: str, why: str, person: str
) -> Assessment:
    return Assessment(
        id=store.new_id(),
        case=hand.case.reference,
        person=person,
        tool=tool.slug,
        score=score,
        band=band,
        why=why,
        owner_agency=by.user.agency,
        by=by.user.id,
        at=by.utc,
        kind="fact" if tool.scored else "opinion",
        protection=protection.least("risk", hand.case.kind),
    )


def _with_the_referrals(store: Store, by: SignedIn, hand: InHand) -> list[Assessment]:
    """The judgements so far; a high risk said in the referral counts as the first, and is written down as that."""
    earlier = list(store.assessments(hand.case.reference))
    if earlier or hand.case.risk != "high":
        return earlier
    said = replace(
        _assessment(store, by, hand, risk_tools()[JUDGEMENT], None, "high", "The risk said in the referral.", ""),
        owner_agency=hand.case.referring_agency,
        by=hand.case.referred_by,
        at=datetime.combine(hand.case.opened_on, time.min, LONDON).astimezone(by.utc.tzinfo),
    )
    _keep(store, by, hand, said)
    return [said]


def _keep(store: Store, by: SignedIn, hand: InHand, judged: Assessment) -> None:
    where = f"{judged.case}/{judged.id}"
    shown = (judged.person,) if judged.person else ()
    fields = ("score", "band", "why")
    told = event(by, "collection", "risk-assessed", "assessment", where, look=hand.look, fields=fields, shown=shown)
    store.add_assessment(judged, told)


def _follow(store: Store, by: SignedIn, hand: InHand, judged: Iterable[Assessment]) -> None:
    """The case is high risk while any latest judgement about anybody on it is high."""
    risk = "high" if standing_band(judged) == "high" else "standard"
    if risk != hand.case.risk:
        deed = "risk-raised" if risk == "high" else "risk-lowered"
        told = event(by, "alteration", deed, "case", hand.case.reference, look=hand.look, fields=("risk",))
        store.save_standing(replace(hand.case, risk=risk), told)


def standing_band(judged: Iterable[Assessment]) -> str:
    """The highest of the latest judgements by each tool about each person: so none lowers what another found."""
    latest = {(one.tool, one.person): one.band for one in sorted(judged, key=lambda one: one.at)}
    return max(latest.values(), key=BANDS.index, default="standard")
