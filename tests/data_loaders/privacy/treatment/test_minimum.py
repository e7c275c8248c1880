"""Our minimum on top of a publisher's own treatment."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

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


def test_a_median_of_nine_listings_is_withheld_and_of_ten_is_not() -> None:
    assert minimum.under_minimum(pd.Series([9, 10]), LISTINGS).tolist() == [True, False]


def test_once_listing_counts_stop_every_median_is_withheld() -> None:
    assert minimum.under_minimum(pd.Series([np.nan]), LISTINGS).tolist() == [True]


def test_a_policy_that_names_no_minimum_hides_nothing_by_guess() -> None:
    with pytest.raises(ValueError, match="^the policy names no minimum$"):
        minimum.under_minimum(pd.Series([9]), replace(LISTINGS, primary=None))


def test_a_total_under_eleven_takes_the_smallest_other_with_it() -> None:
    filings = pd.Series([400.0, 10.0, 35.0, 11.0])
    hidden = minimum.with_complement(filings < 11, filings)
    assert hidden.tolist() == [False, True, False, True]


def test_a_figure_the_publisher_left_out_is_not_taken_for_the_smallest_other() -> None:
    filings = pd.Series([400.0, 10.0, np.nan, 35.0])
    hidden = minimum.with_complement(filings < 11, filings)
    assert hidden.tolist() == [False, True, False, True]


def test_nothing_small_takes_nothing_with_it() -> None:
    filings = pd.Series([400.0, 35.0])
    assert not minimum.with_complement(filings < 11, filings).any()


def test_the_published_eviction_totals_hold_no_value_under_eleven(mirror: Path) -> None:
    assert oca_evictions.SOURCE.feed is not None
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
