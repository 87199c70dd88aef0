"""Filling in the answer key from the truth that was drawn."""

import numpy as np

from wardmote.periods import Period
from wardmote.simulate.answers import Answers, FileRows, Place, PlantedEffect, WrongRow
from wardmote.simulate.casework import EXTRACT, Casework
from wardmote.simulate.categories import (
    ALL_CRIME,
    ASB,
    BEFORE,
    BREAK_FROM,
    EARLIER,
    FALL,
    INCOMPLETE_KEPT,
    INCOMPLETE_MONTH,
    MONTHS,
    SLUGS,
    THIS,
    UNUSUAL,
    UNUSUAL_MONTH,
    UNUSUAL_RATIO,
    month_index,
    true_ratio,
)
from wardmote.simulate.council_files import FILES as COUNCIL_PATHS
from wardmote.simulate.council_files import CouncilFile
from wardmote.simulate.counts import (
    COUNCIL_ASB,
    OPERATION_LEFT,
    OPERATION_START,
    Incidents,
    boundary_pair,
    operation_lsoas,
)
from wardmote.simulate.police_files import CORRECTED_MONTH, CORRECTION_FOLDER, WRONG_MONTHS, StreetFile
from wardmote.simulate.streets import map_points
from wardmote.simulate.town import AREA_CODE, AREA_NAME, NORTH_WARD, SOUTH_WARD, WARD_VINTAGE, marlbridge

AREA = Place(code=AREA_CODE, name=AREA_NAME)
POLICE_MEASURES = (*SLUGS, ALL_CRIME)
FAILED_OPERATION_CHOSEN, FAILED_OPERATION_START = "2025-09", "2025-10"


def figure(measure: str, period: Period | str, area: str = AREA_CODE) -> str:
    text = str(period) if isinstance(period, Period) else f"{period}..{period}"
    return f"{measure}/{area}/{text}"


def change(measure: str, before: Period, after: Period, area: str = AREA_CODE) -> str:
    return f"{figure(measure, before, area)}~{after}"


def answer_key(
    incidents: Incidents, street: list[StreetFile], council: list[CouncilFile], casework: Casework | None = None
) -> Answers:
    counts = {
        figure(slug, period): int((incidents.own & incidents.of(slug) & incidents.during(period)).sum())
        for slug in POLICE_MEASURES
        for period in (THIS, BEFORE, EARLIER)
    }
    last = Period(UNUSUAL_MONTH, UNUSUAL_MONTH)
    counts[figure(UNUSUAL, last)] = int((incidents.own & incidents.of(UNUSUAL) & incidents.during(last)).sum())
    counts |= {figure(COUNCIL_ASB, COUNCIL_PATHS[file.path]): len(file.rows) - len(file.wrong) for file in council}
    return Answers(
        seed=incidents.seed,
        scale=incidents.scale,
        area=AREA,
        periods={"this": str(THIS), "before": str(BEFORE), "earlier": str(EARLIER)},
        effects=(
            _real_fall(counts),
            _no_change(counts),
            _boundary_swap(incidents),
            _incomplete_month(incidents),
            _late_correction(street),
            _operation_that_worked(incidents),
            _operation_that_did_not(incidents),
            _recording_rule_break(counts),
            _unusual_month(counts),
        ),
        true_ratios={slug: true_ratio(slug) for slug in POLICE_MEASURES} | {COUNCIL_ASB: 1.0},
        counts=counts,
        worked=_worked(casework) if casework else {},
        files=(
            *map(_street_rows, street),
            *map(_council_rows, council),
            *(_extract_rows(casework) if casework else ()),
        ),
        wrong_rows=tuple(WrongRow(path=file.path, **vars(row)) for file in council for row in file.wrong),
        wrong_reporting_force=WRONG_MONTHS,
    )


def _worked(casework: Casework) -> dict[str, int]:
    years = ((THIS, casework.this), (BEFORE, casework.before))
    return {figure(slug, period): count for period, counts in years for slug, count in counts.items()}


def _extract_rows(casework: Casework) -> tuple[FileRows, ...]:
    rows = len(casework.extract.splitlines()) - 1
    return (FileRows(source="casework_extract", path=EXTRACT, rows=rows),)


def both_years(measure: str, counts: dict[str, int]) -> dict[str, int]:
    return {key: counts[key] for key in (figure(measure, BEFORE), figure(measure, THIS))}


def _real_fall(counts: dict[str, int]) -> PlantedEffect:
    return PlantedEffect(
        kind="real fall",
        measure=ASB,
        areas=(AREA,),
        before=str(BEFORE),
        this=str(THIS),
        true_ratio=FALL,
        expected_verdict="fell",
        findings=(change(ASB, BEFORE, THIS),),
        counts=both_years(ASB, counts),
        note="The true rate of each month of this year is a quarter lower; months scatter more than Poisson counts do.",
    )


