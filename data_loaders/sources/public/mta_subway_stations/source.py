"""Subway entries by month and by the area a station lies in, against the same month of 2017-19."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_loaders.observations.points import area_of_station, neighborhoods_at
from data_loaders.observations.table import tidy
from data_loaders.sources.public.mta_subway_stations.files import FILES, base, entries, stations
from data_loaders.sources.public.mta_subway_stations.indicators import (
    CLOSED,
    ENTRIES,
    LARGEST_CLOSED_PERCENT,
    NO_STATION,
    PLACES,
    SHARES,
)
from data_loaders.vocabulary.geography import CITY_ID, UNALLOCATED, areas
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    Cadence,
    Category,
    Feed,
    Geography,
    Grant,
    Indicator,
    Publication,
    Reason,
    Source,
    Status,
    Terms,
)
from data_loaders.vocabulary.policy import Contributors, Policy, Sensitivity, Treatment

PAGE = "https://data.ny.gov/Transportation/MTA-Subway-Hourly-Ridership-Beginning-2025/5wq4-mkjj"

MOST_CLOSED = LARGEST_CLOSED_PERCENT / 100

SOURCE = Source(
    id="mta_subway_stations",
    name="Subway entries by station",
    partner="Metropolitan Transportation Authority",
    publisher_url=PAGE,
    feed=Feed(folder="mta-subway-stations", files=FILES),
    terms_of_use=Terms(
        grant=Grant.FREE_TO_USE,
        stated="free to use with attribution",
        stated_in="the terms of use of New York State's open data portal",
        of_public_agency=True,
        credit=("the MTA",),
    ),
    publication=Publication.OPEN,
    citation=f"Metropolitan Transportation Authority, MTA Subway Hourly Ridership. {PAGE}",
    description=(
        "Paid entries at each subway station by the hour, added up by month and by the areas "
        "stations lie in. Sums of the copy were made by staff of the New York State Comptroller."
    ),
    covers=(
        "Everyone who pays to enter a subway station, residents and visitors alike. It misses "
        "riders who do not pay, buses, the Staten Island Railway, and areas without a station."
    ),
    category=Category.FOOT_TRAFFIC,
    cadence=Cadence.MONTH,
    policy=Policy(
        sensitivity=Sensitivity.PUBLIC,
        unit_of_observation="a station complex and month",
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule="The MTA publishes entries of every station by the hour and hides none.",
        plain="Totals of a month at whole stations say nothing about any single rider.",
        revision="The MTA revises its counts; each release takes the newest sums whole.",
        retention="Public data; kept with every release.",
    ),
    indicators=(*ENTRIES.values(), *SHARES.values()),
    known_errors=(
        f"Riders who do not pay are not in the counts. {NO_STATION}",
        CLOSED,
    ),
    reasons=(
        Reason.PARTS_MISSING,
        Reason.NO_STATION,
    ),
)


def read(folder: Path) -> pd.DataFrame:
    """Observations of entries and shares for city and areas, one a month."""
    table = entries(folder)
    table["calendar_month"] = table["month"].dt.month
    table = table.merge(base(folder), how="left", on=["station", "calendar_month", "days"])
    has_base = table["base"].gt(0)
    table["compared"] = table["entries"].where(has_base, 0.0)
    table["base"] = table["base"].where(has_base, 0.0)
    table["closed"] = table["base"].where(table["entries"].eq(0), 0.0)
    return tidy(
        part
        for geography in PLACES
        for part in _by_area(table, _area_of_station(stations(folder), geography), geography)
    )


def _area_of_station(at: pd.DataFrame, geography: Geography) -> pd.Series:
    """The area each station counts for; one that opened since is placed by its coordinates."""
    if geography is Geography.CITY:
        return pd.Series(CITY_ID, index=at.index)
    nearby = neighborhoods_at(at["latitude"], at["longitude"], geography).replace("", UNALLOCATED)
    known = at.index.to_series().map(area_of_station(geography))
    return known.fillna(nearby)


def _by_area(table: pd.DataFrame, area_of: pd.Series, geography: Geography) -> list[pd.DataFrame]:
    """Entries and shares of one geography, areas without a station marked as such."""
    area_ids = table["station"].map(area_of).fillna(UNALLOCATED)
    by = [area_ids.rename("area_id"), table["month"], table["days"]]
    sums = table.groupby(by)[["entries", "compared", "base", "closed"]].sum()
    months = sorted(table["month"].unique())
    named = sorted({area.id for area in areas()[geography]} | set(area_ids))
    parts: list[pd.DataFrame] = []
    for days, indicator in ENTRIES.items():
        grid = pd.MultiIndex.from_product([named, months], names=["area_id", "month"])
        of_days = sums.xs(days, level="days").reindex(grid)
        share = 100 * of_days["compared"] / of_days["base"].where(of_days["base"] > 0)
        doubtful = of_days["closed"] / of_days["base"] > MOST_CLOSED
        has_station = of_days["entries"].notna().groupby(level="area_id").transform("any")
        never = pd.Series(data=False, index=grid)
        parts.append(_observations(indicator, geography, of_days["entries"], never, has_station))
        parts.append(_observations(SHARES[days], geography, share.round(1), doubtful, has_station))
    return parts


def _observations(
    indicator: Indicator,
    geography: Geography,
    values: pd.Series,
    doubtful: pd.Series,
    has_station: pd.Series,
) -> pd.DataFrame:
    status = pd.Series(str(Status.NORMAL), index=values.index)
    status = status.mask(doubtful, str(Status.LOW_RELIABILITY))
    status = status.mask(values.isna(), str(Status.NOT_REPORTED))
    status = status.where(has_station, str(Status.NOT_APPLICABLE))
    rows = pd.DataFrame({"value": values, "status": status}).reset_index()
    return rows.assign(
        indicator_id=indicator.id,
        geography=str(geography),
        industry_id=ALL_INDUSTRIES,
        period_start=rows["month"],
        period_end=rows["month"] + pd.offsets.MonthEnd(0),
    )
