"""The two weekly series StreetEasy gave for the recovery index, as indicators."""

from __future__ import annotations

from data_loaders.vocabulary.model import (
    Category,
    Direction,
    Frequency,
    Geography,
    Indicator,
    Measure,
)

SUNDAY = 7

PENDING_HOME_SALES = Indicator(
    id="pending_home_sales",
    family="pending_home_sales",
    title="Homes going into contract",
    noun="homes going into contract",
    description=(
        "How many homes listed for sale on StreetEasy went into contract in a week that ends on "
        "Sunday. A home in contract is not yet sold."
    ),
    processing=(
        "The files give each week's sales as a percent of an average of 2019, and that average. "
        "We multiply the two to get the number of sales back, and check the city's number against "
        "the count published from 2020 on."
    ),
    unit="sales",
    measure=Measure.COUNT,
    decimals=0,
    frequency=Frequency.WEEK,
    week_ends_on=SUNDAY,
    geographies=(Geography.CITY, Geography.BOROUGH),
    direction=Direction.BACK_TO_BASELINE,
    category=Category.HOUSING,
    baseline="2019",
    caveats=(
        "Not given for the Bronx and Staten Island; the city includes them.",
        "Sales rise in spring and fall in winter: compare with the same weeks of another year.",
    ),
)
RENTAL_INVENTORY_WEEKLY = Indicator(
    id="rental_inventory_weekly",
    family="rental_inventory_weekly",
    title="Homes listed for rent, by week",
    noun="homes listed for rent",
    description="How many homes were listed for rent on StreetEasy in a week that ends on Sunday.",
    processing=(
        "The file dates each week by the Saturday before its last day; we give the week its real "
        "last day, Sunday."
    ),
    unit="listings",
    measure=Measure.COUNT,
    decimals=0,
    frequency=Frequency.WEEK,
    week_ends_on=SUNDAY,
    geographies=(Geography.CITY,),
    direction=Direction.NONE,
    category=Category.HOUSING,
    caveats=("StreetEasy itself grew over the years, which adds listings.",),
)
