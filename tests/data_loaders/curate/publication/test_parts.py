"""A city that does not follow from its boroughs is refused: another place, or another unit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from data_loaders.curate.feeds.mirror import FeedFiles
from data_loaders.curate.plans import copied
from data_loaders.curate.publication.gather import checked
from data_loaders.curate.publication.parts import require_parts
from data_loaders.observations.table import ObservationError
from data_loaders.sources.catalog import MODULES
from data_loaders.sources.public.nysdol_laus import source as nysdol_laus
from data_loaders.vocabulary.geography import BOROUGH_IDS, CITY_ID
from data_loaders.vocabulary.model import Indicator
from data_loaders.vocabulary.progress import Silent


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


def figures(indicator: Indicator, *periods: tuple[float, ...]) -> pd.DataFrame:
    """Months of the city and the five boroughs, in this order."""
    return pd.concat(
        pd.DataFrame(
            {
                "indicator_id": indicator.id,
                "geography": ["city", *["borough"] * 5],
                "area_id": [CITY_ID, *BOROUGH_IDS],
                "period_start": pd.Timestamp(2020 + month // 12, month % 12 + 1, 1),
                "industry_id": "all",
                "value": values,
                "status": "normal",
                "reason": "",
            }
        )
        for month, values in enumerate(periods)
    )


COUNTED = replace(nysdol_laus.SOURCE.indicators[1], parts=None)
RATED = replace(nysdol_laus.SOURCE.indicators[0], parts=None)


def test_counts_add_up_but_for_a_few_in_no_borough() -> None:
    require_parts(figures(COUNTED, (10_100, 1000, 2000, 3000, 3000, 1000)), [COUNTED])
    with pytest.raises(ObservationError, match="not the sum of its boroughs"):
        require_parts(figures(COUNTED, (17_000, 1000, 2000, 3000, 3000, 1000)), [COUNTED])


def test_a_rate_lies_between_those_of_the_boroughs() -> None:
    within = [(5.0, 4.0, 5.0, 6.0, 5.0, 5.5)] * 30
    require_parts(figures(RATED, *within, (6.2, 4.0, 5.0, 6.0, 5.0, 5.5)), [RATED])
    outside = [(0.05, 4.0, 5.0, 6.0, 5.0, 5.5)] * 3
    with pytest.raises(ObservationError, match="between the lowest and the highest"):
        require_parts(figures(RATED, *within, *outside), [RATED])


def test_figures_that_were_treated_are_held_by_stated_rules_only() -> None:
    require_parts(
        figures(COUNTED, (17_000, 1000, 2000, 3000, 3000, 1000)), [COUNTED], is_published=False
    )


# Those that take longest to read. The release made of the mirror holds them to it in every run, as
# a source that does not fit would stop it.
LONG = (
    "mta_subway_stations",
    "nycdoe_attendance",
    "nychealth_coronavirus",
    "nychealth_ehdp",
    "nychealth_immunization",
    "nysdol_ces",
    "streeteasy_dashboard",
)


@pytest.mark.parametrize(
    "module",
    [
        pytest.param(m, id=m.SOURCE.id, marks=pytest.mark.nightly if m.SOURCE.id in LONG else ())
        for m in copied(MODULES, Silent())
        if hasattr(m, "read")
    ],
)
def test_every_published_series_fits_its_boroughs(module: ModuleType, mirror: Path) -> None:
    source = module.SOURCE
    require_parts(module.read(mirror / source.feed.folder), source.indicators)
