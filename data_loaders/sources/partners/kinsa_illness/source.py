"""Kinsa's smart thermometers: the share of people ill, by day and county, published by week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_loaders.delivery.cells import (
    days,
    mapped,
    numbers,
    require_cells,
    require_unique,
    shapes,
)
from data_loaders.delivery.findings import Report
from data_loaders.delivery.tables import TextFormat, only_file, text_table
from data_loaders.privacy.tables.counted import COUNTED
from data_loaders.sources.partners.kinsa_illness.indicators import PEOPLE_ILL, PROVISIONAL_WEEKS
from data_loaders.vocabulary.geography import BOROUGH_IDS, BOROUGH_OF_FIPS, BOROUGHS
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    PARTNERSHIP,
    Cadence,
    Category,
    DeliveryFile,
    DeliveryFormat,
    Frequency,
    Geography,
    Publication,
    Reason,
    Source,
    Status,
)
from data_loaders.vocabulary.policy import (
    Contributors,
    ContributorUnit,
    Grid,
    Policy,
    Primary,
    Sensitivity,
    Treatment,
)

REGION, NAME, STATE, FIPS = "region_type", "region_name", "region_state", "region_id"
SIGNAL, DAY, ILL = "signal_type", "created_date", "pct_ill"
LAYOUT = TextFormat((REGION, NAME, STATE, FIPS, SIGNAL, DAY, ILL))
COUNTY = "county"
SIGNALS = {"gamma": "gamma"}
STATES = {"NY": "NY", "New York": "NY"}
COUNTY_OF_FIPS = {borough.fips: borough.county for borough in BOROUGHS}
FIRST, LAST = date(2019, 1, 1), date(2030, 12, 31)
MOST_ILL = 40  # percent; the worst week of a flu season is near 7
LEAST_PEAK = 0.5  # a file that never gets here holds fractions, not percents
MINIMUM_DEVICES = 50
DAYS_OF_WEEK = 7
KEY: tuple[str, ...] = ()


def read(files: Sequence[Path], report: Report) -> pd.DataFrame | None:
    """One row a borough and day: `area_id`, `day`, `ill` in percent, NaN where none is given."""
    path = only_file(report, files)
    table = text_table(report, path, LAYOUT) if path else None
    if path is None or table is None:
        return None
    table = _in_the_city(report, path.name, table)
    mapped(report, path.name, table[SIGNAL], SIGNALS, "signals")
    mapped(report, path.name, table[STATE], STATES, "spellings of the state")
    for column in (STATE, SIGNAL):
        require_cells(report, path.name, table[column])
    _require_names(report, path.name, table)
    require_unique(report, path.name, table, [FIPS, DAY])
    kept = pd.DataFrame(
        {
            "area_id": table[FIPS].map(BOROUGH_OF_FIPS).astype("str"),
            "day": days(report, path.name, table[DAY], "%Y-%m-%d", FIRST, LAST),
            "ill": numbers(report, path.name, table[ILL], least=0, most=MOST_ILL),
        }
    )
    _require_all_boroughs(report, path.name, kept)
    _require_percents(report, path.name, kept["ill"])
    return kept


def _in_the_city(report: Report, file: str, table: pd.DataFrame) -> pd.DataFrame:
    """Rows of the five counties; the others are left out by this rule, counted and said."""
    is_county = table[REGION].eq(COUNTY)
    _note_left_out(report, file, table.loc[~is_county, REGION].fillna(""), "counties")
    in_city = is_county & table[FIPS].isin(BOROUGH_OF_FIPS)
    elsewhere = table.loc[is_county & ~in_city, FIPS].fillna("")
    _note_left_out(report, file, elsewhere, "the five counties of New York City")
    return table[in_city]


def _note_left_out(report: Report, file: str, codes: pd.Series, kept: str) -> None:
    if len(codes):
        report.note(
            file,
            f"{codes.name}: {len(codes):,} rows of {shapes(codes)} left out",
            f"{kept} alone are published",
            "Nothing to do unless one of them is in the city.",
            codes.index,
        )


def _require_names(report: Report, file: str, table: pd.DataFrame) -> None:
    """A county's name and its code must be of the same county."""
    county = table[FIPS].map(COUNTY_OF_FIPS)
    names = table[NAME].fillna("")
    wrong = [not name.startswith(known) for name, known in zip(names, county, strict=True)]
    if any(wrong):
        report.stop(
            file,
            f"{NAME}: not the county of its {FIPS}",
            ", ".join(f"{fips} {name}" for fips, name in COUNTY_OF_FIPS.items()),
            "Ask Kinsa which of the two is right.",
            table.index[wrong],
        )


