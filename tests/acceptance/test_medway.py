"""The real example: what Medway's analyst would hold, checked against numbers computed independently.

The expected numbers are those of the open data set's own description, not of this program.
"""

import csv
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from conftest import ROOT
from wardmote.cli.main import app

pytestmark = pytest.mark.shared_data

THIS, BEFORE = "2016-01..2016-10", "2014-01..2014-10"
GILLINGHAM_NORTH, GILLINGHAM_SOUTH, RIVER = "E05002251", "E05002252", "E05002261"


def read(release: Path, name: str) -> dict[str, dict[str, Any]]:
    return {entry["id"]: entry for entry in json.loads((release / name).read_text(encoding="utf-8"))}


@pytest.fixture(scope="module")
def figures(medway: Path) -> dict[str, dict[str, Any]]:
    return read(medway, "figures.json")


@pytest.fixture(scope="module")
def findings(medway: Path) -> dict[str, dict[str, Any]]:
    return read(medway, "findings.json")


def invoke(medway: Path, shared_data: Path, *words: str) -> Any:
    out = medway.parents[1]
    folder = str(ROOT / "examples" / "medway")
    arguments = [words[0], folder, *words[1:], "--inbox", str(shared_data), "--out", str(out)]
    return CliRunner().invoke(app, arguments, catch_exceptions=False)


@pytest.mark.parametrize(
    ("measure", "period", "count"),
    [
        ("asb-incidents", BEFORE, 7915),
        ("recorded-crime", BEFORE, 14924),
        ("asb-incidents", THIS, 7386),
        ("recorded-crime", THIS, 17838),
    ],
)
def test_the_areas_counts(figures: dict[str, Any], measure: str, period: str, count: int) -> None:
    figure = figures[f"{measure}/E06000035/{period}"]
    assert figure["value"] == count
    assert sum(entry["rows"] for entry in figure["lineage"]) == count
    assert len(figure["lineage"]) == 10
    assert figure["interval"]["lower"] < count < figure["interval"]["upper"]


def test_every_row_is_accounted_for(medway: Path) -> None:
    reports = json.loads((medway.parents[1] / "store" / "loads.json").read_text(encoding="utf-8"))
    for report in reports:
        assert report["rows_in"] == report["kept"] + report["quarantined"] + report["declared_duplicates"]
        assert report["rows_in"] == report["counted_independently"]
    police = [report for report in reports if report["source"] == "police_uk_street"]
    by_zip = {year: sum(r["kept"] for r in police if f"_{year}-" in r["file"].split("!")[0]) for year in (2014, 2016)}
    assert by_zip == {2014: 148133, 2016: 143343}


def test_anti_social_behaviour_shows_no_clear_change(findings: dict[str, Any]) -> None:
    finding = findings[f"asb-incidents/E06000035/{BEFORE}~{THIS}"]
    assert finding["verdict"] == "no clear change"
    assert finding["dispersion"] == pytest.approx(4.975, abs=0.0005)
    effect = finding["effect"]
    assert effect["ratio"] == pytest.approx(0.9332, abs=0.00005)
    assert effect["lower"] == pytest.approx(0.8600, abs=0.00005)
    assert effect["upper"] == pytest.approx(1.0125, abs=0.00005)
    assert finding["p"] == pytest.approx(0.0875, abs=0.00005)
    assert finding["exact_p"] < 0.0001


def test_of_recorded_crime_we_cannot_say_though_records_rose(findings: dict[str, Any]) -> None:
    finding = findings[f"recorded-crime/E06000035/{BEFORE}~{THIS}"]
    assert (finding["verdict"], finding["records"], finding["effect"]) == ("cannot say", "records rose", None)
    assert "Recording rules" in " ".join(finding["reasons"])


@pytest.mark.parametrize(
    ("period", "by", "expected"),
    [
        (BEFORE, "polygon", {GILLINGHAM_NORTH: 865, RIVER: 827, GILLINGHAM_SOUTH: 818}),
        (THIS, "polygon", {RIVER: 806, GILLINGHAM_SOUTH: 789, GILLINGHAM_NORTH: 750}),
    ],
)
def test_wards_by_polygon(figures: dict[str, Any], period: str, by: str, expected: dict[str, int]) -> None:
    found = {code: figures[f"asb-incidents/{code}@2013/{period};by={by}"]["value"] for code in expected}
    assert found == expected


