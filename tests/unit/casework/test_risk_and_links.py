"""Risk with its history, links that need sight of both ends, and where a case lies."""

from datetime import date, timedelta
from itertools import permutations, product

import pytest

from unit.casework.factories import NOW, case_at, partnership, where
from wardmote.casework import links, looks, persons, risk
from wardmote.casework.errors import NotFound, NotNow, NotPermitted, WrongEntry
from wardmote.casework.nouns import BANDS, Assessment, Sought
from wardmote.casework.risk import standing_band
from wardmote.vocabulary.risk_tools import risk_tools, tools_for

TODAY = date(2026, 11, 23)


@pytest.fixture
def ours():
    return partnership()


def lead(ours, hours=0):
    return ours.by("housing-R3", NOW + timedelta(hours=hours))


def judge(ours, case, hours=0, **how):
    return risk.assess(ours.store, lead(ours, hours), case, why="As told", **how)


def opened(ours, case, user="housing-R3"):
    return looks.open_case(ours.store, ours.by(user), case, "case-work")


def test_the_bands_follow_from_the_score_and_each_kind_of_case_has_its_tools():
    dash = risk_tools()["dash"]
    assert [dash.band(score) for score in (0, 9, 10, 13, 14, 24)] == ["standard"] * 2 + ["medium"] * 2 + ["high"] * 2
    assert {tool.slug for tool in tools_for("location", TODAY)} == {"asb-matrix", "professional-judgement"}
    assert "dash" not in {tool.slug for tool in tools_for("victim", date(2009, 2, 1))}
    for tool in risk_tools().values():
        assert not tool.scored or tool.lowest < tool.medium_from < tool.high_from <= tool.highest


def test_judgement_raises_and_never_lowers_what_a_scored_tool_found(ours):
    case = case_at("working", ours, kind="victim", by="council-R5").reference
    assert judge(ours, case, tool="dash", score=16).band == "high"
    assert where(ours, case).risk == "high"
    judge(ours, case, 1, tool="professional-judgement", band="standard")
    assert where(ours, case).risk == "high"
    judge(ours, case, 2, tool="dash", score=4)
    assert where(ours, case).risk == "standard"
    judge(ours, case, 3, tool="professional-judgement", band="high")
    assert where(ours, case).risk == "high"
    history = [(a.tool, a.score, a.band, a.kind) for a in opened(ours, case).assessments]
    assert history == [
        ("dash", 16, "high", "fact"),
        ("professional-judgement", None, "standard", "opinion"),
        ("dash", 4, "standard", "fact"),
        ("professional-judgement", None, "high", "opinion"),
    ]
    deeds = [record.event.deed for record in ours.store._records if record.event.deed.startswith("risk-")]
    assert deeds == [
        "risk-assessed",
        "risk-raised",
        "risk-assessed",
        "risk-assessed",
        "risk-lowered",
        "risk-assessed",
        "risk-raised",
    ]


def test_the_risk_said_in_the_referral_counts_until_somebody_judges_again(ours):
    case = case_at("working", ours, risk="high").reference
    judge(ours, case, tool="asb-matrix", score=3)
    assert where(ours, case).risk == "high"
    assert [(a.by, a.band) for a in opened(ours, case).assessments] == [
        ("council-R2", "high"),
        ("housing-R3", "standard"),
    ]
    judge(ours, case, 1, tool="professional-judgement", band="medium")
    assert where(ours, case).risk == "standard"


def test_no_order_of_judgements_lets_a_judgement_lower_a_score():
    def judged(tool, band, hour, person=""):
        return Assessment(id="a", case="c", person=person, tool=tool, score=None, band=band, why="x", owner_agency="a",
                          by="x", at=NOW + timedelta(hours=hour), kind="fact", protection="P1")  # fmt: skip

    for scored, said in product(BANDS, BANDS):
        for hours in permutations((1, 2)):
            both = [judged("dash", scored, hours[0]), judged("professional-judgement", said, hours[1])]
            assert BANDS.index(standing_band(both)) >= BANDS.index(scored)
    two = [judged("dash", "high", 1, "p1"), judged("dash", "standard", 2, "p2")]
    assert (standing_band(two), standing_band([])) == ("high", "standard")


