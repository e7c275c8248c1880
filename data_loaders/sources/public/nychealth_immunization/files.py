"""Reading the Health Department's childhood vaccination files: one period or one trend a file."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from data_loaders.observations.feed_files import DeliveryError, numbers, read_csv, reject_rows
from data_loaders.vocabulary import geography
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Geography, Reason, Status

logger = logging.getLogger(__name__)

AGE_GROUP = "24 - 35 months"
CAP_PERCENT = 99
SMALL_POPULATION = 50
HIDDEN = "Neighborhood areas with counts of less than 10 are suppressed"
CAUTION = "Vaccination rate should be interpreted with caution due to small population estimate"
# The Health Department's code for children whose address is in no area.
NO_AREA = "99999"
HALVES = {"Q2": ("01-01", "06-30"), "Q4": ("07-01", "12-31")}
PUBLISHED = tuple((str(year), quarter) for year in range(2020, 2026) for quarter in HALVES)
# Boroughs and ZIP areas start in 2020; the city alone has one figure from before the pandemic.
CITY_ONLY = ("2019", "Q4")

COVERAGE = ["AGE_GROUP", "VACCINE_GROUP", "YEAR_COVERAGE", "QUARTER", "PERC_VAC"]
BY_BOROUGH = [*COVERAGE, "BOROUGH"]
BY_AREA = [*COVERAGE, "MODZCTA", "POP_DENOMINATOR"]
NOT_USED = {"NEIGHBORHOOD_NAME", "LABEL", "COUNT_PEOPLE_VAC"}
CITY = frozenset({geography.CITY_ID})
BOROUGHS = frozenset(geography.BOROUGH_IDS)
KNOWN_COLUMNS = {*BY_BOROUGH, *BY_AREA, *NOT_USED, "DOSES", "NOTES"}


@dataclass(frozen=True, slots=True)
class VaccineSeries:
    """A vaccine or a set of vaccines: how its files name it, and the doses they must state."""

    indicator_id: str
    vaccine: str
    doses: str

    def file(self, kind: str, period: tuple[str, str]) -> str:
        return f"visualizations/{self.vaccine}_{kind}_24_35mo_{period[0]}_{period[1]}.csv"

    @property
    def trend_file(self) -> str:
        return f"visualizations/{self.vaccine}_trends_24_35mo.csv"


def periods(folder: Path, series: VaccineSeries) -> list[tuple[str, str]]:
    """Periods we know were published, and newer ones whose files are in the folder."""
    named = re.compile(rf"{series.vaccine}_(?:geo|borough)_24_35mo_(\d{{4}})_(Q[24])\.csv")
    names = [path.name for path in (folder / "visualizations").glob("*.csv")]
    in_folder = [(match[1], match[2]) for name in names if (match := named.fullmatch(name))]
    return sorted({*PUBLISHED, *in_folder})


def _table(path: Path, required: list[str], series: VaccineSeries) -> pd.DataFrame:
    """A file whose rows are all of the series, with columns in capitals and `value` in percent."""
    table = read_csv(path, required)
    table.columns = table.columns.str.upper()
    unknown = sorted(set(table.columns) - KNOWN_COLUMNS)
    if unknown:
        raise DeliveryError(
            path, f"columns {unknown}", "none but those known", "Name it in the source's module."
        )
    table = table.drop(columns=sorted(NOT_USED), errors="ignore")
    expected = {"AGE_GROUP": AGE_GROUP, "VACCINE_GROUP": series.vaccine}
    for name, text in expected.items():
        reject_rows(path, table[name], table[name] != text, text)
    value = numbers(path, table["PERC_VAC"])
    reject_rows(path, table["PERC_VAC"], value > CAP_PERCENT, f"at most {CAP_PERCENT} percent")
    # Fewer than ten vaccinated children are hidden, so a 0 is a hidden number, never none.
    return table.assign(value=value.mask(value == 0))


def _of_period(
    path: Path, required: list[str], series: VaccineSeries, period: tuple[str, str]
) -> pd.DataFrame:
    """A file of one period, whose rows must say so, and state the doses where they state any."""
    table = _table(path, required, series)
    expected = {"YEAR_COVERAGE": period[0], "QUARTER": period[1], "DOSES": series.doses}
    for name, text in expected.items():
        if name in table.columns:
            reject_rows(path, table[name], table[name] != text, text)
    return table


def area_percents(path: Path, series: VaccineSeries, period: tuple[str, str]) -> pd.DataFrame:
    """Percentages of the ZIP areas in a file of one period."""
    table = _of_period(path, BY_AREA, series, period)
    if "NOTES" not in table.columns:
        raise DeliveryError(path, "no notes", "a column Notes", "Ask where small areas are told.")
    nowhere = table["MODZCTA"] == NO_AREA
    if nowhere.any():
        logger.warning("%s: dropped %d rows of %s", path.name, int(nowhere.sum()), NO_AREA)
    table = table[~nowhere]
    known = geography.area_ids(Geography.MODZCTA)
    reject_rows(path, table["MODZCTA"], ~table["MODZCTA"].isin(known), "a ZIP area of the city")
    notes = table["NOTES"].fillna("")
    reject_rows(path, table["NOTES"], ~notes.isin(["", CAUTION, HIDDEN]), f"{CAUTION!r} or none")
    few = numbers(path, table["POP_DENOMINATOR"]) < SMALL_POPULATION
    areas = table.assign(
        area_id=table["MODZCTA"],
        is_small=few | (notes == CAUTION),
        value=table["value"].mask(notes == HIDDEN),
    )
    return _observations(path, areas, Geography.MODZCTA, known, series, period)


def borough_percents(path: Path, series: VaccineSeries, period: tuple[str, str]) -> pd.DataFrame:
    """Percentages of the five boroughs and of the city, which stands among them."""
    table = _of_period(path, BY_BOROUGH, series, period)
    ids = table["BOROUGH"].map({"Citywide": geography.CITY_ID, **geography.BOROUGH_OF_NAME})
    reject_rows(path, table["BOROUGH"], ids.isna(), "a borough or Citywide")
    table = table.assign(area_id=ids, is_small=False)
    is_city = ids == geography.CITY_ID
    return pd.concat(
        [
            _observations(path, table[is_city], Geography.CITY, CITY, series, period),
            _observations(path, table[~is_city], Geography.BOROUGH, BOROUGHS, series, period),
        ]
    )


def city_percent_before(folder: Path, series: VaccineSeries) -> pd.DataFrame:
    """The city's figure from before the boroughs' files, out of the file of trends."""
    path = folder / series.trend_file
    table = _table(path, COVERAGE, series)
    is_before = (table["YEAR_COVERAGE"] == CITY_ONLY[0]) & (table["QUARTER"] == CITY_ONLY[1])
    before = table[is_before].assign(area_id=geography.CITY_ID, is_small=False)
    return _observations(path, before, Geography.CITY, CITY, series, CITY_ONLY)


def _observations(
    path: Path,
    table: pd.DataFrame,
    where: Geography,
    area_ids: frozenset[str],
    series: VaccineSeries,
    period: tuple[str, str],
) -> pd.DataFrame:
    """One observation an area of the grid.

    An area without a value is withheld: the publisher hides percentages of fewer than 10
    children. An area without a row is not reported.
    """
    reject_rows(path, table["area_id"], table["area_id"].duplicated(), "each area once")
    year, quarter = period
    first, last = HALVES[quarter]
    grid = table.set_index("area_id").reindex(sorted(area_ids))
    status = pd.Series(str(Status.NORMAL), index=grid.index)
    status = status.mask(grid["is_small"].eq(True), str(Status.LOW_RELIABILITY))
    status = status.mask(grid["value"].isna(), str(Status.WITHHELD))
    status = status.mask(~grid.index.isin(table["area_id"]), str(Status.NOT_REPORTED))
    return pd.DataFrame(
        {
            "indicator_id": series.indicator_id,
            "geography": str(where),
            "area_id": grid.index,
            "period_start": pd.Timestamp(f"{year}-{first}"),
            "industry_id": ALL_INDUSTRIES,
            "period_end": pd.Timestamp(f"{year}-{last}"),
            "value": grid["value"].to_numpy(),
            "status": status.to_numpy(),
            "reason": _capped(grid["value"], status).to_numpy(),
        }
    )


def _capped(values: pd.Series, status: pd.Series) -> pd.Series:
    """The publisher stops at the cap, which then means as much or more."""
    named = {
        str(Status.NORMAL): str(Reason.CAPPED),
        str(Status.LOW_RELIABILITY): str(Reason.CAPPED_FEW_CASES),
    }
    return status.map(named).where(values.eq(CAP_PERCENT)).fillna("")