@pytest.mark.parametrize("period", [BEFORE, THIS])
def test_by_best_fit_river_leads(figures: dict[str, Any], period: str) -> None:
    wards = {
        figure["area"]["name"]: figure["value"]
        for figure in figures.values()
        if figure["measure"] == "asb-incidents" and figure["id"].endswith(f"/{period};by=best-fit")
    }
    assert len(wards) == 22
    assert max(wards, key=wards.__getitem__) == "River"


def test_the_five_wards_with_most_crime(figures: dict[str, Any]) -> None:
    wards = [
        (figure["value"], figure["area"]["name"])
        for figure in figures.values()
        if figure["measure"] == "recorded-crime" and figure["id"].endswith(f"@2013/{THIS};by=polygon")
        and "+" not in figure["id"]
    ]  # fmt: skip
    assert sorted(wards, reverse=True)[:5] == [
        (2120, "River"),
        (1759, "Gillingham South"),
        (1677, "Gillingham North"),
        (1321, "Chatham Central"),
        (1294, "Luton and Wayfield"),
    ]


def test_the_order_of_wards_is_not_robust_and_says_why(findings: dict[str, Any]) -> None:
    before = findings[f"asb-incidents/E06000035@2013/{BEFORE};rank=most"]
    assert before["verdict"] == "not robust"
    why = " ".join(before["reasons"])
    assert "River leads by LSOA best fit" in why
    assert "metres of the boundary between Gillingham North and Gillingham South" in why
    change = findings[f"asb-incidents/E06000035@2013/{BEFORE}~{THIS};rank=most"]
    assert change["verdict"] == "cannot say"
    assert "we cannot say that incidents moved" in change["sentence"]


def test_crime_rose_here_as_in_the_rest_of_kent_but_burglary_rose_more(findings: dict[str, Any]) -> None:
    """Recording was tightened across the force: the change itself cannot be judged, the difference from elsewhere can."""
    crime, burglary = (
        findings[f"{slug}/E06000035/{BEFORE}~{THIS};against=elsewhere"] for slug in ("recorded-crime", "burglary")
    )
    assert crime["verdict"] == "no clear difference"
    assert crime["effect"]["ratio"] == pytest.approx((17_838 / 14_924) / (86_130 / 77_781), abs=0.0001)
    assert burglary["verdict"] == "more than elsewhere" and burglary["q"] < 0.01
    weighed = findings[f"recorded-crime/E06000035/{BEFORE}~{THIS}"]["causes"]
    computed = [cause for cause in weighed if cause["judged_by"] == "Computed, this assessment"]
    assert len(computed) == 5 and len(weighed) > 5, (
        "the rest of Kent, similar areas, rules, border, calendar, beside what people judged"
    )


def test_similar_areas_are_named_with_their_coverage(figures: dict[str, Any], findings: dict[str, Any]) -> None:
    """The numbers were counted from the open files apart from this program (pandas)."""
    chosen = findings[f"similar-areas/E06000035/{THIS}"]
    why = " ".join(chosen["reasons"])
    assert "Northampton, Derby, Stockton-on-Tees, Gateshead, Rotherham, Plymouth, Sunderland, Milton Keynes" in why
    assert "257 of 325 other authorities" in why and "Thurrock (Essex)" in why
    assert figures[f"residents/E06000035/{THIS}"]["value"] == 277_616
    assert figures[f"aged-15-29-share/E06000015/{THIS}"]["value"] == pytest.approx(20.96, abs=0.01)


def test_beside_similar_areas_medway_does_not_clearly_differ(figures: dict[str, Any], findings: dict[str, Any]) -> None:
    derby = figures[f"asb-incidents/E06000015/{THIS}"]
    assert derby["value"] == 12_870 and derby["lineage"][0]["file"].endswith("counts_2014_2016.parquet")
    level = findings[f"asb-incidents-per-1000/E06000035/{THIS};against=similar"]
    change = findings[f"recorded-crime/E06000035/{BEFORE}~{THIS};against=similar"]
    assert level["effect"]["ratio"] == pytest.approx(0.754, abs=0.0005)
    assert change["effect"]["ratio"] == pytest.approx(0.949, abs=0.0005)
    assert (level["verdict"], change["verdict"]) == ("no clear difference", "no clear difference")
    assert figures[f"recorded-crime-per-1000/covered-areas/{THIS}"]["value"] == pytest.approx(50.492, abs=0.001)


