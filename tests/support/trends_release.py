"""A release small enough to read, with series that Trends must keep apart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Frequency, Geography, Indicator, Measure
from tests.support.tiny import COURTS, DAY, FILINGS, module, released

MONTHS = """\
area_id,period_start,period_end,value,status
BX,2021-01-01,2021-01-31,10,normal
BX,2021-02-01,2021-02-28,12,provisional
MN,2021-01-01,2021-01-31,4,normal
MN,2021-02-01,2021-02-28,5,normal
"""
# Five whole weeks of March and April 2021 that end on Saturday; one is hidden.
WEEKS = """\
area_id,period_start,period_end,value,status
NYC,2021-02-28,2021-03-06,10,normal
NYC,2021-03-07,2021-03-13,20,normal
NYC,2021-03-14,2021-03-20,30,normal
NYC,2021-03-21,2021-03-27,40,normal
NYC,2021-03-28,2021-04-03,50,normal
NYC,2021-04-04,2021-04-10,,withheld
NYC,2021-04-11,2021-04-17,70,normal
NYC,2021-04-18,2021-04-24,80,normal
"""
LATER = """\
area_id,period_start,period_end,value,status
NYC,2023-01-01,2023-01-31,1.5,normal
NYC,2023-02-01,2023-02-28,-2.5,normal
"""
RATE = replace(
    FILINGS,
    id="rate",
    family="rate",
    title="Jobless rate",
    unit="%",
    measure=Measure.PERCENT,
    decimals=1,
    baseline="2021-01",
)
WEEKLY = replace(
    FILINGS,
    id="weekly",
    family="weekly",
    title="Claims",
    unit="claims",
    frequency=Frequency.WEEK,
    week_ends_on=6,
    geographies=(Geography.CITY,),
)
CHANGE = replace(
    FILINGS,
    id="change",
    family="change",
    title="Spending",
    unit="%",
    measure=Measure.PERCENT_CHANGE,
    decimals=1,
    geographies=(Geography.CITY,),
    baseline="2020-01",
)
TEXTS: tuple[tuple[Indicator, str], ...] = (
    (FILINGS, MONTHS),
    (RATE, MONTHS),
    (WEEKLY, WEEKS),
    (CHANGE, LATER),
)


def trends_release(root: Path) -> Release:
    """The release of these series, each of a source of its own."""
    modules = [
        module(replace(COURTS, id=f"source_{one.id}", indicators=(one,)), text)
        for one, text in TEXTS
    ]
    released(root, *modules)
    return Release.open(root / DAY.isoformat())
