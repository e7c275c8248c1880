"""Jobs, places of work and pay by borough and sector, from the State's census of employers."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_loaders.observations.table import tidy
from data_loaders.sources.public.naics import SECTORS
from data_loaders.sources.public.nysdol_qcew.files import FIGURES, FILES, quarterly, yearly
from data_loaders.sources.public.nysdol_qcew.indicators import (
    EMPLOYERS,
    EMPLOYERS_BY_SECTOR,
    JOBS_BY_SECTOR,
    JOBS_BY_WORKPLACE,
    WEEKLY_PAY,
    WEEKS_A_QUARTER,
    YEARLY_PAY_BY_SECTOR,
)
from data_loaders.sources.public.workplace import no_remainder
from data_loaders.vocabulary.geography import BOROUGH_IDS, CITY_ID
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    Cadence,
    Category,
    Feed,
    Geography,
    Grant,
    Indicator,
    Publication,
    Reason,
    Source,
    Status,
    Terms,
)
from data_loaders.vocabulary.policy import Contributors, Policy, Sensitivity, Treatment

PAGE = "https://dol.ny.gov/quarterly-census-employment-and-wages"
AREAS = (CITY_ID, *BOROUGH_IDS)
KEY = ["area_id", "industry_id", "period_start"]

SOURCE = Source(
    id="nysdol_qcew",
    name="Census of jobs and pay by borough",
    partner="New York State Department of Labor",
    publisher_url=PAGE,
    feed=Feed(folder="nysdol-qcew", files=FILES),
    terms_of_use=Terms(
        grant=Grant.FREE_TO_USE,
        stated="free to use with attribution",
        stated_in="the terms of use of New York State's open data portal",
        of_public_agency=True,
        credit=("the New York State Department of Labor", "the U.S. Bureau of Labor Statistics"),
    ),
    publication=Publication.OPEN,
    citation=(
        f"New York State Department of Labor, Quarterly Census of Employment and Wages. {PAGE}"
    ),
    description=(
        "Jobs, places of work and wages that employers report for unemployment insurance, by "
        "borough: all industries by quarter, sectors by year."
    ),
    covers=(
        "Jobs covered by unemployment insurance, about 97 of 100, at the place of work. Left out "
        "are the self-employed, private household workers, railroad workers and student workers."
    ),
    category=Category.EMPLOYMENT,
    cadence=Cadence.QUARTER,
    policy=Policy(
        sensitivity=Sensitivity.PUBLIC,
        unit_of_observation="a sector in a borough, and quarter or year",
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule=(
            "The State leaves out industries in which an employer could be told; such a row is "
            "absent from its file. State law forbids to disclose single employers."
        ),
        plain=no_remainder("the State"),
        revision="The newest quarters are early; the State revises them with later reports.",
        retention="Kept as long as the site runs.",
    ),
    indicators=(
        JOBS_BY_WORKPLACE,
        EMPLOYERS,
        WEEKLY_PAY,
        JOBS_BY_SECTOR,
        EMPLOYERS_BY_SECTOR,
        YEARLY_PAY_BY_SECTOR,
    ),
    reasons=(
        Reason.HIDDEN_OR_NONE,
        Reason.NOT_RECEIVED,
    ),
)


def read(folder: Path) -> pd.DataFrame:
    """Observations by quarter for all industries, and by year for sectors."""
    return tidy([*_quarters(quarterly(folder)), *_years(yearly(folder))])


def _quarters(table: pd.DataFrame) -> list[pd.DataFrame]:
    table = table.assign(
        industry_id=ALL_INDUSTRIES,
        period_start=pd.to_datetime(
            {"year": table["year"], "month": table["quarter"] * 3 - 2, "day": 1}
        ),
    )
    starts = pd.date_range(table["period_start"].min(), table["period_start"].max(), freq="QS")
    cells = _with_city(table, (ALL_INDUSTRIES,), starts)
    ends = starts + pd.offsets.QuarterEnd(0)
    pay = (cells["wages"] / cells["jobs"] / WEEKS_A_QUARTER).round(0)
    return [
        _observations(JOBS_BY_WORKPLACE, cells["jobs"], starts, ends),
        _observations(EMPLOYERS, cells["establishments"], starts, ends),
        _observations(WEEKLY_PAY, pay, starts, ends),
    ]


def _years(table: pd.DataFrame) -> list[pd.DataFrame]:
    table = table.assign(period_start=pd.to_datetime({"year": table["year"], "month": 1, "day": 1}))
    starts = pd.date_range(table["period_start"].min(), table["period_start"].max(), freq="YS")
    industries = (ALL_INDUSTRIES, *(sector.id for sector in SECTORS))
    cells = _with_city(table, industries, starts)
    ends = starts + pd.offsets.YearEnd(0)
    pay = (cells["wages"] / cells["jobs"]).where(cells["jobs"] > 0).round(0)
    return [
        _observations(JOBS_BY_SECTOR, cells["jobs"], starts, ends),
        _observations(EMPLOYERS_BY_SECTOR, cells["establishments"], starts, ends),
        _observations(YEARLY_PAY_BY_SECTOR, pay, starts, ends),
    ]


def _with_city(
    table: pd.DataFrame, industries: tuple[str, ...], starts: pd.DatetimeIndex
) -> pd.DataFrame:
    """Figures on the whole grid of areas, industries and periods; the city where all five are."""
    by_key = table.set_index(KEY)[FIGURES]
    sums = by_key.groupby(level=["industry_id", "period_start"]).agg(_whole)
    city = pd.concat({CITY_ID: sums}, names=["area_id"])
    grid = pd.MultiIndex.from_product([AREAS, industries, starts], names=KEY)
    return pd.concat([by_key, city]).reindex(grid)


def _whole(values: pd.Series) -> float:
    """The sum of all boroughs; nothing where one is absent."""
    return values.sum(min_count=len(BOROUGH_IDS))


def _observations(
    indicator: Indicator, values: pd.Series, starts: pd.DatetimeIndex, ends: pd.DatetimeIndex
) -> pd.DataFrame:
    """Rows of every area and industry; in a year we hold, what is absent is not disclosed."""
    held = values.notna().groupby(level="period_start").transform("any")
    status = pd.Series(str(Status.NOT_REPORTED), index=values.index)
    status = status.mask(held, str(Status.WITHHELD_OR_NONE))
    status = status.mask(values.notna(), str(Status.NORMAL))
    rows = pd.DataFrame({"value": values, "status": status}).reset_index()
    is_city = rows["area_id"] == CITY_ID
    return rows.assign(
        indicator_id=indicator.id,
        geography=is_city.map({True: str(Geography.CITY), False: str(Geography.BOROUGH)}),
        period_end=rows["period_start"].map(dict(zip(starts, ends, strict=True))),
    )
