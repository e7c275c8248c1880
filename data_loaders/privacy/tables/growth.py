"""Changes of a level in percent: over any distance of periods, or since any one period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from data_loaders.privacy.tables.network import Floats, Ints, Mask


def lags(level: Floats) -> range:
    """Every distance that two periods of a panel, series by periods, can have."""
    return range(1, level.shape[1])


def over(level: Floats, lag: int) -> Floats:
    """The change of each period since so many periods before; NaN where it has none."""
    before = np.full(level.shape, np.nan)
    before[:, lag:] = level[:, :-lag]
    return _change(level, before)


def since(level: Floats, place: int) -> Floats:
    """The change of each period since one of them."""
    return _change(level, level[:, [place]])


def _change(level: Floats, before: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        change = (level / before - 1) * 100
    return np.where(np.isfinite(change), change, np.nan)


def possible_spans(level: Floats, change: Floats, half_step: float) -> Iterator[Ints]:
    """The period that each change may be since, in each way that no figure contradicts; -1 for one
    before them all."""
    places = np.arange(level.shape[1])
    yield np.full_like(places, -1)
    for lag in lags(level):
        if not _contradicts(over(level, lag), change, half_step):
            yield np.maximum(places - lag, -1)
    for place in places:
        if not _contradicts(since(level, int(place)), change, half_step):
            yield np.full_like(places, place)


def tells_a_few(
    level: Floats,
    gaps: Mask,
    change: Floats,
    half_step: float,
    minimum: float,
    spans: Iterable[Ints],
) -> Mask:
    """Changes that tell of a period without a figure, beside that of another, that it is a few.

    Nobody hid that figure, for it is not there: 5 % of the hundred people of the base period.
    """
    told = np.zeros(level.shape, dtype=bool)
    low, high = 1 + (change - half_step) / 100, 1 + (change + half_step) / 100
    absent = np.isnan(level) & ~gaps
    for earlier in spans:
        is_before = earlier < 0
        then = np.where(is_before, np.nan, level[:, earlier])
        no_then = is_before | absent[:, earlier]
        with np.errstate(divide="ignore", invalid="ignore"):
            told |= absent & _is_few(then * low, then * high, minimum)
            told |= no_then & _is_few(level / high, level / np.maximum(low, 0), minimum)
    return told


def _is_few(low: Floats, high: Floats, minimum: float) -> Mask:
    """Whether the whole numbers of a range are all some and fewer than a minimum."""
    least, most = np.ceil(np.maximum(low, 0) - 1e-9), np.floor(high + 1e-9)
    return np.asarray((least >= 1) & (most < minimum) & (least <= most))


def _contradicts(made: Floats, seen: Floats, half_step: float) -> bool:
    both = np.isfinite(made) & np.isfinite(seen)
    return bool((np.abs(made[both] - seen[both]) > half_step + 1e-9).any())
