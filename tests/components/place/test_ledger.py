"""The tables of newest figures of a place: units, areas, ages, and no figure told twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from components.figures import sentences
from components.markup.first_view import rendered
from components.place import figure as place_figure
from components.place import view, words
from components.place.figure import shown_view
from components.place.gathering import needs
from data_loaders.observations.table import tidy
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import (
    Category,
    Frequency,
    Geography,
    Indicator,
    Measure,
    Source,
)
from tests.components.place.test_place import BRONX, CLAIMS, FORDHAM, SOURCE, need, published
from tests.support.pages_read import read
from tests.support.tiny import observed

DAY = date(2026, 1, 2)
WIDE = (Geography.BOROUGH, Geography.CITY)
RATE = replace(
    CLAIMS,
    id="rate",
    family="rate",
    title="Claims rate",
    noun="claims",
    unit="per 1,000 people",
    measure=Measure.RATE,
    geographies=WIDE,
)
CHANGE = replace(
    RATE, id="change", title="Revenue", unit="%", measure=Measure.PERCENT_CHANGE, baseline="2020-01"
)
SHARE = replace(RATE, id="share", title="Riders", unit="% of 2019", measure=Measure.INDEX)
DAILY = replace(CLAIMS, frequency=Frequency.DAY)
ONE = "area_id,period_start,period_end,value,status\n{area},{first},{last},{value},{status}\n"


def row(area: str, value: float, last: str, status: str = "normal", first: str = "") -> str:
    return ONE.format(
        area=area, first=first or f"{last[:7]}-01", last=last, value=value, status=status
    )


def release_of(root: Path, source: Source, *series: tuple[Indicator, Geography, str]) -> Release:
    table = tidy([observed(text, each.id, geography) for each, geography, text in series])
    indicators = tuple({each.id: each for each, _geography, _text in series}.values())
    return published(root, replace(source, indicators=indicators), table, DAY)


def employment(release: Release) -> str:
    """The topic of employment on the page of a neighborhood of the Bronx."""
    page = str(rendered(view.layout(release, FORDHAM, needs(release, FORDHAM))))
    return page[page.index('id="employment"') :].split("</details>")[0]


@pytest.mark.parametrize(
    ("indicator", "number", "unit"),
    [
        (RATE, "9", "Per 1,000 people"),
        (CHANGE, "+9%", "Against January 2020"),
        (SHARE, "9%", ""),
        (replace(RATE, measure=Measure.COUNT, unit="listings"), "9", "Listings"),
        (replace(RATE, measure=Measure.COUNT, unit="claims"), "9", ""),
        (replace(DAILY, unit="claims", title="Claims"), "9", "On that day"),
        (replace(RATE, measure=Measure.PERCENT, unit="% of visits"), "9%", "% of visits"),
        (replace(RATE, measure=Measure.MONEY, unit="dollars a week"), "$9", "Dollars a week"),
    ],
)
def test_every_number_of_a_ledger_has_its_unit(
    tmp_path: Path, indicator: Indicator, number: str, unit: str
) -> None:
    """ "COVID-19 death rate 0.9" said of nothing."""
    is_daily = indicator.frequency is Frequency.DAY
    text = row("BX", 9, "2025-11-30", first="2025-11-30" if is_daily else "")
    release = release_of(tmp_path, SOURCE, (indicator, Geography.BOROUGH, text))
    table = employment(release).split("<table")[1]
    assert read(table).texts("td")[0] == number
    named = f"{indicator.title}{unit}"
    assert read(table.split("<tbody")[1]).texts("th") == [named]


def test_a_ledger_is_headed_by_its_area_and_sets_numbers_as_numbers(tmp_path: Path) -> None:
    release = release_of(
        tmp_path,
        SOURCE,
        (RATE, Geography.BOROUGH, row("BX", 9, "2025-11-30", "provisional")),
        (RATE, Geography.CITY, row("NYC", 8, "2025-11-30")),
    )
    table = employment(release).split("<table")[1]
    assert read(table.split("<tbody")[0]).texts("th") == ["Figure", "The Bronx", "The city", "When"]
    styles = [each.get("class") for each in read(table).attributes("td")]
    assert styles == ["number", "number", None]


def test_one_figure_in_two_series_is_known_once_and_stands_beside_the_city(tmp_path: Path) -> None:
    """A total of ZIP areas and a daily series of boroughs are one figure under one name."""
    total = replace(RATE, id="total", frequency=Frequency.TOTAL, geographies=(Geography.MODZCTA,))
    daily = replace(RATE, frequency=Frequency.DAY)
    release = release_of(
        tmp_path,
        SOURCE,
        (total, Geography.MODZCTA, row("10458", 70, "2025-11-30", first="2020-12-14")),
        (daily, Geography.BOROUGH, row("BX", 80, "2025-11-30", first="2025-11-30")),
        (daily, Geography.CITY, row("NYC", 90, "2025-11-30", first="2025-11-30")),
    )
    found = need(release, FORDHAM, Category.EMPLOYMENT)
    assert found.wider == ()
    assert "Below the Bronx (80) and the city (90)." in words.answer(found.drawn[0])
    cells = read(employment(release).split("<table")[1]).texts("td")
    assert cells == ["70", "80", "90"]
    assert shown_view(found.drawn[0]).areas == ("10458",)


def test_a_series_that_ended_shows_its_last_whole_period_and_says_so(tmp_path: Path) -> None:
    """Its last days came in part, and nobody will complete them: "0 deaths" was quoted."""
    days = row("BX", 7, "2025-10-05", first="2025-10-05")
    days += row("BX", 0, "2025-10-06", "provisional", first="2025-10-06").partition("\n")[2]
    ended = replace(SOURCE, ended_on=date(2025, 10, 8))
    cells = read(
        employment(release_of(tmp_path, ended, (DAILY, Geography.BOROUGH, days))).split("<table")[1]
    ).texts("td")
    assert cells == ["7", "October 5, 2025series ended"]


def test_an_old_figure_says_that_it_is_the_last_known(tmp_path: Path) -> None:
    release = release_of(tmp_path, SOURCE, (CLAIMS, Geography.BOROUGH, row("BX", 7, "2023-02-28")))
    assert read(employment(release).split("<table")[1]).texts("td")[-1] == "February 2023last known"


def test_what_another_row_tells_of_a_later_time_is_a_link_and_no_row(tmp_path: Path) -> None:
    monthly = replace(RATE, id="jobs_by_sector_monthly", title="Jobs, monthly")
    yearly = replace(RATE, id="jobs_by_sector", title="Jobs by industry")
    release = release_of(
        tmp_path,
        SOURCE,
        (monthly, Geography.BOROUGH, row("BX", 7, "2016-12-31")),
        (yearly, Geography.BOROUGH, row("BX", 8, "2025-11-30")),
    )
    section = employment(release)
    assert read(section.split("<tbody")[1].split("</tbody")[0]).texts("th") == [
        "Jobs by industryPer 1,000 people"
    ]
    assert "Older, or the same again: Jobs, monthly" in read(section).text
    assert "1 of the Bronx" in read(section).text


def test_two_publishers_of_one_number_have_one_row(tmp_path: Path) -> None:
    again = replace(RATE, id="again", title="Claims rate, as the bureau has it")
    other = replace(RATE, id="other", title="Admissions")  # of one family, and as many
    release = release_of(
        tmp_path,
        SOURCE,
        *((each, Geography.BOROUGH, row("BX", 7, "2025-11-30")) for each in (RATE, again, other)),
    )
    names = read(employment(release).split("<tbody")[1].split("</tbody")[0]).texts("th")
    assert [name.removesuffix("Per 1,000 people") for name in names] == [
        "Claims rate",
        "Admissions",
    ]


def test_the_file_of_a_figure_without_a_history_has_the_rows_shown(tmp_path: Path) -> None:
    """ "Download CSV of what is shown: 20 rows" stood beside a table of seven."""
    total = replace(RATE, frequency=Frequency.TOTAL)
    spans = row("BX", 7, "2024-12-31", first="2020-01-01")
    spans += row("BX", 8, "2025-12-31", first="2021-01-01").partition("\n")[2]
    release = release_of(tmp_path, SOURCE, (total, Geography.BOROUGH, spans))
    (figure,) = need(release, BRONX, Category.EMPLOYMENT).drawn
    drawn = read(str(rendered(place_figure.figure(figure, "/places/BX")))).text
    assert "Download CSV of what is shown: 1 row" in drawn
    assert "1 rows" not in drawn


def test_the_file_of_a_series_that_ended_has_the_whole_of_its_chart(tmp_path: Path) -> None:
    """It is shown as of its last whole period, and its file had that one alone."""
    weeks = "area_id,period_start,period_end,value,status\n"
    weeks += "".join(f"BX,2025-09-{day:02},2025-09-{day:02},7,normal\n" for day in range(1, 20))
    weeks += "BX,2025-09-20,2025-09-20,6,provisional\n"
    rate = replace(RATE, frequency=Frequency.DAY)
    ended = replace(SOURCE, ended_on=date(2025, 9, 20))
    release = release_of(tmp_path, ended, (rate, Geography.BOROUGH, weeks))
    (figure,) = need(release, BRONX, Category.EMPLOYMENT).drawn
    shown = shown_view(figure)
    assert (shown.period, shown.first, shown.last) == (None, date(2025, 9, 1), date(2025, 9, 19))


@pytest.mark.parametrize(
    ("named", "own", "said"),
    [
        ("rate", 2986, "About the same as the Bronx (2,976)."),
        ("rate", 3200, "Above the Bronx (2,976)."),
        ("rate", 2700, "Below the Bronx (2,976)."),
        ("health_insurance", 2978, "Too close to tell from the Bronx (2,976)."),
        ("health_insurance", 2995, "About the same as the Bronx (2,976)."),
        ("poverty", 3500, "Compare the Bronx (2,976)."),
    ],
)
def test_above_and_below_are_said_only_beyond_margin_and_rounding(
    tmp_path: Path, named: str, own: float, said: str
) -> None:
    """ "90.6%, above Manhattan (90.5%)" stood beside a margin of five points."""
    rate = replace(RATE, id=named, geographies=(Geography.MODZCTA, Geography.BOROUGH))
    release = release_of(
        tmp_path,
        SOURCE,
        (rate, Geography.MODZCTA, row("10458", own, "2025-11-30")),
        (rate, Geography.BOROUGH, row("BX", 2976, "2025-11-30")),
    )
    figure = need(release, FORDHAM, Category.EMPLOYMENT).drawn[0]
    found = sentences.comparison(figure.scene, figure.areas[0], figure.scene.frame)
    assert found == said
