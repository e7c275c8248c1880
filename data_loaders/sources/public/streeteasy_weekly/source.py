"""Weekly pending sales and rental listings StreetEasy gave for the NY1/Investopedia index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from data_loaders.observations import table as observations
from data_loaders.observations.feed_files import (
    DeliveryError,
    dates,
    numbers,
    read_csv,
    reject_rows,
)
from data_loaders.observations.reasons import without_uncovered
from data_loaders.sources.public.streeteasy_weekly.indicators import (
    PENDING_HOME_SALES,
    RENTAL_INVENTORY_WEEKLY,
    SUNDAY,
)
from data_loaders.vocabulary.geography import BOROUGH_IDS, CITY_ID
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    Cadence,
    Category,
    Feed,
    FeedFile,
    Geography,
    Publication,
    Source,
    Status,
    Terms,
)
from data_loaders.vocabulary.policy import (
    Contributors,
    ContributorUnit,
    Policy,
    Sensitivity,
    Treatment,
)

REPOSITORY = (
    "https://raw.githubusercontent.com/Dotdash-Data-Journalism/"
    "2020_2022_INV_ny1_covid_recovery_index/main"
)
INDEXES = "borough_home_sales_indexes.csv"
REFERENCE = "borough_home_sales_ref_2019.csv"
CITY_SALES = "streeteasy_home_sales.csv"
RENTALS = "streeteasy_rentals.csv"
MISSING = ("", "NA")
# An index times its reference is a whole number of sales; the files carry seven decimals.
WHOLE_NUMBER_TOLERANCE = 0.01


@dataclass(frozen=True, slots=True)
class SalesColumn:
    area_id: str
    index: str
    reference: str


SALES_COLUMNS = (
    SalesColumn(CITY_ID, "city_wide_index", "nyc_total_2019_rolling_avg"),
    SalesColumn("MN", "man_index", "man_2019_rolling_avg"),
    SalesColumn("BK", "bk_index", "bk_2019_rolling_avg"),
    SalesColumn("QN", "qn_index", "qn_2019_rolling_avg"),
)


def read(folder: Path) -> pd.DataFrame:
    """Observations of the files in `folder`, a row for every week; boroughs without a column
    are not reported."""
    return observations.tidy([_pending_sales(folder), _rental_inventory(folder / RENTALS)])


def _pending_sales(folder: Path) -> pd.DataFrame:
    path = folder / INDEXES
    week = "city_wide_data_week_ending"
    table = read_csv(path, ["isoweek", week, *(c.index for c in SALES_COLUMNS)], missing=MISSING)
    _refuse_new_areas(path, table)
    last_days = _last_days(path, table[week], SUNDAY)
    iso_weeks = last_days.dt.isocalendar()["week"].astype("int64")
    differs = numbers(path, table["isoweek"]) != iso_weeks
    reject_rows(path, table["isoweek"], differs, "the ISO week of the last day")
    reference = _reference(folder / REFERENCE).reindex(iso_weeks)
    parts = []
    for column in SALES_COLUMNS:
        average = reference[column.reference].to_numpy()
        sales = numbers(path, table[column.index]) / 100 * average
        fraction = (sales - sales.round()).abs() > WHOLE_NUMBER_TOLERANCE
        lost = sales.isna() & table[column.index].notna()
        reject_rows(path, table[column.index], fraction | lost, "an index of whole sales")
        parts.append(_weeks(column.area_id, last_days, sales.round()))
    _require_published_counts(folder / CITY_SALES, parts[0])
    weeks = parts[0]["period_end"]
    without = set(BOROUGH_IDS) - {column.area_id for column in SALES_COLUMNS}
    empty = [
        _weeks(area_id, weeks, pd.Series(float("nan"), index=weeks.index))
        for area_id in sorted(without)
    ]
    sales = pd.concat([*parts, *empty], ignore_index=True)
    return without_uncovered(sales).assign(indicator_id=PENDING_HOME_SALES.id)


def _refuse_new_areas(path: Path, table: pd.DataFrame) -> None:
    known = {column.index for column in SALES_COLUMNS}
    unknown = [name for name in table.columns if name.endswith("_index") and name not in known]
    if unknown:
        raise DeliveryError(
            path, f"columns {unknown} unknown", f"{sorted(known)}", "Add the area to the reader."
        )


def _reference(path: Path) -> pd.DataFrame:
    """Sales of an average week around each ISO week of 2019, by ISO week."""
    table = read_csv(path, ["isoweek", *(column.reference for column in SALES_COLUMNS)])
    averages = {
        column.reference: numbers(path, table[column.reference]) for column in SALES_COLUMNS
    }
    return pd.DataFrame(averages).set_axis(numbers(path, table["isoweek"]).astype("int64"))


def _require_published_counts(path: Path, recovered: pd.DataFrame) -> None:
    """Raise DeliveryError unless the city's recovered sales are those published as counts."""
    week, count = "Week Ending", "Number of Pending Sales"
    table = read_csv(path, [week, count])
    published = numbers(path, table[count])
    sales = recovered.set_index("period_end")["value"]
    recovered_sales = sales.reindex(_last_days(path, table[week], SUNDAY)).to_numpy()
    reject_rows(
        path, table[count], published != recovered_sales, f"the sales that follow from {INDEXES}"
    )


