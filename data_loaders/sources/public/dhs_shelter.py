"""People in the City's homeless shelters, a month's mean night, from the daily report.

Fourteen dates stand in the file twice with the same numbers; some dates are missing.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_loaders.observations.feed_files import dates, numbers, read_csv, reject_rows
from data_loaders.observations.series import series
from data_loaders.observations.table import tidy
from data_loaders.vocabulary.geography import CITY_ID
from data_loaders.vocabulary.model import (
    Cadence,
    Category,
    Direction,
    Feed,
    FeedFile,
    Frequency,
    Geography,
    Grant,
    Indicator,
    Measure,
    Publication,
    Reason,
    Source,
    Status,
    Terms,
)
from data_loaders.vocabulary.policy import Contributors, Policy, Sensitivity, Treatment

FILE = "DHS_Daily_Report_2024-01-02.csv"
URL = "https://data.cityofnewyork.us/api/views/k46n-sa2m/rows.csv?accessType=DOWNLOAD"
PAGE = "https://data.cityofnewyork.us/Social-Services/DHS-Daily-Report/k46n-sa2m"
DATE = "Date of Census"
ADULTS, CHILDREN, PEOPLE = (
    "Total Adults in Shelter",
    "Total Children in Shelter",
    "Total Individuals in Shelter",
)
FIRST_DAY = pd.Timestamp("2017-01-01")
FEWEST_NIGHTS = 20
OTHER_SHELTERS = (
    "Only shelters run by the Department of Homeless Services. Left out are people who sleep "
    "outside, and shelters of other agencies. They are for domestic violence, for young people, "
    "and for tenants who had to leave unsafe homes. The emergency sites for asylum seekers of 2022 "
    "to 2025 are such shelters, too."
)
FEW_NIGHTS = f"A month with fewer than {FEWEST_NIGHTS} nights in the file is marked less reliable."


def _count(indicator_id: str, title: str, unit: str) -> Indicator:
    noun = f"{title[0].lower()}{title[1:]}"
    return Indicator(
        id=indicator_id,
        family="people_in_shelter",
        title=title,
        noun=noun,
        description=f"{title}, on a mean night of the month.",
        processing=(
            "The mean of the nights the report has in a month, computed here and rounded. A month "
            "that is not over is left out. Kept from January 2017."
        ),
        unit=f"{unit} a night",
        measure=Measure.COUNT,
        decimals=0,
        frequency=Frequency.MONTH,
        geographies=(Geography.CITY,),
        direction=Direction.NONE,
        category=Category.HOUSING,
        baseline="2019",
        caveats=(
            OTHER_SHELTERS,
            "More people in shelter can mean more need, or that more people find a place.",
            FEW_NIGHTS,
        ),
    )


# By the publisher's column.
COUNTS = {
    PEOPLE: _count("people_in_shelter", "People in shelter", "people"),
    CHILDREN: _count("children_in_shelter", "Children in shelter", "children"),
    "Total Single Adults in Shelter": _count(
        "single_adults_in_shelter", "Single adults in shelter", "people"
    ),
    "Families with Children in Shelter": _count(
        "families_with_children_in_shelter", "Families with children in shelter", "families"
    ),
    "Individuals in Adult Families in Shelter": _count(
        "adult_family_members_in_shelter", "People in adult families in shelter", "people"
    ),
}

SOURCE = Source(
    id="dhs_shelter",
    name="Daily report on shelters",
    partner="NYC Department of Homeless Services",
    publisher_url=PAGE,
    feed=Feed(folder="dhs-daily-census", files=(FeedFile(FILE, URL),)),
    terms_of_use=Terms(
        grant=Grant.FREE_TO_USE,
        stated="free to use, without restriction",
        stated_in="the terms of use of NYC Open Data",
        of_public_agency=True,
        credit=("the NYC Department of Homeless Services",),
    ),
    publication=Publication.OPEN,
    citation=f"NYC Department of Homeless Services, DHS Daily Report, NYC Open Data. {PAGE}",
    description="How many people and families sleep in the City's homeless shelters.",
    covers=OTHER_SHELTERS,
    category=Category.HOUSING,
    cadence=Cadence.DAY,
    policy=Policy(
        sensitivity=Sensitivity.PUBLIC,
        unit_of_observation="the whole shelter system and a night",
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule="The agency publishes totals of the whole system and hides none.",
        plain="Totals of thousands of people say nothing of any single one.",
        revision="No value of a day differed between two copies half a year apart.",
        retention="Kept as long as the site runs.",
    ),
    indicators=tuple(COUNTS.values()),
    known_errors=(
        "Some dates stand in the file twice with the same numbers; one of each is read. A night "
        "whose adults and children do not add up to all people is left out.",
    ),
    reasons=(Reason.PARTS_MISSING,),
)


def read(folder: Path) -> pd.DataFrame:
    """Observations of every count by month, the mean of its nights."""
    path = folder / FILE
    table = read_csv(path, [DATE, ADULTS, *COUNTS]).drop_duplicates()
    nights = dates(path, table[DATE], "%m/%d/%Y")
    reject_rows(path, table[DATE], nights.duplicated(keep=False), "one set of numbers a night")
    counts = pd.DataFrame({name: numbers(path, table[name], least=0) for name in (ADULTS, *COUNTS)})
    counts = counts.set_index(pd.DatetimeIndex(nights)).sort_index()
    adds_up = (counts[ADULTS] + counts[CHILDREN]).eq(counts[PEOPLE])
    counts = counts[adds_up & (counts.index >= FIRST_DAY)]
    is_over = counts.index < _month_under_way(pd.DatetimeIndex(nights))
    by_month = counts[is_over].groupby(pd.Grouper(freq="MS"))
    few = by_month.size() < FEWEST_NIGHTS
    marks = few.map({True: str(Status.LOW_RELIABILITY), False: str(Status.NORMAL)})
    means = by_month.mean().round(0)
    return tidy(
        series(indicator, Geography.CITY, CITY_ID, means[name], statuses=marks)
        for name, indicator in COUNTS.items()
    )


def _month_under_way(nights: pd.DatetimeIndex) -> pd.Timestamp:
    """First day of the month after the last one the file holds to its end."""
    return (nights.max() + pd.Timedelta(days=1)).replace(day=1)
