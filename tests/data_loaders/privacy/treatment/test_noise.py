"""Noise comes from OpenDP or not at all, and is of the size that the rule says."""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import pytest

from data_loaders.privacy.tables.counted import TreatmentError
from data_loaders.privacy.tables.noisy import leaves
from data_loaders.privacy.treatment import noise
from data_loaders.vocabulary.noise import BudgetPeriod, Noise, NoiseUnit

GIVERS = Noise(
    1.0, NoiseUnit.GIVER, BudgetPeriod.YEAR, bound=2, unit_field="giver", time_field="month"
)
GIFTS = pd.DataFrame(
    {
        "giver": ["ann", "ann", "ann", "ben", "ann", "ben"],
        "month": pd.to_datetime(["2021-01-01"] * 4 + ["2021-02-01"] * 2),
        "borough": ["BX", "BK", "QN", "BX", "BX", "BX"],
    }
)


def test_noise_is_whole_falls_below_zero_too_and_has_the_size_of_its_scale() -> None:
    noisy = noise.drawn(np.full(20_000, 3.0), 5.0) - 3.0
    assert (noisy == np.rint(noisy)).all()
    assert noisy.min() < -3
    # Of scale 5 the mean size is 4.97; ten standard errors either way, missed once in 10^22.
    assert abs(np.abs(noisy).mean() - 4.97) < 0.36
    assert abs(noisy.mean()) < 0.51


@pytest.mark.parametrize("counts", [[5.5], [-1.0], [np.nan], [np.inf]])
def test_only_whole_counts_are_drawn(counts: list[float]) -> None:
    with pytest.raises(TreatmentError, match="whole counts"):
        noise.drawn(np.array(counts), 1.0)


def test_without_opendp_nothing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opendp.measurements", None)
    with pytest.raises(TreatmentError, match="pip install --group noise"):
        noise.drawn(np.array([5.0]), 1.0)


def test_no_more_records_of_a_unit_count_than_its_bound_in_each_period() -> None:
    kept = noise.bounded(GIFTS, GIVERS)
    assert kept["borough"].tolist() == ["BX", "BK", "BX", "BX", "BX"]
    assert kept.groupby(["giver", "month"]).size().max() == 2


def test_records_that_do_not_say_whose_they_are_stop_a_source() -> None:
    with pytest.raises(TreatmentError, match="have no giver; have the reader keep it"):
        noise.bounded(GIFTS.drop(columns="giver"), GIVERS)
    with pytest.raises(TreatmentError, match="1 records do not say whose they are"):
        noise.bounded(GIFTS.assign(giver=GIFTS["giver"].mask(GIFTS.index == 0)), GIVERS)


def counted(kept: pd.DataFrame) -> pd.DataFrame:
    """Each gift in its borough and, as another figure, in the whole city."""
    rows = [
        {
            "indicator_id": name,
            "geography": geography,
            "area_id": area,
            "period_start": month,
            "industry_id": "all",
            "value": 1.0,
        }
        for borough, month in zip(kept["borough"], kept["month"], strict=True)
        for name, geography, area in (
            ("gifts", "borough", borough),
            ("gifts", "city", "NYC"),
            ("first_gifts", "city", "NYC"),
        )
    ]
    return pd.DataFrame(rows)


def test_a_record_that_adds_to_more_counts_than_its_rule_says_stops_a_source() -> None:
    honest = Noise(1.0, NoiseUnit.GIFT, BudgetPeriod.ALWAYS, bound=1, cells_per_record=2)
    noise.require_influence(counted, leaves, GIFTS, honest)  # the total of gifts costs nothing
    short = Noise(1.0, NoiseUnit.GIFT, BudgetPeriod.ALWAYS, bound=1)
    with pytest.raises(TreatmentError, match="adds 2 to counts and .* says 1"):
        noise.require_influence(counted, leaves, GIFTS, short)


def test_counts_that_stand_as_they_were_are_not_taken_for_drawn_ones() -> None:
    counts = np.arange(200.0)
    with pytest.raises(TreatmentError, match="200 of 200 counts are as they were"):
        noise.require_noise(counts, counts, 1.0)
    noise.require_noise(counts, noise.drawn(counts, 1.0), 1.0)
