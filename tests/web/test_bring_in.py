"""A tracker is sent, mapped, tried and brought in through the pages; nothing is written until the last step."""

import io
import time

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from unit.casework.trackers import HEADINGS, MAP, tracker
from wardmote.web.limited import FileUnfit, work_on
from wardmote.web.limited.tables import count_records
from wardmote.web.store.models import BroughtIn, Case, TrackerMap
from web.hostile import sheet

pytestmark = pytest.mark.django_db
COLUMNS = {
    "reference": "Ref No", "place": "Location (column 3)", "summary": "Issue", "status": "Status", "opened": "Date opened",
    "closed": "Date closed", "outcome": "Outcome", "action": "Next step", "due": "By when", "note": "Comments",
    "meanings": "status,Sorted,closed\noutcome,Fixed,problem-stopped", "dates": "day-first", "about": "location",
    "tier": "named", "name": "ASB list (invented)",
}  # fmt: skip


def workbook(rows, change=lambda book: None):
    """A workbook as people keep them: a merged title, a second sheet out of sight."""
    book, made = openpyxl.Workbook(), io.BytesIO()
    page = book.active
    page.title = "Open cases"
    for row in rows:
        page.append([None if cell == "" or "\x07" in cell else cell for cell in row])
    for cell in page["E"]:
        cell.data_type = "n" if cell.value is None else "s"  # typed with an apostrophe, so it is no formula
    page.merge_cells("A1:K1")
    secret = book.create_sheet("HIDDEN-SHEET")
    secret["A1"] = "HIDDEN-VALUE"
    secret.sheet_state = "veryHidden"
    change(book)
    book.save(made)
    return made.getvalue()


def send(client, content, name="tracker.xlsx"):
    return client.post("/bring-in", {"file": SimpleUploadedFile(name, content)})


@pytest.fixture(autouse=True)
def nothing_held():
    """What an unfinished bringing-in of another test holds is not there."""
    for file in quarantined():
        file.unlink()


def quarantined():
    return list(settings.CASEBOOK.quarantine.iterdir()) if settings.CASEBOOK.quarantine.is_dir() else []


def test_from_a_workbook_to_cases_and_again(at_work, store):
    rows, expected = tracker(40)
    client, before = at_work("priya"), Case.objects.count()
    assert send(client, workbook(rows))["Location"] == "/bring-in/columns"
    page = client.get("/bring-in/columns").content.decode()
    assert "“HIDDEN-SHEET” is hidden and was not read." in page
    assert "HIDDEN-VALUE" not in page
    assert '<option value="Location (column 3)">' in page
    answered = client.post("/bring-in/columns", COLUMNS)
    assert answered["Location"] == "/bring-in/check", answered.content.decode()
    page = client.get("/bring-in/check").content.decode()
    assert f"{expected['made']} cases, " in page
    assert "Say in the map what this means: open or closed." in page
    assert "“aaaaaa”" in page
    assert Case.objects.count() == before
    assert len(quarantined()) == 1
    answered = client.post("/bring-in/check", follow=True)
    assert f"{expected['made']} cases brought in from ASB list (invented)." in answered.content.decode()
    assert Case.objects.count() == before + expected["made"]
    assert BroughtIn.objects.count() == expected["made"]
    assert quarantined() == []
    send(client, workbook(rows))
    page = client.get("/bring-in/columns").content.decode()
    assert 'value="ASB list (invented)"' in page
    assert '<option value="Ref No" selected>' in page
    client.post("/bring-in/columns", COLUMNS)
    page = client.get("/bring-in/check").content.decode()
    assert "No row can be brought in." in page
    assert TrackerMap.objects.count() == 1


def test_a_csv_of_another_system(at_work):
    client = at_work("priya")
    text = 'Ref;Where;What\nA1;Mill Lane;=Noise\nA2;;Litter\n;;\n"A3";"Quay\nside";Fires\n'
    send(client, text.encode("cp1252"), "export.csv")
    chosen = {
        "reference": "Ref",
        "place": "Where",
        "summary": "What",
        "dates": "day-first",
        "about": "location",
        "tier": "open",
        "name": "Other",
    }
    client.post("/bring-in/columns", chosen)
    page = client.get("/bring-in/check").content.decode()
    assert "2 cases, 0 of them closed" in page
    assert 'Rows in CSV</dt><dd class="govuk-summary-list__value">3' in page
    client.post("/bring-in/check")
    assert set(Case.objects.filter(brought__tracker="Other").values_list("place", flat=True)) == {
        "Mill Lane",
        "Quay\nside",
    }


def test_hidden_rows_and_columns_are_told_of_and_not_read(at_work):
    def hide(book):
        page = book["Open cases"]
        page.row_dimensions[6].hidden = True
        page.column_dimensions["K"].hidden = True

    rows, _ = tracker(12)
    client = at_work("priya")
    send(client, workbook(rows, hide))
    page = client.get("/bring-in/columns").content.decode()
    assert "1 hidden column(s) were not read." in page
    assert "1 hidden row(s) are refused below." in page
    assert "Comments" not in page
    client.post("/bring-in/columns", {**COLUMNS, "note": ""})
    page = client.get("/bring-in/check").content.decode()
    assert "Unhide it in the workbook if it is meant, else delete it." in page
    assert "do not add up" not in page


