"""Indicators of the State's claims workbook."""

from __future__ import annotations

from data_loaders.sources.public.nysdol_ui_claims.labels import (
    GENDERS,
    INDICATOR_OF_OCCUPATION,
    LABELS,
    OCCUPATIONS,
    PROGRAM_TEXT,
    PROGRAMS,
)
from data_loaders.vocabulary.model import (
    ALL_ONLY,
    Category,
    CountedAt,
    Direction,
    Frequency,
    Geography,
    Indicator,
    Industry,
    Measure,
)

SATURDAY = 6
BY_BOROUGH = (Geography.CITY, Geography.BOROUGH)
ROUNDED = "The State rounds every number to the nearest 10, so parts may not add up to totals."
REGULAR = (
    "Regular State unemployment insurance only, with federal employees, ex-service members and "
    "Shared Work. Pandemic Unemployment Assistance is not included. It covered many self-employed "
    "people from 2020 to 2021."
)
NOT_PEOPLE = (
    "A claim is an application, not a person without work. Some are denied, some people file "
    "more than once, and many people who lose work never file."
)
SUM_OF_BOROUGHS = (
    "The workbook has no total for the city. The city is the sum of the five counties. The State "
    "rounds each of them to the nearest 10, so the sum can be off by 25."
)
GOES_ON = (
    "The workbook ends with the week of December 3, 2022. From the next week on the city is the "
    "State's count as Opportunity Insights collects it. That is equal to the workbook in every "
    "week both have. The change of source is marked."
)
BLANK = (
    "A blank means too few or none, and the State does not say which. Some blanks are not small. "
    "In the 12 months when management of companies is blank, the industries fall 70 to 180 claims "
    "short of the boroughs' total."
)


def _weekly(
    indicator_id: str,
    family: str,
    title: str,
    noun: str,
    unit: str,
    text: tuple[str, str],
    caveats: tuple[str, ...],
    continued_with: tuple[str, ...] = (),
) -> Indicator:
    description, processing = text
    return Indicator(
        id=indicator_id,
        family=family,
        title=title,
        noun=noun,
        description=description,
        processing=processing,
        unit=unit,
        measure=Measure.COUNT,
        decimals=0,
        frequency=Frequency.WEEK,
        week_ends_on=SATURDAY,
        geographies=BY_BOROUGH,
        direction=Direction.LOWER_IS_BETTER,
        counted_at=CountedAt.HOME,
        category=Category.EMPLOYMENT,
        baseline="2019" if indicator_id in ("ui_claims", "ui_beneficiaries") else None,
        caveats=caveats,
        continued_with=continued_with,
    )


def _monthly_claims(
    indicator_id: str,
    family: str,
    title: str,
    noun: str,
    description: str,
    caveats: tuple[str, ...],
    industries: tuple[Industry, ...] = ALL_ONLY,
) -> Indicator:
    return Indicator(
        id=indicator_id,
        family=family,
        title=title,
        noun=noun,
        description=description,
        processing="Read from the State's New York City region. No value is changed.",
        unit="claims",
        measure=Measure.COUNT,
        decimals=0,
        frequency=Frequency.MONTH,
        geographies=(Geography.CITY,),
        direction=Direction.LOWER_IS_BETTER,
        counted_at=CountedAt.HOME,
        category=Category.EMPLOYMENT,
        industries=industries,
        baseline="2019",
        caveats=(ROUNDED, REGULAR, *caveats),
    )


CLAIMS = _weekly(
    "ui_claims",
    "ui_claims",
    "New unemployment claims",
    "new claims for unemployment insurance",
    "claims",
    (
        "New applications for regular unemployment insurance in a week that ends on Saturday, by "
        "the county where the person lives. An application counts whether or not it is granted.",
        f"{SUM_OF_BOROUGHS} {GOES_ON}",
    ),
    (REGULAR, NOT_PEOPLE),
    continued_with=("opportunity_insights:ui_claims_recent",),
)
BENEFICIARIES = tuple(
    _weekly(
        indicator_id,
        "ui_beneficiaries",
        f"People paid by {program}",
        f"people paid by {program}",
        "people",
        (
            "People who got at least one payment in a week that ends on Saturday, by the county "
            f"where they live. {PROGRAM_TEXT[indicator_id]}",
            f"{SUM_OF_BOROUGHS} Where a county is blank, so is the city. Dollar amounts, extended "
            "benefits and supplements paid to the same people are left out.",
        ),
        (
            "Programs are not added up: one person may be paid by more than one.",
            "A person paid is not the same as a person without work.",
        ),
    )
    for indicator_id, program in PROGRAMS.values()
)
CLAIMS_BY_INDUSTRY = _monthly_claims(
    "ui_claims_by_industry",
    "ui_claims_by_industry",
    "New unemployment claims by industry",
    "new claims for unemployment insurance",
    "New applications for regular unemployment insurance in a month, by the industry of the last "
    "employer. All industries is the sum of the monthly figures of the five counties.",
    (
        "Do not rank industries from April 2020 on. Claims with no known industry are over 5% of "
        "all claims in every month since then. They are 49% in October 2020 and 10% in October "
        "2022.",
        "Claims with no known industry grew from 410 in October 2019 to 2,560 in October 2022 "
        "while retail trade fell from 1,600 to 490. Part of that fall may be claims that were not "
        "sorted.",
        BLANK,
        "Figures are for the whole city; there are none by borough and industry.",
    ),
    (*ALL_ONLY, *LABELS.values()),
)
CLAIMS_BY_GENDER = tuple(
    _monthly_claims(
        indicator_id,
        "ui_claims_by_gender",
        f"New unemployment claims by {people}",
        f"new claims for unemployment insurance by {people}",
        f"New applications for regular unemployment insurance filed by {people} in a month.",
        ("The State left out the figure for women in May 2020; it is shown as not reported.",),
    )
    for indicator_id, people in GENDERS.values()
)
CLAIMS_BY_OCCUPATION = tuple(
    _monthly_claims(
        INDICATOR_OF_OCCUPATION[label],
        "ui_claims_by_occupation",
        f"New unemployment claims, occupation: {label.replace('&', 'and').lower()}",
        f"new claims for unemployment insurance, occupation: {label.replace('&', 'and').lower()}",
        "New applications for regular unemployment insurance in a month by people whose last job "
        f"was in the occupation group the State calls “{label}”.",
        (
            "The State does not know the occupation for a quarter to two thirds of claims a month, "
            "about half in 2022.",
            "A blank means too few or none, and the State does not say which.",
        ),
    )
    for label in OCCUPATIONS.values()
)
INDICATORS = (
    CLAIMS,
    CLAIMS_BY_INDUSTRY,
    *CLAIMS_BY_GENDER,
    *CLAIMS_BY_OCCUPATION,
    *BENEFICIARIES,
)
