"""Days of the week, hours of the day and near repeats: what was planted is found, chance is not, and what is not said is not made up."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

import evidence as built
from evidence import FILE, THIS
from wardmote.disclosure.layout import cell_of, sums_of, true_counts
from wardmote.findings.finding import Finding
from wardmote.findings.levels import Evidence, count_of_rows
from wardmote.findings.near_repeats import near_repeats
from wardmote.findings.times_of_week import times_of_week
from wardmote.incidents.moments import Moment
from wardmote.measures.catalogue import COUNCIL_ASB
from wardmote.measures.times import DAYS, HOURS, parts_of

HERE = f"council-asb/{built.TOWN.code}/{THIS}"
EVENING = [1.0] * 16 + [4.0] * 8


def reports(
    size: int,
    weekday: Iterable[float] = (1,) * 7,
    hour: Iterable[float] = (1,) * 24,
    seed: int = 4,
    midnight: bool = False,
) -> list[Moment]:
    """Reports drawn over the year, weekdays and hours weighted; points anywhere in four by four kilometres."""
    random = np.random.default_rng(seed)
    days = [THIS.first_day + timedelta(days=n) for n in range(THIS.days)]
    weights = np.array([tuple(weekday)[day.weekday()] for day in days], dtype=float)
    drawn = random.choice(len(days), size, p=weights / weights.sum())
    hours = random.choice(24, size, p=np.array(tuple(hour)) / sum(hour))
    x, y = random.uniform(400_000, 404_000, (2, size))
    return [
        Moment("council-asb", FILE, days[n], 0 if midnight else int(h), 0 if midnight else 30, float(a), float(b))
        for n, h, a, b in zip(drawn, hours, x, y, strict=True)
    ]


def seen(moments: list[Moment]) -> Evidence:
    made = built.evidence(dict.fromkeys(THIS.months, 10))
    counts = replace(made.counts, months_sent={"council_asb": frozenset(THIS.months)})
    return replace(made, counts=counts, moments=tuple(moments))


def found(moments: list[Moment]) -> dict[str, Finding]:
    return {finding.id: finding for finding in times_of_week(seen(moments))[1]}


def test_busy_saturdays_and_late_evenings_are_found() -> None:
    made = found(reports(1_400, weekday=(1, 1, 1, 1, 1, 2, 1), hour=EVENING))
    days, hours = made[f"{HERE};days"], made[f"{HERE};hours"]
    assert (days.verdict, hours.verdict) == ("uneven", "uneven")
    assert "most were on Saturdays" in days.sentence and f"{{council-asb-days-05/{built.TOWN.code}" in days.sentence
    assert "evening" in hours.sentence.split(" and fewest ")[0]
    assert not any(letter.isdigit() for letter in hours.sentence.replace("{", " {").split(" {")[0])


def test_chance_is_called_a_pattern_no_more_often_than_agreed() -> None:
    verdicts = [finding.verdict for seed in range(60) for finding in found(reports(700, seed=seed)).values()]
    assert len(verdicts) == 120
    assert verdicts.count("uneven") <= 12, "five in a hundred of the pairs, and three errors"


@pytest.mark.parametrize(
    ("moments", "refused", "why"),
    [
        (reports(150), ("days", "hours"), "fewer came with a time"),
        (reports(900, midnight=True), ("hours",), "no time of day"),
        (reports(900, hour=[0.0] * 4 + [1.0] * 20), ("hours",), "there was none"),
        ([], ("days", "hours"), "fewer came with a time"),
    ],
)
def test_what_the_files_do_not_say_is_refused_with_its_reason(
    moments: list[Moment], refused: tuple[str, ...], why: str
) -> None:
    made = found(moments)
    assert {name.split(";")[1] for name, f in made.items() if f.kind == "refused"} == set(refused)
    assert all(why in f.sentence for f in made.values() if f.kind == "refused")


def test_every_hour_of_the_week_lies_in_one_part_and_the_parts_add_up() -> None:
    for weekday in range(len(DAYS)):
        for hour in range(24):
            for kind in ("days", "hours"):
                assert sum(part.holds(weekday, hour) for part in parts_of("council-asb", kind)) == 1  # type: ignore[arg-type]
    moments = reports(640)
    evidence = seen(moments)
    whole = count_of_rows(evidence, COUNCIL_ASB, evidence.geography.area, THIS, "lsoa-code", {FILE: len(moments)})
    figures = [whole, *times_of_week(evidence)[0]]
    sums = sums_of(figures, true_counts(figures))
    assert {len(row.parts) for row in sums if row.total == cell_of(whole)} == {len(DAYS), len(HOURS)}
    assert sum(figure.value or 0 for figure in figures[1:]) == 2 * len(moments)


def test_a_report_that_draws_others_near_by_is_told_from_chance() -> None:
    alone = reports(600, seed=9)
    followed = [
        replace(m, day=m.day + timedelta(days=2), x=(m.x or 0) + 30, y=(m.y or 0) - 20)
        for m in alone[:120]
        if m.day + timedelta(days=2) <= THIS.last_day
    ]
    (figure,), (told,) = near_repeats(seen(alone + followed))
    assert told.verdict == "others follow near by" and figure.value is not None and figure.value > 150
    assert figure.numerator is None, "a ratio of pairs counts nobody"
    _, (chance,) = near_repeats(seen(alone))
    assert chance.verdict == "no more than chance"
    none, (why,) = near_repeats(seen([replace(m, x=None, y=None) for m in alone]))
    assert none == [] and why.kind == "refused"
