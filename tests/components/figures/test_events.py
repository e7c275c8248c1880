"""Events on a time axis: numbers that never meet, and one list that names every line."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from components.figures import events
from components.figures.charts import Chart, Line, line_chart, scales
from components.figures.scales import Scale
from components.markup.first_view import rendered
from data_loaders.vocabulary.events import EVENTS, events_between
from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.model import Status
from tests.support.tiny import FILINGS

DAYS = st.dates(date(2018, 1, 1), date(2026, 12, 31))


def months(first: date, count: int) -> list[tuple[date, date]]:
    """Periods of about a month each."""
    starts = [first + timedelta(days=30 * i) for i in range(count)]
    return [(start, start + timedelta(days=29)) for start in starts]


def chart(first: date, count: int, **more: object) -> Chart:
    line = Line("here", [Cell(float(i), Status.NORMAL) for i in range(count)], "first")
    return Chart("c", "what", FILINGS, months(first, count), [line], is_dated=True, **more)  # pyright: ignore


@given(places=st.lists(st.floats(0, 300), max_size=14).map(sorted))
def test_numbers_in_one_row_never_meet_and_none_is_lost(places: list[float]) -> None:
    groups = events.together([(place, i) for i, place in enumerate(places, start=1)])
    assert [number for group in groups for _place, number in group] == [*range(1, len(places) + 1)]
    for one, other in pairwise(groups):
        ends = events.middle(one) + events.width(one) / 2
        assert events.middle(other) - events.width(other) / 2 > ends


@given(first=DAYS, days=st.integers(0, 4000))
def test_an_event_has_the_same_number_on_every_axis(first: date, days: int) -> None:
    shown = events.numbered(first, first + timedelta(days=days))
    assert all(EVENTS[number - 1] is event for number, event in shown)


@given(first=st.dates(date(2018, 1, 1), date(2024, 1, 1)), count=st.integers(2, 80))
def test_a_dated_chart_marks_what_its_axis_spans_and_its_list_names_each(
    first: date, count: int
) -> None:
    dated = chart(first, count)
    root = ElementTree.fromstring(line_chart(dated))
    lines = [each for each in root.iter("line") if each.get("class") == "event-mark"]
    spanned = events_between(*dated.span)
    assert [each.findtext("title") for each in lines] == [event.text for event in spanned]
    listed = rendered([*events.named([dated.span])])
    said = re.sub("<[^>]+>", "", listed)
    assert all(event.text in said for event in spanned)
    assert re.findall(r'value="(\d+)"', listed) == [
        str(EVENTS.index(event) + 1) for event in spanned
    ]


def test_a_chart_whose_axis_spans_no_event_keeps_its_height() -> None:
    late = chart(date(2024, 1, 1), 12)
    assert scales(late)[1].end == late.top
    assert not events.named([late.span])
    assert "event" not in line_chart(late)


def test_numbers_stand_above_the_plot() -> None:
    marks = events.marks((date(2020, 1, 1), date(2022, 1, 1)), Scale(0, 1, 0, 1), 40, 180)
    feet = [float(found) for found in re.findall(r'<text[^>]* y="([\d.]+)"', marks)]
    assert feet
    assert all(foot < 40 for foot in feet)
