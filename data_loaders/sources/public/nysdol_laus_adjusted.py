"""The city's unemployment rate with the seasons taken out, from the State Department of Labor.

The State's page offers a workbook whose second sheet is this table, a row a month. It is read
as a workbook or as a CSV file of that sheet: the bytes tell which.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_loaders.observations.feed_files import (
    DeliveryError,
    dates,
    numbers,
    read_csv,
    reject_rows,
)
from data_loaders.observations.series import require_unique, series
from data_loaders.observations.table import tidy
from data_loaders.sources.public.nysdol_laus.indicators import NOT_COUNTED, SAMPLE, SINCE_2019
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

FILE = "vintages/laus_sa_city_2023-12-22.csv"
COLUMNS = ("YEAR", "MONTH", "Labor Force", "Unemployed", "Unemployment Rate")
WORKBOOK = (b"\xd0\xcf\x11\xe0", b"PK\x03\x04")  # how an .xls and an .xlsx begin
SHEET = 1
FIRST_MONTH = pd.Timestamp("2019-01-01")
MOST_POINTS = 0.1

UNEMPLOYMENT_RATE_SA = Indicator(
    id="unemployment_rate_sa",
    family="unemployment_rate",
    title="Unemployment rate, seasonally adjusted",
    noun="unemployment rate, seasonally adjusted",
    description=(
        "Share of the city's labor force without work and looking for it, with the usual ups and "
        "downs of the year taken out by the State, so one month can be compared with the next."
    ),
    processing=f"{SINCE_2019} No value is changed.",
    unit="%",
    measure=Measure.PERCENT,
    decimals=1,
    frequency=Frequency.MONTH,
    geographies=(Geography.CITY,),
    direction=Direction.LOWER_IS_BETTER,
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
    terms_of_use=Terms(
        available="Published as a file by the New York State Department of Labor.",
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
    path = folder / FILE
    table = _table(path)
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


def _table(path: Path) -> pd.DataFrame:
    """All cells as text, from the workbook's second sheet or from a CSV file of it."""
    if not path.is_file() or not path.read_bytes().startswith(WORKBOOK):
        return read_csv(path, COLUMNS, missing=("", "."))
    sheets = pd.read_excel(
        path, sheet_name=None, header=None, dtype="str", engine="calamine", na_values=["."]
    )
    names = list(sheets)
    if len(names) <= SHEET:
        raise _unknown(path, f"sheets {names}")
    rows = sheets[names[SHEET]]
    starts = rows.index[(rows == "YEAR").any(axis=1)]
    if not len(starts):
        raise _unknown(path, f"no row with YEAR in sheet {names[SHEET]!r}")
    table = rows.loc[starts[0] + 1 :].dropna(how="all").reset_index(drop=True)
    table.columns = rows.loc[starts[0]].astype("str").str.strip()
    absent = [name for name in COLUMNS if name not in table.columns]
    if absent:
        raise _unknown(path, f"columns {absent} missing in sheet {names[SHEET]!r}")
    return table


def _unknown(path: Path, found: str) -> DeliveryError:
    return DeliveryError(
        path,
        found,
        f"a second sheet with columns {list(COLUMNS)}",
        "Look at the State's workbook and say its new layout in the source's module.",
    )
