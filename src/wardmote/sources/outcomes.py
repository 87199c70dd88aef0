"""What became of one member of a source's files: loaded, unchanged, superseded, a copy of another, or refused."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from wardmote.sources.inbox import Member
from wardmote.sources.judging import Verdict
from wardmote.sources.load_report import LoadReport
from wardmote.sources.reading import Reading
from wardmote.sources.staging import Staged


class Outcome(BaseModel):
    """What is known of one member: its own report, what its neighbours add to it, and what was stored of it."""

    model_config = ConfigDict(frozen=True)

    report: LoadReport
    arrived: str  # digest of the inbox file it came in
    across: tuple[str, ...] = ()  # notes that depend on the other files of the source
    refusal: str | None = None
    rows_stored: int | None = None  # None: not stored (superseded, a copy, or refused)

    @property
    def told(self) -> LoadReport:
        """The report as published, the neighbours' notes included."""
        return self.report.model_copy(update={"notes": self.report.notes + self.across})

    def noted(self, note: str) -> "Outcome":
        """With one more note that depends on a neighbour."""
        return self.model_copy(update={"across": (*self.across, note)})

    def taken_over(self) -> "Outcome":
        """As a later load tells it: loaded then, unchanged now."""
        if self.report.status != "loaded":
            return self
        return self.model_copy(update={"report": self.report.model_copy(update={"status": "unchanged"})})

    def taken_back(self, message: str) -> "Outcome":
        """Refused after all, its kept rows now declared duplicates of a neighbour's."""
        duplicates = self.report.declared_duplicates + self.report.kept
        report = self.report.changed(status="refused", kept=0, declared_duplicates=duplicates)
        update = {"report": report, "refusal": message, "across": (message,), "rows_stored": None}
        return self.model_copy(update=update)


def refused(source: str, name: str, message: str, digest: str = "", arrived: str = "") -> Outcome:
    """Of which no row was read."""
    report = LoadReport(source=source, file=name, sha256=digest, status="refused")
    return Outcome(report=report, arrived=arrived, refusal=message)


def superseded(source: str, member: Member, staged: Staged, reading: Reading, winner: Member) -> Outcome:
    """An earlier version of a file that came again: all its rows are declared duplicates."""
    report = LoadReport(
        source=source,
        file=member.name,
        sha256=staged.sha256,
        status="superseded",
        rows_in=reading.counted,
        counted_independently=reading.counted,
        declared_duplicates=reading.counted,
        encoding=reading.encoding,
    )
    rows = f"{reading.counted:,} rows"
    note = f"SUPERSEDED by {winner.name}: a later version of the same file came; none of these {rows} is counted."
    return Outcome(report=report, arrived=member.arrived.sha256, across=(note,))


def copy_of(source: str, member: Member, staged: Staged, twin: LoadReport) -> Outcome:
    """Identical content under another name: all its rows are declared duplicates."""
    report = LoadReport(
        source=source,
        file=member.name,
        sha256=staged.sha256,
        status="superseded",
        rows_in=twin.rows_in,
        counted_independently=twin.counted_independently,
        declared_duplicates=twin.rows_in,
    )
    note = f"Its content is identical to {twin.file}, which is counted; this copy is not."
    return Outcome(report=report, arrived=member.arrived.sha256, across=(note,))


def judged(
    source: str, owner: str, member: Member, staged: Staged, reading: Reading, verdict: Verdict, rows_stored: int | None
) -> Outcome:
    """Held against its contract row by row; refused when no row keeps it. `rows_stored`: None when none was."""
    message = None
    if not verdict.kept:
        message = (
            f"none of its {reading.counted:,} rows keeps the contract, first {verdict.examples[0]}. All are in the "
            f"quarantine. Check that this is the right file, or ask {owner} for it again."
        )
    report = _account(source, owner, member, staged, reading, verdict, status="refused" if message else "loaded")
    return Outcome(report=report, arrived=member.arrived.sha256, refusal=message, rows_stored=rows_stored)


def _account(
    source: str, owner: str, member: Member, staged: Staged, reading: Reading, verdict: Verdict, status: Any
) -> LoadReport:
    rows_in = verdict.kept + verdict.quarantined + verdict.duplicates
    if rows_in != reading.counted:
        raise AssertionError(f"{member.name}: judged {rows_in} rows, counted {reading.counted}")
    return LoadReport(
        source=source,
        file=member.name,
        sha256=staged.sha256,
        status=status,
        rows_in=rows_in,
        counted_independently=reading.counted,
        kept=verdict.kept,
        quarantined=verdict.quarantined,
        declared_duplicates=verdict.duplicates,
        encoding=reading.encoding,
        ignored_columns=reading.ignored,
        quarantine_reasons=dict(sorted(verdict.reasons.items())),
        period=verdict.period,
        first_examples=tuple(f"{one}. Correct it, or ask {owner} to." for one in verdict.examples),
        notes=tuple(reading.notes + verdict.notes),
    )
