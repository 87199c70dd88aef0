"""`wardmote load`: check the inbox, print the row accounting."""

import json
from pathlib import Path

from rich.console import Console
from rich.table import Table

from wardmote.cli.progress import say
from wardmote.errors import FileRefused
from wardmote.partnership import open_partnership
from wardmote.sources.load import Load, load_inbox


def run_load(folder: Path, inbox: Path | None, out: Path | None, as_json: bool) -> int:
    """Load and report; 3 when a file was refused, else 0."""
    loaded = load_inbox(open_partnership(folder, inbox, out), say)
    if as_json:
        print(json.dumps([report.model_dump(mode="json") for report in loaded.reports], ensure_ascii=False, indent=1))
    else:
        print_accounting(loaded)
    return print_refusals(loaded)


def print_accounting(loaded: Load) -> None:
    """One row a source, then everything a person should know of single files."""
    console = Console(width=None)
    table = Table(title="Every row accounted for: rows in = kept + quarantined + declared duplicates")
    table.add_column("Source")
    for heading in ("Files", "Rows in", "Kept", "Quarantined", "Declared duplicates", "Unchanged files"):
        table.add_column(heading, justify="right")
    for source in sorted({report.source for report in loaded.reports}):
        reports = [report for report in loaded.reports if report.source == source]
        sums = [
            sum(getattr(r, name) for r in reports) for name in ("rows_in", "kept", "quarantined", "declared_duplicates")
        ]
        unchanged = sum(report.status == "unchanged" for report in reports)
        table.add_row(source, *(f"{n:,}" for n in (len(reports), *sums, unchanged)))
    console.print(table)
    for report in loaded.reports:
        for line in (*report.notes, *report.first_examples):
            console.print(f"  {report.file}: {line}", markup=False, highlight=False, soft_wrap=True)


def print_refusals(loaded: Load) -> int:
    """Refused files on the error stream; the exit code."""
    import sys

    for refusal in loaded.refusals:
        print(f"refused: {refusal}", file=sys.stderr)
    return FileRefused.exit_code if loaded.refusals else 0
