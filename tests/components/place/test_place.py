"""Place pages on a release of three literal sources."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from components.markup.first_view import rendered
from components.place import changes, unknown, view, words
from components.place import figure as place_figure
from components.place.gathering import Need, needs, page_places
from components.place.trend import trends
from data_loaders.curate.publication.build import build
from data_loaders.observations.table import tidy
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import (
    Break,
    Category,
    Direction,
    Frequency,
    Geography,
    Measure,
    Place,
    Source,
    industries,
)
from data_loaders.vocabulary.progress import Silent
from tests.support.pages_read import read
from tests.support.tiny import COURTS, FILINGS, observed, plan

VACCINATED = replace(
    FILINGS,
    id="vaccinated",
    family="vaccinated",
    title="Vaccination",
    noun="two-year-olds vaccinated",
    unit="%",
    measure=Measure.PERCENT,
    frequency=Frequency.HALF_YEAR,
    geographies=(Geography.MODZCTA, Geography.BOROUGH, Geography.CITY),
    direction=Direction.HIGHER_IS_BETTER,
    category=Category.CHILDREN,
    caveats=("99% means 99% or more.",),
)
CLAIMS = replace(FILINGS, id="claims", family="claims", category=Category.EMPLOYMENT)
BY_ZIP = """\
area_id,period_start,period_end,value,status
10458,2023-07-01,2023-12-31,95,normal
10458,2024-01-01,2024-06-30,97,normal
10458,2024-07-01,2024-12-31,90,normal
10458,2025-01-01,2025-06-30,80,normal
10458,2025-07-01,2025-12-31,92,low_reliability
10468,2023-07-01,2023-12-31,88,normal
10468,2024-01-01,2024-06-30,88,normal
10468,2024-07-01,2024-12-31,,withheld
10468,2025-01-01,2025-06-30,80,normal
10468,2025-07-01,2025-12-31,70,normal
"""
WIDER = """\
area_id,period_start,period_end,value,status
{id},2023-07-01,2023-12-31,90,normal
{id},2024-01-01,2024-06-30,91,normal
{id},2024-07-01,2024-12-31,94,normal
{id},2025-01-01,2025-06-30,92,normal
{id},2025-07-01,2025-12-31,89,normal
"""
WIDE = (Geography.BOROUGH, Geography.CITY)
# What names a figure on a page: titles, captions, links, sentences.
NAMING = ("h2", "h3", "h4", "caption", "strong", "a", "p", "li")
MONTHS = "area_id,period_start,period_end,value,status\nBX,2025-01-01,2025-01-31,7,normal\n"
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
        Geography.MODZCTA: ("10458", "10468"),
    },
)
BRONX = Place(
    "BX", "Bronx", "borough", "BX", (), {Geography.CITY: ("NYC",), Geography.BOROUGH: ("BX",)}
)
ZIP = Place(
    "10458", "10458 Belmont", "ZIP Code", "BX", (), {Geography.NTA2020: ("BX0503", "BX0601")}
)


def delivery() -> pd.DataFrame:
    return tidy(
        [
            observed(BY_ZIP, "vaccinated", "modzcta"),
            observed(WIDER.format(id="BX"), "vaccinated"),
            observed(WIDER.format(id="NYC"), "vaccinated", "city"),
            observed(MONTHS, "claims"),
        ]
    )


def published(root: Path, source: Source, table: pd.DataFrame, day: date) -> Release:
    made = ModuleType(source.id)
    vars(made).update(SOURCE=source, read=lambda _: table)
    planned = replace(plan(root, [made], day), places=(BRONX, FORDHAM, ZIP))
    contents = build(planned, Silent())
    return Release.open(root / contents.catalog.release_id)


SOURCE = replace(COURTS, indicators=(VACCINATED, CLAIMS))


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return published(tmp_path_factory.mktemp("place"), SOURCE, delivery(), date(2026, 1, 2))


def need(release: Release, place: Place, category: Category) -> Need:
    return next(found for found in needs(release, place) if found.category is category)


def test_every_category_of_need_has_an_answer(release: Release) -> None:
    assert {found.category for found in needs(release, FORDHAM)} == set(Category)


def test_a_figure_names_the_boundary_it_is_in(release: Release) -> None:
    figure = need(release, FORDHAM, Category.CHILDREN).drawn[0]
    assert [area.id for area in figure.areas] == ["10458", "10468"]
    assert words.answer(figure) == (
        "Two-year-olds vaccinated in ZIP area 10458: 92%, July to December 2025. "
        "Above the Bronx (89%) and the city (89%). Rests on few cases: read with care."
    )


def test_december_is_compared_with_december_and_never_with_june(release: Release) -> None:
    figure = need(release, FORDHAM, Category.CHILDREN).drawn[0]
    told = [words.trend(found, figure.indicator) for found in trends(figure)]
    assert told == [
        "July to December 2025 against July to December 2024: ZIP area 10458 rose from 90% to "
        "92%. The Bronx fell from 94% to 89% and the city fell from 94% to 89%. "
        "Rests on few cases: read with care.",
        "July to December 2025 against July to December 2023: ZIP area 10458 fell from 95% to "
        "92%. The Bronx fell from 90% to 89% and the city fell from 90% to 89%. "
        "Of 2 areas here, 2 fell. Rests on few cases: read with care.",
    ]


def test_nothing_is_compared_across_a_change_of_method(tmp_path: Path) -> None:
    source = replace(SOURCE, breaks=(Break(date(2024, 12, 1), "New estimates."),))
    release = published(tmp_path, source, delivery(), date(2026, 1, 2))
    assert trends(need(release, FORDHAM, Category.CHILDREN).drawn[0]) == []


def test_a_hidden_figure_says_so_and_is_compared_with_nothing(tmp_path: Path) -> None:
    table = delivery()
    newest = (table["area_id"] == "10458") & (table["period_end"] == "2025-12-31")
    table.loc[newest, "value"] = float("nan")
    table.loc[newest, "status"] = "withheld"
    release = published(tmp_path, SOURCE, table, date(2026, 1, 2))
    figure = need(release, FORDHAM, Category.CHILDREN).drawn[0]
    assert words.answer(figure) == (
        "Vaccination in ZIP area 10458, July to December 2025: hidden by its publisher, as too "
        "few are behind it."
    )
    assert trends(figure) == []


def test_the_borough_is_said_to_be_the_borough(release: Release) -> None:
    needed = need(release, FORDHAM, Category.EMPLOYMENT)
    assert not needed.has_own
    page = str(rendered(view.layout(release, FORDHAM, needs(release, FORDHAM))))
    section = page[page.index('id="employment"') :]
    assert section.index("No real figure exists for this place alone.") < section.index(
        "Known only for the Bronx as a whole"
    )


def test_a_category_without_any_figure_is_not_filled(release: Release) -> None:
    page = str(rendered(view.layout(release, FORDHAM, needs(release, FORDHAM))))
    nothing = page[page.index('id="nothing"') :]
    assert "Older adults" in nothing
    assert nothing.count("No real figure exists here for this place.") == len(Category) - 2


def test_the_publishers_cap_is_told_beside_the_figure(release: Release) -> None:
    figure = need(release, FORDHAM, Category.CHILDREN).drawn[0]
    drawn = str(rendered(place_figure.figure(figure, "/places/BX0503")))
    assert "99% means 99% or more." in drawn
    assert "Hidden" not in read(drawn.split("<table")[0]).text
    assert "<svg" in drawn


def test_counts_of_areas_of_different_size_are_not_compared(release: Release) -> None:
    figure = need(release, BRONX, Category.EMPLOYMENT).drawn[0]
    assert words.answer(figure) == "In the Bronx: 7 filings, January 2025."


def test_a_one_stands_before_no_plural(tmp_path: Path) -> None:
    """Nouns end in all ways ("people who get SNAP"): of one, the noun is said before the number."""
    table = delivery()
    table.loc[table["indicator_id"] == "claims", "value"] = 1.0
    release = published(tmp_path, SOURCE, table, date(2026, 1, 2))
    figure = need(release, BRONX, Category.EMPLOYMENT).drawn[0]
    assert words.answer(figure) == "Filings in the Bronx: 1, January 2025."


def test_a_rate_that_counts_nobody_stands_after_its_name(tmp_path: Path) -> None:
    """ "In the Bronx: 7 the distance people move in a day" was no sentence."""
    moved = {"measure": Measure.RATE, "unit": "miles a day", "noun": "distance people move"}
    indicators = [replace(one, **moved) if one.id == "claims" else one for one in SOURCE.indicators]
    source = replace(SOURCE, indicators=tuple(indicators))
    release = published(tmp_path, source, delivery(), date(2026, 1, 2))
    said = words.answer(need(release, BRONX, Category.EMPLOYMENT).drawn[0])
    assert said.startswith("Distance people move in the Bronx: 7 miles a day, January 2025.")


def of_one_industry(root: Path) -> Release:
    """Three figures that exist for two industries, and for no sum of them."""
    split = industries([("building", "Building homes"), ("farming", "Farming")])
    first = replace(CLAIMS, id="opened0", family="one", title="Openings", noun="openings",
                    unit="shops", frequency=Frequency.HALF_YEAR, industries=split,
                    geographies=WIDE)  # fmt: skip
    share = replace(first, id="opened2", family="two", unit="%", measure=Measure.PERCENT)
    opened = [first, replace(first, id="opened1"), share]
    tables = [
        observed(WIDER.format(id=area), each.id, geography).assign(industry_id=industry.id)
        for each in opened
        for area, geography in (("BX", "borough"), ("MN", "borough"), ("NYC", "city"))
        for industry in split
    ]
    source = replace(COURTS, indicators=(*opened,))
    return published(root, source, tidy(tables), date(2026, 1, 2))


@pytest.mark.parametrize("query", [{}, {"by": "opened0"}])
def test_a_figure_of_one_industry_alone_says_which(tmp_path: Path, query: dict[str, str]) -> None:
    release = of_one_industry(tmp_path)
    gathered = needs(release, BRONX)
    assert [len(each.drawn) for each in gathered if each.listed] == [2]
    page = read(str(rendered(view.layout(release, BRONX, gathered, query))))
    named = [text for name in NAMING for text in page.texts(name) if "penings" in text]
    named += [each.get("aria-label", "") for each in page.attributes("svg")]
    assert len(named) > 10
    assert [text for text in named if "penings" in text and "(Building homes)" not in text] == []
    spoken = [view.in_short(each) for each in gathered if each.has_own]
    assert all("(Building homes)" in each for each in spoken)


def test_help_opens_in_the_same_window_without_telling_where_from(release: Release) -> None:
    page = str(rendered(view.layout(release, BRONX, needs(release, BRONX))))
    help_links = page[page.index('id="help"') :].split("</section>")[0]
    assert help_links.count("<a ") == help_links.count('rel="noopener"') >= 5


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        ("bx0503", ["BX0503"]),
        ("10458", ["BX0503"]),
        ("fordham", ["BX0503"]),
        ("BX2691", ["BX"]),
        ("zzzzzz", ["BX"]),
    ],
)
def test_an_unknown_place_suggests_a_known_one(
    release: Release, wanted: str, ids: list[str]
) -> None:
    page = unknown.page(release, wanted)
    assert page.status == 404
    assert [place.id for place in unknown.suggestions(release, wanted)] == ids


def test_a_zip_code_on_no_map_has_no_page(release: Release) -> None:
    assert page_places(release) == [BRONX, FORDHAM]


def test_what_changed_counts_new_periods_and_revised_figures(tmp_path: Path) -> None:
    old = delivery()
    old = old[~((old["indicator_id"] == "vaccinated") & (old["period_end"] == "2025-12-31"))]
    old.loc[(old["area_id"] == "10458") & (old["period_end"] == "2024-06-30"), "value"] = 96
    before = published(tmp_path / "a", SOURCE, old, date(2026, 1, 1))
    now = published(tmp_path / "b", SOURCE, delivery(), date(2026, 1, 2))
    figures = list(need(now, FORDHAM, Category.CHILDREN).drawn)
    changed = changes.changes(figures, before)
    assert [(change.added, change.revised) for change in changed] == [(1, 1)]
    assert changes.changes(figures, now) == []


def test_a_figure_that_is_the_same_to_the_byte_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = published(tmp_path / "a", SOURCE, delivery(), date(2026, 1, 1))
    now = published(tmp_path / "b", SOURCE, delivery(), date(2026, 1, 2))
    figures = list(need(now, FORDHAM, Category.CHILDREN).drawn)
    monkeypatch.setattr(before, "frame", lambda *_names: pytest.fail("read again"))
    assert figures
    assert changes.changes(figures, before) == []
