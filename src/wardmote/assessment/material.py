"""Everything a document may be made of: the release, the registers, and what became of the files."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from wardmote.assessment.release.statutory_counts import StatutoryCount, statutory_counts
from wardmote.assessment.statutory import Contents, LegalPart, legal_parts
from wardmote.consultation.events import EngagementEvent, engagement_events
from wardmote.disclosure.earlier import said_before
from wardmote.disclosure.exposure import Exposure, exposure
from wardmote.disclosure.gate import Release, release
from wardmote.disclosure.layout import said_by
from wardmote.findings.analysis import Analysis
from wardmote.findings.figure import Figure, figure_id
from wardmote.findings.finding import Finding
from wardmote.findings.received import Fact, ReceivedFigure, facts, received_figures
from wardmote.incidents.series_breaks import SeriesBreak, series_breaks
from wardmote.measures.catalogue import MEASURES, Measure
from wardmote.partnership import Partnership
from wardmote.periods import Period
from wardmote.places.area import Area
from wardmote.plan.priorities import Indicator, PlanAction, Priority, indicators, plan_actions, priorities
from wardmote.sources.load import Load
from wardmote.sources.load_report import LoadReport, Refusal


@dataclass(frozen=True)
class Revision:
    """A figure that an earlier release printed otherwise."""

    figure_id: str
    label: str
    was: str
    now: str
    release: str


@dataclass(frozen=True)
class Material:
    """Handed to every table, chart and chapter; figures and findings come from the release only."""

    partnership: Partnership
    release: Release
    wards: tuple[Area, ...]
    outlines: Mapping[str, str] = field(hash=False)
    months_sent: Mapping[str, list[str]] = field(hash=False)
    outside_area: Mapping[str, int] = field(hash=False)
    reports: tuple[LoadReport, ...]
    refusals: tuple[Refusal, ...]
    received: Mapping[str, ReceivedFigure] = field(hash=False)
    facts: Mapping[str, Fact] = field(hash=False)
    breaks: tuple[SeriesBreak, ...]
    beat_codes: tuple[dict[str, str], ...] = field(hash=False)
    priorities: tuple[Priority, ...]
    plan_actions: tuple[PlanAction, ...]
    indicators: tuple[Indicator, ...]
    events: tuple[EngagementEvent, ...]
    legal: tuple[LegalPart, ...]
    small_areas: Mapping[str, Mapping[str, str]] = field(default_factory=dict, hash=False)
    harm_weights: tuple[dict[str, Any], ...] = ()
    statutory: Mapping[str, StatutoryCount] = field(default_factory=dict, hash=False)
    revisions: tuple[Revision, ...] = ()
    exposed: tuple[Exposure, ...] = ()  # of the board edition: what it tells of counts withheld from the public

    @property
    def area(self) -> Area:
        return Area(code=self.partnership.area, name=self.partnership.area_name)

    def figure(self, measure: str, area: Area, period: Period, by: str | None = None) -> Figure | None:
        return self.release.figures.get(figure_id(measure, area, period, by))

    def finding(self, finding_id: str) -> Finding | None:
        return self.release.findings.get(finding_id)

    def findings(self, kind: str) -> list[Finding]:
        """All of one kind, in the order they were found."""
        return [finding for finding in self.release.findings.values() if finding.kind == kind]

    def change(self, measure: Measure, area: Area, by: str | None = None) -> Finding | None:
        span = f"{self.partnership.before}~{self.partnership.this}"
        return self.finding(f"{measure.slug}/{area.key}/{span}" + (f";by={by}" if by else ""))

    def measures(self) -> list[Measure]:
        """Measures that have figures, headline first."""
        return self.themed_measures("")

    def themed_measures(self, theme: str) -> list[Measure]:
        """Measures of a theme that have figures."""
        of_theme = (m for m in MEASURES.values() if m.theme == theme)
        return [m for m in of_theme if self.figure(m.slug, self.area, self.partnership.this)]


def gather_material(partnership: Partnership, load: Load, analysis: Analysis) -> Material:
    """Pass the analysis through the gate and read the registers."""
    received = received_figures(load.register("received_figures"))
    statutory = statutory_counts(partnership, received, [ward.name for ward in analysis.wards])
    excepted = [name for name, count in statutory.items() if not count.faults]
    released, exposed = _released(partnership, analysis, received, excepted)
    kept_priorities = priorities(load.register("priorities"))
    actions = plan_actions(load.register("plan_actions"))
    events = engagement_events(load.register("engagement"))
    return Material(
        partnership=partnership,
        release=released,
        wards=tuple(analysis.wards),
        outlines=analysis.outlines,
        months_sent=analysis.months_sent,
        outside_area=analysis.outside_area,
        reports=load.reports,
        refusals=load.refusals,
        received=released.received,
        facts=facts(load.register("facts")),
        breaks=series_breaks(load.register("series_breaks")),
        beat_codes=tuple(load.register("beat_code_notes")),
        priorities=tuple(kept_priorities),
        plan_actions=tuple(actions),
        indicators=tuple(indicators(load.register("indicators"))),
        events=tuple(events),
        small_areas=analysis.small_areas,
        harm_weights=tuple(load.register("harm_weights")),
        statutory=statutory,
        exposed=exposed,
        legal=tuple(legal_parts(Contents(released, kept_priorities, actions, events), partnership.this.end)),
    )


def _released(
    partnership: Partnership, analysis: Analysis, received: Mapping[str, ReceivedFigure], excepted: Collection[str]
) -> tuple[Release, tuple[Exposure, ...]]:
    """The analysis through the gate. The board has the public edition too, so that its own is attacked together with it."""
    policy, ours = partnership.disclosure, partnership.policy
    earlier = said_before(partnership.published, policy)
    public = release(analysis.figures, analysis.findings, received, policy, earlier, excepted)
    if partnership.edition == "public":
        return public, ()
    earlier += said_before(partnership.published, ours, "board")
    earlier += tuple(said_by(public.figures.values(), policy, "the public edition"))
    board = release(analysis.figures, analysis.findings, received, ours, earlier, excepted)
    return board, exposure(public, board, policy, ours)
