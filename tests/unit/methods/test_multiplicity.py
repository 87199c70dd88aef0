"""The false discovery rate, against R's p.adjust and statsmodels."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from wardmote.methods.multiplicity import benjamini_hochberg

WORKED_P = (0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216)
WORKED_Q = (0.01, 0.04, 0.084, 0.084, 0.084, 0.1, 0.1057, 0.216, 0.216, 0.216)
probabilities = st.floats(min_value=0, max_value=1)


def test_the_worked_family_has_two_rejections() -> None:
    q = benjamini_hochberg(WORKED_P)
    assert tuple(np.round(q, 4)) == WORKED_Q
    assert (q < 0.05).sum() == 2


def test_a_test_not_made_stays_unmade_and_does_not_enlarge_the_family() -> None:
    q = benjamini_hochberg([0.01, np.nan, 0.04])
    assert np.isnan(q[1])
    assert q[[0, 2]] == pytest.approx(benjamini_hochberg([0.01, 0.04]))


def test_an_empty_family_and_one_with_no_test_made() -> None:
    assert benjamini_hochberg([]).size == 0
    assert np.isnan(benjamini_hochberg([np.nan, np.nan])).all()


@pytest.mark.parametrize("p", [[1.2], [-0.1, 0.5], [[0.1, 0.2]]])
def test_what_is_not_a_row_of_probabilities_is_refused(p: list[float]) -> None:
    with pytest.raises(ValueError):
        benjamini_hochberg(p)


@settings(deadline=None, max_examples=60)
@given(st.lists(probabilities, min_size=1, max_size=40))
def test_it_agrees_with_statsmodels_and_never_lowers_a_p(p: list[float]) -> None:
    q = benjamini_hochberg(p)
    assert q == pytest.approx(multipletests(p, method="fdr_bh")[1])
    assert (q >= np.array(p) - 1e-12).all() and (q <= 1).all()


@settings(deadline=None, max_examples=60)
@given(st.lists(probabilities, min_size=2, max_size=20))
def test_the_order_of_the_tests_does_not_matter(p: list[float]) -> None:
    assert benjamini_hochberg(p[::-1])[::-1] == pytest.approx(benjamini_hochberg(p))
