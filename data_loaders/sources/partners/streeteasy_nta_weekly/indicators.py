"""StreetEasy's weekly figures of neighborhoods, as indicators."""

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
SUNDAY = 7
PERCENT = 100

BY_NEIGHBORHOOD = (Geography.NTA2010, Geography.BOROUGH, Geography.CITY)
BY_BOROUGH = (Geography.BOROUGH, Geography.CITY)
GROWTH = "StreetEasy itself grew and changed its fees over the years, which moves the counts."
SEASONS = "Listings rise in summer and fall in winter: compare with the same weeks of another year."
OLD_NEIGHBORHOODS = "Neighborhoods are those of 2010, as StreetEasy delivers them."


def _count(indicator_id: str, title: str, noun: str, description: str, wide: bool) -> Indicator:
    """`wide`: too few in most neighborhoods, so published for boroughs and the city alone."""
    added = "We add up StreetEasy's neighborhoods to the boroughs and the city."
    coarse = " In most neighborhoods the number is too small to publish." if wide else ""
    return Indicator(
        id=indicator_id,
        family=indicator_id,
        title=title,
        noun=noun,
        description=description,
        processing=f"{added}{coarse}",
        unit="listings",
        measure=Measure.COUNT,
        decimals=0,
        frequency=Frequency.WEEK,
        week_ends_on=SUNDAY,
        geographies=BY_BOROUGH if wide else BY_NEIGHBORHOOD,
        direction=Direction.NONE,
        category=Category.HOUSING,
        baseline="2019",
        caveats=(SEASONS, GROWTH) if wide else (SEASONS, GROWTH, OLD_NEIGHBORHOODS),
    )


def _of_listings(
    indicator_id: str, title: str, noun: str, description: str, unit: str, measure: Measure
) -> Indicator:
    """A share or a median; neither can be computed for a borough from its neighborhoods."""
    scaled = (
        f"StreetEasy gives a fraction of one; we multiply it by {PERCENT}. "
        if measure is Measure.PERCENT
        else ""
    )
    return Indicator(
        id=indicator_id,
        family=indicator_id,
        title=title,
        noun=noun,
        description=description,
        processing=f"{scaled}Hidden where it rests on fewer than {MINIMUM_LISTINGS} listings.",
        unit=unit,
        measure=measure,
        decimals=1,
        frequency=Frequency.WEEK,
        week_ends_on=SUNDAY,
        geographies=(Geography.NTA2010,),
        direction=Direction.NONE,
        category=Category.HOUSING,
        baseline="2019",
        caveats=(
            "Not given for boroughs or the city: it cannot be computed from neighborhoods.",
            "It rests on few listings in many neighborhoods, and jumps from week to week.",
        ),
    )


RENTAL_LISTINGS = _count(
    "rental_listings",
    "Homes listed for rent",
    "homes listed for rent",
    "How many homes were listed for rent on StreetEasy in the week.",
    wide=False,
)
SALE_LISTINGS = _count(
    "sale_listings",
    "Homes listed for sale",
    "homes listed for sale",
    "How many homes were listed for sale on StreetEasy in the week.",
    wide=False,
)
NEW_RENTAL_LISTINGS = _count(
    "new_rental_listings",
    "Homes newly listed for rent",
    "homes newly listed for rent",
    "How many homes were put up for rent on StreetEasy in the week.",
    wide=True,
)
PENDING_RENTAL_LISTINGS = _count(
    "pending_rental_listings",
    "Rentals in contract",
    "homes for rent that went into contract",
    "How many homes listed for rent on StreetEasy went into contract in the week.",
    wide=True,
)
NEW_SALE_LISTINGS = _count(
    "new_sale_listings",
    "Homes newly listed for sale",
    "homes newly listed for sale",
    "How many homes were put up for sale on StreetEasy in the week.",
    wide=True,
)
PENDING_SALE_LISTINGS = _count(
    "pending_sale_listings",
    "Homes for sale in contract",
    "homes for sale that went into contract",
    "How many homes listed for sale on StreetEasy went into contract in the week, not yet sold.",
    wide=True,
)
RENT_CUTS = _of_listings(
    "rent_cut_share",
    "Rentals with a lower asking rent",
    "homes for rent whose asking rent was cut",
    "The share of homes listed for rent on StreetEasy whose asking rent was cut.",
    "%",
    Measure.PERCENT,
)
CONCESSIONS = _of_listings(
    "rent_concession_share",
    "Rentals with a concession",
    "homes for rent with a concession",
    "The share of homes listed for rent on StreetEasy that offer something, as a free month.",
    "%",
    Measure.PERCENT,
)
RENTAL_WEEKS = _of_listings(
    "rental_weeks_on_market",
    "Weeks on the market, rentals",
    "median time a home for rent was on the market",
    "The middle number of weeks that homes for rent were listed on StreetEasy.",
    "weeks",
    Measure.DAYS,
)
SALE_CUTS = _of_listings(
    "sale_cut_share",
    "Homes for sale with a lower asking price",
    "homes for sale whose asking price was cut",
    "The share of homes listed for sale on StreetEasy whose asking price was cut.",
    "%",
    Measure.PERCENT,
)
SALE_WEEKS = _of_listings(
    "sale_weeks_on_market",
    "Weeks on the market, homes for sale",
    "median time a home for sale was on the market",
    "The middle number of weeks that homes for sale were listed on StreetEasy.",
    "weeks",
    Measure.DAYS,
)
