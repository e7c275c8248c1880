"""What StreetEasy's Data Dashboard publishes, as indicators. Listings, not leases or sales."""

from __future__ import annotations

from data_loaders.vocabulary.model import (
    Category,
    Direction,
    Frequency,
    Geography,
    Indicator,
    Measure,
)

MINIMUM_LISTINGS = 10
AREAS_WITH_LISTINGS = (Geography.STREETEASY, Geography.BOROUGH, Geography.CITY)

FROM_2019 = "StreetEasy's file starts in January 2010; we keep January 2019 onward."
MINIMUM = (
    f"A figure is hidden where StreetEasy counted fewer than {MINIMUM_LISTINGS} listings in the "
    "month, or left the cell blank. It does so when there are too few listings."
)
# How many neighborhood medians from January 2019 to March 2024 a later file of counts was held
# against, and how many of them rest on fewer than the minimum.
MEDIANS_CHECKED, MEDIANS_UNDER = 7686, 1
UNTIL_THE_COUNTS_END = (
    "The listing counts shown here end in November 2023. Neighborhood rents go on to December 2025 "
    "from a file in which a published median is StreetEasy's own word that ten listings stood "
    "behind it. We held that against another file of its counts, which ends in March 2024: of "
    f"{MEDIANS_CHECKED:,} medians since 2019, {MEDIANS_UNDER} rests on fewer. After March 2024 we "
    "take it to hold. Where no median is published, the listing count is not available. Borough "
    "and city rents go on in a newer file."
)
TWO_VINTAGES = (
    "Rents come from newer files than the listing counts. StreetEasy restates its whole history "
    "with each file, so a count may differ a little from the one behind the rent."
)
NOT_ADJUSTED = "In dollars of the month, not adjusted for inflation."
MIX = "A median moves when the mix of homes on the market changes, even if no rent changes."
NO_SUM = "Some listings lie outside the named neighborhoods: these do not add up to a borough."


def _asking_rent(size_id: str, size: str, caveats: tuple[str, ...] = ()) -> Indicator:
    return Indicator(
        id=f"asking_rent_{size_id}" if size_id else "asking_rent",
        family="asking_rent",
        title=f"Median asking rent, {size}" if size else "Median asking rent",
        noun=f"median asking rent of {size}" if size else "median asking rent",
        description=(
            f"The middle monthly rent asked for {size or 'all homes'} listed for rent on "
            "StreetEasy in the month. Half asked more, half asked less."
        ),
        processing=f"{FROM_2019} {MINIMUM}",
        unit="dollars",
        measure=Measure.MONEY,
        decimals=0,
        frequency=Frequency.MONTH,
        geographies=AREAS_WITH_LISTINGS,
        direction=Direction.NONE,
        category=Category.HOUSING,
        baseline="2019",
        caveats=(NOT_ADJUSTED, MIX, *caveats),
    )


def _listing_indicator(
    indicator_id: str,
    title: str,
    noun: str,
    description: str,
    unit: str,
    measure: Measure,
    decimals: int = 0,
) -> Indicator:
    return Indicator(
        id=indicator_id,
        family=indicator_id,
        title=title,
        noun=noun,
        description=description,
        processing=f"{FROM_2019} {MINIMUM} The count used is that of all homes listed for sale.",
        unit=unit,
        measure=measure,
        decimals=decimals,
        frequency=Frequency.MONTH,
        geographies=AREAS_WITH_LISTINGS,
        direction=Direction.NONE,
        category=Category.HOUSING,
        baseline="2019",
    )


def _index(indicator_id: str, title: str, noun: str, what: str) -> Indicator:
    return Indicator(
        id=indicator_id,
        family=indicator_id,
        title=title,
        noun=noun,
        description=(
            f"StreetEasy's estimate of a typical {what}. It follows the same homes over time, so "
            "that a change in which homes are on the market does not move it."
        ),
        processing=(
            "From the long-form copy kept by the NYC Mayor's Office of Operations, which starts "
            "in January 2005; we keep January 2019 onward."
        ),
        unit="dollars",
        measure=Measure.MONEY,
        decimals=0,
        frequency=Frequency.MONTH,
        geographies=(Geography.BOROUGH, Geography.CITY),
        direction=Direction.NONE,
        category=Category.HOUSING,
        baseline="2019",
        caveats=(NOT_ADJUSTED, "Not made for the Bronx and Staten Island."),
    )


RENTAL_INVENTORY = Indicator(
    id="rental_inventory",
    family="rental_inventory",
    title="Homes listed for rent",
    noun="homes listed for rent",
    description="How many homes were listed for rent on StreetEasy at any time in the month.",
    processing=f"{FROM_2019} A zero is StreetEasy's own: no home was listed.",
    unit="listings",
    measure=Measure.COUNT,
    decimals=0,
    frequency=Frequency.MONTH,
    geographies=AREAS_WITH_LISTINGS,
    direction=Direction.NONE,
    category=Category.HOUSING,
    baseline="2019",
    caveats=(NO_SUM, "Published counts end in November 2023."),
)

INDICATORS = (
    _asking_rent("", "", (UNTIL_THE_COUNTS_END, TWO_VINTAGES)),
    _asking_rent("studio", "studios"),
    _asking_rent("one_bedroom", "one-bedroom homes"),
    _asking_rent("two_bedroom", "two-bedroom homes"),
    _asking_rent("three_plus", "homes with three or more bedrooms"),
    RENTAL_INVENTORY,
    _listing_indicator(
        "asking_price",
        "Median asking price",
        "median asking price of homes for sale",
        "The middle price asked for homes listed for sale on StreetEasy in the month.",
        "dollars",
        Measure.MONEY,
    ),
    _listing_indicator(
        "days_on_market",
        "Days on the market",
        "median days a home for sale was on the market",
        "The middle number of days that homes for sale had been listed on StreetEasy.",
        "days",
        Measure.DAYS,
    ),
    _listing_indicator(
        "price_cut_share",
        "Homes for sale with a price cut",
        "homes for sale whose asking price was cut",
        "The share of homes listed for sale on StreetEasy whose asking price was cut in the month.",
        "%",
        Measure.PERCENT,
        decimals=1,
    ),
    _index("rent_index", "StreetEasy rent index", "StreetEasy rent index", "rent"),
    _index("price_index", "StreetEasy price index", "StreetEasy price index", "sale price"),
)
