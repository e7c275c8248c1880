"""ioby's three workbooks: their columns, and how a gift or a project finds its borough.

A gift names its project, a project its ZIP Code. The names are read for that alone and dropped.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd

from data_loaders.delivery import cells, zips
from data_loaders.delivery.findings import Report
from data_loaders.delivery.workbooks import WorkbookFormat, sheet_table
from data_loaders.delivery.zips import OUTSIDE
from data_loaders.vocabulary.geography import UNALLOCATED

FOOTER_ROWS = (6, 7)
PROJECTS = WorkbookFormat(
    columns=(
        "campaign_name",
        "campaign_description",
        "project_zip",
        "expected_revenue_in_campaign",
        "total_project_donations",
        "project_posted",
        "funding_deadline",
        "days_since_last_donation",
    ),
    read=("campaign_name", "project_zip", "project_posted"),
    footer_rows=FOOTER_ROWS,
)
IDEAS = WorkbookFormat(
    columns=(
        "campaign_name",
        "campaign_description",
        "campaign_status",
        "contact_city",
        "project_city",
    ),
    read=("campaign_name", "contact_city", "project_city"),
    footer_rows=FOOTER_ROWS,
)
DONATIONS = WorkbookFormat(
    columns=("amount", "close_date", "project", "project_city", "type", "drupal_order_id"),
    read=("amount", "close_date", "project", "project_city", "drupal_order_id"),
    footer_rows=FOOTER_ROWS,
)
NEVER_READ = tuple(
    dict.fromkeys(
        name
        for sheet in (PROJECTS, IDEAS, DONATIONS)
        for name in sheet.columns
        if name not in sheet.read
    )
)
# Read to place a gift, and gone before anything is kept.
DROPPED = ("campaign_name", "project", "project_city", "contact_city", "drupal_order_id")
FOUNDED = date(2009, 1, 1)
LARGEST_GIFT = 1_000_000  # dollars; gifts are of tens, a match of thousands
# The Post Office's names for places in the city, and what else people call it.
POST_OFFICES = (
    "Arverne, Astoria, Bayside, Bellerose, Breezy Point, Bronx, Brooklyn, Cambria Heights, "
    "Central Park, College Point, Corona, East Elmhurst, Elmhurst, Far Rockaway, Floral Park, "
    "Flushing, Forest Hills, Fresh Meadows, Glen Oaks, Hollis, Howard Beach, Inwood, "
    "Jackson Heights, Jamaica, Kew Gardens, Little Neck, Long Island City, Manhattan, Maspeth, "
    "Middle Village, New Hyde Park, New York, New York City, NYC, Oakland Gardens, Ozone Park, "
    "Queens, Queens Village, Rego Park, Richmond Hill, Ridgewood, Rockaway Park, Rosedale, "
    "Saint Albans, South Ozone Park, South Richmond Hill, Springfield Gardens, Staten Island, "
    "Sunnyside, The Bronx, Whitestone, Woodhaven, Woodside"
)
# Compared without spaces: "NEWYORK" occurs.
CITY_NAMES = frozenset(name.upper().replace(" ", "") for name in POST_OFFICES.split(","))


def projects(report: Report, path: Path, ideas: Path, as_of: date) -> pd.DataFrame | None:
    """Every project: `name`, `area_id` (OUTSIDE where it is), `posted` (a day)."""
    table, cities = sheet_table(report, path, PROJECTS), _city_of_idea(report, ideas)
    if table is None or cities is None:
        return None
    cells.require_cells(report, path.name, table["campaign_name"])
    name = _names(table["campaign_name"])
    by_zip = zips.boroughs(report, path.name, table["project_zip"])
    listed = pd.DataFrame(
        {
            "name": name,
            "area_id": _by_city(by_zip, name.map(cities)),
            "posted": cells.days(
                report, path.name, table["project_posted"], "%Y-%m-%d", FOUNDED, as_of
            ),
        }
    )
    _note_namesakes(report, path.name, listed)
    return listed


def gifts(report: Report, path: Path, placed: pd.DataFrame, as_of: date) -> pd.DataFrame | None:
    """Every gift: `day`, `amount` in dollars, `area_id`, and when its project was `posted`."""
    table = sheet_table(report, path, DONATIONS)
    if table is None:
        return None
    file = path.name
    ordered = table[table["drupal_order_id"].notna()]
    cells.require_unique(report, file, ordered, list(DONATIONS.read))
    cells.require_cells(report, file, table["amount"])
    amount = cells.numbers(report, file, table["amount"], least=0, most=LARGEST_GIFT)
    day = cells.days(report, file, table["close_date"], "%Y-%m-%d", FOUNDED, as_of)
    name = _names(table["project"])
    of_project = name.map(_area_of_project(placed))
    area_id = _by_city(of_project.fillna(UNALLOCATED), table["project_city"])
    posted = name.map(placed.drop_duplicates("name").set_index("name")["posted"])
    _note_unplaced(report, file, of_project, area_id)
    _note_nothing_given(report, file, amount)
    donations = pd.DataFrame({"day": day, "amount": amount, "area_id": area_id, "posted": posted})
    return donations[amount.gt(0)]


def _names(column: pd.Series) -> pd.Series:
    """Names as they are compared: in small letters, single spaces."""
    return column.str.split().str.join(" ").str.lower()


def _city_of_idea(report: Report, path: Path) -> dict[str, str] | None:
    """The city of each idea that names one: of the project, else of the person to ask."""
    table = sheet_table(report, path, IDEAS)
    if table is None:
        return None
    city = table["project_city"].fillna(table["contact_city"])
    named = pd.DataFrame({"name": _names(table["campaign_name"]), "city": city}).dropna()
    return dict(zip(named["name"], named["city"], strict=True))


def _by_city(area_id: pd.Series, city: pd.Series) -> pd.Series:
    """Areas, OUTSIDE where no ZIP Code places a row and its city is another one."""
    # Where no row names a city, pandas holds a column of numbers that are missing.
    plain = city.astype("str").str.upper().str.replace(" ", "", regex=False)
    elsewhere = plain.notna() & ~plain.isin(CITY_NAMES)
    return area_id.mask(area_id.eq(UNALLOCATED) & elsewhere, OUTSIDE)


def _area_of_project(placed: pd.DataFrame) -> Mapping[str, str]:
    """The area of each name; UNALLOCATED where projects of different areas share it."""
    areas = placed.groupby("name")["area_id"].agg(["first", "nunique"])
    area_ids = areas["first"].mask(areas["nunique"].gt(1), UNALLOCATED)
    return {str(name): str(area_id) for name, area_id in area_ids.items()}


def _note_namesakes(report: Report, file: str, listed: pd.DataFrame) -> None:
    several = listed.groupby("name")["area_id"].transform("nunique").gt(1)
    if several.any():
        report.note(
            file,
            "projects of different boroughs under one name",
            "a name of its own for each",
            "Gifts to them count in the city's totals, in no borough.",
            listed.index[several],
        )


def _note_unplaced(report: Report, file: str, of_project: pd.Series, area_id: pd.Series) -> None:
    unknown = of_project.isna() & area_id.eq(UNALLOCATED)
    if unknown.any():
        report.note(
            file,
            "gifts to projects that the workbook of projects lacks",
            "a project for each gift",
            "They count in the city's totals, in no borough.",
            area_id.index[unknown],
        )
    outside = area_id.eq(OUTSIDE)
    if outside.any():
        report.note(
            file,
            "gifts to projects of other cities",
            "projects of New York City",
            "They are not counted: the figures are of the city.",
            area_id.index[outside],
        )


def _note_nothing_given(report: Report, file: str, amount: pd.Series) -> None:
    nothing = amount.eq(0)
    if nothing.any():
        report.note(
            file,
            "amounts of 0",
            "what was given",
            "They are not counted: nothing was given.",
            amount.index[nothing],
        )
