"""Jobs in the city by industry and month, from the State's count of employers' payrolls.

A row is an industry and year, with months in columns; blocks of changes with the same names
follow and are not read. The State offers a workbook; copies were saved again as CSV, with or
without thousands commas.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_loaders.observations.feed_files import numbers, reject_rows, years
from data_loaders.observations.kept_vintages import KeptVintages
from data_loaders.observations.series import require_unique, series
from data_loaders.observations.sheets import read_sheet
from data_loaders.observations.table import tidy
from data_loaders.sources.public.nysdol_ces.industries import BY_SECTOR, DETAILED, GROUPS, RETIRED
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

FILE = "nychist_2024-01.csv"
URL = "https://dol.ny.gov/statistics-new-york-city-employment-statistics"
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
KEYS = ("SERIESCODE", "AREA", "YEAR")
FIRST_BLOCK = 17  # area, year, code, area's name, industry, twelve months
CITY_AREA = "93561"
FIRST_YEAR = 2015
THOUSAND = 1000
EARLY_MONTHS = 2  # the newest month is preliminary, the one before is revised once

WORKPLACE = (
    "Jobs count where the work is, not where the worker lives. Someone with two jobs counts twice; "
    "the self-employed do not count."
)
SEASONS = "Not adjusted for the time of year: compare a month with the same month of another year."
NEVER_SUMMED = "Some industries hold others: never add them up."

JOBS = Indicator(
    id="jobs",
    family="jobs",
    title="Jobs",
    noun="jobs",
    description="Jobs at employers in the city, by industry sector, in the middle of the month.",
    processing="Thousands as published, written as jobs. Kept from January 2015.",
    unit="jobs",
    measure=Measure.COUNT,
    decimals=0,
    frequency=Frequency.MONTH,
    geographies=(Geography.CITY,),
    direction=Direction.HIGHER_IS_BETTER,
    counted_at=CountedAt.WORK,
    category=Category.EMPLOYMENT,
    industries=tuple(each.listed(is_group=each in GROUPS) for each in BY_SECTOR),
    baseline="2019",
    caveats=(
        WORKPLACE,
        SEASONS,
        "Educational services are private; public schools are government.",
    ),
)
JOBS_DETAILED = Indicator(
    id="jobs_detailed",
    family="jobs",
    title="Jobs in detailed industries",
    noun="jobs in detailed industries",
    description="Jobs at employers in the city in the parts of sectors the State counts.",
    processing="Thousands as published, written as jobs. Kept from January 2015.",
    unit="jobs",
    measure=Measure.COUNT,
    decimals=0,
    frequency=Frequency.MONTH,
    geographies=(Geography.CITY,),
    direction=Direction.HIGHER_IS_BETTER,
    counted_at=CountedAt.WORK,
    category=Category.EMPLOYMENT,
    industries=tuple(each.listed() for each in DETAILED),
    baseline="2019",
    caveats=(WORKPLACE, SEASONS, NEVER_SUMMED),
)

SOURCE = Source(
    id="nysdol_ces",
    name="Jobs by industry",
    partner="New York State Department of Labor",
    publisher_url=URL,
    feed=Feed(folder="nysdol-ces", files=(FeedFile(FILE, URL),)),
    terms_of_use=Terms(
        available="Published by the New York State Department of Labor as a workbook. The program "
        "is a joint one with the U.S. Bureau of Labor Statistics.",
        of_public_agency=True,
        credit=("the New York State Department of Labor",),
    ),
    publication=Publication.OPEN,
    citation=(
        "New York State Department of Labor, Current Employment Statistics, New York City, not "
        f"seasonally adjusted. {URL}"
    ),
    description=(
        "How many jobs employers in the city have, by industry and month. The figures are from a "
        "survey of their payrolls that is set right by tax records each March."
    ),
    covers=(
        "Jobs on payrolls of employers in the five boroughs, wherever the workers live. Left out "
        "are the self-employed, private household workers and unpaid family workers. There are no "
        "figures by borough."
    ),
    category=Category.EMPLOYMENT,
    cadence=Cadence.MONTH,
    policy=Policy(
        sensitivity=Sensitivity.PUBLIC,
        unit_of_observation="an industry in the whole city, and month",
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule="The State publishes industries large enough for its sample, in hundreds.",
        plain="Estimates for whole industries of the city, rounded to the nearest 100 jobs.",
        revision=(
            "The newest two months are early. Each March the history is set right by tax records: "
            "November 2022 went from 4,640,900 jobs to 4,671,300."
        ),
        retention="Kept as long as the site runs.",
    ),
    indicators=(JOBS, JOBS_DETAILED),
    known_errors=(
        "In March 2023 the State went over to the industry classification of 2022. It restated "
        "the history of the new industries; ten older ones have ended and are not shown.",
    ),
)


def read(folder: Path) -> pd.DataFrame:
    """Observations of all industries by month, the newest two months marked as early."""
    return _read(folder / FILE)


def _read(path: Path) -> pd.DataFrame:
    table = read_sheet(path, 0, (*KEYS, *MONTHS), first_columns=FIRST_BLOCK)
    reject_rows(path, table["AREA"], table["AREA"] != CITY_AREA, f"{CITY_AREA}, the city")
    table["code"] = table["SERIESCODE"].str.zfill(8)
    require_unique(path, table["SERIESCODE"], table[["code", "YEAR"]])
    table["year"] = years(path, table["YEAR"])
    table = table[table["year"] >= FIRST_YEAR]
    _require_known(path, table["code"])
    table = table[~table["code"].isin(RETIRED)]
    jobs = _by_month(path, table)
    early = sorted(jobs.index.get_level_values("month").unique())[-EARLY_MONTHS:]
    return tidy(
        _series(jobs, indicator, each.codes, each.id, early)
        for indicator, industries in ((JOBS, BY_SECTOR), (JOBS_DETAILED, DETAILED))
        for each in industries
        if set(each.codes) & set(table["code"])
    )


def _require_known(path: Path, codes: pd.Series) -> None:
    known = {code for each in (*BY_SECTOR, *DETAILED) for code in each.codes} | RETIRED
    reject_rows(path, codes, ~codes.isin(known), "a code of nysdol_ces_industries")


def _by_month(path: Path, table: pd.DataFrame) -> pd.Series:
    """Jobs by code and first day of month, months not yet published left out."""
    parts = [
        pd.DataFrame(
            {
                "code": table["code"],
                "month": pd.to_datetime({"year": table["year"], "month": number, "day": 1}),
                "jobs": (numbers(path, table[name]) * THOUSAND).round(0),
            }
        )
        for number, name in enumerate(MONTHS, start=1)
    ]
    return pd.concat(parts).dropna().set_index(["code", "month"])["jobs"]


def _series(
    jobs: pd.Series,
    indicator: Indicator,
    codes: tuple[str, ...],
    industry_id: str,
    early: list[pd.Timestamp],
) -> pd.DataFrame:
    values = jobs[jobs.index.get_level_values("code").isin(codes)].droplevel("code").sort_index()
    marks = pd.Series(str(Status.PROVISIONAL), index=values.index.intersection(early))
    return series(
        indicator, Geography.CITY, CITY_ID, values, industry_id=industry_id, statuses=marks
    )


VINTAGES = (KeptVintages("nysdol-ces/vintages/nychist_*.csv", _read),)
