"""Color classes of a frame: few, readable bounds from published values only."""

from __future__ import annotations

from math import floor, log10

import numpy as np
from numpy.typing import NDArray

from data_loaders.vocabulary.model import Measure

# Shares of the values up to each bound. Over all periods even; within one period uneven, so that
# a legend that counts areas shows a shape, and its highest class only the few that stand out.
OVERALL = tuple(step / 6 for step in range(1, 6))
WITHIN = (0.1, 0.35, 0.6, 0.82, 0.94)
THIRDS = (1 / 3, 2 / 3)
MANY_VALUES = 12  # fewer are told apart by thirds, or a class would hold one area or none
FEWEST_VALUES = 5
FEWEST_CLASSES = 3
SIGNED = frozenset({Measure.PERCENT_CHANGE, Measure.POINTS})


def class_bounds(
    values: NDArray[np.float64], measure: Measure, shares: tuple[float, ...] = OVERALL
) -> tuple[float, ...]:
    """Ascending upper bounds of all classes but the last; empty for too few values.

    `values` may hold NaN where nothing is published: they are left out. Quantiles, because
    epidemic and listing counts are so skewed that equal steps would paint one color. Signed
    measures get an odd number of classes, symmetric around a middle class that holds zero.
    """
    published = values[~np.isnan(values)]
    if measure in SIGNED:
        if len(published) < MANY_VALUES:
            return ()
        half = _rounded_quantiles(np.abs(published), THIRDS)
        half = tuple(bound for bound in half if bound > 0)
        return (*(-bound for bound in reversed(half)), *half)
    return _rounded_quantiles(published, shares if len(published) >= MANY_VALUES else THIRDS)


def period_bounds(grid: NDArray[np.float64], measure: Measure) -> tuple[tuple[float, ...], ...]:
    """Class bounds of each period of a grid of areas × periods, from that period's values.

    Few areas are compared over all periods: thirds of five would change with every period.
    """
    many = np.count_nonzero(~np.isnan(grid), axis=0) >= MANY_VALUES
    return tuple(
        class_bounds(column, measure, WITHIN) if enough else ()
        for column, enough in zip(grid.T, many, strict=True)
    )


def _rounded_quantiles(values: NDArray[np.float64], shares: tuple[float, ...]) -> tuple[float, ...]:
    if len(values) < FEWEST_VALUES or len(np.unique(values)) < FEWEST_CLASSES:
        return ()
    exact = np.unique(np.quantile(values, shares))
    digits = 2
    while len({_to_digits(float(bound), digits) for bound in exact}) < len(exact):
        digits += 1
    return _inside([_to_digits(float(bound), digits) for bound in exact], values)


def _inside(bounds: list[float], values: NDArray[np.float64]) -> tuple[float, ...]:
    """Bounds that leave values on both sides: rounding may push one past the ends."""
    return tuple(bound for bound in bounds if values.min() <= bound < values.max())


def _to_digits(bound: float, digits: int) -> float:
    """Rounded to significant digits."""
    if bound == 0:
        return 0.0
    return round(bound, digits - 1 - floor(log10(abs(bound))))
