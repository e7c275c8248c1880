"""Unemployment rates of four boroughs, from the Bureau of Labor Statistics.

The series of FRED whose names say "New York" and mean the metropolitan area (NEWY636UR,
NEWY636URN) are not here: the city is in `nysdol_laus`. One small file a series, as FRED (Federal
Reserve Bank of St. Louis) hands them out. Two layouts are in circulation: the header names the
dates `Date` or `observation_date`, and a missing month is empty or a dot.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from data_loaders.observations.feed_files import (
    DeliveryError,
    dates,
    numbers,
    read_csv,
    reject_rows,
)
from data_loaders.observations.table import tidy
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    Cadence,
    Category,
    CountedAt,
    Direction,
    Feed,
    FeedFile,
    Frequency,
    Geography,
    Grant,
    Holder,
    Indicator,
    Measure,
    Publication,
    Reason,
    Source,
    Status,
    Terms,
)
from data_loaders.vocabulary.policy import Contributors, Policy, Sensitivity, Treatment

FIRST_MONTH = pd.Timestamp("2019-01-01")
DATE_HEADERS = ("observation_date", "Date", "DATE")
MISSING = ("", ".")


@dataclass(frozen=True, slots=True)
class UnemploymentSeries:
    """A FRED series, the borough it describes, and who has it."""

    id: str
    area_id: str
    holder: Holder = Holder.BOTH

    @property
    def file(self) -> str:
        return f"{self.id}.csv"

    @property
    def url(self) -> str:
        return f"https://fred.stlouisfed.org/graph/fredgraph.csv?id={self.id}"


ALL_SERIES = (
    UnemploymentSeries("NYBRON5URN", "BX"),
    UnemploymentSeries("NYKING7URN", "BK"),
    UnemploymentSeries("NYNEWY1URN", "MN"),
    UnemploymentSeries("NYQUEE1URN", "QN"),
    # No mirror of the series has it.
    UnemploymentSeries("NYRICH5URN", "SI", Holder.PUBLISHER),
)

SINCE_2019 = (
    "The series begin in 1990; we keep them from January 2019. BLS publishes the newest month as "
    "preliminary, so we mark it an early figure."
)
SAMPLE = (
    "Rates for counties are estimated by a model from surveys, claims and payrolls. So a change of "
    "a few tenths of a point may mean nothing."
)
NOT_COUNTED = "People who want work but have stopped looking are not counted as unemployed."

UNEMPLOYMENT_RATE_BLS = Indicator(
    id="unemployment_rate_bls",
    family="unemployment_rate",
    title="Unemployment rate, as the federal bureau has it",
    noun="unemployment rate, as the federal bureau has it",
    description=(
        "Share of the labor force, by where people live, without work and looking for it. Not "
        "adjusted for the time of year. The State publishes the same estimates, with Staten "
        "Island and the city; these go on where our copy of the State's ends."
    ),
    processing=f"{SINCE_2019} No value is changed.",
    unit="%",
    measure=Measure.PERCENT,
    decimals=1,
    frequency=Frequency.MONTH,
    geographies=(Geography.BOROUGH,),
    direction=Direction.LOWER_IS_BETTER,
    counted_at=CountedAt.HOME,
    category=Category.EMPLOYMENT,
    baseline="2019",
    caveats=(
        "Staten Island is not reported where its own series could not be read.",
        "Compare a month with the same month of another year: rates rise and fall with the "
        "seasons.",
        SAMPLE,
        NOT_COUNTED,
    ),
)
SOURCE = Source(
    id="bls_laus",
    name="Local Area Unemployment Statistics",
    partner="U.S. Bureau of Labor Statistics",
    publisher_url="https://www.bls.gov/lau/",
    feed=Feed(
        folder="bls-laus-fred",
        files=tuple(FeedFile(series.file, series.url, series.holder) for series in ALL_SERIES),
    ),
    terms_of_use=Terms(
        grant=Grant.PUBLIC_DOMAIN,
        stated="a work of the U.S. government, in the public domain",
        stated_in="U.S. copyright law, section 105",
        of_public_agency=True,
        credit=("the U.S. Bureau of Labor Statistics", "FRED"),
    ),
    publication=Publication.OPEN,
    citation=(
        "U.S. Bureau of Labor Statistics, Local Area Unemployment Statistics, retrieved from "
        "FRED, Federal Reserve Bank of St. Louis."
    ),
    description="Monthly unemployment rates of the city's five counties.",
    covers=(
        "People 16 and older who live in the borough, work or look for work, and are not in the "
        "armed forces or an institution."
    ),
    category=Category.EMPLOYMENT,
    cadence=Cadence.MONTH,
    policy=Policy(
        sensitivity=Sensitivity.PUBLIC,
        unit_of_observation="an estimated rate",
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule=(
            "BLS publishes model estimates for whole counties and hides none of these cells."
        ),
        plain="The figures are estimates for whole boroughs; none describes a person.",
        revision="BLS revises the past two years or more early each year.",
        retention="Kept as long as the site runs.",
    ),
    indicators=(UNEMPLOYMENT_RATE_BLS,),
)


def read(folder: Path) -> pd.DataFrame:
    """Observations of all series by month from 2019, on one grid; absent months not reported."""
    here = [
        series
        for series in ALL_SERIES
        if series.holder is Holder.BOTH or (folder / series.file).is_file()
    ]
    rates = {series: _monthly_rates(folder / series.file, series) for series in here}
    last = max(rate.index.max() for rate in rates.values())
    months = pd.date_range(FIRST_MONTH, last, freq="MS")
    empty = pd.Series(dtype="float64", index=months)
    parts = [_observations(rate.reindex(months), series.area_id) for series, rate in rates.items()]
    unheld = [
        _observations(empty, series.area_id).assign(reason=str(Reason.NOT_RECEIVED))
        for series in ALL_SERIES
        if series not in rates
    ]
    return tidy([*parts, *unheld])


def _monthly_rates(path: Path, series: UnemploymentSeries) -> pd.Series:
    """Percent by first day of month, NaN where FRED has none."""
    table = read_csv(path, [series.id], missing=MISSING)
    header = next((name for name in DATE_HEADERS if name in table.columns), None)
    if header is None or set(table.columns) != {header, series.id}:
        raise DeliveryError(
            path,
            f"columns {list(table.columns)}",
            f"one of {list(DATE_HEADERS)} and {series.id}",
            "Download the series again; if FRED renamed the dates, add the name.",
        )
    months = dates(path, table[header], "%Y-%m-%d")
    not_monthly = months.duplicated() | (months.dt.day != 1)
    reject_rows(path, table[header], not_monthly, "the first day of a month, each once")
    rates = numbers(path, table[series.id])
    return pd.Series(rates.to_numpy(), index=pd.DatetimeIndex(months))


def _observations(rates: pd.Series, area_id: str) -> pd.DataFrame:
    months = pd.DatetimeIndex(rates.index)
    status = pd.Series(Status.NORMAL, index=months).where(rates.notna(), Status.NOT_REPORTED)
    status = status.mask(months == rates.last_valid_index(), Status.PROVISIONAL)
    return pd.DataFrame(
        {
            "indicator_id": UNEMPLOYMENT_RATE_BLS.id,
            "geography": Geography.BOROUGH,
            "area_id": area_id,
            "industry_id": ALL_INDUSTRIES,
            "period_start": months,
            "period_end": months + pd.offsets.MonthEnd(0),
            "value": rates.to_numpy(),
            "status": status.to_numpy(),
        }
    )
