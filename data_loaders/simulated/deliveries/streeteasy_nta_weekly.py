"""StreetEasy's simulated weekly files: listings of every neighborhood of 2010, by bedrooms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from data_loaders.privacy.tables.network import Floats, Ints
from data_loaders.simulated.city import City, Kind
from data_loaders.simulated.facts import BEFORE
from data_loaders.vocabulary import geography
from data_loaders.vocabulary.model import Area, AreaKind, Geography

FIRST_FILE = date(2019, 1, 15)  # a Tuesday; every later file is dated a Monday
WEEK = pd.Timedelta(days=7)
RENTALS_PER_1000 = {"MN": 7.0, "BK": 2.6, "QN": 1.3, "BX": 0.8, "SI": 0.9}
SALES_PER_1000 = {"MN": 4.5, "BK": 1.7, "QN": 1.3, "BX": 0.8, "SI": 1.5}
SPREAD_OF_AREAS = 0.55
SUMMER = 0.10
NEW_OF_RENTALS, PENDING_OF_RENTALS = 0.21, 0.19
NEW_OF_SALES, PENDING_OF_SALES = 0.085, 0.06
BEDROOMS = {"0": 0.20, "1": 0.37, "2": 0.27, "3+": 0.16}
RENTAL_WEEKS, SALE_WEEKS = 4.2, 10.5
# For a month one neighborhood came under its code of 2020.
CODE_OF_2010, CODE_OF_2020 = "MN25", "MN0101"
MISCODED = (date(2021, 9, 7), date(2021, 10, 5))
NEVER_CAME = frozenset({date(2019, 8, 5), date(2020, 12, 28)})
CAME_LATE = {date(2022, 2, 14): date(2022, 4, 11)}


@dataclass(frozen=True)
class Market:
    """Expected listings and typical figures of every neighborhood, days × neighborhoods."""

    places: tuple[Area, ...]
    rentals: Floats
    sales: Floats
    discounts: Floats


def write(
    folder: Path, city: City, after: date | None, until: date, scale: float
) -> Sequence[Path]:
    """A file for every week handed over after `after`, up to `until`.

    `scale` changes nothing: there are as many neighborhoods and weeks as there are.
    """
    market = _market(city)
    paths = []
    for dated in _dates(until):
        handed_over = CAME_LATE.get(dated, dated)
        if (after is None or handed_over > after) and handed_over <= until:
            path = folder / f"nta-metrics-{dated}.csv"
            _week(city, market, dated).to_csv(path, index=False, lineterminator="\n")
            paths.append(path)
    return paths


def _dates(until: date) -> list[date]:
    mondays = pd.date_range(FIRST_FILE, until, freq="W-MON")
    return [FIRST_FILE, *(day.date() for day in mondays if day.date() not in NEVER_CAME)]


def _market(city: City) -> Market:
    everywhere = geography.areas()[Geography.NTA2010]
    order = [place for place, area in enumerate(everywhere) if _has_homes(area)]
    places = tuple(everywhere[place] for place in order)
    season = 1 + SUMMER * np.cos(2 * np.pi * (city.days.day_of_year.to_numpy() - 200) / 365.25)
    random = city.random("street easy neighborhoods")
    own = random.lognormal(0.0, SPREAD_OF_AREAS, len(places))
    people = np.array([area.population or 0 for area in places]) / 1000 * own

    def listings(kind: Kind, rate: dict[str, float]) -> Floats:
        per_1000 = np.array([rate[area.borough_id or "MN"] for area in places])
        return (
            city.levels(kind, Geography.NTA2010)[:, order]
            * season[:, None]
            * people[None, :]
            * per_1000
        )

    discounts = city.levels(Kind.DISCOUNTS, Geography.NTA2010)[:, order]
    return Market(
        places,
        listings(Kind.RENTAL_LISTINGS, RENTALS_PER_1000),
        listings(Kind.SALE_LISTINGS, SALES_PER_1000),
        np.clip(discounts, 0.01, 0.8),
    )


def _has_homes(area: Area) -> bool:
    return area.kind is AreaKind.RESIDENTIAL


def _week(city: City, market: Market, dated: date) -> pd.DataFrame:
    """The table of one file: the week that ended the Sunday before it."""
    monday = pd.Timestamp(dated) - WEEK
    monday -= pd.Timedelta(days=monday.weekday())
    random = city.random(f"street easy {monday.date()}")
    day = city.day(str(monday.date()))
    fuller = market.rentals[day] / market.rentals[city.day(BEFORE)]
    shares = np.array(list(BEDROOMS.values()))
    of_rent = random.poisson(market.rentals[day][:, None] * shares)
    of_sale = random.poisson(market.sales[day][:, None] * shares)
    whole = [("All", of_rent.sum(axis=1), of_sale.sum(axis=1))]
    classes = [(name, of_rent[:, at], of_sale[:, at]) for at, name in enumerate(BEDROOMS)]
    parts = [
        _rows(random, market.places, name, rent, sale, market.discounts[day], fuller)
        for name, rent, sale in (*whole, *classes)
    ]
    table = pd.concat(parts, ignore_index=True)
    table["Week Start Date"] = str(monday.date())
    if MISCODED[0] <= dated <= MISCODED[1]:
        table["NTA Code"] = table["NTA Code"].replace(CODE_OF_2010, CODE_OF_2020)
    return table


def _share(random: np.random.Generator, of: Ints, chance: Floats | float) -> Floats:
    known = random.binomial(of, np.clip(chance, 0, 1)) / np.maximum(of, 1)
    return np.where(of > 0, known.round(4), np.nan)


def _weeks(random: np.random.Generator, of: Ints, typical: Floats | float) -> Floats:
    noise = random.normal(1.0, 0.5 / np.sqrt(np.maximum(of, 1)))
    return np.where(of > 0, np.round(np.maximum(typical * noise, 0.5) * 2) / 2, np.nan)


def _rows(
    random: np.random.Generator,
    places: tuple[Area, ...],
    bedrooms: str,
    rent: Ints,
    sale: Ints,
    discounts: Floats,
    fuller: Floats,
) -> pd.DataFrame:
    """One class of bedrooms, columns in the order of the format."""
    return pd.DataFrame(
        {
            "NTA Name": [area.name for area in places],
            "NTA Code": [area.id for area in places],
            "No. of New Sale Listings": random.binomial(sale, NEW_OF_SALES),
            "Pct Hike (Sales)": _share(random, sale, 0.012),
            "Pct Cut (Sales)": _share(random, sale, 0.06 + 0.1 * discounts),
            "No. of Pending Sale Listings": random.binomial(sale, PENDING_OF_SALES),
            "No. of Sale Listings": sale,
            "Median Weeks on Market (Sales)": _weeks(random, sale, SALE_WEEKS),
            "No. of New Rental Listings": random.binomial(rent, NEW_OF_RENTALS),
            "Pct Hike (Rentals)": _share(random, rent, 0.02),
            "Pct Cut (Rentals)": _share(random, rent, 0.6 * discounts),
            "No. of Pending Rental Listings": random.binomial(rent, PENDING_OF_RENTALS),
            "No. of Rental Listings": rent,
            "Pct Furnished (Rentals)": _share(random, rent, 0.07),
            "Pct Short Term (Rentals)": _share(random, rent, 0.03),
            "Pct with Concessions (Rentals)": _share(random, rent, discounts),
            "Median Weeks on Market (Rentals)": _weeks(random, rent, RENTAL_WEEKS * fuller**0.7),
            "No. of bedrooms": bedrooms,
        }
    )
