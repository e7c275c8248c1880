"""Weekly files of cases by group that the Health Department put out before, each of 12 weeks."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pandas as pd

from data_loaders.observations.feed_files import dates, numbers, read_csv
from data_loaders.observations.kept_vintages import KeptVintages
from data_loaders.observations.series import require_unique, series
from data_loaders.observations.table import tidy
from data_loaders.sources.public.nychealth_respiratory.indicators import INDICATORS
from data_loaders.vocabulary.geography import BOROUGH_OF_NAME, CITY_ID
from data_loaders.vocabulary.model import Geography

DATE_FORMAT = "%m/%d/%Y"
WITHHELD = ("", "<5")
FOLDER = "nychealth-respiratory-vintages"
# Its name in the headers of the file, and the start of the files' names.
ILLNESSES = {
    "covid_cases_weekly": ("COVID-19", "covid"),
    "influenza_cases_weekly": ("Influenza", "influenza"),
}


def read_vintage(indicator_id: str, path: Path) -> pd.DataFrame:
    """Cases a week in the city and its boroughs."""
    indicator = next(each for each in INDICATORS if each.id == indicator_id)
    column = f"{ILLNESSES[indicator_id][0]} cases {{}}"
    places = {"overall": CITY_ID, **BOROUGH_OF_NAME}
    required = ("date", *(column.format(name) for name in places))
    table = read_csv(path, required, missing=WITHHELD)
    starts = dates(path, table["date"], DATE_FORMAT) - pd.Timedelta(days=6)
    require_unique(path, table["date"], starts)
    parts: list[pd.DataFrame] = []
    for name, area_id in places.items():
        geography = Geography.CITY if area_id == CITY_ID else Geography.BOROUGH
        cases = numbers(path, table[column.format(name)]).set_axis(starts).sort_index()
        parts.append(series(indicator, geography, area_id, cases))
    return tidy(parts)


VINTAGES = tuple(
    KeptVintages(f"{FOLDER}/{start}_by_group_*.csv", partial(read_vintage, indicator_id))
    for indicator_id, (_illness, start) in ILLNESSES.items()
)