def _require_all_boroughs(report: Report, file: str, kept: pd.DataFrame) -> None:
    absent = [borough.name for borough in BOROUGHS if borough.id not in set(kept["area_id"])]
    if absent:
        problem = f"no rows of {', '.join(absent)}"
        report.stop(file, problem, "rows of all five counties", f"Compare {FIPS} with the format.")


def _require_percents(report: Report, file: str, ill: pd.Series) -> None:
    if ill.notna().any() and ill.max() < LEAST_PEAK:
        problem = f"{ILL}: never as high as {LEAST_PEAK:g}"
        report.stop(file, problem, "percents, not fractions of one", "Ask Kinsa for the unit.")


def counted(kept: pd.DataFrame) -> pd.DataFrame:
    """The mean of each borough and whole week, Monday to Sunday.

    A week one of whose days has no value is not reported.
    """
    by_day = kept.pivot_table(index="day", columns="area_id", values="ill", dropna=False)
    first, last = kept["day"].min(), kept["day"].max()
    monday = first + pd.Timedelta(days=-first.weekday() % DAYS_OF_WEEK)
    whole = ((last - monday).days + 1) // DAYS_OF_WEEK
    every_day = pd.date_range(monday, periods=whole * DAYS_OF_WEEK, freq="D", unit="ms")
    daily = by_day.reindex(index=every_day, columns=list(BOROUGH_IDS)).to_numpy()
    means = daily.reshape(whole, DAYS_OF_WEEK, len(BOROUGH_IDS)).mean(axis=1)
    return _observations(every_day[::DAYS_OF_WEEK], means)


def _observations(mondays: pd.DatetimeIndex, means: NDArray[np.float64]) -> pd.DataFrame:
    """Counted observations of means by week × borough; nobody counted the thermometers."""
    cells = pd.MultiIndex.from_product([mondays, BOROUGH_IDS], names=["period_start", "area_id"])
    table = cells.to_frame(index=False).assign(
        indicator_id=PEOPLE_ILL.id,
        geography=str(Geography.BOROUGH),
        industry_id=ALL_INDUSTRIES,
        value=means.ravel(),
        status=str(Status.NORMAL),
    )
    newest = table["period_start"].isin(mondays[-PROVISIONAL_WEEKS:])
    table["status"] = table["status"].mask(newest, str(Status.PROVISIONAL))
    table["status"] = table["status"].mask(table["value"].isna(), str(Status.NOT_REPORTED))
    table["period_end"] = table["period_start"] + pd.Timedelta(days=DAYS_OF_WEEK - 1)
    return table.reindex(columns=COUNTED)


SOURCE = Source(
    id="kinsa_illness",
    name="Kinsa illness signal",
    partner="Kinsa",
    publisher_url="https://kinsahealth.com/",
    feed=None,
    delivery_format=DeliveryFormat(
        files=(
            DeliveryFile(
                r"kinsa_gamma_signal(_(?P<date>\d{4}-\d{2}-\d{2}))?\.csv",
                "kinsa_gamma_signal_2021-06-30.csv",
                "the percent ill of every county and day so far",
                columns=LAYOUT.columns,
            ),
        ),
        is_cumulative=True,
    ),
    terms_of_use=PARTNERSHIP,
    publication=Publication.OPEN,
    citation="Kinsa, illness signal, given to the NYC Recovery Data Partnership",
    description=(
        "How many people are ill with a fever in each borough, estimated from thermometers that "
        "send their readings to Kinsa's app. It can show an outbreak before people see a doctor."
    ),
    covers=(
        "Households with a Kinsa thermometer and a smartphone: families with young children "
        "above all. It leaves out older people without a smartphone, people who are ill without "
        "a fever, and those who do not take their temperature. Kinsa corrects for some of this."
    ),
    category=Category.HEALTH,
    cadence=Cadence.DAY,
    policy=Policy(
        sensitivity=Sensitivity.HEALTH,
        unit_of_observation="a borough in a week",
        treatment=Treatment.OURS,
        contributors=Contributors.ATTESTED,
        contributor_unit=ContributorUnit.DEVICE,
        publication_grid=Grid((str(Geography.BOROUGH),), str(Frequency.WEEK)),
        primary=Primary(minimum_contributors=MINIMUM_DEVICES),
        rounding=0.1,
        plain=(
            f"Each figure rests on {MINIMUM_DEVICES} or more thermometers; Kinsa attests that, "
            "and sends no count of them. We publish boroughs by week, to one decimal: never a "
            "day, and never an area smaller than a borough."
        ),
        revision=(
            "Each delivery restates every day; late readings change the newest "
            f"{PROVISIONAL_WEEKS} weeks most."
        ),
        retention="The newest delivery is kept, beside the releases already published.",
    ),
    indicators=(PEOPLE_ILL,),
    reasons=(Reason.NOTHING_TO_COUNT,),
)
