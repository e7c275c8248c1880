"""Work and home are told apart wherever jobs and unemployment meet, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from markupsafe import escape

from components.markup.first_view import rendered
from components.place import view
from components.place.gathering import needs
from components.site.page import Asked
from components.text.place_of_count import place_note
from data_loaders.observations.table import tidy
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Category, CountedAt, Geography, Place
from pages import trends
from tests.support.tiny import COURTS, DAY, FILINGS, MONTHLY, observed, released

JOBS = replace(
    FILINGS,
    id="jobs_here",
    family="jobs_here",
    unit="jobs",
    category=Category.EMPLOYMENT,
    counted_at=CountedAt.WORK,
)
JOBLESS = replace(JOBS, id="jobless", family="jobless", unit="people", counted_at=CountedAt.HOME)
NOTE = str(escape(place_note([JOBS, JOBLESS])))


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    root: Path = tmp_path_factory.mktemp("releases")
    made = ModuleType("work")
    tables = [observed(MONTHLY, each.id) for each in (JOBS, JOBLESS)]
    source = replace(COURTS, id="work", indicators=(JOBS, JOBLESS))
    vars(made).update(SOURCE=source, read=lambda _: tidy(tables))
    released(root, made)
    return Release.open(root / DAY.isoformat())


def said(release: Release, indicators: str) -> str:
    query = {"indicator": indicators, "geography": "borough", "areas": "BX"}
    return rendered(trends.build(Asked("/trends", query, release)).body)


def test_trends_says_where_people_are_counted_when_homes_and_workplaces_meet(
    release: Release,
) -> None:
    assert NOTE in said(release, "jobs_here~jobless")
    for one in ("jobs_here", "jobless"):
        assert NOTE not in said(release, one)


def test_a_places_page_says_so_in_the_part_that_has_both(release: Release) -> None:
    bronx = Place("BX", "Bronx", "borough", "BX", (), {Geography.BOROUGH: ("BX",)})
    assert rendered(view.layout(release, bronx, needs(release, bronx))).count(NOTE) == 1
