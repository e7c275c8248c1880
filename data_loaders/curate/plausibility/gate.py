"""The gate: every figure of a source held against its last release and its own history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from data_loaders.curate.plausibility import against_last, history, newest
from data_loaders.curate.plausibility.findings import Doubt, Finding, with_id
from data_loaders.curate.plausibility.grid import Grid, grid
from data_loaders.vocabulary.model import Indicator

FIGURE = ["indicator_id", "geography"]


def findings(
    source_id: str,
    indicators: Iterable[Indicator],
    now: pd.DataFrame,
    last: pd.DataFrame | None,
    *,
    stamp: bytes | None = None,
) -> tuple[Finding, ...]:
    """Everything implausible about a source's observations; `last` are those of before, if any.

    `stamp` takes the place of figures in the ids, where those are confidential.
    """
    figures = list(_figures(indicators, now, last))
    told = [doubt for figure in figures for doubt in _doubts(figure)]
    return tuple(
        with_id(source_id, doubt, stamp) for doubt in told or newest.all_standing_still(figures)
    )


def _doubts(figure: Grid) -> Iterator[Doubt]:
    """What the last release tells; where it tells nothing, what history tells, or what stands
    beside the newest figures."""
    yield from (
        list(against_last.doubts(figure)) or list(history.doubts(figure)) or newest.doubts(figure)
    )


def _figures(
    indicators: Iterable[Indicator], now: pd.DataFrame, last: pd.DataFrame | None
) -> Iterator[Grid]:
    known = {indicator.id: indicator for indicator in indicators}
    before = {} if last is None else dict(iter(last.groupby(FIGURE, sort=False)))
    after = dict(iter(now.groupby(FIGURE, sort=False)))
    nothing = now.iloc[:0]
    for name in {**before, **after}:
        indicator_id, geography = (str(part) for part in name)
        if indicator_id in known:
            rows = after.get(name, nothing)
            yield grid(known[indicator_id], geography, rows, before.get(name))
