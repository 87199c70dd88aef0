"""What was planted is found, and what was not planted is not, over many invented years: files to findings."""

from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from planted import outcome

FOUND = ("real fall", "boundary swap", "recording-rule break", "incomplete month", "late correction")


def tally(seeds: range) -> Counter[str]:
    """How many of the years got each thing right; two processes, each seed on its own."""
    with ProcessPoolExecutor(max_workers=2, mp_context=get_context("spawn")) as pool:
        outcomes = list(pool.map(outcome, seeds, chunksize=5))
    return sum((Counter({kind: int(ok) for kind, ok in found.items()}) for found in outcomes), Counter())


@pytest.mark.prove
def test_each_planted_effect_is_found_in_two_hundred_years() -> None:
    found = tally(range(1, 201))
    print(dict(found))
    for kind in FOUND:
        assert found[kind] >= 190, f"{kind}: {found[kind]} of 200"
    assert found["null called changed"] <= 19


def test_each_planted_effect_is_found_in_six_years() -> None:
    found = tally(range(1, 7))
    for kind in FOUND:
        assert found[kind] >= 5, f"{kind}: {found[kind]} of 6"
    assert found["null called changed"] <= 2
