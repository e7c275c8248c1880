"""Indicators of jobs, employers and pay by the place of work."""

from __future__ import annotations

from dataclasses import replace

from data_loaders.sources.public.naics import WITH_ALL
from data_loaders.sources.public.workplace import (
    CITY,
    NOT_COUNTED,
    PRIVATE_SECTORS,
    WORKPLACE,
    no_remainder,
)
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

ALL_OWNERS = "All employers, private and public."
JUMP = (
    "From 2017 to 2018 jobs rise by 6 to 8 percent in every borough but Manhattan. That is more "
    "than in any other year of this copy, and the file does not say why."
)
YEARS = (
    "Years that this copy does not hold are shown as gaps. The industries of 2023 are of the "
    "classification of 2022, those of 2015 to 2017 of earlier ones: sectors can be compared."
)
NOT_DISCLOSED = no_remainder("the State")
WEEKS_A_QUARTER = 13

JOBS_BY_WORKPLACE = Indicator(
    id="jobs_by_workplace",
    family="jobs_by_workplace",
    title="Jobs by place of work",
    noun="jobs by place of work",
    description="Jobs at employers in a borough, all industries, the mean of a quarter's months.",
    processing=f"No number of a borough is changed. {CITY}",
    unit="jobs",
    measure=Measure.COUNT,
    decimals=0,
    frequency=Frequency.QUARTER,
    geographies=(Geography.CITY, Geography.BOROUGH),
    direction=Direction.HIGHER_IS_BETTER,
    counted_at=CountedAt.WORK,
    category=Category.EMPLOYMENT,
    baseline="2019",
    parts=Parts(PartsRule.SUM, within=0.5),
    caveats=(
        WORKPLACE,
        ALL_OWNERS,
        NOT_COUNTED,
        JUMP,
        "Compare a quarter with the same quarter of another year.",
    ),
)
EMPLOYERS = replace(
    JOBS_BY_WORKPLACE,
    id="employers_by_workplace",
    family="employers_by_workplace",
    title="Places of work",
    noun="places of work with employees",
    description="Places of business in a borough that have employees, all industries.",
    unit="places of work",
    direction=Direction.HIGHER_IS_BETTER,
    counted_at=None,
    caveats=("A firm counts once for each place it has.", ALL_OWNERS, NOT_COUNTED),
)
WEEKLY_PAY = replace(
    JOBS_BY_WORKPLACE,
    id="weekly_pay_by_workplace",
    family="pay_by_workplace",
    title="Average weekly pay by place of work",
    noun="average weekly pay by place of work",
    description="Wages paid in a quarter for each job and week, before tax, all industries.",
    processing=(
        f"Total wages divided by jobs and {WEEKS_A_QUARTER} weeks, here, rounded to dollars."
    ),
    unit="dollars a week",
    measure=Measure.MONEY,
    direction=Direction.NONE,
    parts=None,
    caveats=(
        WORKPLACE,
        "A mean, raised by very high pay, and highest in the first quarter, when bonuses are paid.",
        "Not adjusted for prices.",
    ),
)
JOBS_BY_SECTOR = replace(
    JOBS_BY_WORKPLACE,
    id="jobs_by_sector",
    title="Jobs by industry and place of work",
    noun="jobs by industry and place of work",
    description="Jobs at private employers in a borough, by sector, the mean of a year's months.",
    frequency=Frequency.YEAR,
    industries=WITH_ALL,
    baseline="2017",
    caveats=(WORKPLACE, PRIVATE_SECTORS, NOT_DISCLOSED, YEARS, JUMP, NOT_COUNTED),
)
EMPLOYERS_BY_SECTOR = replace(
    EMPLOYERS,
    id="employers_by_sector",
    title="Places of work by industry",
    noun="places of work by industry",
    description="Places of business with employees in a borough, by sector.",
    frequency=Frequency.YEAR,
    industries=WITH_ALL,
    baseline="2017",
    caveats=(PRIVATE_SECTORS, NOT_DISCLOSED, YEARS),
)
YEARLY_PAY_BY_SECTOR = replace(
    WEEKLY_PAY,
    id="yearly_pay_by_sector",
    title="Average yearly pay by industry and place of work",
    noun="average yearly pay by industry and place of work",
    description="Wages paid in a year for each job, before tax, by sector.",
    processing="Total wages divided by jobs, here, rounded to dollars.",
    unit="dollars a year",
    frequency=Frequency.YEAR,
    industries=WITH_ALL,
    baseline="2017",
    caveats=(WORKPLACE, PRIVATE_SECTORS, NOT_DISCLOSED, YEARS, "Not adjusted for prices."),
)
