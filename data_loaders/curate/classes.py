"""Color classes of a frame: few, readable bounds from published values only."""

from __future__ import annotations

from math import floor, log10

import numpy as np
from numpy.typing import NDArray

from data_loaders.model import Measure

CLASSES = 6
FEWEST_VALUES = 12
FEWEST_CLASSES = 3
SIGNED = frozenset({Measure.PERCENT_CHANGE, Measure.POINTS})


def class_bounds(values: NDArray[np.float64], measure: Measure) -> tuple[float, ...]:
    """Ascending upper bounds of all classes but the last; empty for too few values.

    `values` may hold NaN where nothing is published: they are left out. Quantiles, because
    epidemic and listing counts are so skewed that equal steps would paint one color. Signed
    measures get an odd number of classes, symmetric around a middle class that holds zero.
    """
    published = values[~np.isnan(values)]
    if measure in SIGNED:
        half = _rounded_quantiles(np.abs(published), CLASSES // 2)
        half = tuple(bound for bound in half if bound > 0)
        return (*(-bound for bound in reversed(half)), *half)
    return _rounded_quantiles(published, CLASSES)


def _rounded_quantiles(values: NDArray[np.float64], classes: int) -> tuple[float, ...]:
    if len(values) < FEWEST_VALUES or len(np.unique(values)) < FEWEST_CLASSES:
        return ()
    steps = np.arange(1, classes) / classes
    exact = np.unique(np.quantile(values, steps))
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
