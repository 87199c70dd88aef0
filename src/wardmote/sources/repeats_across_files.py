"""Which files of one source share identities: a Crime ID in two months, a report sent again under another name."""

from collections import Counter
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

from wardmote.engine import Workspace


def shared_identities(
    workspace: Workspace, identity: str, files: Mapping[str, Path]
) -> list[tuple[tuple[str, str], int]]:
    """How many identities each two files share, where any: ((one name, the other), count), in order of name.

    `files` gives the stored Parquet of each name; it is called after the file_id that its rows carry.
    """
    names = {path.stem: name for name, path in files.items()}
    rows = workspace.parquet_rows(list(files.values()))
    hashes = f"SELECT hash({identity}) FROM {rows} WHERE {identity} IS NOT NULL GROUP BY 1 HAVING count(*) > 1"
    repeated = ", ".join(str(value) for (value,) in workspace.rows(hashes))
    if not repeated:
        return []
    met: dict[str, set[str]] = {}
    for value, file_id in workspace.stream(
        f"SELECT {identity}, file_id FROM {rows} WHERE {identity} IS NOT NULL AND hash({identity}) IN ({repeated})"
    ):
        met.setdefault(value, set()).add(names[file_id])
    return sorted(Counter(pair for those in met.values() for pair in combinations(sorted(those), 2)).items())
