"""What became of a file: the row accounting, as `store/loads.json` carries it."""

from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Status = Literal["loaded", "unchanged", "refused", "superseded"]


class Examined(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LoadReport(Examined):
    """The account of one file or zip member. Always: rows_in = kept + quarantined + declared_duplicates."""

    source: str = Field(description="the source's name in partnership.toml")
    file: str = Field(description="path in the inbox; a member of a zip as zip!member")
    sha256: str = Field(description="digest of the file's bytes (of the member's, unpacked)")
    status: Status
    rows_in: int = Field(default=0, description="data rows read; 0 when the file was refused before its rows")
    counted_independently: int | None = Field(default=None, description="data rows counted without the parser")
    kept: int = 0
    quarantined: int = 0
    declared_duplicates: int = Field(default=0, description="rows said to be another row's copy, or superseded")
    encoding: str | None = None
    ignored_columns: tuple[str, ...] = ()
    quarantine_reasons: dict[str, int] = Field(default={}, description='rows by "column: rule"')
    period: tuple[str, str] | None = Field(default=None, description="first and last month seen in kept rows")
    first_examples: tuple[str, ...] = Field(default=(), description="first quarantined rows, values masked")
    notes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _accounts_for_every_row(self) -> "LoadReport":
        if self.rows_in != self.kept + self.quarantined + self.declared_duplicates:
            raise ValueError(f"{self.file}: {self.rows_in} rows in, but the parts do not add up to it")
        return self

    def changed(self, **fields: Any) -> "LoadReport":
        """A copy with some fields different, the accounting checked again."""
        return LoadReport(**{**self.model_dump(), **fields})


class Refusal(Examined):
    """A file, or a register, of which nothing was loaded, and why, in words that say what to do."""

    source: str
    file: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.message}"


class LoadedFile(Examined):
    """Kept rows of one file, as Parquet. `rows` counts the Parquet's rows (more than the file's where reshaped)."""

    source: str
    name: str
    sha256: str
    path: Path
    rows: int
