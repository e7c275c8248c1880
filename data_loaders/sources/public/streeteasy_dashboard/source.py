"""StreetEasy's public Data Dashboard: monthly asking rents, prices and listings since 2019."""

from __future__ import annotations

from dataclasses import dataclass
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
from data_loaders.observations.reasons import explained, without_uncovered
from data_loaders.privacy.treatment.minimum import under_minimum
from data_loaders.sources.public.streeteasy_dashboard.files import (
    CELL,
    FIRST_MONTH,
    grid,
    monthly_values,
)
from data_loaders.sources.public.streeteasy_dashboard.indicators import (
    AREAS_WITH_LISTINGS,
    INDICATORS,
    MINIMUM_LISTINGS,
)
from data_loaders.sources.public.streeteasy_dashboard.vintages import VINTAGES as VINTAGES
from data_loaders.vocabulary.geography import BOROUGH_IDS, CITY_ID
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    Cadence,
    Category,
    Feed,
    FeedFile,
    Geography,
    Holder,
    Publication,
    Reason,
    Source,
    Status,
    Terms,
)
from data_loaders.vocabulary.policy import (
    Contributors,
    ContributorUnit,
    Policy,
    Primary,
    Sensitivity,
    Treatment,
)

DOWNLOADS = "https://cdn-charts.streeteasy.com"
INDEX_FILE = "nycmayorops_streeteasy_index.csv"
INDEX_URL = (
    "https://raw.githubusercontent.com/NYCMayorOps/NYCSTAT-EWD-StreetEasy/main/data/"
    "streeteasy_index.csv"
)
INDEX_COLUMNS = {"rent_index": "rental_index", "price_index": "sales_index"}
FOLDER = "streeteasy-data-dashboard"
# A copy of December 2025: the newest to keep the minimum. The publisher hands out newer ones.
VOUCHED_RENTS = "streeteasy-vintages/medianAskingRent_All_2025-12.csv"
RENTALS, FOR_SALE = "rentalInventory_All", "totalInventory_All"


@dataclass(frozen=True, slots=True)
class ListingFigure:
    """A figure about listings: its file, and the file that counts the listings behind it.

    `scale` turns StreetEasy's unit into ours. `vouched` is an older file of the same figure that
    keeps StreetEasy's own minimum in neighborhoods. `blank_is_none`: in the count files by bedrooms
    StreetEasy leaves a cell blank for no listing; in the files of all homes it writes 0.
    """

    indicator_id: str
    file: str
    counts: str
    blank_is_none: bool = False
    scale: float = 1
    vouched: str = ""


FIGURES = (
    ListingFigure("asking_rent", "medianAskingRent_All", RENTALS, vouched=VOUCHED_RENTS),
    ListingFigure("asking_rent_studio", "medianAskingRent_Studio", "rentalInventory_Studio", True),
    ListingFigure(
        "asking_rent_one_bedroom", "medianAskingRent_OneBd", "rentalInventory_OneBd", True
    ),
    ListingFigure(
        "asking_rent_two_bedroom", "medianAskingRent_TwoBd", "rentalInventory_TwoBd", True
    ),
    ListingFigure(
        "asking_rent_three_plus",
        "medianAskingRent_ThreePlusBd",
        "rentalInventory_ThreePlusBd",
        True,
    ),
    ListingFigure("asking_price", "medianAskingPrice_All", FOR_SALE),
    ListingFigure("days_on_market", "daysOnMarket_All", FOR_SALE),
    # StreetEasy writes shares as fractions of one.
    ListingFigure("price_cut_share", "priceCutShare_All", FOR_SALE, scale=100),
)


def read(folder: Path) -> pd.DataFrame:
    """Observations of the files in `folder`, a row for every area of the grid in every month."""
    parts = [_figure(folder, figure) for figure in FIGURES]
    return observations.tidy(
        [*parts, _rental_inventory(folder), *_indices(folder / FOLDER / INDEX_FILE)]
    )


