"""Private businesses by borough, sector and size in one year, from the Census Bureau.

The bureau's own file has pay in thousands and `N` for what is not shown; a copy that an analyst
made has dollars and blanks. A sector with fewer than three businesses has no row in either, and
jobs carry a little noise, whose size a letter tells.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_loaders.observations.feed_files import DeliveryError, numbers, read_csv, reject_rows
from data_loaders.observations.table import tidy
from data_loaders.sources.public.naics import EVERY_SECTOR, NAME_OF_SECTOR, SECTOR_OF_CODE
from data_loaders.vocabulary.geography import BOROUGH_IDS, BOROUGH_OF_FIPS, CITY_ID
from data_loaders.vocabulary.model import (
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
    Parts,
    PartsRule,
    Publication,
    Reason,
    Source,
    Status,
    Terms,
)
from data_loaders.vocabulary.policy import Contributors, Policy, Sensitivity, Treatment

YEAR = 2022
ORIGINAL, COPY = "cbp22co.txt", "cbp2022_nyc.csv"
ARCHIVE = "https://www2.census.gov/programs-surveys/cbp/datasets/2022/cbp22co.zip"
PAGE = "https://www.census.gov/programs-surveys/cbp.html"
MISSING = ("", "N")
FEWEST = 3
SMALL = (("n<5", "n0_4"), ("n5_9",), ("n10_19",))
NOISE = {"G": "under 2 percent", "H": "2 to under 5 percent", "J": "5 percent or more"}
MOST_NOISE = "J"
SECTOR_CODE = r"\d\d----"
STATE_FIPS = "36"

NO_ROW = (
    f"The bureau leaves out sectors with fewer than {FEWEST} businesses in a county. This site "
    "shows no total of all sectors, from which a lone one left out could be worked out."
)
ONE_YEAR = f"One year only, {YEAR}: how much there is, not how it changes."
PRIVATE = (
    "Private businesses with paid employees. Left out are the self-employed, government, farms, "
    "railroads, private households and most pension funds."
)

BUSINESSES = Indicator(
    id="businesses",
    family="businesses",
    title="Private businesses with employees",
    noun="private businesses with employees",
    description="Places of private business that paid anyone in the year, by sector.",
    processing="No number of a borough is changed; the city is the sum of all five.",
    unit="businesses",
    measure=Measure.COUNT,
    decimals=0,
    frequency=Frequency.YEAR,
    geographies=(Geography.CITY, Geography.BOROUGH),
    direction=Direction.NONE,
    category=Category.EMPLOYMENT,
    industries=EVERY_SECTOR,
    parts=Parts(PartsRule.SUM, within=0.5),
    caveats=(ONE_YEAR, PRIVATE, NO_ROW, "A firm counts once for each place it has."),
)
JOBS = Indicator(
    id="business_jobs",
    family="businesses",
    title="Jobs at private businesses",
    noun="jobs at private businesses",
    description=f"Paid employees of private businesses in the pay period of March 12, {YEAR}.",
    processing=(
        "No number is changed. The bureau adds noise to protect businesses: where it is 5 percent "
        "or more, the number is marked less reliable."
    ),
    unit="jobs",
    measure=Measure.COUNT,
    decimals=0,
    frequency=Frequency.YEAR,
    geographies=(Geography.BOROUGH,),
    direction=Direction.NONE,
    counted_at=CountedAt.WORK,
    category=Category.EMPLOYMENT,
    industries=EVERY_SECTOR,
    caveats=(ONE_YEAR, PRIVATE, NO_ROW, "At the place of work, not where workers live."),
)
SMALL_SHARE = Indicator(
    id="small_businesses_share",
    family="businesses",
    title="Share of businesses with fewer than 20 employees",
    noun="share of businesses with fewer than 20 employees",
    description="Of private businesses with employees, the share with fewer than 20 of them.",
    processing="Three classes of size divided by all businesses of the sector, computed here.",
    unit="%",
    measure=Measure.PERCENT,
    decimals=1,
    frequency=Frequency.YEAR,
    geographies=(Geography.BOROUGH,),
    direction=Direction.NONE,
    category=Category.EMPLOYMENT,
    industries=EVERY_SECTOR,
    caveats=(
        ONE_YEAR,
        PRIVATE,
        f"The bureau hides a class of size with fewer than {FEWEST} businesses; the share is then "
        "hidden too.",
    ),
)

SOURCE = Source(
    id="census_cbp",
    name="County Business Patterns",
    partner="U.S. Census Bureau",
    publisher_url=PAGE,
    feed=Feed(
        folder="census-cbp",
        files=(
            FeedFile(ORIGINAL, ARCHIVE, Holder.PUBLISHER),
            FeedFile(COPY, ARCHIVE, Holder.MIRROR),
        ),
    ),
    terms_of_use=Terms(
        grant=Grant.PUBLIC_DOMAIN,
        stated="a work of the U.S. government, in the public domain",
        stated_in="U.S. copyright law, section 105",
        of_public_agency=True,
        credit=("the U.S. Census Bureau",),
    ),
    publication=Publication.OPEN,
    citation=f"U.S. Census Bureau, County Business Patterns {YEAR}. {PAGE}",
    description="How many private businesses each borough has, by sector, size and jobs.",
    covers=PRIVATE,
    category=Category.EMPLOYMENT,
    cadence=Cadence.YEAR,
    policy=Policy(
        sensitivity=Sensitivity.PUBLIC,
        unit_of_observation="a sector in a borough, and year",
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule=(
            f"The bureau leaves out cells with fewer than {FEWEST} businesses and adds noise to "
            "jobs and pay."
        ),
        plain=NO_ROW,
        revision="The bureau does not revise a year once it is out.",
        retention="Kept as long as the site runs.",
    ),
    indicators=(BUSINESSES, JOBS, SMALL_SHARE),
    reasons=(
        Reason.NOISE_ADDED,
        Reason.HIDDEN_OR_NONE,
    ),
)


def read(folder: Path) -> pd.DataFrame:
    """Observations of one year by sector, for boroughs and, of businesses, the city."""
    original = folder / ORIGINAL
    table = _sectors(original if original.is_file() else folder / COPY)
    grid = pd.MultiIndex.from_product(
        [BOROUGH_IDS, list(NAME_OF_SECTOR)],
        names=["area_id", "industry_id"],
    )
    cells = table.reindex(grid)
    city = cells.groupby(level="industry_id")["businesses"].agg(_whole)
    city = pd.concat({CITY_ID: city}, names=["area_id"])
    is_noisy = cells["noise"].eq(MOST_NOISE)
    share = (100 * cells["small"] / cells["businesses"]).round(1)
    return tidy(
        [
            _observations(BUSINESSES, cells["businesses"], Geography.BOROUGH),
            _observations(BUSINESSES, city, Geography.CITY),
            _observations(JOBS, cells["jobs"], Geography.BOROUGH, is_noisy),
            _observations(SMALL_SHARE, share, Geography.BOROUGH),
        ]
    )


def _sectors(path: Path) -> pd.DataFrame:
    """Businesses, small ones, jobs and the letter of noise, by borough and sector."""
    table = read_csv(
        path, ["fipstate", "fipscty", "naics", "emp_nf", "emp", "est", "n5_9"], missing=MISSING
    )
    table = table[table["fipstate"].eq(STATE_FIPS) & table["naics"].str.fullmatch(SECTOR_CODE)]
    area_ids = (table["fipstate"] + table["fipscty"]).map(BOROUGH_OF_FIPS)
    table, area_ids = table[area_ids.notna()], area_ids.dropna()
    if set(area_ids) != set(BOROUGH_IDS):
        raise DeliveryError(path, f"boroughs {sorted(set(area_ids))}", "all five", "Fetch again.")
    codes = table["naics"].str[:2]
    reject_rows(path, table["naics"], ~codes.isin(SECTOR_OF_CODE), "a known sector")
    reject_rows(path, table["emp_nf"], ~table["emp_nf"].isin(NOISE), f"one of {list(NOISE)}")
    sectors = pd.DataFrame(
        {
            "area_id": area_ids,
            "industry_id": codes.map({code: each.id for code, each in SECTOR_OF_CODE.items()}),
            "businesses": numbers(path, table["est"]),
            "jobs": numbers(path, table["emp"]),
            "small": _small(path, table),
            "noise": table["emp_nf"],
        }
    )
    few = sectors["businesses"] < FEWEST
    reject_rows(path, table["est"], few, f"at least {FEWEST} businesses: fewer should be hidden")
    key = ["area_id", "industry_id"]
    reject_rows(path, table["naics"], sectors.duplicated(key), "each sector once a borough")
    return sectors.set_index(key)


def _small(path: Path, table: pd.DataFrame) -> pd.Series:
    """Businesses with fewer than 20 employees; nothing where one class of size is hidden."""
    names = [next((name for name in names if name in table), None) for names in SMALL]
    if None in names:
        raise DeliveryError(
            path, f"columns {list(table.columns)}", f"{SMALL}", "Map the new names."
        )
    classes = pd.DataFrame({name: numbers(path, table[name], least=0) for name in names if name})
    return classes.sum(axis=1, skipna=False)


def _whole(values: pd.Series) -> float:
    return values.sum(min_count=len(BOROUGH_IDS))


def _observations(
    indicator: Indicator,
    values: pd.Series,
    geography: Geography,
    doubtful: pd.Series | None = None,
) -> pd.DataFrame:
    status = values.notna().map({True: str(Status.NORMAL), False: str(Status.WITHHELD_OR_NONE)})
    if doubtful is not None:
        status = status.mask(doubtful & values.notna(), str(Status.LOW_RELIABILITY))
    rows = pd.DataFrame({"value": values, "status": status}).reset_index()
    return rows.assign(
        indicator_id=indicator.id,
        geography=str(geography),
        period_start=pd.Timestamp(YEAR, 1, 1),
        period_end=pd.Timestamp(YEAR, 12, 31),
    )
