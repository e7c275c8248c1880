"""Trips by taxi and for-hire car a day, by month and kind of license, from the City's TLC.

All cells are text: thousands commas, a dash for missing, and in older copies blanks around
numbers and headers.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_loaders.observations.feed_files import dates, numbers, read_csv, reject_rows
from data_loaders.observations.series import require_unique, series
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
    Source,
    Status,
    Terms,
)
from data_loaders.vocabulary.policy import Contributors, Policy, Sensitivity, Treatment

FILE = "data_reports_monthly_2025-03.csv"
URL = "https://www.nyc.gov/assets/tlc/downloads/csv/data_reports_monthly.csv"
PAGE = "https://www.nyc.gov/site/tlc/about/aggregated-reports.page"
MONTH, LICENSE, TRIPS = "Month/Year", "License Class", "Trips Per Day"
MISSING = "-"
FIRST_MONTH = pd.Timestamp("2017-01-01")
EARLY_MONTHS = 3

TRIPS_OF = (
    "Trips that begin or end anywhere in the companies' area, most of them in the city. They say "
    "nothing of where in the city people ride."
)
LATE = "Trips reported late are added for months: the newest three months are marked early."


def _trips(indicator_id: str, title: str, note: str) -> Indicator:
    return Indicator(
        id=indicator_id,
        family="taxi_trips",
        title=title,
        noun=f"{title[0].lower()}{title[1:]} a day",
        description=f"{title}, on a mean day of the month.",
        processing="None: the commission's own mean a day. Kept from January 2017.",
        unit="trips a day",
        measure=Measure.COUNT,
        decimals=0,
        frequency=Frequency.MONTH,
        geographies=(Geography.CITY,),
        direction=Direction.BACK_TO_BASELINE,
        category=Category.TRANSPORTATION,
        baseline="2019",
        caveats=(note, TRIPS_OF, LATE),
    )


CLASSES = {
    "Yellow": _trips("yellow_taxi_trips", "Yellow taxi trips", "Hailed in the street or by app."),
    "Green": _trips(
        "green_taxi_trips",
        "Green taxi trips",
        "Green taxis take street hails outside the core of Manhattan only.",
    ),
    "FHV - High Volume": _trips(
        "app_car_trips",
        "App car trips",
        "Companies with more than 10,000 trips a day: Uber and Lyft, and until 2022 Via and Juno.",
    ),
    "FHV - Black Car": _trips("black_car_trips", "Black car trips", "Called in advance."),
    "FHV - Livery": _trips(
        "livery_car_trips", "Livery car trips", "Neighborhood car services, called in advance."
    ),
    "FHV - Lux Limo": _trips("limousine_trips", "Limousine trips", "Called in advance."),
}

SOURCE = Source(
    id="tlc_trips",
    name="Taxi and for-hire trips",
    partner="NYC Taxi and Limousine Commission",
    publisher_url=PAGE,
    feed=Feed(folder="tlc-monthly", files=(FeedFile(FILE, URL),)),
    terms_of_use=Terms(
        available="Published by the commission as a file to download.",
        of_public_agency=True,
        credit=("the NYC Taxi and Limousine Commission",),
    ),
    publication=Publication.OPEN,
    citation=f"NYC Taxi and Limousine Commission, monthly data reports. {PAGE}",
    description="Trips a day by yellow and green taxis, app cars and other for-hire cars.",
    covers=(
        "Trips that licensed companies report. Left out are trips of unlicensed cars, and who "
        "rides: residents and visitors count alike."
    ),
    category=Category.TRANSPORTATION,
    cadence=Cadence.MONTH,
    policy=Policy(
        sensitivity=Sensitivity.PUBLIC,
        unit_of_observation="a kind of license and month",
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule="The commission publishes totals of whole industries; a dash is missing.",
        plain="Totals of a month in the whole city say nothing about any single rider.",
        revision="Of 620 months and kinds in two copies, 109 differ: late trips are added.",
        retention="Kept as long as the site runs.",
    ),
    indicators=tuple(CLASSES.values()),
)


def read(folder: Path) -> pd.DataFrame:
    """Observations of every kind of license by month, the newest months marked early."""
    path = folder / FILE
    table = read_csv(path, [MONTH, LICENSE, TRIPS])
    table = table.apply(lambda column: column.str.strip())
    reject_rows(path, table[LICENSE], ~table[LICENSE].isin(CLASSES), f"one of {list(CLASSES)}")
    require_unique(path, table[MONTH], table[[MONTH, LICENSE]])
    months = dates(path, table[MONTH], "%Y-%m")
    trips = numbers(path, table[TRIPS].mask(table[TRIPS].eq(MISSING)))
    rows = pd.DataFrame({"license": table[LICENSE], "month": months, "trips": trips})
    rows = rows[rows["month"] >= FIRST_MONTH]
    early = sorted(rows["month"].unique())[-EARLY_MONTHS:]
    return tidy(
        _series(rows[rows["license"] == name], indicator, early)
        for name, indicator in CLASSES.items()
    )


def _series(rows: pd.DataFrame, indicator: Indicator, early: list[pd.Timestamp]) -> pd.DataFrame:
    values = rows.set_index("month")["trips"].sort_index()
    marks = pd.Series(str(Status.PROVISIONAL), index=values.index.intersection(early))
    return series(indicator, Geography.CITY, CITY_ID, values, statuses=marks)
