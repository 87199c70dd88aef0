"""Fuzz the readers: files that a coverage-guided fuzzer makes are loaded, and each must be accounted for or refused.

    python tests/fuzz_readers.py FOLDER [-max_total_time=SECONDS] [-rss_limit_mb=1024] [-timeout=10]

FOLDER holds the inputs found so far, begun with the files of the malformed corpus. Needs `atheris`, which is no dependency
of the project: put it in an environment of its own (see TESTING.md). An input is one byte that names the kind of file, and
the file. It stops at the first exception that is not a refusal, the first row that is lost, and the first input that takes
too long or too much memory; such a file belongs in the corpus.
"""

import sys
import tempfile
from pathlib import Path

SOURCES = (
    ("police_uk_street", "2016-01-kent-street.csv"),
    ("council_asb", "asb.csv"),
    ("council_asb", "asb.xlsx"),
    ("council_asb", "asb.ods"),
    ("boundaries", "wards.geojson"),
    ("population", "population.csv"),
    ("deprivation", "imd.parquet"),
    ("police_uk_street", "street.zip"),
    ("police_uk_street", "2016-01-kent-street.csv.gz"),
)
LONGEST_SEED = 20_000  # bytes; a bomb is no good beginning


def seed(folder: Path) -> int:
    """Put the files of the corpus where the fuzzer begins, once for each way of reading; how many."""
    from corpus import inboxes
    from corpus.test_malformed import CASES

    kinds = {(source, "".join(Path(name).suffixes[-1:])): number for number, (source, name) in enumerate(SOURCES)}
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for number, case in enumerate(CASES):
        with tempfile.TemporaryDirectory() as root:
            inbox = inboxes.folder(Path(root), case.source).inbox / "in"
            case.build(inbox)
            for path in sorted(path for path in inbox.rglob("*") if path.is_file()):
                kind = kinds.get((case.source, path.suffix))
                if kind is not None and path.stat().st_size <= LONGEST_SEED:
                    for way in (0, 1):
                        first = bytes([kind + way * len(SOURCES)])
                        (folder / f"{number}-{written}").write_bytes(first + path.read_bytes())
                        written += 1
    return written


def one_input(data: bytes) -> None:
    """Read one file. Few go through the whole load and are accounted for row by row; most only as far as their cells."""
    from corpus.test_spoiled_at_random import loads_or_refuses

    if not data:
        return
    source, name = SOURCES[data[0] % len(SOURCES)]
    if data[0] < len(SOURCES):
        loads_or_refuses(source, name, data[1:])
    else:
        read(name, data[1:])


def read(name: str, content: bytes) -> None:
    """Unpack, scan, count and lay out a file as the load does, without the database: some ten times as quick."""
    from wardmote.errors import FileRefused
    from wardmote.sources import byte_scan, delimited, inbox, workbook

    with tempfile.TemporaryDirectory() as root:
        folder = Path(root)
        (folder / name).write_bytes(content)
        try:
            for member in inbox.members(inbox.arrive(folder, folder / name)):
                scan = byte_scan.Scan()
                path = inbox.copy_out(member, folder, scan.look)
                inbox.refuse_disguise(path, member.kind)
                if member.kind in inbox.WORKBOOKS:
                    workbook.checked_cells(path)
                elif member.kind in inbox.TABLES:
                    text, _ = byte_scan.to_utf8(path, scan, folder / "as-utf8")
                    header, delimiter = delimited.read_header(text)
                    assert header and delimiter
                    byte_scan.count_records(text, scan)
        except FileRefused as refusal:
            assert str(refusal)


def main() -> None:
    import atheris

    sys.path.insert(0, str(Path(__file__).parent))
    with atheris.instrument_imports(include=["wardmote.sources"]):
        import wardmote.sources.load  # noqa: F401

    folder = Path(next(word for word in sys.argv[1:] if not word.startswith("-")))
    if not folder.is_dir():
        print(f"{seed(folder)} files of the corpus in {folder}")
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
