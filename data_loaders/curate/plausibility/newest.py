"""What is new in a figure held against what stands beside it: a feed that stands still, two areas
under each other's name, one period on another scale, an area that ends before the others.

Each is told by how unlikely it would be by chance, measured on the figure's own history.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from data_loaders.curate.plausibility.findings import Doubt, Kind
from data_loaders.curate.plausibility.grid import Floats, Grid, Mask, median, settled
from data_loaders.vocabulary.model import Measure

LEAST_CHANCE, MOVED = 1e-3, 1.0
LEAST_STEPS = 12
LEAST_SERIES = 5
NEARLY_ALL = 0.9
# Of a whole period, on a scale of ratios; of one series, further than it ever went.
TIMES_OF_PERIOD, TIMES_OF_SERIES, TIMES_USUAL = 4.0, 8.0, 1.5
TIMES_SETTLED = 2.5
# Of a series that never moved much a step tells that is several times its largest.
TIMES_OF_STEADY, TIMES_STEADY = 1.5, 4.0
FEW_SERIES, LEAST_SIZE = 6, 20
MOST_CHANGED = 60
# Two areas fit better under each other's name: nearer than three usual steps.
USUAL_STEPS, SEEN, SEEN_AMONG_MANY = 3.0, 1.05, 1.25
LEAST_GONE, LEAST_WHOLE = 3, 12
# Names stand beside other numbers: a fifth of all series moved far, the ordered values hardly.
LEAST_STEP, TIMES_USUAL_STEP = np.log(1.15), 6.0
LEAST_OUT_OF_ORDER, SHARE_OUT_OF_ORDER, MOST_BY_SIZE = 5, 0.2, 0.35


def doubts(figure: Grid) -> Iterator[Doubt]:
    """Everything implausible about what differs from the last release, or is new."""
    fresh = figure.has_now & ~_as_before(figure)
    yield from _ended_for_some(figure)
    if not fresh.any():
        return
    with np.errstate(invalid="ignore", divide="ignore"):
        yield from _standing_still(figure, fresh)
        yield from _swapped(figure, fresh)
        yield from _out_of_order(figure, fresh)
        if figure.indicator.measure not in (Measure.PERCENT_CHANGE, Measure.POINTS):
            yield from _on_another_scale(figure)
            yield from _steps(figure, fresh)


def _as_before(figure: Grid) -> Mask:
    with np.errstate(invalid="ignore"):
        return np.abs(figure.now - figure.last) <= 0.5 * 10.0**-figure.indicator.decimals


def _doubt(figure: Grid, kind: Kind, found: str, expected: str, cause: str, cells: Mask) -> Doubt:
    rows, values = figure.rows(cells), figure.now[cells].tobytes()
    return Doubt(kind, figure.name, found, expected, cause, rows, values)


def _step(values: Floats, decimals: int) -> float:
    """The finest difference a figure shows: publishers round to more than the last decimal."""
    differences = np.abs(np.diff(values, axis=1))
    seen = differences[differences > 0.5 * 10.0**-decimals]
    return max(float(seen.min()), 10.0**-decimals) if len(seen) else 10.0**-decimals


def _chances(figure: Grid, apart: Mask) -> Floats:
    """For each series how likely two periods are alike by chance; 1 of a short one."""
    changes = np.abs(np.diff(figure.now, axis=1))[:, ~apart[1:]]
    known = ~np.isnan(changes)
    is_long = known.sum(axis=1) >= LEAST_STEPS
    usual = np.ones(len(changes))
    usual[is_long] = np.nanmedian(changes[is_long], axis=1)
    step = _step(figure.now, figure.indicator.decimals)
    alike = (changes < 0.5 * step).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    by_size = np.where(usual > 0, np.minimum(1.0, step / np.maximum(usual, step)), 1.0)
    return np.where(is_long, np.maximum(by_size, alike), 1.0)


def _standing_still(figure: Grid, fresh: Mask) -> Iterator[Doubt]:
    """A period whose every figure is that of the one before, in a figure that never stood still."""
    chances = _of_standing_still(figure)
    # One value twice amid a series happens; a whole period, or the newest one, does not.
    is_whole = figure.has_last.any() & (figure.has_now.sum(axis=0) >= LEAST_SERIES)
    at = (chances <= np.log10(LEAST_CHANCE)) & (is_whole | _is_at_the_end(figure, chances < 0))
    if not at.any() or (at & ~_are_new(figure, fresh)).any():
        return  # or it stood still before
    yield _still(figure, at)


def _still(figure: Grid, at: Mask) -> Doubt:
    return _doubt(
        figure,
        Kind.STANDS_STILL,
        f"every value of {int(at.sum())} periods is that of the period before",
        "other values, as the figure never stood still",
        "a feed that repeats its last values, or a column under two names",
        figure.has_now & at,
    )


def _are_new(figure: Grid, fresh: Mask) -> Mask:
    """The columns of which nearly all differs from the last release, or was not in it."""
    filled = figure.has_now.sum(axis=0)
    return (fresh.sum(axis=0) >= NEARLY_ALL * filled) & (filled > 0)


def _of_standing_still(figure: Grid) -> Floats:
    """For each period how likely it is by chance that all is as the period before, as a power of
    ten; MOVED of one in which anything is not."""
    filled = figure.has_now.sum(axis=0)
    both = figure.has_now[:, 1:] & figure.has_now[:, :-1]
    same = both & (np.diff(figure.now, axis=1) == 0)
    still = (same.sum(axis=0) == both.sum(axis=0)) & (both.sum(axis=0) >= NEARLY_ALL * filled[1:])
    still &= both.any(axis=0)
    chances = np.log10(np.maximum(_chances(figure, np.concatenate([[False], still])), 1e-9))
    # Nothing twice tells nothing, nor does the one number that all are measured against.
    ends = [choose(figure.now[:, 1:], axis=0) for choose in (np.fmin.reduce, np.fmax.reduce)]
    is_base = (ends[0] == ends[1]) & (len(figure.series) > 1)
    tells = both & (figure.now[:, 1:] != 0) & ~is_base
    return np.concatenate([[MOVED], np.where(still, chances @ tells, MOVED)])


def all_standing_still(figures: Sequence[Grid]) -> Iterator[Doubt]:
    """A source whose every figure repeats its last value: each alone may, all of them do not."""
    with np.errstate(invalid="ignore", divide="ignore"):
        told = [each for figure in figures if (each := _newest_chance(figure)) is not None]
    chances = [chance for _figure, _at, chance in told]
    if len(told) > 1 and MOVED not in chances and sum(chances) <= np.log10(LEAST_CHANCE):
        yield from (_still(figure, at) for figure, at, _chance in told)


def _newest_chance(figure: Grid) -> tuple[Grid, Mask, float] | None:
    """How likely a figure's newest period is as the one before; None where it is as it was."""
    fresh = figure.has_now & ~_as_before(figure)
    filled = np.flatnonzero(figure.has_now.any(axis=0))
    if len(filled) < LEAST_STEPS or not _are_new(figure, fresh)[filled[-1]]:
        return None
    at = np.arange(figure.now.shape[1]) == filled[-1]
    return figure, at, float(_of_standing_still(figure)[filled[-1]])


