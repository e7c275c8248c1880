"""What a release holds against the last one: nothing vanishes, or is revised, unnoticed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from data_loaders.curate.plausibility.findings import Doubt, Finding, Kind, with_id
from data_loaders.observations.parquet import as_written, read_observations
from data_loaders.observations.table import KEY, tidy
from data_loaders.released.release import Release
from data_loaders.vocabulary.frames import Frame
from data_loaders.vocabulary.model import STATUS_OF_CODE

MOST_SHRINK = 0.05
LOSSES_NAMED = 10
SERIES = ["indicator_id", "geography"]
TEXTS = ("indicator_id", "geography", "area_id", "industry_id", "status")


class CoverageError(ValueError):
    """Sources lost values since their last release, and nobody said they may."""

    def __init__(self, losses: Sequence[Finding]) -> None:
        self.source_ids = tuple(dict.fromkeys(each.source_id for each in losses))
        listed = "\n".join(f"{each.source_id}: {each.sentence}" for each in losses[:LOSSES_NAMED])
        super().__init__(
            f"{len(losses)} series lost over {MOST_SHRINK:.0%} of their values:\n{listed}\n"
            'Look into it; if it is right: --accept-shrink SOURCE --why "…" for each source.'
        )


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


def losses(
    before: Mapping[str, pd.DataFrame], now: Mapping[str, pd.DataFrame]
) -> Iterator[Finding]:
    """One finding for each indicator in a geography whose values fell by over 5 percent."""
    for source_id, table in before.items():
        had = _counts(table)
        has = _counts(now[source_id]) if source_id in now else had.iloc[:0]
        has = has.reindex(had.index, fill_value=0)
        for series in had.index[has < had * (1 - MOST_SHRINK)]:
            indicator_id, geography = series
            yield with_id(
                source_id, _loss(indicator_id, geography, int(had[series]), int(has[series]))
            )


def _loss(indicator_id: str, geography: str, had: int, has: int) -> Doubt:
    return Doubt(
        Kind.GONE,
        f"{indicator_id} by {geography}",
        f"had {had:,} values, has {has:,}",
        f"at most {MOST_SHRINK:.0%} fewer",
        "a file that is cut, or a series that its publisher ended",
        (f"{had - has:,} gone",),
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
