"""The registers an analyst keeps by hand, filled in for the invented partnership: every row is made up."""

from collections.abc import Iterable
from pathlib import Path

from wardmote.simulate.answers import Answers
from wardmote.simulate.categories import ASB, BREAK_FROM
from wardmote.simulate.csv_text import csv_text, write
from wardmote.simulate.town import AREA_CODE, AREA_NAME, NORTH_WARD, SOUTH_WARD, marlbridge
from wardmote.sources.registers import headings

EVIDENCE = "registers/evidence"

Row = tuple[object, ...]
Received = tuple[str, str, str, object, str, object, object, str, str, str]

_ANALYST = "Ilse Quarrington (invented), partnership analyst"
_POLICE_LEAD = "Chief Inspector Tobias Wexcombe (invented)"
_COUNCIL_LEAD = "Maud Harrowgill (invented), head of community safety"
_FIRE_LEAD = "Station Manager Perrin Oakhollow (invented)"
_PROBATION_LEAD = "Sunniva Brackle (invented), probation"

_CAUSES: tuple[Row, ...] = (
    (ASB, "Patrols and youth work on the Saltreach quayside (Operation Lantern) reduced incidents there",
     "Incidents in the treated streets fell further than in four similar small areas",
     "The rest of the town fell as well, where nothing was done",
     "Part of the fall in Saltreach; not of the fall in the town", _ANALYST, "2026-05-11"),
    (ASB, "Residents report less to the police since the 101 line changed",
     "Callers in the spring survey mentioned long waits",
     "Reports to the council show no clear rise, as they would if people had only changed whom they tell",
     "Not supported", _POLICE_LEAD, "2026-05-11"),
    (ASB, "The wet summer kept people indoors", "Rain in July and August was above average",
     "The fall is as large in the dry months", "Not supported", _ANALYST, "2026-05-11"),
    ("public-order", "A new recording rule counts more incidents as public order offences",
     "Records rose from the month the rule changed; calls for service did not", "",
     "Explains the rise; behaviour cannot be judged", _POLICE_LEAD, "2026-05-12"),
    ("shoplifting", "Shops report more often since the retail radio scheme", "Two large shops joined in 2025",
     "No change in records that could be told from chance", "Open", _COUNCIL_LEAD, "2026-05-12"),
)  # fmt: skip

_PRIORITIES: tuple[Row, ...] = (
    ("P1", "Safer streets", "Anti-social behaviour", "kept", "Still what most residents ask for", "2022", ASB),
    ("P1a", "Safer streets", "Vehicle crime and bicycle theft", "added", "Raised at both public events", "2026",
     "vehicle-crime"),
    ("P2", "Violence and those harmed by it", "Violence and sexual offences", "kept",
     "The largest group of recorded crime", "2022", "violence-and-sexual-offences"),
    ("P2a", "Violence and those harmed by it", "Hate crime", "moved",
     "Moved here from Stronger communities, where nobody owned it", "2026", "hate-contact"),
    ("P3", "Alcohol and other drugs", "Treatment and street drinking", "kept", "Partners' figures unchanged", "2019",
     "treatment-completions"),
    ("P4", "Fewer people reoffending", "Orders completed", "kept", "The margin over the target could be chance",
     "2019", "orders-completed"),
    ("P5", "Stronger communities", "Nuisance fires", "dropped",
     "Fire and rescue now leads on this in its own plan", "2022", ""),
)  # fmt: skip

_PLAN_ACTIONS_HEAD: tuple[Row, ...] = (
    ("A1", "P1", "Run Operation Lantern on the Saltreach quayside from April 2025", _POLICE_LEAD, "done",
     "Patrol log; answers to the before-and-after comparison"),
    ("A3", "P1", "Agree with the force how High Street reports are booked to wards", _ANALYST, "partly",
     "Note on beat codes written; the force has not changed its system"),
    ("A4", "P2", "Train front-line staff in four agencies to recognise coercive control", _COUNCIL_LEAD, "done",
     "Attendance lists of four sessions"),
    ("A5", "P2a", "Open three third-party reporting centres", _COUNCIL_LEAD, "partly", "Two opened"),
    ("A6", "P3", "Extend evening outreach to street drinkers to seven nights", "Drug and alcohol service (invented)",
     "not done", "No bid was made: funding ended in June 2025"),
    ("A7", "P4", "Offer housing advice at every first probation appointment", _PROBATION_LEAD, "done",
     "Return for April 2025 to March 2026"),
)  # fmt: skip

