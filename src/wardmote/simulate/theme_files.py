"""What other partners send of the invented town, in the layouts they use: fires, collisions, health, treatment, courts, food.

Two years of each, drawn from streams of their own. `PLANTED` says which rates were changed from one year to the next.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np

from wardmote.periods import Period, month_number, month_text
from wardmote.simulate.categories import BEFORE, THIS
from wardmote.simulate.csv_text import csv_text, write
from wardmote.simulate.stats19 import MIDDLE_HEADER, NEWEST_HEADER, stats19_row
from wardmote.simulate.streams import stream
from wardmote.simulate.streets import NEW, map_points
from wardmote.simulate.town import AREA_CODE, AREA_NAME, marlbridge

MONTHS = Period(BEFORE.start, THIS.end).months
PLANTED = {
    "fires-deliberate-secondary": 0.7,
    "survey-asb": 0.78,
    "food-inspected-compliant": 1.15,
}
"""Measure to this year's true rate over the year before's; every other measure of a theme stayed as it was."""

_YEARLY = {
    "fires-deliberate-primary": 62, "fires-deliberate-secondary": 340, "fires-accidental": 190,
    "collisions-serious": 72, "collisions-slight": 250,
    "ambulance-assaults": 520, "ambulance-overdoses": 130, "attendances-after-assault": 640,
}  # fmt: skip
_FIRES = {
    "fires-deliberate-primary": ("Primary fire", "Deliberate"),
    "fires-deliberate-secondary": ("Secondary fire", "Deliberate"),
    "fires-accidental": ("Primary fire", "Accidental"),
}


def write_theme_files(inbox: Path, seed: int, scale: float) -> None:
    """Every file of this module."""
    _write_fires(inbox, seed, scale)
    _write_collisions(inbox, seed, scale)
    _write_health(inbox, seed, scale)
    _write_treatment(inbox, seed, scale)
    _write_reoffending(inbox, seed, scale)
    _write_food(inbox, seed)
    _write_survey(inbox, seed)
    _write_weather(inbox, seed)


def _moments(seed: int, name: str, scale: float) -> Iterator[tuple[np.random.Generator, str, int, int]]:
    """Each event of a kind: the generator, its month, day and minute of the day; months vary by more than chance."""
    rng = stream(seed, f"events {name}")
    for month in MONTHS:
        changed = PLANTED.get(name, 1.0) if month in THIS else 1.0
        mean = scale * _YEARLY[name] / 12 * changed * rng.gamma(200, 1 / 200)
        for _ in range(rng.poisson(mean)):
            yield rng, month, int(rng.integers(1, Period(month, month).days + 1)), int(rng.integers(0, 24 * 60))


def _moment(month: str, day: int, minute: int) -> str:
    return f"{day:02d}/{month[5:]}/{month[:4]} {minute // 60:02d}:{minute % 60:02d}"


def _somewhere(rng: np.random.Generator) -> tuple[int, int]:
    """A point near a map point of the town."""
    points = map_points()
    at = int(rng.integers(0, points.own))
    return round(points.easting[NEW, at] + rng.uniform(-8, 8)), round(points.northing[NEW, at] + rng.uniform(-8, 8))


def _write_fires(inbox: Path, seed: int, scale: float) -> None:
    rows: list[tuple[object, ...]] = []
    for name, (kind, cause) in _FIRES.items():
        for rng, month, day, minute in _moments(seed, name, scale):
            known = cause if cause == "Deliberate" or rng.random() > 0.06 else "Not known"
            what = (
                "Refuse"
                if kind == "Secondary fire"
                else str(rng.choice(["Dwelling", "Road vehicle", "Other building"]))
            )
            rows.append((f"{month}-{day:02d}", _moment(month, day, minute), kind, known, *_somewhere(rng), what))
    rows = [(f"INV{n:06d}", *row[1:]) for n, row in enumerate(sorted(rows), start=1)]
    header = "IRS incident number,Date and time of call,Incident type,Cause,Easting,Northing,Property category"
    write(inbox / "fires" / "fires_2024_26.csv", csv_text(header, rows))


def _write_collisions(inbox: Path, seed: int, scale: float) -> None:
    """One file a calendar year; the Department renamed the columns between the first and the second."""
    by_year: dict[str, list[tuple[object, ...]]] = {}
    for name, severity in (("collisions-serious", 2), ("collisions-slight", 3)):
        for rng, month, day, minute in _moments(seed, name, scale):
            rows = by_year.setdefault(month[:4], [])
            worst = 1 if severity == 2 and rng.random() < 0.05 else severity
            where = _somewhere(rng) if rng.random() > 0.01 else (-1, -1)
            day_text, time_text = _moment(month, day, minute).split()
            rows.append((len(rows), worst, day_text, time_text, *where, int(1 + rng.poisson(0.3))))
    for year, rows in sorted(by_year.items()):
        header = MIDDLE_HEADER if year == "2024" else NEWEST_HEADER
        made = [stats19_row(header, year, AREA_CODE, row) for row in rows]
        kind = "accident" if header is MIDDLE_HEADER else "collision"
        write(inbox / "collisions" / f"road-casualty-statistics-{kind}-{year}.csv", csv_text(",".join(header), made))


def _write_health(inbox: Path, seed: int, scale: float) -> None:
    lsoas = [lsoa.code for lsoa in marlbridge().lsoas[: marlbridge().own_lsoas]]
    calls = [
        (_moment(month, day, minute), reason, rng.choice(lsoas) if rng.random() > 0.02 else "")
        for name, reason in (("ambulance-assaults", "Assault"), ("ambulance-overdoses", "Overdose or poisoning"))
        for rng, month, day, minute in _moments(seed, name, scale)
    ]
    write(inbox / "ambulance" / "incidents_2024_26.csv", csv_text("Time of call,Triage category,LSOA of scene", calls))
    attended = [
        (_moment(month, day, minute), rng.choice(["Street", "Home", "Licensed premises", "Other"]),
         rng.choice(["Body part", "Glass", "Blunt object", "Other"]), rng.choice(lsoas))
        for rng, month, day, minute in _moments(seed, "attendances-after-assault", scale)
    ]  # fmt: skip
    header = "Assault date and time,Assault location type,Assault method,LSOA of assault"
    write(inbox / "hospital" / "assaults_2024_26.csv", csv_text(header, attended))


def _write_treatment(inbox: Path, seed: int, scale: float) -> None:
    """Journeys started over three years; some who complete come back within half a year."""
    rng = stream(seed, "treatment")
    first, last = date(2020, 4, 1), THIS.last_day
    rows: list[tuple[object, ...]] = []
    for group, people, length, completes in (
        ("Opiate", 420, 300, 0.45), ("Non-opiate", 190, 150, 0.55), ("Non-opiate and alcohol", 130, 150, 0.52), ("Alcohol", 380, 130, 0.6),
    ):  # fmt: skip
        for n in range(round(3 * scale * people)):
            started = first + timedelta(days=int(rng.integers(0, (last - first).days)))
            _journeys(rng, f"{group[:2].upper()}{len(group)}{n:05d}", group, started, length, completes, rows)
    rows.sort(key=lambda row: (row[2], row[0]))
    write(
        inbox / "treatment" / "journeys_2026-04-20.csv", csv_text("CLIENTID,Substance group,TRIAGED,DISD,DISRSN", rows)
    )


def _journeys(
    rng: np.random.Generator,
    client: str,
    group: str,
    started: date,
    length: int,
    completes: float,
    rows: list[tuple[object, ...]],
) -> None:
    """One person's journeys until the extract was written."""
    while started <= THIS.last_day:
        ended = started + timedelta(days=int(rng.gamma(2, length / 2)) + 7)
        if ended > THIS.last_day:
            rows.append((client, group, started.isoformat(), "", ""))
            return
        done = rng.random() < completes
        reason = (
            "Treatment completed - drug free"
            if done
            else str(rng.choice(["Incomplete - dropped out", "Transferred - not in custody"]))
        )
        rows.append((client, group, started.isoformat(), ended.isoformat(), reason))
        if rng.random() > (0.15 if done else 0.3):
            return
        started = ended + timedelta(days=int(rng.integers(25, 200)))


