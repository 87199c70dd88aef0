"""The ASB case review: a table of days a lawyer can check, the threshold, the return with its identity."""

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardmote.casework.case_reviews.procedure import (
    OUTCOMES,
    Application,
    Return,
    added,
    last_day_to_apply,
    last_day_to_complain,
    qualification,
    threshold,
    yearly_return,
)

# behaviour or complaint on, last day to complain of it, last day to apply about a complaint of that day
DAYS = """
2026-03-03  2026-04-02  2026-09-02
2026-01-01  2026-01-31  2026-06-30
2026-01-31  2026-02-28  2026-07-30
2026-01-30  2026-02-28  2026-07-29
2026-01-29  2026-02-28  2026-07-28
2026-01-28  2026-02-27  2026-07-27
2028-01-31  2028-02-29  2028-07-30
2028-01-30  2028-02-29  2028-07-29
2028-01-29  2028-02-28  2028-07-28
2028-02-29  2028-03-28  2028-08-28
2027-02-28  2027-03-27  2027-08-27
2026-03-31  2026-04-30  2026-09-30
2026-03-30  2026-04-29  2026-09-29
2026-05-31  2026-06-30  2026-11-30
2026-08-31  2026-09-30  2027-02-28
2026-08-30  2026-09-29  2027-02-28
2026-08-29  2026-09-28  2027-02-28
2026-08-28  2026-09-27  2027-02-27
2027-08-31  2027-09-30  2028-02-29
2027-08-30  2027-09-29  2028-02-29
2027-08-29  2027-09-28  2028-02-28
2026-12-31  2027-01-30  2027-06-30
2026-12-01  2026-12-31  2027-05-31
2026-10-25  2026-11-24  2027-04-24
2026-03-29  2026-04-28  2026-09-28
"""


@pytest.mark.parametrize("line", DAYS.split("\n")[1:-1])
def test_the_days_of_the_act(line):
    day, complain, apply = map(date.fromisoformat, line.split())
    assert (last_day_to_complain(day), last_day_to_apply(day)) == (complain, apply)


@dataclass(frozen=True)
class Made:
    behaviour_on: date
    made_on: date


def made(behaviour, complained):
    return Made(date.fromisoformat(behaviour), date.fromisoformat(complained))


@pytest.mark.parametrize(
    "complaint, applied, counts, why",
    [
        (made("2026-03-03", "2026-04-02"), "2026-04-02", True, ""),
        (made("2026-03-03", "2026-04-03"), "2026-04-03", False, "2 April 2026"),
        (made("2026-03-03", "2026-03-03"), "2026-09-02", True, ""),
        (made("2026-03-03", "2026-03-03"), "2026-09-03", False, "2 September 2026"),
        (made("2026-03-03", "2026-03-02"), "2026-03-04", False, "before the behaviour"),
        (made("2026-03-03", "2026-03-05"), "2026-03-04", False, "after the application"),
    ],
)
def test_a_complaint_counts_from_its_first_day_to_its_last(complaint, applied, counts, why):
    judged = qualification(complaint, date.fromisoformat(applied))
    assert judged.counts is counts
    assert why in judged.reason


def test_the_six_months_run_for_each_complaint_by_itself():
    complaints = [made("2026-01-05", "2026-01-10"), made("2026-05-01", "2026-05-02"), made("2026-06-30", "2026-07-01")]
    assert threshold(complaints, date(2026, 7, 9)).met_by_number
    late = threshold(complaints, date(2026, 7, 10))
    assert not late.met_by_number
    assert len(late.qualifying) == 2
    assert threshold(complaints, date(2026, 7, 10), needed=2).met_by_number


@pytest.mark.parametrize("needed", [0, 4])
def test_no_procedure_asks_for_more_than_three(needed):
    with pytest.raises(ValueError, match="1 to 3"):
        threshold([], date(2026, 7, 1), needed)


def test_the_return_of_horsham_2020_21_adds_up_from_its_quarters():
    quarters = [(2, 1, 1, 1), (4, 3, 1, 1), (1, 0, 1, 1), (3, 0, 3, 3)]
    year = added([Return(a, n, r, w, met=a - n, pending=0, withdrawn=0) for a, n, r, w in quarters])
    assert (year.applications, year.not_met, year.reviews, year.with_recommendations) == (10, 4, 6, 6)


@st.composite
def applications(draw):
    outcome = draw(st.sampled_from(OUTCOMES))
    reviewed = outcome == "met" and draw(st.booleans())
    return Application(date(2026, 4, 1), outcome, reviewed, reviewed and draw(st.booleans()))


@given(st.lists(applications(), max_size=60))
def test_every_application_is_met_not_met_pending_or_withdrawn(made):
    told = yearly_return(made)
    assert told.applications == told.met + told.not_met + told.pending + told.withdrawn == len(made)
    assert told.with_recommendations <= told.reviews <= told.met


@pytest.mark.parametrize("wrong", [(9, 4, 6, 6, 6, 0, 0), (10, 4, 7, 6, 6, 0, 0), (10, 4, 5, 6, 6, 0, 0)])
def test_a_return_whose_numbers_contradict_each_other_is_refused(wrong):
    with pytest.raises(ValueError):
        Return(*wrong)
