"""A figure held against the last release: what is gone, revised, swapped, moved, or far off."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from data_loaders.curate.plausibility.findings import Doubt, Kind
from data_loaders.curate.plausibility.grid import Floats, Grid, Mask, settled
from data_loaders.vocabulary.model import Measure

# Over the real vintages at hand no settled figure changes by more than a few percent: 2 in 1,000
# rents differ by over 5 percent between two files.
SMALL = 1.05
FEW = 3
MOST_REVISED = 0.02
MOST_REVISED_OF_SERIES = 0.25
LEAST_OF_SERIES = 8
MOST_CHANGED_A_LITTLE = 0.5
MOST_GONE = 0.05
# Of the city and boroughs no value goes: small areas may fall under a minimum, these do not.
FEW_SERIES = 6
MOST_GONE_OF_PERIOD = 0.5
FAR, FAR_UNSETTLED = 2.5, 4.0
UNITS = (10.0, 100.0, 1000.0, 0.1, 0.01, 0.001)
NEAR = 1.02
SAME, MOST_SHIFT = 0.8, 60
SHIFTED_ENOUGH = 0.5


def doubts(figure: Grid) -> Iterator[Doubt]:
    """Everything implausible about a figure beside its last release, the telling ones first."""
    both = figure.has_now & figure.has_last
    if not figure.has_last.any():
        return
    yield from _ends_earlier(figure)
    yield from _gone(figure)
    if not both.any():
        return
    ratio = _ratio(figure, both)
    yield from _revised(figure, both, ratio)
    yield from _far(figure, both, ratio)
    yield from _moved(figure, both)
    yield from _running_total(figure, both)


def _ratio(figure: Grid, both: Mask) -> Floats:
    """How many times as large each value is now, sizes below the floor taken as the floor.

    A change of sign counts as the way through zero.
    """
    floor = figure.floor
    now, last = np.where(both, figure.now, 1.0), np.where(both, figure.last, 1.0)
    sizes_now, sizes_last = np.maximum(np.abs(now), floor), np.maximum(np.abs(last), floor)
    ratio = sizes_now / sizes_last
    crossed = np.sign(now) * np.sign(last) < 0
    through_zero = (sizes_now + sizes_last) / sizes_last
    return np.where(both, np.where(crossed, through_zero, ratio), 1.0)


def _changed(ratio: Floats, factor: float) -> Mask:
    return (ratio > factor) | (ratio < 1 / factor)


def _ends_earlier(figure: Grid) -> Iterator[Doubt]:
    last = np.flatnonzero(figure.has_last.any(axis=0))
    now = np.flatnonzero(figure.has_now.any(axis=0))
    if not len(now):
        return  # all of it is gone, which is told
    ends = now[-1]
    if ends < last[-1]:
        lost = figure.has_last & (np.arange(figure.now.shape[1]) > ends)
        yield Doubt(
            Kind.ENDS_EARLIER,
            figure.name,
            f"it ends {int(last[-1] - ends)} periods earlier than in the last release",
            f"figures to {figure.starts[last[-1]]:%Y-%m-%d} at least",
            "a file cut off, an older file, or dates moved",
            figure.rows(lost),
        )


def _gone(figure: Grid) -> Iterator[Doubt]:
    had = figure.has_last & ~_rolled_out(figure)
    gone = had & ~figure.has_now
    if not had.any():
        return
    share = gone.sum() / had.sum()
    of_period = gone.sum(axis=0) > MOST_GONE_OF_PERIOD * had.sum(axis=0)
    series = gone.sum(axis=1) == had.sum(axis=1)
    whole = series & had.any(axis=1) & (gone.sum(axis=1) >= FEW)
    is_whole_of_few = len(figure.series) <= FEW_SERIES and gone.any()
    if share > MOST_GONE or of_period.any() or whole.any() or is_whole_of_few:
        told = f"{int(gone.sum()):,} of {int(had.sum()):,} values are gone"
        if whole.any():
            names = ", ".join(figure.named(each) for each in np.flatnonzero(whole)[:FEW])
            told += f", all those of {names}"
        yield Doubt(
            Kind.GONE,
            figure.name,
            told,
            "the areas, industries and periods of the last release",
            "rows or columns left out, renamed codes, or cells left blank",
            figure.rows(gone),
        )


def _rolled_out(figure: Grid) -> Mask:
    """The oldest periods of a file that holds the same number of newest ones each time."""
    last = np.flatnonzero(figure.has_last.any(axis=0))
    now = np.flatnonzero(figure.has_now.any(axis=0))
    is_older = np.zeros((1, figure.now.shape[1]), dtype=bool)
    if len(now) and len(now) >= len(last) and now[-1] > last[-1]:
        is_older[:, : now[0]] = True
    return is_older


def _revised(figure: Grid, both: Mask, ratio: Floats) -> Iterator[Doubt]:
    old = both & settled(figure)
    revised = old & _changed(ratio, SMALL)
    in_series = revised.sum(axis=1)
    many_in_series = (in_series > MOST_REVISED_OF_SERIES * old.sum(axis=1)) & (
        in_series >= LEAST_OF_SERIES
    )
    is_rewritten = revised.sum() > MOST_REVISED * old.sum() or many_in_series.any()
    if revised.sum() < FEW or not is_rewritten:
        yield from _rewritten_a_little(figure, old)
        return
    typical = float(np.median(ratio[revised]))
    yield Doubt(
        Kind.OTHER_UNIT if _is_unit(typical) else Kind.REVISED,
        figure.name,
        f"{int(revised.sum()):,} of {int(old.sum()):,} settled values changed by over "
        f"{SMALL - 1:.0%}, typically to {typical:.3g} times what they were",
        f"at most {MOST_REVISED:.0%} of them, as between earlier files",
        _cause(figure, both, typical),
        figure.rows(revised),
        figure.now[revised].tobytes(),
    )


def _rewritten_a_little(figure: Grid, old: Mask) -> Iterator[Doubt]:
    """Most settled values changed, each by little: another base, or dates moved by days."""
    indicator = figure.indicator
    if indicator.measure is Measure.INDEX or indicator.is_estimated_anew:
        return  # publishers estimate the whole of an index again with every month
    differs = old & _differs(figure, 1.5)
    if differs.sum() >= LEAST_OF_SERIES and differs.sum() > MOST_CHANGED_A_LITTLE * old.sum():
        yield Doubt(
            Kind.REVISED,
            figure.name,
            f"{int(differs.sum()):,} of {int(old.sum()):,} settled values changed a little",
            f"at most {MOST_CHANGED_A_LITTLE:.0%} of them, as between earlier files",
            "a rewritten history, another base, or dates moved by less than a period",
            figure.rows(differs),
            figure.now[differs].tobytes(),
        )


def _far(figure: Grid, both: Mask, ratio: Floats) -> Iterator[Doubt]:
    """Single values far from what they were."""
    limit = np.where(settled(figure), FAR, FAR_UNSETTLED)
    far = both & ((ratio > limit) | (ratio < 1 / limit))
    if far.any():
        typical = float(np.median(ratio[far]))
        yield Doubt(
            Kind.OTHER_UNIT if _is_unit(typical) else Kind.FAR,
            figure.name,
            f"{int(far.sum()):,} values are far from what they were, typically {typical:.3g} times",
            f"between {1 / FAR:g} and {FAR:g} times, {FAR_UNSETTLED:g} in the newest periods",
            _cause(figure, both, typical),
            figure.rows(far),
            figure.now[far].tobytes(),
        )


def _moved(figure: Grid, both: Mask) -> Iterator[Doubt]:
    """The same values under other dates, where each changes too little to be seen."""
    differs = both & _differs(figure)
    if differs.sum() < FEW or differs.sum() < SHIFTED_ENOUGH * both.sum():
        return
    steps = _shift(figure)
    if steps:
        yield Doubt(
            Kind.MOVED_DATES,
            figure.name,
            f"its values are those of {abs(steps)} periods {'before' if steps > 0 else 'after'}",
            "each value under the date it had",
            "all dates moved",
            figure.rows(differs),
            figure.now[differs].tobytes(),
        )


def _running_total(figure: Grid, both: Mask) -> Iterator[Doubt]:
    """The newest periods added up: each value is the one before it and what it was itself.

    In the first months of a year that is at most three times as much, which single values may be.
    """
    differs = both & _differs(figure)
    adds_up = np.zeros(both.shape, dtype=bool)
    own, before = figure.now[:, 1:], figure.now[:, :-1]
    step = 10.0**-figure.indicator.decimals
    with np.errstate(invalid="ignore"):
        adds_up[:, 1:] = (np.abs(own - before - figure.last[:, 1:]) <= step) & (before != 0)
    adds_up &= differs & (figure.last != 0)
    if adds_up.sum() >= FEW and adds_up.sum() > SAME * differs.sum():
        yield Doubt(
            Kind.REVISED,
            figure.name,
            f"{int(adds_up.sum()):,} values are what they were and the value before them",
            "each period by itself",
            "a running total",
            figure.rows(adds_up),
            figure.now[adds_up].tobytes(),
        )


def _differs(figure: Grid, steps: float = 0.5) -> Mask:
    """Where a value is another by more than so many steps of its last decimal."""
    step = steps * 10.0**-figure.indicator.decimals
    with np.errstate(invalid="ignore"):
        return np.abs(figure.now - figure.last) > step


def _is_unit(ratio: float) -> bool:
    return any(1 / NEAR < ratio / unit < NEAR for unit in UNITS)


def _cause(figure: Grid, both: Mask, typical: float) -> str:
    if _is_unit(typical):
        return f"another unit ({typical:.3g} times)"
    if typical < 1 / FAR and not figure.now[both & _differs(figure)].any():
        return "zeros where figures are missing"
    if steps := _shift(figure):
        return f"all dates moved by {abs(steps)} periods"
    if pair := _swapped(figure):
        return f"columns swapped: {pair[0]} holds what {pair[1]} held"
    return "a rewritten history, another definition, or columns swapped"


def _shift(figure: Grid) -> int:
    """By how many columns the values moved; 0 where they did not."""
    for steps in range(1, min(MOST_SHIFT, figure.now.shape[1] - 1) + 1):
        if _is_same(figure, figure.last[:, :-steps], figure.now[:, steps:]):
            return steps
        if _is_same(figure, figure.last[:, steps:], figure.now[:, :-steps]):
            return -steps
    return 0


def _is_same(figure: Grid, last: Floats, now: Floats) -> bool:
    """Whether nearly all of two tables is the same, zeros and gaps apart."""
    step = 0.5 * 10.0**-figure.indicator.decimals
    held = ~np.isnan(last) & ~np.isnan(now) & (np.abs(last) > 0)
    return held.sum() >= FEW and bool((np.abs(last - now)[held] <= step).mean() > SAME)


def _swapped(figure: Grid) -> tuple[str, str] | None:
    """A series that holds now what another held, and that other."""
    differs = _differs(figure) & figure.has_now & figure.has_last
    changed = np.flatnonzero(differs.sum(axis=1) > SAME / 2 * figure.has_last.sum(axis=1))
    for one in changed[:50]:
        for other in changed[:50]:
            if one != other and _is_same(figure, figure.last[other], figure.now[one]):
                return figure.named(int(one)), figure.named(int(other))
    return None
