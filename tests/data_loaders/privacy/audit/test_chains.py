"""Gaps in a row between running totals, of which no two stand alone in a sum."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_loaders.observations.table import KEY
from data_loaders.vocabulary.policy import Grid, Policy
from tests.support.privacy import made, released

SO_FAR = replace(made.CLIENTS, id="clients_so_far")
POLICY: Policy = replace(made.PEOPLE, publication_grid=Grid(("city",), "quarter"))
QUARTERS = pd.date_range("2018-01-01", periods=12, freq="QS")


def so_far(last: tuple[float, ...]) -> pd.DataFrame:
    """People of the city by quarter, and all so far. The last quarters are hidden, and what lies
    between the totals at their ends."""
    first = (30.0, 41, 52, 33, 44, 55, 36, 47, 58, 39)
    numbers = np.array([*first[: 12 - len(last)], *last])
    base = made.counted({"BX01": (1,)}).assign(geography="city", area_id="NYC", industry_id="all")
    rows = [
        base.assign(indicator_id=name, period_start=start, value=value)
        for name, values in ((made.CLIENTS.id, numbers), (SO_FAR.id, np.cumsum(numbers)))
        for start, value in zip(QUARTERS, values, strict=True)
    ]
    table = pd.concat(rows, ignore_index=True)
    table["period_start"] = table["period_start"].astype("datetime64[ms]")
    ends = (table["period_start"] + pd.offsets.QuarterEnd(0)).astype("datetime64[ms]")
    place = table["period_start"].map({start: number for number, start in enumerate(QUARTERS)})
    is_total = table["indicator_id"].eq(SO_FAR.id)
    gaps = (place >= 12 - len(last)) & ~(is_total & place.eq(11))
    shown = table.assign(
        period_end=ends,
        value=table["value"].mask(gaps),
        status=table["status"].mask(gaps, "withheld"),
    )
    return shown[[*KEY, "period_end", "value", "status"]].sort_values(KEY, ignore_index=True)


@pytest.mark.parametrize(
    ("last", "fails"),
    [
        ((4.0, 7.0), True),
        ((4.0, 70.0), False),
        ((4.0, 3.0, 6.0), True),
        ((4.0, 60.0, 70.0), False),
    ],
)
def test_quarters_hidden_between_running_totals_tell_that_they_are_small(
    tmp_path: Path, last: tuple[float, ...], fails: bool
) -> None:
    source = released.source(POLICY, made.CLIENTS, SO_FAR)
    audit = released.audit(released.write(tmp_path / "r", source, so_far(last)))
    assert ("A14" in released.failed(audit)) is fails
