"""From the inbox to the store: every file that partners sent, checked against its contract, accounted for row by row.

What works: CSV and its relatives (also gzipped, also in zips), XLSX, ODS, Parquet, GeoJSON, GeoPackage, shapefile;
quarantine; refusals; superseding; unchanged files are not read again; registers.

**Superseding.** Two files of one unit (the contract says what one is: for police.uk a force and month) are versions of
one another. The one whose inbox path sorts last and that loads wins; so name delivery folders by the date of receipt
("2017-02-01 Kent Police/…"). All rows of the others count as declared duplicates, and both reports say so.
Identical content is declared a duplicate whatever the files are called.
"""

import json
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations, groupby
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from wardmote.engine import Workspace
from wardmote.errors import FileRefused, WrongUse
from wardmote.partnership import Partnership
from wardmote.provenance.digests import joint_digest
from wardmote.sources import inbox
from wardmote.sources.byte_scan import Scan
from wardmote.sources.columnar import read_parquet_file
from wardmote.sources.contracts import ColumnMap, Contract, column_map, find_contract, reading_version
from wardmote.sources.delimited import read_delimited
from wardmote.sources.inbox import Arrived, Member
from wardmote.sources.judging import Judge, Verdict
from wardmote.sources.load_report import LoadedFile, LoadReport, Refusal
from wardmote.sources.quarantine import write_quarantine
from wardmote.sources.reading import Reading
from wardmote.sources.registers import read_registers
from wardmote.sources.workbook import read_workbook

MEMORY = "load_memory.json"  # in the store: what an earlier load established, so that it need not be read again
FILE_ID_LENGTH = 16
YEARS_AHEAD = 2  # how far past the period assessed a row may lie before it is taken for a slip
MONTH_FIRST_SHARE, MONTH_FIRST_ROWS = 0.02, 3  # more month-first dates than this, and the file's order is in doubt


@dataclass(frozen=True)
class Load:
    """What the inbox and the registers held. Deterministic: sorted, and with no date of its own."""

    reports: tuple[LoadReport, ...]
    refusals: tuple[Refusal, ...]
    loaded: tuple[LoadedFile, ...]
    registers: dict[str, tuple[dict[str, Any], ...]]
    digest: str

    def files(self, source: str) -> tuple[LoadedFile, ...]:
        """The kept rows of a source's files, as Parquet; the columns are `find_contract(...).stored`."""
        return tuple(file for file in self.loaded if file.source == source)

    def register(self, name: str) -> tuple[dict[str, Any], ...]:
        """Typed rows of registers/<name>.csv or .xlsx; empty when there is no such file or it was refused."""
        return self.registers.get(name, ())


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


class SourceMemory(BaseModel):
    """An earlier load of one source: the files it found (name to digest) and what became of their members."""

    version: str
    arrived: dict[str, str]
    outcomes: dict[str, Outcome]


def load_inbox(
    partnership: Partnership, on_progress: Callable[[str], None] | None = None, latest: date | None = None
) -> Load:
    """Check every inbox file against its contract and write what is kept to the store.

    A file refused does not stop the others. `latest` bounds the dates that rows may hold: two years past the period
    assessed, so that no row is judged by the day it happens to be loaded.
    Raises WrongUse when the configuration names an unknown source or the inbox is missing.
    """
    if not partnership.inbox.is_dir():
        raise WrongUse(f"{partnership.inbox}: there is no inbox folder here. Make it, or point to it with --inbox.")
    contracts = {name: find_contract(settings.contract or name) for name, settings in partnership.sources.items()}
    _prepare_store(partnership)
    earlier = _recall(partnership.store / MEMORY)
    say = on_progress or (lambda message: None)
    loaders = []
    for name in sorted(partnership.sources):
        loader = _SourceLoader(
            partnership, name, contracts[name], earlier.get(name), say, latest or _latest(partnership)
        )
        loader.load()
        loaders.append(loader)
    registers = read_registers(partnership.registers)
    reports = tuple(report for loader in loaders for report in loader.reports())
    _remember(partnership.store, {loader.name: loader.memory() for loader in loaders}, reports)
    parts = [(loader.name, one.name, one.sha256) for loader in loaders for one in loader.arrived]
    parts += [("register", name, digest) for name, digest in registers.digests.items()]
    return Load(
        reports=reports,
        refusals=tuple(refusal for loader in loaders for refusal in loader.refusals()) + registers.refusals,
        loaded=tuple(file for loader in loaders for file in loader.loaded_files()),
        registers=registers.rows,
        digest=joint_digest(parts),
    )