def _is_at_the_end(figure: Grid, at: Mask) -> Mask:
    """Which of the columns are the newest ones, without another after them."""
    filled = figure.has_now.any(axis=0)
    return np.cumprod((at | ~filled)[::-1])[::-1].astype(bool)


def _swapped(figure: Grid, fresh: Mask) -> Iterator[Doubt]:
    """Two series that hold each other's values in a period: told by the last release, or by
    neither going on from its own past while each goes on from the other's."""
    step = _step(figure.now, figure.indicator.decimals)
    cells = np.zeros(fresh.shape, dtype=bool)
    for at in np.flatnonzero((fresh & figure.has_last).sum(axis=0) >= 2):
        changed = np.flatnonzero(fresh[:, at] & figure.has_last[:, at])
        if len(changed) <= MOST_CHANGED:
            cells[_exchanged(figure, changed, int(at), step), at] = True
    newest = int(np.flatnonzero(figure.has_now.any(axis=0))[-1])
    is_new = fresh[:, newest].any() and not figure.has_last[:, newest].any()
    if is_new and newest >= LEAST_STEPS and len(figure.series) <= FEW_SERIES:
        cells[_in_each_others_place(figure, newest), newest] = True
    if cells.any():
        yield _doubt(
            figure,
            Kind.SWAPPED,
            "areas or industries hold each other's values",
            "each value beside the name it had, or going on from its own past",
            "names swapped",
            cells,
        )


