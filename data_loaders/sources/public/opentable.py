"""OpenTable's seated diners against 2019, as kept for the NY1/Investopedia index."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from data_loaders.observations import table as observations
from data_loaders.observations.feed_files import dates, numbers, read_csv, reject_rows
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

FILE = "opentable.csv"
DAY, WEEK_MEAN, DAILY = "date", "7-day Average", "OpenTable YoY Seated Diner Data (%)"
URL = (
    "https://raw.githubusercontent.com/Dotdash-Data-Journalism/"
    "2020_2022_INV_ny1_covid_recovery_index/main/data/opentable.csv"
)

SEATED_DINERS = Indicator(
    id="seated_diners",
    family="seated_diners",
    title="Restaurant diners against 2019",
    noun="seated restaurant diners against 2019, seven-day mean",
    description=(
        "The change in people seated at restaurants that use OpenTable against the same day of "
        "2019, averaged over seven days. It counts people with or without a reservation. -40 means "
        "four in ten diners fewer than in 2019."
    ),
    processing=(
        "None: the published mean of the day and the six before it. Values of single days end on "
        "June 20, 2021, and only the mean runs on, so we use the mean throughout. The first six "
        "days have no mean and are not reported."
    ),
    unit="%",
    measure=Measure.PERCENT_CHANGE,
    decimals=1,
    frequency=Frequency.DAY,
    geographies=(Geography.CITY,),
    direction=Direction.BACK_TO_BASELINE,
    category=Category.FOOD,
    baseline="2019",
    smoothed_over=7,
    caveats=(
        "OpenTable left out some holidays and other days, so a mean may span more than seven days.",
        "Restaurants that joined or left OpenTable change the comparison.",
    ),
)


def read(folder: Path) -> pd.DataFrame:
    """Observations of the file in `folder`, a row for every day from its first to its last."""
    path = folder / FILE
    table = read_csv(path, [DAY, WEEK_MEAN, DAILY], missing=("", "NA"))
    days = dates(path, table[DAY], "%Y-%m-%d")
    reject_rows(path, table[DAY], days.duplicated(keep=False), "each day once")
    means = numbers(path, table[WEEK_MEAN])
    reject_rows(path, table[WEEK_MEAN], means < -100, "a change of -100 or more")
    means = means.set_axis(days)
    whole = pd.date_range(days.min(), days.max(), freq="D")
    values = means.reindex(whole)
    has_value = pd.Series(values.notna().to_numpy())
    return observations.tidy(
        [
            pd.DataFrame(
                {
                    "indicator_id": SEATED_DINERS.id,
                    "geography": str(Geography.CITY),
                    "area_id": CITY_ID,
                    "period_start": whole,
                    "period_end": whole,
                    "industry_id": ALL_INDUSTRIES,
                    "value": values.to_numpy(),
                    "status": has_value.map(
                        {True: str(Status.NORMAL), False: str(Status.NOT_REPORTED)}
                    ),
                }
            )
        ]
    )


SOURCE = Source(
    id="opentable",
    name="OpenTable State of the Industry, 2020 to 2022",
    partner="OpenTable",
    publisher_url="https://www.opentable.com/state-of-industry",
    feed=Feed("opentable-ny1", (FeedFile(FILE, URL),)),
    terms_of_use=Terms(
        available="OpenTable put these figures on a public page; the copy read is that of "
        "Investopedia and NY1.",
        credit=("OpenTable", "Investopedia", "NY1"),
    ),
    publication=Publication.SHOW,
    citation=(
        "OpenTable, State of the Industry, as published by Investopedia and NY1 with the New York "
        "City Recovery Index, 2020 to 2022"
    ),
    description=(
        "How many people ate at restaurants on OpenTable in New York City, against the same day "
        "of 2019, counting reservations, walk-ins and phone bookings."
    ),
    covers=(
        "Restaurants that use OpenTable, which are more often sit-down restaurants that take "
        "reservations. Counter service, takeout and delivery are not in it."
    ),
    category=Category.FOOD,
    cadence=Cadence.DAY,
    ended_on=date(2022, 12, 3),
    policy=Policy(
        sensitivity=Sensitivity.PUBLIC,
        unit_of_observation="the city and a day",
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule="OpenTable published one change a day for each whole city, and no counts.",
        plain="A percent change for the whole city says nothing about any diner or restaurant.",
        revision="Ended in December 2022; no revision is expected.",
        retention="The last published file is kept.",
    ),
    indicators=(SEATED_DINERS,),
    known_errors=(
        "The file that compares cities has another mean for New York from late June 2021 to March "
        "2022, up to 6 points lower. We use the file behind the published recovery index.",
        "On July 10 to 18, 2021, the file's own score is up to a point off from 100 plus its mean. "
        "We use the mean.",
    ),
)
