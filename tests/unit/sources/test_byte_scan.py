"""Counting records from bytes alone, however the bytes are cut into chunks."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wardmote.errors import FileRefused
from wardmote.sources.byte_scan import Scan, count_records, count_strictly


def scanned(content: bytes, chunk: int = 7) -> Scan:
    scan = Scan()
    for at in range(0, len(content), chunk):
        scan.look(content[at : at + chunk])
    return scan


@pytest.mark.parametrize(
    ("content", "records"),
    [
        (b"a,b\n1,2\n", 2),
        (b"a,b\n1,2", 2),
        (b"a,b\r\n1,2\r\n", 2),
        (b"a,b\n\n1,2\n\n\n", 2),
        (b"\n\na,b\n1,2\n", 2),
        (b'a,b\n"1\n2",3\n', 2),
        (b'a,b\n"1 ""q"" 2",3\n', 2),
        (b'a,b\n"",3\n', 2),
    ],
)
def test_records(content: bytes, records: int, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert count_records(path, scanned(content)) == records


def test_a_stray_mark_is_text_to_the_strict_count(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'a,b\n6" pipe,1\n7,2\n')
    assert count_strictly(path) == (3, None)


def test_an_open_mark_names_its_row(tmp_path: Path) -> None:
    content = b'a,b\n1,2\n"3,4\n5,6\n'
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(FileRefused, match="row 2: a quotation mark"):
        count_records(path, scanned(content))


cell = st.text(st.sampled_from('ab ,"\n\r;'), max_size=6)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(cell, min_size=2, max_size=3), min_size=1, max_size=8), st.integers(1, 40))
def test_counts_what_csv_writes(rows: list[list[str]], chunk: int) -> None:
    """Whatever Python's csv module writes, both counts find as many records as rows, in chunks of any size."""
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
    content = out.getvalue().encode()
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(content)
        assert count_records(path, scanned(content, chunk)) == len(rows)
        assert count_strictly(path) == (len(rows), None)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60), st.integers(1, 61))
def test_chunks_do_not_matter(content: bytes, chunk: int) -> None:
    whole, parts = scanned(content, 1000), scanned(content, chunk)
    for name in ("size", "newlines", "returns", "lone_returns", "has_quotes", "has_nul", "has_blank_lines", "sha256"):
        assert getattr(whole, name) == getattr(parts, name), name
    assert whole.has_control == parts.has_control
    assert whole.has_loose_spaces == parts.has_loose_spaces
