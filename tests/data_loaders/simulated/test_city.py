"""The invented city: the same for a seed, and held to what was published of the real one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_loaders.simulated.city import City, Kind
from data_loaders.simulated.facts import VISITS
from data_loaders.vocabulary.model import Geography

CITY = City()
MIDTOWN, BRONX_HOMES = "10018", "10452"


def at(kind: Kind, day: str) -> float:
    return float(CITY.level(kind)[CITY.day(day)])


def test_the_same_seed_is_the_same_city_and_another_is_not() -> None:
    kind = Kind.RESTAURANT
    assert np.array_equal(City().levels(kind), City().levels(kind))
    assert not np.array_equal(City(7).levels(kind), City().levels(kind))
    assert City().random("a").integers(10**9) == City().random("a").integers(10**9)
    assert City().random("a").integers(10**9) != City().random("b").integers(10**9)


@pytest.mark.parametrize("kind", sorted(VISITS))
def test_visits_are_whole_before_the_pandemic_and_fall_in_march_2020(kind: Kind) -> None:
    assert at(kind, "2020-02-15") == pytest.approx(1.0, abs=0.01)
    assert at(kind, "2020-04-12") < 0.6
    assert at(kind, "2022-06-15") > at(kind, "2020-04-12")


def test_midtown_falls_further_and_comes_back_later_than_homes() -> None:
    offices = CITY.levels(Kind.OFFICE)
    midtown, homes = (offices[:, CITY.areas.index(area)] for area in (MIDTOWN, BRONX_HOMES))
    for day in ("2020-04-12", "2021-06-15", "2021-12-01"):
        assert midtown[CITY.day(day)] < 0.75 * homes[CITY.day(day)]


def test_rents_are_lowest_in_january_2021() -> None:
    rent = pd.Series(CITY.level(Kind.RENT), CITY.days)["2020":"2022"]
    assert rent.idxmin().strftime("%Y-%m") == "2021-01"


@pytest.mark.parametrize("kind", [Kind.RESTAURANT, Kind.OFFICE, Kind.TRANSIT, Kind.ARTS])
def test_omicron_empties_the_city_once_more(kind: Kind) -> None:
    assert at(kind, "2022-01-12") < 0.8 * at(kind, "2021-12-05")
    assert at(kind, "2022-06-15") > at(kind, "2022-01-12")
    assert at(Kind.ILLNESS, "2021-12-30") > 2 * at(Kind.ILLNESS, "2021-11-25")


def test_each_geography_gathers_the_character_of_what_it_overlaps() -> None:
    for where in (Geography.CITY, Geography.BOROUGH, Geography.NTA2010, Geography.NTA2020):
        shares = CITY.shares(where)
        assert shares.shape == (len(CITY.area_ids(where)), len(CITY.areas))
        assert np.allclose(shares.sum(axis=1), 1.0)
    offices = CITY.levels(Kind.OFFICE, Geography.BOROUGH)[CITY.day("2021-12-01")]
    by_borough = dict(zip(CITY.area_ids(Geography.BOROUGH), offices, strict=True))
    assert by_borough["MN"] == min(by_borough.values())


def test_weeks_have_a_rhythm_that_keeps_their_sum() -> None:
    week = pd.Series(CITY.week(Kind.OFFICE), CITY.days)["2020-01-06":"2020-01-12"]
    assert week.mean() == pytest.approx(1.0, abs=0.01)
    assert week.iloc[2] > 2 * week.iloc[6]


def test_the_subway_curve_is_that_of_the_published_ridership(mirror: Path) -> None:
    file = mirror / "mta-ridership" / "MTA_Daily_Ridership.csv"
    table = pd.read_csv(file, sep=";")
    days = pd.to_datetime(table["Date"], dayfirst=True)
    share = table.set_index(days).sort_index()["Subways: % of Comparable Pre-Pandemic Day"]
    week = share.rolling(7).mean() / 100
    for day in ("2020-04-12", "2020-10-15", "2021-01-15", "2021-06-15", "2021-12-08", "2022-06-15"):
        assert at(Kind.TRANSIT, day) == pytest.approx(week[day], abs=0.06)


@pytest.mark.parametrize(
    ("kind", "group"),
    [
        (Kind.OFFICE, "Office"),
        (Kind.RESTAURANT, "Food"),
        (Kind.SHOP, "Shops & Services"),
        (Kind.GROCERY, "Grocery"),
        (Kind.PHARMACY, "Drug Store"),
        (Kind.FITNESS, "Fitness Center"),
        (Kind.MEDICAL, "Medical"),
        (Kind.HOTEL, "Hotel"),
        (Kind.AIRPORT, "Airport"),
    ],
)
def test_the_fall_of_march_2020_is_that_of_the_published_foot_traffic(
    mirror: Path, kind: Kind, group: str
) -> None:
    columns = ["date", "state", "borough", "group", "all", "young", "old", "rank"]
    file = mirror / "foursquare-visitdata" / "groupedNewYork.csv"
    table = pd.read_csv(file, header=None, names=columns)
    of_group = table[(table["group"] == group) & (table["date"] == "2020-03-31")]
    assert at(kind, "2020-03-31") == pytest.approx(of_group["all"].mean() / 100, abs=0.08)
