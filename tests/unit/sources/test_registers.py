"""Registers: typed rows, and refusals that name file, line and column."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from wardmote.sources.registers import REGISTERS, read_registers


def written(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_missing_register_is_empty(tmp_path: Path) -> None:
    registers = read_registers(tmp_path / "registers")
    assert registers.rows == {}
    assert registers.refusals == ()


def test_values_are_typed(tmp_path: Path) -> None:
    text = (
        "# who was asked\n\n# and when\n"
        "date,event,kind,public,senior_persons,people,asked,heard,led_to\n"
        '03/10/2016,"Open evening, Chatham",public meeting,yes,No,41,,parking,\n'
    )
    (row,) = read_registers(written(tmp_path, "engagement.csv", text)).rows["engagement"]
    assert row["date"] == date(2016, 10, 3)
    assert row["public"] is True
    assert row["senior_persons"] is False
    assert row["people"] == 41
    assert row["asked"] is None
    assert row["event"] == "Open evening, Chatham"


def test_numbers_and_breaks(tmp_path: Path) -> None:
    written(tmp_path, "series_breaks.csv", "measure,area,from,until,reason,source\nviolence,,2014-11,,new rules,HMIC\n")
    written(tmp_path, "facts.csv", "id,label,value,unit,area,period,source,note\nF1,All crime,23125,crimes,,,KM,\n")
    rows = read_registers(tmp_path).rows
    assert rows["series_breaks"][0]["from"] == "2014-11"
    assert rows["facts"][0]["value"] == "23125"


@pytest.mark.parametrize(
    ("name", "text", "phrase"),
    [
        ("holidays.csv", "date,name\n2016-12-25,Christmas\n31/31/2016,Boxing Day\n", "line 3, column date"),
        ("holidays.csv", "# note\ndate,name\n2016-12-25,\n", "line 3, column name: it is blank"),
        ("holidays.csv", "date,title\n", "column 'title'"),
        ("holidays.csv", "date\n2016-12-25\n", "column 'name' is missing"),
        ("holidays.csv", "date,name,date\n", "stands twice"),
        ("holidays.csv", 'date,name\n2016-12-25,"Christmas\n', "quotation marks"),
        ("holidays.csv", "date,name\n2016-12-25,Christmas,Day\n", "more cells"),
        ("holiday.csv", "date,name\n", "no register of this name"),
        (
            "received_figures.csv",
            'id,label,sender,value,unit,class\nR1,Fires,Kent Fire,"23,125",fires,partner\n',
            "without separators",
        ),
        ("priorities.csv", "id,priority,status\nP1,Theft,new\n", "kept, added, moved, dropped"),
        ("plan_actions.csv", "id,priority,action,owner,status\nA 1,P1,x,y,done\n", "not an id"),
    ],
)
def test_a_bad_row_refuses_the_register(tmp_path: Path, name: str, text: str, phrase: str) -> None:
    registers = read_registers(written(tmp_path, name, text))
    (refusal,) = registers.refusals
    assert refusal.file == f"registers/{name}"
    assert phrase in refusal.message
    assert "23,125" not in refusal.message
    assert registers.rows.get(Path(name).stem, ()) == ()


def test_other_bytes_are_refused(tmp_path: Path) -> None:
    (tmp_path / "holidays.csv").write_bytes("date,name\n2016-12-25,No\u00ebl\n".encode("cp1252"))
    assert "UTF-8" in read_registers(tmp_path).refusals[0].message


def test_a_workbook_serves_as_well(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "holidays.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["date", "name"])
        sheet.write_datetime(1, 0, date(2016, 12, 25), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write(1, 1, "Christmas Day")
    assert read_registers(tmp_path).rows["holidays"] == ({"date": date(2016, 12, 25), "name": "Christmas Day"},)


def test_two_files_of_one_register_are_refused(tmp_path: Path) -> None:
    written(tmp_path, "holidays.csv", "date,name\n2016-12-25,Christmas\n")
    with xlsxwriter.Workbook(tmp_path / "holidays.xlsx") as book:
        book.add_worksheet().write_row(0, 0, ["date", "name"])
    assert "Keep one" in read_registers(tmp_path).refusals[0].message


def test_digests_follow_the_content(tmp_path: Path) -> None:
    before = read_registers(written(tmp_path, "holidays.csv", "date,name\n")).digests
    after = read_registers(written(tmp_path, "holidays.csv", "date,name\n2016-12-25,Christmas\n")).digests
    assert before != after
    assert set(REGISTERS) >= {"causes", "holidays", "indicators", "received_figures"}
