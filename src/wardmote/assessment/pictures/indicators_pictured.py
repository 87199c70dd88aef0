"""The picture of indicators against their targets."""

from dataclasses import dataclass

from wardmote.assessment.document import Picture
from wardmote.assessment.material import Material
from wardmote.assessment.pictures import charts
from wardmote.assessment.tables import TABLES
from wardmote.claims import wording
from wardmote.plan.priorities import Indicator


@dataclass(frozen=True)
class _Percentage:
    """An indicator's latest value with its interval in percent, and as it is printed."""

    value: float
    lower: float | None
    upper: float | None
    words: str


def _percentage(material: Material, indicator: Indicator) -> _Percentage | None:
    """None where the latest value is not a percentage, was not sent or is withheld."""
    received = material.received.get(indicator.received)
    if received:
        if received.value is None or received.unit != "%":
            return None
        finding = material.finding(f"indicator/{indicator.id}~target")
        effect = finding.effect if finding else None
        words = wording.received(received)
        return _Percentage(received.value, effect.lower if effect else None, effect.upper if effect else None, words)
    figure = material.figure(indicator.measure, material.area, material.partnership.this)
    if figure is None or figure.value is None or figure.unit != "%":
        return None
    within = figure.interval
    words = wording.number(figure)
    return _Percentage(figure.value, within.lower if within else None, within.upper if within else None, words)


def indicators(material: Material) -> Picture | None:
    """Percentages against their targets: those received, and those of our own counts and of what was worked."""
    rows = []
    for indicator in material.indicators:
        latest, finding = _percentage(material, indicator), material.finding(f"indicator/{indicator.id}~target")
        if latest and finding and indicator.target is not None:
            rows.append(
                charts.TargetRow(
                    label=indicator.label,
                    value=latest.value / 100,
                    lower=None if latest.lower is None else latest.lower / 100,
                    upper=None if latest.upper is None else latest.upper / 100,
                    target=indicator.target / 100,
                    verdict_text=f"{latest.words}: {finding.verdict}",
                    verdict=finding.verdict,  # type: ignore[arg-type]
                )
            )
    if not rows:
        return None
    met = sum(row.verdict == "met" for row in rows)
    many = wording.in_words(met).capitalize() if met else "None"
    title = f"{many} of {wording.in_words(len(rows))} percentages clearly met their target"
    return Picture(
        id="indicators",
        title=title,
        subtitle="Latest percentage, with its 95% interval where counts were sent, and the target.",
        alt=f"Dot chart of {len(rows)} indicators against targets. {title}. Figures in the table.",
        spec=charts.target_chart(rows),
        source="As reported by each owner, not recomputed; what was worked from the partnership's own casebook",
        table=TABLES["indicators"](material),
    )
