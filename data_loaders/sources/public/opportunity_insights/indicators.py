"""Indicators of the Economic Tracker: card spending, small businesses, employment, claims."""

from __future__ import annotations

from datetime import date

from data_loaders.sources.public.naics import INDUSTRY_OF_SECTOR
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    Category,
    CountedAt,
    Direction,
    Frequency,
    Geography,
    Indicator,
    Industry,
    Measure,
)

FRIDAY, SATURDAY, SUNDAY = 5, 6, 7
JANUARY_2020 = "2020-01"
EMPLOYMENT_UNTIL = date(2021, 12, 31)
AS_PERCENT = "The publisher's change, written as a percent."


def _sector(industry_id: str, formerly: str) -> Industry:
    return INDUSTRY_OF_SECTOR[industry_id]._replace(formerly=(formerly,))


# The publisher's code and our industry. Four categories are sectors of the classification; the
# groups after the categories add some of them up again.
_CATEGORIES = (
    ("all", Industry(ALL_INDUSTRIES, "All spending")),
    ("acf", _sector("accommodation_food", "accommodation-food")),
    ("aap", Industry("apparel-accessories", "Clothing and accessories")),
    ("aer", _sector("arts_entertainment", "arts-recreation")),
    ("gen", Industry("general-merchandise", "General stores")),
    ("grf", Industry("grocery-food", "Grocery and food stores")),
    ("hcs", _sector("health_social", "health-social")),
    ("hic", Industry("home-improvement", "Home improvement stores")),
    ("sgh", Industry("sporting-hobby", "Sporting goods and hobbies")),
    ("tws", _sector("transportation_warehousing", "transportation-warehousing")),
    ("inpersonmisc", Industry("other-in-person", "Rental, repair and personal services")),
    ("apg", Industry("apparel-general", "Group: clothing and general stores", is_group=True)),
    ("durables", Industry("durable-goods", "Group: lasting goods", is_group=True)),
    ("nondurables", Industry("nondurable-goods", "Group: goods used up soon", is_group=True)),
    ("inperson", Industry("in-person-services", "Group: services in person", is_group=True)),
    (
        "remoteservices",
        Industry("remote-services", "Group: services at a distance", is_group=True),
    ),
    (
        "retail_w_grocery",
        Industry("retail-with-grocery", "Group: stores with groceries", is_group=True),
    ),
    (
        "retail_no_grocery",
        Industry("retail-without-grocery", "Group: stores without groceries", is_group=True),
    ),
)
CATEGORIES = tuple((code, industry.id) for code, industry in _CATEGORIES)

CARD_SPENDING = Indicator(
    id="card_spending",
    family="card_spending",
    title="Card spending",
    noun="spending on credit and debit cards",
    description="Spending on credit and debit cards by people who live in the city, as a change"
    " from January 2020, adjusted for the season. From Affinity Solutions.",
    processing=AS_PERCENT,
    unit="%",
    measure=Measure.PERCENT_CHANGE,
    decimals=1,
    frequency=Frequency.MONTH,
    geographies=(Geography.CITY,),
    direction=Direction.BACK_TO_BASELINE,
    category=Category.SPENDING,
    industries=tuple(industry for _code, industry in _CATEGORIES),
    baseline=JANUARY_2020,
    caveats=(
        "In dollars of the day: prices rose, so a rise in spending can buy less.",
        "Counted where the card holder lives, not where the money is spent.",
        "Groups add up some of the categories again; do not rank them together.",
    ),
)
CARD_SPENDING_BOROUGH = Indicator(
    id="card_spending_borough",
    family="card_spending",
    title="Card spending of residents",
    noun="spending on credit and debit cards by residents",
    description="Spending on credit and debit cards by people who live in the borough, as a change"
    " from January 2020, adjusted for the season. From Affinity Solutions.",
    processing=f"{AS_PERCENT} Counties are written as boroughs.",
    unit="%",
    measure=Measure.PERCENT_CHANGE,
    decimals=1,
    frequency=Frequency.MONTH,
    geographies=(Geography.BOROUGH,),
    direction=Direction.BACK_TO_BASELINE,
    category=Category.SPENDING,
    baseline=JANUARY_2020,
    caveats=(
        "In dollars of the day: prices rose, so a rise in spending can buy less.",
        "Counted where the card holder lives, not where the money is spent.",
    ),
)


