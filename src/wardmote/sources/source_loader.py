"""The files of one source, from the inbox to the store: what each member is, which version counts, what is kept."""

import json
import re
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property
from itertools import groupby
from pathlib import Path

from wardmote.engine import Workspace
from wardmote.errors import FileRefused
from wardmote.partnership import Partnership
from wardmote.sources import inbox, outcomes
from wardmote.sources.columnar import read_parquet_file
from wardmote.sources.contracts import ColumnMap, Contract, column_map, reading_version
from wardmote.sources.delimited import read_delimited
from wardmote.sources.inbox import Arrived, Member
from wardmote.sources.judging import Judge, Verdict
from wardmote.sources.load_memory import SourceMemory, write_private
from wardmote.sources.load_report import LoadedFile, LoadReport, Refusal
from wardmote.sources.outcomes import Outcome
from wardmote.sources.quarantine import write_quarantine
from wardmote.sources.reading import Reading
from wardmote.sources.repeats_across_files import shared_identities
from wardmote.sources.staging import Desk, Staged
from wardmote.sources.workbook import read_workbook

FILE_ID_LENGTH = 16
MONTH_FIRST_SHARE, MONTH_FIRST_ROWS = 0.02, 3  # more month-first dates than this, and the file's order is in doubt


class SourceLoader:
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
            self._load_members(Desk(Path(folder), workspace))
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
                self.outcomes[name] = outcomes.refused(self.name, name, str(refusal))

    def _nothing_changed(self) -> bool:
        """Whether every file is as an earlier load found it; if so, its outcomes are taken over."""
        if self.earlier is None or self.earlier.arrived != {one.name: one.sha256 for one in self.arrived}:
            return False
        known = {name: outcome for name, outcome in self.earlier.outcomes.items() if outcome.arrived}
        if not all(self._still_holds(outcome) for outcome in known.values()):
            return False
        self.outcomes |= {name: outcome.taken_over() for name, outcome in known.items()}
        return True

    def _still_holds(self, outcome: Outcome) -> bool:
        judged_by_the_day = any(reason.endswith(": future") for reason in outcome.report.quarantine_reasons)
        lost = outcome.rows_stored and not self._parquet(outcome.report.sha256).is_file()
        return not judged_by_the_day and not lost

    def _load_members(self, desk: Desk) -> None:
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
                said = outcomes.refused(self.name, arrived.name, str(refusal), arrived.sha256, arrived.sha256)
                self.outcomes[arrived.name] = said

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

    def _settle(self, member: Member, winner: Member | None, desk: Desk) -> Outcome:
        known = self._known(member)
        if known is not None and known.refusal and not known.across:
            return known
        if known is not None and known.rows_stored and winner is None and desk.is_new(known.report.sha256):
            desk.first_of[known.report.sha256] = member.name
            return known.taken_over().model_copy(update={"across": ()})
        self.say(f"{self.name}: reading {member.name}")
        digest = ""
        try:
            staged = desk.stage(member)
            digest = staged.sha256
            if twin := desk.first_of.get(digest):
                return outcomes.copy_of(self.name, member, staged, self.outcomes[twin].report)
            reading = self._read(member, staged, desk)
            if winner is None:
                return self._judge(member, staged, reading, desk)
        except FileRefused as refusal:
            return outcomes.refused(self.name, member.name, str(refusal), digest, member.arrived.sha256)
        rows = f"{reading.counted:,} rows"
        self._add_note(winner.name, f"SUPERSEDES {member.name}: the {rows} of that earlier version are not counted.")
        return outcomes.superseded(self.name, member, staged, reading, winner)

    def _known(self, member: Member) -> Outcome | None:
        """What an earlier load made of this member, when its file has not changed and the outcome still holds."""
        if self.earlier is None or self.earlier.arrived.get(member.arrived.name) != member.arrived.sha256:
            return None
        outcome = self.earlier.outcomes.get(member.name)
        return outcome if outcome is not None and self._still_holds(outcome) else None

    def _read(self, member: Member, staged: Staged, desk: Desk) -> Reading:
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

    def _judge(self, member: Member, staged: Staged, reading: Reading, desk: Desk) -> Outcome:
        judge = Judge(desk.workspace, self.contract, reading, self._month(member), self.latest)
        verdict = judge.judge()
        _refuse_doubtful_dates(verdict)
        if verdict.quarantined:
            path = self._quarantined(staged.sha256)
            write_quarantine(path, member.name, judge.text_columns, judge.set_aside_rows())
        rows = None
        if verdict.kept:
            rows = judge.write(self._parquet(staged.sha256), staged.sha256[:FILE_ID_LENGTH])
            desk.first_of[staged.sha256] = member.name
        return outcomes.judged(self.name, self._owner, member, staged, reading, verdict, rows)

    def _month(self, member: Member) -> str | None:
        match = re.search(self.contract.month_in_name, member.base) if self.contract.month_in_name else None
        return match[1] if match else None

    @property
    def _owner(self) -> str:
        return self.partnership.sources[self.name].owner

    # across the source's files

    def _add_note(self, name: str, note: str) -> None:
        self.outcomes[name] = self.outcomes[name].noted(note)

    def _note_repeats_across_files(self, workspace: Workspace) -> None:
        """Say which files share identities (a Crime ID in two months). Every row is kept, unless it must come once."""
        identity, noun = self.contract.identity, self.contract.identity_name
        files = {name: self._parquet(outcome.report.sha256) for name, outcome in self._stored()}
        if identity is None or not noun or len(files) < 2:
            return
        for (first, second), shared in shared_identities(workspace, identity, files):
            what = f"{shared:,} {noun}{'' if shared == 1 else 's'}"
            if self.contract.once:
                self._take_back(second, first, what)
            else:
                self._add_note(second, f"{what} also stand in {first}; every row is kept.")

    def _take_back(self, name: str, first: str, shared: str) -> None:
        """Refuse a file whose records were counted already: the same report must not count twice."""
        message = (
            f"{shared} also stand in {first}, so they would be counted twice. If this file replaces that one, give it "
            f"the same name in a folder that sorts later; otherwise ask {self._owner} which of the two holds."
        )
        self.outcomes[name] = self.outcomes[name].taken_back(message)

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
            write_private(index, json.dumps(dict(sorted(known.items())), ensure_ascii=False, indent=1) + "\n")

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


def _refuse_doubtful_dates(verdict: Verdict) -> None:
    """Raise FileRefused when so many dates can only be month-first that the others are likely misread too."""
    rows = verdict.kept + verdict.quarantined + verdict.duplicates
    odd = sum(n for reason, n in verdict.reasons.items() if reason.endswith(": month first"))
    if odd > max(MONTH_FIRST_ROWS, MONTH_FIRST_SHARE * rows):
        raise FileRefused(
            f"{odd:,} of its {rows:,} rows have dates that can only be month-first (US order), so the others cannot be "
            "trusted to be day-first. Ask for the file again with dates as day/month/year or 2016-04-13."
        )
