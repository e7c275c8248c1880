"""Broadway by the week: shows playing, people in the seats and what they paid."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from data_loaders.observations.feed_files import dates, numbers, read_csv, reject_rows
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

FILE = "weeks.csv"
URL = "https://raw.githubusercontent.com/mitkrieg/broadway-grosses-scraper/main/data/weeks.csv"
PAGE = "https://www.broadwayleague.com/research/grosses-broadway-nyc/"
FIRST_WEEK = pd.Timestamp("2019-01-06")
SUNDAY = 7
CLOSED = (
    "Theaters were closed from March 12, 2020; the first weeks after that are of August 2021. "
    "Weeks between have no row in the file and are shown as not reported, never as zero."
)
NOT_ALL = "Broadway is 41 large theaters in Manhattan; most stages of the city are not among them."

ATTENDANCE = Indicator(
    id="broadway_attendance",
    family="broadway_attendance",
    title="People at Broadway shows",
    noun="people at Broadway shows",
    description="Tickets used at Broadway theaters in a week that ends on Sunday.",
    processing="None: the League's own total, from the week ending January 6, 2019.",
    unit="people",
    measure=Measure.COUNT,
    decimals=0,
    frequency=Frequency.WEEK,
    week_ends_on=SUNDAY,
    geographies=(Geography.CITY,),
    direction=Direction.HIGHER_IS_BETTER,
    category=Category.COMMUNITY,
    baseline="2019",
    caveats=(CLOSED, NOT_ALL, "Many of the people are visitors to the city."),
)
SHOWS = replace(
    ATTENDANCE,
    id="broadway_shows",
    family="broadway_shows",
    title="Shows playing on Broadway",
    noun="shows playing on Broadway",
    description="Productions that played at a Broadway theater in a week that ends on Sunday.",
    unit="shows",
    caveats=(CLOSED, NOT_ALL),
)
GROSS = replace(
    ATTENDANCE,
    id="broadway_gross",
    family="broadway_gross",
    title="Ticket sales on Broadway",
    noun="ticket sales on Broadway",
    description="What tickets of Broadway shows brought in, in a week that ends on Sunday.",
    unit="dollars",
    measure=Measure.MONEY,
    direction=Direction.NONE,
    caveats=(CLOSED, NOT_ALL, "Not adjusted for prices."),
)
COLUMNS = {
    "totalattendance": ATTENDANCE,
    "totalentries": SHOWS,
    "totalgross": GROSS,
}

SOURCE = Source(
    id="broadway_grosses",
    name="Broadway grosses, weekly",
    partner="The Broadway League",
    publisher_url=PAGE,
    feed=Feed(folder="broadway-league", files=(FeedFile(FILE, URL),)),
    terms_of_use=Terms(
        available="The League publishes each week on its page; the copy read was collected from "
        "there by a programmer and ends in February 2023.",
        credit=("The Broadway League",),
    ),
    publication=Publication.SHOW,
    citation=f"The Broadway League, Grosses, Broadway in NYC. {PAGE}",
    description="How many shows played on Broadway each week, to how many people.",
    covers=f"All Broadway theaters. {NOT_ALL} Off-Broadway, museums and music are not in it.",
    category=Category.COMMUNITY,
    # The League goes on weekly; the collection that is read here is renewed on no set date.
    cadence=Cadence.AS_NEEDED,
    policy=Policy(
        sensitivity=Sensitivity.PUBLIC,
        unit_of_observation="all Broadway theaters and a week",
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule="The League publishes each show's week; only totals are read here.",
        plain="Totals of all theaters say nothing about any visitor.",
        revision="The League corrects single weeks; the copy holds them as they were collected.",
        retention="The last collected file is kept.",
    ),
    indicators=(ATTENDANCE, SHOWS, GROSS),
)


def read(folder: Path) -> pd.DataFrame:
    """Observations a week from 2019, a row for every week from the first to the last."""
    path = folder / FILE
    table = read_csv(path, ["week_of", *COLUMNS])
    weeks = dates(path, table["week_of"], "%Y-%m-%d")
    wrong = weeks.duplicated(keep=False) | weeks.dt.isocalendar().day.ne(SUNDAY)
    reject_rows(path, table["week_of"], wrong, "a Sunday, each once")
    whole = pd.date_range(FIRST_WEEK, weeks.max(), freq="W-SUN")
    return tidy(
        _weekly(path, table[column].set_axis(weeks.index), weeks, whole, indicator)
        for column, indicator in COLUMNS.items()
    )


def _weekly(
    path: Path, column: pd.Series, weeks: pd.Series, whole: pd.DatetimeIndex, indicator: Indicator
) -> pd.DataFrame:
    values = numbers(path, column)
    # A week without a show would have no row: zero is a slip of whoever collected it.
    reject_rows(path, column, values.le(0), "a number above zero")
    values = values.set_axis(pd.DatetimeIndex(weeks)).reindex(whole)
    status = values.notna().map({True: str(Status.NORMAL), False: str(Status.NOT_REPORTED)})
    return pd.DataFrame(
        {
            "indicator_id": indicator.id,
            "geography": str(Geography.CITY),
            "area_id": CITY_ID,
            "industry_id": ALL_INDUSTRIES,
            "period_start": whole - pd.Timedelta(days=6),
            "period_end": whole,
            "value": values.to_numpy(),
            "status": status.to_numpy(),
        }
    )
