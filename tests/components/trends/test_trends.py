"""Trends keeps apart what must not be compared, and says what it changed."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.markup.first_view import rendered
from components.site.page import Asked
from components.site.routing import parameters
from components.text import formats, reasons
from components.trends import view as trends_view
from components.trends import words
from components.trends.chart import (
    NARROW,
    ROOM_FOR_MARK,
    WIDE,
    LineChartSize,
    breaks,
    drawing,
    rows_apart,
)
from components.trends.panels import Panel, panels
from data_loaders.released.release import Release
from data_loaders.released.view import Show
from data_loaders.released.view_reading import read_view
from data_loaders.sources.catalog import SOURCES
from data_loaders.vocabulary.events import EVENTS, TRACKER, events_between
from data_loaders.vocabulary.frames import Cell, cell_of
from data_loaders.vocabulary.model import Area, Frequency, Geography, Status
from pages.trends import build, read
from tests.support.described import described
from tests.support.tiny import COURTS, DAY, FILINGS, module, released
from tests.support.trends_release import trends_release

ABSENT = Cell(None, Status.NOT_REPORTED)
AREA_WITHOUT = Area("SI", "Staten Island", Geography.BOROUGH)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return trends_release(tmp_path_factory.mktemp("releases"))


def drawn(release: Release, **query: str) -> list[Panel]:
    """The panels of an address; `start` and `end` stand for from and to."""
    names = {"start": "from", "end": "to"}
    asked = {names.get(name, name): value for name, value in query.items()}
    return panels(release, read_view(asked, release, "filings").view)


def test_two_units_are_two_panels_on_one_time_axis(release: Release) -> None:
    found = drawn(release, indicator="filings~change", geography="borough", areas="BX~MN")
    assert [panel.indicator.id for panel in found] == ["filings", "change"]
    assert {panel.window for panel in found} == {(date(2021, 1, 1), date(2023, 2, 28))}


def test_two_lines_are_compared_at_the_precision_shown(release: Release) -> None:
    (panel,) = drawn(release, indicator="rate", geography="borough", areas="BX~MN")
    assert words.sentence(panel) == (
        "The Bronx was 7.0 percentage points above Manhattan in February 2021: 12.0% against "
        "5.0%. The widest gap shown was 7.0 percentage points (February 2021)."
    )


def test_a_title_names_a_unit_only_where_the_figure_does_not(release: Release) -> None:
    panel = drawn(release, indicator="filings", geography="borough", areas="BX")[0]
    assert words.panel_title(panel) == "Filings, the Bronx"
    claims = drawn(release, indicator="weekly")[0]
    rate = drawn(release, indicator="rate", geography="borough", areas="BX")[0]
    assert words.panel_title(rate) == "Jobless rate, percent, the Bronx"
    assert words.panel_title(claims) == "Claims, the city"


def test_a_line_that_ends_before_the_others_says_so_and_why(release: Release) -> None:
    panel = drawn(release, indicator="rate", geography="borough", areas="BX~MN")[0]
    bronx, manhattan = panel.series
    short = replace(manhattan, cells=[manhattan.cells[0], ABSENT])
    said = trends_view.reading_notes(replace(panel, series=[bronx, short]))
    assert said[-1] == "Manhattan: only to January 2021. No figure: none reported."
    assert not any("only to" in note for note in trends_view.reading_notes(panel))


def test_no_line_is_drawn_over_the_number_of_an_event(release: Release) -> None:
    panel = drawn(release, indicator="change", start="2020-01", end="2023-02")[0]
    svg = str(drawing(replace(panel, window=(date(2020, 1, 1), date(2023, 2, 28))), NARROW))
    assert svg.count('class="event"') > 2
    assert svg.rindex('class="event-mark"') < svg.index('class="event"')


def test_what_an_indicator_has_not_is_said_and_the_city_is_shown(release: Release) -> None:
    panel = drawn(release, indicator="filings~weekly", geography="borough", areas="BX")[1]
    assert [line.area.id for line in panel.series] == ["NYC"]
    assert panel.notes[0] == ("Claims has no figures for the Bronx; what is shown is by city.")


def test_mixed_frequencies_are_drawn_at_the_coarser_one_saying_so(release: Release) -> None:
    panel = drawn(release, indicator="weekly~change")[0]
    assert panel.indicator.frequency is Frequency.MONTH
    assert panel.indicator.unit == "claims a week"
    # The mean of March's four weeks; a week of April is hidden, so April is.
    assert [cell.value for cell in panel.series[0].cells] == [25.0, None]
    assert panel.series[0].cells[1].status is Status.WITHHELD
    assert "average of the weeks in each month" in " ".join(panel.notes)


def test_a_series_that_ended_long_before_has_a_gray_band(release: Release) -> None:
    early, late = drawn(release, indicator="filings~change", geography="borough", areas="BX")
    assert early.is_cut_short
    assert not late.is_cut_short
    assert "No data after" in drawing(early, WIDE)
    assert "No data after" not in drawing(late, WIDE)


def test_lines_that_end_over_a_year_apart_are_not_compared(release: Release) -> None:
    (panel,) = drawn(release, indicator="rate", geography="borough", areas="BX~MN")
    (later,) = drawn(release, indicator="change")
    lines = [
        replace(panel.series[0], cells=[*panel.series[0].cells, ABSENT, ABSENT]),
        replace(panel.series[1], cells=[ABSENT, ABSENT, *later.series[0].cells]),
    ]
    both = replace(panel, periods=[*panel.periods, *later.periods], series=lines)
    assert words.sentence(both) == (
        "These lines end over a year apart, so no sentence compares them."
    )


def test_a_change_is_not_compared_with_a_second_baseline(release: Release) -> None:
    (panel,) = drawn(release, indicator="change", show="index", baseline="2023-01")
    assert panel.view.show is Show.LEVEL
    assert [cell.value for cell in panel.series[0].cells] == [1.5, -2.5]
    assert "it is a comparison already, with January 2020" in panel.notes[0]


def test_an_index_is_drawn_against_the_baseline_asked_for(release: Release) -> None:
    (panel,) = drawn(
        release,
        indicator="filings",
        geography="borough",
        areas="BX",
        show="index",
        baseline="2021-01",
    )
    assert [cell.value for cell in panel.series[0].cells] == [100.0, 120.0]
    assert words.panel_title(panel) == "Filings, index (January 2021 = 100), the Bronx"


@pytest.mark.parametrize("show", ["change", "index"])
@pytest.mark.parametrize("areas", ["BX~MN", "BX~MN~QN"])
def test_a_change_or_an_index_is_never_told_as_the_figure_itself(
    release: Release, show: str, areas: str
) -> None:
    """The rate of one borough may be below that of another while its change is above."""
    asked = {"indicator": "filings", "geography": "borough", "baseline": "2021-01"}
    (panel,) = drawn(release, areas=areas, show=show, **asked)
    how = words.compared(panel)
    assert how in ("change against January 2021", "index (January 2021 = 100)")
    assert f": {how} in the Bronx" in words.title([panel])
    for sentence in words.sentences(panel):
        assert how in sentence
        assert " above " not in sentence
    (level,) = drawn(release, areas=areas, **asked)
    assert not words.compared(level)


def test_a_figure_without_baseline_stays_as_published(release: Release) -> None:
    (panel,) = drawn(release, indicator="filings", geography="borough", show="change")
    assert panel.view.show is Show.LEVEL
    assert "choose a baseline" in panel.notes[0]


def test_hidden_weeks_are_hatched_and_gaps_not_bridged(release: Release) -> None:
    (panel,) = drawn(release, indicator="weekly")
    svg = drawing(panel, WIDE)
    assert svg.count('class="hidden-band"') == 1
    assert len(re.findall(r"<path d=.m", svg)) == 2


def test_both_drawings_have_ids_of_their_own(release: Release) -> None:
    (panel,) = drawn(release, indicator="weekly")
    assert 'id="trends-1-wide-hatch"' in drawing(panel, WIDE)
    assert 'id="trends-1-narrow-hatch"' in drawing(panel, NARROW)


def test_a_chart_is_read_in_the_words_of_its_table(release: Release) -> None:
    (panel,) = drawn(release, indicator="filings", geography="borough", areas="BX~MN")
    reading = re.search(r'data-reading="([^"]+)"', drawing(panel, WIDE))
    assert reading is not None
    periods, *lines = (line.split("|") for line in reading[1].split("\u00a7"))
    assert len(periods) == len(panel.periods)
    assert [line[:2] for line in lines] == [["Bronx", "bx"], ["Manhattan", "mn"]]
    for line, series in zip(lines, panel.series, strict=True):
        assert line[2:] == [
            f"{reasons.cell(cell, panel.indicator)}{reasons.mark(cell)}" for cell in series.cells
        ]
    assert any("Hidden" in word for line in lines for word in line) is any(
        cell.status.is_hidden for series in panel.series for cell in series.cells
    )


def test_one_drawing_carries_the_words_and_a_picture_none(release: Release) -> None:
    (panel,) = drawn(release, indicator="filings", geography="borough", areas="BX")
    picture = LineChartSize("picture", 640, 320, 22)
    assert ["data-reading" in drawing(panel, size) for size in (WIDE, NARROW, picture)] == [
        True,
        False,
        False,
    ]
    assert "data-scale" in drawing(panel, NARROW)
    assert "data-scale" not in drawing(panel, picture)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_panels_begin_and_end_at_the_same_place(release: Release, size: LineChartSize) -> None:
    found = drawn(release, indicator="filings~change~rate", geography="borough", areas="BX~MN")
    assert len(found) > 1
    ends = {
        re.search(r'data-scale="(\S+ \S+ \S+)"', drawing(panel, size, found)) for panel in found
    }
    assert len({each[1] for each in ends if each}) == 1


@given(places=st.lists(st.floats(0, 300), max_size=14).map(sorted))
def test_numbers_of_events_never_meet(places: list[float]) -> None:
    rows = rows_apart(places)
    assert len(rows) == len(places)
    for (one, row), (other, same) in combinations(zip(places, rows, strict=True), 2):
        assert row != same or other - one >= ROOM_FOR_MARK


def test_an_address_opens_the_same_view_again(release: Release) -> None:
    query = {
        "indicator": "rate~filings",
        "geography": "borough",
        "areas": "BX~MN",
        "from": "2021-01-01",
        "show": "index",
        "baseline": "2021-01",
        "release": release.id,
    }
    assert read_view(query, release, "filings").view.query() == query


def test_a_baseline_that_is_no_date_is_left_out_with_a_notice(release: Release) -> None:
    reading = read_view({"indicator": "rate", "baseline": "before"}, release, "filings")
    assert reading.view.baseline is None
    assert [notice.parameter for notice in reading.notices] == ["baseline"]


def test_days_are_kept_that_any_of_several_figures_has(release: Release) -> None:
    query = {"indicator": "filings~change", "from": "2021-01", "to": "2023-02"}
    reading = read_view(query, release, "filings")
    assert (reading.view.first, reading.view.last) == (date(2021, 1, 1), date(2023, 2, 28))
    assert not reading.notices


def test_a_form_may_repeat_a_list_and_nothing_else() -> None:
    pairs = [
        ("indicator", "a~b"),
        ("indicator", "c"),
        ("areas", ""),
        ("areas", "BX"),
        ("show", "level"),
        ("show", "index"),
    ]
    assert parameters(pairs) == {"indicator": "a~b~c", "areas": "BX", "show": "level"}


def test_a_citation_names_source_last_day_release_and_address(release: Release) -> None:
    (panel,) = drawn(release, indicator="rate", geography="borough", areas="BX~MN")
    text = words.citation(panel, "/trends?x")
    for part in ("The courts", "February 28, 2021", release.id, "/trends?x"):
        assert part in text


def test_every_part_of_the_page_is_sent_with_a_new_view(release: Release) -> None:
    view = read_view({"indicator": "rate", "geography": "borough"}, release, "rate").view
    found = trends_view.shown(release, view).parts
    assert set(found) == {"trends-controls", "trends-words", "trends-panels", "trends-foot"}


def test_changes_of_method_outside_the_chart_are_not_marked(release: Release) -> None:
    (panel,) = drawn(release, indicator="rate", geography="borough", areas="BX")
    assert breaks(panel) == []


def test_events_are_in_order_and_cut_to_the_chart() -> None:
    days = [event.on for event in EVENTS]
    assert days == sorted(days)
    assert [event.on for event in events_between(date(2020, 3, 2), date(2020, 6, 8))] == [
        date(2020, 3, 22),
        date(2020, 6, 8),
    ]


def test_events_of_the_tracker_stand_in_its_file(mirror: Path) -> None:
    path = mirror / "opportunity-insights" / "Policy Milestones - State.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        known = {row["date"] for row in csv.DictReader(file) if row["statename"] == "New York"}
    cited = [event.on.isoformat() for event in EVENTS if event.url == TRACKER]
    assert len(cited) == 3
    assert set(cited) <= known
    # The file is of the State: what it says is not said of the city.
    assert not [event for event in EVENTS if event.url == TRACKER and "city" in event.text]


def test_a_release_without_the_usual_figure_opens_its_first(release: Release) -> None:
    page = build(Asked("/trends", {}, release))
    assert page.title.startswith("Filings")
    assert not page.notices


def test_who_asks_for_no_area_sees_boroughs_or_the_city_where_a_figure_has_them(
    tmp_path: Path,
) -> None:
    """Not the first of many areas, which nobody asked for."""
    every = described(tmp_path, SOURCES)
    wide = {Geography.BOROUGH, Geography.CITY}
    opened = {
        name: read({"indicator": name}, every).view.geography
        for name, indicator in every.indicators.items()
        if wide & {*indicator.geographies}
    }
    assert {name for name, geography in opened.items() if geography not in wide} == set()
    asked = read({"indicator": "asking_rent", "geography": "streeteasy"}, every).view
    assert asked.geography is Geography.STREETEASY


def test_an_area_that_nobody_chose_is_said_to_stand_for_itself_alone(tmp_path: Path) -> None:
    districts = replace(FILINGS, geographies=(Geography.CD,))
    lines = [f"{number},2021-01-01,2021-01-31,{number},normal" for number in range(101, 110)]
    text = "\n".join(["area_id,period_start,period_end,value,status", *lines, ""])
    released(tmp_path, module(replace(COURTS, indicators=(districts,)), text))
    release = Release.open(tmp_path / DAY.isoformat())
    said = "No area is chosen. Financial District is the first of 9. Choose yours above."
    assert said in drawn(release)[0].notes
    assert said not in drawn(release, areas="102")[0].notes


def test_periods_are_turned_around_in_the_address(release: Release) -> None:
    query = {"indicator": "rate", "geography": "borough", "areas": "BX"}
    firsts = []
    for more in ({}, {"sort": "name"}):
        page = build(Asked("/trends", query | more, release))
        written = str(rendered(page.parts["trends-panels"]))
        firsts += re.findall(r'<th scope="row">([^<]+)', written)[:1]
    assert firsts == ["February 2021", "January 2021"]


def test_a_place_without_figures_keeps_nobody_else_from_being_compared(release: Release) -> None:
    (panel,) = drawn(release, indicator="rate", geography="borough", areas="BX~MN")
    empty = replace(panel.series[0], cells=[ABSENT] * len(panel.periods))
    both = replace(panel, series=[*panel.series, replace(empty, area=AREA_WITHOUT)])
    said = words.sentences(both)
    assert said[0].startswith("No figure for Staten Island: ")
    assert said[1:] == words.sentences(panel)


@pytest.mark.parametrize(
    ("title", "within"),
    [
        ("New unemployment claims", "new unemployment claims"),
        ("COVID-19 case rate", "COVID-19 case rate"),
        ("RSV hospital visits", "RSV hospital visits"),
        ("Long Island Rail Road riders", "Long Island Rail Road riders"),
        ("StreetEasy rent index", "StreetEasy rent index"),
    ],
)
def test_a_title_inside_a_sentence_keeps_only_names_capital(title: str, within: str) -> None:
    assert formats.within(title) == within


def noisy(panel: Panel, *values: tuple[float, ...]) -> Panel:
    """A panel with noisy figures, each line's newest last; the true counts lie 3 either way."""
    lines = [
        replace(line, cells=[cell_of(value, "2", 3.0) for value in each])
        for line, each in zip(panel.series, values, strict=True)
    ]
    return replace(panel, series=lines)


