"""Change and index are drawn against a stated baseline, and only where it has every value."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data_loaders.released.baselines import (
    NoBaselineError,
    allowed_shows,
    as_compared,
    displayed,
)
from data_loaders.released.view import Show
from data_loaders.vocabulary.frames import Cell, Frame
from data_loaders.vocabulary.model import Geography, Indicator, Measure, Reason, Status
from tests.support.tiny import FILINGS

PERIODS = (
    (date(2020, 1, 1), date(2020, 1, 31)),
    (date(2020, 2, 1), date(2020, 2, 29)),
    (date(2021, 1, 1), date(2021, 1, 31)),
)
FRAME = Frame(
    "filings",
    Geography.BOROUGH,
    "all",
    PERIODS,
    ("BX", "BK", "MN"),
    ((10, 30, 25), (None, 8, 4), (0, 0, 7)),
    ("nnn", "wnn", "nnp"),
)
COUNTED = replace(FILINGS, baseline="2020")
SHARE = replace(COUNTED, measure=Measure.PERCENT)


def drawn(
    area_id: str, show: Show, indicator: Indicator = COUNTED, baseline: str | None = None
) -> list[float | None]:
    """What is drawn of an area, oldest period first."""
    frames_shown = displayed(FRAME, indicator, show, baseline)
    assert frames_shown is not None
    return [frames_shown.value(area_id, position) for position in range(len(PERIODS))]


def test_a_level_is_drawn_as_it_is() -> None:
    assert displayed(FRAME, COUNTED, Show.LEVEL, None) is None


def test_an_index_is_against_the_mean_of_all_periods_of_the_baseline() -> None:
    assert drawn("BX", Show.INDEX) == [50, 150, 125]


def test_a_change_of_a_count_is_in_percent_and_of_a_share_in_points() -> None:
    assert drawn("BX", Show.CHANGE) == [-50, 50, 25]
    assert drawn("BX", Show.CHANGE, SHARE) == [-10, 10, 5]


def test_the_baseline_asked_for_comes_before_the_figures_own() -> None:
    assert drawn("BX", Show.INDEX, baseline="2020-02") == pytest.approx([33.3333, 100, 83.3333])


def test_a_baseline_within_a_longer_period_is_that_period() -> None:
    assert drawn("BX", Show.INDEX, baseline="2020-02-14")[1] == 100


def test_nothing_is_drawn_where_a_value_of_the_baseline_is_hidden() -> None:
    assert drawn("BK", Show.INDEX) == [None, None, None]
    assert drawn("BK", Show.CHANGE) == [None, None, None]
    assert drawn("BK", Show.INDEX, baseline="2020-02") == [None, 100, 50]


def test_nothing_is_divided_by_a_baseline_of_zero() -> None:
    assert drawn("MN", Show.INDEX) == [None, None, None]
    assert drawn("MN", Show.CHANGE) == [None, None, None]
    assert drawn("MN", Show.CHANGE, SHARE) == [0, 0, 7]


def test_nothing_is_drawn_against_a_baseline_before_all_figures() -> None:
    assert drawn("BX", Show.INDEX, baseline="2019") == [None, None, None]


def test_the_unit_and_the_baseline_are_said() -> None:
    index = displayed(FRAME, COUNTED, Show.INDEX, None)
    points = displayed(FRAME, SHARE, Show.CHANGE, "2020-01-15")
    assert index is not None
    assert points is not None
    assert (index.unit, index.baseline) == ("index, baseline = 100", "2020-01-01/2020-12-31")
    assert (points.unit, points.baseline) == ("points against the baseline", "2020-01-15")


def test_without_any_baseline_the_mend_is_named() -> None:
    with pytest.raises(NoBaselineError, match=r"filings has no baseline; add baseline=YYYY-MM"):
        displayed(FRAME, FILINGS, Show.INDEX, None)


@pytest.mark.parametrize("show", [Show.CHANGE, Show.INDEX])
def test_a_change_against_a_baseline_has_no_other_baseline(show: Show) -> None:
    change = replace(COUNTED, measure=Measure.PERCENT_CHANGE)
    with pytest.raises(NoBaselineError, match="use show=level"):
        displayed(FRAME, change, show, "2020-01")


@pytest.mark.parametrize("measure", Measure)
def test_every_measure_may_be_shown_as_its_level(measure: Measure) -> None:
    assert allowed_shows(replace(COUNTED, measure=measure))[0] is Show.LEVEL


def test_a_frame_opens_at_the_newest_period_that_has_a_value() -> None:
    nothing_new = replace(FRAME, values=((10, 30, None),) * 3, statuses=("nnw",) * 3)
    nothing_at_all = replace(FRAME, values=((None,) * 3,) * 3, statuses=("mmm",) * 3)
    assert FRAME.latest() == 2
    assert nothing_new.latest() == 1
    assert nothing_at_all.latest() == 2


@pytest.mark.parametrize(
    ("day", "position"),
    [
        (date(1999, 1, 1), 0),
        (date(2020, 1, 31), 0),
        (date(2020, 2, 1), 1),
        (date(2020, 3, 5), 1),
        (date(2020, 12, 20), 2),
        (date(2030, 1, 1), 2),
    ],
)
def test_a_day_is_in_the_period_that_holds_it_else_in_the_nearest(day: date, position: int) -> None:
    assert FRAME.nearest(day) == position


def test_colors_compare_areas_of_a_period_where_it_has_enough_values() -> None:
    classed = replace(FRAME, classes=(10.0,), period_classes=((), (8.0, 30.0), ()))
    assert classed.bounds(1, within=True) == (8.0, 30.0)
    assert classed.bounds(1, within=False) == (10.0,)
    assert classed.bounds(0, within=True) == (10.0,)
    assert replace(FRAME, classes=(10.0,)).bounds(0, within=True) == (10.0,)


def compared(values: tuple[float, ...], codes: str, show: Show) -> list[Cell]:
    """The cells a chart draws of one area's shares against January 2020."""
    frame = replace(FRAME, areas=("BX",), values=(values,), statuses=(codes,))
    shown = displayed(frame, SHARE, show, "2020-01")
    assert shown is not None
    return [
        as_compared(cell, shown.base("BX"), shown.value("BX", position))
        for position, cell in enumerate(frame.series("BX"))
    ]


