"""A5 and A10: other series of the same place, and the last value published before a gap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data_loaders.privacy.audit.published import PublishedSource
from data_loaders.privacy.tables import growth, guess
from data_loaders.privacy.tables.network import Floats, Ints, Mask
from data_loaders.vocabulary.audit_record import CheckResult, result
from data_loaders.vocabulary.model import Indicator, Measure

SERIES = ["geography", "area_id", "industry_id"]
WINDOWS = (2, 3, 4, 5, 6, 7, 8, 12, 13, 26, 52)
# Of what is not given as a change, the distances that it is looked for at.
USUAL_LAGS = (1, 4, 12, 13, 52)
ENOUGH = 8


@dataclass(frozen=True)
class SeriesTable:
    """One indicator as series × periods. `shown` is NaN where not published, `hidden` true where
    withheld, `half_step` half of what it is rounded to; `is_change` where it is given as one."""

    indicator_id: str
    shown: Floats
    hidden: Mask
    half_step: float
    is_change: bool = False


def panels(published: PublishedSource) -> dict[str, SeriesTable]:
    """Every indicator of a source on the same series and periods."""
    table = published.observations.assign(_hidden=published.hidden)
    series = pd.MultiIndex.from_frame(table[SERIES]).unique().sort_values()
    periods = pd.Index(sorted(set(table["period_start"])))
    table_of_indicator = {}
    for indicator_id, rows in table.groupby("indicator_id"):
        at = (
            series.get_indexer(pd.MultiIndex.from_frame(rows[SERIES])),
            periods.get_indexer(pd.Index(rows["period_start"])),
        )
        values = np.full((len(series), len(periods)), np.nan)
        hidden = np.zeros(values.shape, dtype=bool)
        values[at], hidden[at] = rows["value"], rows["_hidden"]
        kind = published.indicator(str(indicator_id))
        is_change = kind.measure is Measure.PERCENT_CHANGE
        table_of_indicator[str(indicator_id)] = SeriesTable(
            str(indicator_id), values, hidden, _step(published, kind) / 2, is_change
        )
    return table_of_indicator


def _step(published: PublishedSource, kind: Indicator) -> float:
    """What figures are rounded to: counts and money to their last decimal alone."""
    is_rounded = kind.measure not in (Measure.COUNT, Measure.MONEY)
    return max(10.0**-kind.decimals, (published.policy.rounding or 0.0) if is_rounded else 0.0)


def time_check(published: PublishedSource) -> CheckResult:
    """A5: withheld counts that sums over periods, or changes since earlier ones, give away."""
    table_of_indicator = panels(published)
    failures, relations = _several_frequencies(published), 0
    for level in table_of_indicator.values():
        if published.indicator(level.indicator_id).measure not in (Measure.COUNT, Measure.MONEY):
            continue
        for other in table_of_indicator.values():
            if other is not level:
                told, related = told_by(level, other, published.minimum)
                failures, relations = failures + told, relations + related
    checked = int(published.hidden_additive.sum())
    note = f"{relations} pairs of series are sums or changes of one another"
    return result("A5", failures, checked, note=note, covered=checked)


def _several_frequencies(published: PublishedSource) -> int:
    """Period lengths beyond the first, by geography: each is a second set of sums."""
    seen: dict[str, set[str]] = {}
    for indicator in published.source.indicators:
        for name in indicator.geographies:
            seen.setdefault(str(name), set()).add(str(indicator.frequency))
    return sum(len(lengths) - 1 for lengths in seen.values())


def told_by(level: SeriesTable, other: SeriesTable, minimum: int) -> tuple[int, int]:
    told = related = 0
    for window in WINDOWS:
        for factor in (1.0, 1.0 / window):
            if is_rolling(level, other, window, factor):
                told += _told_by_sums(level, _windows(level, window), other, factor, minimum)
                related += 1
    if is_cumulative(level, other):
        told += _told_by_differences(level, other)
        related += 1
    for earlier in spans_of(level, other):
        told += _told_by_change(level, other, earlier)
        related += 1
    return told, related


def _windows(level: SeriesTable, window: int) -> Iterator[tuple[int, slice]]:
    for end in range(window, level.shown.shape[1] + 1):
        yield end - 1, slice(end - window, end)


def _agree(expected: Floats, seen: Floats, half_step: float) -> bool:
    """Whether two panels agree wherever both are known and not all zero."""
    both = np.isfinite(expected) & np.isfinite(seen) & (np.abs(seen) > 0)
    if both.sum() < ENOUGH or len(set(seen[both].tolist())) < 3:
        return False
    return bool((np.abs(expected[both] - seen[both]) <= half_step + 1e-9).all())


def is_rolling(level: SeriesTable, other: SeriesTable, window: int, factor: float) -> bool:
    if level.shown.shape[1] < window:
        return False
    moving = np.lib.stride_tricks.sliding_window_view(level.shown, window, axis=1)
    sums = np.full(level.shown.shape, np.nan)
    sums[:, window - 1 :] = moving.sum(axis=2) * factor
    return _agree(sums, other.shown, other.half_step if factor != 1 else 1e-6)


def _told_by_sums(
    level: SeriesTable,
    windows: Iterator[tuple[int, slice]],
    other: SeriesTable,
    factor: float,
    minimum: int,
) -> int:
    """Withheld cells fixed by the published sums together, or held below the minimum by one."""
    spans = list(windows)
    told = np.zeros_like(level.hidden)
    for row in np.flatnonzero(level.hidden.any(axis=1)):
        unknown = level.hidden[row]
        sums, held = [], np.nan_to_num(level.shown[row])
        for end, span in spans:
            total = other.shown[row, end]
            if np.isfinite(total) and unknown[span].any():
                mask = np.zeros(len(unknown))
                mask[span] = unknown[span]
                sums.append(mask)
                if total / factor - held[span].sum() < minimum:
                    told[row, span] |= unknown[span]
        if sums:
            told[row] |= unknown & _determined(np.array(sums))
    return int(told.sum())


def _determined(equations: Floats) -> Mask:
    """Which unknowns a set of equations fixes: those outside every direction of freedom."""
    _, sizes, directions = np.linalg.svd(equations)
    rank = int((sizes > 1e-9).sum())
    free = np.abs(directions[rank:]).max(axis=0, initial=0.0)
    return (free < 1e-7) & (np.abs(equations).max(axis=0) > 0)


def is_cumulative(level: SeriesTable, other: SeriesTable) -> bool:
    if level.shown.shape[1] < 2:
        return False
    return _agree(np.diff(other.shown, axis=1), level.shown[:, 1:], 1e-6)


def _told_by_differences(level: SeriesTable, other: SeriesTable) -> int:
    step = np.isfinite(np.diff(other.shown, axis=1))
    return int((level.hidden[:, 1:] & step).sum())


def spans_of(level: SeriesTable, other: SeriesTable) -> Iterator[Ints]:
    """For each way in which one figure is the change of the other: the period that each period's
    change is since, -1 where it has none."""
    count = level.shown.shape[1]
    for lag in growth.lags(level.shown) if other.is_change else USUAL_LAGS:
        if lag < count and _is_change(growth.over(level.shown, lag), other):
            yield np.maximum(np.arange(count) - lag, -1)
    for place in range(count) if other.is_change else ():
        if _is_change(growth.since(level.shown, place), other):
            yield np.full(count, place)


def _is_change(change: Floats, other: SeriesTable) -> bool:
    return _agree(change, other.shown, other.half_step)


def _told_by_change(level: SeriesTable, other: SeriesTable, earlier: Ints) -> int:
    """A published change beside one published level gives the other level."""
    now = np.flatnonzero(earlier >= 0)
    then = earlier[now]
    known = np.isfinite(other.shown[:, now]) & (now != then)
    later = level.hidden[:, now] & known & np.isfinite(level.shown[:, then])
    before = level.hidden[:, then] & known & np.isfinite(level.shown[:, now])
    return int(later.sum() + before.sum())


def prediction_check(published: PublishedSource) -> CheckResult:
    """A10: what history says of gaps, from published files alone.

    A series that last showed a zero is taken for 1. How often all other guesses come true can be
    scored only where the truth is held: treatment does, and publishes nothing over the limits.
    """
    hidden, policy = published.hidden_additive, published.policy
    told = int(guess.follows_zero(published.observations, hidden, policy).sum())
    failed = int(guess.told_by_zeros(published.observations, hidden, policy).sum())
    limits, gaps, beside = policy.guessing_limits, int(hidden.sum()), policy.guessing_beside
    of_others = f"at most {beside.exact} % and {beside.close} %" if beside else "no limit"
    note = (
        f"{told} gaps follow a published zero; treatment scored the best guess at each with the "
        f"truth. Under the minimum: at most {limits.exact} % exact and {limits.close} % within "
        f"10 %. Hidden to protect those: {of_others}"
    )
    return result("A10", failed, gaps, note=note, covered=gaps)
