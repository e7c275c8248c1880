"""Frames as bytes come back exactly as they were."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loaders.released.packing import packed, unpacked
from data_loaders.vocabulary.frames import Frame
from data_loaders.vocabulary.model import Geography, Status

DAY = date(2020, 3, 1)
decimals = st.integers(-(10**9), 10**9).map(lambda whole: whole / 100)
cells = st.one_of(
    st.tuples(decimals, st.sampled_from(["n", "p", "e", "b", "l"])),
    st.tuples(st.none(), st.sampled_from(["w", "o", "m", "x"])),
)


def frame(rows: list[list[tuple[float | None, str]]]) -> Frame:
    days = [DAY + timedelta(days=i) for i in range(len(rows[0]))]
    return Frame(
        "covid_cases",
        Geography.BOROUGH,
        "all",
        periods=tuple((day, day) for day in days),
        areas=tuple(f"A{i}" for i in range(len(rows))),
        values=tuple(tuple(value for value, _ in row) for row in rows),
        statuses=tuple("".join(code for _, code in row) for row in rows),
    )


@given(st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=4))
def test_a_packed_frame_comes_back_exactly(rows: list[list[tuple[float | None, str]]]) -> None:
    original = frame(rows)
    assert unpacked(packed(original)) == original


@given(st.floats(-1e9, 1e9))
def test_values_no_power_of_ten_makes_whole_are_kept_exactly(value: float) -> None:
    original = frame([[(value, "n"), (1 / 3, "n"), (None, "w")]])
    assert unpacked(packed(original)) == original


def test_a_value_more_than_the_statuses_allow_is_refused() -> None:
    content = msgspec.json.decode(packed(frame([[(2.5, "n"), (None, "w")]])))
    content["steps"] = [[25, 3]]
    with pytest.raises(msgspec.ValidationError, match="do not allow"):
        unpacked(msgspec.json.encode(content))


def test_status_letters_in_the_test_are_those_of_the_model() -> None:
    assert "".join(s.code for s in Status if s.has_value) == "npebl"
    assert "".join(s.code for s in Status if not s.has_value) == "womx"
