"""Ten variants of every malformed kind: none crashes, hangs, takes a gibibyte or loses a row. The counts are printed.

The first variant of a kind is the file of the corpus itself; in the others its bytes are spoiled as well, at places drawn
from the kind's name, so that every run tries the same files.
"""

import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import inboxes
from corpus.test_malformed import CASES, GOOD, LONGEST, Case, quarantined_rows_are_private_and_whole, said
from corpus.test_spoiled_at_random import NASTY, spoiled
from wardmote.sources.load import load_inbox

VARIANTS = 10
FEWEST_KINDS = 60
LARGEST = 1 << 30  # bytes a load may add to what the process held


@pytest.mark.prove
def test_no_variant_of_any_kind_crashes_hangs_or_loses_a_row(tmp_path: Path) -> None:
    assert len(CASES) >= FEWEST_KINDS
    told: Counter[str] = Counter()
    slowest, largest = (0.0, ""), (0, "")
    for number, case in enumerate(CASES):
        for variant in range(VARIANTS):
            name = f"{case.name}, variant {variant}"
            root = tmp_path / f"{number}-{variant}"
            held = _fresh_peak()
            started = time.process_time()  # a busy machine is no hang
            told.update(_loaded_or_refused(root, case, variant, name))
            slowest = max(slowest, (time.process_time() - started, name))
            largest = max(largest, (_peak() - held, name))
    print(
        f"{len(CASES)} kinds, {len(CASES) * VARIANTS:,} inboxes, {told['files']:,} files: {told['refused']:,} refused, "
        f"{told['loaded']:,} loaded, {told['superseded']:,} superseded; of {told['rows']:,} rows {told['kept']:,} kept, "
        f"{told['quarantined']:,} quarantined, {told['duplicates']:,} declared duplicates, 0 lost; "
        f"slowest {slowest[0]:.1f} CPU seconds ({slowest[1]}), largest {largest[0] / 2**20:.0f} MiB ({largest[1]})"
    )
    assert told["rows"] == told["kept"] + told["quarantined"] + told["duplicates"]
    assert told["refused"] > told["loaded"] > 0
    assert slowest[0] <= LONGEST, slowest
    assert largest[0] <= LARGEST, largest


def _loaded_or_refused(root: Path, case: Case, variant: int, name: str) -> Iterator[str]:
    """A word for each file and each row of it: what became of it."""
    partnership = inboxes.folder(root, case.source)
    case.build(partnership.inbox / "in")
    if variant:
        _spoil(partnership.inbox / "in", random.Random(name), variant)
    result = load_inbox(partnership)
    assert result.reports, name
    assert "Traceback" not in said(result), name
    counted: Counter[str] = Counter(files=len(result.reports))
    for report in result.reports:
        counted[report.status] += 1
        assert report.rows_in == report.kept + report.quarantined + report.declared_duplicates, name
        refused = report.status == "refused"
        assert refused == any(one.file == report.file for one in result.refusals), name
        if not refused:
            assert report.rows_in == report.counted_independently, name
            counted.update(
                rows=report.rows_in,
                kept=report.kept,
                quarantined=report.quarantined,
                duplicates=report.declared_duplicates,
            )
    assert sum(file.rows for file in result.loaded) >= sum(report.kept for report in result.reports), name
    quarantined_rows_are_private_and_whole(root, result)
    return counted.elements()


def _spoil(inbox: Path, chance: random.Random, variant: int) -> None:
    """Change, put in or cut a few bytes of every file; where there is none to spoil, put good ones beside."""
    files = sorted(path for path in inbox.rglob("*") if path.is_file() and not path.is_symlink())
    for path in files:
        content = path.read_bytes()
        edits = [
            (
                chance.randrange(len(content) + 1),
                chance.choice(("put", "cut", "swap")),
                chance.choice((*NASTY, chance.randbytes(chance.randrange(1, 5)))),
            )
            for _ in range(chance.randrange(1, 6))
        ]
        path.write_bytes(spoiled(content, edits))
    for more in range(0 if files else variant):
        (inbox / f"beside-{more}.csv").write_bytes(GOOD)


def _fresh_peak() -> int:
    """Forget how much memory the process held at most; how much it holds now."""
    Path("/proc/self/clear_refs").write_text("5")
    return _peak()


def _peak() -> int:
    """The most memory the process has held since it was last asked to forget, in bytes."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return 1024 * int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")))
