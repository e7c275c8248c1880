"""What the community directories let us count: open businesses, and what they offered."""

from __future__ import annotations

from data_loaders.vocabulary.model import (
    Category,
    Direction,
    Frequency,
    Geography,
    Indicator,
    Measure,
)

FAMILY = "directory_businesses"
PROCESSING = (
    "Our own count of the directories as they stood at their last delivery of a month. A business "
    "listed twice counts once. It counts unless its status says that it was closed, did not answer "
    "or was not known. Most have no status, and were listed because they were open. Coordinates "
    "give the borough. A business without is left out, in the city's figure too. There are so few "
    "that theirs would tell of single ones."
)
CAVEATS = (
    "Volunteers covered some neighborhoods of Manhattan, Brooklyn and Queens, and nothing else. No"
    " one made a list elsewhere, which does not mean that no business was open.",
    "The count tells how much volunteers listed, not how many businesses there are. Do not rank"
    " boroughs by it.",
)
NOT_SAID = "An entry that does not say is not counted, so there may have been more."
NOT_ASKED = "The directory of North Brooklyn does not ask, so Brooklyn has no figure."


def _businesses(
    indicator_id: str,
    title: str,
    noun: str,
    description: str,
    category: Category = Category.FOOD,
    caveats: tuple[str, ...] = (),
    geographies: tuple[Geography, ...] = (Geography.BOROUGH, Geography.CITY),
) -> Indicator:
    return Indicator(
        id=indicator_id,
        family=FAMILY,
        title=title,
        noun=noun,
        description=description,
        processing=PROCESSING,
        unit="businesses",
        measure=Measure.COUNT,
        decimals=0,
        frequency=Frequency.MONTH,
        geographies=geographies,
        direction=Direction.NONE,
        category=category,
        caveats=(*caveats, *CAVEATS),
    )


LISTED = _businesses(
    FAMILY,
    "Businesses in community directories",
    "businesses listed as open in community directories",
    "Restaurants, groceries, pharmacies, shops, services and pantries that volunteers listed as"
    " open.",
)
PICK_UP = _businesses(
    "directory_pick_up",
    "Businesses in community directories with pick-up",
    "listed businesses that offered pick-up",
    "Businesses listed as open whose entry says that they offered pick-up.",
    caveats=(NOT_SAID,),
)
DELIVERY = _businesses(
    "directory_delivery",
    "Businesses in community directories with delivery",
    "listed businesses that delivered",
    "Businesses listed as open whose entry says that they delivered.",
    caveats=(NOT_SAID,),
)
SPECIAL_HOURS = _businesses(
    "directory_special_hours",
    "Businesses in community directories with special hours",
    "listed businesses with hours set aside for older people or others at risk",
    "Businesses listed as open whose entry names hours set aside for older people or for others at"
    " risk.",
    category=Category.OLDER_ADULTS,
    caveats=(NOT_SAID,),
    geographies=(Geography.CITY,),
)
OWNER_GROUP_A = _businesses(
    "directory_owner_group_a",
    "Businesses in community directories: owners of group A",
    "listed businesses whose owners are marked as of group A",
    "Businesses listed as open whose owners the directory marks as of one group; its name is kept"
    " out, as long as the figures are invented.",
    category=Category.COMMUNITY,
    caveats=(NOT_SAID, NOT_ASKED),
)
OWNER_GROUP_B = _businesses(
    "directory_owner_group_b",
    "Businesses in community directories: owners of group B",
    "listed businesses whose owners are marked as of group B",
    "Businesses listed as open whose owners the directory marks as of another group; its name is"
    " kept out, as long as the figures are invented.",
    category=Category.COMMUNITY,
    caveats=(NOT_SAID, NOT_ASKED),
)
OFFERS = (PICK_UP, DELIVERY, SPECIAL_HOURS)
OWNERS = (OWNER_GROUP_A, OWNER_GROUP_B)
# Too few in a borough, and too steady: a figure hidden one month could be read off the next.
CITY_ONLY = (SPECIAL_HOURS,)
INDICATORS = (LISTED, *OFFERS, *OWNERS)