def test_the_picture_of_similar_areas_has_its_words_and_its_table(medway: Path) -> None:
    page = (medway / "assessment.html").read_text(encoding="utf-8")
    assert "No type clearly sets Medway apart from similar areas" in page
    assert "Dot chart of 15 types of incident in Medway against similar areas" in page
    table = list(csv.DictReader(next((medway / "tables").glob("*beside-similar.csv")).open(encoding="utf-8-sig")))
    assert len(table) == 15 and table[0]["Reading"] == "No clear difference"
    glance = list(csv.DictReader(next((medway / "tables").glob("*at-a-glance.csv")).open(encoding="utf-8-sig")))
    assert {row["Rate beside similar areas"] for row in glance} == {"No clear difference"}


def test_another_area_s_count_walks_back_to_the_rows_that_add_up_to_it(medway: Path, shared_data: Path) -> None:
    told = invoke(medway, shared_data, "trace", f"robbery/E06000015/{THIS}", "--rows")
    rows = list(csv.DictReader(told.output.splitlines()))
    assert {row["force"] for row in rows} == {"derbyshire"} and {row["category"] for row in rows} == {"robbery"}
    figures = read(medway, "figures.json")
    figure = figures[f"robbery/E06000015/{THIS}"]
    assert sum(int(row["incidents"]) for row in rows) == figure["numerator"]
    assert len(rows) == figure["lineage"][0]["rows"]
    told = invoke(medway, shared_data, "trace", f"residents/E06000015/{THIS}", "--rows")
    assert len(list(csv.DictReader(told.output.splitlines()))) == 151


def test_anti_social_behaviour_gathers_in_few_small_areas_and_its_pattern_moved(
    figures: dict[str, Any], findings: dict[str, Any]
) -> None:
    held = figures[f"asb-incidents-top-tenth/E06000035/{THIS}"]
    assert held["value"] == pytest.approx(36.46, abs=0.01) and held["denominator"] == 7386
    assert findings[f"{held['id']}~chance"]["verdict"] == "gathered"
    assert findings[f"asb-incidents-moved/E06000035/{THIS}~chance"]["verdict"] == "moved"


def test_depression_beside_england(figures: dict[str, Any]) -> None:
    slug = "depression-qof-prevalence"
    ours, england = figures[f"{slug}/E06000035/2015-04..2016-03"], figures[f"{slug}/E92000001/2015-04..2016-03"]
    assert (ours["value"], england["value"]) == (pytest.approx(8.9, abs=0.05), pytest.approx(8.3, abs=0.05))


def test_the_gap_is_printed_as_a_gap(medway: Path) -> None:
    page = (medway / "assessment.html").read_text(encoding="utf-8")
    assert "December 2014 to December 2015" in page
    assert "a gap, not a zero" in page


def test_every_claim_of_the_example_holds_and_the_missing_meeting_is_said(medway: Path) -> None:
    record = json.loads((medway / "release.json").read_text(encoding="utf-8"))
    assert record["claims"]
    assert all(claim["holds"] for claim in record["claims"])
    assert record["problems"] == []
    assert record["legal"]["Regulation 12"] == "missing"


def test_the_release_lists_its_files_with_their_digests(medway: Path) -> None:
    record = json.loads((medway / "release.json").read_text(encoding="utf-8"))
    expected = {"assessment.html", "assessment.docx", "assessment.pdf", "briefing.pdf", "tables.xlsx", "figures.json"}
    assert expected <= set(record["files"])
    for name, digest in record["files"].items():
        assert hashlib.sha256((medway / name).read_bytes()).hexdigest() == digest


def test_a_figure_walks_back_to_its_files_and_rows(medway: Path, shared_data: Path) -> None:
    ward = f"asb-incidents/{GILLINGHAM_NORTH}@2013/{THIS};by=polygon"
    told = invoke(medway, shared_data, "trace", ward)
    assert told.exit_code == 0
    assert "2016-01-kent-street.csv" in told.output
    assert "SHA-256" in told.output
    listed = invoke(medway, shared_data, "trace", ward, "--rows")
    rows = list(csv.DictReader(listed.output.splitlines()))
    assert len(rows) == 750
    assert {row["ward_polygon"] for row in rows} == {GILLINGHAM_NORTH}
    assert len({(row["file"], row["row_number"]) for row in rows}) == 750


def test_publishing_refuses_while_the_law_asks_for_more(medway: Path, shared_data: Path) -> None:
    from wardmote.errors import PublishingRefused

    with pytest.raises(PublishingRefused, match="Regulation 12"):
        invoke(medway, shared_data, "publish")


