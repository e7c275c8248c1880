"""Indicators of subway entries by the place of the station, and against the years before."""

from __future__ import annotations

from dataclasses import dataclass, replace

from data_loaders.vocabulary.model import (
    Category,
    Direction,
    Frequency,
    Geography,
    Indicator,
    Measure,
    Parts,
    PartsRule,
    Reason,
)

PLACES = (
    Geography.CITY,
    Geography.BOROUGH,
    Geography.NTA2020,
    Geography.PUMA2020,
    Geography.CD,
)
PAID = (
    "Only paid entries are counted. More riders go without paying than before the pandemic, and "
    "not evenly across neighborhoods. So a low figure may be unpaid rides and not fewer riders."
)
NOT_RESIDENTS = (
    "Entries at stations here, whoever enters: not the trips of the people who live here."
)
NO_STATION = "An area without a subway station has no figure. Staten Island has none."
PLACED = (
    "A station counts where it lies; one at the edge of a park or airport counts for the "
    "neighborhood nearest to it."
)
BASE = (
    "The base is the mean of the same month in 2017, 2018 and 2019, not 2019 alone. For 28 "
    "stations that were closed or opened in those years, other years are taken."
)
LARGEST_CLOSED_PERCENT = 5
CLOSED = (
    "Stations without any entry in a month were closed. A month in which they stand for more than "
    f"{LARGEST_CLOSED_PERCENT}% of an area's base is marked less reliable."
)


@dataclass(frozen=True, slots=True)
class Days:
    """Which days are added up: the publisher's word, and ours in titles and ids."""

    group: str
    suffix: str
    words: str


ALL_DAYS = (
    Days("total", "", ""),
    Days("weekday", "_weekdays", " on weekdays"),
    Days("weekend", "_weekends", " on weekends"),
)


def _entries(days: Days) -> Indicator:
    return Indicator(
        id=f"subway_entries{days.suffix}",
        family="subway_entries",
        title=f"Subway entries{days.words}",
        noun=f"subway entries{days.words}",
        description=f"Paid entries at subway stations in an area{days.words}, a month.",
        processing=(
            "Hourly entries, added up by station and month, and by the area the station lies in."
        ),
        unit="entries",
        measure=Measure.COUNT,
        decimals=0,
        frequency=Frequency.MONTH,
        geographies=PLACES,
        direction=Direction.HIGHER_IS_BETTER,
        category=Category.FOOT_TRAFFIC,
        parts=Parts(PartsRule.SUM, within=0.5),
        caveats=(PAID, NOT_RESIDENTS, NO_STATION, PLACED),
    )


def _share(days: Days) -> Indicator:
    return replace(
        _entries(days),
        id=f"subway_entries{days.suffix}_vs_2017_19",
        title=f"Subway entries{days.words}, share of 2017 to 2019",
        noun=f"subway entries{days.words} as a share of 2017 to 2019",
        description=(
            f"Paid entries at subway stations in an area{days.words}, as a percent of the same "
            "month in 2017 to 2019. 100 means as many as then."
        ),
        processing=(
            "Entries of the month divided by the mean of the same month in 2017 to 2019, over the "
            "stations in an area that have both. Computed here."
        ),
        unit="% of 2017 to 2019",
        measure=Measure.INDEX,
        direction=Direction.BACK_TO_BASELINE,
        baseline="2019",
        parts=None,
        caveats=(PAID, NOT_RESIDENTS, NO_STATION, BASE, CLOSED, PLACED),
        # Stations opened since have entries and nothing to compare them with.
        reasons=(Reason.NO_BASELINE,),
    )


ENTRIES = {days.group: _entries(days) for days in ALL_DAYS}
SHARES = {days.group: _share(days) for days in ALL_DAYS}
