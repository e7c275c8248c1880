"""What the Health Department's neighborhood data measure, of what its portal publishes."""

from __future__ import annotations

from data_loaders.vocabulary.model import (
    Category,
    Direction,
    Frequency,
    Geography,
    Indicator,
    Measure,
)

BY_SURVEY = (
    Geography.NTA2020,
    Geography.CDTA2020,
    Geography.UHF42,
    Geography.BOROUGH,
    Geography.CITY,
    Geography.NTA2010,
    Geography.CD,
)
FIVE_YEARS = (
    "Values are as published, with one decimal shown. Each is an average over five years of the"
    " American Community Survey; we keep the periods from 2013-2017 on. Neighborhoods and"
    " community districts follow the 2020 boundaries from 2016-2020 on, and the older boundaries"
    " before."
)
OVERLAP = (
    "Five-year periods overlap: 2016-2020 and 2017-2021 share four of their five years. Compare"
    " periods that share none, and do not read the change between neighboring periods as the"
    " change of a year."
)
SAMPLE = (
    "These are estimates from a sample. The Health Department gives no margin of error with them;"
    " in a small neighborhood it is wide."
)
PANDEMIC = (
    "Its periods end in 2019 or 2021 and lie mostly before the pandemic. They tell who was at risk,"
    " not how far the city has recovered."
)


def _by_survey(
    indicator_id: str,
    title: str,
    noun: str,
    description: str,
    category: Category,
    direction: Direction = Direction.LOWER_IS_BETTER,
    caveats: tuple[str, ...] = (),
) -> Indicator:
    """A percent by the American Community Survey, over five years."""
    return Indicator(
        id=indicator_id,
        family=indicator_id,
        title=title,
        noun=noun,
        description=description,
        processing=FIVE_YEARS,
        unit="%",
        measure=Measure.PERCENT,
        decimals=1,
        frequency=Frequency.TOTAL,
        geographies=BY_SURVEY,
        direction=direction,
        category=category,
        caveats=(*caveats, OVERLAP, SAMPLE, PANDEMIC),
    )


