"""People walking past the fifty sites of the City's pedestrian index, twice a year.

A column is a season and time of day, its name spelled unevenly (`May22_pM`, `June24_AM`). A site
that was not counted is written 0: it is missing, not empty.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from data_loaders.observations.feed_files import DeliveryError, numbers, read_csv, reject_rows
from data_loaders.observations.table import tidy
from data_loaders.vocabulary.geography import BOROUGH_OF_NAME, CITY_ID
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    Cadence,
    Category,
    Direction,
    Feed,
    FeedFile,
    Frequency,
    Geography,
    Grant,
    Indicator,
    Measure,
    Publication,
    Source,
    Status,
    Terms,
)
from data_loaders.vocabulary.policy import Contributors, Policy, Sensitivity, Treatment

FILE = "Bi-Annual_Pedestrian_Counts.csv"
URL = "https://data.cityofnewyork.us/api/views/cqsj-cfgu/rows.csv?accessType=DOWNLOAD"
PAGE = "https://data.cityofnewyork.us/Transportation/Bi-Annual-Pedestrian-Counts/2de2-6x2h"
SITE, BOROUGH, IN_INDEX = "Loc", "Borough", "Iex"
CLIPPED = {"Staten Isla": "Staten Island"}
BRIDGES = ("East River Bridges", "Harlem River Bridges")
COLUMN = re.compile(r"(May|June|Sept|Oct)_?(\d\d)_(AM|PM|MD)", re.IGNORECASE)
SPRING = ("may", "june")
NOT_COUNTED = 0
FIRST_YEAR = 2017
# The last spring and the last autumn counted before the pandemic.
BASES = {1: pd.Timestamp("2019-01-01"), 7: pd.Timestamp("2018-07-01")}

ONE_COUNT = (
    "One count a season at each site: weather and chance weigh heavily. Spring is May, in 2024 "
    "June; autumn is September, from 2020 October; spring 2020 was not counted."
)
SITES = (
    "Only the 50 sites of the pedestrian index, most on shopping streets. There are 20 in "
    "Manhattan, 16 in Brooklyn, 7 in Queens, 5 in the Bronx and 2 on Staten Island. They stand "
    "for no neighborhood."
)
SAME_SITES = (
    "Over the sites counted both then and in the season compared with. That is May 2019 for "
    "spring. It is September 2018 for autumn, as none was counted in autumn 2019."
)
TIMES = {
    "PM": ("evening", "on weekday evenings from 4 to 7"),
    "AM": ("morning", "on weekday mornings from 7 to 9"),
    "MD": ("midday", "at midday, from 12 to 2"),
}


def _indicators(time: str) -> tuple[Indicator, Indicator]:
    """The count and the share of one time of day."""
    name, words = TIMES[time]
    count = Indicator(
        id=f"pedestrians_{name}",
        family="pedestrians",
        title=f"People walking at 50 sites, {name}",
        noun=f"people walking at 50 sites {words}",
        description=f"People who pass the sites of the City's pedestrian index {words}.",
        processing="The sum of all sites of an area; none where a site was not counted.",
        unit="people",
        measure=Measure.COUNT,
        decimals=0,
        frequency=Frequency.HALF_YEAR,
        geographies=(Geography.CITY, Geography.BOROUGH),
        direction=Direction.BACK_TO_BASELINE,
        category=Category.FOOT_TRAFFIC,
        caveats=(ONE_COUNT, SITES),
    )
    share = Indicator(
        id=f"pedestrians_{name}_vs_2019",
        family="pedestrians",
        title=f"People walking, {name}, share of before the pandemic",
        noun=f"people walking {words} as a share of before the pandemic",
        description=(
            f"People who pass sites of the City's pedestrian index {words}. Their number is a "
            "percent of the same season before the pandemic: 100 means as many as then."
        ),
        processing=f"{SAME_SITES} Computed here.",
        unit="% of before the pandemic",
        measure=Measure.INDEX,
        decimals=0,
        frequency=Frequency.HALF_YEAR,
        geographies=(Geography.CITY, Geography.BOROUGH),
        direction=Direction.BACK_TO_BASELINE,
        category=Category.FOOT_TRAFFIC,
        baseline="2019",
        caveats=(ONE_COUNT, SITES),
    )
    return count, share


BY_TIME = {time: _indicators(time) for time in TIMES}

SOURCE = Source(
    id="dot_pedestrians",
    name="Pedestrian counts twice a year",
    partner="NYC Department of Transportation",
    publisher_url=PAGE,
    feed=Feed(folder="dot-pedestrian-counts", files=(FeedFile(FILE, URL),)),
    terms_of_use=Terms(
        grant=Grant.FREE_TO_USE,
        stated="free to use, without restriction",
        stated_in="the terms of use of NYC Open Data",
        of_public_agency=True,
        credit=("the NYC Department of Transportation",),
    ),
    publication=Publication.OPEN,
    citation=f"NYC Department of Transportation, Bi-Annual Pedestrian Counts. {PAGE}",
    description="People who walk past 50 sites on shopping streets, counted in spring and autumn.",
    covers=f"Everyone who walks past, some more than once. {SITES}",
    category=Category.FOOT_TRAFFIC,
    cadence=Cadence.HALF_YEAR,
    policy=Policy(
        sensitivity=Sensitivity.PUBLIC,
        unit_of_observation="a site, season and time of day",
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule="The agency publishes every site and hides none; 0 means not counted.",
        plain="Counts of passers-by in public places say nothing about any single person.",
        revision="Each season is added; earlier ones have not been seen to change.",
        retention="Kept as long as the site runs.",
    ),
    indicators=tuple(indicator for pair in BY_TIME.values() for indicator in pair),
)


def read(folder: Path) -> pd.DataFrame:
    """Observations of counts and shares by half-year, for the city and its boroughs."""
    counts = _counts(folder / FILE)
    half_years = _all_half_years(pd.DatetimeIndex(counts["period_start"].unique()))
    parts = [
        part
        for time, (count, share) in BY_TIME.items()
        for area_id, sites in _by_area(counts[counts["time"] == time])
        for part in _observations(area_id, sites.reindex(columns=half_years), count, share)
    ]
    return tidy(parts)


def _counts(path: Path) -> pd.DataFrame:
    """A row a site of the index, half-year and time of day; NaN where it was not counted."""
    table = read_csv(path, [SITE, BOROUGH, IN_INDEX])
    reject_rows(path, table[SITE], table[SITE].duplicated(), "each site once")
    reject_rows(path, table[IN_INDEX], ~table[IN_INDEX].isin(["Y", "N"]), "Y or N")
    boroughs = table[BOROUGH].replace(CLIPPED)
    known = boroughs.isin([*BOROUGH_OF_NAME, *BRIDGES])
    reject_rows(path, table[BOROUGH], ~known, "a borough, or bridges")
    is_index = table[IN_INDEX].eq("Y")
    parts = [
        pd.DataFrame(
            {
                "site": table[SITE],
                "area_id": boroughs.map(BOROUGH_OF_NAME),
                "period_start": start,
                "time": time,
                "people": numbers(path, table[name], least=0).replace(NOT_COUNTED, float("nan")),
            }
        )[is_index]
        for name, start, time in _seasons(path, list(table.columns))
    ]
    return pd.concat(parts, ignore_index=True)


def _seasons(path: Path, columns: list[str]) -> list[tuple[str, pd.Timestamp, str]]:
    """Column, first day of its half-year, and time of day, from 2017 on."""
    seasons = []
    for name in columns:
        match = COLUMN.fullmatch(name)
        if match:
            season, year, time = match.groups()
            month = 1 if season.lower() in SPRING else 7
            start = pd.Timestamp(2000 + int(year), month, 1)
            if start.year >= FIRST_YEAR:
                seasons.append((name, start, time.upper()))
    keys = [key for _, *key in seasons]
    absent = [base for base in BASES.values() if [base, "PM"] not in keys]
    if absent or len(keys) != len({tuple(key) for key in keys}):
        raise DeliveryError(
            path,
            f"columns {[name for name, *_ in seasons][:6]} and others",
            "a column a season and time of day, May 2019 and September 2018 among them",
            "If the City spells seasons anew, extend COLUMN in the source's module.",
        )
    return seasons


def _all_half_years(starts: pd.DatetimeIndex) -> pd.DatetimeIndex:
    return pd.date_range(starts.min(), starts.max(), freq="6MS")


def _by_area(counts: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Sites by half-year for the city and each borough with sites in the index."""
    wide = counts.pivot_table("people", "site", "period_start", dropna=False)
    area_of = counts.drop_duplicates("site").set_index("site")["area_id"].reindex(wide.index)
    boroughs = [(str(area_id), wide[area_of == area_id]) for area_id in sorted(area_of.unique())]
    return [(CITY_ID, wide), *boroughs]


