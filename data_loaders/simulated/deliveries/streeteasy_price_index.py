"""StreetEasy's simulated indices: city, boroughs and submarkets, a few weeks after each month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from data_loaders.privacy.tables.network import Floats
from data_loaders.simulated.city import City, Kind
from data_loaders.vocabulary import geography
from data_loaders.vocabulary.geography import CITY_ID
from data_loaders.vocabulary.model import AreaKind, Geography

LAG = pd.Timedelta(days=20)
NAMES = {CITY_ID: CITY_ID} | {borough.id: borough.name for borough in geography.BOROUGHS}
# Dollars in January 2020; no index is made for the Bronx and Staten Island.
MARKETS = {
    "rentals": (Kind.RENT, {CITY_ID: 2930, "MN": 3280, "BK": 2720, "QN": 2190}),
    "sales": (Kind.PRICE, {CITY_ID: 632_000, "MN": 1_097_000, "BK": 727_000, "QN": 520_000}),
}
SPREAD_OF_SUBMARKETS = 0.15
NOISE = 0.003
RESTATED = 0.0005  # how much a month moves with every delivery
NEWEST, NEWEST_RESTATED = 3, 0.006


def write(
    folder: Path, city: City, after: date | None, until: date, scale: float
) -> Sequence[Path]:
    """One file, named for the newest month that was published by `until`.

    `after` and `scale` change nothing: each delivery holds every month since January 2019.
    """
    months = pd.date_range(city.days[0], until, freq="MS")
    months = months[months + pd.offsets.MonthEnd(0) + LAG <= pd.Timestamp(until)]
    parts = []
    for market in MARKETS:
        dollars = _dollars(city, market).reindex(months)
        parts += [_rows(city, dollars[place], until, market, name) for place, name in _places()]
    path = folder / f"price_indices-{months[-1]:%Y-%m}.csv"
    table = pd.concat(parts, ignore_index=True)
    table.to_csv(path, index=False, float_format="%.2f", lineterminator="\n")
    return [path]


def _places() -> list[tuple[str, str]]:
    """Ids of the boroughs (and the city), each with the name of it or of a submarket in it."""
    known = MARKETS["rentals"][1]
    submarkets = [
        (area.borough_id or "", area.name)
        for area in geography.areas()[Geography.STREETEASY]
        if area.kind is AreaKind.OTHER and area.borough_id in known
    ]
    return [*((place, NAMES[place]) for place in known), *submarkets]


def _dollars(city: City, market: str) -> pd.DataFrame:
    """The monthly level of the city and the boroughs that have one, in dollars."""
    kind, dollars = MARKETS[market]
    boroughs = city.levels(kind, Geography.BOROUGH)
    columns = dict(zip(city.area_ids(Geography.BOROUGH), boroughs.T, strict=True))
    columns[CITY_ID] = city.levels(kind, Geography.CITY)[:, 0]
    daily = pd.DataFrame({place: columns[place] for place in dollars}, index=city.days)
    return daily.resample("MS").mean() / 100 * pd.Series(dollars)


def _rows(city: City, dollars: pd.Series, until: date, market: str, name: str) -> pd.DataFrame:
    """The index of one place; a submarket moves as its borough does, at a level of its own."""
    borough = NAMES[str(dollars.name)]
    spread = 0.0 if name == borough else SPREAD_OF_SUBMARKETS
    own = city.random(f"submarket {name}").lognormal(0.0, spread)
    return pd.DataFrame(
        {
            "MONTH": pd.DatetimeIndex(dollars.index).strftime("%Y-%m-%d"),
            "BOROUGH": borough,
            "NAME": name,
            "TYPE": market,
            "index": dollars * own * _noise(city, len(dollars), f"{market} {name}", until),
        }
    )


def _noise(city: City, months: int, name: str, until: date) -> Floats:
    """The same for every delivery, but for what each of them restates."""
    lasting = city.random(f"index {name}").normal(1.0, NOISE, months)
    restated = np.full(months, RESTATED)
    restated[-NEWEST:] = NEWEST_RESTATED
    return lasting * city.random(f"index {name} {until}").normal(1.0, restated)
