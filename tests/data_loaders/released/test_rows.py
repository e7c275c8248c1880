"""A frame reads the rows it is asked for, and those kept never weigh more than their bound."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_loaders.released import rows
from data_loaders.released.packing import packed, unpacked
from data_loaders.released.rows import Rows
from data_loaders.vocabulary.frames import Frame
from data_loaders.vocabulary.model import Geography

DAY = date(2020, 3, 1)
AREAS = 178


def large(values: float = 0.5) -> Frame:
    """As many areas and weeks as the largest frame of a release has."""
    weeks = [DAY + timedelta(weeks=i) for i in range(300)]
    return Frame(
        "covid_cases",
        Geography.MODZCTA,
        "all",
        periods=tuple((week, week + timedelta(days=6)) for week in weeks),
        areas=tuple(f"A{i}" for i in range(AREAS)),
        values=tuple((None, *(row + values for _ in weeks[1:])) for row in range(AREAS)),
        statuses=("w" + "n" * 299,) * AREAS,
        period_classes=((1.0, 2.0),) * 300,
    )


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Positions of the rows that are read from bytes, as they are read."""
    positions: list[int] = []
    make = Rows.__init__

    def told(self: Rows[float], length: int, reader: object, weight: int) -> None:
        def noted(position: int) -> tuple[float, ...]:
            positions.append(position)
            return reader(position)  # pyright: ignore[reportCallIssue]

        make(self, length, noted, weight)

    monkeypatch.setattr(Rows, "__init__", told)
    return positions


def test_an_area_of_a_frame_reads_its_own_row_alone(read: list[int]) -> None:
    frame = unpacked(packed(large()))
    assert frame.latest() == 299
    assert frame.cell("A7", 1).value == 7.5
    assert frame.series("A7")[0].value is None
    assert frame.statuses[9][0] == "w"
    assert read == [7]


def test_a_whole_frame_comes_back_equal_and_is_packed_again_to_the_same_bytes() -> None:
    content = packed(large())
    frame = unpacked(content)
    assert frame == large()
    assert large() == frame
    assert packed(frame) == content
    assert frame.bounds(3, within=True) == (1.0, 2.0)
    assert frame.values[-1] == large().values[-1]
    assert frame.values[1:3] == large().values[1:3]
    with pytest.raises(IndexError):
        frame.values[AREAS]


def test_rows_of_many_frames_never_weigh_more_than_their_bound() -> None:
    cache = rows._row.cache
    for number in range(12):
        frame = unpacked(packed(large(number / 2)))
        assert sum(value or 0 for row in frame.values for value in row) > 0
        assert cache.currsize <= rows.MOST_BYTES
    assert cache.currsize > rows.MOST_BYTES // 2


@given(
    has_value=st.lists(st.booleans(), min_size=1, max_size=6),
    more=st.integers(-2, 2).filter(bool),
    is_stepped=st.booleans(),
)
@settings(deadline=None, max_examples=60)
def test_a_row_of_another_length_is_refused_before_any_is_read(
    has_value: list[bool], more: int, is_stepped: bool
) -> None:
    values = tuple((1.5 if is_stepped else 1 / 3) if each else None for each in has_value)
    codes = "".join("n" if each else "m" for each in has_value)
    days = tuple((DAY + timedelta(days=i),) * 2 for i in range(len(codes)))
    frame = Frame("a", Geography.CITY, "all", days, ("NYC",), (values,), (codes,))
    written = msgspec.json.decode(packed(frame))
    row = written["steps"][0] if written["places"] is not None else written["frame"]["values"][0]
    if more > 0:
        row += [3] * more
    else:
        del row[more:]
    if len(row) == sum(has_value) and written["places"] is not None:
        return  # there was nothing to take away
    with pytest.raises(msgspec.ValidationError, match="do not allow"):
        unpacked(msgspec.json.encode(written))
