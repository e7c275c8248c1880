"""Taxable sales in the city by industry and quarter of the sales tax year, from the State.

The portal has a row for every four-digit industry group, and no total: sectors and the city are
sums of groups. Its quarters begin in March, June, September and December.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from urllib.parse import quote, urlencode

import pandas as pd

from data_loaders.observations.feed_files import DeliveryError, numbers, read_csv, reject_rows
from data_loaders.observations.table import tidy
from data_loaders.sources.public.naics import EVERY_SECTOR, SECTOR_OF_CODE
from data_loaders.vocabulary.geography import CITY_ID
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    Break,
    Cadence,
    Category,
    Direction,
    Feed,
    FeedFile,
    Frequency,
    Geography,
    Grant,
    Holder,
    Indicator,
    Industry,
    Measure,
    Publication,
    Reason,
    Source,
    Status,
    Terms,
)
from data_loaders.vocabulary.policy import Contributors, Policy, Sensitivity, Treatment

DATASET = "ny73-2j3u"
PAGE = (
    "https://data.ny.gov/Government-Finance/"
    f"Taxable-Sales-And-Purchases-Quarterly-Data-Beginni/{DATASET}"
)
FILE = "taxable_sales.csv"
STATUS, YEAR, QUARTER = "status", "sales_tax_year", "sales_tax_quarter"
PLACE, GROUP, SALES = "jurisdiction", "naics_industry_group", "taxable_sales_and_purchases"
COLUMNS = (STATUS, YEAR, QUARTER, PLACE, GROUP, SALES)
CITY_NAME = "NY CITY"
FIRST_YEAR = 2016
PAGE_ROWS = 50_000
MILLION = 1_000_000
FINAL, PRELIMINARY = "F", "P"
FIRST_MONTH_OF = {"1": 3, "2": 6, "3": 9, "4": 12}
A_YEAR = r"20\d\d ?- ?20\d\d"
A_GROUP = r"\d{4}"
PUBLIC = Industry("public_administration", "Public administration", naics="92")
# A sector whose codes are several is found by any of its first two digits.
SPLIT_SECTORS = {"32": "31", "33": "31", "45": "44", "49": "48"}
INDUSTRIES = (Industry(ALL_INDUSTRIES, "All industries"), *EVERY_SECTOR, PUBLIC)
KEY = ["industry_id", "period_start"]


def _address() -> str:
    """The question to the portal: the city's rows alone, whole and in a fixed order."""
    asked = {
        "$select": ",".join(COLUMNS),
        "$where": f"jurisdiction = '{CITY_NAME}' and sales_tax_year >= '{FIRST_YEAR}'",
        "$order": ":id",
        "$limit": str(PAGE_ROWS),
    }
    query = urlencode(asked, quote_via=quote, safe="$(),':")
    return f"https://data.ny.gov/resource/{DATASET}.csv?{query}"


TAXABLE_SALES = Indicator(
    id="taxable_sales",
    family="taxable_sales",
    title="Taxable sales by industry",
    noun="taxable sales",
    description=(
        "Sales in the city that the sales tax applies to, by the industry of who reported them. "
        "They include what businesses bought and owe the tax on."
    ),
    processing=(
        "Groups of industries are added up to sectors and to the city here, in millions of dollars "
        "rounded to one decimal. Kept from March 2016."
    ),
    unit="million dollars",
    measure=Measure.COUNT,
    decimals=1,
    frequency=Frequency.QUARTER,
    geographies=(Geography.CITY,),
    direction=Direction.HIGHER_IS_BETTER,
    category=Category.SPENDING,
    industries=INDUSTRIES,
    baseline="2019",
    caveats=(
        "Quarters are those of the sales tax year: March to May, June to August, September to "
        "November, and December to February.",
        "Counted where the buyer took or got what was sold, also when it was ordered online.",
        "Not adjusted for prices or seasons: compare a quarter with the same months of another "
        "year, and expect that prices alone raise the amount.",
        "The quarter from December holds the whole year of small businesses that report once a "
        "year, less than half a percent of the tax.",
        "The State leaves a group blank where nothing was reported; a sector is the sum of the "
        "groups that have a figure.",
    ),
)

SOURCE = Source(
    id="nys_taxable_sales",
    name="Taxable sales and purchases in the city",
    partner="New York State Department of Taxation and Finance",
    publisher_url=PAGE,
    feed=Feed(
        folder="nys-taxable-sales",
        files=(FeedFile(FILE, _address(), Holder.PUBLISHER, PAGE_ROWS),),
    ),
    terms_of_use=Terms(
        grant=Grant.FREE_TO_USE,
        stated="free to use with attribution",
        stated_in="the terms of use of New York State's open data portal",
        of_public_agency=True,
        credit=("the New York State Department of Taxation and Finance",),
    ),
    publication=Publication.OPEN,
    citation=(
        "New York State Department of Taxation and Finance, Taxable Sales and Purchases Quarterly "
        f"Data, data.ny.gov ({DATASET})."
    ),
    description=(
        "What was sold in the city that the sales tax applies to, by quarter and by the industry "
        "of the seller. It is read from the State's own service only."
    ),
    covers=(
        "Sales and purchases that are taxed. Left out is what is not: most food from shops, "
        "medicine, clothes and shoes under 110 dollars, rent, and most services."
    ),
    category=Category.SPENDING,
    cadence=Cadence.QUARTER,
    policy=Policy(
        sensitivity=Sensitivity.PUBLIC,
        unit_of_observation="a sector in the city, and quarter",
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule=(
            "The State publishes sums of an industry group in the whole city. Blank says that "
            "nothing was reported, or that nobody is in the group."
        ),
        plain="Only sectors of the whole city are shown, of hundreds of businesses and more.",
        revision="Figures are preliminary for about two years, are revised, and then final.",
        retention="Kept as long as the site runs.",
    ),
    indicators=(TAXABLE_SALES,),
    breaks=(
        Break(
            date(2019, 6, 1),
            "From June 2019 online marketplaces collect the tax for those who sell on them, so "
            "retail sales rise without more being sold.",
        ),
        Break(
            date(2022, 3, 1),
            "From March 2022 industries are those of the classification of 2022, and earlier years "
            "were not counted again. Much of online retail went from retail trade to unclassified.",
        ),
    ),
    reasons=(Reason.BLANK,),
)


