"""People walking in Times Square: the daily average of each month, and the share of 2019."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_loaders.observations import table as observations
from data_loaders.observations.feed_files import dates, numbers, read_csv, reject_rows
from data_loaders.observations.series import require_unique, series
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
    Status,
    Terms,
)
from data_loaders.vocabulary.policy import Contributors, Policy, Sensitivity, Treatment

FILE = "nycmayorops_timessquare_pedestrian.csv"
DOWNLOAD = (
    "https://raw.githubusercontent.com/NYCMayorOps/NYCSTAT-EWD-StreetEasy/main/data/"
    "timessquare_pedestrian.csv"
)
# The first column is named so in the City's copy.
DATE, COUNT, BASE, RATIO = "date.1", "Value", "PseudoBaseline", "Baseline Perc Chg"
MARCH = 3
ONE_DISTRICT = "Times Square only: it stands for visitors and offices there, not for the city."

PEDESTRIANS = Indicator(
    id="times_square_pedestrians",
    family="times_square_pedestrians",
    title="People walking in Times Square",
    noun="people walking in Times Square a day",
    description="People counted walking in the Times Square district on an average day of the"
    " month, by sensors of the Times Square Alliance.",
    processing="None: the publisher's own figure. The file begins in January 2023.",
    unit="people a day",
    measure=Measure.COUNT,
    decimals=0,
    frequency=Frequency.MONTH,
    geographies=(Geography.CITY,),
    direction=Direction.BACK_TO_BASELINE,
    category=Category.FOOT_TRAFFIC,
    caveats=(ONE_DISTRICT,),
)
PEDESTRIANS_VS_2019 = Indicator(
    id="times_square_pedestrians_vs_2019",
    family="times_square_pedestrians",
    title="People walking in Times Square, share of 2019",
    noun="people walking in Times Square as a share of the same month from April 2019 on",
    description="People counted walking in the Times Square district on an average day of the"
    " month. Their number is a percent of the same month from April 2019 to March 2020.",
    processing="The publisher's ratio, written as a percent. Each March is marked unreliable.",
    unit="% of the same month before",
    measure=Measure.INDEX,
    decimals=0,
    frequency=Frequency.MONTH,
    geographies=(Geography.CITY,),
    direction=Direction.BACK_TO_BASELINE,
    category=Category.FOOT_TRAFFIC,
    baseline="2019",
    caveats=(
        ONE_DISTRICT,
        "March is compared with March 2020, when the pandemic had already emptied the streets.",
    ),
)

SOURCE = Source(
    id="times_square_alliance",
    name="Times Square pedestrian counts",
    partner="Times Square Alliance",
    publisher_url="https://www.timessquarenyc.org/",
    feed=Feed(folder="times-square-alliance", files=(FeedFile(FILE, DOWNLOAD),)),
    terms_of_use=Terms(
        available="Published by the Times Square Alliance for anyone to read.",
        credit=("the Times Square Alliance",),
    ),
    publication=Publication.SHOW,
    citation="Times Square Alliance, pedestrian counts, in the copy of the NYC Mayor's Office of"
    " Operations. https://www.timessquarenyc.org/",
    description="How many people walk in the Times Square district on an average day, by month.",
    covers="Everyone who passes the sensors in one district, some more than once. No other part of"
    " the city is counted.",
    category=Category.FOOT_TRAFFIC,
    cadence=Cadence.MONTH,
    policy=Policy(
        sensitivity=Sensitivity.PUBLIC,
        unit_of_observation="a district and month",
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule="The Alliance publishes one average a month for the whole district.",
        plain="A monthly average of all people passing says nothing about any one of them.",
        revision="Each release takes the newest file whole.",
        retention="Public data; kept with every release.",
    ),
    indicators=(PEDESTRIANS, PEDESTRIANS_VS_2019),
    known_errors=(
        "The figure to compare March with is of March 2020, already collapsed. It is 302,374 a day "
        "against about 375,000 in April and May 2019. So March looks recovered when it is not.",
        'The publisher names the ratio "Baseline Perc Chg"; it is a share, not a change.',
    ),
    reasons=(Reason.OTHER_BASELINE,),
)


def read(folder: Path) -> pd.DataFrame:
    """Observations of the one file in `folder`, one a month."""
    path = folder / FILE
    table = read_csv(path, (DATE, COUNT, BASE, RATIO))
    months = dates(path, table[DATE], "%m/%d/%Y")
    reject_rows(path, table[DATE], ~months.dt.is_month_start, "the first day of a month")
    require_unique(path, table[DATE], months)
    count, base = numbers(path, table[COUNT]), numbers(path, table[BASE])
    ratio = numbers(path, table[RATIO])
    # Holds the column to its meaning: a later file might put a change where the share was.
    differs = (ratio - count / base).abs() > 0.001
    reject_rows(path, table[RATIO], differs, f"{COUNT} ÷ {BASE}")
    is_march = months.dt.month.eq(MARCH)
    marks = is_march.map({True: str(Status.LOW_RELIABILITY), False: str(Status.NORMAL)})
    city = Geography.CITY, CITY_ID
    return observations.tidy(
        [
            series(PEDESTRIANS, *city, count.set_axis(months)),
            series(
                PEDESTRIANS_VS_2019,
                *city,
                (ratio * 100).round(6).set_axis(months),
                statuses=marks.set_axis(months),
            ),
        ]
    )
