"""Lookups, residents, households and a health indicator of the invented town, as the ONS and OHID publish theirs."""

from pathlib import Path

import numpy as np

from wardmote.simulate.csv_text import csv_text, write
from wardmote.simulate.streams import TOWN, stream
from wardmote.simulate.town import AREA_CODE, AREA_NAME, SmallArea, Town

LOOKUP = "lookups/lsoa_to_ward.csv"
POPULATION = "population/population_mid_2024.csv"
HOUSEHOLDS = "population/households_2021.csv"
HEALTH = "health/fingertips_depression.csv"

LOOKUP_HEADER = "LSOA21CD,LSOA21NM,WD24CD,WD24NM,LAD24CD,LAD24NM"
BANDS = [f"{start}-{start + 4}" for start in range(0, 90, 5)] + ["90plus"]
POPULATION_HEADER = "area_code,area_name,all_ages," + ",".join(f"ar_{band}" for band in BANDS)
HOUSEHOLDS_HEADER = (
    "Region code,Region name,Local authority code,Local authority name,MSOA Code,MSOA Name,LSOA Code,LSOA Name,,"
    "Persons,Persons,Persons,Hectares,Persons per hectare,Households,Persons per household"
)
HEALTH_HEADER = (
    "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,"
    "Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 limit,Count,"
    "Denominator,Value note,Recent Trend,Compared to England value or percentiles,"
    "Compared to Eastmarl region (invented) value or percentiles,Time period Sortable,New data,Compared to goal"
)
REGION = ("E12999901", "Eastmarl region (invented)")
_AGE_SHARES = np.array([5.6, 5.9, 6.1, 5.8, 6.0, 6.8, 7.1, 6.9, 6.5, 6.1, 6.4, 6.8, 6.2, 5.2, 4.7, 3.7, 2.4, 1.3, 0.5])

_SEVERE = (
    (2023, (566_000, 62_700_000), (1_096, 112_400)),
    (2024, (574_000, 63_300_000), (1_131, 113_100)),
)
"""The same of people of all ages with a severe mental illness recorded, out of all registered: another base."""

# Year of the QOF return; people aged 18 and over with depression recorded and registered, in England and Marlbridge.
_DEPRESSION = (
    (2021, (6_090_000, 47_900_000), (12_610, 91_240)),
    (2022, (6_410_000, 48_600_000), (13_260, 92_080)),
    (2023, (6_700_000, 49_300_000), (13_950, 92_930)),
    (2024, (6_930_000, 49_900_000), (14_480, 93_610)),
)


def write_reference_files(inbox: Path, town: Town, with_health: bool) -> None:
    write(inbox / LOOKUP, csv_text(LOOKUP_HEADER, map(_lookup_row, town.lsoas)), byte_order_mark=True)
    write(inbox / POPULATION, csv_text(POPULATION_HEADER, _population_rows(town)))
    write(inbox / HOUSEHOLDS, csv_text(HOUSEHOLDS_HEADER, _household_rows(town)))
    if with_health:
        write(inbox / HEALTH, csv_text(HEALTH_HEADER, _health_rows()))


def _lookup_row(lsoa: SmallArea) -> tuple[str, ...]:
    authority = lsoa.authority
    return lsoa.code, lsoa.name, lsoa.ward.code, lsoa.ward.name, authority.code, authority.name


def _population_rows(town: Town) -> list[list[object]]:
    """Residents by five-year band; the totals carry a thousands separator, as the ONS prints them."""
    rng = stream(TOWN, "ages")
    rows: list[list[object]] = []
    for lsoa in town.lsoas:
        shares = rng.dirichlet(_AGE_SHARES * 4)
        bands = rng.multinomial(lsoa.residents, shares)
        rows.append([lsoa.code, lsoa.name, f"{lsoa.residents:,}", *bands.tolist()])
    return rows


def _household_rows(town: Town) -> list[list[object]]:
    """As the census file prints them: all residents, in households, in communal establishments."""
    rng = stream(TOWN, "communal establishments")
    msoas = sorted({lsoa.name[:-1] for lsoa in town.lsoas})
    rows: list[list[object]] = []
    for lsoa in town.lsoas:
        communal = int(rng.poisson(8))
        msoa = lsoa.name[:-1]
        rows.append([
            *REGION, lsoa.authority.code, lsoa.authority.name, f"E02{999001 + msoas.index(msoa):06d}", msoa,
            lsoa.code, lsoa.name, "", f"{lsoa.residents:,}", f"{lsoa.residents - communal:,}", communal,
            round(lsoa.hectares), round(lsoa.residents / lsoa.hectares, 1), lsoa.households,
            round((lsoa.residents - communal) / lsoa.households, 1),
        ])  # fmt: skip
    return rows


def _health_rows() -> list[list[object]]:
    rows: list[list[object]] = []
    depression = (848, "Depression: QOF prevalence (invented figures)", "18+ yrs")
    severe = (90581, "Mental health: QOF prevalence (invented figures)", "All ages")
    for indicator, years in ((depression, _DEPRESSION), (severe, _SEVERE)):
        for year, england, marlbridge in years:
            rows.append(_health_row(indicator, year, ("", ""), ("E92000001", "England", "England"), england))
            ours = (AREA_CODE, AREA_NAME, "Upper tier local authorities")
            rows.append(_health_row(indicator, year, REGION, ours, marlbridge))
    return rows


def _health_row(
    indicator: tuple[int, str, str],
    year: int,
    parent: tuple[str, str],
    area: tuple[str, str, str],
    parts: tuple[int, int],
) -> list[object]:
    count, denominator = parts
    england = area[1] == "England"
    return [
        *indicator[:2], *parent, *area, "Persons", indicator[2], "", "",
        f"{year}/{(year + 1) % 100:02d}", round(100 * count / denominator, 4),
        *_wilson(count, denominator, 1.959964), *_wilson(count, denominator, 3.090232), count, denominator, "",
        "Cannot be calculated", "Not compared" if england else "Higher", "Not compared", f"{year}0000", "", "",
    ]  # fmt: skip


def _wilson(count: int, denominator: int, z: float) -> tuple[float, float]:
    share = count / denominator
    middle = 2 * count + z**2
    half = z * np.sqrt(z**2 + 4 * count * (1 - share))
    low, high = ((middle + sign * half) / (2 * (denominator + z**2)) for sign in (-1, 1))
    return round(100 * float(low), 4), round(100 * float(high), 4)