def _observations(
    area_id: str, sites: pd.DataFrame, count: Indicator, share: Indicator
) -> list[pd.DataFrame]:
    whole = sites.sum(min_count=len(sites))
    shares = pd.Series({start: _share(sites, start) for start in pd.DatetimeIndex(sites.columns)})
    return [_labeled(area_id, whole, count), _labeled(area_id, shares.round(0), share)]


def _share(sites: pd.DataFrame, start: pd.Timestamp) -> float:
    """Percent of the same season before the pandemic, over the sites counted in both."""
    base = sites[BASES[start.month]]
    both = sites[start].notna() & base.notna()
    return 100 * sites.loc[both, start].sum() / base[both].sum() if both.any() else float("nan")


def _labeled(area_id: str, values: pd.Series, indicator: Indicator) -> pd.DataFrame:
    starts = pd.DatetimeIndex(values.index)
    geography = Geography.CITY if area_id == CITY_ID else Geography.BOROUGH
    return pd.DataFrame(
        {
            "indicator_id": indicator.id,
            "geography": str(geography),
            "area_id": area_id,
            "industry_id": ALL_INDUSTRIES,
            "period_start": starts,
            "period_end": starts + pd.offsets.MonthEnd(6),
            "value": values.to_numpy(),
            "status": values.notna()
            .map({True: str(Status.NORMAL), False: str(Status.NOT_REPORTED)})
            .to_numpy(),
        }
    )
