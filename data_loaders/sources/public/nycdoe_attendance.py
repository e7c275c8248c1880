"""School attendance by day in the first half of 2022, from the Department of Education's page.

One file a day, kept by the newsroom THE CITY. A file has a rate a school and, first, one of all
schools; `NS` is a school that sent none. There is no enrollment, so a borough's mean counts small
and large schools alike.
"""

from __future__ import annotations

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
from data_loaders.vocabulary.geography import BOROUGH_IDS, CITY_ID
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    Cadence,
    Category,
    Direction,
    Feed,
    FeedFile,
    Frequency,
    Geography,
    Indicator,
    Measure,
    Publication,
    Reason,
    Source,
    Status,
    Terms,
)
from data_loaders.vocabulary.policy import Contributors, Policy, Sensitivity, Treatment

KEPT_BY = (
    "https://raw.githubusercontent.com/thecityny/nyc-doe-attendance-scraper/"
    "114bea0d3011b1a26a11dae00d44f9535829d423/data/"
)
PAGE = "https://www.nycenet.edu/PublicApps/Attendance.aspx"
# The days kept: many school days are missing, late January to late February among them.
DAYS = {
    "2022-01": (3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 18, 19, 20, 21, 24, 25, 26),
    "2022-02": (28,),
    "2022-03": (
        1,
        2,
        3,
        4,
        7,
        8,
        9,
        10,
        11,
        14,
        15,
        16,
        17,
        18,
        21,
        22,
        23,
        24,
        25,
        28,
        29,
        30,
        31,
    ),
    "2022-04": (1, 4, 5, 6, 7, 8, 11, 12, 13, 14, 25, 26, 27, 28),
    "2022-05": (3, 9, 10, 11, 12, 13, 16, 17, 18, 19, 20, 23, 24, 25, 26, 27, 31),
    "2022-06": (1, 2, 3, 6, 7, 8, 10, 13, 14, 15, 16, 17, 21, 22, 23, 24, 27),
}
SCHOOL, DAY, RATE = "SCHOOL", "ATTD DATE", "%ATTD"
ALL_SCHOOLS, NOT_SENT = "ALL", "NS"
BOROUGH_OF_LETTER = {"M": "MN", "X": "BX", "K": "BK", "Q": "QN", "R": "SI"}
SCHOOL_NUMBER = r"\d\d[A-Z]\d\d\d"
FEWEST_PERCENT = 90

EARLY = "As of 4 in the afternoon of the day: schools could correct a rate later."
UNWEIGHTED = (
    "A borough's figure is the mean of its schools, each counted once whatever its size, for the "
    "file has no enrollment. It is not the share of the borough's pupils who were in school."
)
FEW_SCHOOLS = (
    f"A day with rates of fewer than {FEWEST_PERCENT}% of a borough's schools is marked less "
    "reliable; files of June lack many."
)
MISSING_DAYS = "Only some school days were kept, with none from late January to late February."

ATTENDANCE = Indicator(
    id="school_attendance",
    family="school_attendance",
    title="School attendance",
    noun="school attendance",
    description="Share of pupils in public schools who were there, by day, January to June 2022.",
    processing=f"The city is the Department's own rate. {UNWEIGHTED} Rounded to tenths.",
    unit="%",
    measure=Measure.PERCENT,
    decimals=1,
    frequency=Frequency.DAY,
    geographies=(Geography.CITY, Geography.BOROUGH),
    direction=Direction.HIGHER_IS_BETTER,
    category=Category.CHILDREN,
    caveats=(UNWEIGHTED, FEW_SCHOOLS, EARLY, MISSING_DAYS),
)