def test_what_cannot_be_judged_is_said(ours):
    case = case_at("working", ours, kind="victim", by="council-R5").reference
    for how, said in (
        ({"tool": "asb"}, "Choose how the risk"),
        ({"tool": "dash"}, "from 0 to 24"),
        ({"tool": "dash", "score": 25}, "from 0 to 24"),
        ({"tool": "professional-judgement"}, "standard, medium or high"),
    ):
        with pytest.raises(WrongEntry, match=said):
            judge(ours, case, **how)
    with pytest.raises(NotFound):
        judge(ours, case, tool="dash", score=3, person="nobody")
    person = persons.add_person(ours.store, lead(ours), case, role="victim", name="Ada Example").person
    judge(ours, case, tool="dash", score=3, person=person)
    assert ours.store.last_record().event.shown == (person,)
    opened(ours, case, "police-R13")
    with pytest.raises(NotPermitted):
        risk.assess(ours.store, ours.by("police-R13"), case, tool="dash", score=3, why="x")


# Links


def test_a_link_shows_only_to_those_who_see_both_ends(ours):
    one = case_at("working", ours).reference
    other = case_at("working", ours, kind="victim", tier="named", by="council-R5").reference
    opened(ours, one)
    made = links.link_cases(ours.store, lead(ours), one, other=f" {other.lower()} ", link="same-people")
    assert [(seen.link, seen.to.reference) for seen in opened(ours, one).links] == [(made, other)]
    assert [(seen.link, seen.to.reference) for seen in opened(ours, other).links] == [(made, one)]
    assert opened(ours, one, "housing-R2").links == opened(ours, one, "police-R3").links == ()
    logs = [
        (record.event.action, record.event.object_id)
        for record in ours.store._records
        if record.event.deed == "cases-linked"
    ]
    assert logs == [("combination", f"{one}/{made.id}"), ("combination", f"{other}/{made.id}")]
    with pytest.raises(NotFound):
        links.unlink_cases(ours.store, ours.by("housing-R2"), one, made.id)
    with pytest.raises(NotNow, match="already"):
        links.link_cases(ours.store, lead(ours), other, other=one, link="same-people", purpose="case-work")
    links.unlink_cases(ours.store, lead(ours), one, made.id)
    assert opened(ours, other).links == ()


def test_a_hidden_case_and_a_missing_one_cannot_be_told_apart_by_linking(ours):
    one = case_at("working", ours).reference
    hidden = case_at("working", ours, kind="victim", tier="named", by="council-R5").reference
    opened(ours, one, "housing-R2")
    said = set()
    for other in (hidden, "CSP-26-9999", one, "nonsense"):
        with pytest.raises(WrongEntry) as refused:
            links.link_cases(ours.store, ours.by("housing-R2"), one, other=other, link="related")
        said.add(str(refused.value))
    assert said == {"Enter the reference of another case you see, like CSP-26-0007."}


# Where it lies


def test_a_place_is_found_by_its_address_and_its_number(ours):
    case = case_at("working", ours, place="12 Invented Street, Saltmarsh, ZZ1 1ZZ").reference
    links.place_case(ours.store, lead(ours), case, ward_code="e05000001", ward_name="Weirside", uprn="000777")
    links.place_case(ours.store, lead(ours), case, ward_code="E05000002", ward_name="Millside", uprn="777")
    site = opened(ours, case).site
    assert (site.ward_code, site.ward_name, site.uprn, site.version) == ("E05000002", "Millside", "777", 2)
    hidden = case_at("working", ours, tier="named", place="12 Invented Street, Saltmarsh, ZZ1 1ZZ").reference
    links.place_case(ours.store, lead(ours), hidden, uprn="777", purpose="case-work")
    for sought in (Sought(uprn="0777"), Sought(address="12 invented st zz11zz")):
        assert [f.case.reference for f in looks.find_people(ours.store, ours.by("police-R1"), sought)] == [case]
        assert [f.case.reference for f in looks.find_people(ours.store, lead(ours), sought)] == [case, hidden]
    with pytest.raises(WrongEntry, match="Enter the ward"):
        links.place_case(ours.store, lead(ours), case)
    with pytest.raises(WrongEntry, match="12 digits"):
        links.place_case(ours.store, lead(ours), case, ward_name="x", uprn="12x")