def _no_change(counts: dict[str, int]) -> PlantedEffect:
    return PlantedEffect(
        kind="no change",
        measure="vehicle-crime",
        areas=(AREA,),
        before=str(BEFORE),
        this=str(THIS),
        true_ratio=1.0,
        expected_verdict="no clear change",
        findings=(change("vehicle-crime", BEFORE, THIS),),
        counts=both_years("vehicle-crime", counts),
        note="The same true rate in both years. Months scatter widely: a test blind to dispersion often cries wolf.",
    )


def _boundary_swap(incidents: Incidents) -> PlantedEffect:
    wards = marlbridge().wards
    counts = {}
    for period in (BEFORE, THIS):
        for assignment in ("polygon", "best-fit"):
            pair = boundary_pair(incidents, ASB, period, assignment)
            for ward, count in zip((NORTH_WARD, SOUTH_WARD), pair, strict=True):
                counts[figure(ASB, period, f"{wards[ward].code}@{WARD_VINTAGE}") + f";by={assignment}"] = count
    return PlantedEffect(
        kind="boundary swap",
        measure=ASB,
        areas=tuple(Place(code=wards[i].code, name=wards[i].name) for i in (NORTH_WARD, SOUTH_WARD)),
        before=str(BEFORE),
        this=str(THIS),
        expected_verdict="not robust",
        findings=tuple(f"{figure(ASB, period, f'{AREA_CODE}@{WARD_VINTAGE}')};rank=most" for period in (BEFORE, THIS)),
        counts=counts,
        note="Both wards and the street between them keep their shares. In April 2025 the force moved the map points "
        "of the High Street from seven metres north of the ward border to seven metres south of it, so by polygon the "
        "first place passes from Priory Cross to Ropewalk. By best fit Priory Cross stays ahead, and whether the "
        "leading ward changed cannot be said.",
    )


def _incomplete_month(incidents: Incidents) -> PlantedEffect:
    month = Period(INCOMPLETE_MONTH, INCOMPLETE_MONTH)
    neighbours = [MONTHS[month_index(INCOMPLETE_MONTH) + step] for step in (-3, -2, -1, 0, 1, 2, 3)]
    in_month = {m: int((incidents.own & incidents.during(Period(m, m))).sum()) for m in neighbours}
    return PlantedEffect(
        kind="incomplete month",
        measure=ASB,
        areas=(AREA,),
        before=str(EARLIER),
        this=str(month),
        true_ratio=INCOMPLETE_KEPT,
        expected_verdict="cannot say",
        findings=tuple(change(slug, EARLIER, BEFORE) for slug in POLICE_MEASURES),
        counts={f"all rows in {AREA_NAME}/{m}": count for m, count in in_month.items()},
        files=(f"{INCOMPLETE_MONTH}/{INCOMPLETE_MONTH}-marlshire-street.csv",),
        note=f"The force's file of this month lost {1 - INCOMPLETE_KEPT:.0%} of its rows, all kinds alike. An alarm must "
        "sound, and every comparison with the year 2023-04..2024-03 must end in 'cannot say'.",
    )


def _late_correction(street: list[StreetFile]) -> PlantedEffect:
    first, corrected = (file for file in street if file.month == CORRECTED_MONTH)
    slugs = ("burglary", "other-theft", "violence-and-sexual-offences", ALL_CRIME)
    counts = {
        f"{figure(slug, CORRECTED_MONTH)} {when}": _own_count(file, slug)
        for slug in slugs
        for when, file in (("as first sent", first), ("corrected", corrected))
    }
    return PlantedEffect(
        kind="late correction",
        measure="burglary",
        areas=(AREA,),
        this=f"{CORRECTED_MONTH}..{CORRECTED_MONTH}",
        expected_verdict="the corrected file counts",
        counts=counts,
        files=(first.path, corrected.path),
        note="Sent again later, in a folder whose path sorts last: burglaries that had been filed as other theft, "
        "violence that was missing, outcomes that were open. Every other count in this key is after the correction.",
    )


def _own_count(file: StreetFile, slug: str) -> int:
    rows = file.rows
    chosen = rows.category != SLUGS.index(ASB) if slug == ALL_CRIME else rows.category == SLUGS.index(slug)
    return int((rows.own & chosen).sum())


