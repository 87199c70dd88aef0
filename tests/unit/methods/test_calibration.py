"""The calibration in small; the full count is `make prove`, its table `make calibrate`."""

import pytest

import calibration

QUICK = {"placebo dates", "change point", "8 wards, any q below 5 %", "concentration, top tenth", "Moran's I"}


def test_in_small_nothing_cries_wolf_and_intervals_cover(monkeypatch: pytest.MonkeyPatch) -> None:
    few = tuple(null for null in calibration.NULLS if null[0] not in QUICK and "permuted" not in null[0])
    monkeypatch.setattr(calibration, "NULLS", few)
    rows = [*calibration.sizes(120, 1), *calibration.coverages(40, 1)]
    assert not [(row.name, row.data, row.found) for row in rows if not row.holds]
    assert calibration.table(rows).count("\n") == len(rows) + 2


def test_a_method_that_cries_wolf_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    naive = ("naive", lambda r, draw: calibration.compare_two_counts(draw(r, 200), draw(r, 200)).p, ("restless",))
    monkeypatch.setattr(calibration, "NULLS", (naive,))
    assert not calibration.sizes(200, 1)[0].holds


@pytest.mark.prove
def test_the_full_count_holds() -> None:
    rows = calibration.calibrate()
    assert not [(row.kind, row.name, row.data, row.found, row.lowest, row.highest) for row in rows if not row.holds]
