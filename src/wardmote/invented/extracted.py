"""Two invented years as the assessment gets them: the de-identified extract of the casebook that lived them, and its answers."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from wardmote.casework.audit import operator_event
from wardmote.casework.extract import extracted
from wardmote.casework.memory_store import MemoryStore
from wardmote.casework.nouns import LONDON
from wardmote.invented.working_year import Surroundings, Ward, live_years
from wardmote.invented.year_key import YearKey, YearSize

BEFORE, THIS = YearSize(lines=530, cases=170, applications=18), YearSize()
"""Fewer issues of the call and about as many cases from one year to the next."""


def extract_of_two_years(last: date, seed: int, smaller: int, wards: Sequence[Ward]) -> tuple[str, YearKey, YearKey]:
    """The extract written the night after `last`, and the answers to the year before and the year that ends then.

    `smaller` divides how much happens. The same arguments give the same bytes.
    """
    store = MemoryStore()
    before, this = live_years(store, last, [BEFORE.over(smaller), THIS.over(smaller)], seed, Surroundings(wards=wards))
    morning = last + timedelta(days=1)
    told = operator_event(datetime.combine(morning, time(3), LONDON), "extract-written", "extract", f"{morning:%Y-%m}")
    with store.transaction():
        return extracted(store, morning, told), before, this
