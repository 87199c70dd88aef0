"""Good files with bytes changed, cut or put in at random: never a crash, and every row accounted for."""

import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import inboxes
from wardmote.sources.load import load_inbox

POLICE = inboxes.police().encode()
COUNCIL = (",".join(inboxes.COUNCIL_HEADER) + "\n" + "\n".join(map(",".join, inboxes.COUNCIL_ROWS)) + "\n").encode()
NASTY = [
    b'"',
    b",",
    b"\n",
    b"\r",
    b"\r\n",
    b"\0",
    b"\xff",
    b"\xc3",
    b" ",
    b"\t",
    b";",
    b"'",
    b"\xef\xbb\xbf",
    b'""',
    b"=1",
]
changes = st.lists(
    st.tuples(
        st.integers(0, 600), st.sampled_from(["put", "cut", "swap"]), st.sampled_from(NASTY) | st.binary(max_size=4)
    ),
    min_size=1,
    max_size=6,
)
Changes = list[tuple[int, str, bytes]]


def spoiled(content: bytes, edits: Changes) -> bytes:
    for at, what, extra in edits:
        at = at % (len(content) + 1)
        if what == "put":
            content = content[:at] + extra + content[at:]
        elif what == "cut":
            content = content[:at] + content[at + len(extra) + 1 :]
        else:
            content = content[:at] + extra + content[at + len(extra) :]
    return content


def loads_or_refuses(source: str, name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as root:
        partnership = inboxes.folder(Path(root), source)
        (partnership.inbox / "in" / name).write_bytes(content)
        result = load_inbox(partnership)
        assert result.reports
        for report in result.reports:
            assert report.rows_in == report.kept + report.quarantined + report.declared_duplicates
            assert report.status == "refused" or report.rows_in == report.counted_independently
            assert (report.status == "refused") == any(one.file == report.file for one in result.refusals)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(changes)
def test_police_csv(edits: Changes) -> None:
    loads_or_refuses("police_uk_street", "2016-01-kent-street.csv", spoiled(POLICE, edits))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(changes)
def test_council_csv(edits: Changes) -> None:
    loads_or_refuses("council_asb", "asb.csv", spoiled(COUNCIL, edits))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(
    st.lists(
        st.tuples(st.integers(0, 6000), st.just("swap"), st.binary(min_size=1, max_size=4)), min_size=1, max_size=5
    )
)
def test_workbook(edits: Changes) -> None:
    loads_or_refuses("council_asb", "asb.xlsx", spoiled(WORKBOOK, edits))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(changes)
def test_geojson(edits: Changes) -> None:
    loads_or_refuses("boundaries", "wards.geojson", spoiled(GEOJSON, edits))


@pytest.mark.prove
@settings(max_examples=5000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes)
def test_police_csv_at_length(edits: Changes) -> None:
    loads_or_refuses("police_uk_street", "2016-01-kent-street.csv", spoiled(POLICE, edits))


WORKBOOK = inboxes.workbook()
GEOJSON = (
    b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"WD13CD": "E05002249"}, "geometry":'
    b' {"type": "Polygon", "coordinates": [[[0.5, 51.3], [0.51, 51.3], [0.51, 51.31], [0.5, 51.3]]]}}]}'
)
assert io.BytesIO(WORKBOOK).read(2) == b"PK"
