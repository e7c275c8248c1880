"""Our minimum on top of a publisher's own treatment."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from data_loaders.privacy.treatment import minimum
from data_loaders.sources.public.oca_evictions import source as oca_evictions
from data_loaders.vocabulary.model import Geography
from data_loaders.vocabulary.policy import (
    Contributors,
    Policy,
    Primary,
    Secondary,
    SecondaryMethod,
    Treatment,
)
from tests.support.privacy import made

LISTINGS: Policy = replace(
    made.PEOPLE,
    treatment=Treatment.PUBLISHER,
    contributors=Contributors.NONE,
    publisher_rule="Blank where there are too few listings.",
    primary=Primary(10),
    secondary=Secondary(SecondaryMethod.NONE),
)
FILINGS = replace(
    LISTINGS, primary=Primary(11), secondary=Secondary(SecondaryMethod.NONE, with_complement=True)
)


def medians(values: list[float]) -> pd.DataFrame:
    table = made.counted({f"A{number}": (1,) for number in range(len(values))})
    return table.assign(value=values).drop(columns=["contributors", "establishments"])


def test_a_median_of_nine_listings_is_withheld_and_of_ten_is_not() -> None:
    shown = minimum.enforce_minimum(medians([2500, 2600]), pd.Series([9, 10]), LISTINGS)
    assert shown["status"].tolist() == ["withheld", "normal"]
    assert np.isnan(shown["value"].iloc[0])
    assert shown["value"].iloc[1] == 2600


def test_once_listing_counts_stop_every_median_is_withheld() -> None:
    shown = minimum.enforce_minimum(medians([2500]), pd.Series([np.nan]), LISTINGS)
    assert shown["status"].tolist() == ["withheld"]


def test_a_figure_the_publisher_left_out_keeps_its_reason() -> None:
    table = medians([np.nan, 2600]).assign(status=["not_reported", "normal"])
    shown = minimum.enforce_minimum(table, pd.Series([3, 10]), LISTINGS)
    assert shown["status"].tolist() == ["not_reported", "normal"]


def test_a_total_under_eleven_takes_the_smallest_other_with_it() -> None:
    filings = [400.0, 10.0, 35.0, 11.0]
    shown = minimum.enforce_minimum(medians(filings), pd.Series(filings), FILINGS)
    assert shown["status"].tolist() == ["normal", "withheld", "normal", "withheld"]


def test_nothing_small_takes_nothing_with_it() -> None:
    filings = [400.0, 35.0]
    shown = minimum.enforce_minimum(medians(filings), pd.Series(filings), FILINGS)
    assert shown["status"].tolist() == ["normal", "normal"]


def test_the_published_eviction_totals_hold_no_value_under_eleven(mirror: Path) -> None:
    table = oca_evictions.read(mirror / oca_evictions.SOURCE.feed.folder)
    totals = table[table["geography"] == str(Geography.ZIP)]
    filings = totals[totals["indicator_id"] == oca_evictions.FILINGS_TOTAL.id]
    shown = filings["value"].dropna()
    hidden = filings["status"] == "withheld"
    assert shown.min() >= 11
    assert hidden.sum() >= 2
    # A rate beside the homes for rent would give the count away.
    rates = totals[totals["indicator_id"] == oca_evictions.FILINGS_RATE.id]
    assert rates.set_index("area_id").loc[filings.loc[hidden, "area_id"], "value"].isna().all()
