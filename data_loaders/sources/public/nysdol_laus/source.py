"""The labor force of the city and its five boroughs, from the State Department of Labor.

One file holds every area of the State. The city stands in it three times under one name (city,
region and workforce area): exact repeats are dropped. The rate is written as a fraction in some
copies and in percent in others, under the same header; its size tells which.
"""

from __future__ import annotations

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
from data_loaders.observations.table import ObservationError, tidy
from data_loaders.sources.public.nysdol_laus.indicators import (
    EMPLOYED_RESIDENTS,
    LABOR_FORCE,
    UNEMPLOYED_RESIDENTS,
    UNEMPLOYMENT_RATE,
)
from data_loaders.vocabulary.geography import BOROUGH_OF_COUNTY, CITY_ID
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    Cadence,
    Category,
    Feed,
    FeedFile,
    Geography,
    Grant,
    Publication,
    Source,
    Status,
    Terms,
)
from data_loaders.vocabulary.policy import Contributors, Policy, Sensitivity, Treatment

FILE = "Local_Area_Unemployment_Statistics_nyc_2023-03.csv"
URL = "https://data.ny.gov/api/views/5hyu-bdh8/rows.csv?accessType=DOWNLOAD"
CITY = "New York City"
AREA_OF_NAME = {CITY: CITY_ID} | {f"{name} County": i for name, i in BOROUGH_OF_COUNTY.items()}
BOROUGH_IDS = sorted(BOROUGH_OF_COUNTY.values())
FIRST_MONTH = pd.Timestamp("2019-01-01")
MISSING = ("", ".")
# Published header by indicator; the portal's own interface writes them in lower case with `_`.
COLUMNS_OF = {
    LABOR_FORCE.id: "Labor Force",
    EMPLOYED_RESIDENTS.id: "Employed",
    UNEMPLOYED_RESIDENTS.id: "Unemployed",
    UNEMPLOYMENT_RATE.id: "Unemployment Rate",
}
COLUMNS = ("Area", "Year", "Month", *COLUMNS_OF.values())
ROUNDING = 300  # boroughs and city are each rounded to hundreds
MOST_POINTS = 0.5  # a rate may differ from its own numbers of people by rounding, not by more

SOURCE = Source(
    id="nysdol_laus",
    name="Labor force and unemployment by borough",
    partner="New York State Department of Labor",
    publisher_url=(
        "https://data.ny.gov/Economic-Development/"
        "Local-Area-Unemployment-Statistics-Beginning-1976/5hyu-bdh8"
    ),
    feed=Feed(folder="nysdol-laus", files=(FeedFile(FILE, URL),)),
    terms_of_use=Terms(
        grant=Grant.FREE_TO_USE,
        stated="free to use with attribution",
        stated_in="the terms of use of New York State's open data portal",
        of_public_agency=True,
        credit=("the New York State Department of Labor",),
    ),
    publication=Publication.OPEN,
    citation=(
        "New York State Department of Labor, Local Area Unemployment Statistics, data.ny.gov "
        "(5hyu-bdh8)."
    ),
    description=(
        "Monthly estimates of people with work, without work, and of the unemployment rate, for "
        "the city and its five boroughs. Part of a program of the U.S. Bureau of Labor Statistics."
    ),
    covers=(
        "People 16 and older who live in the city, work or look for work, and are not in the "
        "armed forces or an institution. Left out are people who have stopped looking for work."
    ),
    category=Category.EMPLOYMENT,
    cadence=Cadence.MONTH,
    policy=Policy(
        sensitivity=Sensitivity.PUBLIC,
        unit_of_observation="an estimated number of people, or rate",
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule=(
            "The State publishes model estimates for whole counties, rounded to hundreds, and "
            "hides none of these cells."
        ),
        plain="The figures are estimates for whole boroughs; none describes a person.",
        revision="The State estimates the whole history again early each year.",
        retention="Kept as long as the site runs.",
    ),
    indicators=(UNEMPLOYMENT_RATE, UNEMPLOYED_RESIDENTS, EMPLOYED_RESIDENTS, LABOR_FORCE),
    known_errors=(
        "The city's rows are repeated in the file under one name; repeats are dropped. Where a "
        "month has two values, the one that equals the sum of the boroughs is taken.",
    ),
)


