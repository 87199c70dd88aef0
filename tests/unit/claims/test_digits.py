"""Numbers typed into text are found; dates, years, law and names are not numbers."""

import pytest

from wardmote.claims.digits import typed_numbers


@pytest.mark.parametrize(
    "text",
    [
        "The event took place on 3 October 2017.",
        "Between April 2016 and March 2017, and in 2016/17.",
        "Regulations 5 to 7 of SI 2007/1830; section 104(4); regs 10–11; Schedule 4.",
        "Members of G10 met at the 24hr station, as F01 says.",
        "A table without any number at all.",
    ],
)
def test_dates_law_and_names_are_allowed(text: str) -> None:
    assert typed_numbers(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It fell by 21%.", ["21%"]),
        ("There were 7,386 incidents in 2016.", ["7,386"]),
        ("Prevented £221,000 of loss.", ["£221,000"]),
        ("From 2 to 14 people.", ["2", "14"]),
        ("About 0.67 of them.", ["0.67"]),
    ],
)
def test_numbers_are_found(text: str, found: list[str]) -> None:
    assert typed_numbers(text) == found