def _figure(folder: Path, figure: ListingFigure) -> pd.DataFrame:
    """A median, share or number of days, hidden where it rests on too few listings."""
    values = _values(folder, figure)
    counted = _listing_counts(folder, figure.counts, figure.blank_is_none)
    cells = grid(values["period_start"], AREAS_WITH_LISTINGS)
    cells = cells.merge(values, on=CELL, how="left", indicator="reported")
    cells = cells.merge(counted, on=CELL, how="left")
    is_neighborhood = cells["geography"] == str(Geography.STREETEASY)
    is_counted = cells["listings"].notna()
    too_few = is_counted & under_minimum(cells["listings"], SOURCE.policy)
    # Past the last count only boroughs, the city, and files that keep the minimum rest on enough.
    is_vouched = cells["is_vouched"].eq(True) | ~is_neighborhood
    cells["status"] = str(Status.NORMAL)
    is_blank = cells["value"].isna()
    cells = explained(cells, too_few & ~is_blank, Reason.SITE_RULE)
    cells = explained(cells, too_few & is_blank, Reason.PUBLISHER_MINIMUM)
    # Past the last count a blank is the publisher's; a median that nothing vouches for is not.
    cells = explained(cells, ~is_counted & ~is_vouched, Reason.NO_COUNT)
    absent = cells["reported"] == "left_only"
    cells = explained(cells, (~too_few & is_blank) | absent, Reason.BLANK)
    cells["value"] = cells["value"].where(cells["status"] == str(Status.NORMAL))
    return _monthly(cells, figure.indicator_id)


def _values(folder: Path, figure: ListingFigure) -> pd.DataFrame:
    """Cells of a figure; neighborhoods from the file that keeps the minimum, where it is held."""
    values = monthly_values(folder / FOLDER / f"{figure.file}.csv").assign(is_vouched=False)
    if figure.vouched and (folder / figure.vouched).is_file():
        vouched = monthly_values(folder / figure.vouched).assign(is_vouched=True)
        of_areas = str(Geography.STREETEASY)
        values = pd.concat(
            [values[values["geography"] != of_areas], vouched[vouched["geography"] == of_areas]],
            ignore_index=True,
        )
    values["value"] = (values["value"] * figure.scale).round(3)
    return values


def _listing_counts(folder: Path, file: str, blank_is_none: bool) -> pd.DataFrame:
    """CELL and `listings`; raises DeliveryError for a blank where StreetEasy writes 0."""
    path = folder / FOLDER / f"{file}.csv"
    counts = monthly_values(path)
    blank = counts["value"].isna()
    if blank.any() and not blank_is_none:
        cells = counts["area_id"] + counts["period_start"].dt.strftime(" %Y-%m")
        raise DeliveryError(
            path,
            f"{int(blank.sum())} blank counts, first {cells[blank].head(5).tolist()}",
            "a count, or 0 for none, in every cell",
            "Ask StreetEasy what a blank means before reading it as none.",
        )
    counts["value"] = counts["value"].fillna(0)
    return counts.rename(columns={"value": "listings"})


def _rental_inventory(folder: Path) -> pd.DataFrame:
    counted = _listing_counts(folder, RENTALS, blank_is_none=False)
    cells = grid(counted["period_start"], AREAS_WITH_LISTINGS).merge(counted, on=CELL, how="left")
    cells = cells.rename(columns={"listings": "value"})
    cells["status"] = _reported(cells["value"])
    return _monthly(cells, "rental_inventory")


def _indices(path: Path) -> list[pd.DataFrame]:
    """The rent and the price index; NOT_REPORTED where StreetEasy makes none."""
    table = read_csv(path, ["year_month", "borough", *INDEX_COLUMNS.values()])
    known = table["borough"].isin({CITY_ID, *BOROUGH_IDS})
    reject_rows(path, table["borough"], ~known, f"one of {[CITY_ID, *BOROUGH_IDS]}")
    table["period_start"] = dates(path, table["year_month"], "%Y-%m")
    table["area_id"] = table["borough"]
    cells = grid(
        table.loc[table["year_month"] >= FIRST_MONTH, "period_start"],
        (Geography.BOROUGH, Geography.CITY),
    )
    parts = []
    for indicator_id, column in INDEX_COLUMNS.items():
        values = table[["area_id", "period_start"]].assign(value=numbers(path, table[column]))
        part = cells.merge(values, on=["area_id", "period_start"], how="left")
        part["status"] = _reported(part["value"])
        parts.append(_monthly(without_uncovered(part), indicator_id))
    return parts


