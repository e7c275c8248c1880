"""A city that does not follow from its boroughs is refused: another place, or another unit."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.feeds.mirror import FeedFiles
from data_loaders.curate.publication.gather import checked
from data_loaders.curate.publication.parts import require_parts
from data_loaders.observations.table import ObservationError
from data_loaders.sources.public.nysdol_laus import source as nysdol_laus


@pytest.fixture(scope="module")
def published(mirror: Path) -> pd.DataFrame:
    return nysdol_laus.read(mirror / nysdol_laus.SOURCE.feed.folder)


def city(table: pd.DataFrame, indicator_id: str) -> pd.Series:
    return table["indicator_id"].eq(indicator_id) & table["area_id"].eq("NYC")


def test_the_metropolitan_area_under_the_citys_name_is_refused(
    mirror: Path, published: pd.DataFrame
) -> None:
    """The series that stood on the site as the city's, put back in its place."""
    metro = pd.read_csv(mirror / "bls-laus-fred" / "NEWY636URN.csv", index_col=0, parse_dates=True)
    is_rate = city(published, "unemployment_rate")
    wrong = published.assign(
        value=published["value"].mask(is_rate, published["period_start"].map(metro["NEWY636URN"]))
    )
    with pytest.raises(ObservationError, match="unemployment_rate: the city is not the mean"):
        require_parts(wrong, nysdol_laus.SOURCE.indicators)
    with pytest.raises(ObservationError, match="title of each series"):
        checked(nysdol_laus.SOURCE, wrong, FeedFiles(Path(), "0" * 64, date(2026, 11, 1)))


@pytest.mark.parametrize("indicator_id", ["labor_force", "unemployed_residents"])
def test_one_number_off_by_more_than_rounding_is_refused(
    published: pd.DataFrame, indicator_id: str
) -> None:
    row = published.index[city(published, indicator_id)][10]
    off = published.copy()
    off.loc[row, "value"] += 600
    with pytest.raises(ObservationError, match=rf"{indicator_id}: .* sum .* in 1 of 50 periods"):
        require_parts(off, nysdol_laus.SOURCE.indicators)


def test_a_period_in_which_a_borough_is_missing_is_not_held(published: pd.DataFrame) -> None:
    without = published[published["area_id"] != "SI"]
    require_parts(without, nysdol_laus.SOURCE.indicators)
