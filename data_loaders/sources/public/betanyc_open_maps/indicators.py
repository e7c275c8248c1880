"""What the volunteers' lists of open businesses let us count."""

from __future__ import annotations

from data_loaders.vocabulary.model import (
    Category,
    Direction,
    Frequency,
    Geography,
    Indicator,
    Measure,
)

FEWEST_LISTED = 10
PROCESSING = (
    "Our own count of the volunteers' lists. A business listed twice counts once. A business "
    "counts unless its status says that it was closed, did not answer or was not known. Most have "
    "no status, and were listed because they were open. Each is placed in a neighborhood by its "
    "coordinates; within about 65 meters of a boundary it may be placed on the other side. One "
    "total over the time the lists were kept: Queens to July 2020, the East Village to July 2021, "
    "North Brooklyn to August 2021."
)
CAVEATS = (
    "Three districts were covered, and nothing else: North Brooklyn (Greenpoint and Williamsburg),"
    " the East Village, and Queens in part. Elsewhere no one made a list, which does not mean that"
    " no business was open.",
    f"Where a Queens neighborhood has fewer than {FEWEST_LISTED} listed, no figure is shown.",
    "The count tells how much volunteers listed, not how many businesses there are. Do not rank"
    " neighborhoods by it.",
)
NOT_SAID = "A business whose entry does not say is not counted, so there may have been more."
FEW_ANSWERS = (
    f"Where fewer than {FEWEST_LISTED} entries of a neighborhood say yes or no, no figure is shown:"
    " most of Queens."
)
NO_ANSWER = "Where no entry of a neighborhood says, no figure is shown."


def _listed(
    indicator_id: str,
    title: str,
    noun: str,
    description: str,
    category: Category = Category.FOOD,
    caveats: tuple[str, ...] = (),
) -> Indicator:
    return Indicator(
        id=indicator_id,
        family="open_businesses",
        title=title,
        noun=noun,
        description=description,
        processing=PROCESSING,
        unit="businesses",
        measure=Measure.COUNT,
        decimals=0,
        frequency=Frequency.TOTAL,
        geographies=(Geography.NTA2020,),
        direction=Direction.NONE,
        category=category,
        caveats=(*caveats, *CAVEATS),
    )


LISTED = _listed(
    "open_businesses_listed",
    "Businesses listed as open",
    "businesses listed as open",
    "Restaurants, groceries, pharmacies, shops, services and pantries that volunteers listed as"
    " open in the first year and a half of the pandemic.",
)
PICK_UP = _listed(
    "open_businesses_pick_up",
    "Businesses listed with pick-up",
    "listed businesses that offered pick-up",
    "Businesses listed as open whose entry says that they offered pick-up (takeout).",
    caveats=(NOT_SAID, FEW_ANSWERS),
)
DELIVERY = _listed(
    "open_businesses_delivery",
    "Businesses listed with delivery",
    "listed businesses that delivered",
    "Businesses listed as open whose entry says that they delivered.",
    caveats=(NOT_SAID, FEW_ANSWERS),
)
SENIOR_HOURS = _listed(
    "open_businesses_senior_hours",
    "Businesses listed with senior hours",
    "listed businesses with hours set aside for older people or others at risk",
    "Businesses listed as open whose entry names hours set aside for older people or for others at"
    " risk.",
    category=Category.OLDER_ADULTS,
    caveats=(NOT_SAID, NO_ANSWER),
)
INDICATORS = (LISTED, PICK_UP, DELIVERY, SENIOR_HOURS)
