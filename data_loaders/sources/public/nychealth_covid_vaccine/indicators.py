"""Indicators of COVID-19 vaccination, and the publisher's columns for each."""

from __future__ import annotations

from data_loaders.vocabulary.model import (
    Category,
    Direction,
    Frequency,
    Geography,
    Indicator,
    Measure,
)

POPULATION = (
    "Uses the Census Bureau's population estimate for 2019, which is too low in some areas, so a"
    " share can pass 100."
)
AS_PUBLISHED = (
    "Values are as published. A share is hidden where the Health Department hides the number of"
    " people, and marked unreliable above 100."
)
ONE_DOSE, FULLY = ("PERC_1PLUS", "COUNT_1PLUS_CUMULATIVE"), ("PERC_FULLY", "COUNT_FULLY_CUMULATIVE")


def _share(
    indicator_id: str, what: str, frequency: Frequency, geographies: tuple[Geography, ...]
) -> Indicator:
    """Measured as a rate: a percent could not pass 100."""
    until = "up to that day" if frequency is Frequency.DAY else "by September 12, 2023"
    return Indicator(
        id=indicator_id,
        family="covid_vaccinated",
        title=f"People {what} against COVID-19",
        noun=f"people {what} against COVID-19",
        description=f"Residents {what} against COVID-19 {until}, for every 100 residents of all"
        " ages.",
        processing=AS_PUBLISHED,
        unit="per 100 people",
        measure=Measure.RATE,
        decimals=1,
        frequency=frequency,
        geographies=geographies,
        direction=Direction.HIGHER_IS_BETTER,
        category=Category.HEALTH,
        caveats=(POPULATION, "The original series only; boosters are not counted."),
    )


DOSES = Indicator(
    id="covid_vaccine_doses",
    family="covid_vaccine_doses",
    title="COVID-19 vaccine doses given",
    noun="COVID-19 vaccine doses given",
    description="Doses of any COVID-19 vaccine given in the city that day, boosters included, to"
    " residents and others.",
    processing="Values are as published.",
    unit="doses",
    measure=Measure.COUNT,
    decimals=0,
    frequency=Frequency.DAY,
    geographies=(Geography.CITY,),
    direction=Direction.NONE,
    category=Category.HEALTH,
)
BOROUGHS = (Geography.BOROUGH, Geography.CITY)
AREAS = (Geography.MODZCTA,)
ONE = "vaccinated with at least one dose"
ALL = "fully vaccinated"
# An indicator, the column of its share and the column of the count behind it.
DAILY_SHARES = (
    (_share("covid_vaccinated_one_dose", ONE, Frequency.DAY, BOROUGHS), *ONE_DOSE),
    (_share("covid_vaccinated_fully", ALL, Frequency.DAY, BOROUGHS), *FULLY),
)
TOTAL_SHARES = (
    (_share("covid_vaccinated_one_dose_total", ONE, Frequency.TOTAL, AREAS), *ONE_DOSE),
    (_share("covid_vaccinated_fully_total", ALL, Frequency.TOTAL, AREAS), *FULLY),
)
INDICATORS = (
    *(indicator for indicator, _, _ in TOTAL_SHARES),
    *(indicator for indicator, _, _ in DAILY_SHARES),
    DOSES,
)
