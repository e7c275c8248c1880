"""Kinsa's illness signal, as an indicator."""

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
PROVISIONAL_WEEKS = 2

PEOPLE_ILL = Indicator(
    id="people_ill",
    family="people_ill",
    title="People ill with a fever",
    noun="people ill with a fever",
    description=(
        "The percent of people who are ill with a fever. Kinsa estimates it from readings of its "
        "smart thermometers and the answers given with them."
    ),
    processing=(
        "Kinsa gives a percent for each day. We publish the mean of the seven days from Monday to "
        "Sunday, to one decimal. A week with a day missing is not reported."
    ),
    unit="%",
    measure=Measure.PERCENT,
    decimals=1,
    frequency=Frequency.WEEK,
    week_ends_on=SUNDAY,
    geographies=(Geography.BOROUGH,),
    direction=Direction.LOWER_IS_BETTER,
    category=Category.HEALTH,
    caveats=(
        "An estimate from households with a thermometer, not a count of patients.",
        "A fever has many causes: flu, COVID-19, colds and others are not told apart.",
        f"The newest {PROVISIONAL_WEEKS} weeks are provisional: readings are uploaded late.",
    ),
)
