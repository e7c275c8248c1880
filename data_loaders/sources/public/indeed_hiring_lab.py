"""Job postings on Indeed, as a daily index: states and the country, and national sectors."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
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
from data_loaders.vocabulary.model import (
    Break,
    Cadence,
    Category,
    Direction,
    Feed,
    FeedFile,
    Frequency,
    Geography,
    Grant,
    Indicator,
    Industry,
    Measure,
    Publication,
    Source,
    Terms,
)
from data_loaders.vocabulary.policy import Contributors, Policy, Sensitivity, Treatment

REPOSITORY = "https://raw.githubusercontent.com/hiring-lab/job_postings_tracker/master"
STATES = "US/state_job_postings_us.csv"
COUNTRY = "US/aggregate_job_postings_US.csv"
SECTORS = "US/job_postings_by_sector_US.csv"
# The publisher writes states in lower case.
STATE_OF_CODE = {"ny": "NY", "nj": "NJ", "ct": "CT"}
ALL_POSTINGS, NEW_POSTINGS = "total postings", "new postings"
COUNTRY_CODE = "US"

SECTOR_NAMES = (
    *("Accounting", "Administrative Assistance", "Architecture", "Arts & Entertainment"),
    *("Banking & Finance", "Beauty & Wellness", "Childcare", "Civil Engineering"),
    *("Cleaning & Sanitation", "Community & Social Service", "Construction", "Customer Service"),
    *("Dental", "Driving", "Education & Instruction", "Electrical Engineering"),
    *("Food Preparation & Service", "Hospitality & Tourism", "Human Resources"),
    *("IT Operations & Helpdesk", "Industrial Engineering", "Information Design & Documentation"),
    *("Installation & Maintenance", "Legal", "Loading & Stocking", "Logistic Support"),
    *("Management", "Marketing", "Mathematics", "Media & Communications", "Medical Information"),
    *("Medical Technician", "Nursing", "Personal Care & Home Health", "Pharmacy"),
    *("Physicians & Surgeons", "Production & Manufacturing", "Project Management", "Retail"),
    *("Sales", "Scientific Research & Development", "Security & Public Safety"),
    *("Software Development", "Sports", "Therapy", "Veterinary"),
)
INDUSTRY_OF_SECTOR = {
    name: name.lower().replace(" & ", "-").replace(" ", "-") for name in SECTOR_NAMES
}
NEVER_WITH_STATES = (
    "Do not compare sectors with the states or the country. This file was last updated in October "
    "2024, before Indeed changed how it removes the seasons."
)

JOB_POSTINGS = Indicator(
    id="job_postings",
    family="job_postings",
    title="Job postings",
    noun="job postings on Indeed",
    description="Job postings on Indeed, averaged over seven days and adjusted for the season,"
    " against February 1, 2020, which is 100.",
    processing="None: the publisher's own index. It begins on February 1, 2020.",
    unit="(February 1, 2020 = 100)",
    measure=Measure.INDEX,
    decimals=1,
    frequency=Frequency.DAY,
    geographies=(Geography.STATE, Geography.US),
    direction=Direction.BACK_TO_BASELINE,
    category=Category.EMPLOYMENT,
    baseline="2020-02",
    smoothed_over=7,
    caveats=("No figure for New York City alone is in these files: New York is the whole state.",),
)
JOB_POSTINGS_BY_SECTOR = Indicator(
    id="job_postings_by_sector",
    family="job_postings",
    title="Job postings by kind of work, United States",
    noun="job postings on Indeed",
    description="Job postings on Indeed for 46 kinds of work in the whole country. They are"
    " averaged over seven days and adjusted for the season. February 1, 2020 is 100.",
    processing="None: the publisher's own index.",
    unit="(February 1, 2020 = 100)",
    measure=Measure.INDEX,
    decimals=1,
    frequency=Frequency.DAY,
    geographies=(Geography.US,),
    direction=Direction.BACK_TO_BASELINE,
    category=Category.EMPLOYMENT,
    industries=tuple(Industry(industry, name) for name, industry in INDUSTRY_OF_SECTOR.items()),
    baseline="2020-02",
    smoothed_over=7,
    caveats=(
        NEVER_WITH_STATES,
        "Kinds of work are jobs, not industries, and no figure for New York exists.",
    ),
)

SOURCE = Source(
    id="indeed_hiring_lab",
    name="Job Postings Tracker",
    partner="Indeed Hiring Lab",
    publisher_url="https://github.com/hiring-lab/job_postings_tracker",
    feed=Feed(
        folder="indeed-hiring-lab",
        files=tuple(FeedFile(n, f"{REPOSITORY}/{n}") for n in (STATES, COUNTRY, SECTORS)),
    ),
    terms_of_use=Terms(
        grant=Grant.LICENSE,
        stated="Creative Commons Attribution 4.0 (CC BY 4.0)",
        stated_in="the LICENSE and README of its repository",
        credit=("Indeed Hiring Lab",),
    ),
    publication=Publication.OPEN,
    citation="Indeed Hiring Lab, Job Postings Tracker."
    " https://github.com/hiring-lab/job_postings_tracker. CC BY 4.0.",
    description="How many job postings Indeed shows each day, as an index: 100 is the level of"
    " February 1, 2020.",
    covers=(
        "Jobs posted on Indeed's site. It misses jobs filled by word of mouth, through unions or on"
        " other sites. A posting can stand for several jobs, or for none."
    ),
    category=Category.EMPLOYMENT,
    cadence=Cadence.WEEK,
    policy=Policy(
        sensitivity=Sensitivity.BUSINESS,
        unit_of_observation="a place and day",
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule="Indeed publishes only places and kinds of work with many postings; it"
        " documents no other rule.",
        plain="An index of all postings in a state says nothing about any single employer.",
        revision="Indeed restates the whole series with each update; we take the newest file.",
        retention="Public data; kept with every release.",
    ),
    indicators=(JOB_POSTINGS, JOB_POSTINGS_BY_SECTOR),
    known_errors=(
        "The file by kind of work ends on September 27, 2024, in the old method. We publish it as"
        " it is and never set it against the states.",
    ),
    breaks=(
        Break(
            on=date(2024, 11, 1),
            text="Indeed changed how it removes the seasons and restated the whole history of the"
            " states and the country. Figures from earlier files, and those by kind of work, are"
            " not comparable with them.",
        ),
    ),
)


def read(folder: Path) -> pd.DataFrame:
    """Observations of the state, country and sector files in `folder`."""
    return observations.tidy(
        [*_states(folder / STATES), _country(folder / COUNTRY), *_sectors(folder / SECTORS)]
    )


def _states(path: Path) -> Iterator[pd.DataFrame]:
    """New York, New Jersey and Connecticut; the official file has the other states too."""
    table = read_csv(path, ("date", "state", "indeed_job_postings_index"))
    reject_rows(path, table["state"], ~table["state"].str.fullmatch("[a-z]{2}").eq(True), "a state")
    for code, area_id in STATE_OF_CODE.items():
        index = _index(path, table[table["state"].eq(code)], "indeed_job_postings_index", code)
        yield series(JOB_POSTINGS, Geography.STATE, area_id, index)


def _country(path: Path) -> pd.DataFrame:
    column = "indeed_job_postings_index_SA"
    table = read_csv(path, ("date", "jobcountry", column, "variable"))
    _require_values(path, table["jobcountry"], {COUNTRY_CODE})
    _require_values(path, table["variable"], {ALL_POSTINGS, NEW_POSTINGS})
    postings = table[table["variable"].eq(ALL_POSTINGS)]
    index = _index(path, postings, column, ALL_POSTINGS)
    return series(JOB_POSTINGS, Geography.US, COUNTRY_CODE, index)


def _sectors(path: Path) -> Iterator[pd.DataFrame]:
    column = "indeed_job_postings_index"
    table = read_csv(path, ("date", "jobcountry", column, "variable", "display_name"))
    _require_values(path, table["jobcountry"], {COUNTRY_CODE})
    _require_values(path, table["variable"], {ALL_POSTINGS, NEW_POSTINGS})
    _require_values(path, table["display_name"], set(INDUSTRY_OF_SECTOR))
    postings = table[table["variable"].eq(ALL_POSTINGS)]
    for name, industry_id in INDUSTRY_OF_SECTOR.items():
        index = _index(path, postings[postings["display_name"].eq(name)], column, name)
        yield series(
            JOB_POSTINGS_BY_SECTOR, Geography.US, COUNTRY_CODE, index, industry_id=industry_id
        )


def _require_values(path: Path, column: pd.Series, known: set[str]) -> None:
    reject_rows(path, column, ~column.isin(known), f"one of {sorted(known)[:5]}")


def _index(path: Path, rows: pd.DataFrame, column: str, name: str) -> pd.Series:
    """The index by day; raises DeliveryError where `name` has no rows or a day comes twice."""
    require_rows(path, rows, name)
    days = dates(path, rows["date"], "%Y-%m-%d")
    require_unique(path, rows["date"], days)
    return numbers(path, rows[column]).set_axis(days)
