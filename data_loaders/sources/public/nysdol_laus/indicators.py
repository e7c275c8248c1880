"""Indicators of the labor force by where people live: rates, and the people behind them."""

from __future__ import annotations

from dataclasses import replace

from data_loaders.sources.public.labor_force import NOT_COUNTED, SAMPLE, SINCE_2019
from data_loaders.vocabulary.model import (
    Category,
    CountedAt,
    Direction,
    Frequency,
    Geography,
    Indicator,
    Measure,
    Parts,
    PartsRule,
)

RESIDENTS = "People count where they live, not where they work."
SEASONS = (
    "Compare a month with the same month of another year: the figures rise and fall with the "
    "seasons."
)
TO_HUNDREDS = "The State rounds the numbers of people to hundreds."
# Five boroughs and the city, each rounded to hundreds, differ by 300 at most.
SUM_OF_BOROUGHS = Parts(PartsRule.SUM, within=300)
# The city's rate, and the mean of the boroughs' rates, are each rounded to tenths.
MEAN_OF_BOROUGHS = Parts(PartsRule.MEAN, within=0.11, weights="labor_force")

UNEMPLOYMENT_RATE = Indicator(
    id="unemployment_rate",
    family="unemployment_rate",
    title="Unemployment rate",
    noun="unemployment rate",
    description=(
        "Share of the labor force, by where people live, without work and looking for it. Not "
        "adjusted for the time of year, so boroughs and city can be compared with each other."
    ),
    processing=(
        f"{SINCE_2019} Rates are kept as published, in percent. Where the State's copy ends, the "
        "boroughs go on with the same estimates from the Bureau of Labor Statistics. That holds as "
        "long as both are equal in every month they share."
    ),
    unit="%",
    measure=Measure.PERCENT,
    decimals=1,
    frequency=Frequency.MONTH,
    geographies=(Geography.CITY, Geography.BOROUGH),
    direction=Direction.LOWER_IS_BETTER,
    counted_at=CountedAt.HOME,
    category=Category.EMPLOYMENT,
    baseline="2019",
    continued_with=("bls_laus:unemployment_rate_bls",),
    parts=MEAN_OF_BOROUGHS,
    caveats=(SEASONS, SAMPLE, NOT_COUNTED, RESIDENTS),
)
LABOR_FORCE = Indicator(
    id="labor_force",
    family="labor_force",
    title="Labor force",
    noun="people in the labor force",
    description="People 16 and older who live here and have work or look for it.",
    processing=f"{SINCE_2019} No number is changed.",
    unit="people",
    measure=Measure.COUNT,
    decimals=0,
    frequency=Frequency.MONTH,
    geographies=(Geography.CITY, Geography.BOROUGH),
    direction=Direction.NONE,
    counted_at=CountedAt.HOME,
    category=Category.EMPLOYMENT,
    baseline="2019",
    parts=SUM_OF_BOROUGHS,
    caveats=(TO_HUNDREDS, SEASONS, SAMPLE, RESIDENTS),
)
EMPLOYED_RESIDENTS = replace(
    LABOR_FORCE,
    id="employed_residents",
    title="Residents with work",
    noun="residents with work",
    description="People 16 and older who live here and have work, wherever the work is.",
    direction=Direction.HIGHER_IS_BETTER,
    caveats=(
        TO_HUNDREDS,
        SEASONS,
        SAMPLE,
        "People count where they live: these are not the jobs in a borough.",
    ),
)
UNEMPLOYED_RESIDENTS = replace(
    LABOR_FORCE,
    id="unemployed_residents",
    title="Residents without work",
    noun="residents without work who look for it",
    description="People 16 and older who live here, have no work and look for it.",
    direction=Direction.LOWER_IS_BETTER,
    caveats=(TO_HUNDREDS, SEASONS, SAMPLE, NOT_COUNTED),
)