def _out_of_order(figure: Grid, fresh: Mask) -> Iterator[Doubt]:
    """Periods in which many series are far from where they were, while all values together are
    hardly others: the numbers came, and stand beside other names."""
    logs = np.log(np.where(figure.now > 0, figure.now, np.nan))
    far = _far_from_before(logs) & fresh
    for at in np.flatnonzero(far.any(axis=0)):
        known = ~np.isnan(logs[:, at - 1 : at + 1]).any(axis=1)
        now, before = logs[known, at], logs[known, at - 1]
        apart, by_size = np.abs(now - before).sum(), np.abs(np.sort(now) - np.sort(before)).sum()
        enough = max(LEAST_OUT_OF_ORDER, SHARE_OUT_OF_ORDER * known.sum())
        far[:, at] &= far[:, at].sum() >= enough and by_size <= MOST_BY_SIZE * apart
    if far.any():
        yield _doubt(
            figure,
            Kind.SWAPPED,
            f"{int(far.sum()):,} values are far from those before, though all values of their "
            "periods together are not",
            "each value beside the name it had before",
            "names in another order than their numbers",
            far,
        )


def _far_from_before(logs: Floats) -> Mask:
    """Values several usual steps of their series, and no small one, from the period before."""
    far = np.zeros(logs.shape, dtype=bool)
    if logs.shape[1] > 1:
        steps = np.abs(np.diff(logs, axis=1))
        far[:, 1:] = steps > np.fmax(TIMES_USUAL_STEP * median(steps), LEAST_STEP)
    return far


def _exchanged(figure: Grid, changed: np.ndarray, at: int, step: float) -> list[int]:
    """Series that hold in a period exactly what another held in the last release."""
    pairs = len(changed) * (len(changed) - 1) / 2
    columns: list[int] = []
    for one, other in combinations(changed, 2):
        now = figure.now[one, at], figure.now[other, at]
        last = figure.last[one, at], figure.last[other, at]
        size = abs(now[0] - now[1])
        is_seen = size > (_least_seen(figure) - 1) * min(abs(now[0]), abs(now[1]))
        if is_seen and now == last[::-1] and pairs * (step / size) ** 2 <= LEAST_CHANCE:
            columns += [one, other]
    return columns


def _least_seen(figure: Grid) -> float:
    """How far two values must be apart: of many areas some are revised to another's by chance."""
    return SEEN if len(figure.series) <= FEW_SERIES else SEEN_AMONG_MANY


def _in_each_others_place(figure: Grid, at: int) -> list[int]:
    """Series further from their own past than ever, and as near as usual to another's."""
    logs = np.log(np.where(figure.now > 0, figure.now, np.nan))
    steps = np.abs(np.diff(logs[:, :at], axis=1))
    known = ~np.isnan(steps)
    largest = np.max(np.where(known, steps, 0.0), axis=1)
    own = np.abs(logs[:, at] - logs[:, at - 1])
    far = np.flatnonzero(
        (own > np.maximum(largest, np.log(SEEN))) & (known.sum(axis=1) >= LEAST_STEPS)
    )
    if len(far) < 2 or len(far) > MOST_CHANGED:
        return []
    usual = {one: USUAL_STEPS * float(np.nanmedian(steps[one])) for one in far}
    return [
        int(series)
        for one, other in combinations(far, 2)
        if abs(logs[one, at] - logs[other, at - 1]) <= usual[other]
        and abs(logs[other, at] - logs[one, at - 1]) <= usual[one]
        for series in (one, other)
    ]


