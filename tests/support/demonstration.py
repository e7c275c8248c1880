"""Simulated releases small enough to know by heart, and the site that serves both sides.

Foot traffic by ZIP area and venue group, hiring by month, clients of a service by borough and
quarter with withheld cells, a weekly series of the city, and listings by neighborhood of 2010.
The second release revises some values of the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

import pandas as pd
from flask.testing import FlaskClient

from data_loaders.curate.publication.build import build
from data_loaders.observations.table import tidy
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import (
    Category,
    Direction,
    Frequency,
    Geography,
    Indicator,
    Measure,
    Source,
    Status,
    industries,
)
from data_loaders.vocabulary.progress import Silent
from tests.support import literal
from tests.support.literal import BRONX, FORDHAM, ZIPS, squares
from tests.support.sites import serving_from
from tests.support.tiny import COURTS, FILINGS, plan

FIRST, SECOND = date(2026, 10, 5), date(2026, 11, 9)
GROUPS = (("all", "All venues"), ("food", "Restaurants"), ("shops", "Shops"), ("gyms", "Gyms"))
BOROUGHS = ("BX", "BK", "MN", "QN", "SI")
NEIGHBORHOODS = ("BX05", "BX06", "BK88", "MN17")
HIDDEN_QUARTER = ("SI", 1)
# A value like no other: found anywhere on the real site it has leaked.
SECRET = 73519.0
SECRETS = (SECRET, 68417.0)

PARTNERS = {
    "visits": "Foursquare",
    "hiring": "LinkedIn",
    "clients": "Upsolve",
    "illness": "Kinsa",
    "listings": "StreetEasy",
}


def _indicator(
    name: str, title: str, noun: str, measure: Measure, frequency: Frequency, **more: object
) -> Indicator:
    made = replace(
        FILINGS,
        id=name,
        family=name,
        title=title,
        noun=noun,
        description=f"{title}, counted.",
        measure=measure,
        frequency=frequency,
    )
    return replace(made, **more)  # pyright: ignore[reportArgumentType]


VISITS = _indicator(
    "visits_index",
    "Foot traffic",
    "visits",
    Measure.INDEX,
    Frequency.WEEK,
    week_ends_on=6,
    unit="(2020-02 = 100)",
    baseline="2020-02",
    geographies=(Geography.MODZCTA,),
    industries=industries(GROUPS),
    category=Category.FOOT_TRAFFIC,
    direction=Direction.BACK_TO_BASELINE,
)
HIRING = _indicator(
    "hiring_rate",
    "Hiring",
    "hires",
    Measure.INDEX,
    Frequency.MONTH,
    unit="(2019 = 100)",
    baseline="2019",
    geographies=(Geography.CITY,),
    category=Category.EMPLOYMENT,
)
CLIENTS = _indicator(
    "bankruptcies_prepared",
    "Bankruptcies prepared",
    "bankruptcies",
    Measure.COUNT,
    Frequency.QUARTER,
    unit="filings",
    geographies=(Geography.BOROUGH,),
    category=Category.FINANCIAL_DISTRESS,
)
ILLNESS = _indicator(
    "fever_share",
    "Share with a fever",
    "fevers",
    Measure.PERCENT,
    Frequency.WEEK,
    week_ends_on=6,
    unit="%",
    decimals=1,
    geographies=(Geography.CITY,),
    category=Category.HEALTH,
)
LISTINGS = _indicator(
    "rental_listings",
    "Rental listings",
    "listings",
    Measure.COUNT,
    Frequency.WEEK,
    week_ends_on=6,
    unit="listings",
    geographies=(Geography.NTA2010,),
    category=Category.HOUSING,
)
INDICATORS = (VISITS, HIRING, CLIENTS, ILLNESS, LISTINGS)


@dataclass(frozen=True)
class Series:
    """Where and when an indicator has figures, and how many periods."""

    indicator: Indicator
    areas: Sequence[str]
    periods: Sequence[tuple[date, date]]


def _weeks(count: int) -> list[tuple[date, date]]:
    ends = [date(2021, 1, 9) + timedelta(weeks=week) for week in range(count)]
    return [(end - timedelta(days=6), end) for end in ends]


def _months(length: int, count: int) -> list[tuple[date, date]]:
    starts = pd.date_range("2020-01-01", periods=count + 1, freq=f"{length}MS")
    pairs = zip(starts, starts[1:], strict=False)
    return [(first.date(), (last - timedelta(days=1)).date()) for first, last in pairs]


SERIES = (
    Series(VISITS, ZIPS, _weeks(12)),
    Series(HIRING, ("NYC",), _months(1, 18)),
    Series(CLIENTS, BOROUGHS, _months(3, 4)),
    Series(ILLNESS, ("NYC",), _weeks(10)),
    Series(LISTINGS, NEIGHBORHOODS, _weeks(8)),
)


def _value(series: Series, area: int, period: int, group: int, revised: float) -> float:
    if series.indicator is LISTINGS and area == 0:
        return SECRETS[period % 2] + revised
    base = 60 + 3 * (area % 9) + 2 * period - 7 * group + revised
    return base / 10 if series.indicator is ILLNESS else float(base)


def _observations(series: Series, revised: float) -> pd.DataFrame:
    rows = []
    for group, (industry_id, *_) in enumerate(series.indicator.industries):
        for number, area_id in enumerate(series.areas):
            for position, (first, last) in enumerate(series.periods):
                hidden = series.indicator is CLIENTS and (area_id, position) == HIDDEN_QUARTER
                change = revised if position == len(series.periods) - 2 else 0.0
                value = None if hidden else _value(series, number, position, group, change)
                status = Status.WITHHELD if hidden else Status.NORMAL
                rows.append((industry_id, area_id, first, last, value, str(status)))
    names = ["industry_id", "area_id", "period_start", "period_end", "value", "status"]
    table = pd.DataFrame(rows, columns=names)
    for name in ("period_start", "period_end"):
        table[name] = pd.to_datetime(table[name])
    geography = str(series.indicator.geographies[0])
    return tidy([table.assign(indicator_id=series.indicator.id, geography=geography)])


def source(source_id: str, indicator: Indicator) -> Source:
    """A partner's source as its module describes it, before it is named as simulated."""
    return replace(
        COURTS,
        id=source_id,
        name=indicator.title,
        partner=PARTNERS[source_id],
        publisher_url=f"https://{source_id}.example",
        feed=None,
        citation=f"{PARTNERS[source_id]}.",
        description=f"{indicator.title} as {PARTNERS[source_id]} counts.",
        category=indicator.category,
        cadence=indicator.frequency,
        indicators=(indicator,),
    )


