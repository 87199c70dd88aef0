"""How long a whole assessment takes, as whole processes: cold, again after a text edit, again with nothing changed.

    python bench/assess.py --data ../shared/data

Prints seconds and peak memory. The goals are 60 s and 2 GiB cold, 5 s after a text edit; timings gate nothing.
"""

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data.resolve()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "medway"
        shutil.copytree(ROOT / "examples" / "medway", folder)
        timed("cold", folder, data)
        chapter = sorted((folder / "text").glob("*.md"))[0]
        chapter.write_text(chapter.read_text(encoding="utf-8") + "\nA sentence more.\n", encoding="utf-8")
        timed("after a text edit", folder, data)
        timed("nothing changed", folder, data)


def timed(what: str, folder: Path, data: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "wardmote.cli", "assess", str(folder), "--inbox", str(data)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{what:20s} wall {wall:6.1f} s   CPU {cpu:6.1f} s   peak so far {after.ru_maxrss / 2**20:.2f} GiB")


if __name__ == "__main__":
    main()
