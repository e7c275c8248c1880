"""Noise comes from OpenDP or not at all, and is of the size that the rule says."""

from __future__ import annotations

import importlib
import sys
from contextlib import nullcontext

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
    words = (
        "^the policy asks .* noise and OpenDP is not installed; run `pip install --group noise`$"
    )
    with pytest.raises(TreatmentError, match=words):
        noise.drawn(np.array([5.0]), 1.0)


def test_what_opendp_needs_is_allowed_before_a_draw() -> None:
    importlib.import_module("opendp.mod").disable_features("contrib")
    assert noise.drawn(np.array([5.0]), 1.0).shape == (1,)


@pytest.mark.parametrize("scale", [0.5, 1.0, 5.0])
def test_noise_that_protects_less_than_its_scale_says_is_not_drawn(
    scale: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    measurements = importlib.import_module("opendp.measurements")
    laplace = measurements.make_laplace
    for share, is_enough in ((1.0, True), (0.99, False)):

        def narrower(*given: object, scale: float, share: float = share) -> object:
            return laplace(*given, scale=scale * share)

        monkeypatch.setattr(measurements, "make_laplace", narrower)
        with (
            nullcontext()
            if is_enough
            else pytest.raises(
                TreatmentError,
                match=f"OpenDP proves less of noise of scale {scale:g} than is needed",
            )
        ):
            noise.drawn(np.array([5.0]), scale)


def test_no_more_records_of_a_unit_count_than_its_bound_in_each_period() -> None:
    kept = noise.bounded(GIFTS, GIVERS)
    assert kept["borough"].tolist() == ["BX", "BK", "BX", "BX", "BX"]
    assert kept.groupby(["giver", "month"]).size().max() == 2
    assert kept.columns.equals(GIFTS.columns)
    assert kept.index.tolist() == [0, 1, 2, 3, 4]


def test_records_that_do_not_say_whose_they_are_stop_a_source() -> None:
    with pytest.raises(TreatmentError, match="have no giver; have the reader keep it"):
        noise.bounded(GIFTS.drop(columns="giver"), GIVERS)
    with pytest.raises(TreatmentError, match="have no giver, month; have the reader keep it"):
        noise.bounded(GIFTS.drop(columns=["giver", "month"]), GIVERS)
    unknown = GIFTS.assign(giver=GIFTS["giver"].mask(GIFTS.index < 2))
    with pytest.raises(TreatmentError, match="2 records do .* for giver and month of each"):
        noise.bounded(unknown, GIVERS)


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


@pytest.mark.parametrize("heavy", [0, 499, 999])
def test_the_one_kind_of_record_that_adds_to_more_counts_is_tried_among_a_thousand(
    heavy: int,
) -> None:
    many = pd.DataFrame({"giver": range(1000), "month": GIFTS["month"][0], "borough": "BX"})
    many.loc[heavy, "borough"] = "SI"

    def counts(kept: pd.DataFrame) -> pd.DataFrame:
        return pd.DataFrame({"value": [1.0] * (2 if kept["borough"].eq("SI").any() else 1)})

    with pytest.raises(TreatmentError, match="adds 2 to counts"):
        noise.require_influence(counts, lambda table: table, many, GIVERS)


@pytest.mark.parametrize(("same", "is_drawn"), [(144, True), (145, False)])
def test_six_standard_errors_and_ten_more_counts_than_usual_may_stand_as_they_were(
    same: int, is_drawn: bool
) -> None:
    """Noise of scale one is nothing for 46 in a hundred: of two hundred for 92, give or take 7."""
    counts = np.arange(200.0)
    noisy = counts + (counts >= same)
    with nullcontext() if is_drawn else pytest.raises(TreatmentError, match="counts are as they"):
        noise.require_noise(counts, noisy, 1.0)