CHILD_POVERTY = _by_survey(
    "child_poverty",
    "Young children in poverty",
    "children under 5 in poverty",
    "Share of children under 5 who live in a household with an income below the federal poverty"
    " level.",
    Category.CHILDREN,
    caveats=(
        'The publisher\'s text says "below twice the federal poverty level". Its figures cannot'
        " be that: they fit the poverty level itself, and we describe them so.",
        "The federal poverty level is the same everywhere in the country and does not count what"
        " rent costs here.",
    ),
)
POVERTY = _by_survey(
    "poverty",
    "People in poverty",
    "people in poverty",
    "Share of people with a yearly household income below the federal poverty level.",
    Category.FINANCIAL_DISTRESS,
    caveats=(
        "The federal poverty level is the same everywhere in the country and does not count what"
        " rent costs here.",
    ),
)
RENT_BURDEN = _by_survey(
    "rent_burden",
    "Rent-burdened households",
    "renter households that pay 30 percent or more of their income in rent",
    "Share of renter households whose rent, with electricity and heating, is 30 percent or more of"
    " their income.",
    Category.HOUSING,
    caveats=(
        'The publisher\'s text says "divided by the total number of households". Its figures fit'
        " households that rent, and we describe them so.",
    ),
)
LIVING_ALONE = _by_survey(
    "older_adults_living_alone",
    "Older adults living alone",
    "people 65 and older living alone",
    "Share of people 65 and older who live alone.",
    Category.OLDER_ADULTS,
    direction=Direction.NONE,
    caveats=("Living alone is not a harm. It tells where help may be needed in an emergency.",),
)
LIVING_DIFFICULTY = _by_survey(
    "independent_living_difficulty",
    "Adults who have difficulty living on their own",
    "adults who have difficulty doing errands alone",
    "Share of adults who have difficulty doing errands alone, such as going to a doctor or "
    "shopping. The cause is a physical, mental or emotional problem. Adults in institutions are "
    "not counted.",
    Category.HEALTH,
    direction=Direction.NONE,
)
UNEMPLOYMENT = _by_survey(
    "unemployment_five_years",
    "Unemployment, five-year average",
    "unemployed people in the labor force, five-year average",
    "Share of people 16 and older in the labor force who were out of work. They looked for work in "
    "the last four weeks and could have started a job.",
    Category.EMPLOYMENT,
    caveats=("For unemployment month by month, see the unemployment rate of boroughs.",),
)
EVICTIONS = Indicator(
    id="eviction_rate_yearly",
    family="eviction_rate_yearly",
    title="Rate of evictions carried out",
    noun="evictions carried out by marshals",
    description="Evictions that a city marshal carried out on an order of Housing Court, for every"
    " 10,000 homes, with those pending and scheduled on December 31.",
    processing="Values are as published, with one decimal shown.",
    unit="per 10,000 homes",
    measure=Measure.RATE,
    decimals=1,
    frequency=Frequency.YEAR,
    geographies=(
        Geography.NTA2010,
        Geography.CD,
        Geography.UHF42,
        Geography.BOROUGH,
        Geography.CITY,
    ),
    direction=Direction.LOWER_IS_BETTER,
    category=Category.HOUSING,
    baseline="2019",
    caveats=(
        "Evictions were halted from March 2020. The fall of 2020 is that halt, not less need.",
        "Tenants who left before a marshal came are not counted.",
    ),
)
HEALTH_INSURANCE = Indicator(
    id="health_insurance",
    family="health_insurance",
    title="Adults with health insurance",
    noun="adults with health insurance",
    description="Share of adults who said they have any health insurance: private, prepaid or of"
    " the government, such as Medicare or Medicaid.",
    processing="Values are as published; we keep the years from 2017 on. Where the Health"
    " Department asks for caution because an estimate rests on small numbers, it is marked as less"
    " reliable.",
    unit="%",
    measure=Measure.PERCENT,
    decimals=1,
    frequency=Frequency.YEAR,
    geographies=(Geography.UHF42, Geography.BOROUGH, Geography.CITY),
    direction=Direction.HIGHER_IS_BETTER,
    category=Category.HEALTH,
    baseline="2019",
    caveats=(
        "The survey was drawn for 34 groups of neighborhoods. Where one of them holds two or three"
        " of the 42 shown, each of those has the figure of the whole group.",
        "A survey by telephone, online and mail of adults who live in homes. The margin of error"
        " of a neighborhood is often more than five points either way.",
    ),
)


def _falls(indicator_id: str, title: str, noun: str, what: str) -> Indicator:
    """A rate of people 65 and older harmed by a fall, known for one year."""
    return Indicator(
        id=indicator_id,
        family="falls",
        title=title,
        noun=noun,
        description=f"{what} by city residents 65 and older because of a fall, for every 100,000 "
        "of them. The rate is adjusted for age, so that areas with more people over 85 can be "
        "compared with others.",
        processing="Values are as published, for 2016, the one year adjusted for age.",
        unit="per 100,000 people 65 and older",
        measure=Measure.RATE,
        decimals=0,
        frequency=Frequency.YEAR,
        geographies=(Geography.CD, Geography.BOROUGH, Geography.CITY),
        direction=Direction.LOWER_IS_BETTER,
        category=Category.OLDER_ADULTS,
        caveats=(
            "2016 is the newest year published here. It tells where falls were common before the "
            "pandemic, not how many happen now.",
            "Only the first visit or stay after a fall counts, and only if the person left alive. "
            "Falls that led to no hospital are not counted.",
        ),
    )


FALL_VISITS = _falls(
    "fall_emergency_visits",
    "Emergency visits for falls, 65 and older",
    "emergency department visits for falls",
    "Visits to an emergency department",
)
FALL_STAYS = _falls(
    "fall_hospital_stays",
    "Hospital stays for falls, 65 and older",
    "hospital stays for falls",
    "Stays in a hospital",
)
INDICATORS = (
    LIVING_ALONE,
    LIVING_DIFFICULTY,
    FALL_VISITS,
    FALL_STAYS,
    HEALTH_INSURANCE,
    CHILD_POVERTY,
    POVERTY,
    RENT_BURDEN,
    EVICTIONS,
    UNEMPLOYMENT,
)
