"""What the Health Department's COVID-19 files measure, one indicator at a time."""

from __future__ import annotations

from data_loaders.vocabulary.model import (
    Category,
    Direction,
    Frequency,
    Geography,
    Indicator,
    Measure,
)

SATURDAY = 6
NEIGHBORHOODS = (Geography.MODZCTA, Geography.BOROUGH, Geography.CITY)
BOROUGHS = (Geography.BOROUGH, Geography.CITY)
PER_PEOPLE = "per 100,000 people"

BY_EVENT = (
    "Counted on the day it happened, not the day it was reported. The newest days rise later as "
    "reports come in."
)
LIVES_HERE = "Placed by where the person lived, not where they were tested or treated."
DAYS_AS_PUBLISHED = (
    "Values are as published. The days the Health Department shades as incomplete (the last seven) "
    "are marked as early figures. The 7-day averages in its files are not used."
)
RATES_AS_PUBLISHED = (
    "Values are as published. A blank stays empty. The Health Department leaves a rate blank where "
    "fewer than five people stand behind it, or none. It does not say which."
)
TESTS_FELL = (
    "Counts only people who were tested by a provider or lab. Few could be tested in spring 2020, "
    "and most home tests are not reported."
)
NO_NEW_POPULATION = "Rates use the Health Department's estimate of the population of July 2019."
FEW_DEATHS = (
    "Most ZIP areas are blank in most months since mid-2022, because deaths were few. "
    "A blank area is not an area without deaths."
)

