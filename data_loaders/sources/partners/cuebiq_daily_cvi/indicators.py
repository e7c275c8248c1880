"""What Cuebiq's daily visit index measures, and the columns of its files."""

from __future__ import annotations

from data_loaders.sources.partners import cuebiq_panel
from data_loaders.vocabulary.model import (
    Category,
    Direction,
    Frequency,
    Geography,
    Indicator,
    Measure,
    industries,
)

MINIMUM_BRANDS = 3
ROUNDING = 1
WITHOUT_BRANDS = "transportation"
NOW, BEFORE = "roll_avg_7days_cvi", "ly_roll_avg_7days_cvi"
COLUMNS = (
    *("date", "market_area_code", "market_area", "sector", "vertical", "brand", "naics6_code"),
    *(NOW, BEFORE, f"{NOW}_per_store", f"{BEFORE}_per_store"),
)
# The file of the transportation sector may lack these.
OPTIONAL = ("brand", "naics6_code", f"{NOW}_per_store", f"{BEFORE}_per_store")

CHANGE = Indicator(
    id="cvi_change_by_sector",
    family="cvi",
    title="Visits to businesses by sector, change from a year before",
    noun="visits to businesses",
    description="Cuebiq's visit index, averaged over a week (Monday to Sunday), against the average"
    " of the same seven days of the year before. The market area is New York City and the counties"
    " around it, in three states.",
    processing="For each sector we add up the index of all brands that have a figure for both "
    "years. We divide this year's sum by last year's: a ratio of sums, in which large brands "
    "weigh more. Only averages that end on a Sunday are taken, so each day counts in one week "
    f"alone. Rounded to {ROUNDING} percent. The level against February 2020 comes from another "
    "of Cuebiq's files, which has sums of whole weeks and nothing of the year before.",
    unit="%",
    measure=Measure.PERCENT_CHANGE,
    decimals=0,
    frequency=Frequency.WEEK,
    geographies=(Geography.MARKET,),
    direction=Direction.NONE,
    category=Category.FOOT_TRAFFIC,
    week_ends_on=7,
    industries=industries(cuebiq_panel.SECTORS),
    caveats=(
        "From March 2021 on the year before is itself a year of the pandemic: a rise of 100% can"
        " still be far below 2019.",
        "Brands that opened or closed within the year are left out of the comparison.",
        "The market area is larger than the city.",
    ),
)
