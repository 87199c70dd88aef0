"""Makes the two layouts one: whose sex a row is about, and the years its period text spans."""

import re
from typing import Any

SEXES = ("Persons", "Male", "Female")
COMPARATOR = "Compared to"


def comparators_aside(header: list[str]) -> list[str]:
    """Fingertips names its comparator columns after the area chosen; all of them are one heading to us."""
    return [COMPARATOR if re.match(r"compared[ _]to", text.strip(), re.IGNORECASE) else text for text in header]


def years(period: str) -> tuple[int | None, int | None]:
    """First and last calendar year of a period as published: "2015/16" is (2015, 2016), "2015 - 17" (2015, 2017).

    (None, None) when the text names no year.
    """
    found = re.findall(r"\b(\d{4})(?:/(\d{2}))?", period)
    if not found:
        return None, None
    start = int(found[0][0])
    last_year, last_short = found[-1]
    end = _full_year(last_short, int(last_year)) if last_short else int(last_year)
    tail = re.search(r"-\s*(\d{2})\s*$", period)
    return start, _full_year(tail[1], start) if tail and len(found) == 1 and not found[0][1] else end


def _full_year(short: str, after: int) -> int:
    """The year written with two digits that is not before another."""
    year = after // 100 * 100 + int(short)
    return year if year >= after else year + 100


def tidy(table: Any) -> Any:
    """The stored columns from those of either layout: sex drawn from unit or category where it stands there."""
    import pyarrow

    columns = {name: table.column(name) for name in table.column_names}
    sexes, units, categories = [], [], []
    for sex, measure, unit, category in zip(
        *(columns[name].to_pylist() for name in ("sex", "measure", "unit", "category")), strict=True
    ):
        named = next((text for text in (sex, unit, category) if text in SEXES), sex)
        sexes.append(named)
        units.append(measure if unit is None or unit in SEXES else unit)
        categories.append(None if category in SEXES else category)
    spans = [years(period) for period in columns["period"].to_pylist()]
    text, whole = pyarrow.string(), pyarrow.int64()
    columns |= {
        "sex": pyarrow.array(sexes, text),
        "unit": pyarrow.array(units, text),
        "category": pyarrow.array(categories, text),
        "start_year": pyarrow.array([first for first, _ in spans], whole),
        "end_year": pyarrow.array([last for _, last in spans], whole),
    }
    del columns["measure"]
    return pyarrow.table(columns)
