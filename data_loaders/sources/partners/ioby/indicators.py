"""What ioby's workbooks let us count: gifts, money given, projects posted."""

from __future__ import annotations

from data_loaders.vocabulary.model import (
    Category,
    Direction,
    Frequency,
    Geography,
    Indicator,
    Measure,
)

PROCESSING = (
    "Counted by month from one record a gift. A gift is placed by the ZIP Code of the project it"
    " names; one that cannot be placed counts in the city alone. Gifts to projects elsewhere are"
    " left out. A month is shown once it is over."
)
CAVEATS = (
    "ioby is one of several ways to give to a block or neighborhood. The figures show where its"
    " projects raise money, not where givers live.",
    "A single large project or a matching grant can move a borough's month.",
)


def _given(
    indicator_id: str,
    title: str,
    noun: str,
    description: str,
    unit: str,
    more: str = "",
    geographies: tuple[Geography, ...] = (Geography.BOROUGH, Geography.CITY),
) -> Indicator:
    return Indicator(
        id=indicator_id,
        family=indicator_id,
        title=title,
        noun=noun,
        description=description,
        processing=f"{PROCESSING}{more}",
        unit=unit,
        measure=Measure.MONEY if unit == "dollars" else Measure.COUNT,
        decimals=0,
        frequency=Frequency.MONTH,
        geographies=geographies,
        direction=Direction.NONE,
        category=Category.COMMUNITY,
        caveats=CAVEATS,
    )


GIFTS = _given(
    "ioby_gifts",
    "Gifts to community projects",
    "gifts to community projects",
    "Gifts to projects of neighbors that raise money on ioby's site: gardens, food, safety, art.",
    "gifts",
)
AMOUNT = _given(
    "ioby_amount",
    "Money given to community projects",
    "money given to community projects",
    "Dollars of the day given to projects of neighbors that raise money on ioby's site.",
    "dollars",
    " Each gift is rounded to whole dollars.",
)
POSTED = _given(
    "ioby_projects_posted",
    "Community projects posted",
    "community projects posted",
    "Projects that began to raise money on ioby's site.",
    "projects",
    " The figure rests on the gifts these projects have had so far. Boroughs have too few.",
    (Geography.CITY,),
)
INDICATORS = (GIFTS, AMOUNT, POSTED)
