"""Contracts, column maps and what they say when they do not fit."""

from pathlib import Path

import pytest

from wardmote.errors import FileRefused, WrongUse
from wardmote.sources.contracts import column_map, find_contract, known_sources, plain_heading
from wardmote.sources.health_indicators.reader import years
from wardmote.sources.population.reader import age_limits
from wardmote.sources.reading import lay_out
from wardmote.vocabulary.terms import slug_of, terms


@pytest.mark.parametrize("name", known_sources())
def test_every_source_is_whole(name: str) -> None:
    """A contract of its folder's name, a map whose columns it has, a heading for every column, and a page about it."""
    contract = find_contract(name)
    assert contract.name == name
    mapping = column_map(contract)
    made_here = {"kind", "geometry"} if name == "boundaries" else set()
    for column in contract.columns:
        assert mapping.headings_for(column.name) or column.name in made_here, column.name
    page = Path(__file__).parents[3] / "src" / "wardmote" / "sources" / name / "README.md"
    assert page.read_text(encoding="utf-8").startswith(f"# {name}\n")
    assert list(contract.stored)[-2:] == ["file_id", "row_number"]


def test_an_unknown_source_lists_the_known() -> None:
    with pytest.raises(WrongUse, match="police_uk_street"):
        find_contract("police_street")


def test_headings_differ_only_by_what_matters() -> None:
    assert plain_heading("\ufeff Crime   ID ") == plain_heading("crime id")


def test_a_partnership_can_map_a_new_heading(tmp_path: Path) -> None:
    contract = find_contract("lsoa_ward_lookup")
    header = ["LSOA31CD", "LSOA31NM", "WD31CD", "WD31NM", "LAD31CD", "LAD31NM"]
    with pytest.raises(FileRefused, match="none of the expected headings"):
        lay_out(header, contract, column_map(contract))
    (tmp_path / "column_maps").mkdir()
    names = ["lsoa_code", "lsoa_name", "ward_code", "ward_name", "lad_code", "lad_name"]
    lines = ["column,heading", *(f"{name},{heading}" for name, heading in zip(names, header, strict=True))]
    (tmp_path / "column_maps" / "lsoa_ward_lookup.csv").write_text("\n".join(lines), encoding="utf-8")
    assert lay_out(header, contract, column_map(contract, tmp_path)).read == tuple(names)


def test_a_map_to_no_column_says_which_there_are(tmp_path: Path) -> None:
    (tmp_path / "column_maps").mkdir()
    (tmp_path / "column_maps" / "population.csv").write_text("column,heading\npeople,N\n", encoding="utf-8")
    with pytest.raises(WrongUse, match="row 1: 'people' is not a column of population"):
        column_map(find_contract("population"), tmp_path)


@pytest.mark.parametrize(
    ("period", "span"),
    [
        ("2014", (2014, 2014)),
        ("2015/16", (2015, 2016)),
        ("1999/00", (1999, 2000)),
        ("2015 - 17", (2015, 2017)),
        ("2021/22 Q1 - 2025/26 Q3", (2021, 2026)),
        ("2012/13 - 2014/15", (2012, 2015)),
        ("unknown", (None, None)),
    ],
)
def test_years_of_a_period(period: str, span: tuple[int | None, int | None]) -> None:
    assert years(period) == span


@pytest.mark.parametrize(
    ("column", "limits"),
    [
        ("all_ages", ("all", None, None)),
        ("age_7", ("7", 7, 7)),
        ("age_0_4", ("0-4", 0, 4)),
        ("age_90_plus", ("90+", 90, None)),
    ],
)
def test_age_limits(column: str, limits: tuple[str, int | None, int | None]) -> None:
    assert age_limits(column) == limits


def test_categories_have_their_time() -> None:
    by_name = {term.name: term for term in terms("police_uk_categories")}
    assert not by_name["Violent crime"].valid_in("2013-05")
    assert by_name["Violence and sexual offences"].valid_in("2013-05")
    in_use = [term for term in by_name.values() if term.valid_in("2016-01")]
    assert len(in_use) == 14
    assert slug_of("police_uk_categories", "Anti-social behaviour") == "asb-incidents"
    assert slug_of("police_uk_categories", "Burglary") == "burglary"
