"""The partnership folder: what an analyst owns, and where each thing lies in it.

`partnership.toml` names the area, the periods, the sources owed and the people; `docs/reference/partnership-folder.md`
describes every key. Paths only are computed here: nothing is read but the configuration.
"""

import hashlib
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from wardmote.errors import WrongUse
from wardmote.periods import Period

# What decides how a source's numbers may be shown; the strictest class in a table decides for the table.
SourceClass = Literal["already-public", "partner", "sensitive", "health", "deaths"]
Edition = Literal["public", "board"]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Periods(_Section):
    """The span assessed and the one it is compared with."""

    this: str
    before: str

    @field_validator("this", "before")
    @classmethod
    def _is_a_period(cls, text: str) -> str:
        Period.parse(text)
        return text


class SourceSettings(_Section):
    """One partner extract owed: where its files lie in the inbox, who sends it, how it may be shown."""

    files: str | tuple[str, ...]
    owner: str
    source_class: SourceClass = Field(default="partner", alias="class")
    contract: str | None = None  # the folder under sources/, when it differs from the table's own name
    vintage: str | None = None
    dated: str | None = None

    @property
    def patterns(self) -> tuple[str, ...]:
        return (self.files,) if isinstance(self.files, str) else self.files


class DisclosurePolicy(_Section):
    """Thresholds below which a count is withheld, the base others are rounded to, how wide the range of a withheld
    count must stay against everything published, whether a true zero is always shown (`domain` C8, configurable), and the
    received figures that the law has published however small, each signed for by two people."""

    suppress_below: int = Field(default=5, ge=3)
    suppress_below_sensitive: int = Field(default=10, ge=3)
    round_to: int = Field(default=5, ge=3)
    narrowest: int = Field(default=5, ge=3)
    zeros: Literal["shown", "may-be-withheld"] = "shown"
    statutory_small_counts: tuple[str, ...] = ()

    def for_board(self) -> "DisclosurePolicy":
        """The board reads partners' counts as they are; what is sensitive stays guarded as it is for everybody."""
        return self.model_copy(update={"suppress_below": 0})


class Board(_Section):
    """Who holds each numbered copy of the board edition: copy 1 is the first one's."""

    copies: tuple[str, ...] = ()

    @field_validator("copies")
    @classmethod
    def _each_has_a_holder(cls, copies: tuple[str, ...]) -> tuple[str, ...]:
        if any(not holder.strip() for holder in copies) or len(set(copies)) < len(copies):
            raise ValueError("each copy goes to one named holder, and nobody holds two")
        return copies


class People(_Section):
    """Who approves and whom to ask; `keys` are the public keys (base64, Ed25519) releases are signed with, by name."""

    approver: str = ""
    contact: str = ""
    keys: dict[str, str] = {}

    @field_validator("keys")
    @classmethod
    def _nobody_is_two_people(cls, keys: dict[str, str]) -> dict[str, str]:
        if len(set(keys.values())) < len(keys):
            raise ValueError("two people have one key; each signs with a key of their own")
        return keys


class SimilarAreas(_Section):
    """How similar areas are chosen: how many, and how much each trait counts (0 leaves it out). Age mix is two traits of
    half a weight. A register `similar_areas` names them instead."""

    number: int = Field(default=10, ge=5, le=50)
    population: float = Field(default=1, ge=0)
    density: float = Field(default=1, ge=0)
    deprivation: float = Field(default=1, ge=0)
    aged_15_29: float = Field(default=0.5, ge=0)
    aged_65_and_over: float = Field(default=0.5, ge=0)


class _Partnership(_Section):
    name: str
    area: str
    area_name: str
    wards: str
    periods: Periods
    lsoas: str = "2011"


class _Configuration(_Section):
    partnership: _Partnership
    sources: dict[str, SourceSettings] = {}
    disclosure: DisclosurePolicy = DisclosurePolicy()
    people: People = People()
    board: Board = Board()
    similar_areas: SimilarAreas = SimilarAreas()


@dataclass(frozen=True)
class Partnership:
    """A partnership folder, its configuration read and checked."""

    root: Path
    inbox: Path
    name: str
    area: str
    area_name: str
    ward_vintage: str
    lsoa_vintage: str
    this: Period
    before: Period
    sources: dict[str, SourceSettings]
    disclosure: DisclosurePolicy
    people: People
    board: Board
    similar_areas: SimilarAreas = field(default_factory=SimilarAreas)
    edition: Edition = "public"

    @property
    def policy(self) -> DisclosurePolicy:
        """What the readers of this edition may be shown."""
        return self.disclosure if self.edition == "public" else self.disclosure.for_board()

    @property
    def registers(self) -> Path:
        return self.root / "registers"

    @property
    def text(self) -> Path:
        return self.root / "text"

    @property
    def store(self) -> Path:
        return self.root / "store"

    @property
    def archive(self) -> Path:
        return self.root / "archive"

    @property
    def published(self) -> Path:
        return self.root / "published"

    @property
    def digest(self) -> str:
        """SHA-256 of the configuration file."""
        return hashlib.sha256((self.root / "partnership.toml").read_bytes()).hexdigest()


def open_partnership(root: Path, inbox: Path | None = None, out: Path | None = None) -> Partnership:
    """Read a partnership folder. Raises WrongUse when it is missing or its configuration does not hold.

    `inbox` points elsewhere when the partners' files are kept elsewhere; `out` puts everything built (store, archive,
    published) elsewhere, and is handled by the caller through `Partnership.root` staying the configuration's folder.
    """
    path = root / "partnership.toml"
    if not path.is_file():
        raise WrongUse(f"{root}: there is no partnership.toml here. Make a folder with: wardmote new {root}")
    try:
        settings = _Configuration.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongUse(f"{path}: this is not readable TOML: {error}") from None
    except ValidationError as error:
        raise WrongUse(_explain(path, error)) from None
    head = settings.partnership
    for name, source in settings.sources.items():
        if source.contract == "boundaries" and "ward" in name and source.vintage not in (None, head.wards):
            raise WrongUse(
                f'{path}: wards = "{head.wards}", but [sources.{name}] has vintage "{source.vintage}"; a count by ward '
                "needs the boundaries of the year it names"
            )
    folder = Partnership(
        root=root,
        inbox=inbox or root / "inbox",
        name=head.name,
        area=head.area,
        area_name=head.area_name,
        ward_vintage=head.wards,
        lsoa_vintage=head.lsoas,
        this=Period.parse(head.periods.this),
        before=Period.parse(head.periods.before),
        sources=settings.sources,
        disclosure=settings.disclosure,
        people=settings.people,
        board=settings.board,
        similar_areas=settings.similar_areas,
    )
    return folder if out is None else _BuiltElsewhere(**vars(folder), out=out)


@dataclass(frozen=True)
class _BuiltElsewhere(Partnership):
    """A partnership folder whose built parts go to another folder (`--out`)."""

    out: Path = Path()

    @property
    def store(self) -> Path:
        return self.out / "store"

    @property
    def archive(self) -> Path:
        return self.out / "archive"

    @property
    def published(self) -> Path:
        return self.out / "published"


def _explain(path: Path, error: ValidationError) -> str:
    lines = [f"{path}: {len(error.errors())} setting(s) need attention:"]
    for problem in error.errors():
        where = ".".join(str(part) for part in problem["loc"])
        lines.append(f"  {where}: {problem['msg'].removeprefix('Value error, ')}")
    return "\n".join(lines)
