"""The areas ours is compared with, chosen openly: which, by what, how near, and which were left out for want of records.

By default the nearest English authorities on population, density, deprivation and age mix; the folder's [similar_areas]
says how many and how much each trait counts, and its register `similar_areas` names them instead.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wardmote.errors import WrongUse
from wardmote.findings.figure import Disclosure, Figure, SourceRows, Span, figure_id
from wardmote.findings.finding import Finding
from wardmote.findings.levels import Evidence
from wardmote.measures.authority_counts import AuthorityCounts
from wardmote.methods.among_peers import FEWEST_PEERS
from wardmote.methods.standardised_distance import standardised_distance
from wardmote.partnership import Partnership
from wardmote.places.area import Area
from wardmote.places.authorities import Authority
from wardmote.vocabulary.police_forces import police_forces

DISTANCE = "distance"
COVERED = "covered-areas"  # the code of all English authorities together whose records were sent


@dataclass(frozen=True)
class Trait:
    """One thing by which areas are alike. `compared` is what distances are taken on, `shown` what is printed."""

    word: str
    slug: str
    label: str
    unit: str
    contract: str  # whose file it is counted from
    compared: Callable[[Authority], float]
    shown: Callable[[Authority], float]
    parts: Callable[[Authority], tuple[float | None, float | None]]  # numerator and denominator, where it has them


TRAITS: dict[str, Trait] = {
    "population": Trait(
        "population", "residents", "Residents", "residents", "population",
        lambda a: math.log(a.people), lambda a: a.people, lambda a: (a.people, None),
    ),
    "density": Trait(
        "density", "residents-per-hectare", "Residents per hectare", "per hectare", "households",
        lambda a: math.log(a.per_hectare), lambda a: a.per_hectare, lambda a: (a.people, a.hectares),
    ),
    "deprivation": Trait(
        "deprivation", "deprivation-rank", "Deprivation: average rank, 0 most to 100 least deprived", "of 100", "deprivation",
        lambda a: a.deprivation, lambda a: a.deprivation, lambda a: (None, None),
    ),
    "aged_15_29": Trait(
        "share aged 15 to 29", "aged-15-29-share", "Aged 15 to 29", "%", "population",
        lambda a: a.aged_15_29 / a.people, lambda a: 100 * a.aged_15_29 / a.people, lambda a: (a.aged_15_29, a.people),
    ),
    "aged_65_and_over": Trait(
        "share aged 65 and over", "aged-65-and-over-share", "Aged 65 and over", "%", "population",
        lambda a: a.aged_65_and_over / a.people, lambda a: 100 * a.aged_65_and_over / a.people,
        lambda a: (a.aged_65_and_over, a.people),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Similar:
    """`peers` are compared, nearest first; `left_out` would have been, had their records been sent.

    `covered` are all authorities but ours whose force sent every month of both periods, of `authorities` described.
    """

    ours: Authority
    peers: tuple[Authority, ...]
    left_out: tuple[Authority, ...]
    covered: tuple[Authority, ...]
    authorities: int
    distances: Mapping[str, float] = field(hash=False)
    named: bool = False


def choose(evidence: Evidence, named: Sequence[Mapping[str, Any]] = ()) -> Similar | None:
    """The areas to compare with; None where nothing describes ours. Raises WrongUse for a named area nobody knows."""
    known = {authority.code: authority for authority in evidence.authorities}
    ours, counts = known.get(evidence.partnership.area), evidence.authority_counts
    if ours is None or counts is None:
        return None
    distances = _distances(evidence, ours)
    if distances is None:
        return None
    covered = sent_in_full(evidence.partnership, evidence.authorities, counts)
    if named:
        wanted = _named(named, known, ours)
        peers, left_out = [a for a in wanted if a in covered], [a for a in wanted if a not in covered]
    else:
        nearest = sorted((a for a in evidence.authorities if a != ours), key=lambda a: (distances[a.code], a.code))
        peers = [a for a in nearest if a in covered][: evidence.partnership.similar_areas.number]
        last = distances[peers[-1].code] if peers else 0.0
        left_out = [a for a in nearest if a not in covered and distances[a.code] < last]
    return Similar(ours, tuple(peers), tuple(left_out), covered, len(known), distances, bool(named))


def sent_in_full(
    partnership: Partnership, authorities: Sequence[Authority], counts: AuthorityCounts | None
) -> tuple[Authority, ...]:
    """Every authority but ours whose force's records were sent for every month of both periods."""
    periods = (partnership.before, partnership.this)
    return tuple(a for a in authorities if a.code != partnership.area and counts and counts.covers(a.force, *periods))


def _distances(evidence: Evidence, ours: Authority) -> dict[str, float] | None:
    weights = [getattr(evidence.partnership.similar_areas, name) for name in TRAITS]
    traits = [[trait.compared(a) for trait in TRAITS.values()] for a in evidence.authorities]
    try:
        found = standardised_distance(traits, evidence.authorities.index(ours), weights)
    except ValueError:  # too few authorities, or all alike
        return None
    return dict(zip((a.code for a in evidence.authorities), map(float, found.distance), strict=True))