_ENGAGEMENT: tuple[Row, ...] = (
    ("2025-06-18", "Marl Quay market stall (invented)", "engagement", "yes", "no", 140,
     "What one thing would make you feel safer?", "Lighting by the quay; bicycles ridden on pavements",
     "Lighting survey ordered"),
    ("2025-10-07", "Community safety survey, online and on paper (invented)", "consultation", "yes", "no", 412,
     "Which of nine topics should come first, and why?",
     "Anti-social behaviour, then drugs, then vehicle crime; few answers from people under 25",
     "Vehicle crime added as a theme"),
    ("2025-11-26", "Public meeting at Priory Cross Hall (invented)", "public meeting", "yes", "yes", 63,
     "Levels and patterns of crime, and what should come first",
     "Residents of the High Street asked why it counts in one ward one year and in another the next",
     "Boundary note written; both wards now shown together"),
    ("2026-02-03", "Focus group at Hexbury Youth Club (invented)", "engagement", "no", "no", 11,
     "What do adults get wrong about young people here?", "Feeling moved on rather than listened to",
     "Young people join the partnership's reading group"),
)  # fmt: skip

# id, label, sender, value, unit, numerator, denominator, received, class, note
_RECEIVED: tuple[Received, ...] = (
    ("orders-completed", "Community orders completed", "Marlshire Probation (invented)", 75.5, "%", 151, 200,
     "2026-04-14", "partner", "Orders that ended in the year"),
    ("hate-contact", "People reporting hate crime contacted within two days", "Marlshire Constabulary (invented)", 96.4,
     "%", 212, 220, "2026-04-21", "partner", "Any of the five strands, or several"),
    ("safe-and-well", "Safe and well visits made within 14 days of referral",
     "Marlshire Fire and Rescue (invented)", 70.0, "%", 231, 330, "2026-04-09", "partner", ""),
    ("licence-completed", "Licences and post-sentence supervision completed", "Marlshire Probation (invented)", 78.5,
     "%", "", "", "2026-04-14", "partner", "The sender gave no counts; asked for on 20 April 2026"),
    ("treatment-completions", "Treatment completed without returning within six months",
     "Drug and alcohol service (invented)", 38.2, "%", 149, 390, "2026-05-05", "health",
     "Needs a six-month wait, so the year it covers ended in September 2025"),
    ("case-reviews", "Applications for an anti-social behaviour case review", "Marlbridge Council (invented)", 14,
     "applications", "", "", "2026-04-02", "partner", "Threshold not met in three; reviews held in eleven"),
)  # fmt: skip

# Indicators that rest on the casebook's extract.
_WORKED: tuple[Row, ...] = (
    ("I6", "Issues of the daily call that were closed", "P1", "call-lines-closed-share", "", 85, "%", "higher",
     _COUNCIL_LEAD, "2026-09-30"),
    ("I7", "Cases closed with the problem dealt with", "P1", "cases-settled-share", "", 60, "%", "higher",
     _COUNCIL_LEAD, "2026-09-30"),
    ("I8", "Days within which half of the cases were closed", "P1", "cases-ended-days", "", 90, "days", "lower",
     _COUNCIL_LEAD, "2026-09-30"),
)  # fmt: skip

_FACTS: tuple[Row, ...] = (
    ("F01", "Residents of Marlbridge", "{residents}", "people", AREA_NAME, "mid-2024",
     "Office for Invented Statistics, population/population_mid_2024.csv", "Sum over LSOAs"),
    ("F02", "Adults with depression recorded by their GP, England", "13.9", "%", "England", "2024/25",
     "health/fingertips_depression.csv (invented figures)", "Not the figure of any real year"),
    ("F03", "Residents who feel safe outside after dark", "61", "%", "Marlshire", "October 2025",
     "Marlshire residents' panel (invented)", "Of 1,204 who answered"),
    ("F04", "Cost of clearing fly-tips", "over £90,000", "", AREA_NAME, "2025/26",
     "Marlbridge Council cabinet paper (invented)", "Printed as the source prints it"),
)  # fmt: skip


# Made up for this example and no index's true weights. Two types are left without one, as they often are.
_SCALE, _WEIGHTS_SOURCE = "marlshire-days", "Marlshire sentencing table, starting points in days (invented)"
_WEIGHTS = (
    ("violence-and-sexual-offences", 120), ("burglary", 25), ("robbery", 300), ("vehicle-crime", 8),
    ("bicycle-theft", 2), ("criminal-damage-and-arson", 6), ("drugs", 15), ("other-theft", 4),
    ("possession-of-weapons", 40), ("public-order", 10), ("shoplifting", 2), ("theft-from-the-person", 20),
)  # fmt: skip


def write_registers(folder: Path, answers: Answers) -> None:
    received = [_as_worked(row, answers) for row in _RECEIVED]
    rows = {
        "series_breaks": _series_breaks(),
        "beat_code_notes": _beat_code_notes(),
        "causes": _CAUSES,
        "priorities": _PRIORITIES,
        "indicators": _indicators(answers),
        "plan_actions": _plan_actions(answers),
        "engagement": _ENGAGEMENT,
        "received_figures": _received_figures(received),
        "facts": _facts(),
        "operations": _operations(answers),
        "harm_weights": tuple((_SCALE, slug, weight, "days", _WEIGHTS_SOURCE) for slug, weight in _WEIGHTS),
    }
    for name, made in rows.items():
        write(folder / "registers" / f"{name}.csv", csv_text(headings(name), made))
    for figure_id, label, sender, value, unit, numerator, denominator, received_on, *_ in received:
        counts = f" ({numerator} of {denominator})" if numerator else ""
        lines = ("INVENTED for this example.", f"From: {sender}", f"Received: {received_on}",
                 f"{label}: {value} {unit}{counts}", "")  # fmt: skip
        write(folder / EVIDENCE / f"{figure_id}.txt", "\r\n".join(lines))


