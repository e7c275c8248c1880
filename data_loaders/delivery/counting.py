"""Kept records as counted observations: every area has a row in every whole period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from data_loaders.observations.table import KEY
from data_loaders.privacy.tables.counted import BASES, COUNTED
from data_loaders.privacy.treatment import contributions
from data_loaders.vocabulary.geography import BOROUGH_IDS, CITY_ID, UNALLOCATED
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Geography, Status

PARTS = ["day", "area_id", "amount"]
BOROUGHS = (*BOROUGH_IDS, UNALLOCATED)


def whole_periods(days: pd.Series, frequency: str, as_of: pd.Timestamp) -> pd.PeriodIndex:
    """Calendar periods from that of the first day to the last that ended by `as_of`.

    `frequency` is that of pandas: Q or M.
    """
    last = as_of.to_period(frequency)
    if as_of.normalize() < last.end_time.normalize():
        last -= 1
    return pd.period_range(days.min().to_period(frequency), last)


def by_area(
    records: Mapping[str, pd.DataFrame],
    geography: Geography,
    area_ids: Sequence[str],
    periods: pd.PeriodIndex,
) -> pd.DataFrame:
    """Counted observations of records with `day`, `area_id` and `amount`, by indicator.

    0 where there are none. Each record is taken for a contributor of its own; records of other
    periods are left out.
    """
    rows = pd.concat(
        [table[PARTS].assign(indicator_id=name) for name, table in records.items()],
        ignore_index=True,
    )
    period = rows["day"].dt.to_period(periods.freq)
    inside = rows.assign(period=period)[period.isin(periods)]
    cells = contributions.count(
        _in_milliseconds(
            inside.assign(
                geography=str(geography),
                period_start=inside["period"].dt.start_time,
                industry_id=ALL_INDUSTRIES,
                period_end=inside["period"].dt.end_time.dt.normalize(),
                contributor_id=inside.index,
                holding_id=inside.index,
                amount=inside["amount"].astype("float64"),
            )
        )
    )
    return _filled(cells, _grid(list(records), geography, area_ids, periods))


def _grid(
    indicator_ids: list[str],
    geography: Geography,
    area_ids: Sequence[str],
    periods: pd.PeriodIndex,
) -> pd.DataFrame:
    """The key of every cell: indicators by areas by periods."""
    spans = pd.DataFrame(
        {"period_start": periods.start_time, "period_end": periods.end_time.normalize()}
    )
    cells = spans.merge(pd.DataFrame({"area_id": list(area_ids)}), how="cross")
    cells = cells.merge(pd.DataFrame({"indicator_id": indicator_ids}), how="cross")
    return _in_milliseconds(cells.assign(geography=str(geography), industry_id=ALL_INDUSTRIES))


def _filled(cells: pd.DataFrame, grid: pd.DataFrame) -> pd.DataFrame:
    """The cells in every place of the grid; nothing and nobody where no record is."""
    whole = grid.merge(cells, on=[*KEY, "period_end"], how="left", validate="1:1")
    numbers = ["value", *BASES]
    whole[numbers] = whole[numbers].fillna(0.0)
    return whole.assign(status=str(Status.NORMAL))[COUNTED]


def _in_milliseconds(rows: pd.DataFrame) -> pd.DataFrame:
    days = {name: "datetime64[ms]" for name in ("period_start", "period_end")}
    return rows.astype(days)


def people(kept: pd.DataFrame, people_id: str, margins: Mapping[str, pd.Series]) -> pd.DataFrame:
    """Counted people, a row each in `kept`: all of them by quarter and borough, and in the city by
    one answer at a time. `margins` says of each such figure which rows it counts."""
    records = kept.assign(day=kept["quarter"], amount=1.0)
    periods = whole_periods(kept["quarter"], "Q", kept["day"].max())
    total = by_area({people_id: records}, Geography.BOROUGH, BOROUGHS, periods)
    in_city = records.assign(area_id=CITY_ID)
    city = by_area({people_id: in_city}, Geography.CITY, (CITY_ID,), periods)
    chosen = {name: in_city[counts] for name, counts in margins.items()}
    parts = by_area(chosen, Geography.CITY, (CITY_ID,), periods)
    return pd.concat([total, city, of_whole(parts, city)], ignore_index=True)


def of_whole(part: pd.DataFrame, whole: pd.DataFrame) -> pd.DataFrame:
    """Counted rows of parts, resting on whichever are fewer: those in it or all the others.

    Where all but a few gave an answer, its number tells about the few. A part whose whole is not
    known rests on an unknown number.
    """
    cells = [name for name in KEY if name != "indicator_id"]
    both = part[cells].merge(whole[[*cells, "contributors"]], on=cells, how="left", validate="m:1")
    inside = part["contributors"].to_numpy(dtype="float64")
    return part.assign(contributors=np.minimum(inside, both["contributors"].to_numpy() - inside))