def _write_reoffending(inbox: Path, seed: int, scale: float) -> None:
    """Three-month cohorts back to the year that a lag of eighteen months needs."""
    rng = stream(seed, "reoffending")
    rows: list[tuple[object, ...]] = []
    for start in range(month_number("2022-10"), month_number("2024-09"), 3):
        names = [date.fromisoformat(f"{month_text(m)}-01").strftime("%b %Y") for m in (start, start + 2)]
        for age, size, share in (("Adult", 130, 0.27), ("Juvenile", 14, 0.34)):
            offenders = int(rng.poisson(scale * size))
            reoffenders = int(rng.binomial(offenders, share))
            row = (
                AREA_NAME,
                age,
                "UTLA total",
                " - ".join(names),
                offenders,
                reoffenders,
                int(reoffenders + rng.poisson(2.6 * reoffenders)),
            )
            rows.append(row)
    write(
        inbox / "justice" / "geographical_data_tool.csv",
        csv_text("Geography,Adult / Juvenile,Category,Cohort,offenders,reoffenders,reoffences", rows),
    )


def _write_food(inbox: Path, seed: int) -> None:
    """A download at the end of each year; businesses inspected in a year take a new rating."""
    rng = stream(seed, "food")
    size = 820
    good = rng.random(size) < 0.83
    rated = [date(2023, 4, 1) + timedelta(days=int(d)) for d in rng.integers(0, 365, size)]
    for period, share in ((BEFORE, 0.82), (THIS, 0.82 * PLANTED["food-inspected-compliant"])):
        start = date.fromisoformat(f"{period.start}-01")
        for n in np.flatnonzero(rng.random(size) < 0.55):
            good[n], rated[n] = rng.random() < share, start + timedelta(days=int(rng.integers(0, period.days)))
        ratings = np.where(good, rng.choice(["3", "4", "5", "5", "5"], size), rng.choice(["0", "1", "2", "2"], size))
        none = rng.random(size) < 0.05
        extract = period.last_day + timedelta(days=6)
        entries = [_business(n, str(ratings[n]), rated[n], bool(none[n])) for n in range(size)]
        head = f"<Header><ExtractDate>{extract.isoformat()}</ExtractDate><ItemCount>{size}</ItemCount><ReturnCode>Success</ReturnCode></Header>"
        text = f'<?xml version="1.0"?><FHRSEstablishment>{head}<EstablishmentCollection>{"".join(entries)}</EstablishmentCollection></FHRSEstablishment>'
        write(inbox / "food" / extract.isoformat() / "FHRS999en-GB.xml", text)


