"""A figure held against its own history: single values and newest blocks far from what was usual.

A value is strange where it is far outside everything its series has held and its neighbors in time
are not; a newest block where it is on another level, and the figure never took such a step before.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from data_loaders.curate.plausibility.findings import Doubt, Kind
from data_loaders.curate.plausibility.grid import Floats, Grid, Mask, median
from data_loaders.vocabulary.model import Measure

LEAST_PERIODS = 12
NEIGHBORS = 3
TIMES_NEIGHBORS, TIMES_LARGEST = 8.0, 2.5
LEAST_FOR_SPIKE = 24
# A zero is strange where the series has many values, none of them small.
LEAST_FOR_ZERO, SMALLEST_BESIDE_ZERO = 60, 0.2
SMALLEST_COUNT = 20.0
# Steps on a scale of ratios: 1.6 is five times as much, or a fifth.
LEVEL, TIMES_USUAL = 1.6, 1.5
BLOCKS = (0.1, 0.05)
LEAST_BLOCK = 2


def doubts(figure: Grid) -> Iterator[Doubt]:
    """Everything implausible about the values that are new, or all where there is no last one."""
    if figure.now.shape[1] < LEAST_PERIODS:
        return
    with np.errstate(invalid="ignore"):
        as_before = np.abs(figure.now - figure.last) <= 10.0**-figure.indicator.decimals
    fresh = figure.has_now & ~as_before
    if fresh.any():
        yield from _spikes(figure, fresh)
        yield from _levels(figure, fresh)


def _spikes(figure: Grid, fresh: Mask) -> Iterator[Doubt]:
    sizes = np.abs(figure.now)
    beside = _largest_beside(sizes)
    strange = fresh & _far_above(figure, sizes, beside)
    if figure.indicator.measure is not Measure.PERCENT_CHANGE:  # its base period is a zero
        strange |= fresh & _lone_zeros(sizes, beside)
    if strange.any():
        yield Doubt(
            Kind.SPIKE,
            figure.name,
            f"{int(strange.sum()):,} values are far from those before and after",
            "no such value, as the series has none in its history",
            "a mistyped number, another unit, or a zero where the figure is missing",
            figure.rows(strange),
            figure.now[strange].tobytes(),
        )


def _far_above(figure: Grid, sizes: Floats, beside: Floats) -> Mask:
    """Values many times those beside them, and beyond all others of the series."""
    filled = np.nan_to_num(sizes, nan=-1.0)
    is_long = (~np.isnan(sizes)).sum(axis=1, keepdims=True) >= LEAST_FOR_SPIKE
    if figure.indicator.measure is Measure.PERCENT_CHANGE:
        is_long[:] = False  # near zero any change is many times another
    ranked = np.sort(filled, axis=1)
    second = ranked[:, -2:-1]
    is_largest = filled == ranked[:, -1:]
    floor = figure.floor
    far = filled > TIMES_NEIGHBORS * np.maximum(np.nan_to_num(beside), floor)
    return is_long & is_largest & far & (filled > TIMES_LARGEST * np.maximum(second, floor))


def _lone_zeros(sizes: Floats, beside: Floats) -> Mask:
    """The one zero of a long series none of whose other values is small."""
    above = np.where(sizes > 0, sizes, np.nan)
    smallest = np.min(np.nan_to_num(above, nan=np.inf), axis=1, keepdims=True)
    is_lone = (sizes == 0).sum(axis=1, keepdims=True) == 1
    is_long = (~np.isnan(sizes)).sum(axis=1, keepdims=True) >= LEAST_FOR_ZERO
    usual = median(above)
    is_high = (smallest > SMALLEST_BESIDE_ZERO * usual) | (smallest > SMALLEST_COUNT)
    return (sizes == 0) & is_lone & is_long & is_high & (np.nan_to_num(beside) > 0)


def _largest_beside(sizes: Floats) -> Floats:
    """The largest of the three values before and the three after each; NaN where there is none."""
    width = sizes.shape[1]
    padded = np.pad(sizes, ((0, 0), (NEIGHBORS, NEIGHBORS)), constant_values=np.nan)
    largest = np.full(sizes.shape, np.nan)
    for step in range(-NEIGHBORS, NEIGHBORS + 1):
        if step:
            largest = np.fmax(largest, padded[:, NEIGHBORS + step : NEIGHBORS + step + width])
    return largest


def _levels(figure: Grid, fresh: Mask) -> Iterator[Doubt]:
    """A block of newest periods on another level than the block before, in most series."""
    width = figure.now.shape[1]
    new_columns = width - int(np.flatnonzero(fresh.any(axis=0))[0])
    sizes = {new_columns} if figure.has_last.any() else {round(width * share) for share in BLOCKS}
    levels = _levels_of_periods(figure)
    for size in sorted(sizes):
        if not LEAST_BLOCK <= size <= width // 3:
            continue
        steps = _steps(levels, size)
        usual = np.max(np.nan_to_num(np.abs(steps[:-size])), initial=0.0)
        if abs(steps[-1]) > max(LEVEL, TIMES_USUAL * usual):
            block = figure.has_now & (np.arange(width) >= width - size)
            yield Doubt(
                Kind.LEVEL,
                figure.name,
                f"its newest {size} periods are on another level than the {size} before",
                "no step like it, as the figure has none in its history",
                "another unit, zeros where figures are missing, or columns swapped",
                figure.rows(block),
                figure.now[block].tobytes(),
            )
            return


def _levels_of_periods(figure: Grid) -> Floats:
    """How each period stands to what is usual in its series: the median of all series.

    On a scale that is that of ratios for large values and runs through zero for small ones.
    """
    scaled = np.arcsinh(figure.now / figure.floor)
    return median((scaled - median(scaled)).T)[:, 0]


def _steps(levels: Floats, size: int) -> Floats:
    """For each run of `size` periods the step from the run before."""
    runs = np.lib.stride_tricks.sliding_window_view(levels, size)
    heights = median(runs)[:, 0]
    return heights[size:] - heights[:-size]
