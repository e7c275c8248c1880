"""Names at the ends of lines are whole: on several lines, and cut only where all cannot stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.text.shortening import MOST_LINES, labels, on_two_lines, wrapped

NAMES = st.text("abc XY-/–().,'", min_size=1, max_size=70)


@given(name=NAMES, letters=st.integers(4, 30))
def test_a_name_on_several_lines_is_whole(name: str, letters: int) -> None:
    lines = wrapped(name, letters).split("\n")
    assert "".join(lines) == name
    assert len(lines) <= MOST_LINES


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Concourse-Concourse Village", ["Concourse-", "Concourse ", "Village"]),
        ("Mott Haven-Port Morris", ["Mott Haven-", "Port Morris"]),
        ("Bronx", ["Bronx"]),
    ],
)
def test_a_name_breaks_at_spaces_and_dashes(name: str, lines: list[str]) -> None:
    assert wrapped(name, 13).split("\n") == lines


@given(names=st.lists(NAMES, min_size=1, max_size=9), most=st.integers(1, 30))
def test_labels_above_each_other_have_room(names: list[str], most: int) -> None:
    shortened = labels(names, 13, most)
    assert sum(label.count("\n") + 1 for label in shortened) <= max(most, len(names))


def test_an_industry_takes_two_lines_and_is_whole() -> None:
    name = "Professional, scientific and technical services"
    assert "".join(on_two_lines(name, 33)).replace(" ", "") == name.replace(" ", "")
    assert on_two_lines("Retail trade", 33) == ["Retail trade"]
