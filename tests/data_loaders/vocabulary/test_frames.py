"""Reading some observations of a frame says what reading all of them says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data_loaders.vocabulary.frames import Cell, Frame
from data_loaders.vocabulary.model import Geography, Status

MARCH, APRIL, MAY = (
    (date(2020, 3, 1), date(2020, 3, 31)),
    (date(2020, 4, 1), date(2020, 4, 30)),
    (date(2020, 5, 1), date(2020, 5, 31)),
)
FRAME = Frame(
    "rent",
    Geography.BOROUGH,
    "all",
    (MARCH, MAY),
    ("BX", "MN"),
    ((1.0, 2.0), (3.0, None)),
    ("np", "nw"),
)


def test_some_periods_say_what_the_whole_series_says() -> None:
    for area_id in FRAME.areas:
        assert FRAME.cells_in(area_id, FRAME.periods) == FRAME.series(area_id)
        assert FRAME.cells_in(area_id, (MAY, MARCH)) == FRAME.series(area_id)[::-1]


def test_a_period_the_frame_lacks_has_no_observation() -> None:
    before = (date(2019, 1, 1), date(2019, 1, 31))
    after = (date(2021, 1, 1), date(2021, 1, 31))
    half = (MAY[0], date(2020, 5, 15))
    assert FRAME.cells_in("BX", (before, APRIL, half, after)) == [None] * 4
    assert FRAME.cells_in("MN", (MAY,)) == [Cell(None, Status.WITHHELD)]


def test_an_area_has_a_figure_where_any_exists_hidden_or_not() -> None:
    every = "".join(status.code for status in Status if not status.has_value)
    names, codes = ("A", "B", "C", "D"), ("nm", "wm", "mm", "xm")
    values = ((1.0, None), (None, None), (None, None), (None, None))
    frame = replace(FRAME, areas=names, values=values, statuses=codes)
    assert list(frame.figured_areas()) == ["A", "B"]
    assert set("wmx") <= set(every)


@pytest.mark.parametrize(
    "other",
    [
        replace(FRAME, periods=(MARCH, APRIL)),
        replace(FRAME, values=((1.0, 2.5), (3.0, None))),
        replace(FRAME, statuses=("ne", "nw")),
        replace(FRAME, margins=(0.5, 0.0)),
        replace(FRAME, areas=("BK", "MN")),
    ],
)
def test_a_series_is_the_same_only_with_its_periods_values_reasons_and_margin(
    other: Frame,
) -> None:
    assert not FRAME.has_same_series(other, "BX")
    assert FRAME.has_same_series(replace(FRAME, areas=("BX", "QN")), "BX")