def _rental_inventory(path: Path) -> pd.DataFrame:
    week, count = "Week Ending", "Rental Inventory"
    table = read_csv(path, [week, count], missing=MISSING)
    # The file's "week ending" is the day before StreetEasy's: see the indicator's processing.
    saturdays = _last_days(path, table[week], SUNDAY - 1)
    weeks = _weeks(CITY_ID, saturdays + pd.Timedelta(days=1), numbers(path, table[count]))
    return weeks.assign(indicator_id=RENTAL_INVENTORY_WEEKLY.id)


def _last_days(path: Path, column: pd.Series, weekday: int) -> pd.Series:
    """Dates of a column, each once, all on an ISO weekday and no week left out."""
    days = dates(path, column, "%Y-%m-%d")
    reject_rows(path, column, days.dt.day_of_week + 1 != weekday, f"ISO weekday {weekday}")
    reject_rows(path, column, days.duplicated(keep=False), "each week once")
    gaps = days.sort_values().diff().dt.days > 7
    reject_rows(path, column, gaps.sort_index(), "a week after the week before")
    return days


def _weeks(area_id: str, last_days: pd.Series, values: pd.Series) -> pd.DataFrame:
    """Observations of one area but for their indicator, in the order of `last_days`."""
    geography = Geography.CITY if area_id == CITY_ID else Geography.BOROUGH
    has_value = values.notna()
    return pd.DataFrame(
        {
            "geography": str(geography),
            "area_id": area_id,
            "period_start": last_days - pd.Timedelta(days=6),
            "period_end": last_days,
            "industry_id": ALL_INDUSTRIES,
            "value": values,
            "status": has_value.map({True: str(Status.NORMAL), False: str(Status.NOT_REPORTED)}),
        }
    )


SOURCE = Source(
    id="streeteasy_weekly",
    name="StreetEasy weekly listings, 2019 to 2022",
    partner="StreetEasy",
    publisher_url="https://www.investopedia.com/new-york-city-nyc-economic-recovery-index-5072042",
    feed=Feed(
        "streeteasy-weekly-ny1",
        (
            FeedFile(INDEXES, f"{REPOSITORY}/data/deep_dive_data/{INDEXES}"),
            FeedFile(REFERENCE, f"{REPOSITORY}/reference_files/borough_home_sales_ref.csv"),
            FeedFile(CITY_SALES, f"{REPOSITORY}/data/{CITY_SALES}"),
            FeedFile(RENTALS, f"{REPOSITORY}/data/{RENTALS}"),
        ),
    ),
    terms_of_use=Terms(
        available="Published by Investopedia and NY1 with their recovery index.",
        credit=("Investopedia", "NY1", "StreetEasy"),
    ),
    publication=Publication.SHOW,
    citation=(
        "StreetEasy, weekly data published by Investopedia and NY1 with the New York City "
        "Recovery Index, 2020 to 2022"
    ),
    description=(
        "Homes going into contract and homes listed for rent each week. StreetEasy gave them to "
        "Investopedia and NY1 for their index of the city's recovery."
    ),
    covers=(
        "Homes advertised on StreetEasy. It leaves out homes sold or rented on other sites or by "
        "word of mouth. Sales are given for the city, Manhattan, Brooklyn and Queens, not for the "
        "Bronx and Staten Island; rental listings for the city only."
    ),
    category=Category.HOUSING,
    cadence=Cadence.WEEK,
    ended_on=date(2022, 12, 4),
    policy=Policy(
        sensitivity=Sensitivity.PUBLIC,
        unit_of_observation="listings of the city or a borough in a week",
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        contributor_unit=ContributorUnit.LISTING,
        publisher_rule=(
            "Investopedia and NY1 published the city's weekly counts, and borough sales as a "
            "percent of a 2019 average they also published, so that counts follow. No minimum."
        ),
        plain="Counts of listings for the city and three large boroughs, as published.",
        revision="Ended in December 2022; no revision is expected.",
        retention="The last published files are kept.",
    ),
    indicators=(PENDING_HOME_SALES, RENTAL_INVENTORY_WEEKLY),
)