UNKNOWN = Cell(None, Status.NOT_REPORTED, Reason.COMPARED_CUT_OFF)


@pytest.mark.parametrize("show", [Show.CHANGE, Show.INDEX])
def test_no_change_is_told_from_a_figure_that_is_cut_off(show: Show) -> None:
    assert compared((99, 97, 99), "CnC", show) == [UNKNOWN] * 3


@pytest.mark.parametrize("show", [Show.CHANGE, Show.INDEX])
def test_a_rise_to_a_figure_that_is_cut_off_is_this_much_or_more(show: Show) -> None:
    first, second, last = compared((90, 97, 99), "nnC", show)
    assert (first.reason, second.reason, last.reason) == (None, None, Reason.CAPPED)
    assert (first.value, last.value) == ((0, 9) if show is Show.CHANGE else (100, 110))


@pytest.mark.parametrize("show", [Show.CHANGE, Show.INDEX])
def test_no_fall_to_a_figure_that_is_cut_off_is_told(show: Show) -> None:
    assert compared((99, 99, 98), "nCC", show)[1:] == [UNKNOWN] * 2


@pytest.mark.parametrize("codes", ["Fnn", "nFF"])
def test_a_change_is_no_surer_than_the_two_figures_it_rests_on(codes: str) -> None:
    drawn_cells = compared((90, 97, 99), codes, Show.CHANGE)
    assert {(cell.status, cell.reason) for cell in drawn_cells[1:]} == {
        (Status.LOW_RELIABILITY, Reason.FEW_CASES)
    }


def test_why_no_change_is_told_is_said() -> None:
    whole = Cell(5, Status.NORMAL)
    none = Cell(None, Status.NOT_REPORTED, Reason.NO_BASELINE)
    assert as_compared(whole, none, None).reason is Reason.NO_BASELINE
    assert as_compared(whole, Cell(0, Status.NORMAL), None).reason is Reason.FROM_NOTHING
