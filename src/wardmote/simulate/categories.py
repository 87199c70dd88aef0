"""What the police of the invented town record: each category, how much of it, how unruly, and what was planted."""

from dataclasses import dataclass

import numpy as np

from wardmote.periods import Period, month_number, month_text

LONG_AGO = Period("2022-04", "2023-03")
EARLIER = Period("2023-04", "2024-03")
BEFORE = Period("2024-04", "2025-03")
THIS = Period("2025-04", "2026-03")
MONTHS = tuple(Period(LONG_AGO.start, THIS.end).months)

INCOMPLETE_MONTH = "2023-11"
INCOMPLETE_KEPT = 0.42

FALL = 0.75  # what is left of the rate of anti-social behaviour

BREAK_FROM = "2025-05"
UNUSUAL, UNUSUAL_MONTH, UNUSUAL_RATIO = "shoplifting", THIS.end, 2.0  # one month far above its season

BREAK_RATIO = 1.5  # records of public order after the recording rule changed; behaviour stayed as it was


@dataclass(frozen=True)
class Category:
    """A police.uk category. `yearly` is at scale 1; `unruliness` is the spread of a month's true rate around its mean
    (the square root of the variance of a gamma with mean 1), so the dispersion of a month is 1 + unruliness² × mean."""

    slug: str
    name: str
    yearly: int
    unruliness: float
    season: float = 0.0  # how far the peak stands above the mean
    peak: int = 7  # calendar month of the peak
    in_centre: bool = False
    has_victim_present: bool = False


ASB = "asb-incidents"
ALL_CRIME = "recorded-crime"

CATEGORIES = (
    Category(ASB, "Anti-social behaviour", 5600, 0.04, 0.25),
    Category("violence-and-sexual-offences", "Violence and sexual offences", 3050, 0.05, 0.06, 7, False, True),
    Category("burglary", "Burglary", 520, 0.10, 0.12, 12),
    Category("robbery", "Robbery", 150, 0.12, 0.05, 11, True, True),
    Category("vehicle-crime", "Vehicle crime", 900, 0.18, 0.08, 11),
    Category("bicycle-theft", "Bicycle theft", 220, 0.12, 0.35, 8, True),
    Category("criminal-damage-and-arson", "Criminal damage and arson", 1000, 0.07, 0.06, 5),
    Category("drugs", "Drugs", 330, 0.15, 0.0, 7, True),
    Category("other-crime", "Other crime", 250, 0.10, 0.0, 7, False, True),
    Category("other-theft", "Other theft", 800, 0.08, 0.05, 8),
    Category("possession-of-weapons", "Possession of weapons", 110, 0.10, 0.0, 7, True),
    Category("public-order", "Public order", 620, 0.08, 0.12, 7, True, True),
    Category("shoplifting", "Shoplifting", 950, 0.08, 0.05, 12, True),
    Category("theft-from-the-person", "Theft from the person", 100, 0.10, 0.15, 12, True, True),
)
SLUGS = tuple(category.slug for category in CATEGORIES)
ASB_INDEX = SLUGS.index(ASB)


def month_index(month: str) -> int:
    return month_number(month) - month_number(MONTHS[0])


def month_slice(period: Period) -> slice:
    """Where a period's months stand in `MONTHS`."""
    return slice(month_index(period.start), month_index(period.end) + 1)


def next_month(month: str) -> str:
    return month_text(month_number(month) + 1)


def season(category: Category, months: tuple[str, ...] = MONTHS) -> np.ndarray:
    """The share of a year falling in each month: a smooth yearly wave, times the days of the month."""
    calendar = np.array([int(month[5:]) for month in months])
    wave = 1 + category.season * np.cos((calendar - category.peak) * np.pi / 6)
    days = np.array([Period(month, month).days for month in months])
    return wave * days / 365.25


def planted(category: Category) -> np.ndarray:
    """The true change planted in each month: 1 almost everywhere."""
    ratio = np.ones(len(MONTHS))
    if category.slug == ASB:
        ratio[month_slice(THIS)] = FALL
    if category.slug == "public-order":
        ratio[month_index(BREAK_FROM) :] = BREAK_RATIO
    if category.slug == UNUSUAL:
        ratio[month_index(UNUSUAL_MONTH)] = UNUSUAL_RATIO
    return ratio


def expected(scale: float) -> np.ndarray:
    """The mean count of every month (rows) and category (columns)."""
    return np.column_stack([scale * c.yearly * season(c) * planted(c) for c in CATEGORIES])


def true_ratio(slug: str) -> float:
    """What a measure's count in this year is to the year before, on average."""
    wanted = [i for i, other in enumerate(SLUGS) if other == slug or (slug == ALL_CRIME and other != ASB)]
    means = expected(1.0)[:, wanted].sum(axis=1)
    return round(float(means[month_slice(THIS)].sum() / means[month_slice(BEFORE)].sum()), 4)