def _named(rows: Sequence[Mapping[str, Any]], known: Mapping[str, Authority], ours: Authority) -> list[Authority]:
    for number, row in enumerate(rows, start=1):
        if row["area"] not in known or row["area"] == ours.code:
            raise WrongUse(
                f"registers/similar_areas: row {number}: '{row['area']}' is not the code of another English authority in "
                "the lookup that was sent; write a code such as E06000035"
            )
    return list(dict.fromkeys(known[row["area"]] for row in rows))


def area_of(authority: Authority) -> Area:
    return Area(code=authority.code, name=authority.name)


def choice_id(evidence: Evidence) -> str:
    return f"similar-areas/{evidence.partnership.area}/{evidence.partnership.this}"


def choice(evidence: Evidence, similar: Similar) -> tuple[list[Figure], Finding]:
    """What each chosen area and ours are like, as figures, and the choice itself as a finding."""
    shown = (similar.ours, *similar.peers)
    figures = [_trait(evidence, trait, authority) for authority in shown for trait in TRAITS.values()]
    figures += [_distance(evidence, similar, authority) for authority in similar.peers]
    return figures, _finding(evidence, similar, figures)


def _finding(evidence: Evidence, similar: Similar, figures: Sequence[Figure]) -> Finding:
    area = evidence.geography.area
    names = ", ".join(authority.name for authority in similar.peers) or "none"
    how = (
        "Named in the register of similar areas"
        if similar.named
        else f"The nearest of {similar.authorities - 1} English authorities, of those with records, by {_weighed(evidence)}"
    )
    reasons = [f"{how}, nearest first: {names}."] if not similar.named else [f"{how}: {names}."]
    reasons.append(
        f"Records were sent for every month of both periods by the forces of {len(similar.covered)} of "
        f"{similar.authorities - 1} other authorities; of the rest nothing is compared."
    )
    if similar.left_out:
        left = ", ".join(f"{authority.name} ({_force(authority)})" for authority in similar.left_out)
        reasons.append(f"{'Named' if similar.named else 'As near'}, but without records: {left}.")
    enough = len(similar.peers) >= FEWEST_PEERS
    return Finding(
        id=choice_id(evidence),
        kind="similar",
        label=f"Areas similar to {area.name}",
        figures=tuple(figure.id for figure in figures),
        verdict="chosen" if enough else "cannot say",
        sentence=f"{area.name} is compared with {names}."
        if enough
        else "Too few similar areas have records to compare with.",
        reasons=tuple(reasons),
        caveats=("force-recording",),
    )


def _force(authority: Authority) -> str:
    return next((force.name for force in police_forces() if force.slug == authority.force), "force unknown")


def _weighed(evidence: Evidence) -> str:
    """ "population (1), density (1) ..." with the weights that decided."""
    weights = evidence.partnership.similar_areas
    counted = [(trait.word, getattr(weights, name)) for name, trait in TRAITS.items()]
    return ", ".join(f"{word} ({weight:g})" for word, weight in counted if weight)


def _trait(evidence: Evidence, trait: Trait, authority: Authority) -> Figure:
    numerator, denominator = trait.parts(authority)
    files = [entry for file_id, entry in evidence.files.items() if file_id in authority.rows]
    own = [entry for entry in files if _contract(evidence, entry.source) in (trait.contract, "population")]
    settings = next(
        (evidence.partnership.sources[e.source] for e in own if _contract(evidence, e.source) == trait.contract), None
    )
    dated = f", {settings.dated}" if settings and settings.dated else ""
    return _figure(
        evidence, trait.slug, f"{trait.label}{dated}", trait.unit, authority, trait.shown(authority),
        numerator, denominator, [entry.model_copy(update={"rows": authority.rows[entry.sha256[:16]]}) for entry in own],
    )  # fmt: skip


def _distance(evidence: Evidence, similar: Similar, authority: Authority) -> Figure:
    label = f"Distance from {similar.ours.name}, in standard deviations"
    return _figure(
        evidence, DISTANCE, label, "standard deviations", authority, similar.distances[authority.code], None, None, []
    )


def _figure(
    evidence: Evidence, slug: str, label: str, unit: str, authority: Authority, value: float,
    numerator: float | None, denominator: float | None, lineage: list[SourceRows],
) -> Figure:  # fmt: skip
    this = evidence.partnership.this
    return Figure(
        id=figure_id(slug, area_of(authority), this),
        measure=slug,
        label=label,
        area=area_of(authority),
        period=Span(start=this.start, end=this.end),
        value=value,
        unit=unit,
        numerator=numerator,
        denominator=denominator,
        denominator_label={"per hectare": "hectares", "%": "residents"}.get(unit),
        assignment="authority",
        disclosure=Disclosure(source_class="already-public"),
        lineage=tuple(lineage),
    )


def _contract(evidence: Evidence, source: str) -> str:
    settings = evidence.partnership.sources.get(source)
    return (settings.contract or source) if settings else source
