"""The city's unemployment rate with the seasons taken out, from the State Department of Labor.

The State's page offers a workbook whose second sheet is this table, a row a month. It is read
as a workbook or as a CSV file of that sheet: the bytes tell which.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_loaders.observations.feed_files import (
    dates,
    numbers,
    reject_rows,
)
from data_loaders.observations.kept_vintages import KeptVintages
from data_loaders.observations.series import require_unique, series
from data_loaders.observations.sheets import read_sheet
from data_loaders.observations.table import tidy
from data_loaders.sources.public.labor_force import NOT_COUNTED, SAMPLE, SINCE_2019
from data_loaders.vocabulary.geography import CITY_ID
from data_loaders.vocabulary.model import (
    Cadence,
    Category,
    CountedAt,
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

FILE = "vintages/laus_sa_city_2023-12-22.csv"
COLUMNS = ("YEAR", "MONTH", "Labor Force", "Unemployed", "Unemployment Rate")
SHEET = 1
FIRST_MONTH = pd.Timestamp("2019-01-01")
MOST_POINTS = 0.1

UNEMPLOYMENT_RATE_SA = Indicator(
    id="unemployment_rate_sa",
    family="unemployment_rate",
    title="Unemployment rate, seasonally adjusted",
    noun="unemployment rate, seasonally adjusted",
    description=(
        "Share of the city's labor force without work and looking for it. The State takes out the "
        "usual ups and downs of the year, so one month can be compared with the next."
    ),
    processing=f"{SINCE_2019} No value is changed.",
    unit="%",
    measure=Measure.PERCENT,
    decimals=1,
    frequency=Frequency.MONTH,
    geographies=(Geography.CITY,),
    direction=Direction.LOWER_IS_BETTER,
    counted_at=CountedAt.HOME,
    category=Category.EMPLOYMENT,
    baseline="2019",
    caveats=(
        "Not to be compared with boroughs, whose rates are not adjusted.",
        SAMPLE,
        NOT_COUNTED,
    ),
)

SOURCE = Source(
    id="nysdol_laus_adjusted",
    name="Unemployment of the city, seasonally adjusted",
    partner="New York State Department of Labor",
    publisher_url="https://dol.ny.gov/local-area-unemployment-statistics",
    feed=Feed(
        folder="nysdol-laus", files=(FeedFile(FILE, "https://dol.ny.gov/statistics-laussaxls"),)
    ),
    # Nothing is stated on the page of the workbook; the program it is part of is federal.
    terms_of_use=Terms(
        available="The State offers the workbook on a public page.",
        of_public_agency=True,
        credit=("the New York State Department of Labor",),
    ),
    publication=Publication.OPEN,
    citation=(
        "New York State Department of Labor, Local Area Unemployment Statistics, seasonally "
        "adjusted, New York City."
    ),
    description="The city's monthly unemployment rate, adjusted for the time of year.",
    covers=(
        "People 16 and older who live in the city, work or look for work, and are not in the "
        "armed forces or an institution. Boroughs are not adjusted by the State."
    ),
    category=Category.EMPLOYMENT,
    cadence=Cadence.MONTH,
    policy=Policy(
        sensitivity=Sensitivity.PUBLIC,
        unit_of_observation="an estimated rate",
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule="The State publishes a model estimate for the whole city and hides none.",
        plain="The figures are estimates for the whole city; none describes a person.",
        revision="The State estimates the whole history again early each year.",
        retention="Kept as long as the site runs.",
    ),
    indicators=(UNEMPLOYMENT_RATE_SA,),
)


def read(folder: Path) -> pd.DataFrame:
    """Observations of the city by month from 2019; absent months not reported."""
    return _read(folder / FILE)


def _read(path: Path) -> pd.DataFrame:
    table = read_sheet(path, SHEET, COLUMNS, missing=("", "."))
    months = dates(path, table["YEAR"] + "-" + table["MONTH"].str.zfill(2), "%Y-%m")
    require_unique(path, table["YEAR"] + "-" + table["MONTH"], months)
    rates = numbers(path, table["Unemployment Rate"])
    people = 100 * numbers(path, table["Unemployed"]) / numbers(path, table["Labor Force"])
    is_off = (rates - people).abs() > MOST_POINTS
    reject_rows(path, table["Unemployment Rate"], is_off, "the share of the labor force, percent")
    values = pd.Series(rates.to_numpy(), index=pd.DatetimeIndex(months)).sort_index()
    values = values[values.index >= FIRST_MONTH]
    marks = pd.Series(str(Status.PROVISIONAL), index=[values.last_valid_index()])
    return tidy([series(UNEMPLOYMENT_RATE_SA, Geography.CITY, CITY_ID, values, statuses=marks)])


VINTAGES = (KeptVintages("nysdol-laus/vintages/laus_sa_city_*.csv", _read),)