def read(folder: Path) -> pd.DataFrame:
    """Observations of city and boroughs by month from 2019; absent months not reported."""
    path = folder / FILE
    table = _areas(path, _as_published(path))
    table[UNEMPLOYMENT_RATE.id] = _percent(path, table)
    table = _one_row_a_month(path, table)
    _require_own_rate(path, table)
    table = table[table["month"] >= FIRST_MONTH]
    return tidy(
        _observations(table.pivot_table(indicator_id, "month", "area_id"), indicator_id)
        for indicator_id in COLUMNS_OF
    )


def extend(own: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """The State's observations, the boroughs' rates gone on with the newer months of `others`.

    Raises ObservationError where a month that both have differs, or they have none in common.
    """
    is_rate = own["indicator_id"].eq(UNEMPLOYMENT_RATE.id)
    is_borough = is_rate & own["geography"].eq(str(Geography.BOROUGH))
    theirs = others[others["indicator_id"].eq(UNEMPLOYMENT_RATE.continued_with[0].split(":")[1])]
    last = pd.Timestamp(own_end(own))
    # A month read on from others before is read anew.
    boroughs = own[is_borough & (own["period_end"] <= last)]
    _require_equal(boroughs, theirs)
    newer = theirs[theirs["period_end"] > last].assign(indicator_id=UNEMPLOYMENT_RATE.id)
    if not newer.empty:
        boroughs = boroughs.assign(
            status=boroughs["status"].replace(str(Status.PROVISIONAL), str(Status.NORMAL))
        )
    return tidy([own[~is_borough], boroughs, newer])


def own_end(own: pd.DataFrame) -> date:
    """The last day of the State's own figures by borough."""
    of_state = own[own["indicator_id"].eq(LABOR_FORCE.id) & own["geography"].eq("borough")]
    return of_state.loc[of_state["value"].notna(), "period_end"].max().date()


def _as_published(path: Path) -> pd.DataFrame:
    """All cells as text under the published headers, whichever way the portal wrote them."""
    table = read_csv(path, [], missing=MISSING)
    table = table.rename(columns={name.lower().replace(" ", "_"): name for name in COLUMNS})
    absent = [name for name in COLUMNS if name not in table.columns]
    if absent:
        raise DeliveryError(
            path,
            f"columns {absent} missing; it has {list(table.columns)[:12]}",
            f"{list(COLUMNS)}",
            "If the State renamed them, map the new names in the source's module.",
        )
    return table


def _areas(path: Path, table: pd.DataFrame) -> pd.DataFrame:
    """Rows of city and boroughs with numbers and months, exact repeats dropped."""
    table = table[table["Area"].isin(AREA_OF_NAME)].drop_duplicates(list(COLUMNS))
    absent = sorted(set(AREA_OF_NAME) - set(table["Area"]))
    if absent:
        raise DeliveryError(path, f"no rows of {absent}", "all boroughs and the city", "Ask anew.")
    months = table["Year"] + "-" + table["Month"].str.zfill(2)
    cells = {name: numbers(path, table[column]) for name, column in COLUMNS_OF.items()}
    return pd.DataFrame(
        {
            "area_id": table["Area"].map(AREA_OF_NAME),
            "month": dates(path, months, "%Y-%m"),
            **cells,
        }
    )


def _percent(path: Path, table: pd.DataFrame) -> pd.Series:
    """The rate in percent. A file of fractions has none above 1, one of percents all above."""
    rates = table[UNEMPLOYMENT_RATE.id]
    is_fraction = rates <= 1
    if is_fraction.any() and (rates > 1).any():
        raise DeliveryError(
            path,
            f"{int(is_fraction.sum())} rates of 1 or less and {int((rates > 1).sum())} above",
            "all rates as fractions, or all in percent",
            "Ask the State which it is; a file that mixes both cannot be read.",
        )
    return (rates * 100).round(1) if is_fraction.any() else rates


def _one_row_a_month(path: Path, table: pd.DataFrame) -> pd.DataFrame:
    """Of two rows for a month of the city, the one that equals the sum of its boroughs."""
    repeated = table.duplicated(["area_id", "month"], keep=False)
    months = table["month"].dt.strftime("%Y-%m")
    reject_rows(path, months, repeated & (table["area_id"] != CITY_ID), "each month once")
    counts = [name for name in COLUMNS_OF if name != UNEMPLOYMENT_RATE.id]
    boroughs = table[table["area_id"] != CITY_ID].groupby("month")[counts].sum()
    differs = (table[counts] - boroughs.reindex(table["month"]).to_numpy()).abs() > ROUNDING
    kept = table[~(repeated & differs.any(axis=1))]
    repeated = kept.duplicated(["area_id", "month"], keep=False)
    gone = ~table["month"].isin(kept.loc[kept["area_id"] == CITY_ID, "month"])
    unsettled = table["month"].isin(kept.loc[repeated, "month"]) | gone
    expected = "one row for the city, or one that equals the sum of its boroughs"
    reject_rows(path, months, unsettled & (table["area_id"] == CITY_ID), expected)
    return kept


def _require_own_rate(path: Path, table: pd.DataFrame) -> None:
    """Refuse rates that are not those of the people in the same row: a unit, or a column, off."""
    rate = 100 * table[UNEMPLOYED_RESIDENTS.id] / table[LABOR_FORCE.id]
    is_off = (rate - table[UNEMPLOYMENT_RATE.id]).abs() > MOST_POINTS
    reject_rows(
        path, table[UNEMPLOYMENT_RATE.id], is_off, "the share of the labor force without work"
    )


def _observations(by_area: pd.DataFrame, indicator_id: str) -> pd.DataFrame:
    """Rows for every month of city, and of boroughs, up to the newest that either has."""
    parts = [
        _grid(by_area.reindex(columns=[CITY_ID]), indicator_id, Geography.CITY),
        _grid(by_area.reindex(columns=BOROUGH_IDS), indicator_id, Geography.BOROUGH),
    ]
    return pd.concat(parts, ignore_index=True)


def _grid(by_area: pd.DataFrame, indicator_id: str, geography: Geography) -> pd.DataFrame:
    newest = by_area.dropna(how="all").index.max()
    months = pd.date_range(FIRST_MONTH, newest, freq="MS", name="month")
    cells = (
        by_area.reindex(months)
        .melt(ignore_index=False, var_name="area_id", value_name="value")
        .reset_index()
    )
    status = cells["value"].notna().map({True: Status.NORMAL, False: Status.NOT_REPORTED})
    is_early = (cells["month"] == newest) & cells["value"].notna()
    return cells.assign(
        indicator_id=indicator_id,
        geography=geography,
        industry_id=ALL_INDUSTRIES,
        period_start=cells["month"],
        period_end=cells["month"] + pd.offsets.MonthEnd(0),
        status=status.mask(is_early, Status.PROVISIONAL),
    )


def _require_equal(own: pd.DataFrame, others: pd.DataFrame) -> None:
    key = ["area_id", "period_start"]
    shared = own[[*key, "value"]].merge(others[[*key, "value"]], on=key).dropna()
    if shared.empty:
        raise ObservationError(
            f"{UNEMPLOYMENT_RATE.id}: no month in common with its other publisher, so the two "
            "cannot be compared and the series does not go on"
        )
    differing = shared[(shared["value_x"] - shared["value_y"]).abs() > 0.05]
    if len(differing):
        cells = ", ".join(f"{r.area_id} {r.period_start:%Y-%m}" for r in differing.itertuples())
        raise ObservationError(
            f"{UNEMPLOYMENT_RATE.id}: {len(differing)} of {len(shared)} months shared with its "
            f"other publisher differ ({cells[:80]}); expected all equal. Wait until both have "
            "revised their history, or find out which restated it."
        )