def _latest(partnership: Partnership) -> date:
    last = partnership.this.last_day
    return last.replace(year=last.year + YEARS_AHEAD, day=1 if (last.month, last.day) == (2, 29) else last.day)


def _prepare_store(partnership: Partnership) -> None:
    """Make the store. Raises WrongUse when it cannot be made, or a source's name cannot be a folder's."""
    odd = [name for name in partnership.sources if not re.fullmatch(r"[a-z0-9_]+", name) or name == "quarantine"]
    if odd:
        raise WrongUse(f"[sources.{odd[0]}]: a source's name is lower-case letters, digits and underscores")
    try:
        partnership.store.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise WrongUse(
            f"{partnership.store}: the store cannot be made ({error.strerror}). Point elsewhere with --out."
        ) from None


def _recall(path: Path) -> dict[str, SourceMemory]:
    """What an earlier load left; nothing when it is missing or not as this version writes it."""
    try:
        return {name: SourceMemory.model_validate(entry) for name, entry in json.loads(path.read_bytes()).items()}
    except (OSError, ValueError, AttributeError):
        return {}


def _remember(store: Path, memory: dict[str, SourceMemory], reports: tuple[LoadReport, ...]) -> None:
    kept = {name: entry.model_dump(mode="json") for name, entry in memory.items()}
    _write_private(store / MEMORY, json.dumps(kept, ensure_ascii=False))
    shown = [report.model_dump(mode="json") for report in reports]
    _write_private(store / "loads.json", json.dumps(shown, ensure_ascii=False, indent=1) + "\n")


def _write_private(path: Path, text: str) -> None:
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8", errors="replace")
    part.chmod(0o600)
    part.replace(path)


