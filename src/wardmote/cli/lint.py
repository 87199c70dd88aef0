"""`wardmote lint`: what a reader could ask of a text that the text does not answer."""

import json
from dataclasses import asdict
from pathlib import Path

from wardmote.claims.lint.lint import lint

FOUND = 1


def run_lint(file: Path, as_json: bool) -> int:
    """Print every remark by line; 1 when there is any."""
    remarks = lint(file)
    if as_json:
        print(json.dumps([asdict(remark) for remark in remarks], ensure_ascii=False, indent=1))
    else:
        for remark in remarks:
            print(f"{file.name}:{remark}")
        print(f"{file.name}: {len(remarks):,} remark{'' if len(remarks) == 1 else 's'}.")
    return FOUND if remarks else 0