def _operation_that_worked(incidents: Incidents) -> PlantedEffect:
    lsoas = marlbridge().lsoas
    sides = {side: operation_lsoas(side) for side in ("treated", "comparison")}
    counts = {
        f"{side}/{period}": int((incidents.of(ASB) & incidents.during(period) & np.isin(incidents.lsoa, chosen)).sum())
        for side, chosen in sides.items()
        for period in (BEFORE, THIS)
    }
    treated, compared = (tuple(Place(code=lsoas[i].code, name=lsoas[i].name) for i in s) for s in sides.values())
    return PlantedEffect(
        kind="operation that worked",
        measure=ASB,
        areas=treated,
        compared_with=compared,
        before=str(BEFORE),
        this=str(THIS),
        start=OPERATION_START,
        true_ratio=OPERATION_LEFT,
        expected_verdict="fell further than in the comparison areas",
        findings=("operation/lantern",),
        counts=counts,
        note="Operation Lantern: from its first month anti-social behaviour in the treated small areas is 40% below "
        "what the comparison areas would lead one to expect. Nothing was displaced.",
    )


def failed_operation_ward(incidents: Incidents) -> int:
    """The ward Operation Beacon was sent to: the one whose vehicle crime stood highest above its own past year."""
    town = marlbridge()
    chosen = incidents.own & incidents.of("vehicle-crime")
    ward = town.best_fit_ward()[incidents.lsoa[chosen]]
    month = incidents.month[chosen]
    selected = month_index(FAILED_OPERATION_CHOSEN)
    size = len(town.wards)
    in_month = np.bincount(ward[month == selected], minlength=size)
    year_before = np.bincount(ward[(month < selected) & (month >= selected - 12)], minlength=size) / 12
    return int(np.argmax(in_month - year_before))


def _operation_that_did_not(incidents: Incidents) -> PlantedEffect:
    town = marlbridge()
    ward = failed_operation_ward(incidents)
    after, before = Period(FAILED_OPERATION_START, THIS.end), Period("2024-10", BEFORE.end)
    codes = set(town.lsoa_codes_of(ward))
    inside = np.isin(incidents.lsoa, [i for i, lsoa in enumerate(town.lsoas) if lsoa.code in codes])
    chosen = incidents.own & incidents.of("vehicle-crime")
    months = [Period(month, month) for month in (FAILED_OPERATION_CHOSEN, FAILED_OPERATION_START)]
    counts = {
        f"{side}/{period}": int((chosen & where & incidents.during(period)).sum())
        for side, where in (("treated", inside), ("rest of town", ~inside))
        for period in (*months, before, after)
    }
    return PlantedEffect(
        kind="operation that did not",
        measure="vehicle-crime",
        areas=(Place(code=town.wards[ward].code, name=town.wards[ward].name),),
        before=str(before),
        this=str(after),
        start=FAILED_OPERATION_START,
        true_ratio=1.0,
        expected_verdict="no clear change",
        findings=("operation/beacon",),
        counts=counts,
        note="Operation Beacon went to the ward (by best fit) whose vehicle crime stood highest above its own average "
        "in September 2025, and changed nothing: the month after is lower only because the month before was unusually "
        "high. A fair comparison leaves the month of choosing out of both periods.",
    )


def _recording_rule_break(counts: dict[str, int]) -> PlantedEffect:
    return PlantedEffect(
        kind="recording-rule break",
        measure="public-order",
        areas=(AREA,),
        before=str(BEFORE),
        this=str(THIS),
        start=BREAK_FROM,
        true_ratio=true_ratio("public-order"),
        expected_verdict="cannot say",
        findings=(change("public-order", BEFORE, THIS),),
        counts=both_years("public-order", counts),
        files=(),
        note="Records rose because the recording rule changed (registers/series_breaks.csv); behaviour did not. "
        f"It lifts {ALL_CRIME} too, by a factor of {true_ratio(ALL_CRIME)}.",
    )


def _unusual_month(counts: dict[str, int]) -> PlantedEffect:
    month = figure(UNUSUAL, UNUSUAL_MONTH)
    return PlantedEffect(
        kind="unusual month",
        measure=UNUSUAL,
        areas=(AREA,),
        this=f"{UNUSUAL_MONTH}..{UNUSUAL_MONTH}",
        true_ratio=UNUSUAL_RATIO,
        expected_verdict="unusually many",
        findings=(f"{month};unusual",),
        counts={month: counts[month]},
        note="The true rate of this one month is twice what the season and the years before lead one to expect.",
    )


def _street_rows(file: StreetFile) -> FileRows:
    rows = file.rows
    superseded = file.month == CORRECTED_MONTH and not file.path.startswith(CORRECTION_FOLDER)
    return FileRows(
        source="police_uk_street",
        path=file.path,
        member=file.member,
        rows=rows.month.size,
        outside_area=int((rows.point >= map_points().own).sum()),
        without_location=int((rows.point < 0).sum()),
        superseded_by=f"{CORRECTION_FOLDER}/{file.path.removeprefix('police/')}" if superseded else None,
    )


def _council_rows(file: CouncilFile) -> FileRows:
    return FileRows(source="council_asb", path=file.path, rows=len(file.rows), wrong_rows=len(file.wrong))