SOURCE = Source(
    id="nycdoe_attendance",
    name="School attendance by day",
    partner="NYC Department of Education",
    publisher_url=PAGE,
    feed=Feed(
        folder="thecity-doe-attendance",
        files=tuple(
            FeedFile(f"{month}-{day:02}.csv", f"{KEPT_BY}{month}-{day:02}.csv")
            for month, days in DAYS.items()
            for day in days
        ),
    ),
    terms_of_use=Terms(
        available="Put on a public page by the Department of Education; the copy read is that of "
        "the newsroom THE CITY.",
        of_public_agency=True,
        credit=("the NYC Department of Education", "THE CITY"),
    ),
    publication=Publication.SHOW,
    citation=f"NYC Department of Education, daily attendance, as kept by THE CITY. {PAGE}",
    description="How many pupils were in school each day, by school, in the first half of 2022.",
    covers=(
        "Public schools that sent a rate that day. Left out are charter and private schools, and "
        "pupils who are not enrolled anywhere."
    ),
    category=Category.CHILDREN,
    cadence=Cadence.ONCE,
    policy=Policy(
        sensitivity=Sensitivity.PUBLIC,
        unit_of_observation="a school and day",
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule="The Department publishes a rate for every school that sent one.",
        plain="This site shows means of whole boroughs, never a single school.",
        revision="None: the copy of a day is what the page said that day.",
        retention="Kept as long as the site runs.",
    ),
    indicators=(ATTENDANCE,),
    known_errors=(
        "Files of June 7 and of June 15 to 24, 2022, lack a fifth to two thirds of the schools.",
    ),
    reasons=(Reason.PARTS_MISSING,),
)


def read(folder: Path) -> pd.DataFrame:
    """Observations of the days kept: the city's own rate, and means of boroughs' schools."""
    feed = SOURCE.feed
    names = [file.name for file in feed.files] if feed else []
    rates = pd.concat([_day(folder / name) for name in names], ignore_index=True)
    return tidy([_city(rates), _boroughs(rates)])


def _day(path: Path) -> pd.DataFrame:
    """`school`, `day` and `rate` of one file, NaN where a school sent none."""
    table = read_csv(path, [SCHOOL, DAY, RATE])
    days = dates(path, table[DAY].str.partition(" ")[0].rename(DAY), "%m/%d/%Y")
    named = pd.Timestamp(path.stem)
    reject_rows(path, table[DAY], days != named, f"{named:%m/%d/%Y}, as the file is named")
    schools = table[SCHOOL]
    is_school = schools.str.fullmatch(SCHOOL_NUMBER).eq(True) | schools.eq(ALL_SCHOOLS)
    reject_rows(path, schools, ~is_school, "a school like 01M015, or ALL")
    reject_rows(path, schools, schools.duplicated(), "each school once")
    letters = schools.where(schools.ne(ALL_SCHOOLS)).str[2]
    unknown = letters.notna() & ~letters.isin(BOROUGH_OF_LETTER)
    reject_rows(path, schools, unknown, f"a borough's letter, one of {list(BOROUGH_OF_LETTER)}")
    if ALL_SCHOOLS not in set(schools):
        raise DeliveryError(path, "no row of all schools", ALL_SCHOOLS, "Fetch the file again.")
    rates = numbers(path, table[RATE].mask(table[RATE].eq(NOT_SENT)))
    return pd.DataFrame(
        {"area_id": letters.map(BOROUGH_OF_LETTER).fillna(CITY_ID), "day": days, "rate": rates}
    )


def _city(rates: pd.DataFrame) -> pd.DataFrame:
    city = rates[rates["area_id"] == CITY_ID].set_index("day")["rate"]
    status = city.notna().map({True: str(Status.NORMAL), False: str(Status.NOT_REPORTED)})
    rows = pd.DataFrame({"value": city.round(1), "status": status}).reset_index()
    return _observations(rows.assign(area_id=CITY_ID), Geography.CITY)


def _boroughs(rates: pd.DataFrame) -> pd.DataFrame:
    """Means of a borough's schools by day, on every day kept."""
    schools = rates[rates["area_id"] != CITY_ID]
    by_day = schools.groupby(["area_id", "day"])["rate"].agg(["mean", "count"])
    grid = pd.MultiIndex.from_product([BOROUGH_IDS, sorted(rates["day"].unique())])
    by_day = by_day.reindex(grid.set_names(["area_id", "day"]))
    most = by_day["count"].groupby(level="area_id").transform("max")
    few = by_day["count"] < most * FEWEST_PERCENT / 100
    status = few.map({True: str(Status.LOW_RELIABILITY), False: str(Status.NORMAL)})
    status = status.mask(by_day["mean"].isna(), str(Status.NOT_REPORTED))
    rows = pd.DataFrame({"value": by_day["mean"].round(1), "status": status}).reset_index()
    return _observations(rows, Geography.BOROUGH)


def _observations(rows: pd.DataFrame, geography: Geography) -> pd.DataFrame:
    return rows.assign(
        indicator_id=ATTENDANCE.id,
        geography=str(geography),
        industry_id=ALL_INDUSTRIES,
        period_start=rows["day"],
        period_end=rows["day"],
    )
