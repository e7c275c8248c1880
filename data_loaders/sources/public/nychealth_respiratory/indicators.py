"""What the Health Department's respiratory illness file measures, and its name for each."""

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
CITY = (Geography.CITY,)
CITY_AND_BOROUGHS = (Geography.CITY, Geography.BOROUGH)
AS_PUBLISHED = (
    "Values are as published; the file begins with the week that ended on September 9, 2023. A week"
    " that ended less than 7 days before the file was made is an early figure."
)
LAST_TWELVE_WEEKS = "Boroughs are published for the last 12 weeks only."
ONLY_TESTED = "Counts people tested by a provider or laboratory; few people with mild illness are."


def _indicator(
    indicator_id: str,
    title: str,
    noun: str,
    description: str,
    *,
    is_share: bool = False,
    family: str = "",
    geographies: tuple[Geography, ...] = CITY_AND_BOROUGHS,
    caveats: tuple[str, ...] = (),
) -> Indicator:
    """A weekly indicator; a share has a percent, else it counts people."""
    recent = (LAST_TWELVE_WEEKS,) if Geography.BOROUGH in geographies else ()
    return Indicator(
        id=indicator_id,
        family=family or indicator_id,
        title=title,
        noun=noun,
        description=description,
        processing=AS_PUBLISHED,
        unit="% of visits" if is_share else noun.rsplit(" ", 1)[-1],
        measure=Measure.PERCENT if is_share else Measure.COUNT,
        decimals=2 if is_share else 0,
        frequency=Frequency.WEEK,
        geographies=geographies,
        direction=Direction.LOWER_IS_BETTER,
        category=Category.HEALTH,
        week_ends_on=SATURDAY,
        caveats=(*caveats, *recent),
    )


def _cases(
    indicator_id: str, illness: str, geographies: tuple[Geography, ...] = CITY_AND_BOROUGHS
) -> Indicator:
    return _indicator(
        indicator_id,
        f"{illness[:1].upper()}{illness[1:]} cases a week",
        f"new {illness} cases",
        f"People newly found to have {illness} in a week.",
        geographies=geographies,
        caveats=(ONLY_TESTED,),
    )


def _visits(code: str, illness: str) -> Indicator:
    return _indicator(
        f"{code}_visit_share",
        f"Emergency visits for {illness}",
        f"emergency department visits for {illness}",
        f"Visits to emergency departments in a week where {illness} was diagnosed, as a percent of"
        " all visits there.",
        is_share=True,
        caveats=("A share of visits, not of people.",),
    )


def _admissions(code: str, illness: str) -> Indicator:
    return _indicator(
        f"{code}_admission_share",
        f"Hospital admissions for {illness} from emergency departments",
        f"admissions for {illness} from emergency departments",
        f"Admissions to hospital from emergency departments in a week where {illness} was"
        " diagnosed, as a percent of all such admissions.",
        is_share=True,
        family=f"{code}_visit_share",
        caveats=("A share of admissions, not of people.",),
    )


DEATHS = _indicator(
    "covid_deaths_weekly",
    "COVID-19 deaths a week since 2023",
    "COVID-19 deaths",
    "Deaths from COVID-19 in a week.",
    geographies=CITY,
    caveats=("A count under five is hidden; a zero is a true zero.",),
)
# An indicator and the publisher's name for its metric; " by borough" is added for boroughs.
METRICS = (
    (_cases("covid_cases_weekly", "COVID-19"), "COVID-19 cases"),
    (_cases("influenza_cases_weekly", "influenza"), "Influenza cases"),
    # Its borough rows repeat influenza's: the publisher's error.
    (_cases("rsv_cases_weekly", "RSV", geographies=CITY), "RSV cases"),
    (DEATHS, "COVID-19 deaths"),
    (_visits("covid", "COVID-19"), "COVID-19 visits"),
    (_visits("influenza", "influenza"), "Influenza visits"),
    (_visits("rsv", "RSV"), "RSV visits"),
    (_admissions("covid", "COVID-19"), "COVID-19 hospitalizations"),
    (_admissions("influenza", "influenza"), "Influenza hospitalizations"),
    (_admissions("rsv", "RSV"), "RSV hospitalizations"),
)
INDICATORS = tuple(indicator for indicator, _ in METRICS)