def read(folder: Path) -> pd.DataFrame:
    """Observations of every sector and of all together, for each quarter from first to last."""
    path = folder / FILE
    table = read_csv(path, COLUMNS)
    groups = _groups(path, table)
    sums = pd.concat([_summed(groups), _summed(groups.assign(industry_id=ALL_INDUSTRIES))])
    reject_rows(path, sums["industry_id"], sums["sales"] < 0, "a sector's sales of 0 or more")
    starts = _every_quarter(path, groups["period_start"])
    ids = [industry.id for industry in INDUSTRIES]
    grid = pd.MultiIndex.from_product([ids, starts], names=KEY)
    return tidy([_observations(sums.set_index(KEY).reindex(grid).reset_index())])


def _groups(path: Path, table: pd.DataFrame) -> pd.DataFrame:
    """A row an industry group and quarter: sector, first day, sales, and whether it is final."""
    reject_rows(path, table[PLACE], table[PLACE].ne(CITY_NAME), f"{CITY_NAME} alone")
    states = table[STATUS]
    reject_rows(path, states, ~states.isin([FINAL, PRELIMINARY]), "P (preliminary) or F (final)")
    groups = pd.DataFrame(
        {
            "industry_id": _sectors(path, table[GROUP]),
            "period_start": _first_days(path, table),
            "sales": numbers(path, table[SALES]),
            "is_preliminary": states.eq(PRELIMINARY),
        }
    )
    repeated = table.duplicated([YEAR, QUARTER, GROUP])
    reject_rows(path, table[GROUP], repeated, "each industry group once a quarter")
    return groups


def _sectors(path: Path, codes: pd.Series) -> pd.Series:
    """The sector of each industry group: 4511 is retail trade."""
    reject_rows(path, codes, ~codes.str.fullmatch(A_GROUP).eq(True), "a group of four digits")
    first = codes.str[:2].replace(SPLIT_SECTORS)
    known = {code: sector.id for code, sector in SECTOR_OF_CODE.items()} | {PUBLIC.naics: PUBLIC.id}
    ids = first.map(known)
    reject_rows(path, codes, ids.isna(), "a group of a known sector")
    return ids


def _first_days(path: Path, table: pd.DataFrame) -> pd.Series:
    """First day of each row's quarter: the fourth of 2024 - 2025 begins in December 2024."""
    years, quarters = table[YEAR], table[QUARTER]
    reject_rows(path, years, ~years.str.fullmatch(A_YEAR).eq(True), "a year like 2024 - 2025")
    first, last = years.str[:4].astype("int64"), years.str[-4:].astype("int64")
    reject_rows(path, years, last != first + 1, "a year and the next one")
    reject_rows(path, quarters, ~quarters.isin(list(FIRST_MONTH_OF)), "a quarter from 1 to 4")
    return pd.to_datetime({"year": first, "month": quarters.map(FIRST_MONTH_OF), "day": 1})


def _every_quarter(path: Path, starts: pd.Series) -> pd.DatetimeIndex:
    run = pd.date_range(starts.min(), starts.max(), freq="3MS")
    absent = run.difference(pd.DatetimeIndex(starts))
    if len(absent):
        raise DeliveryError(
            path,
            f"no row of the quarter from {absent[0]:%B %Y}",
            "every quarter from the first to the last",
            "Fetch the file again; it may be cut off.",
        )
    return run


def _summed(groups: pd.DataFrame) -> pd.DataFrame:
    sums = groups.groupby(KEY).agg(
        sales=("sales", lambda values: values.sum(min_count=1)),
        is_preliminary=("is_preliminary", "any"),
    )
    return sums.reset_index()


def _observations(cells: pd.DataFrame) -> pd.DataFrame:
    is_preliminary = cells["is_preliminary"].eq(True)
    status = is_preliminary.map({True: str(Status.PROVISIONAL), False: str(Status.NORMAL)})
    return cells[KEY].assign(
        indicator_id=TAXABLE_SALES.id,
        geography=str(Geography.CITY),
        area_id=CITY_ID,
        period_end=cells["period_start"] + pd.offsets.MonthEnd(3),
        value=(cells["sales"] / MILLION).round(TAXABLE_SALES.decimals),
        status=status.where(cells["sales"].notna(), str(Status.NOT_REPORTED)),
    )