COVID_CASE_RATE = Indicator(
    id="covid_case_rate",
    family="covid_case_rate",
    title="COVID-19 case rate",
    noun="new COVID-19 cases",
    description="People newly diagnosed with COVID-19 in a week, confirmed and probable, for "
    f"every 100,000 people. {LIVES_HERE}",
    processing=f"{RATES_AS_PUBLISHED} Weeks run from Sunday to Saturday. A week that holds days "
    "the Health Department shades as incomplete is marked as an early figure.",
    unit=PER_PEOPLE,
    measure=Measure.RATE,
    decimals=1,
    frequency=Frequency.WEEK,
    week_ends_on=SATURDAY,
    geographies=NEIGHBORHOODS,
    direction=Direction.LOWER_IS_BETTER,
    category=Category.HEALTH,
    caveats=(TESTS_FELL, NO_NEW_POPULATION),
)
COVID_CASES = Indicator(
    id="covid_cases",
    family="covid_cases",
    title="COVID-19 cases, confirmed",
    noun="new confirmed COVID-19 cases",
    description="People newly diagnosed with COVID-19 on a day by a molecular (PCR) test. "
    f"{BY_EVENT} {LIVES_HERE}",
    processing=f"{DAYS_AS_PUBLISHED} Confirmed cases only: one test, one definition of a positive "
    "from the first day to the last.",
    unit="cases",
    measure=Measure.COUNT,
    decimals=0,
    frequency=Frequency.DAY,
    geographies=BOROUGHS,
    direction=Direction.LOWER_IS_BETTER,
    category=Category.HEALTH,
    caveats=(
        TESTS_FELL,
        "Leaves out people found by a rapid antigen test, who are probable cases: 4 in 10 cases "
        "in 2025. The case rate counts both; for counts that match it, choose confirmed and "
        "probable.",
    ),
)
COVID_CASES_WITH_PROBABLE = Indicator(
    id="covid_cases_with_probable",
    family="covid_cases",
    title="COVID-19 cases, confirmed and probable",
    noun="new confirmed and probable COVID-19 cases",
    description="People newly diagnosed with COVID-19 on a day. A case is confirmed by a molecular "
    "(PCR) test. It is probable by a rapid antigen test, symptoms after contact with a case, or a "
    f"death certificate. {BY_EVENT} {LIVES_HERE}",
    processing="The sum of the two counts the Health Department publishes: confirmed and probable "
    "cases. The days it shades as incomplete (the last seven) are marked as early figures.",
    unit="cases",
    measure=Measure.COUNT,
    decimals=0,
    frequency=Frequency.DAY,
    geographies=BOROUGHS,
    direction=Direction.LOWER_IS_BETTER,
    category=Category.HEALTH,
    caveats=(
        TESTS_FELL,
        "Antigen tests became common from October 2020, so probable cases grew with them.",
    ),
)
COVID_HOSPITALIZATIONS = Indicator(
    id="covid_hospitalizations",
    family="covid_hospitalizations",
    title="COVID-19 hospitalizations",
    noun="people hospitalized with COVID-19",
    description="People with confirmed or probable COVID-19 admitted to a hospital on a day. Each "
    f"is counted once. {BY_EVENT} {LIVES_HERE}",
    processing=DAYS_AS_PUBLISHED,
    unit="people",
    measure=Measure.COUNT,
    decimals=0,
    frequency=Frequency.DAY,
    geographies=BOROUGHS,
    direction=Direction.LOWER_IS_BETTER,
    category=Category.HEALTH,
    caveats=(
        "Some were in the hospital for another reason and tested positive there. Some hospitals' "
        "reports are incomplete.",
    ),
)
COVID_HOSPITALIZATION_RATE = Indicator(
    id="covid_hospitalization_rate",
    family="covid_hospitalization_rate",
    title="COVID-19 hospitalization rate",
    noun="people hospitalized with COVID-19",
    description="People with confirmed or probable COVID-19 admitted to a hospital in a month, "
    f"for every 100,000 people. {LIVES_HERE}",
    processing=f"{RATES_AS_PUBLISHED} Months are published only once two weeks have passed, so "
    "none is marked as early unless its days are shaded as incomplete.",
    unit=PER_PEOPLE,
    measure=Measure.RATE,
    decimals=1,
    frequency=Frequency.MONTH,
    geographies=NEIGHBORHOODS,
    direction=Direction.LOWER_IS_BETTER,
    category=Category.HEALTH,
    caveats=(
        NO_NEW_POPULATION,
        "One nursing home can make a small area's rate high.",
    ),
)
COVID_DEATHS = Indicator(
    id="covid_deaths",
    family="covid_deaths",
    title="COVID-19 deaths",
    noun="people who died of COVID-19",
    description="New Yorkers who died of COVID-19 on a day. Deaths the Health Department once "
    f"counted apart as confirmed and as probable are counted together. {BY_EVENT} {LIVES_HERE}",
    processing=DAYS_AS_PUBLISHED,
    unit="deaths",
    measure=Measure.COUNT,
    decimals=0,
    frequency=Frequency.DAY,
    geographies=BOROUGHS,
    direction=Direction.LOWER_IS_BETTER,
    category=Category.HEALTH,
    caveats=(
        "Deaths in other places are learned of late: some of 2020 to 2022 were added in October "
        "2022.",
    ),
)
COVID_DEATH_RATE = Indicator(
    id="covid_death_rate",
    family="covid_death_rate",
    title="COVID-19 death rate",
    noun="people who died of COVID-19",
    description="New Yorkers who died of COVID-19 in a month, for every 100,000 people; deaths "
    f"once counted apart as confirmed and as probable are counted together. {LIVES_HERE}",
    processing=f"{RATES_AS_PUBLISHED} Months are published only once two weeks have passed, so "
    "none is marked as early unless its days are shaded as incomplete.",
    unit=PER_PEOPLE,
    measure=Measure.RATE,
    decimals=1,
    frequency=Frequency.MONTH,
    geographies=NEIGHBORHOODS,
    direction=Direction.LOWER_IS_BETTER,
    category=Category.HEALTH,
    caveats=(
        FEW_DEATHS,
        NO_NEW_POPULATION,
        "One nursing home can make a small area's rate high.",
    ),
)
COVID_LIKE_ILLNESS_VISITS = Indicator(
    id="covid_like_illness_visits",
    family="covid_like_illness_visits",
    title="Emergency visits for COVID-like illness",
    noun="emergency room visits for COVID-like illness",
    description="Visits to the city's hospital emergency departments on a day for flu-like "
    "illness, pneumonia or COVID-19, for every 100,000 people of all ages. Placed by where the "
    "patient lived.",
    processing="Values are as published, for all ages together. A day on which an age group is "
    "not available has no value.",
    unit=PER_PEOPLE,
    measure=Measure.RATE,
    decimals=1,
    frequency=Frequency.DAY,
    geographies=BOROUGHS,
    direction=Direction.LOWER_IS_BETTER,
    category=Category.HEALTH,
    caveats=(
        "Not a count of COVID-19: it takes in other illness with a fever and a cough.",
        "The newest days may rise a little; the Health Department does not mark them.",
    ),
)

# Ids of what a change of method concerned.
CASE_FIGURES = (COVID_CASE_RATE.id, COVID_CASES.id, COVID_CASES_WITH_PROBABLE.id)
HOSPITAL_FIGURES = (COVID_HOSPITALIZATIONS.id, COVID_HOSPITALIZATION_RATE.id)
DEATH_FIGURES = (COVID_DEATHS.id, COVID_DEATH_RATE.id)
RATES = (COVID_CASE_RATE.id, COVID_HOSPITALIZATION_RATE.id, COVID_DEATH_RATE.id)
INDICATORS = (
    COVID_CASE_RATE,
    COVID_CASES,
    COVID_CASES_WITH_PROBABLE,
    COVID_HOSPITALIZATIONS,
    COVID_HOSPITALIZATION_RATE,
    COVID_DEATHS,
    COVID_DEATH_RATE,
    COVID_LIKE_ILLNESS_VISITS,
)
