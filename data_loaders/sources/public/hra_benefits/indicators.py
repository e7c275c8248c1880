"""Indicators of SNAP, cash assistance and Medicaid: people, households, and rates per resident."""

from __future__ import annotations

from dataclasses import replace

from data_loaders.vocabulary.model import (
    Category,
    Direction,
    Frequency,
    Geography,
    Indicator,
    Measure,
    Parts,
    PartsRule,
)

PLACES = (Geography.CITY, Geography.BOROUGH, Geography.CD)
LAST_MONTHS = (3, 6, 9, 12)
BASE_OF_RATE = 1000
OUTSIDE = "Medicaid through New York State of Health, the State's own marketplace, is not counted."
NEED = (
    "More recipients can mean more need, or that help reaches more of those in need. Rules "
    "changed too: extra SNAP payments of the pandemic ended in March 2023."
)
OUT_OF_ORDER = (
    "From July 2023 to June 2024 the agency's file has districts' numbers beside the names of "
    "other districts. These and their boroughs' are kept out here. The city's sum is not touched."
)
OF_THE_MONTH = (
    "Each figure is that of the last month of a quarter; other months, where published, are left "
    "out. Boroughs and city are sums of their districts."
)


def _count(
    indicator_id: str, family: str, title: str, noun: str, unit: str, *caveats: str
) -> Indicator:
    return Indicator(
        id=indicator_id,
        family=family,
        title=title,
        noun=noun,
        description=f"{noun[0].upper()}{noun[1:]}, by the community district they live in.",
        processing=OF_THE_MONTH,
        unit=unit,
        measure=Measure.COUNT,
        decimals=0,
        frequency=Frequency.QUARTER,
        geographies=PLACES,
        direction=Direction.NONE,
        category=Category.FINANCIAL_DISTRESS,
        baseline="2019",
        parts=Parts(PartsRule.SUM, within=0.5),
        caveats=(NEED, *caveats),
    )


def _rate(count: Indicator) -> Indicator:
    return replace(
        count,
        id=f"{count.id}_rate",
        title=f"{count.title} per 1,000 residents",
        noun=f"{count.noun} per 1,000 residents",
        description=f"{count.noun[0].upper()}{count.noun[1:]}, for every 1,000 residents of 2020.",
        processing=f"{OF_THE_MONTH} Divided by residents of all ages in the 2020 census, here.",
        unit="per 1,000 residents",
        measure=Measure.RATE,
        decimals=1,
        parts=None,
        caveats=(
            "The base is the census of April 2020 for all years; districts have grown or shrunk "
            "since.",
            *count.caveats,
        ),
    )


# By the publisher's name of the column.
COUNTS = {
    "SNAP Recipients": _count(
        "snap_recipients", "snap", "People who get SNAP", "people who get SNAP", "people"
    ),
    "SNAP Households": _count(
        "snap_households",
        "snap",
        "Households that get SNAP",
        "households that get SNAP",
        "households",
    ),
    "Cash Assistance Recipients": _count(
        "cash_assistance_recipients",
        "cash_assistance",
        "People who get cash assistance",
        "people who get cash assistance",
        "people",
    ),
    "Cash Assistance Cases": _count(
        "cash_assistance_cases",
        "cash_assistance",
        "Cash assistance cases",
        "cash assistance cases",
        "cases",
    ),
    "Medicaid Enrollees": _count(
        "medicaid_recipients",
        "medicaid",
        "People with Medicaid through the City",
        "people with Medicaid through the City",
        "people",
        OUT_OF_ORDER,
        OUTSIDE,
    ),
    "Medicaid Only Enrollees": _count(
        "medicaid_only_recipients",
        "medicaid",
        "People with Medicaid and no other benefit through the City",
        "people with Medicaid and no other benefit through the City",
        "people",
        OUT_OF_ORDER,
        OUTSIDE,
    ),
}
RATED = ("SNAP Recipients", "Cash Assistance Recipients", "Medicaid Enrollees")
RATES = {name: _rate(COUNTS[name]) for name in RATED}
