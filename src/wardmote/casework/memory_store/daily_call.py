"""In memory: the daily call."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from wardmote.casework.audit import AuditEvent, consultation
from wardmote.casework.errors import EditedMeanwhile
from wardmote.casework.memory_store.held import Pairing
from wardmote.casework.memory_store.trail import TrailInMemory
from wardmote.casework.nouns import LAPSED, LONDON, CallLine, CallWanted, Look, NothingNew
from wardmote.casework.store import Filter


class DailyCallInMemory(TrailInMemory):
    """The daily call."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[str, CallLine] = {}
        self._nothing_new: list[NothingNew] = []
        self._call_numbers: dict[int, int] = {}

    def new_call_reference(self, year: int) -> str:
        self._call_numbers[year] = self._call_numbers.get(year, 0) + 1
        return f"DC-{year % 100:02d}-{self._call_numbers[year]:04d}"

    def call_version(self, sees: Filter) -> int:
        return max((line.changed for line in self._seen_lines(sees)), default=0)

    def read_call(self, look: Look, sees: Filter, wanted: CallWanted) -> Sequence[CallLine]:
        found = [line for line in self._seen_lines(sees) if _on_call(line, wanted.day) and line.changed > wanted.since]
        found.sort(key=lambda line: (line.raised_at, line.reference))
        if found:
            shown = [line.reference for line in found]
            self.append(consultation(look, "call-read", "call", wanted.day.isoformat(), ("what", "where"), shown))
        return found

    def read_call_line(self, look: Look, reference: str, sees: Filter) -> CallLine | None:
        for line in self._seen_lines(sees, (reference,)):
            self.append(consultation(look, "call-line-read", "call-line", reference, ("what", "where", "outcome")))
            return line
        return None

    def add_call_line(self, line: CallLine, event: AuditEvent) -> CallLine:
        self._lines[line.reference] = replace(line, changed=self.append(event).seq)
        return self._lines[line.reference]

    def save_call_line(self, line: CallLine, event: AuditEvent) -> CallLine:
        if self._lines[line.reference].version != line.version:
            raise EditedMeanwhile
        return self.add_call_line(replace(line, version=line.version + 1), event)

    def nothing_new_on(self, day: date) -> Sequence[NothingNew]:
        return [said for said in self._nothing_new if said.day == day]

    def agencies_raising(self, day: date) -> frozenset[str]:
        return frozenset(line.raising_agency for line in self._lines.values() if line.raised_on == day)

    def add_nothing_new(self, said: NothingNew, event: AuditEvent) -> None:
        self._nothing_new.append(replace(said, changed=self.append(event).seq))

    def cases_in_sight(self, references: Collection[str], sees: Filter) -> frozenset[str]:
        seen = {pairing["case"].reference for pairing in self._passing(sees, self._cases_alone())}
        return frozenset(seen & set(references))

    def lapse_call_lines(self, before: date, event: AuditEvent) -> int:
        self.append(event)
        lapsing = [line for line in self._lines.values() if line.raised_on < before and line.what]
        for line in lapsing:
            self._lines[line.reference] = replace(line, **LAPSED)  # type: ignore[arg-type]
        return len(lapsing)

    def lines_to_lapse(self, before: date) -> int:
        return sum(line.raised_on < before and bool(line.what) for line in self._lines.values())

    def _seen_lines(self, sees: Filter, among: Collection[str] | None = None) -> list[CallLine]:
        asked: list[Pairing] = [
            {"line": line} for line in self._lines.values() if among is None or line.reference in among
        ]
        return [pairing["line"] for pairing in self._passing(sees, asked)]


def _on_call(line: CallLine, day: date) -> bool:
    closed_on = line.closed_at.astimezone(LONDON).date() if line.closed_at else None
    return line.raised_on <= day and (closed_on is None or closed_on >= day)
