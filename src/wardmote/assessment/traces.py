"""The way back: from a printed number to its method, its tables, its files and the rows counted in each."""

from wardmote.assessment.document import Trace, TraceStep
from wardmote.assessment.material import Material
from wardmote.claims import wording
from wardmote.errors import WrongUse
from wardmote.findings.figure import Figure, SourceRows
from wardmote.findings.finding import Finding
from wardmote.findings.received import Fact, ReceivedFigure

ASSIGNMENTS = {
    "lsoa-code": "the LSOA code in the sender's row (where none was sent, the LSOA its point lies in), belonging to the area",
    "polygon": "the ward polygon that the map point lies in (OSTN15)",
    "recorded": "the ward that the case's lead entered",
    "best-fit": "the ward that the LSOA belongs to by best fit",
    "as published": "as published, not recomputed",
    "own-force": "the authority that the small area belongs to, of records of the authority's own force only",
    "authority": "summed over the small areas that belong to the authority",
}
CAVEATS = {
    "asb-incident-standard": "Incidents recorded to the national standard for incident recording; not all are reported.",
    "recorded-crime-only": "Recorded crime: not all crime is reported, and not all that is reported is recorded.",
    "approximate-points": "Map points are approximate: each stands for eight or more addresses, or for none.",
    "fires-attended": "Fires the service attended; a cause not known counts as accidental, so deliberate fires are undercounted.",
    "injury-collisions": "Collisions in which somebody was hurt and that the police were told of; damage alone is not counted.",
    "health-records": "What the health service saw, whether or not the police were told; it follows triage and how well staff ask.",
    "partner-share": "Counted from the partner's rows over one named whole; other shares of this subject have other wholes.",
    "months-missing": "Some months of the period were not sent.",
    "council-reports": "Reports to the council; the same trouble may also be in police records.",
    "own-casebook": "The partnership's own cases, from its de-identified extract; it counts what was worked, not what happened.",
    "median-of-days": "Half took this many days or fewer; what is still open is not among them.",
    "season-and-trend": "Reckoned from the same season of the years before and their trend; not counted.",
    "season-out": "A count divided by its month's season index: what it would be in an average month.",
    "time-as-sent": "The time is the sender's: of a call or a report, which may come later than what it is about.",
    "forecast": "A forecast: it supposes that things go on as they have.",
    "small-area": "Small areas differ by luck: the rate is drawn towards the mean, and its place in the order is a range.",
    "not-random": "Where the operation went was chosen, not drawn by lot: other differences may explain a difference.",
    "poisson": "Supposes that incidents come singly; where they come in clusters, empty spells are commoner still.",
    "weights-supplied": "Weights are those of the register harm_weights; a type without one is left out.",
    "arithmetic": "Arithmetic on the records: it says which part moved, and neither why nor whether by chance.",
    "force-recording": "Every force decides in its own way what is recorded: areas of different forces differ by that too.",
    "published-indicator": "A published indicator, as its publisher gave it.",
}


def trace(material: Material, name: str) -> Trace:
    """The way back from a figure, finding, fact or received figure. Raises WrongUse when there is none of that id."""
    kind, _, rest = name.partition(":")
    if name in material.release.figures:
        return _figure(material.release.figures[name])
    if name in material.release.findings:
        return _finding(material, material.release.findings[name])
    if kind == "received" and rest in material.received:
        return _received(name, material.received[rest])
    if kind == "fact" and rest in material.facts:
        return _fact(name, material.facts[rest])
    raise WrongUse(f"there is no figure, finding, fact or received figure '{name}'; ids are listed in figures.json")


def _figure(figure: Figure) -> Trace:
    steps = [("Value", f"{wording.number(figure)} ({figure.unit})")]
    if figure.disclosure.state != "suppressed":
        if figure.numerator is not None:
            steps.append(("Numerator", f"{figure.numerator:,.0f}"))
        if figure.denominator:
            steps.append(("Denominator", f"{figure.denominator:,.0f} ({figure.denominator_label})"))
        if figure.interval:
            level = f"{figure.interval.level:.0%}"
            steps.append(("Likely range", f"{wording.interval(figure)} ({level}, {figure.interval.method})"))
    vintage = f", {figure.area.vintage} boundaries" if figure.area.vintage else ""
    steps.append(("Area", f"{figure.area.name} ({figure.area.code}{vintage})"))
    steps.append(("Period", figure.period.period.label))
    if figure.coverage:
        coverage = figure.coverage
        steps.append(("Coverage", f"{coverage.months_present} of {coverage.months_expected} months were sent"))
    steps.append(("Placed by", ASSIGNMENTS.get(figure.assignment or "", "not placed")))
    steps.append(("Disclosure", f"{figure.disclosure.source_class}, shown {figure.disclosure.state}"))
    steps += [("Caveat", CAVEATS.get(caveat, caveat)) for caveat in figure.caveats]
    steps += [("File", _file(entry)) for entry in figure.lineage]
    return _trace(figure.id, f"{figure.label}, {figure.area.name}, {figure.period.period.label}", steps)


def _file(entry: SourceRows) -> str:
    rows = "number of rows withheld" if entry.rows is None else f"{entry.rows:,} rows"
    return f"{entry.file}: {rows}, SHA-256 {entry.sha256[:16]}"


def _finding(material: Material, finding: Finding) -> Trace:
    steps = [("Verdict", finding.verdict)]
    steps += [("Why", reason) for reason in finding.reasons]
    if finding.effect:
        effect = finding.effect
        between = f"{effect.lower:.4g} to {effect.upper:.4g}"
        steps.append(("Effect", f"{effect.ratio:.4g} ({between}, {effect.level:.0%}, {effect.method})"))
    if finding.q is not None:
        steps.append(("Test", f"p = {finding.p:.2g}; q = {finding.q:.2g} in the family '{finding.family}'"))
    if finding.dispersion is not None:
        steps.append(("Dispersion", f"{finding.dispersion:.3f}"))
    if finding.smallest_detectable is not None:
        steps.append(("Smallest fall it could show", wording.detectable(finding)))
    for figure_id in finding.figures:
        figure = material.release.figures.get(figure_id)
        steps.append(("Rests on", f"{figure_id} = {wording.number(figure)}" if figure else figure_id))
    return _trace(finding.id, finding.label, steps)


def _received(name: str, figure: ReceivedFigure) -> Trace:
    steps = [
        ("Value", f"{wording.received(figure)} ({figure.unit or 'number'})"),
        ("Reported by", f"{figure.sender}; not recomputed"),
        ("Period", " to ".join(p for p in (figure.start, figure.end) if p) or "not stated"),
        ("Evidence", figure.evidence_file or "none kept"),
    ]
    return _trace(name, figure.label, [*steps, ("Note", figure.note)] if figure.note else steps)


def _fact(name: str, cited: Fact) -> Trace:
    steps = [
        ("Value", wording.fact(cited)),
        ("Area and period", f"{cited.area}, {cited.period}"),
        ("Source", cited.source),
    ]
    return _trace(name, cited.label, [*steps, ("Note", cited.note)] if cited.note else steps)


def _trace(name: str, title: str, steps: list[tuple[str, str]]) -> Trace:
    return Trace(name, title, tuple(TraceStep(label, text) for label, text in steps))
