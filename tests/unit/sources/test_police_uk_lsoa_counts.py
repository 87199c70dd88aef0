"""A table of counts by small area: read as counts, each combination once, and an authority's own force's records only."""

from pathlib import Path

from corpus.inboxes import folder
from wardmote.engine import connect, read_parquet
from wardmote.measures.authority_counts import (
    COUNTS_SCHEMA,
    authority_counts,
    authority_month_counts,
    force_months,
    located_counts,
)
from wardmote.measures.catalogue import ASB, RECORDED_CRIME
from wardmote.periods import Period
from wardmote.sources.load import Load, load_inbox

ROWS = """month,force,lsoa11_code,crime_type,n
2016-01,kent,E01016000,Burglary,3
2016-01,kent,E01016000,Anti-social behaviour,5
2016-01,kent,E01016001,Burglary,4
2016-02,kent,E01016000,Burglary,2
2016-01,btp,E01016000,Burglary,70
2016-01,kent,,Burglary,11
2016-02,essex,E01021000,Burglary,9
2016-02,essex,E01021000,Burglary,8
2016-02,essex,E01021000,Drugs,0
2016-02,Essex Police,E01021000,Drugs,1
2010-01,kent,E01016000,Drugs,1
"""


def loaded(root: Path) -> Load:
    made = folder(root, "police_uk_lsoa_counts")
    (root / "inbox" / "in" / "counts.csv").write_text(ROWS, encoding="utf-8")
    return load_inbox(made)


def test_a_combination_counted_twice_is_set_aside_with_everything_else_that_cannot_be(tmp_path: Path) -> None:
    (report,) = loaded(tmp_path).reports
    assert (report.rows_in, report.kept, report.quarantined) == (11, 6, 5)
    assert report.quarantine_reasons == {
        "incidents: counted twice": 2, "incidents: number": 1, "force: form": 1, "crime_type: unknown term": 1,
    }  # fmt: skip
    assert report.period == ("2016-01", "2016-02")
    assert any("1 row of records without an area" in note for note in report.notes)


def test_an_authority_has_its_own_force_s_records_only(tmp_path: Path) -> None:
    import ibis

    connection = connect()
    rows = read_parquet(connection, [file.path for file in loaded(tmp_path).loaded], COUNTS_SCHEMA)
    lookup = ibis.memtable(
        [{"lsoa_code": f"E0101600{n}", "lad_code": "E06000035", "lad_name": "Medway"} for n in (0, 1)]
    )
    counted = authority_month_counts(located_counts(rows, lookup)).to_pyarrow().to_pylist()
    counts = authority_counts(counted, force_months(rows).to_pyarrow().to_pylist())
    connection.disconnect()
    both, january = Period("2016-01", "2016-02"), Period("2016-01", "2016-01")
    crime = counts.of(RECORDED_CRIME, "E06000035", "kent", both)
    assert (crime.incidents, sum(crime.rows.values())) == (9, 3), "neither the transport police's nor what lies nowhere"
    assert counts.of(RECORDED_CRIME, "E06000035", "kent", january).incidents == 7
    assert counts.of(ASB, "E06000035", "kent", both).incidents == 5
    assert counts.covers("kent", both) and counts.covers("btp", january) and not counts.covers("btp", both)
    assert not counts.covers("essex", january) and not counts.covers("metropolitan", january)