def modules(revised: float = 0.0) -> list[ModuleType]:
    """Readers of all five partners."""
    found = []
    for source_id, series in zip(PARTNERS, SERIES, strict=True):
        made = ModuleType(source_id)
        read = _observations(series, revised)
        vars(made).update(
            SOURCE=source(source_id, series.indicator), read=lambda _folder, read=read: read
        )
        found.append(made)
    return found


def release(root: Path, day: date = SECOND, revised: float = 0.0) -> Release:
    """Publish a simulated release and open it."""
    shapes = {
        name: squares(name)
        for name in (Geography.MODZCTA, Geography.BOROUGH, Geography.NTA2010, Geography.NTA2020)
    }
    planned = replace(
        plan(root, modules(revised), day),
        is_simulated=True,
        shapes=shapes,
        places=(BRONX, FORDHAM),
    )
    return Release.open(root / build(planned, Silent()).catalog.release_id)


def releases(root: Path) -> list[Release]:
    """Two simulated releases, the second revised."""
    return [release(root, FIRST), release(root, SECOND, revised=2.0)]


@dataclass(frozen=True)
class Sides:
    """Folders of the real releases and of the simulated ones."""

    real: Path
    demo: Path


def both(root: Path) -> Sides:
    """The literal real release and two simulated ones, apart."""
    literal.release(root / "real")
    releases(root / "demo")
    return Sides(root / "real", root / "demo")


@contextmanager
def serving_both(sides: Sides) -> Iterator[FlaskClient]:
    """A client of the site that serves both."""
    with serving_from(sides.real, sides.demo) as client:
        yield client
