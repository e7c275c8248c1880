"""Files of the Economic Tracker that we read: which areas, which columns, which indicators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data_loaders.sources.public.opportunity_insights.indicators import (
    CARD_SPENDING,
    CARD_SPENDING_BOROUGH,
    CATEGORIES,
    EMPLOYMENT,
    EMPLOYMENT_QUARTERS,
    EMPLOYMENT_UNTIL,
    SMALL_BUSINESS_REVENUE,
    SMALL_BUSINESSES_OPEN,
    UI_CLAIMS_RECENT,
)
from data_loaders.vocabulary.geography import BOROUGH_OF_FIPS, CITY_ID
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Geography, Indicator

# The publisher's number for New York City, all five boroughs.
AREA_OF_CITY = {"2": CITY_ID}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of values. `is_fraction`: a change where 1 means 100 percent."""

    name: str
    indicator: Indicator
    industry_id: str = ALL_INDUSTRIES
    is_fraction: bool = True


@dataclass(frozen=True, slots=True)
class TrackerFile:
    """One file. `end_column` is the day of the month on which a period ends."""

    file: str
    area_column: str
    geography: Geography
    end_column: str
    columns: tuple[Column, ...]
    last_day: date | None = None
    marks_provisional: bool = False

    @property
    def areas(self) -> dict[str, str]:
        return AREA_OF_CITY if self.geography is Geography.CITY else BOROUGH_OF_FIPS


SMALL_BUSINESS = (
    Column("revenue_all", SMALL_BUSINESS_REVENUE),
    Column("merchants_all", SMALL_BUSINESSES_OPEN),
)
PANELS = (
    TrackerFile(
        "Affinity - City - Monthly.csv",
        "cityid",
        Geography.CITY,
        "day_endofmonth",
        tuple(Column(f"spend_{code}", CARD_SPENDING, industry) for code, industry in CATEGORIES),
        marks_provisional=True,
    ),
    TrackerFile(
        "Affinity - County - Monthly.csv",
        "countyfips",
        Geography.BOROUGH,
        "day_endofmonth",
        (Column("spend_all", CARD_SPENDING_BOROUGH),),
        marks_provisional=True,
    ),
    TrackerFile(
        "Womply - City - Weekly.csv", "cityid", Geography.CITY, "day_endofweek", SMALL_BUSINESS
    ),
    TrackerFile(
        "Womply - County - Weekly.csv",
        "countyfips",
        Geography.BOROUGH,
        "day_endofweek",
        SMALL_BUSINESS,
    ),
    TrackerFile(
        "Employment - City - Weekly.csv",
        "cityid",
        Geography.CITY,
        "day_endofweek",
        (
            Column("emp", EMPLOYMENT),
            *(Column(f"emp_inc{q}", indicator) for q, indicator in EMPLOYMENT_QUARTERS),
        ),
        last_day=EMPLOYMENT_UNTIL,
    ),
    TrackerFile(
        "UI Claims - City - Weekly.csv",
        "cityid",
        Geography.CITY,
        "day_endofweek",
        (Column("initclaims_count_regular", UI_CLAIMS_RECENT, is_fraction=False),),
    ),
)