@pytest.mark.parametrize("person", ["sam", "olive", "dana", "wren", "kit"])
def test_only_a_case_lead_is_let_in(at_work, person):
    client = at_work(person)
    for path in ("/bring-in", "/bring-in/columns", "/bring-in/check", "/bring-in/maps/m1"):
        assert client.get(path).status_code == 403
        assert client.post(path).status_code == 403
    assert send(client, b"a,b").status_code == 403
    assert quarantined() == []
    assert "/bring-in" not in client.get("/cases").content.decode()


def test_what_cannot_be_read_is_said_at_once_and_not_kept(at_work):
    client = at_work("priya")
    for content, said in (
        (b"\x89PNG\r\n\x1a\n", "This kind of file is not kept."),
        (sheet(**{"xl/vbaProject.bin": b"x"}), "This workbook holds macros."),
        (sheet()[:300], "damaged, cut short or locked"),
        (sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "a stray value far from the table?"),
        (b'a,b\n"x', "a quotation mark is not closed"),
    ):
        answered = send(client, content)
        assert answered.status_code == 422, said
        assert said in answered.content.decode()
    assert quarantined() == []


def test_mistakes_in_the_columns_stand_beside_their_box(at_work):
    client = at_work("priya")
    send(client, workbook(tracker(5)[0]))
    for change, said in (
        ({"place": ""}, "Choose the column for: where it is."),
        ({"meanings": "status=x"}, "Line 1: write a field, the tracker&#x27;s word and ours"),
        ({"meanings": "status,x,parked"}, "status can mean open or closed"),
        ({"name": ""}, "Enter a name for this tracker."),
        ({"name": "x" * 90}, "Shorten the name to 80 characters."),
    ):
        answered = client.post("/bring-in/columns", {**COLUMNS, **change})
        assert answered.status_code == 422
        assert answered.content.decode().count(said) == 2, said
    assert TrackerMap.objects.count() == 0


def test_the_map_is_edited_as_csv_by_its_own_agency(at_work, client_of):
    client = at_work("priya")
    send(client, workbook(tracker(5)[0]))
    client.post("/bring-in/columns", COLUMNS)
    saved = TrackerMap.objects.get()
    address = f"/bring-in/maps/{saved.pk}"
    assert "status,,sorted,closed" in client.get(address).content.decode().casefold()
    assert client.post(address, {"rows": "\n".join((*MAP, "status,,Gone,closed"))}).status_code == 302
    assert "status,,Gone,closed" in TrackerMap.objects.get().rows
    answered = client.post(address, {"rows": "nonsense,x,,"})
    assert answered.status_code == 422
    assert "Line 1: “nonsense” is not a field." in answered.content.decode()
    assert client_of("ines").get(address).status_code == 404


def test_pages_without_a_file_lead_back(at_work):
    client = at_work("priya")
    for path in ("/bring-in/columns", "/bring-in/check"):
        assert client.get(path)["Location"] == "/bring-in"
    session = client.session
    session["bringing"] = {"token": "../../keys", "file": "x"}
    session.save()
    assert client.get("/bring-in/columns")["Location"] == "/bring-in"


def test_records_are_counted_without_reading_them():
    assert count_records('a,b\n"x\ny",1\n\n,,\n"q""q",2', ",") == 3
    assert count_records("", ",") == 0


def test_a_workbook_of_two_thousand_rows_is_read_and_counted():
    rows, expected = tracker(2_000)
    begun = time.process_time()
    sheets = work_on("table", [workbook(rows)])[0]["sheets"]
    assert time.process_time() - begun < 20
    assert [one["name"] for one in sheets if not one["visible"]] == ["HIDDEN-SHEET"]
    assert sheets[1]["rows"] == []
    assert len(sheets[0]["rows"]) == sheets[0]["counted"] == sum(expected.values()) + 3
    assert tuple(sheets[0]["rows"][2][1]) == HEADINGS


def test_a_file_made_to_overload_the_reader_is_refused():
    with pytest.raises(FileUnfit):
        work_on("table", [sheet(**{"xl/sharedStrings.xml": b"<a>" + b" " * 90_000_000 + b"</a>"})])


@pytest.mark.prove
def test_two_thousand_rows_become_cases_in_one_go(at_work):
    rows, expected = tracker(2_000)
    client = at_work("priya")
    send(client, workbook(rows))
    client.post("/bring-in/columns", COLUMNS)
    begun = time.process_time()
    client.post("/bring-in/check")
    print(f"2,000 cases in {time.process_time() - begun:.1f} CPU-s")
    assert BroughtIn.objects.count() == expected["made"] == 2_000
