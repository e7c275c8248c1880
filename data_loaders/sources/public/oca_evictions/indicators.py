"""Indicators of eviction filings and of evictions carried out."""

from __future__ import annotations

from data_loaders.vocabulary.model import (
    Category,
    Direction,
    Frequency,
    Geography,
    Indicator,
    Measure,
    Reason,
)

SUNDAY = 7
A_FILING = "A filing starts a court case. Most cases do not end with an eviction."

FILINGS = Indicator(
    id="eviction_filings",
    family="eviction_filings",
    title="Eviction filings",
    noun="eviction cases filed",
    description="Eviction cases filed against tenants of homes in the city's courts that week:"
    " for unpaid rent (nonpayment) and for other reasons (holdover).",
    processing="We add up the days of each week from Monday to Sunday, residential cases only. A"
    " week with a day missing is not reported. The first whole week begins on January 7, 2019; the"
    " six days before it are left out. Weeks that end in the last 14 days are early figures.",
    unit="filings",
    measure=Measure.COUNT,
    decimals=0,
    frequency=Frequency.WEEK,
    geographies=(Geography.CITY,),
    direction=Direction.LOWER_IS_BETTER,
    category=Category.HOUSING,
    week_ends_on=SUNDAY,
    baseline="2019",
    caveats=(
        A_FILING,
        "Few cases could be filed from March 23, 2020 to January 15, 2022, while state and federal"
        " rules stopped or limited evictions.",
    ),
    reasons=(Reason.INCOMPLETE,),
)
FILINGS_TOTAL = Indicator(
    id="eviction_filings_total",
    family="eviction_filings_total",
    title="Eviction filings since March 2020",
    noun="eviction cases filed since March 23, 2020",
    description="Eviction cases filed against tenants of homes in the ZIP code. It is one total"
    " from March 23, 2020 to the newest day in the file.",
    processing="We keep the ZIP codes in the City's list. Totals under 11 are hidden, and with"
    " them the next smallest. A ZIP code without a line in the file is not reported. The last day"
    " is the last with a filing in the publisher's daily file.",
    unit="filings",
    measure=Measure.COUNT,
    decimals=0,
    frequency=Frequency.TOTAL,
    geographies=(Geography.ZIP,),
    direction=Direction.LOWER_IS_BETTER,
    category=Category.HOUSING,
    caveats=(
        A_FILING,
        "One total for several years: it cannot show whether filings rise or fall.",
        "ZIP codes with more homes have more filings; compare the rate instead.",
    ),
)
FILINGS_RATE = Indicator(
    id="eviction_filings_rate",
    family="eviction_filings_total",
    title="Eviction filings since March 2020 for each 1,000 rental homes",
    noun="eviction cases filed since March 23, 2020 for each 1,000 rental homes",
    description="Eviction filings since March 23, 2020 for each 1,000 homes in buildings with two"
    " or more homes, by the City's property records (PLUTO 19v2).",
    processing="Filings × 1,000 ÷ homes, with one decimal; the publisher cuts it to a whole"
    " number. Hidden where the total is hidden, not reported where no count of homes is"
    " published, and not applicable where there is no such home.",
    unit="per 1,000 rental homes",
    measure=Measure.RATE,
    decimals=1,
    frequency=Frequency.TOTAL,
    geographies=(Geography.ZIP,),
    direction=Direction.LOWER_IS_BETTER,
    category=Category.HOUSING,
    caveats=(A_FILING, "A home with several cases counts each time."),
)
FILINGS_NOT_PLACED = Indicator(
    id="eviction_filings_not_placed",
    family="eviction_filings_total",
    title="Eviction filings not placed in a New York City ZIP code",
    noun="eviction cases not placed in a New York City ZIP code",
    description="Eviction cases filed in the city since March 23, 2020 that no ZIP code of the"
    " City's list accounts for. The file gives another ZIP code for them, or none.",
    processing="Residential filings in the city over the same days, less those of all ZIP codes in"
    " the City's list.",
    unit="filings",
    measure=Measure.COUNT,
    decimals=0,
    frequency=Frequency.TOTAL,
    geographies=(Geography.CITY,),
    direction=Direction.NONE,
    category=Category.HOUSING,
)
MARSHAL_EVICTIONS = Indicator(
    id="marshal_evictions",
    family="marshal_evictions",
    title="Evictions by city marshals",
    noun="evictions carried out by city marshals",
    description="Evictions from homes that city marshals carried out that week.",
    processing="Weeks from Monday to Sunday as the publisher has them, from January 7, 2019. The"
    " newest week in the file is not yet over and is not reported.",
    unit="evictions",
    measure=Measure.COUNT,
    decimals=0,
    frequency=Frequency.WEEK,
    geographies=(Geography.CITY,),
    direction=Direction.LOWER_IS_BETTER,
    category=Category.HOUSING,
    week_ends_on=SUNDAY,
    baseline="2019",
    caveats=(
        "Marshals carried out almost no evictions from March 2020 to January 2022.",
        "The file has no line for weeks without a recorded eviction; we do not fill in zeros.",
    ),
    reasons=(Reason.INCOMPLETE,),
)
