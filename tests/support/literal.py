"""A release small enough to know by heart, with everything a page may meet.

Weekly cases by ZIP area, borough and city with hidden, missing, early and unreliable cells; monthly
filings with a baseline; rents that may be shown but not passed on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from types import ModuleType

import pandas as pd

from data_loaders.curate.publication.build import build
from data_loaders.curate.publication.publish import Contents, publish
from data_loaders.observations.table import tidy
from data_loaders.released.release import Release
from data_loaders.vocabulary import geography
from data_loaders.vocabulary.model import (
    Area,
    Category,
    Direction,
    Frequency,
    Geography,
    Grant,
    Indicator,
    Measure,
    Place,
    Publication,
    Source,
    Status,
    Terms,
    industries,
)
from data_loaders.vocabulary.progress import Silent
from data_loaders.vocabulary.shapes import Shapes
from tests.support import begun
from tests.support.tiny import COURTS, FILINGS, observed, plan

NAME = "literal"
DAY = date(2026, 11, 22)
FIRST_SATURDAY = date(2025, 1, 4)
WEEKS = 30
# Fourteen ZIP areas of the Bronx, two of Manhattan.
ZIPS = (*(str(number) for number in range(10451, 10465)), "10001", "10002")
BOROUGHS = ("BX", "BK", "MN", "QN", "SI")
HIDDEN, NO_REPORT, FEW = "10454", "10460", "10464"
# What the publisher knew and withheld: in the delivery's own column, never in an observation.
SECRETS = {(HIDDEN, 29): 48613.7, (HIDDEN, 28): 59377.4, ("10455", 28): 61729.6}
EARLY_WEEK = WEEKS - 1

CASES = replace(
    FILINGS,
    id="covid_case_rate",
    family="covid_cases",
    title="New COVID-19 cases",
    noun="new COVID-19 cases",
    unit="per 100,000 people",
    measure=Measure.RATE,
    decimals=1,
    frequency=Frequency.WEEK,
    week_ends_on=6,
    geographies=(Geography.MODZCTA, Geography.BOROUGH, Geography.CITY),
    direction=Direction.LOWER_IS_BETTER,
    category=Category.HEALTH,
)
HEALTH = replace(
    COURTS, id="cases", name="Cases", partner="The health department", indicators=(CASES,)
)
MONTHLY_FILINGS = replace(FILINGS, id="filings", baseline="2020")
CHANGES = replace(
    FILINGS,
    id="job_postings",
    family="job_postings",
    title="Job postings",
    noun="job postings",
    unit="%",
    measure=Measure.PERCENT_CHANGE,
    decimals=1,
    geographies=(Geography.CITY,),
    category=Category.EMPLOYMENT,
    baseline="2020-01",
)
CLAIMS = replace(
    FILINGS,
    id="ui_claims_by_industry",
    family="ui_claims",
    title="Unemployment claims",
    noun="new unemployment claims",
    unit="claims",
    geographies=(Geography.CITY,),
    direction=Direction.LOWER_IS_BETTER,
    category=Category.EMPLOYMENT,
    baseline="2020-01",
    industries=industries(
        (("all", "All industries"), ("food", "Hotels and food"), ("retail", "Retail"))
    ),
)
FILED = replace(COURTS, indicators=(MONTHLY_FILINGS, CHANGES, CLAIMS))
RENT = replace(
    FILINGS,
    id="asking_rent",
    family="asking_rent",
    title="Asking rent",
    noun="asking rent",
    unit="dollars",
    measure=Measure.MONEY,
)
LISTINGS = replace(
    COURTS,
    id="listings",
    name="Rents",
    partner="A listing site",
    publisher_url="https://listings.example",
    terms_of_use=Terms(),
    publication=Publication.SHOW,
    indicators=(RENT,),
)
FILINGS_TEXT = """\
area_id,period_start,period_end,value,status
BX,2020-01-01,2020-01-31,10,normal
BX,2020-02-01,2020-02-29,30,normal
BX,2021-01-01,2021-01-31,25,normal
BK,2020-01-01,2020-01-31,,withheld
BK,2020-02-01,2020-02-29,8,normal
BK,2021-01-01,2021-01-31,4,normal
MN,2020-01-01,2020-01-31,0,normal
MN,2020-02-01,2020-02-29,0,normal
MN,2021-01-01,2021-01-31,7,provisional
"""
CHANGES_TEXT = """\
area_id,period_start,period_end,value,status
NYC,2020-01-01,2020-01-31,0,normal
NYC,2020-02-01,2020-02-29,-12.5,normal
NYC,2021-01-01,2021-01-31,3.25,normal
"""
CLAIMS_TEXT = """\
area_id,period_start,period_end,value,status
NYC,2020-01-01,2020-01-31,{january},normal
NYC,2020-02-01,2020-02-29,{february},normal
NYC,2021-01-01,2021-01-31,{again},normal
"""
CLAIMED = {"all": (900, 950, 2700), "food": (200, 210, 1400), "retail": (300, 270, 450)}
RENT_TEXT = """\
area_id,period_start,period_end,value,status
BX,2020-01-01,2020-01-31,1731,normal
BX,2020-02-01,2020-02-29,1742,normal
BK,2020-01-01,2020-01-31,2619,normal
BK,2020-02-01,2020-02-29,,withheld
"""
FORDHAM = Place(
    "BX0503",
    "Fordham Heights",
    "neighborhood",
    "BX",
    ("Fordham",),
    {
        Geography.CITY: ("NYC",),
        Geography.BOROUGH: ("BX",),
        Geography.NTA2020: ("BX0503",),
        Geography.MODZCTA: ("10458", "10454"),
    },
)
BRONX = Place(
    "BX", "Bronx", "borough", "BX", (), {Geography.CITY: ("NYC",), Geography.BOROUGH: ("BX",)}
)


def week_ending(week: int) -> date:
    """The Saturday a week ends on; week 0 ends on January 4, 2025."""
    return FIRST_SATURDAY + timedelta(weeks=week)


def status_of(area_id: str, week: int) -> Status:
    """Why a cell of the cases has, or lacks, a value."""
    if area_id == HIDDEN or (area_id, week) in SECRETS:
        return Status.WITHHELD
    if area_id == NO_REPORT and week >= 20:
        return Status.NOT_REPORTED
    if area_id == FEW:
        return Status.LOW_RELIABILITY
    return Status.PROVISIONAL if week == EARLY_WEEK else Status.NORMAL


def published_case_rate(area_id: str, week: int) -> float:
    """What the publisher counted: 10.5, 11.5 … by area, half a case more each week. The city has
    the figure of the middle borough."""
    order = [*ZIPS, *BOROUGHS].index("MN" if area_id == "NYC" else area_id)
    return SECRETS.get((area_id, week), 10.5 + order + 0.5 * week)


def cases(name: Geography, area_ids: Sequence[str], leaks: bool) -> pd.DataFrame:
    """The delivery as observations; with `leaks` the hidden cells keep their values."""
    rows = []
    for area_id in area_ids:
        for week in range(WEEKS):
            status, value = status_of(area_id, week), published_case_rate(area_id, week)
            if leaks and (area_id, week) in SECRETS:
                status = Status.NORMAL
            shown = value if status.has_value else None
            end = pd.Timestamp(week_ending(week))
            rows.append((area_id, end - pd.Timedelta(days=6), end, shown, str(status)))
    columns = ["area_id", "period_start", "period_end", "value", "status"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(indicator_id=CASES.id, geography=str(name), industry_id="all")


def all_cases(*, leaks: bool = False) -> pd.DataFrame:
    """Cases by ZIP area, borough and city."""
    places = {Geography.MODZCTA: ZIPS, Geography.BOROUGH: BOROUGHS, Geography.CITY: ("NYC",)}
    return tidy([cases(name, area_ids, leaks) for name, area_ids in places.items()])


def reader(source: Source, read: Callable[[], pd.DataFrame]) -> ModuleType:
    """A reader module of a source."""
    made = ModuleType(source.id)
    vars(made).update(SOURCE=source, read=lambda _folder: read())
    return made


def filed() -> pd.DataFrame:
    """Filings, job postings and claims; the claims by industry."""
    parts = [observed(FILINGS_TEXT, "filings"), observed(CHANGES_TEXT, "job_postings", "city")]
    for industry_id, (january, february, again) in CLAIMED.items():
        text = CLAIMS_TEXT.format(january=january, february=february, again=again)
        parts.append(observed(text, CLAIMS.id, "city").assign(industry_id=industry_id))
    return tidy(parts)


def readers(*, leaks: bool = False) -> list[ModuleType]:
    """All three sources."""
    return [
        reader(HEALTH, partial(all_cases, leaks=leaks)),
        reader(FILED, filed),
        reader(LISTINGS, lambda: observed(RENT_TEXT, "asking_rent")),
    ]


def squares(name: Geography) -> Shapes:
    """Every area of a geography as a square of ten, twenty in a row."""
    areas = geography.areas()[name]
    corners = {area.id: (i % 20 * 10, i // 20 * 10) for i, area in enumerate(areas)}
    paths = {area_id: f"M{x} {y}l10 0 0 10-10 0z" for area_id, (x, y) in corners.items()}
    centers = {area_id: (x + 5.0, y + 5.0) for area_id, (x, y) in corners.items()}
    return Shapes(name, 200, 100, False, "the test", paths, centers)


SHAPES = {name: squares(name) for name in (Geography.MODZCTA, Geography.BOROUGH)}


class _LookedAt(dict[str, str]):
    """Every implausible finding, let pass: a leak on purpose is one."""

    def __contains__(self, _: object) -> bool:
        return True

    def __missing__(self, _: str) -> str:
        return "published on purpose"


def contents(root: Path, modules: Sequence[ModuleType] | None = None, day: date = DAY) -> Contents:
    """Publish the release of a day into `root` and make it the current one."""
    if modules is None and day == DAY:
        return begun.copied(NAME, root) or published(root)
    return published(root, modules, day)


def published(root: Path, modules: Sequence[ModuleType] | None = None, day: date = DAY) -> Contents:
    """Publish it from its sources, even if that was done before."""
    planned = plan(root, modules or readers(), day)
    drawn = replace(planned, shapes=SHAPES, places=(BRONX, FORDHAM), accept=_LookedAt())
    return build(drawn, Silent())


def release(root: Path, modules: Sequence[ModuleType] | None = None, day: date = DAY) -> Release:
    """A published release, opened."""
    return Release.open(root / contents(root, modules, day).catalog.release_id)


def renamed(root: Path, made: Contents, words: str, day: date) -> Release:
    """The same figures published again, with `words` in every name and text of the catalog."""
    catalog = replace(
        made.catalog,
        release_id=day.isoformat(),
        published_on=day,
        sources=tuple(_source(source, words) for source in made.catalog.sources),
        areas={name: _areas(areas, words) for name, areas in made.catalog.areas.items()},
        places=tuple(replace(place, name=words) for place in made.catalog.places),
        notes=words,
    )
    return Release.open(publish(root, replace(made, catalog=catalog), Silent()))


def _areas(areas: Sequence[Area], words: str) -> tuple[Area, ...]:
    return tuple(replace(area, name=words) for area in areas)


def _source(source: Source, words: str) -> Source:
    texts = ("name", "partner", "citation", "description", "covers")
    indicators = tuple(_indicator(indicator, words) for indicator in source.indicators)
    terms = Terms(Grant.LICENSE, words, words, words, words, credit=(words,))
    changed = {**dict.fromkeys(texts, words), "indicators": indicators, "terms_of_use": terms}
    return replace(source, **changed)  # pyright: ignore[reportArgumentType]


def _indicator(indicator: Indicator, words: str) -> Indicator:
    texts: Mapping[str, str] = dict.fromkeys(
        ("title", "noun", "unit", "description", "processing"), words
    )
    return replace(indicator, **texts)  # pyright: ignore[reportArgumentType]
