"""Do reports to the council draw others near by in the days after? They carry a day and an address, so it can be asked.

One table of bands of distance by bands of days is one family; the answer is that of its nearest and soonest corner.
"""

from wardmote.findings.figure import Disclosure, Figure, Span, figure_id
from wardmote.findings.finding import Finding
from wardmote.findings.levels import Evidence
from wardmote.findings.refused import refused
from wardmote.measures.catalogue import MEASURES
from wardmote.methods.multiplicity import benjamini_hochberg
from wardmote.methods.near_repeat import near_repeat

CERTAIN, FEWEST = 0.05, 200
METRES, DAYS = (0, 100, 200, 400), (0, 7, 14, 28)
Found = tuple[list[Figure], list[Finding]]


def near_repeats(evidence: Evidence) -> Found:
    """Pairs of reports in the corner, as a percentage of what dates falling anywhere would bring; or why not."""
    measure, area, this = MEASURES["council-asb"], evidence.geography.area, evidence.partnership.this
    name, question = (
        f"{figure_id(measure.slug, area, this)};near-repeats",
        f"{measure.label}: do others follow near by?",
    )
    placed = [(m.x, m.y, m.day.toordinal()) for m in evidence.moments if m.category == measure.slug and m.x is not None]
    if len(placed) < FEWEST:
        return [], [refused(name, question, "too few reports came with a day and a place")]
    x, y, days = zip(*placed, strict=True)
    made = near_repeat(x, y, days, METRES, DAYS)
    q = float(benjamini_hochberg(made.p.ravel())[0])
    slug = f"{measure.slug}-near-repeats"
    figure = Figure(
        id=figure_id(slug, area, this), measure=slug, label=f"{measure.label}: pairs close in place and time",
        area=area, period=Span(start=this.start, end=this.end), value=100 * float(made.ratio[0, 0]), unit="%",
        assignment="lsoa-code", caveats=("council-reports", "time-as-sent"),
        disclosure=Disclosure(source_class=evidence.class_of(measure.source)),
    )  # fmt: skip
    follows = q < CERTAIN
    told = (
        "A report is followed by others near by more often than by chance"
        if follows
        else "Reports close in place are close in time no more often than by chance"
    )
    return [figure], [
        Finding(
            id=name, kind="near-repeat", label=f"{measure.label}: near repeats", figures=(figure.id,),
            p=float(made.p[0, 0]), q=q, family="bands of distance and of days",
            verdict="others follow near by" if follows else "no more than chance",
            sentence=f"{told}: pairs within a hundred metres and a week of each other are {{{figure.id}}} of what "
            "chance would bring.",
            caveats=("council-reports", "time-as-sent"),
        )
    ]  # fmt: skip
