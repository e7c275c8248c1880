"""Indicators of gaps between New Yorkers, and how much of a third has to be known."""

from __future__ import annotations

from data_loaders.vocabulary.model import (
    Category,
    Direction,
    Frequency,
    Geography,
    Indicator,
    Measure,
)

MINIMUM_COVERAGE = 0.9  # share of a third's residents who live in areas with a value

THIRDS = (
    "The thirds are groups of ZIP areas with about as many residents each, by the share of people "
    "below poverty. Many poor people live in the richest third and rich people in the poorest."
)
BY_RESIDENTS = "Areas count by their residents of all ages in the 2020 census."
COVERAGE = (
    f"A period is shown only where areas with a figure hold at least {MINIMUM_COVERAGE:.0%} of the "
    "residents of each third. It is marked less reliable where any area is missing."
)

NOT_LOOKING = "People who have stopped looking for work are missing from both rates."
NOT_REPORTED = "Children whose shots were not reported to the City's registry are missing."
GAP_UNEMPLOYMENT = Indicator(
    id="gap_unemployment_bronx_manhattan",
    family="gap_unemployment_bronx_manhattan",
    title="Unemployment gap, Bronx and Manhattan",
    noun="gap in the unemployment rate between the Bronx and Manhattan",
    description="How much higher the unemployment rate is in the Bronx than in Manhattan.",
    processing="The Bronx rate minus the Manhattan rate of the same month, not season-adjusted.",
    unit="percentage points",
    measure=Measure.POINTS,
    decimals=1,
    frequency=Frequency.MONTH,
    geographies=(Geography.CITY,),
    direction=Direction.LOWER_IS_BETTER,
    category=Category.EMPLOYMENT,
    baseline="2019",
    derived_from=("nysdol_laus:unemployment_rate",),
    caveats=(
        "Both rates are estimates: a change of a few tenths of a point may mean nothing.",
        "Brooklyn, Queens and Staten Island are not in this gap.",
        NOT_LOOKING,
    ),
    leaves_out=NOT_LOOKING,
)
GAP_MEASLES = Indicator(
    id="gap_measles_poverty",
    family="gap_measles_poverty",
    title="Measles vaccination gap, richest and poorest areas",
    noun="gap in measles vaccination between the richest and the poorest third of ZIP areas",
    description=(
        "The share of children 24 to 35 months old vaccinated against measles: how much higher it "
        "is in the richest third of ZIP areas. Below zero, the poorest third is ahead."
    ),
    processing=(
        "The mean of area percents in the richest third minus the mean in the poorest third, each "
        f"area counted by its residents. {COVERAGE}"
    ),
    unit="percentage points",
    measure=Measure.POINTS,
    decimals=1,
    frequency=Frequency.HALF_YEAR,
    geographies=(Geography.CITY,),
    direction=Direction.LOWER_IS_BETTER,
    category=Category.CHILDREN,
    derived_from=("nychealth_immunization:measles_vaccination",),
    caveats=(
        THIRDS,
        f"{BY_RESIDENTS} They should count by their young children; those numbers are estimates "
        "that are too low in many rich areas.",
        "The publisher cuts percents off at 99. At the end of 2025, 36 of the 78 richest areas "
        "stood at 99 and 5 of the 46 poorest. So the true gap is probably larger than shown.",
        "No ZIP area is missing from 2020 to 2025, but 4 to 7 small ones a half-year have percents "
        "that rest on few children.",
        NOT_REPORTED,
    ),
    leaves_out=NOT_REPORTED,
)
GAP_COVID_DEATHS = Indicator(
    id="gap_covid_death_poverty",
    family="gap_covid_death_poverty",
    title="COVID-19 death gap, poorest and richest areas",
    noun="gap in the COVID-19 death rate between the poorest and the richest third of ZIP areas",
    description=(
        "How many more people per 100,000 died of COVID-19 in a month in the poorest third of ZIP "
        "areas than in the richest third."
    ),
    processing=(
        "The mean of area rates in the poorest third minus the mean in the richest third, each "
        f"area counted by its residents. {COVERAGE} Blank areas are never taken as zero."
    ),
    unit="deaths per 100,000 people",
    measure=Measure.POINTS,
    decimals=1,
    frequency=Frequency.MONTH,
    geographies=(Geography.CITY,),
    direction=Direction.LOWER_IS_BETTER,
    category=Category.HEALTH,
    derived_from=("nychealth_coronavirus:covid_death_rate",),
    caveats=(
        "Known for two months only, April 2020 and January 2022. In all others too many areas are "
        "blank, because they had fewer than five deaths or none.",
        "Missing are 9 areas of the richest third in April 2020, and in January 2022 18 of the "
        "richest and 1 of the poorest. Their rates are low, so the true gap is larger than shown.",
        "Rates are not adjusted for the ages of the people who live in an area.",
        THIRDS,
        BY_RESIDENTS,
    ),
)
