"""Reading some observations of a frame says what reading all of them says."""

from __future__ import annotations

from datetime import date

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