def _business(number: int, rating: str, rated: date, none: bool) -> str:
    fields = {
        "FHRSID": 900_000 + number, "BusinessName": f"Invented Kitchen {number}", "BusinessType": "Restaurant/Cafe/Canteen",
        "RatingValue": "AwaitingInspection" if none else rating, "RatingDate": "" if none else rated.isoformat(),
        "LocalAuthorityName": AREA_NAME, "SchemeType": "FHRS", "NewRatingPending": "False",
    }  # fmt: skip
    return (
        "<EstablishmentDetail>"
        + "".join(f"<{k}>{escape(str(v))}</{k}>" for k, v in fields.items())
        + "</EstablishmentDetail>"
    )


def _write_survey(inbox: Path, seed: int) -> None:
    rng = stream(seed, "survey")
    rows: list[tuple[object, ...]] = []
    for month in MONTHS:
        for question, share in (("asb-problem", 0.31), ("violence-seen", 0.09)):
            changed = PLANTED["survey-asb"] if question == "asb-problem" and month in THIS else 1.0
            answered = int(rng.integers(130, 160))
            rows.append((month, question, int(rng.binomial(answered, share * changed)), answered))
    write(inbox / "survey" / "residents_2024_26.csv", csv_text("Month,Question,Said yes,Answered", rows))


def _write_weather(inbox: Path, seed: int) -> None:
    rng = stream(seed, "weather")
    rows: list[Sequence[object]] = []
    for month in MONTHS:
        calendar = int(month[5:])
        warm = 13.5 - 7.5 * np.cos((calendar - 1) * np.pi / 6) + rng.normal(0, 1.1)
        wet = rng.gamma(4, 14)
        rows.append((int(month[:4]), calendar, round(float(warm), 1), round(float(warm) - 7.2, 1), int(rng.integers(0, 9)),
                     round(float(wet), 1), round(float(60 + 8 * warm + rng.normal(0, 15)), 1)))  # fmt: skip
    write(inbox / "weather" / "marlbridge_station.csv", csv_text("yyyy,mm,tmax,tmin,af,rain,sun", rows))
