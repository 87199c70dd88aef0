"""The register of causes in print: all of it, or apart what something speaks for and what nothing does."""

from collections.abc import Callable, Iterator

from wardmote.assessment.document import Column, Table, Text
from wardmote.assessment.material import Material
from wardmote.findings.finding import CauseWeighed

HEADINGS = ("Measure", "Explanation", "Evidence for", "Evidence against", "Judgement")


def _table(
    name: str, caption: str, shown: Callable[[CauseWeighed], bool], empty: str = ""
) -> Callable[[Material], Table]:
    def build(material: Material) -> Table:
        rows = tuple(
            tuple(Text(text or "None recorded") for text in (label, *_told(cause)))
            for label, cause in _each(material)
            if shown(cause)
        )
        return Table(name, caption, tuple(map(Column, HEADINGS)), rows, "", "The register of causes", empty)

    return build


def _each(material: Material) -> Iterator[tuple[str, CauseWeighed]]:
    """Every explanation of every measure once, with the measure's label."""
    seen = set()
    for finding in material.release.findings.values():
        for cause in finding.causes:
            if (finding.label, cause.explanation) not in seen:
                seen.add((finding.label, cause.explanation))
                yield finding.label, cause


def _told(cause: CauseWeighed) -> tuple[str, ...]:
    judged = f"{cause.judgement} ({cause.judged_by})" if cause.judged_by else cause.judgement or "Not judged"
    return cause.explanation, cause.evidence_for, cause.evidence_against, judged


TABLES: dict[str, Callable[[Material], Table]] = {
    "causes": _table("causes", "Rival explanations and how they were weighed", lambda _: True),
    "causes-for": _table(
        "causes-for", "Rival explanations that something speaks for, and how they were weighed", lambda cause: bool(cause.evidence_for)
    ),
    "causes-not": _table(
        "causes-not", "Rival explanations that nothing recorded speaks for", lambda cause: not cause.evidence_for,
        "Something speaks for every explanation that was weighed.",
    ),
}  # fmt: skip