def _small_business(indicator_id: str, title: str, noun: str, description: str) -> Indicator:
    return Indicator(
        id=indicator_id,
        family=indicator_id,
        title=title,
        noun=noun,
        description=f"{description}, as a change from January 2020, adjusted for the season."
        " From Womply.",
        processing=f"{AS_PERCENT} Counties are written as boroughs.",
        unit="%",
        measure=Measure.PERCENT_CHANGE,
        decimals=1,
        frequency=Frequency.WEEK,
        geographies=(Geography.CITY, Geography.BOROUGH),
        direction=Direction.BACK_TO_BASELINE,
        category=Category.SPENDING,
        week_ends_on=SUNDAY,
        baseline=JANUARY_2020,
        caveats=(
            "The series ended on February 6, 2022.",
            "Businesses that opened later are not counted until the panel starts anew each January,"
            " so values may jump there.",
        ),
    )


SMALL_BUSINESS_REVENUE = _small_business(
    "small_business_revenue",
    "Small-business revenue",
    "revenue of small businesses",
    "Revenue of small businesses from card payments",
)
SMALL_BUSINESSES_OPEN = _small_business(
    "small_businesses_open",
    "Small businesses open",
    "small businesses open",
    "Small businesses with at least one card payment in three days",
)


def _employment(indicator_id: str, title: str, noun: str, who: str) -> Indicator:
    return Indicator(
        id=indicator_id,
        family="employment",
        title=title,
        noun=noun,
        description=f"Jobs at private firms held by {who}, as a change from January 2020. They are"
        " not adjusted for the season. From Paychex and Intuit.",
        processing=f"{AS_PERCENT} Weeks after December 31, 2021 are left out: the publisher advises"
        " against them.",
        unit="%",
        measure=Measure.PERCENT_CHANGE,
        decimals=1,
        frequency=Frequency.WEEK,
        geographies=(Geography.CITY,),
        direction=Direction.BACK_TO_BASELINE,
        category=Category.EMPLOYMENT,
        week_ends_on=FRIDAY,
        baseline=JANUARY_2020,
        caveats=("Jobs by industry are not available for the city.",),
    )


EMPLOYMENT = _employment(
    "employment", "Employment", "jobs at private firms", "workers at all levels of pay"
)
_PAY = (
    ("q1", "lowest-paid quarter", "under about $27,000 a year"),
    ("q2", "second-lowest-paid quarter", "about $27,000 to $37,000 a year"),
    ("q3", "second-highest-paid quarter", "about $37,000 to $60,000 a year"),
    ("q4", "highest-paid quarter", "over about $60,000 a year"),
)
EMPLOYMENT_QUARTERS = tuple(
    (
        code,
        _employment(
            f"employment_{code}",
            f"Employment, {quarter} of workers",
            f"jobs of the {quarter} of workers",
            f"workers paid {pay} in 2020",
        ),
    )
    for code, quarter, pay in _PAY
)

UI_CLAIMS_RECENT = Indicator(
    id="ui_claims_recent",
    family="ui_claims",
    title="New unemployment claims to the newest week",
    noun="new unemployment claims",
    description="First claims for regular state unemployment insurance by people in the city. The"
    " New York State Department of Labor counts them, and Opportunity Insights collects them.",
    processing="None: the publisher's own figure, rounded to 10.",
    unit="claims",
    measure=Measure.COUNT,
    decimals=0,
    frequency=Frequency.WEEK,
    geographies=(Geography.CITY,),
    direction=Direction.LOWER_IS_BETTER,
    counted_at=CountedAt.HOME,
    category=Category.EMPLOYMENT,
    week_ends_on=SATURDAY,
    baseline=JANUARY_2020,
    caveats=(
        "Equal to the State's own workbook in every week both have, up to December 3, 2022.",
        "Federal pandemic programs are not included.",
    ),
)

INDICATORS = (
    CARD_SPENDING,
    CARD_SPENDING_BOROUGH,
    SMALL_BUSINESS_REVENUE,
    SMALL_BUSINESSES_OPEN,
    EMPLOYMENT,
    *(indicator for _, indicator in EMPLOYMENT_QUARTERS),
    UI_CLAIMS_RECENT,
)
