"""Independent witnesses: real change, recording alone, divided voices, and too little to tell; and the other tested causes."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from evidence import FILE, NORTH, evidence, months_of
from invented import BEFORE, THIS, TOWN
from wardmote.findings.figure import Figure
from wardmote.findings.find import Registers, find
from wardmote.findings.finding import Finding
from wardmote.findings.levels import Evidence
from wardmote.findings.shares import partner_shares
from wardmote.findings.tested_causes import COMPUTED
from wardmote.findings.witnesses import EXPLANATION, compared
from wardmote.measures.count_table import count_table
from wardmote.measures.themes.catalogue import SHARES
from wardmote.measures.witnesses import HARMS
from wardmote.partnership import SourceSettings

VIOLENCE, SEEN = "violence-and-sexual-offences", ("ambulance-assaults", "attendances-after-assault")
SOURCES = {VIOLENCE: "police_uk_street", SEEN[0]: "ambulance_incidents", SEEN[1]: "emergency_attendances"}
RNG = np.random.default_rng(20)


def counts(mean: float, ratio: float) -> dict[str, int]:
    """A year before and a year after whose true rates stand in this ratio, plainly planted."""
    return months_of({BEFORE: RNG.poisson(mean, 12).tolist(), THIS: RNG.poisson(mean * ratio, 12).tolist()})


def planted(ratios: dict[str, float], mean: float = 120, lead: str = VIOLENCE) -> Evidence:
    """Police records and two witnesses, each with its own true change."""
    made = evidence(months_of({BEFORE: [1] * 12, THIS: [1] * 12}))
    rows, sent = [], []
    for category, ratio in ratios.items():
        source = SOURCES.get(category, "police_uk_street")
        for month, n in counts(mean, ratio).items():
            row = {"source": source, "category": category, "month": month, "file_id": FILE, "incidents": n}
            rows.append({**row, "ward_polygon": NORTH.code, "ward_best_fit": NORTH.code, "in_area": True})
            sent.append({"source": source, "force": "", "kind": "recorded-crime", "month": month, "incidents": n})
    settings = {
        source: SourceSettings.model_validate({"files": "x", "owner": "x", "class": "already-public" if source == "police_uk_street" else "health"})
        for source in SOURCES.values()
    }  # fmt: skip
    counted = count_table(TOWN.code, rows, sent, [])
    return replace(made, counts=counted, partnership=replace(made.partnership, sources=settings))


def weighed(made: Evidence, registers: Registers = Registers()) -> tuple[Finding, dict[str, str]]:  # noqa: B008
    """The finding of change in violence, and each witness's word."""
    _, findings = find(made, registers)
    by_id = {finding.id: finding for finding in findings}
    lead = f"{VIOLENCE}/{TOWN.code}/{BEFORE}~{THIS}"
    return by_id[lead], {
        slug: by_id[f"{lead};witness={slug}"].verdict for slug in SEEN if f"{lead};witness={slug}" in by_id
    }


def cause(finding: Finding) -> str:
    (found,) = [c.judgement for c in finding.causes if c.explanation == EXPLANATION]
    return found


def test_a_real_rise_is_seen_by_all() -> None:
    change, words = weighed(planted({VIOLENCE: 1.4, SEEN[0]: 1.4, SEEN[1]: 1.4}))
    assert change.verdict == "rose"
    assert words == dict.fromkeys(SEEN, "agrees")
    assert cause(change) == "Not supported: others saw the same"


def test_a_change_of_recording_moves_the_police_alone() -> None:
    change, words = weighed(planted({VIOLENCE: 1.4, SEEN[0]: 1.0, SEEN[1]: 1.0}))
    assert change.verdict == "rose"
    assert words == dict.fromkeys(SEEN, "disagrees")
    assert cause(change) == "Supported: the police records moved alone"


def test_a_rise_that_the_police_did_not_record_is_told_too() -> None:
    change, words = weighed(planted({VIOLENCE: 1.0, SEEN[0]: 1.5, SEEN[1]: 1.5}))
    assert change.verdict == "no clear change"
    assert words == dict.fromkeys(SEEN, "disagrees")
    assert cause(change) == "Supported: others saw a change"


def test_witnesses_who_contradict_each_other_leave_it_open() -> None:
    change, words = weighed(planted({VIOLENCE: 1.4, SEEN[0]: 1.4, SEEN[1]: 1.0}))
    assert words == {SEEN[0]: "agrees", SEEN[1]: "disagrees"}
    assert cause(change) == "Open: those who see the same harm disagree"