def test_no_sentence_compares_noisy_figures_and_each_says_its_range(release: Release) -> None:
    query = {"indicator": "filings", "geography": "borough", "end": "2021-02"}
    (pair,) = drawn(release, areas="BX~MN", **query)
    assert words.sentence(noisy(pair, (10, 12), (4, 5))) == (
        "February 2021: Bronx 12 (noisy, 9 to 15) and Manhattan 5 (noisy, 2 to 8)."
    )
    (alone,) = drawn(release, areas="BX", **query)
    assert words.sentence(noisy(alone, (10, 12))) == (
        "The latest figure shown, for February 2021, is 12 filings (noisy, 9 to 15)."
    )
    notes = trends_view.reading_notes(noisy(alone, (10, 12)))
    assert any("true count lies in the bar in 95% of cases or more" in note for note in notes)
    assert not any("Small bars" in note for note in trends_view.reading_notes(alone))


ONE = {"indicator": "filings", "geography": "borough", "areas": "BX"}


@pytest.mark.parametrize("query", [ONE, {**ONE, "indicator": "filings~change"}])
def test_the_address_of_a_view_stands_with_its_downloads_once(
    release: Release, query: dict[str, str]
) -> None:
    """Of one chart it stood below the list of dated events, as if it were of that."""
    page = build(Asked("/trends", query, release))
    parts = {
        name: str(rendered(page.parts[name].content))  # type: ignore[union-attr]
        for name in (trends_view.PANELS, trends_view.FOOT)
    }
    told = [name for name, part in parts.items() for _each in re.findall("Copy link", part)]
    assert told == [trends_view.FOOT if "~" in query["indicator"] else trends_view.PANELS]


def test_a_box_without_a_month_is_marked_so_that_the_one_in_force_stands_in_it(
    release: Release,
) -> None:
    """Both boxes of the first view held dashes alone."""
    page = build(Asked("/trends", {**ONE, "from": "2021-02"}, release))
    bar = str(rendered(page.parts[trends_view.CONTROLS]))  # type: ignore[arg-type]
    boxes = dict(re.findall(r'<div class="(control month[^"]*)"><label for="(trends-\w+)"', bar))
    assert boxes == {"control month": "trends-from", "control month unset": "trends-to"}
