"""What the Health Department's childhood vaccination files measure."""

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
    "Values are as published, in whole percents. The Health Department counts on June 30 and on "
    "December 31. We show the first as January to June, and the second as July to December. The "
    "city has one earlier figure, of December 31, 2019. Where the Health Department asks for "
    "caution because fewer than 50 children live in an area, the figure is marked as less "
    "reliable."
)
CAVEATS = (
    "99% means 99% or more. The Health Department cuts off there, because more children can be "
    "on record than the population estimate has. For measles about a third of ZIP areas "
    "stand at 99%.",
    "Compare June with June and December with December: in the Bronx, measles vaccination went "
    "from 94% in June 2020 to 90% in December 2020.",
    "Children vaccinated elsewhere, or never reported to the registry, count as not vaccinated. "
    "Children who moved away can still be counted.",
)


def _coverage(indicator_id: str, title: str, noun: str, description: str) -> Indicator:
    return Indicator(
        id=indicator_id,
        family=indicator_id,
        title=title,
        noun=noun,
        description=description,
        processing=PROCESSING,
        unit="%",
        measure=Measure.PERCENT,
        decimals=0,
        frequency=Frequency.HALF_YEAR,
        geographies=(Geography.MODZCTA, Geography.BOROUGH, Geography.CITY),
        direction=Direction.HIGHER_IS_BETTER,
        category=Category.CHILDREN,
        caveats=CAVEATS,
    )


MEASLES = _coverage(
    "measles_vaccination",
    "Measles vaccination",
    "two-year-olds vaccinated against measles",
    "Share of children aged 24 to 35 months with a measles, mumps and rubella (MMR) shot. At "
    "least one dose counts, had by the second birthday.",
)
ROUTINE = _coverage(
    "routine_vaccination",
    "Routine childhood vaccination",
    "two-year-olds with all routine vaccines",
    "Share of children aged 24 to 35 months who had every dose of the seven routine vaccines by "
    "their second birthday. They are against diphtheria, tetanus and whooping cough (4 doses), "
    "polio (3), and measles, mumps and rubella (1). The others are Hib (3 or 4), hepatitis B (3), "
    "chickenpox (1) and pneumococcus (4).",
)
INDICATORS = (MEASLES, ROUTINE)
