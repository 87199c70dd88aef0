"""On which days of the week, and at which hours: of the measures whose senders say when; the others are not asked.

Four weeks hold every day of the week four times, so the year is cut into blocks of four weeks and each day of the week, or
band of hours, is held against its block, as months are held against their year. All such questions are one family.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from wardmote.findings.figure import Figure, figure_id
from wardmote.findings.finding import Finding
from wardmote.findings.levels import Evidence, count_of_rows
from wardmote.findings.refused import refused
from wardmote.incidents.moments import Moment
from wardmote.measures.catalogue import MEASURES, Measure
from wardmote.measures.times import TIMED, Kind, TimePart, parts_of
from wardmote.methods.multiplicity import benjamini_hochberg
from wardmote.methods.season_indices import SeasonIndices, season_indices

CERTAIN, FEWEST, BLOCK_DAYS = 0.05, 200, 28
AT_MIDNIGHT = 0.2  # of rows at 00:00 to the minute: more, and the file gives days with no time
_OVER = {"days": "the week", "hours": "the day"}
Found = tuple[list[Figure], list[Finding]]


def times_of_week(evidence: Evidence) -> Found:
    """The parts of the period's count, and whether they differ by more than chance; or why that cannot be said."""
    asked = list(_asked(evidence))
    judged = [(measure, kind, made) for measure, kind, made in asked if isinstance(made, SeasonIndices)]
    figures: list[Figure] = []
    findings = [
        refused(times_id(evidence, measure, kind), f"{measure.label}: at what times of {_OVER[kind]}?", made)
        for measure, kind, made in asked
        if isinstance(made, str)
    ]
    for (measure, kind, made), q in zip(judged, benjamini_hochberg([made.p for *_, made in judged]), strict=True):
        parts = {part: _count(evidence, measure, part) for part in parts_of(measure.slug, kind)}
        figures += parts.values()
        findings.append(_finding(evidence, measure, kind, made, float(q), parts))
    return figures, findings


def times_id(evidence: Evidence, measure: Measure, kind: Kind) -> str:
    """measure/area/this;days or ;hours."""
    return f"{figure_id(measure.slug, evidence.geography.area, evidence.partnership.this)};{kind}"


def _asked(evidence: Evidence) -> Iterator[tuple[Measure, Kind, SeasonIndices | str]]:
    """Each question with its answer, or why there is none."""
    for measure in (MEASURES[slug] for slug in TIMED):
        if measure.theme and not evidence.counts.months_sent.get(measure.source):
            continue
        ours = _of(evidence, measure)
        kinds: tuple[Kind, Kind] = ("days", "hours")
        for kind in kinds:
            yield measure, kind, _unable(ours, kind) or _judge(evidence, measure, ours, kind)


def _of(evidence: Evidence, measure: Measure) -> list[Moment]:
    return [moment for moment in evidence.moments if moment.category in measure.categories]


def _unable(ours: Sequence[Moment], kind: Kind) -> str:
    if len(ours) < FEWEST:
        return "fewer came with a time than it takes to tell days or hours apart"
    if kind == "hours" and sum(m.hour == m.minute == 0 for m in ours) > AT_MIDNIGHT * len(ours):
        return "the sender gives days, but no time of day"
    return ""


def _judge(evidence: Evidence, measure: Measure, ours: Sequence[Moment], kind: Kind) -> SeasonIndices | str:
    first, parts = evidence.partnership.this.first_day, parts_of(measure.slug, kind)
    blocks = evidence.partnership.this.days // BLOCK_DAYS
    series = [0] * (blocks * len(parts))
    for moment in ours:
        block = (moment.day - first).days // BLOCK_DAYS
        if block < blocks:
            at = next(i for i, part in enumerate(parts) if part.holds(moment.day.weekday(), moment.hour))
            series[block * len(parts) + at] += 1
    if not all(sum(series[at :: len(parts)]) for at in range(len(parts))):
        return "at some of these times there was none, so nothing can be fitted"
    try:
        return season_indices(series, period=len(parts))
    except ValueError:
        return f"the period assessed is too short to see {_OVER[kind]} often enough"


def _count(evidence: Evidence, measure: Measure, part: TimePart) -> Figure:
    rows = Counter(m.file_id for m in _of(evidence, measure) if part.holds(m.day.weekday(), m.hour))
    area, this = evidence.geography.area, evidence.partnership.this
    whole = count_of_rows(evidence, measure, area, this, "lsoa-code", rows)
    told = {
        "id": figure_id(part.slug, area, this),
        "measure": part.slug,
        "label": f"{measure.label}, {part.label}",
        "caveats": (*whole.caveats, "time-as-sent"),
    }
    return whole.model_copy(update=told)


def _finding(
    evidence: Evidence, measure: Measure, kind: Kind, made: SeasonIndices, q: float, parts: dict[TimePart, Figure]
) -> Finding:
    uneven = q < CERTAIN
    most, fewest = (choose(parts, key=lambda part: parts[part].value or 0) for choose in (max, min))
    noun = f"{measure.noun[0].upper()}{measure.noun[1:]}"
    told = (
        f"{noun} were not spread evenly over {_OVER[kind]}: most were {most.words} ({{{parts[most].id}}}) and fewest "
        f"{fewest.words} ({{{parts[fewest].id}}})."
        if uneven
        else f"{noun} show no clear pattern over {_OVER[kind]}: what differs can come about by chance."
    )
    return Finding(
        id=times_id(evidence, measure, kind), kind="times", label=f"{measure.label}: times of {_OVER[kind]}",
        figures=tuple(figure.id for figure in parts.values()), p=made.p, q=q, dispersion=made.dispersion,
        family="days of the week and hours of the day", verdict="uneven" if uneven else "no clear pattern", sentence=told,
        caveats=("time-as-sent",),
    )  # fmt: skip