class _SourceLoader:
    """Loads the files of one source: make, `load`, then ask."""

    def __init__(
        self,
        partnership: Partnership,
        name: str,
        contract: Contract,
        earlier: SourceMemory | None,
        say: Callable[[str], None],
        latest: date,
    ) -> None:
        self.partnership, self.name, self.contract, self.say, self.latest = partnership, name, contract, say, latest
        self.version = reading_version(contract, partnership.registers)
        self.earlier = earlier if earlier is not None and earlier.version == self.version else None
        self.folder = partnership.store / name
        self.quarantine = partnership.store / "quarantine" / name
        self.arrived: list[Arrived] = []
        self.outcomes: dict[str, Outcome] = {}

    @cached_property
    def mapping(self) -> ColumnMap:
        return column_map(self.contract, self.partnership.registers)

    # what came of it

    def reports(self) -> list[LoadReport]:
        return [outcome.told for _, outcome in sorted(self.outcomes.items())]

    def refusals(self) -> list[Refusal]:
        refused = [(name, outcome.refusal) for name, outcome in sorted(self.outcomes.items()) if outcome.refusal]
        return [Refusal(source=self.name, file=name, message=message) for name, message in refused]

    def loaded_files(self) -> Iterator[LoadedFile]:
        for name, outcome in sorted(self.outcomes.items()):
            if outcome.rows_stored:
                digest = outcome.report.sha256
                path = self._parquet(digest)
                yield LoadedFile(source=self.name, name=name, sha256=digest, path=path, rows=outcome.rows_stored)

    def memory(self) -> SourceMemory:
        arrived = {one.name: one.sha256 for one in self.arrived}
        return SourceMemory(version=self.version, arrived=arrived, outcomes=self.outcomes)

    # the whole source

    def load(self) -> None:
        """Read every file of the source; what has not changed since an earlier load is taken from it."""
        self._identify()
        if self._nothing_changed():
            return
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (
            tempfile.TemporaryDirectory(dir=self.partnership.store, prefix="working-") as folder,
            Workspace(Path(folder)) as workspace,
        ):
            self._load_members(_Desk(Path(folder), workspace))
            self._note_members_passed_over()
            self._note_repeats_across_files(workspace)
        self._archive()
        self._prune()

    def _identify(self) -> None:
        for path in inbox.named_files(self.partnership.inbox, self.partnership.sources[self.name].patterns):
            try:
                self.arrived.append(inbox.arrive(self.partnership.inbox, path))
            except FileRefused as refusal:
                name = inbox.place_of(path, self.partnership.inbox)
                self._refuse(name, "", "", str(refusal))

    def _nothing_changed(self) -> bool:
        """Whether every file is as an earlier load found it; if so, its outcomes are taken over."""
        if self.earlier is None or self.earlier.arrived != {one.name: one.sha256 for one in self.arrived}:
            return False
        known = {name: outcome for name, outcome in self.earlier.outcomes.items() if outcome.arrived}
        if not all(self._still_holds(outcome) for outcome in known.values()):
            return False
        self.outcomes |= {name: _unchanged(outcome) for name, outcome in known.items()}
        return True

    def _still_holds(self, outcome: Outcome) -> bool:
        judged_by_the_day = any(reason.endswith(": future") for reason in outcome.report.quarantine_reasons)
        lost = outcome.rows_stored and not self._parquet(outcome.report.sha256).is_file()
        return not judged_by_the_day and not lost

    def _load_members(self, desk: "_Desk") -> None:
        members = sorted(self._members(), key=lambda member: (self._unit(member), member.name))
        for _, versions in groupby(members, key=self._unit):
            winner: Member | None = None
            for member in reversed(list(versions)):
                self.outcomes[member.name] = outcome = self._settle(member, winner, desk)
                if winner is None and outcome.refusal is None:
                    winner = member

    def _members(self) -> Iterator[Member]:
        for arrived in self.arrived:
            known = self._known_members(arrived)
            try:
                yield from known or inbox.members(arrived, self.contract.members)
            except FileRefused as refusal:
                self._refuse(arrived.name, arrived.sha256, arrived.sha256, str(refusal))

    def _known_members(self, arrived: Arrived) -> list[Member]:
        """The members that an earlier load found in a file that has not changed since."""
        if self.earlier is None or self.earlier.arrived.get(arrived.name) != arrived.sha256:
            return []
        start = arrived.name + "!"
        return [Member(name, arrived, name[len(start) :]) for name in self.earlier.outcomes if name.startswith(start)]

    def _note_members_passed_over(self) -> None:
        """Say on a zip's first report what else lay in it."""
        for arrived in self.arrived:
            first = next((name for name in sorted(self.outcomes) if name.startswith(arrived.name + "!")), None)
            others = inbox.other_members(arrived, self.contract.members) if first else []
            if first and others:
                listed = ", ".join(others[:5]) + (" …" if len(others) > 5 else "")
                self._add_note(first, f"The zip also holds {len(others)} file(s) not read for this source: {listed}.")

    def _unit(self, member: Member) -> str:
        match = re.search(self.contract.unit, member.base, re.IGNORECASE) if self.contract.unit else None
        return match[1].lower() if match else member.name

    # one member

    def _settle(self, member: Member, winner: Member | None, desk: "_Desk") -> Outcome:
        known = self._known(member)
        if known is not None and known.refusal and not known.across:
            return known
        if known is not None and known.rows_stored and winner is None and desk.is_new(known.report.sha256):
            desk.first_of[known.report.sha256] = member.name
            return _unchanged(known).model_copy(update={"across": ()})
        self.say(f"{self.name}: reading {member.name}")
        try:
            staged = desk.stage(member)
        except FileRefused as refusal:
            return self._refused(member, "", str(refusal))
        twin = desk.first_of.get(staged.sha256)
        if twin is not None:
            return self._copy_of(member, staged, twin)
        try:
            reading = self._read(member, staged, desk)
        except FileRefused as refusal:
            return self._refused(member, staged.sha256, str(refusal))
        if winner is not None:
            return self._superseded(member, staged, reading, winner)
        try:
            return self._judged(member, staged, reading, desk)
        except FileRefused as refusal:
            return self._refused(member, staged.sha256, str(refusal))

    def _known(self, member: Member) -> Outcome | None:
        """What an earlier load made of this member, when its file has not changed and the outcome still holds."""
        if self.earlier is None or self.earlier.arrived.get(member.arrived.name) != member.arrived.sha256:
            return None
        outcome = self.earlier.outcomes.get(member.name)
        return outcome if outcome is not None and self._still_holds(outcome) else None

    def _read(self, member: Member, staged: "_Staged", desk: "_Desk") -> Reading:
        inbox.refuse_disguise(staged.path, member.kind)
        mapping, workspace = self.mapping, desk.workspace
        if self.contract.read is not None:
            reading = self.contract.read(staged.path, member.kind, self.contract, mapping, workspace)
            assert isinstance(reading, Reading)
            return reading
        if member.kind in inbox.TABLES:
            return read_delimited(staged.path, staged.scan, self.contract, mapping, workspace, desk.folder)
        if member.kind == ".parquet":
            return read_parquet_file(staged.path, self.contract, mapping, workspace)
        if member.kind in inbox.WORKBOOKS:
            return read_workbook(staged.path, member.kind, self.contract, mapping, workspace)
        raise FileRefused(
            f"{self.name} cannot be read from a file of kind '{member.kind or 'no suffix'}'. Send it as CSV, XLSX or Parquet."
        )

    def _judged(self, member: Member, staged: "_Staged", reading: Reading, desk: "_Desk") -> Outcome:
        judge = Judge(desk.workspace, self.contract, reading, self._month(member), self.latest)
        verdict = judge.judge()
        _refuse_doubtful_dates(verdict)
        if verdict.quarantined:
            path = self._quarantined(staged.sha256)
            write_quarantine(path, member.name, judge.text_columns, judge.set_aside_rows())
        if not verdict.kept:
            return self._nothing_kept(member, staged, reading, verdict)
        rows = judge.write(self._parquet(staged.sha256), staged.sha256[:FILE_ID_LENGTH])
        desk.first_of[staged.sha256] = member.name
        return Outcome(
            report=self._report(member, staged, reading, verdict), arrived=member.arrived.sha256, rows_stored=rows
        )

    def _report(self, member: Member, staged: "_Staged", reading: Reading, verdict: Verdict, **more: Any) -> LoadReport:
        rows_in = verdict.kept + verdict.quarantined + verdict.duplicates
        if rows_in != reading.counted:
            raise AssertionError(f"{member.name}: judged {rows_in} rows, counted {reading.counted}")
        fields = {
            "source": self.name,
            "file": member.name,
            "sha256": staged.sha256,
            "status": "loaded",
            "rows_in": rows_in,
            "counted_independently": reading.counted,
            "kept": verdict.kept,
            "quarantined": verdict.quarantined,
            "declared_duplicates": verdict.duplicates,
            "encoding": reading.encoding,
            "ignored_columns": reading.ignored,
            "quarantine_reasons": dict(sorted(verdict.reasons.items())),
            "period": verdict.period,
            "first_examples": tuple(f"{one}. Correct it, or ask {self._owner} to." for one in verdict.examples),
            "notes": tuple(reading.notes + verdict.notes),
        }
        return LoadReport(**{**fields, **more})

    def _nothing_kept(self, member: Member, staged: "_Staged", reading: Reading, verdict: Verdict) -> Outcome:
        message = (
            f"none of its {reading.counted:,} rows keeps the contract, first {verdict.examples[0]}. All are in the "
            f"quarantine. Check that this is the right file, or ask {self._owner} for it again."
        )
        report = self._report(member, staged, reading, verdict, status="refused")
        return Outcome(report=report, arrived=member.arrived.sha256, refusal=message)

    def _superseded(self, member: Member, staged: "_Staged", reading: Reading, winner: Member) -> Outcome:
        report = LoadReport(
            source=self.name,
            file=member.name,
            sha256=staged.sha256,
            status="superseded",
            rows_in=reading.counted,
            counted_independently=reading.counted,
            declared_duplicates=reading.counted,
            encoding=reading.encoding,
        )
        rows = f"{reading.counted:,} rows"
        self._add_note(winner.name, f"SUPERSEDES {member.name}: the {rows} of that earlier version are not counted.")
        note = f"SUPERSEDED by {winner.name}: a later version of the same file came; none of these {rows} is counted."
        return Outcome(report=report, arrived=member.arrived.sha256, across=(note,))

    def _copy_of(self, member: Member, staged: "_Staged", twin: str) -> Outcome:
        rows = self.outcomes[twin].report.rows_in
        report = LoadReport(
            source=self.name,
            file=member.name,
            sha256=staged.sha256,
            status="superseded",
            rows_in=rows,
            counted_independently=self.outcomes[twin].report.counted_independently,
            declared_duplicates=rows,
        )
        note = f"Its content is identical to {twin}, which is counted; this copy is not."
        return Outcome(report=report, arrived=member.arrived.sha256, across=(note,))

    def _add_note(self, name: str, note: str) -> None:
        outcome = self.outcomes[name]
        self.outcomes[name] = outcome.model_copy(update={"across": (*outcome.across, note)})

    def _refused(self, member: Member, digest: str, message: str) -> Outcome:
        report = LoadReport(source=self.name, file=member.name, sha256=digest, status="refused")
        return Outcome(report=report, arrived=member.arrived.sha256, refusal=message)

    def _refuse(self, name: str, digest: str, arrived: str, message: str) -> None:
        report = LoadReport(source=self.name, file=name, sha256=digest, status="refused")
        self.outcomes[name] = Outcome(report=report, arrived=arrived, refusal=message)

    def _month(self, member: Member) -> str | None:
        match = re.search(self.contract.month_in_name, member.base) if self.contract.month_in_name else None
        return match[1] if match else None

    @property
    def _owner(self) -> str:
        return self.partnership.sources[self.name].owner

    # across the source's files

    def _note_repeats_across_files(self, workspace: Workspace) -> None:
        """Say which files share identities (a Crime ID in two months). Every row is kept."""
        identity = self.contract.identity
        names = {outcome.report.sha256[:FILE_ID_LENGTH]: name for name, outcome in self._stored()}
        if identity is None or not self.contract.identity_name or len(names) < 2:
            return
        files = workspace.parquet_rows([self._parquet(outcome.report.sha256) for _, outcome in self._stored()])
        hashes = f"SELECT hash({identity}) FROM {files} WHERE {identity} IS NOT NULL GROUP BY 1 HAVING count(*) > 1"
        repeated = ", ".join(str(value) for (value,) in workspace.rows(hashes))
        if not repeated:
            return
        met: dict[str, set[str]] = {}
        for value, file_id in workspace.stream(
            f"SELECT {identity}, file_id FROM {files} WHERE {identity} IS NOT NULL AND hash({identity}) IN ({repeated})"
        ):
            met.setdefault(value, set()).add(names[file_id])
        pairs = Counter(pair for members in met.values() for pair in combinations(sorted(members), 2))
        for (first, second), shared in sorted(pairs.items()):
            what = self.contract.identity_name + ("" if shared == 1 else "s")
            if self.contract.once:
                self._refuse_overlap(second, first, f"{shared:,} {what}")
            else:
                self._add_note(second, f"{shared:,} {what} also stand in {first}; every row is kept.")

    def _refuse_overlap(self, name: str, first: str, shared: str) -> None:
        """Take a file back out whose records were counted already: the same report must not count twice."""
        message = (
            f"{shared} also stand in {first}, so they would be counted twice. If this file replaces that one, give it "
            f"the same name in a folder that sorts later; otherwise ask {self._owner} which of the two holds."
        )
        outcome = self.outcomes[name]
        report = outcome.report
        taken_back = report.changed(
            status="refused", kept=0, declared_duplicates=report.declared_duplicates + report.kept
        )
        update = {"report": taken_back, "refusal": message, "across": (message,), "rows_stored": None}
        self.outcomes[name] = outcome.model_copy(update=update)

    def _stored(self) -> list[tuple[str, Outcome]]:
        return [(name, outcome) for name, outcome in sorted(self.outcomes.items()) if outcome.rows_stored]

    def _archive(self) -> None:
        """Keep each file of which something was accepted, and the names it came under."""
        accepted = {outcome.arrived for outcome in self.outcomes.values() if outcome.refusal is None}
        for arrived in self.arrived:
            if arrived.sha256 in accepted:
                inbox.archive_copy(arrived, self.partnership.archive)
        index = self.partnership.archive / "index.json"
        known: dict[str, list[str]] = json.loads(index.read_bytes()) if index.is_file() else {}
        for arrived in self.arrived:
            if arrived.sha256 in accepted:
                known[arrived.sha256] = sorted({*known.get(arrived.sha256, []), arrived.name})
        if known:
            _write_private(index, json.dumps(dict(sorted(known.items())), ensure_ascii=False, indent=1) + "\n")

    def _prune(self) -> None:
        """Remove from the store what no file of the inbox stands behind any more."""
        wanted = {self._parquet(outcome.report.sha256) for _, outcome in self._stored()}
        wanted |= {self._quarantined(o.report.sha256) for o in self.outcomes.values() if o.report.quarantined}
        for folder in (self.folder, self.quarantine):
            for path in folder.iterdir() if folder.is_dir() else ():
                if path not in wanted:
                    path.unlink()

    def _parquet(self, digest: str) -> Path:
        return self.folder / f"{digest[:FILE_ID_LENGTH]}.parquet"

    def _quarantined(self, digest: str) -> Path:
        return self.quarantine / f"{digest[:FILE_ID_LENGTH]}.csv"


