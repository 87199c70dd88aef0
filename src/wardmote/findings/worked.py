"""What the partnership worked: counts, shares and times from its casebook's extract, each with its way back to the rows."""

from collections import Counter
from collections.abc import Callable

from wardmote.findings.figure import Coverage, Disclosure, Figure, SourceRows, Span, figure_id
from wardmote.findings.finding import Finding
from wardmote.findings.levels import Evidence, limits
from wardmote.incidents.worked_rows import SOURCE, WorkedRow
from wardmote.measures.worked import BY_WARD, COMPARED, WORKED, Worked
from wardmote.methods.intervals import poisson_phe, wilson
from wardmote.methods.median import median
from wardmote.periods import Period
from wardmote.places.area import Area

AS_RECORDED = "recorded"
"""The ward of a place is the one that its case's lead entered."""
FEWEST_TIMED = 20
"""A median of fewer is not given: each of so few cases could be guessed at from it."""


def worked(evidence: Evidence) -> tuple[list[Figure], list[Finding]]:
    """Figures and findings of the period assessed; none where no extract was sent for any of its months."""
    sent = evidence.counts.months_sent.get(SOURCE, frozenset())
    if not evidence.worked or not any(month in sent for month in evidence.partnership.this.months):
        return [], []
    found: dict[str, Figure] = {}
    area, this = evidence.geography.area, evidence.partnership.this
    for measure in WORKED.values():
        rows = [row for row in evidence.worked if measure.counts(row, this)]
        counted = _count(evidence, measure, rows, area, this)
        made = [counted, _share(counted, measure, found.get(measure.of)), _days(counted, measure, rows)]
        found |= {figure.measure: figure for figure in made if figure}
    more = [*_before(evidence, sent), *_by_ward(evidence)]
    return [*found.values(), *more], [finding for say in _SAYINGS if (finding := say(evidence, found))]


def _before(evidence: Evidence, sent: frozenset[str]) -> list[Figure]:
    """The counts of the period before, of what is compared with it."""
    area, before = evidence.geography.area, evidence.partnership.before
    if not any(month in sent for month in before.months):
        return []
    return [
        _count(evidence, measure, [row for row in evidence.worked if measure.counts(row, before)], area, before)
        for measure in (WORKED[slug] for slug in COMPARED)
    ]


def _by_ward(evidence: Evidence) -> list[Figure]:
    """The counts of the wards, where the casebook said of any place in which it lies."""
    this, figures = evidence.partnership.this, []
    for measure in (WORKED[slug] for slug in BY_WARD):
        placed = [row for row in evidence.worked if row.ward_code and measure.counts(row, this)]
        for ward in evidence.geography.wards if placed else ():
            rows = [row for row in placed if row.ward_code == ward.code]
            figures.append(_count(evidence, measure, rows, ward, this, AS_RECORDED))
    return figures


def _count(
    evidence: Evidence, measure: Worked, rows: list[WorkedRow], area: Area, period: Period, by: str | None = None
) -> Figure:
    sent = evidence.counts.months_sent.get(SOURCE, frozenset())
    present = sum(month in sent for month in period.months)
    return Figure(
        id=figure_id(measure.slug, area, period, by),
        measure=measure.slug,
        label=measure.label,
        area=area,
        period=Span(start=period.start, end=period.end),
        value=len(rows),
        unit=measure.unit,
        numerator=len(rows),
        interval=limits(poisson_phe(len(rows))),
        coverage=Coverage(months_expected=len(period.months), months_present=present),
        assignment=by,
        caveats=("own-casebook", *(("months-missing",) if present < len(period.months) else ())),
        disclosure=Disclosure(source_class=evidence.class_of(SOURCE)),
        lineage=_lineage(evidence, rows),
    )


def _lineage(evidence: Evidence, rows: list[WorkedRow]) -> tuple[SourceRows, ...]:
    counted = Counter(row.file_id for row in rows)
    return tuple(evidence.files[file].model_copy(update={"rows": n}) for file, n in sorted(counted.items()))