def _series_breaks() -> tuple[Row, ...]:
    rule = "The force began to record public order offences that it used to close as incidents"
    bulletin = "Marlshire Constabulary, recording bulletin (invented)"
    return (
        ("public-order", AREA_CODE, BREAK_FROM, "", f"{rule}.", bulletin),
        ("recorded-crime", AREA_CODE, BREAK_FROM, "", f"{rule}; they are part of all recorded crime.", bulletin),
    )


def _operations(answers: Answers) -> tuple[Row, ...]:
    """One that worked, one that did not, and one that claims a fortnight without a theft."""
    lantern, beacon = answers.effect("operation that worked"), answers.effect("operation that did not")
    quayside, beside = (" ".join(place.code for place in places) for places in (lantern.areas, lantern.compared_with))
    ward = next(ward for ward in marlbridge().wards if ward.name == "Gannet Rise")
    return (
        ("lantern", "Operation Lantern", ASB, lantern.start, "", "", quayside, beside, "",
         "Saltreach quayside, with four similar small areas to compare with"),
        ("beacon", "Operation Beacon", "vehicle-crime", beacon.start, "", "2025-09", beacon.areas[0].code, "", "",
         "Sent where September had been worst"),
        ("ferry", "Operation Ferry", "bicycle-theft", "2025-06", "2025-08", "", ward.code, "", 14,
         "Reports a fortnight without a theft"),
    )  # fmt: skip


def _beat_code_notes() -> tuple[Row, ...]:
    wards = marlbridge().wards
    north, south = wards[NORTH_WARD], wards[SOUTH_WARD]
    return (
        (north.code, south.code,
         f"The High Street is the border of {north.name} and {south.name}. The force moved its map points from the "
         f"north side to the south in April 2025; the council books every report from the street to {north.name}",
         _ANALYST),
    )  # fmt: skip


def _plan_actions(answers: Answers) -> tuple[Row, ...]:
    ward = answers.effect("operation that did not").areas[0].name
    beacon = (
        "A2", "P1a", f"Send Operation Beacon to {ward} from October 2025, after its bad September", _POLICE_LEAD,
        "done", "Duty sheets; the month after was lower, as the month after a very high one usually is",
    )  # fmt: skip
    return tuple(sorted((*_PLAN_ACTIONS_HEAD, beacon), key=lambda row: str(row[0])))


def _indicators(answers: Answers) -> tuple[Row, ...]:
    """One is met, one misses, one margin is chance, one has no counts, one rests on a measure."""
    before = answers.counts[f"{ASB}/{AREA_CODE}/{answers.periods['before']}"]
    return (
        ("I1", "People reporting hate crime contacted within two days", "P2a", "", "hate-contact", 90, "%", "higher",
         _POLICE_LEAD, "2026-09-30"),
        ("I2", "Community orders completed", "P4", "", "orders-completed", 75, "%", "higher", _PROBATION_LEAD,
         "2026-09-30"),
        ("I3", "Safe and well visits made within 14 days of referral", "P1", "", "safe-and-well", 80, "%", "higher",
         _FIRE_LEAD, "2026-07-31"),
        ("I4", "Licences and post-sentence supervision completed", "P4", "", "licence-completed", 65, "%", "higher",
         _PROBATION_LEAD, "2026-09-30"),
        ("I5", "Anti-social behaviour recorded by the police, a tenth lower than the year before", "P1", ASB, "",
         round(0.9 * before), "incidents", "lower", _COUNCIL_LEAD, "2026-07-31"),
        *(_WORKED if answers.worked else ()),
    )  # fmt: skip


def _as_worked(row: Received, answers: Answers) -> Received:
    """What the council says of case reviews is what its casebook holds, where that is sent as well."""
    worked = answers.worked.get(f"{row[0]}/{AREA_CODE}/{answers.periods['this']}")
    return row if worked is None else (*row[:3], worked, *row[4:9], "As in the partnership's yearly return")


def _received_figures(received: Iterable[Received]) -> tuple[Row, ...]:
    rows: list[Row] = []
    for figure_id, label, sender, value, unit, numerator, denominator, received_on, kind, note in received:
        start, end = ("2024-10", "2025-09") if figure_id == "treatment-completions" else ("2025-04", "2026-03")
        rows.append((figure_id, label, sender, start, end, value, unit, numerator, denominator, received_on,
                     f"{EVIDENCE}/{figure_id}.txt", kind, note))  # fmt: skip
    return tuple(rows)


def _facts() -> tuple[Row, ...]:
    residents = f"{marlbridge().residents:,}"
    return tuple(tuple(residents if value == "{residents}" else value for value in row) for row in _FACTS)