def test_a_witness_whose_own_scatter_hides_the_change_cannot_tell() -> None:
    made = planted({VIOLENCE: 1.4, SEEN[0]: 1.2}, mean=120)
    few = {month: n // 40 for month, n in counts(120, 1.2).items()}
    rows = [{"source": SOURCES[SEEN[0]], "category": SEEN[0], "month": m, "file_id": FILE, "incidents": n,
             "ward_polygon": NORTH.code, "ward_best_fit": NORTH.code, "in_area": True} for m, n in few.items()]  # fmt: skip
    only = count_table(TOWN.code, rows, [], [])
    index = {key: months for key, months in made.counts.index.items() if key[0] != SEEN[0]} | dict(only.index)
    change, words = weighed(replace(made, counts=replace(made.counts, index=index)))
    assert change.verdict == "rose"
    assert words == {SEEN[0]: "cannot tell"}
    assert cause(change).startswith("Cannot be told")


def test_where_a_break_forbids_a_verdict_the_records_are_what_a_witness_is_asked_about() -> None:
    rule = {
        "measure": VIOLENCE,
        "area": "*",
        "from": "2025-04",
        "until": None,
        "reason": "Rules changed.",
        "source": "",
    }
    change, words = weighed(planted({VIOLENCE: 1.5, SEEN[0]: 1.0, SEEN[1]: 1.0}), Registers(series_breaks=(rule,)))
    assert change.verdict == "cannot say"
    assert words == dict.fromkeys(SEEN, "disagrees")
    assert cause(change) == "Supported: the police records moved alone"


def test_a_witness_of_few_is_not_heard() -> None:
    few = planted({VIOLENCE: 1.4, SEEN[0]: 1.0}, mean=0.6)
    _, words = weighed(few)
    assert words == {}


@pytest.mark.parametrize("slug", [slug for harm in HARMS for slug in (harm.lead, *harm.witnesses)])
def test_every_lead_and_witness_is_a_measure(slug: str) -> None:
    from wardmote.measures.catalogue import MEASURES

    assert slug in MEASURES or slug in SHARES


def found(verdict: str, ratio: float = 1.0, records: str = "records rose") -> Finding:
    effect: Any = {"ratio": ratio, "lower": ratio * 0.9, "upper": ratio * 1.1, "method": "test"}
    return Finding(
        id="x", kind="change", label="x", figures=(), verdict=verdict, records=records, effect=effect, sentence=""
    )


@pytest.mark.parametrize(
    ("lead", "theirs", "moved", "says"),
    [
        (found("rose", 1.4), found("fell", 0.8), 1.4, "disagrees"),
        (found("fell", 0.7, "records fell"), found("no clear change", 0.75), 0.7, "cannot tell"),
        (found("fell", 0.7, "records fell"), found("no clear change", 1.0), 0.7, "disagrees"),
        (found("no clear change"), found("no clear change"), 1.0, "agrees"),
        (found("rose", 1.4), found("cannot say"), 1.4, "cannot tell"),
        (found("cannot say", records="records are level"), found("rose", 1.4), 1.0, "cannot tell"),
    ],
)
def test_the_rule(lead: Finding, theirs: Finding, moved: float, says: str) -> None:
    assert compared(lead, theirs, moved) == says


# The other causes that arithmetic can weigh.


def test_the_calendar_counts_days_and_days_of_rest() -> None:
    made = evidence(months_of({BEFORE: [60] * 12, THIS: [60] * 12}))
    (change,) = [f for f in find(made, Registers())[1] if f.id == f"asb-incidents/{TOWN.code}/{BEFORE}~{THIS}"]
    (calendar,) = [c for c in change.causes if c.explanation.startswith("The later period is longer")]
    # Both years hold 365 days and 104 of weekends. The first holds Easter Monday 2024 and no Good Friday, the second both of 2025.
    weekends = [sum((date(y, 4, 1) + timedelta(days=n)).weekday() > 4 for n in range(365)) for y in (2024, 2025)]
    assert weekends == [104, 104]
    assert calendar.evidence_against == "It holds 1 day of rest more."
    assert calendar.judged_by == COMPUTED


def test_the_border_is_ruled_out_where_point_and_code_give_the_same_change() -> None:
    made = evidence(months_of({BEFORE: [60] * 12, THIS: [60] * 12}))
    (change,) = [f for f in find(made, Registers())[1] if f.id == f"asb-incidents/{TOWN.code}/{BEFORE}~{THIS}"]
    (border,) = [c for c in change.causes if "near the border" in c.explanation]
    assert border.judgement == "Ruled out for the area as a whole"


def weather_rows(warm_before: list[float], warm_after: list[float]) -> tuple[dict[str, Any], ...]:
    months = [*BEFORE.months, *THIS.months]
    return tuple(
        {"year": int(m[:4]), "month": int(m[5:]), "warmest": t, "rain": 50.0 + n % 7, "coldest": 1.0, "sun": 1.0, "file_id": FILE, "row_number": n}
        for n, (m, t) in enumerate(zip(months, [*warm_before, *warm_after], strict=True))
    )  # fmt: skip


def test_a_rise_that_came_with_warmer_months_is_left_open_and_one_that_did_not_is_not() -> None:
    rng = np.random.default_rng(3)
    cool = [5.0, 9, 13, 17, 20, 22, 21, 18, 14, 9, 6, 4]
    warm = [t + float(d) for t, d in zip(cool, rng.normal(1.0, 1.5, 12), strict=True)]
    base = np.array([300, 320, 340, 360, 380, 400, 400, 380, 350, 320, 300, 300])
    by_weather = [int(n * np.exp(0.06 * (w - c))) for n, c, w in zip(base, cool, warm, strict=True)]
    plain = [int(n * 1.08) for n in base]
    said = {}
    for name, after in (("weather", by_weather), ("plain", plain)):
        made = evidence(months_of({BEFORE: base.tolist(), THIS: after}))
        sources = {
            "police_uk_street": SourceSettings.model_validate({"files": "x", "owner": "x", "class": "already-public"})
        }
        made = replace(
            made,
            partner_rows={"weather": weather_rows(cool, warm)},
            partnership=replace(made.partnership, sources=sources),
        )
        findings = {f.id: f for f in find(made, Registers())[1]}
        change = f"asb-incidents/{TOWN.code}/{BEFORE}~{THIS}"
        (explained,) = [c for c in findings[change].causes if c.explanation == "The weather was different"]
        allowed = findings[f"{change};allowing-for=warmth"]
        assert allowed.effect is not None
        said[name] = (explained.judgement, allowed.verdict, round(allowed.effect.ratio, 2))
    assert said["weather"] == ("Open: part of the change may be weather", "goes with it", 1.0)
    assert said["plain"] == ("Not supported", "no clear part", 1.08)


def test_weather_that_was_the_same_in_both_years_explains_nothing_and_is_not_weighed() -> None:
    cool = [5.0, 9, 13, 17, 20, 22, 21, 18, 14, 9, 6, 4]
    made = evidence(months_of({BEFORE: [60] * 12, THIS: [50] * 12}))
    sources = {
        "police_uk_street": SourceSettings.model_validate({"files": "x", "owner": "x", "class": "already-public"})
    }
    rows = tuple({**row, "rain": None} for row in weather_rows(cool, cool))
    made = replace(made, partner_rows={"weather": rows}, partnership=replace(made.partnership, sources=sources))
    assert not [f for f in find(made, Registers())[1] if f.kind == "allowing-for"]


def test_without_a_table_of_weather_nothing_is_said_of_it() -> None:
    made = evidence(months_of({BEFORE: [60] * 12, THIS: [60] * 12}))
    assert not [c for f in find(made, Registers())[1] for c in f.causes if "weather" in c.explanation]


def test_a_broken_register_of_breaks_forbids_every_share() -> None:
    rows = tuple({"month": m, "question": "asb-problem", "yes": 40, "answered": 120, "file_id": FILE, "row_number": n}
                 for n, m in enumerate([*BEFORE.months, *THIS.months]))  # fmt: skip
    made = evidence(months_of({BEFORE: [1] * 12, THIS: [1] * 12}))
    counted = replace(made.counts, months_sent={"police_uk_street": frozenset([*BEFORE.months, *THIS.months])})
    made = replace(made, counts=counted, partner_rows={"residents_survey": rows})
    figures: list[Figure]
    figures, (before,) = partner_shares(made, [])
    assert before.verdict == "no clear change"
    _, (after,) = partner_shares(replace(made, doubts={"*": ("The register could not be read.",)}), [])
    assert (after.verdict, after.reasons) == ("cannot say", ("The register could not be read.",))
    assert len(figures) == 8
