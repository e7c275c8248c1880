"""Phones seen downtown, in New York's downtown against its own 2019 and the city's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

from data_loaders.observations.feed_files import (
    DeliveryError,
    dates,
    numbers,
    read_csv,
    reject_rows,
)
from data_loaders.observations.table import tidy
from data_loaders.vocabulary.geography import CITY_ID
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
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
    Source,
    Status,
    Terms,
)
from data_loaders.vocabulary.policy import Contributors, Policy, Sensitivity, Treatment

FILE = "pattern_data.csv"
URL = (
    "https://raw.githubusercontent.com/schoolofcities/downtown-recovery/main/docs/pattern_data.csv"
)
NEW_YORK = "New York, NY"
MONDAY, SUNDAY = 1, 7
# A ratio of one or so: percents would be a hundred times as much.
HIGHEST_RATIO = 5.0
SMOOTHED = "Each week is the mean of eleven weeks that end with it, so turns show late."
PHONES = (
    "Phones that share their place with some apps: not all people have one, and who does changes. "
    "The publisher went on with another way of counting that has no 2019 to compare with, so the "
    "two are not joined."
)

DOWNTOWN = Indicator(
    id="downtown_activity_vs_2019",
    family="downtown_activity",
    title="Phones seen in downtown New York against 2019",
    noun="phones seen in downtown New York as a share of 2019",
    description=(
        "Visits of phones to downtown New York, as the publisher draws it, as a percent of the "
        "same weeks of 2019. 100 means as many as then."
    ),
    processing=f"The publisher's ratio, written as a percent. {SMOOTHED}",
    unit="% of 2019",
    measure=Measure.INDEX,
    decimals=0,
    frequency=Frequency.WEEK,
    week_ends_on=SUNDAY,
    geographies=(Geography.CITY,),
    direction=Direction.BACK_TO_BASELINE,
    category=Category.FOOT_TRAFFIC,
    baseline="2019",
    caveats=("Of one part of the city, not of all of it.", SMOOTHED, PHONES),
)
WHOLE_CITY = replace(
    DOWNTOWN,
    id="city_activity_vs_2019",
    title="Phones seen in the whole city against 2019",
    noun="phones seen in the city as a share of 2019",
    description=(
        "Visits of phones to all of New York City, as a percent of the same weeks of 2019. 100 "
        "means as many as then."
    ),
    caveats=(SMOOTHED, PHONES),
)
INDICATOR_OF_METRIC = {"downtown": DOWNTOWN, "city": WHOLE_CITY}
# Downtown's ratio over the city's: no measure of its own.
PASSED_OVER = ("relative",)

SOURCE = Source(
    id="downtown_activity",
    name="Downtown Recovery, 2020 to 2023",
    partner="University of Toronto School of Cities",
    publisher_url="https://downtownrecovery.com",
    feed=Feed(folder="downtown-recovery-uoft", files=(FeedFile(FILE, URL),)),
    terms_of_use=Terms(
        available="Published in a public repository by the School of Cities, which compared 62 "
        "downtowns of North America. The counts of phones are of SafeGraph, a company.",
        credit=("the University of Toronto School of Cities",),
    ),
    publication=Publication.SHOW,
    citation="University of Toronto School of Cities, Downtown Recovery. "
    "https://downtownrecovery.com",
    description="How many phones were seen downtown and in the city each week, against 2019.",
    covers=(
        "People who carry a phone that shares its place with certain apps. Children, many older "
        "people and those who turn this off are not in it."
    ),
    category=Category.FOOT_TRAFFIC,
    cadence=Cadence.WEEK,
    ended_on=date(2023, 6, 18),
    policy=Policy(
        sensitivity=Sensitivity.PUBLIC,
        unit_of_observation="a downtown or a city, and week",
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule="The publisher gives one ratio a week for each whole downtown or city.",
        plain="A ratio for a whole downtown says nothing about any person.",
        revision="Ended in June 2023; no revision is expected.",
        retention="The last published file is kept.",
    ),
    indicators=(DOWNTOWN, WHOLE_CITY),
)


def read(folder: Path) -> pd.DataFrame:
    """Observations a week of downtown and of the city, each to its own last week."""
    path = folder / FILE
    table = read_csv(path, ["week", "metric", "display_title", "rolling_avg"])
    table = table[table["display_title"].eq(NEW_YORK)]
    if table.empty:
        raise DeliveryError(path, f"no row of {NEW_YORK}", "its weeks", "Look up its new name.")
    known = table["metric"].isin([*INDICATOR_OF_METRIC, *PASSED_OVER])
    reject_rows(path, table["metric"], ~known, f"one of {[*INDICATOR_OF_METRIC, *PASSED_OVER]}")
    weeks = dates(path, table["week"], "%Y-%m-%d")
    wrong = table.duplicated(["week", "metric"]) | weeks.dt.isocalendar().day.ne(MONDAY)
    reject_rows(path, table["week"], wrong, "a Monday, each once")
    ratios = numbers(path, table["rolling_avg"])
    reject_rows(path, table["rolling_avg"], ~ratios.between(0, HIGHEST_RATIO), "a ratio to 2019")
    return tidy(
        _weekly(ratios[table["metric"] == metric], weeks, indicator)
        for metric, indicator in INDICATOR_OF_METRIC.items()
    )


def _weekly(ratios: pd.Series, weeks: pd.Series, indicator: Indicator) -> pd.DataFrame:
    days = pd.DatetimeIndex(weeks[ratios.index])
    whole = pd.date_range(days.min(), days.max(), freq="W-MON")
    values = (100 * ratios).set_axis(days).reindex(whole)
    status = values.notna().map({True: str(Status.NORMAL), False: str(Status.NOT_REPORTED)})
    return pd.DataFrame(
        {
            "indicator_id": indicator.id,
            "geography": str(Geography.CITY),
            "area_id": CITY_ID,
            "industry_id": ALL_INDUSTRIES,
            "period_start": whole,
            "period_end": whole + pd.Timedelta(days=6),
            "value": values.round(2).to_numpy(),
            "status": status.to_numpy(),
        }
    )
