"""OpenTable's seated diners by single days: against 2019 to 2022, and in 2023 against 2022.

One wide file: a row a city, a column a day, and the names of the city between 2022 and 2023, where
the base changes. Days to 2022 are written with a percent sign, those of 2023 without.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd

from data_loaders.observations.feed_files import DeliveryError, dates, numbers, read_csv
from data_loaders.observations.series import series
from data_loaders.observations.table import tidy
from data_loaders.vocabulary.geography import CITY_ID
from data_loaders.vocabulary.model import (
    Cadence,
    Category,
    Direction,
    Feed,
    FeedFile,
    Frequency,
    Geography,
    Indicator,
    Measure,
    Publication,
    Reason,
    Source,
    Terms,
)
from data_loaders.vocabulary.policy import Contributors, Policy, Sensitivity, Treatment

FILE = "2020-2022vs2019_Reopened_Seated_Diner_Data.csv"
URL = (
    "https://raw.githubusercontent.com/zhik/nyc_stats/"
    f"01e040544b7d0cde876546537e35ff1513d6737a/{FILE}"
)
NAME, KIND = "Name", "Type"
CITY, OF_A_CITY = "New York", "city"
A_DAY = re.compile(r"\d{4}/\d{1,2}/\d{1,2}")
YEAR_OF_OTHER_BASE = 2023
PERCENT = "%"

DAILY = Indicator(
    id="seated_diners_daily",
    family="seated_diners",
    title="Restaurant diners against 2019, by day",
    noun="seated restaurant diners against 2019",
    description=(
        "The change in people seated at restaurants that use OpenTable against the same day of "
        "2019, to the end of 2022. It counts people with or without a reservation."
    ),
    processing="None: the published change of each day.",
    unit="%",
    measure=Measure.PERCENT_CHANGE,
    decimals=1,
    frequency=Frequency.DAY,
    geographies=(Geography.CITY,),
    direction=Direction.BACK_TO_BASELINE,
    category=Category.FOOD,
    baseline="2019",
    caveats=(
        "Single days swing with the weather and with holidays that fall on another day.",
        "Restaurants that joined or left OpenTable change the comparison.",
    ),
)
ON_YEAR_BEFORE = replace(
    DAILY,
    id="seated_diners_on_2022",
    family="seated_diners_on_2022",
    title="Restaurant diners in 2023 against the year before",
    noun="seated restaurant diners against the year before",
    description=(
        "The change in people seated at restaurants that use OpenTable against the same day of "
        "2022, when many had not come back."
    ),
    baseline=None,
    caveats=(
        "Against 2022, not against 2019: this tells nothing of whether diners are back. It is no "
        "continuation of the change against 2019.",
        *DAILY.caveats,
    ),
)

SOURCE = Source(
    id="opentable_by_day",
    name="OpenTable State of the Industry by day, 2020 to 2023",
    partner="OpenTable",
    publisher_url="https://www.opentable.com/state-of-industry",
    feed=Feed("opentable-2023", (FeedFile(FILE, URL),)),
    terms_of_use=Terms(
        available="OpenTable put these figures on a public page; the copy read is one that "
        "somebody collected from it.",
        credit=("OpenTable",),
    ),
    publication=Publication.SHOW,
    citation="OpenTable, State of the Industry, 2020 to 2023",
    description=(
        "How many people ate at restaurants on OpenTable in New York City each day, against the "
        "same day of an earlier year."
    ),
    covers=(
        "Restaurants that use OpenTable, which are more often sit-down restaurants that take "
        "reservations. Counter service, takeout and delivery are not in it."
    ),
    category=Category.FOOD,
    # OpenTable's page goes on; the collection that is read here ended in December 2023.
    cadence=Cadence.ONCE,
    policy=Policy(
        sensitivity=Sensitivity.PUBLIC,
        unit_of_observation="the city and a day",
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule="OpenTable published one change a day for each whole city, and no counts.",
        plain="A percent change for the whole city says nothing about any diner or restaurant.",
        revision="The collection ended; no revision is expected.",
        retention="The last collected file is kept.",
    ),
    indicators=(DAILY, ON_YEAR_BEFORE),
    reasons=(Reason.BLANK,),
)


def read(folder: Path) -> pd.DataFrame:
    """Observations by day, one series a base: what is against 2022 never goes on from 2019."""
    path = folder / FILE
    row = _city(path, read_csv(path, [NAME, KIND]))
    days = dates(path, pd.Series(row.index, name="day"), "%Y/%m/%d")
    if days.duplicated().any():
        raise DeliveryError(path, "a day in two columns", "each day once", "Fetch it again.")
    is_on_2022 = (days.dt.year >= YEAR_OF_OTHER_BASE).to_numpy()
    _require_signs(path, row, is_on_2022)
    values = numbers(path, row.str.removesuffix(PERCENT).rename("change"), least=-100)
    values = values.set_axis(pd.DatetimeIndex(days))
    return tidy(
        [
            _series(DAILY, values[~is_on_2022]),
            _series(ON_YEAR_BEFORE, values[is_on_2022]),
        ]
    )


def _city(path: Path, table: pd.DataFrame) -> pd.Series:
    """The cells of the city by day, as they are written."""
    rows = table[table[NAME].eq(CITY) & table[KIND].eq(OF_A_CITY)]
    if len(rows) != 1:
        raise DeliveryError(path, f"{len(rows)} rows of the city", "one", "Look at its names.")
    days = [column for column in table.columns if A_DAY.fullmatch(str(column))]
    if not days:
        raise DeliveryError(path, "no column of a day", "one like 2020/2/18", "Look at its header.")
    return rows.iloc[0][days].astype("str").where(rows.iloc[0][days].notna())


def _require_signs(path: Path, row: pd.Series, is_on_2022: pd.Series) -> None:
    """The percent sign tells the base; a day with the other's sign would be read on a wrong one."""
    has_sign = row.str.endswith(PERCENT).eq(True).to_numpy()
    wrong = row.notna().to_numpy() & (has_sign == is_on_2022)
    if wrong.any():
        raise DeliveryError(
            path,
            f"{row.index[wrong][0]}: {row[wrong].iloc[0]!r}",
            "a percent sign to 2022, against 2019, and none from 2023, against 2022",
            "Ask which base these days have.",
        )


def _series(indicator: Indicator, values: pd.Series) -> pd.DataFrame:
    return series(indicator, Geography.CITY, CITY_ID, values)
