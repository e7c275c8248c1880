"""What a release changes against the one before it, counted by figure and boundaries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from data_loaders.curate.publication.last_good import Curated
from data_loaders.observations.table import KEY
from data_loaders.vocabulary.model import Geography, SeriesChanges, SourceChanges, Status

HIDDEN = [str(status) for status in Status if status.is_hidden]
SERIES = ["indicator_id", "geography"]
KINDS = ("added", "revised", "withheld", "gone")
# More areas than these are not named: a feed of a place then counts itself among them.
MOST_AREAS_NAMED = 20


def source_changes(
    before: Mapping[str, pd.DataFrame], names: Mapping[str, str], curated: Mapping[str, Curated]
) -> tuple[SourceChanges, ...]:
    """What changed in each source, in the order of the release; sources that are gone come last.

    `before` are the figures of the last release by source, `names` what its sources were called.
    """
    changed = [
        SourceChanges(name, each.source.name, series(before[name], each.observations))
        if name in before
        else SourceChanges(name, each.source.name, is_new=True)
        for name, each in curated.items()
    ]
    gone = [SourceChanges(name, names[name], is_gone=True) for name in before.keys() - curated]
    every = [*changed, *sorted(gone, key=lambda each: each.source_id)]
    return tuple(each for each in every if each.series or each.is_new or each.is_gone)


def series(before: pd.DataFrame, now: pd.DataFrame) -> tuple[SeriesChanges, ...]:
    """Cells that changed between two releases of one source, counted by indicator and geography."""
    columns = [*KEY, "period_end", "value", "status"]
    both = before[columns].merge(now[columns], on=KEY, how="outer", suffixes=("_before", "_now"))
    marked = both.assign(**{kind: what for kind, what in zip(KINDS, _kinds(both), strict=True)})
    touched = marked[marked[list(KINDS)].any(axis=1)]
    return tuple(
        _counted(str(indicator_id), str(geography), cells)
        for (indicator_id, geography), cells in touched.groupby(SERIES, sort=True)  # pyright: ignore[reportGeneralTypeIssues]
    )


def _kinds(both: pd.DataFrame) -> Sequence[pd.Series]:
    had, has = both["value_before"].notna(), both["value_now"].notna()
    is_hidden = both["status_now"].isin(HIDDEN)
    was_hidden = both["status_before"].isin(HIDDEN)
    return (
        has & ~had,
        has & had & (both["value_before"] != both["value_now"]),
        is_hidden & ~was_hidden,
        had & ~has & ~is_hidden,
    )


def _counted(indicator_id: str, geography: str, cells: pd.DataFrame) -> SeriesChanges:
    counts = {kind: int(cells[kind].sum()) for kind in KINDS}
    newest = cells.loc[cells["added"], "period_end_now"].max()
    areas = sorted(set(cells["area_id"]))
    return SeriesChanges(
        indicator_id,
        Geography(geography),
        **counts,
        newest=None if pd.isna(newest) else newest.date(),
        areas=tuple(areas) if len(areas) <= MOST_AREAS_NAMED else (),
    )