def _share(counted: Figure, measure: Worked, whole: Figure | None) -> Figure | None:
    """The count as a percentage of the whole it is part of."""
    if whole is None or not whole.numerator or counted.numerator is None:
        return None
    slug = f"{measure.slug}-share"
    scaled = wilson(int(counted.numerator), int(whole.numerator)).scaled(100)
    return counted.model_copy(
        update={
            "id": figure_id(slug, counted.area, counted.period.period),
            "measure": slug,
            "label": f"{measure.label}, share of {WORKED[measure.of].noun}",
            "value": 100 * counted.numerator / whole.numerator,
            "unit": "%",
            "denominator": whole.numerator,
            "denominator_label": WORKED[measure.of].noun,
            "interval": limits(scaled),
        }
    )


def _days(counted: Figure, measure: Worked, rows: list[WorkedRow]) -> Figure | None:
    """Half of the rows took so many days or fewer."""
    taken = [row.days for row in rows if row.days is not None]
    if not measure.timed or len(taken) < FEWEST_TIMED:
        return None
    slug, middle = f"{measure.slug}-days", median(taken)
    return counted.model_copy(
        update={
            "id": figure_id(slug, counted.area, counted.period.period),
            "measure": slug,
            "label": f"{measure.label}: days within which half were",
            "value": middle.value,
            "unit": "days",
            "numerator": None,
            "interval": limits(middle.interval) if middle.interval else None,
            "caveats": (*counted.caveats, "median-of-days"),
        }
    )


def _saying(name: str, label: str, words: str, *also: str) -> Callable[[Evidence, dict[str, Figure]], Finding | None]:
    """A finding of words with {slug} or {slug:interval} in them; `also` holds more words, said where their figures are."""

    def say(evidence: Evidence, found: dict[str, Figure]) -> Finding | None:
        said = [part for part in (words, *also) if all(slug in found for slug in _slugs(part))]
        if words not in said:
            return None
        text = " ".join(said).replace("{period}", evidence.partnership.this.prose)
        named = dict.fromkeys(slug for part in said for slug in _slugs(part))
        for slug in named:
            text = text.replace(f"{{{slug}}}", f"{{{found[slug].id}}}")
            text = text.replace(f"{{{slug}:interval}}", f"{{{found[slug].id}:interval}}")
        area = evidence.geography.area
        return Finding(
            id=f"{figure_id(name, area, evidence.partnership.this)}~worked",
            kind="worked",
            label=label,
            figures=tuple(found[slug].id for slug in named),
            verdict="counted",
            sentence=text,
            caveats=found[next(iter(named))].caveats,
        )

    return say


def _slugs(words: str) -> list[str]:
    names = (part.split("}")[0].split(":")[0] for part in words.split("{")[1:])
    return [name for name in names if name != "period"]


_SAYINGS = (
    _saying(
        "call-lines",
        "The daily call",
        "Partners raised {call-lines} issues on the daily call in {period}, and {call-lines-closed} of them were closed "
        "when the extract was written ({call-lines-closed-share}; likely range {call-lines-closed-share:interval}).",
        "Half of those closed took {call-lines-closed-days} days or fewer.",
    ),
    _saying("cases", "Cases", "In {period}, {cases} cases were referred to the partnership."),
    _saying(
        "cases-ended",
        "How cases ended",
        "In {period}, {cases-ended} cases were closed, and {cases-settled} of those with the problem dealt with "
        "({cases-settled-share}; likely range {cases-settled-share:interval}).",
        "Half took {cases-ended-days} days or fewer from referral to closing (likely range {cases-ended-days:interval}).",
    ),
    _saying(
        "cases-returned",
        "Cases that came back",
        "Of the cases referred in {period}, {cases-returned} came back after they were closed ({cases-returned-share}).",
    ),
    _saying(
        "cases-open",
        "Cases still open",
        "At the end of {period}, {cases-open} cases were open, and {cases-open-six-months-and-more} of them had been for "
        "half a year or longer ({cases-open-six-months-and-more-share}).",
    ),
    _saying(
        "case-reviews",
        "ASB case reviews",
        "In {period}, {case-reviews} people applied for an ASB case review.",
    ),
)
