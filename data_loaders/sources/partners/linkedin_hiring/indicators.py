"""LinkedIn's hiring rate for the city, as indicators."""

from __future__ import annotations

from data_loaders.vocabulary.model import (
    Category,
    Direction,
    Frequency,
    Geography,
    Indicator,
    Measure,
)

PROVISIONAL_MONTHS = 3

REVISED = (
    "Members add a new job weeks or months after they begin it, so recent months rise later. The "
    f"newest {PROVISIONAL_MONTHS} months are marked provisional."
)
WHO = "Members who change jobs often, in offices and in technology, weigh more than others."


def _hiring(
    indicator_id: str,
    title: str,
    noun: str,
    description: str,
    processing: str,
    unit: str,
    measure: Measure,
) -> Indicator:
    return Indicator(
        id=indicator_id,
        family="hiring_rate",
        title=title,
        noun=noun,
        description=description,
        processing=processing,
        unit=unit,
        measure=measure,
        decimals=1,
        frequency=Frequency.MONTH,
        geographies=(Geography.CITY,),
        direction=Direction.HIGHER_IS_BETTER,
        category=Category.EMPLOYMENT,
        caveats=(REVISED, WHO),
    )


HIRING_RATE = _hiring(
    "hiring_rate",
    "Hiring rate",
    "hiring rate of LinkedIn members",
    (
        "How many LinkedIn members in the city added a new employer to their profile in the month "
        "they began there, for each member. 100 is the average month of 2016. LinkedIn takes the "
        "usual ups and downs of the seasons out."
    ),
    "LinkedIn gives a rate of 1 for the average month of 2016; we multiply it by 100.",
    "(average of 2016 = 100)",
    Measure.INDEX,
)
MONTHLY_CHANGE = _hiring(
    "hiring_rate_monthly_change",
    "Hiring rate, change in a month",
    "change in the hiring rate since the month before",
    "The percent change of the hiring rate since the month before, as LinkedIn gives it.",
    "LinkedIn gives a fraction of one; we multiply it by 100.",
    "%",
    Measure.PERCENT_CHANGE,
)
YEARLY_CHANGE = _hiring(
    "hiring_rate_yearly_change",
    "Hiring rate, change in a year",
    "change in the hiring rate since the same month a year before",
    "The percent change of the hiring rate since the same month of the year before.",
    "LinkedIn gives a fraction of one; we multiply it by 100.",
    "%",
    Measure.PERCENT_CHANGE,
)