def _on_another_scale(figure: Grid) -> Iterator[Doubt]:
    """A period most of whose values are many times what they were, however small they are."""
    ratio = np.log(np.where(figure.now > 0, figure.now, np.nan) / np.abs(figure.last))
    ratio[~np.isfinite(ratio)] = np.nan
    limit = np.log(np.where(settled(figure), TIMES_SETTLED, TIMES_OF_PERIOD))[0]
    far = np.zeros(figure.now.shape, dtype=bool)
    counts = (~np.isnan(ratio)).sum(axis=0)
    for at in np.flatnonzero(counts >= LEAST_SERIES):
        if abs(float(np.nanmedian(ratio[:, at]))) > limit[at]:
            far[:, at] = ~np.isnan(ratio[:, at])
    if len(figure.series) <= FEW_SERIES:
        step = _step(figure.now, figure.indicator.decimals)
        is_large = np.fmax(figure.now, figure.last) >= LEAST_SIZE * step
        far |= is_large & (np.abs(ratio) > np.log(TIMES_OF_SERIES))
    if far.any():
        yield _doubt(
            figure,
            Kind.FAR,
            f"{int(far.sum()):,} values are far from what they were, in small figures too",
            f"within {TIMES_OF_PERIOD:g} times, as whole periods go",
            "another unit, or decimals lost",
            far,
        )


def _steps(figure: Grid, fresh: Mask) -> Iterator[Doubt]:
    """The newest period on another scale than the one before, as no period ever was."""
    at = int(np.flatnonzero(figure.has_now.any(axis=0))[-1])
    if at < LEAST_STEPS or not fresh[:, at].any():
        return
    logs = np.log(np.where(figure.now > 0, figure.now, np.nan))[:, : at + 1]
    steps = np.diff(logs, axis=1)
    known = ~np.isnan(steps)
    largest = np.max(np.where(known[:, :-1], np.abs(steps[:, :-1]), 0.0), axis=1)
    is_long = known[:, :-1].sum(axis=1) >= LEAST_STEPS
    size = np.abs(steps[:, -1])
    strange = (size > np.log(TIMES_OF_SERIES)) & (size > TIMES_USUAL * largest)
    strange |= (size > np.log(TIMES_OF_STEADY)) & (size > TIMES_STEADY * largest)
    strange &= is_long
    cells = np.zeros(fresh.shape, dtype=bool)
    cells[:, at] = fresh[:, at] & strange
    if known[:, -1].sum() >= LEAST_SERIES:
        of_periods = [
            abs(float(np.nanmedian(steps[:, each])))
            for each in np.flatnonzero(known.sum(axis=0) >= LEAST_SERIES)
        ]
        limit = max(np.log(TIMES_OF_PERIOD), TIMES_USUAL * max(of_periods[:-1], default=0.0))
        if len(of_periods) > LEAST_STEPS and of_periods[-1] > limit:
            cells[:, at] = fresh[:, at] & known[:, -1]
    if cells.any():
        yield _doubt(
            figure,
            Kind.LEVEL,
            f"{int(cells.sum()):,} values of its newest period are on another scale",
            "no step from the period before like it, as the figure has none in its history",
            "another unit, or decimals lost",
            cells,
        )


def _ended_for_some(figure: Grid) -> Iterator[Doubt]:
    """Series without a gap that now end some periods before they did, while others go on."""
    ends = np.flatnonzero(figure.has_last.any(axis=0))
    if len(ends) < LEAST_WHOLE:
        return
    newest = ends[-LEAST_WHOLE:]
    was_whole = figure.has_last[:, newest].all(axis=1, keepdims=True)
    gone = ~figure.has_now[:, newest[-LEAST_GONE:]].any(axis=1, keepdims=True)
    lost = was_whole & gone
    if lost.any():
        cells = figure.has_last & ~figure.has_now & lost
        yield Doubt(
            Kind.GONE,
            figure.name,
            f"{int(lost.sum())} of its series end {LEAST_GONE} periods or more before they did",
            "the areas and industries of the last release to their newest period",
            "rows left out, or renamed codes",
            figure.rows(cells),
        )