def test_the_same_inputs_give_the_same_bytes(medway: Path, shared_data: Path, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere"
    shutil.copytree(ROOT / "examples" / "medway", copy)
    arguments = ["assess", str(copy), "--inbox", str(shared_data), "--out", str(tmp_path / "out")]
    assert CliRunner().invoke(app, arguments, catch_exceptions=False).exit_code == 0
    (again,) = (path for path in (tmp_path / "out" / "published").iterdir() if path.is_dir())
    assert again.name == medway.name
    first = json.loads((medway / "release.json").read_text(encoding="utf-8"))["files"]
    assert json.loads((again / "release.json").read_text(encoding="utf-8"))["files"] == first


def test_the_pdfs_are_tagged_and_hold_one_font(medway: Path) -> None:
    import pikepdf

    for name in ("assessment.pdf", "briefing.pdf"):
        with pikepdf.open(medway / name) as pdf:
            assert bool(pdf.Root.MarkInfo.Marked)
            assert str(pdf.Root.Lang) == "en-GB"
            with pdf.open_metadata() as metadata:
                assert metadata["pdfuaid:part"] == "1"
            fonts = {
                str(font.BaseFont).split("+")[-1].split("-")[0]
                for page in pdf.pages
                for font in page.get("/Resources", {}).get("/Font", {}).values()
            }
            assert fonts == {"SourceSansPro"} or fonts == {"/SourceSansPro"}
    with pikepdf.open(medway / "briefing.pdf") as pdf:
        assert len(pdf.pages) == 1


def test_the_word_document_has_headings_header_rows_and_words_for_pictures(medway: Path) -> None:
    import docx
    from docx.oxml.ns import qn

    document = docx.Document(str(medway / "assessment.docx"))
    styles = {paragraph.style.name for paragraph in document.paragraphs if paragraph.style}
    assert {"Title", "Heading 1", "Heading 2", "Caption"} <= styles
    assert document.tables
    assert all(table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None for table in document.tables)
    pictures = document.element.findall(f".//{qn('wp:docPr')}")
    assert pictures
    assert all(picture.get("descr") for picture in pictures)


def test_the_workbook_holds_what_the_csv_files_hold(medway: Path) -> None:
    from python_calamine import CalamineWorkbook

    workbook = CalamineWorkbook.from_path(str(medway / "tables.xlsx"))
    sheets = [name for name in workbook.sheet_names if name not in ("Cover", "Contents", "Notes")]
    tables = [path for path in (medway / "tables").glob("*.csv") if path.stem != "figures"]
    assert len(sheets) == len(tables)
    assert all(len(workbook.get_sheet_by_name(name).to_python()) > 4 for name in sheets)


def test_hot_spots_of_anti_social_behaviour_lie_in_the_town_centre_and_are_areas(
    figures: dict[str, Any], findings: dict[str, Any]
) -> None:
    over_all = findings[f"asb-incidents/E06000035/{THIS};hot-spots"]
    assert over_all["verdict"] == "hot spots" and "River" in over_all["sentence"]
    hot = [f for f in findings.values() if f["kind"] == "small-area" and f["verdict"] == "high among high"]
    assert hot and all(figures[name]["lineage"] for finding in hot for name in finding["figures"])
    assert all(finding["q"] < 0.05 for finding in hot)


def test_what_ten_months_in_a_row_cannot_tell_is_refused_with_its_reason(findings: dict[str, Any]) -> None:
    for name in (f"unusual/E06000035/{THIS}", *(f"asb-incidents/E06000035/{THIS};{k}" for k in ("season", "forecast"))):
        assert findings[name]["kind"] == "refused" and "months in a row" in findings[name]["reasons"][0]
    for name in ("near-repeats", "hours", "repeat-victims"):
        assert findings[f"refused/{name}"]["verdict"] == "cannot say"
    assert "none is invented" in findings[f"harm/E06000035/{THIS}"]["sentence"]


def test_op_unnerve_gets_no_verdict_for_want_of_dates_and_places(findings: dict[str, Any]) -> None:
    unnerve = findings["operation/unnerve"]
    assert unnerve["verdict"] == "cannot say" and len(unnerve["reasons"]) == 2


def test_parts_of_the_change_add_up_to_the_change_in_the_records(
    figures: dict[str, Any], findings: dict[str, Any]
) -> None:
    (parts,) = (finding for finding in findings.values() if finding["kind"] == "parts")
    points = sum(figures[name]["value"] for name in parts["figures"])
    assert points == pytest.approx(100 * (17838 / 14924 - 1))
