"""Counts published with noise: a source whose policy has `noise` in place of rules that withhold.

Each count of the finest areas and categories is drawn once, when its period is first
published; totals are sums of these. Later releases repeat what was published, whatever came late:
a second draw would let both be averaged, and the change of a count be told.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from data_loaders.observations.table import KEY, tidy
from data_loaders.privacy.tables import flat
from data_loaders.privacy.tables.counted import BoroughOf, TreatmentError, check_format, place_areas
from data_loaders.privacy.tables.noisy import leaves, with_totals
from data_loaders.privacy.treatment.noise import Draw, require_noise
from data_loaders.vocabulary.model import Indicator, Measure, Reason, Status
from data_loaders.vocabulary.noise import Noise
from data_loaders.vocabulary.policy import Grid, Policy


def noised(
    counted: pd.DataFrame,
    policy: Policy,
    indicators: Sequence[Indicator],
    released: Sequence[pd.DataFrame],
    boroughs: BoroughOf,
    draw: Draw,
) -> pd.DataFrame:
    """Observations that may be published: every count noisy, totals made of them.

    `released` are the source's observations in every release so far, newest first.
    """
    noise, grid = policy.noise, policy.publication_grid
    if noise is None or grid is None:
        raise TreatmentError("noise needs a policy with `noise` and one `publication_grid`")
    _require_counts(counted, indicators, grid)
    given = check_format(counted, policy.excluded)
    flat.require_flat(given, boroughs, [one.id for one in indicators])
    counts = leaves(place_areas(given, boroughs))
    _require_whole(counts)
    before = _published_before(released)
    seen = [day for table in before for day in table["period_start"].unique()]
    new = counts[~counts["period_start"].isin(seen)]
    parts = [*before, *([] if new.empty else [_observations(new, noise, grid, boroughs, draw)])]
    result = tidy(parts)
    _require_same_cells(result)
    return result


def _observations(
    counts: pd.DataFrame, noise: Noise, grid: Grid, boroughs: BoroughOf, draw: Draw
) -> pd.DataFrame:
    """Counts drawn and added up, raised to zero where they fell below it."""
    scale = noise.scale(grid.frequency)
    truth = counts["value"].to_numpy("float64")
    noisy = draw(truth, scale)
    require_noise(truth, noisy, scale)
    whole = with_totals(counts.assign(value=noisy), grid, boroughs)
    return whole[[*KEY, "period_end", "value"]].assign(
        value=np.maximum(whole["value"].to_numpy("float64"), 0.0),
        status=str(Status.ESTIMATED),
        reason=str(Reason.NOISY),
    )


def _published_before(released: Sequence[pd.DataFrame]) -> list[pd.DataFrame]:
    """Each period as it stands in the newest release that has it."""
    kept: list[pd.DataFrame] = []
    seen: set[pd.Timestamp] = set()
    for table in released:
        rows = table[~table["period_start"].isin(list(seen))]
        if not rows["reason"].eq(str(Reason.NOISY)).all():
            raise TreatmentError(
                "periods were published without noise, which protects nothing that was told; give "
                "the noisy figures a source of their own, of later periods"
            )
        if not rows.empty:
            seen |= set(rows["period_start"])
            kept.append(rows)
    return kept


def _require_counts(counted: pd.DataFrame, indicators: Sequence[Indicator], grid: Grid) -> None:
    others = sorted(one.id for one in indicators if one.measure is not Measure.COUNT)
    if others:
        raise TreatmentError(f"noise is for counts; {', '.join(others)} are none: leave them out")
    wrong = sorted(one.id for one in indicators if one.frequency != grid.frequency)
    if wrong:
        raise TreatmentError(f"the grid is by {grid.frequency}; {', '.join(wrong)} are not")
    unknown = sorted(set(counted["geography"]) - set(grid.geographies))
    if unknown:
        raise TreatmentError(f"counted by {unknown}, outside the grid {grid.geographies}")


def _require_whole(counts: pd.DataFrame) -> None:
    """Stop where a cell of the grid is absent or empty: that nobody is there would be told."""
    if counts["value"].isna().any():
        raise TreatmentError("a count is not reported; noise needs a number in every cell")
    size = len(counts)
    for _, rows in counts.groupby("indicator_id", sort=False):
        cells = rows[["geography", "area_id", "industry_id"]].drop_duplicates()
        size -= len(cells) * rows["period_start"].nunique()
    if size:
        raise TreatmentError(
            "some periods lack a count for some areas or categories; give 0 where there are none, "
            "as a cell that is not there tells the same"
        )


def _require_same_cells(result: pd.DataFrame) -> None:
    """Stop where cells came or went since a period was published."""
    for name, rows in result.groupby("indicator_id", sort=False):
        cells = rows[["geography", "area_id", "industry_id"]].drop_duplicates()
        if len(rows) != len(cells) * rows["period_start"].nunique():
            raise TreatmentError(
                f"{name}: areas or categories differ from those published before, which would "
                "need a second draw; give the new ones a source of their own"
            )
