"""COVID-19, influenza and RSV since 2023: cases, deaths and emergency department visits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from data_loaders.observations import table as observations
from data_loaders.observations.feed_files import (
    dates,
    numbers,
    read_csv,
    reject_rows,
    require_rows,
)
from data_loaders.observations.series import require_unique, series
from data_loaders.sources.public.nychealth_respiratory.indicators import INDICATORS, METRICS
from data_loaders.sources.public.nychealth_respiratory.vintages import VINTAGES as VINTAGES
from data_loaders.vocabulary.geography import BOROUGH_OF_NAME, CITY_ID
from data_loaders.vocabulary.model import (
    Cadence,
    Category,
    Feed,
    FeedFile,
    Geography,
    Indicator,
    Publication,
    Reason,
    Source,
    Status,
    Terms,
)
from data_loaders.vocabulary.policy import Contributors, Policy, Sensitivity, Treatment

FILE = "OpenData_NYC_Respiratory_Illness_Data.csv"
REPOSITORY = "https://raw.githubusercontent.com/nychealth/respiratory-illness-data/main/data"
DATE_FORMAT = "%m/%d/%Y"
# The Health Department leaves counts under five blank, and writes some of them as text.
WITHHELD = ("", "<5")
SETTLED_AFTER_DAYS = 7

SOURCE = Source(
    id="nychealth_respiratory",
    name="Respiratory illness data",
    partner="NYC Department of Health and Mental Hygiene",
    publisher_url="https://github.com/nychealth/respiratory-illness-data",
    feed=Feed(
        folder="nychealth-respiratory-illness-data",
        files=(FeedFile(FILE, f"{REPOSITORY}/{FILE}"),),
    ),
    terms_of_use=Terms(
        available="Published by the Health Department in a public repository and on NYC Open Data.",
        of_public_agency=True,
        credit=("the Health Department",),
    ),
    publication=Publication.OPEN,
    citation="NYC Department of Health and Mental Hygiene, Respiratory Illness Data."
    " https://github.com/nychealth/respiratory-illness-data",
    description=(
        "People found to have COVID-19, influenza or RSV each week since September 2023. Also "
        "deaths from COVID-19, and the share of emergency department visits due to each illness."
    ),
    covers=(
        "People who were tested by a provider or laboratory, and visits to emergency departments."
        " Home tests and people who did not seek care are not counted."
    ),
    category=Category.HEALTH,
    cadence=Cadence.WEEK,
    policy=Policy(
        sensitivity=Sensitivity.HEALTH,
        unit_of_observation="an area and week",
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule="The Health Department leaves out counts under five and writes true zeros"
        " as 0.",
        plain="Counts under five are hidden by the Health Department; we add no rule.",
        revision="Recent weeks rise as reports come in; each release takes the newest file whole.",
        retention="Public data; kept with every release.",
    ),
    indicators=INDICATORS,
    known_errors=(
        "RSV cases by borough equal influenza cases by borough, cell for cell, in every version of"
        " the file. We publish RSV cases for the whole city only.",
        "Boroughs are given for the last 12 weeks only. We publish those weeks.",
    ),
    reasons=(Reason.PUBLISHER_MINIMUM,),
)


def read(folder: Path) -> pd.DataFrame:
    """Observations of the one file in `folder`; weeks from Sunday to Saturday."""
    path = folder / FILE
    table = _table(path)
    parts: list[pd.DataFrame] = []
    for indicator, metric in METRICS:
        rows = table[table["Metric"].eq(metric) & table["Submetric"].isin(("Total", "Overall"))]
        parts.append(_part(path, rows, indicator, Geography.CITY, CITY_ID, metric))
        if Geography.BOROUGH in indicator.geographies:
            parts.extend(_boroughs(path, table, indicator, f"{metric} by borough"))
    return observations.tidy(parts)


def _table(path: Path) -> pd.DataFrame:
    """All rows with the first day of their week, whether it is settled, and the value."""
    columns = ("Date", "Metric", "Submetric", "Value", "Display", "Data as of")
    table = read_csv(path, columns, missing=WITHHELD)
    ends = dates(path, table["Date"], DATE_FORMAT)
    as_of = dates(path, table["Data as of"], DATE_FORMAT)
    is_other = (as_of != as_of.iloc[0]) | (as_of < ends.max())
    wanted = f"one day in all rows, on or after the last week's end, {ends.max():{DATE_FORMAT}}"
    reject_rows(path, table["Data as of"], is_other, wanted)
    table["start"] = ends - pd.Timedelta(days=6)
    table["is_early"] = ends > as_of - pd.Timedelta(days=SETTLED_AFTER_DAYS)
    table["number"] = numbers(path, table["Value"])
    return table


def _boroughs(
    path: Path, table: pd.DataFrame, indicator: Indicator, metric: str
) -> Iterator[pd.DataFrame]:
    rows = table[table["Metric"].eq(metric)]
    unknown = ~rows["Submetric"].isin(set(BOROUGH_OF_NAME))
    reject_rows(path, rows["Submetric"], unknown, "the name of a borough")
    for name, area_id in BOROUGH_OF_NAME.items():
        borough = rows[rows["Submetric"].eq(name)]
        yield _part(path, borough, indicator, Geography.BOROUGH, area_id, f"{metric}: {name}")


def _part(
    path: Path,
    rows: pd.DataFrame,
    indicator: Indicator,
    area_set: Geography,
    area_id: str,
    name: str,
) -> pd.DataFrame:
    require_rows(path, rows, name)
    display = "Percent" if indicator.unit.startswith("%") else "Number"
    reject_rows(path, rows["Display"], rows["Display"].ne(display), display)
    require_unique(path, rows["Date"], rows["start"])
    is_saturday = rows["start"].dt.day_of_week.eq(6)
    reject_rows(path, rows["Date"], ~is_saturday, "a Saturday, on which the week ends")
    marks = rows["is_early"].map({True: str(Status.PROVISIONAL), False: str(Status.NORMAL)})
    part = series(
        indicator,
        area_set,
        area_id,
        rows["number"].set_axis(rows["start"]),
        statuses=marks.set_axis(rows["start"]),
    )
    return _with_withheld(part, rows) if display == "Number" else part


def _with_withheld(part: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """A count left blank in the file was withheld; a week absent from it is not reported."""
    blank = part["period_start"].isin(rows.loc[rows["number"].isna(), "start"])
    return part.assign(status=part["status"].mask(blank, str(Status.WITHHELD)))
