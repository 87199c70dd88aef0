"""Counts explained by a straight line on the log scale, with their own scatter (quasi-Poisson regression)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from wardmote.methods.given import Array, counts_in_a_row, numbers_in_a_row, same_length

MOST_STEPS, CLOSE_ENOUGH = 60, 1e-12


@dataclass(frozen=True, eq=False)
class QuasiPoisson:
    """Coefficients (log scale) and their covariance at dispersion 1; scatter, and what was fitted and how strongly.

    `scale` is Pearson chi-squared over `df`, as found; `dispersion` the same but never below 1: use it for intervals,
    so that counts which happen to lie evenly do not manufacture significance.
    """

    coefficients: Array
    covariance: Array
    scale: float
    df: int
    fitted: Array
    leverage: Array

    @property
    def dispersion(self) -> float:
        return max(1.0, self.scale)

    def standard_error(self, which: int) -> float:
        """Of one coefficient, allowing for the dispersion."""
        return float(np.sqrt(self.dispersion * self.covariance[which, which]))


def fit_quasi_poisson(
    counts: ArrayLike, columns: ArrayLike, weights: ArrayLike | None = None, exposure: ArrayLike | None = None
) -> QuasiPoisson:
    """Fit ln(mean) = columns x coefficients + ln(exposure) by iteratively reweighted least squares.

    `columns` is counts x terms (put a column of ones first); `weights` are prior weights, default 1; `exposure` (days,
    people) defaults to 1. A group with no events at all is fitted as nearly none, with a standard error as good as
    endless. ValueError if there are no more counts than terms, all are zero, a column repeats others, or the fit does
    not settle.
    Source: McCullagh and Nelder 1989, as R `glm(family = quasipoisson)`.
    """
    y, x = counts_in_a_row(counts, "counts"), np.asarray(columns, dtype=np.float64)
    w = np.ones_like(y) if weights is None else numbers_in_a_row(weights, "weights")
    offset = np.zeros_like(y) if exposure is None else np.log(numbers_in_a_row(exposure, "exposure"))
    same_length(counts=y, columns=x[:, 0], weights=w, exposure=offset)
    df = y.size - x.shape[1]
    if df < 1 or y.sum() == 0 or np.linalg.matrix_rank(x) < x.shape[1]:
        raise ValueError("The model needs more counts than terms, some events, and no two terms alike.")
    mean = y + 0.1
    fitted_before = np.full_like(y, np.inf)
    for _ in range(MOST_STEPS):
        eta = np.log(mean)
        working = eta - offset + (y - mean) / mean
        root = np.sqrt(w * mean)
        solved, *_ = np.linalg.lstsq(x * root[:, None], working * root, rcond=None)
        mean = np.exp(x @ solved + offset)
        if np.abs(mean - fitted_before).max() <= CLOSE_ENOUGH * max(1.0, mean.max()):
            break
        fitted_before = mean
    else:
        raise ValueError("The model did not settle: too little is known of some part of it.")
    rooted = x * np.sqrt(w * mean)[:, None]
    covariance = np.asarray(np.linalg.inv(rooted.T @ rooted), dtype=np.float64)
    leverage = np.einsum("ij,jk,ik->i", x, covariance, x) * w * mean
    coefficients = np.asarray(solved, dtype=np.float64)
    return QuasiPoisson(coefficients, covariance, float((w * (y - mean) ** 2 / mean).sum() / df), df, mean, leverage)
