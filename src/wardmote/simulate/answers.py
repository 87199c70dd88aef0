"""The answer key of an invented partnership: what was planted, how large it truly is, what a good product should say.

`answers.json` is one `Answers`. Ids of figures and findings are those of the design, so a product's own output can be
joined to it: `asb-incidents/E06999901/2024-04..2025-03`.
"""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

EffectKind = Literal[
    "real fall",
    "no change",
    "boundary swap",
    "incomplete month",
    "late correction",
    "operation that worked",
    "operation that did not",
    "recording-rule break",
    "unusual month",
]


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Place(_Answer):
    """An area by code and name."""

    code: str
    name: str


class PlantedEffect(_Answer):
    """One thing hidden in the data, and what an honest reader of the data may say about it."""

    kind: EffectKind
    measure: str = Field(description="The slug of the measure the effect is planted in")
    areas: tuple[Place, ...] = Field(description="Where it was planted")
    compared_with: tuple[Place, ...] = Field(default=(), description="Areas nothing was done in, to compare with")
    before: str | None = Field(default=None, description="The earlier period, first..last month")
    this: str | None = Field(default=None, description="The later period, or the month concerned")
    start: str | None = Field(default=None, description="The month an operation or a new rule began")
    true_ratio: float | None = Field(
        default=None,
        description="The true rate after over the true rate before; for an operation, relative to its comparison",
    )
    expected_verdict: str = Field(description="The word the product should come to")
    findings: tuple[str, ...] = Field(default=(), description="Ids of findings the verdict is expected on")
    counts: dict[str, int] = Field(default_factory=dict, description="Counts the files hold, by figure id or by name")
    files: tuple[str, ...] = Field(default=(), description="Files concerned, as paths in the inbox")
    note: str = Field(description="How it was made, in a sentence or two")


class FileRows(_Answer):
    """Truth for the row accounting of one written file."""

    source: str = Field(description="The table of partnership.toml the file belongs to")
    path: str = Field(description="Path in the inbox")
    member: str | None = Field(default=None, description="Path inside the archive, when it came in one")
    rows: int = Field(description="Rows below the header")
    outside_area: int = Field(default=0, description="Rows whose LSOA lies in another authority")
    without_location: int = Field(default=0, description="Rows without coordinates and LSOA")
    wrong_rows: int = Field(default=0, description="Rows that must be quarantined")
    superseded_by: str | None = Field(default=None, description="The later file that replaces this one")

    @property
    def name(self) -> str:
        """As the product names it: `archive.zip!member.csv`, or the path alone."""
        return f"{self.path}!{self.member}" if self.member else self.path


class WrongRow(_Answer):
    """A row that must be quarantined."""

    path: str
    line: int = Field(description="Line of the file; the header is line 1")
    column: str
    reason: str


class Answers(_Answer):
    """Everything planted in one invented partnership folder."""

    invented: str = "Everything in this folder is invented: town, people, streets, figures."
    seed: int
    scale: float
    area: Place
    periods: dict[str, str] = Field(description="this, before, earlier")
    effects: tuple[PlantedEffect, ...]
    true_ratios: dict[str, float] = Field(
        description="For each measure, this year's mean count over that of the year before; 1.0: nothing planted"
    )
    theme_ratios: dict[str, float] = Field(
        default_factory=dict,
        description="For each measure of a partner's theme that was changed, this year's true rate over the year before's",
    )
    counts: dict[str, int] = Field(description="Counts of Marlbridge by figure id, after the correction, by LSOA code")
    worked: dict[str, int] = Field(
        default_factory=dict, description="Counts of what the partnership worked by figure id, before the gate"
    )
    files: tuple[FileRows, ...]
    wrong_rows: tuple[WrongRow, ...]
    wrong_reporting_force: tuple[str, ...] = Field(description="Months whose 'Reported by' names another force")

    def effect(self, kind: EffectKind) -> PlantedEffect:
        return next(effect for effect in self.effects if effect.kind == kind)

    def write(self, path: Path) -> None:
        path.write_text(self.model_dump_json(indent=2) + "\n", encoding="utf-8")


def read_answers(path: Path) -> Answers:
    return Answers.model_validate_json(path.read_text(encoding="utf-8"))