def _reported(values: pd.Series) -> pd.Series:
    return values.notna().map({True: str(Status.NORMAL), False: str(Status.NOT_REPORTED)})


def _monthly(cells: pd.DataFrame, indicator_id: str) -> pd.DataFrame:
    return cells.assign(
        indicator_id=indicator_id,
        industry_id=ALL_INDUSTRIES,
        period_end=cells["period_start"] + pd.offsets.MonthEnd(0),
    )


def _feed() -> Feed:
    names = sorted({name for figure in FIGURES for name in (figure.file, figure.counts)})
    files = []
    for name in names:
        size = name.rpartition("_")[2]
        market = "rentals" if "Rent" in name or "rental" in name else "sales"
        url = f"{DOWNLOADS}/{market}/{size}/{name}.zip"
        files.append(FeedFile(f"{FOLDER}/{name}.csv", url))
    rents = FeedFile(
        VOUCHED_RENTS, f"{DOWNLOADS}/rentals/All/medianAskingRent_All.zip", Holder.MIRROR
    )
    return Feed("", (*files, rents, FeedFile(f"{FOLDER}/{INDEX_FILE}", INDEX_URL)))


POLICY = Policy(
    sensitivity=Sensitivity.PUBLIC,
    unit_of_observation="listings of an area in a month",
    treatment=Treatment.PUBLISHER,
    contributors=Contributors.NONE,
    contributor_unit=ContributorUnit.LISTING,
    publisher_rule=(
        "StreetEasy leaves a median, share or number of days blank when there are too few "
        "listings. Until December 2025 it published medians from 10 listings up; its rent file of "
        "2026 has medians of a single listing. It publishes all listing counts, small ones too."
    ),
    primary=Primary(minimum_contributors=MINIMUM_LISTINGS),
    plain=(
        f"We hide a median, share or number of days that rests on fewer than {MINIMUM_LISTINGS} "
        "listings, by StreetEasy's own counts, even where StreetEasy shows it. Where the listing "
        "count is not available, a neighborhood has a rent only from a file that keeps that "
        "minimum itself, and no other figure."
    ),
    revision="StreetEasy restates its whole history with each file; the newest file replaces all.",
    retention="Of each kind of file one is kept, beside the releases already published.",
)

SOURCE = Source(
    id="streeteasy_dashboard",
    name="StreetEasy Data Dashboard",
    partner="StreetEasy",
    publisher_url="https://streeteasy.com/blog/data-dashboard/",
    feed=_feed(),
    terms_of_use=Terms(
        available="Free to download from StreetEasy's Data Dashboard.",
        credit=("StreetEasy",),
    ),
    publication=Publication.SHOW,
    citation="StreetEasy, Data Dashboard, https://streeteasy.com/blog/data-dashboard/",
    description=(
        "Monthly medians and counts of homes listed for rent and for sale on StreetEasy, for the "
        "city, its boroughs and StreetEasy's own neighborhoods. Rents, prices and counts describe "
        "what was asked in listings, not what was agreed."
    ),
    covers=(
        "Homes advertised on StreetEasy. Homes rented or sold by word of mouth, on other sites, "
        "public housing, and renters who stay put are not in it. Coverage is best in Manhattan, "
        "Brooklyn and western Queens; Staten Island has no neighborhoods, only a borough figure. "
        "StreetEasy's neighborhoods are its own and have no published boundaries."
    ),
    category=Category.HOUSING,
    cadence=Cadence.MONTH,
    policy=POLICY,
    indicators=INDICATORS,
    known_errors=(
        "The newest rent file publishes neighborhood medians down to a single listing: single "
        "listings made Baychester's rent appear to rise 170 percent. We apply our own minimum.",
        "Listing counts, prices, days and price cuts stop in November 2023 in the newest files "
        "found, while rents run on. Neighborhood rents are those of the file of December 2025, "
        "where a median is StreetEasy's own word that ten listings stood behind it.",
        "About six in ten neighborhood rents since 2019 changed between the file of November 2023 "
        "and that of June 2026. Most changed by less than one percent.",
        "The newest rent file has no row for Ocean Parkway, which is shown as not reported.",
        "Submarkets, groups of neighborhoods, are in the older files only. We leave them out.",
    ),
    reasons=(Reason.BLANK,),
)
