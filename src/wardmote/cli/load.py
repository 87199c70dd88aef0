"""`wardmote load`: check the inbox, print the row accounting."""

import json
import re
import sys
from pathlib import Path

from wardmote.cli.progress import say
from wardmote.errors import FileRefused
from wardmote.partnership import Partnership, open_partnership
from wardmote.sources.load import Load, load_inbox
from wardmote.sources.load_report import LoadReport

_COUNTED = ("rows_in", "kept", "quarantined", "declared_duplicates")
_LEADING_NUMBER = re.compile(r"^\d[\d,]*")


def run_load(folder: Path, inbox: Path | None, out: Path | None, as_json: bool) -> int:
    """Load and report; 3 when a file was refused, else 0."""
    partnership = open_partnership(folder, inbox, out)
    loaded = load_inbox(partnership, say)
    if as_json:
        print(json.dumps([report.model_dump(mode="json") for report in loaded.reports], ensure_ascii=False, indent=1))
    else:
        print_accounting(loaded)
        print_unclaimed(partnership, loaded)
    return print_refusals(loaded)


def print_accounting(loaded: Load) -> None:
    """One row a source, then everything a person should know of the files, said once for each source."""
    print("Every row accounted for: rows in = kept + quarantined + declared duplicates")
    rows: list[tuple[str, ...]] = [
        ("Source", "Files", "Rows in", "Kept", "Quarantined", "Duplicates", "Unchanged files")
    ]
    for source in sorted({report.source for report in loaded.reports}):
        reports = [report for report in loaded.reports if report.source == source]
        sums = [sum(getattr(report, name) for report in reports) for name in _COUNTED]
        unchanged = sum(report.status == "unchanged" for report in reports)
        rows.append((source, *(f"{n:,}" for n in (len(reports), *sums, unchanged))))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        _, *numbers = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        print(f"  {row[0].ljust(widths[0])}  {'  '.join(numbers)}")
    for line in notes(loaded):
        print(f"  {line}")


def unclaimed(partnership: Partnership, loaded: Load) -> list[str]:
    """Files in the inbox that no source's pattern matches: nothing was read of them, and that is said."""
    read = {report.file.split("!")[0] for report in loaded.reports}
    found = (path for path in sorted(partnership.inbox.rglob("*")) if path.is_file())
    names = [path.relative_to(partnership.inbox).as_posix() for path in found]
    return [name for name in names if name not in read and not name.split("/")[-1].startswith(".")]


def print_unclaimed(partnership: Partnership, loaded: Load) -> None:
    names = unclaimed(partnership, loaded)
    if names:
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        print(f"  not read, no source claims them: {', '.join(names[:3])}{more}")


def notes(loaded: Load) -> list[str]:
    """Every note and masked example; notes that differ only in their first number are added up over a source's files."""
    alike: dict[tuple[str, str], list[tuple[LoadReport, str]]] = {}
    for report in loaded.reports:
        for note in (*report.notes, *report.first_examples):
            alike.setdefault((report.source, _LEADING_NUMBER.sub("", note, count=1)), []).append((report, note))
    lines = []
    for (source, rest), told in alike.items():
        numbers = [_leading_number(note) for _, note in told]
        if len(told) == 1 or None in numbers:
            lines += [f"{report.file}: {note}" for report, note in told]
        else:
            lines.append(f"{source}, {len(told)} files: {sum(n or 0 for n in numbers):,}{rest}")
    return lines


def _leading_number(note: str) -> int | None:
    found = _LEADING_NUMBER.match(note)
    return int(found[0].replace(",", "")) if found else None


def print_refusals(loaded: Load) -> int:
    """Refused files on the error stream; the exit code."""
    for refusal in loaded.refusals:
        print(f"refused: {refusal}", file=sys.stderr)
    return FileRefused.exit_code if loaded.refusals else 0
