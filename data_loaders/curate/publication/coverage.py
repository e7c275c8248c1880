"""What a release holds against the last one: nothing vanishes, or is revised, unnoticed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from data_loaders.observations.parquet import as_written, read_observations
from data_loaders.observations.table import KEY, tidy
from data_loaders.released.release import Release
from data_loaders.vocabulary.frames import Frame
from data_loaders.vocabulary.model import STATUS_OF_CODE

MOST_SHRINK = 0.05
SERIES = ["indicator_id", "geography"]
TEXTS = ("indicator_id", "geography", "area_id", "industry_id", "status")


class CoverageError(ValueError):
    """Sources lost values since their last release, and nobody said they may."""

    def __init__(self, source_ids: Iterable[str], sentence: str) -> None:
        super().__init__(sentence)
        self.source_ids = tuple(dict.fromkeys(source_ids))


def unchanged(release: Release, now: Mapping[str, pd.DataFrame]) -> frozenset[str]:
    """Ids of sources whose observations are those that a release passed on, row for row."""
    held = {name: release.folder / "observations" / f"{name}.parquet" for name in now}
    return frozenset(
        name for name, file in held.items() if file.is_file() and _is_of(file, now[name])
    )


def _is_of(file: Path, table: pd.DataFrame) -> bool:
    """Whether a file holds just these observations. The same observations make the same bytes,
    but where another version of a library writes them."""
    is_same = file.read_bytes() == as_written(table)
    return is_same or read_observations(file).equals(tidy([table]))


def published_values(
    release: Release, but: Collection[str] = frozenset()
) -> dict[str, pd.DataFrame]:
    """Keys, values and statuses of every source of a release `but` some, read from its frames."""
    parts: dict[str, list[pd.DataFrame]] = {name: [] for name in release.sources if name not in but}
    for entry in release.index.frames:
        source_id = release.source_of[entry.indicator_id].id
        if source_id in parts:
            frame = release.frame(entry.indicator_id, entry.geography, entry.industry_id)
            parts[source_id].append(_values(frame))
    return {name: pd.concat(tables, ignore_index=True) for name, tables in parts.items() if tables}


def require_coverage(
    before: Mapping[str, pd.DataFrame],
    now: Mapping[str, pd.DataFrame],
    accepted: Collection[str],
) -> None:
    """Raise CoverageError where values of an indicator in a geography fell by over 5 percent.

    `accepted` are ids of sources whose loss somebody looked at.
    """
    losses: list[str] = []
    losing: list[str] = []
    for source_id, table in before.items():
        if source_id in accepted:
            continue
        had = _counts(table)
        has = _counts(now[source_id]) if source_id in now else had.iloc[:0]
        has = has.reindex(had.index, fill_value=0)
        for series, lost in (has < had * (1 - MOST_SHRINK)).items():
            if lost and isinstance(series, tuple):
                indicator_id, geography = series
                losing.append(source_id)
                losses.append(
                    f"{source_id}: {indicator_id} by {geography} had {had[series]} values, "
                    f"has {has[series]}"
                )
    if losses:
        raise CoverageError(
            losing,
            f"{len(losses)} series lost over {MOST_SHRINK:.0%} of their values:\n"
            + "\n".join(losses[:10])
            + "\nLook into it; if it is right, publish with --accept-shrink and the source's id.",
        )


def _valued(table: pd.DataFrame) -> pd.DataFrame:
    return table.loc[table["value"].notna(), [*KEY, "value"]]


def _counts(table: pd.DataFrame) -> pd.Series:
    return _valued(table).groupby(SERIES).size()


def _values(frame: Frame) -> pd.DataFrame:
    periods, areas = len(frame.periods), len(frame.areas)
    starts = np.array([start for start, _ in frame.periods], dtype="datetime64[ms]")
    ends = np.array([end for _, end in frame.periods], dtype="datetime64[ms]")
    return pd.DataFrame(
        {
            "indicator_id": frame.indicator_id,
            "geography": str(frame.geography),
            "area_id": np.repeat(np.array(frame.areas, dtype=object), periods),
            "period_start": np.tile(starts, areas),
            "industry_id": frame.industry_id,
            "value": np.array(frame.values, dtype="float64").ravel(),
            "period_end": np.tile(ends, areas),
            "status": [str(STATUS_OF_CODE[code]) for codes in frame.statuses for code in codes],
        }
    ).astype({name: "str" for name in TEXTS})