def _unchanged(outcome: Outcome) -> Outcome:
    """An earlier outcome taken over: loaded then, unchanged now."""
    if outcome.report.status != "loaded":
        return outcome
    return outcome.model_copy(update={"report": outcome.report.model_copy(update={"status": "unchanged"})})


@dataclass(frozen=True)
class _Staged:
    """A member as a plain file, what its bytes look like, and their digest."""

    path: Path
    scan: Scan
    sha256: str


def _refuse_doubtful_dates(verdict: Verdict) -> None:
    """Raise FileRefused when so many dates can only be month-first that the others are likely misread too."""
    rows = verdict.kept + verdict.quarantined + verdict.duplicates
    odd = sum(n for reason, n in verdict.reasons.items() if reason.endswith(": month first"))
    if odd > max(MONTH_FIRST_ROWS, MONTH_FIRST_SHARE * rows):
        raise FileRefused(
            f"{odd:,} of its {rows:,} rows have dates that can only be month-first (US order), so the others cannot be "
            "trusted to be day-first. Ask for the file again with dates as day/month/year or 2016-04-13."
        )


class _Desk:
    """Where members are unpacked and laid out, one at a time, and which contents were already met."""

    def __init__(self, folder: Path, workspace: Workspace) -> None:
        self.folder, self.workspace = folder, workspace
        self.first_of: dict[str, str] = {}  # digest of content to the member that is counted for it

    def is_new(self, digest: str) -> bool:
        return digest not in self.first_of

    def stage(self, member: Member) -> _Staged:
        """Unpack a member, looking at its bytes on the way. Raises FileRefused."""
        scan = Scan()
        text = member.kind in inbox.TABLES
        if not text and member.inside is None and not member.arrived.name.lower().endswith(".gz"):
            return _Staged(member.arrived.path, scan, member.arrived.sha256)
        path = inbox.copy_out(member, self.folder, scan.look)
        digest = scan.sha256
        return _Staged(path, scan, digest)
