"""An address is a view and a view is an address; what an address got wrong is said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_loaders.released.release import Release
from data_loaders.released.view import (
    MOST_AREAS,
    PARAMETERS,
    ColorScale,
    MapLayout,
    Notice,
    Problem,
    Show,
    Sort,
    View,
    parse_day,
)
from data_loaders.released.view_reading import read_view
from data_loaders.vocabulary.model import Geography
from tests.support.literal import ZIPS

DEFAULT = "covid_case_rate"
FIRST, LAST = date(2024, 12, 29), date(2025, 7, 26)
FIRST_END = date(2025, 1, 4)
MIDDLE = date(2025, 4, 1)
DAYS = st.none() | st.dates(FIRST, LAST)


def views(geography: Geography, areas: Sequence[str], boroughs: Sequence[str]) -> st.SearchStrategy:
    """Any view of the default figure in a geography."""
    return st.builds(
        View,
        indicators=st.just((DEFAULT,)),
        geography=st.just(geography),
        areas=st.lists(st.sampled_from(areas), unique=True, max_size=MOST_AREAS).map(tuple),
        period=DAYS,
        first=st.none() | st.dates(FIRST, MIDDLE),
        last=st.none() | st.dates(MIDDLE, LAST),
        show=st.sampled_from(Show),
        baseline=st.none() | st.sampled_from(["2025", "2025-03", "2025-03-08"]),
        layout=st.sampled_from(MapLayout) if boroughs else st.just(MapLayout.MAP),
        borough=st.sampled_from([None, *boroughs]),
        scale=st.sampled_from(ColorScale),
        sort=st.sampled_from(Sort),
        by=st.sampled_from(["", "trends-1-rows.unemployment_rate.BX"]),
        release=st.none() | st.just("2026-11-22"),
    )


# In the geography the figure opens with, and in another that its address has to name.
VIEWS = views(Geography.MODZCTA, [*ZIPS, "BX", "NYC"], ["BX", "SI"]) | views(
    Geography.BOROUGH, ["BX", "SI", "NYC"], []
)


def noted(release: Release, **query: str) -> tuple[View, list[Notice]]:
    """The view an address opens, and its notices."""
    reading = read_view(query, release, DEFAULT)
    return reading.view, list(reading.notices)


# A busy machine draws slowly: that says nothing of the code.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(view=VIEWS)
def test_the_address_of_a_view_opens_that_view_without_a_notice(
    release: Release, view: View
) -> None:
    address = urlsplit(view.address("/map"))
    reading = read_view(dict(parse_qsl(address.query)), release, DEFAULT)
    assert reading.view == view
    assert reading.notices == ()


@given(
    query=st.dictionaries(st.sampled_from([*PARAMETERS, "utm_source"]), st.text(max_size=60)),
    is_mapped=st.booleans(),
)
def test_whatever_an_address_says_its_view_is_one_the_release_has(
    release: Release, query: dict[str, str], is_mapped: bool
) -> None:
    view = read_view(query, release, DEFAULT, mapped=is_mapped).view
    assert release.frame(view.indicator, view.geography, view.industry).areas
    again = read_view(view.query(), release, DEFAULT, mapped=is_mapped)
    assert again.view == view
    assert again.notices == ()


def test_an_address_without_parameters_opens_the_newest_figures_of_the_default(
    release: Release,
) -> None:
    assert noted(release) == (View((DEFAULT,), Geography.MODZCTA), [])


def test_a_release_without_the_default_opens_its_first_figures(release: Release) -> None:
    view = read_view({}, release, "asking_rent_studio").view
    assert view.indicator == DEFAULT
    assert read_view({"indicator": "zzz"}, release, "gone").view.indicator == DEFAULT


def test_latest_is_no_day_at_all(release: Release) -> None:
    view, notices = noted(release, period="latest", to="latest")
    assert (view.period, view.last, notices) == (None, None, [])


def test_an_unknown_figure_opens_the_one_whose_name_is_closest(release: Release) -> None:
    view, notices = noted(release, indicator="asking_rents")
    assert view.indicator == "asking_rent"
    assert notices == [Notice("indicator", "asking_rents", "asking_rent", Problem.UNKNOWN)]


def test_a_figure_like_no_other_opens_the_default(release: Release) -> None:
    view, notices = noted(release, indicator="zzz")
    assert view.indicator == DEFAULT
    assert notices == [Notice("indicator", "zzz", DEFAULT, Problem.UNKNOWN)]


def test_an_unknown_area_is_left_out_and_the_others_stay(release: Release) -> None:
    view, notices = noted(release, areas="10458~99999~BX")
    assert view.areas == ("10458", "BX")
    assert notices == [Notice("areas", "99999", "", Problem.NOT_HERE)]


def test_an_area_of_a_geography_the_figure_lacks_is_left_out(release: Release) -> None:
    view, notices = noted(release, indicator="filings", areas="NYC~BX")
    assert view.areas == ("BX",)
    assert notices == [Notice("areas", "NYC", "", Problem.NOT_HERE)]


def test_more_areas_than_a_chart_can_hold_are_left_out_and_the_limit_is_said(
    release: Release,
) -> None:
    view, notices = noted(release, areas="~".join(ZIPS[:9]))
    assert view.areas == ZIPS[:8]
    assert notices == [Notice("areas", ZIPS[8], "8", Problem.TOO_MANY)]


def test_an_area_named_twice_is_shown_once(release: Release) -> None:
    assert noted(release, areas="BX~BX~10458")[0].areas == ("BX", "10458")


@pytest.mark.parametrize(
    ("asked", "problem"), [("nta2010", Problem.NOT_HERE), ("street", Problem.UNKNOWN)]
)
def test_boundaries_the_figure_lacks_give_way_to_its_first(
    release: Release, asked: str, problem: Problem
) -> None:
    view, notices = noted(release, geography=asked)
    assert view.geography is Geography.MODZCTA
    assert notices == [Notice("geography", asked, "modzcta", problem)]


def test_a_map_passes_over_boundaries_without_outlines(release: Release) -> None:
    reading = read_view({"geography": "city"}, release, DEFAULT, mapped=True)
    assert reading.view.geography is Geography.MODZCTA
    assert reading.notices == (Notice("geography", "city", "modzcta", Problem.NOT_HERE),)


@pytest.mark.parametrize(
    "given_day", ["yesterday", "2025-13", "2025-02-30", "2025-3", "0000", "٢٠٢٥", "2025-03-01T00"]
)
def test_what_is_no_date_opens_the_newest_period(release: Release, given_day: str) -> None:
    view, notices = noted(release, period=given_day)
    assert view.period is None
    assert notices == [Notice("period", given_day, "latest", Problem.NOT_A_DATE)]


@pytest.mark.parametrize(
    ("given_day", "used"), [("1999", "2024-12-29"), ("2031-05-01", "2025-07-26")]
)
def test_a_period_out_of_range_opens_the_nearest(
    release: Release, given_day: str, used: str
) -> None:
    view, notices = noted(release, period=given_day)
    assert view.period == date.fromisoformat(used)
    assert notices == [Notice("period", given_day, used, Problem.OUT_OF_RANGE)]


def test_a_year_partly_covered_is_no_mistake(release: Release) -> None:
    view, notices = noted(release, **{"from": "2024", "to": "2025"})
    assert (view.first, view.last, notices) == (FIRST, LAST, [])


def test_a_start_after_the_end_is_said_and_left_out(release: Release) -> None:
    view, notices = noted(release, **{"from": "2025-05", "to": "2025-03"})
    assert (view.first, view.last) == (None, date(2025, 3, 31))
    assert notices == [Notice("from", "2025-05", "", Problem.REVERSED)]


@pytest.mark.parametrize("parameter", ["show", "layout", "scale", "sort", "borough", "industry"])
def test_a_choice_that_is_none_opens_the_usual_one(release: Release, parameter: str) -> None:
    view, notices = noted(release, **{parameter: "sideways"})
    assert view == View((DEFAULT,), Geography.MODZCTA)
    assert [(one.parameter, one.given) for one in notices] == [(parameter, "sideways")]


def test_only_the_start_of_a_long_value_is_quoted(release: Release) -> None:
    assert [len(one.given) for one in noted(release, indicator="x" * 5000)[1]] == [80]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-02-10", date(2024, 2, 10), date(2024, 2, 10)),
        ("9999", date(9999, 1, 1), date(9999, 12, 31)),
    ],
)
def test_a_day_may_be_written_as_a_month_or_a_year(text: str, first: date, last: date) -> None:
    assert (parse_day(text, start=True), parse_day(text, start=False)) == (first, last)


@pytest.mark.parametrize(
    ("asked", "first", "last", "said"),
    [
        ({"from": "earliest"}, None, None, []),
        ({"from": "earliest", "to": "latest"}, None, None, []),
        ({"from": "latest"}, LAST, None, []),
        ({"to": "earliest"}, None, FIRST_END, []),
        ({"from": "2025.."}, date(2025, 1, 1), None, []),
        ({"from": "2025-02..2025-03"}, date(2025, 2, 1), None, []),
        ({"to": "2025-02..2025-03"}, None, date(2025, 3, 31), []),
        ({"from": "1999"}, FIRST, None, [("from", "1999", FIRST.isoformat())]),
        ({"to": "2031"}, None, LAST, [("to", "2031", LAST.isoformat())]),
        ({"from": "1990", "to": "1995"}, FIRST, FIRST_END, [("from", "1990", FIRST.isoformat())]),
        ({"from": "2031", "to": "2035"}, LAST, LAST, [("from", "2031", LAST.isoformat())]),
    ],
)
def test_a_range_is_cut_to_the_figures_there_are_and_that_is_said_once(
    release: Release,
    asked: dict[str, str],
    first: date | None,
    last: date | None,
    said: list[tuple[str, str, str]],
) -> None:
    view, notices = noted(release, **asked)
    assert (view.first, view.last) == (first, last)
    assert [(one.parameter, one.given, one.used) for one in notices] == said
    assert all(one.problem is Problem.OUT_OF_RANGE for one in notices)


@pytest.mark.parametrize("parameter", ["from", "to"])
def test_an_end_of_a_range_that_is_no_date_is_left_out(release: Release, parameter: str) -> None:
    view, notices = noted(release, **{parameter: "soon"})
    assert (view.first, view.last) == (None, None)
    assert [one.problem for one in notices] == [Problem.NOT_A_DATE]
