"""Charts draw what was published: gaps stay gaps, early figures are dashed, labels stand apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.figures.charts import (
    LABEL_GAP,
    LABEL_LINE,
    Chart,
    Line,
    cut_words,
    line_chart,
    tick_text,
    tick_width,
)
from components.figures.scales import number_ticks, time_ticks
from components.pictures.type_widths import Face
from components.pictures.type_widths import width as text_width
from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.model import Break, Measure, Status
from tests.support.drawn_lines import points_of
from tests.support.tiny import FILINGS

NORMAL, EARLY, HIDDEN = Status.NORMAL, Status.PROVISIONAL, Status.WITHHELD
LARGEST_SIZE = 13.5  # of words in charts, on a phone
YEARS_APART = 28.0
HUNDREDTHS = st.integers(-(10**7), 10**7).map(lambda whole: whole / 100)
PERIODS = tuple(
    (date(2024, 1, 6) + timedelta(weeks=i), date(2024, 1, 12) + timedelta(weeks=i))
    for i in range(200)
)


def cells(*values: float | None, statuses: str = "") -> list[Cell]:
    """Observations; without a status those without a value are hidden."""
    kinds = {"p": EARLY, "n": NORMAL, "m": Status.NOT_REPORTED, "w": HIDDEN}
    return [
        Cell(value, kinds[statuses[i]] if statuses else HIDDEN if value is None else NORMAL)
        for i, value in enumerate(values)
    ]


def drawn(
    *lines: Sequence[Cell], labels: Sequence[str] = (), **more: object
) -> ElementTree.Element:
    """The chart of these lines, parsed."""
    named = [
        Line(labels[i] if labels else f"Line {i}", line, ("first", "second", "other")[min(i, 2)])
        for i, line in enumerate(lines)
    ]
    chart = Chart("c", "what", FILINGS, PERIODS[: len(lines[0])], named)
    svg = line_chart(replace(chart, **more))  # pyright: ignore[reportArgumentType]
    return ElementTree.fromstring(str(svg))  # noqa: S314 - our own


def drawn_lines(chart: ElementTree.Element, style: str) -> list[list[tuple[float, float]]]:
    """Points of every line of a class."""
    return [
        points_of(found.get("d") or "")
        for found in chart.iter("path")
        if found.get("class") == style
    ]


def test_a_line_breaks_at_a_period_without_a_value() -> None:
    chart = drawn(cells(1, 2, None, 4, 5, 6))
    assert [len(points) for points in drawn_lines(chart, "first")] == [2, 3]


def test_a_line_breaks_where_periods_are_missing() -> None:
    after = tuple(
        (first + timedelta(days=40), last + timedelta(days=40)) for first, last in PERIODS
    )
    chart = drawn(cells(1, 2, 3, 4, 5, 6), periods=(*PERIODS[:4], *after[4:6]))
    assert [len(points) for points in drawn_lines(chart, "first")] == [4, 2]
    holiday = tuple(
        (first + timedelta(days=7), last + timedelta(days=7)) for first, last in PERIODS
    )
    chart = drawn(cells(1, 2, 3, 4, 5, 6), periods=(*PERIODS[:4], *holiday[4:6]))
    assert [len(points) for points in drawn_lines(chart, "first")] == [6]


def test_an_axis_that_begins_above_zero_says_so() -> None:
    shares = replace(FILINGS, measure=Measure.PERCENT)
    chart = Chart("c", "what", shares, PERIODS[:2], [Line("a", cells(80, 99), "first")])
    assert cut_words(chart) == "The scale begins at 80%, not at zero."
    low = replace(chart, lines=[Line("a", cells(3, 99), "first")])
    assert cut_words(low) == ""


def test_an_axis_of_many_millions_writes_one_letter_and_says_what_it_stands_for() -> None:
    chart = Chart("c", "what", FILINGS, PERIODS[:2], [Line("a", cells(2e6, 150e6), "first")])
    words = [tick_text(tick, chart.ticks, FILINGS) for tick in chart.ticks]
    assert words == ["0", "50 M", "100 M", "150 M"]
    assert cut_words(chart) == "M on the scale stands for a million."
    small = replace(chart, lines=[Line("a", cells(2e5, 8e5), "first")])
    assert tick_text(small.ticks[-1], small.ticks, FILINGS) == "800,000"
    assert cut_words(small) == ""


@pytest.mark.parametrize("power", range(9))
def test_no_number_of_an_axis_takes_a_fifth_of_a_phones_chart(power: int) -> None:
    chart = Chart("c", "what", FILINGS, PERIODS[:2], [Line("a", cells(1, 9 * 10**power), "first")])
    widest = max(tick_width(tick_text(tick, chart.ticks, FILINGS)) for tick in chart.ticks)
    assert widest <= 320 / 5


def test_a_value_between_gaps_is_a_dot() -> None:
    chart = drawn(cells(None, 2, None, 4, 5))
    assert len([found for found in chart.iter("circle")]) == 1
    assert [len(points) for points in drawn_lines(chart, "first")] == [2]


def test_hidden_periods_are_hatched_and_missing_ones_are_not() -> None:
    hidden = drawn(cells(1, None, None, 4))
    missing = drawn(cells(1, None, None, 4, statuses="nmmn"))
    bands = [found for found in hidden.iter("rect") if found.get("class") == "hidden-band"]
    assert len(bands) == 2
    assert bands[0].get("fill") == "url(#c-hatch)"
    assert hidden.find(".//pattern[@id='c-hatch']") is not None
    assert not [found for found in missing.iter("rect") if found.get("class") == "hidden-band"]


def test_early_figures_are_dashed_from_the_last_final_one_on() -> None:
    chart = drawn(cells(1, 2, 3, 4, statuses="nnpp"))
    assert [len(points) for points in drawn_lines(chart, "first")] == [2]
    dashed = drawn_lines(chart, "first early")
    assert [len(points) for points in dashed] == [3]
    assert dashed[0][0] == drawn_lines(chart, "first")[0][-1]


def test_a_change_of_method_is_marked_with_its_words() -> None:
    mark = Break(PERIODS[1][0], "Tests at home are no longer counted.")
    chart = drawn(cells(1, 2, 3), breaks=(mark,))
    titles = [found.text for found in chart.iter("title")]
    assert mark.text in titles


def test_a_change_of_method_outside_the_chart_is_not_marked() -> None:
    mark = Break(date(1999, 1, 1), "Long ago.")
    assert not [
        found
        for found in drawn(cells(1, 2, 3), breaks=(mark,)).iter("line")
        if found.get("class") == "break-mark"
    ]


@given(
    ends=st.lists(st.integers(0, 1000), min_size=1, max_size=8),
)
def test_labels_at_line_ends_never_cover_another(ends: list[int]) -> None:
    chart = drawn(*[cells(500, end) for end in ends])
    heights = sorted(
        float(found.get("y") or 0)
        for found in chart.iter("text")
        if (found.get("class") or "").startswith("end")
    )
    assert len(heights) == len(ends)
    assert all(b - a >= LABEL_GAP - 0.11 for a, b in zip(heights, heights[1:], strict=False))


@given(
    ends=st.lists(st.integers(0, 1000), min_size=1, max_size=4),
    lines=st.lists(st.integers(1, 3), min_size=4, max_size=4),
)
def test_labels_of_several_lines_never_cover_another(ends: list[int], lines: list[int]) -> None:
    names = ["\n".join("abc"[:count]) for count in lines[: len(ends)]]
    chart = drawn(*[cells(500, end) for end in ends], labels=names)
    spans = sorted(
        (top, top + len(found.findall("tspan")) * LABEL_LINE)
        for found in chart.iter("text")
        if (found.get("class") or "").startswith("end")
        for top in [float(found.get("y") or 0)]
    )
    assert all(later[0] - one[1] >= LABEL_GAP - 0.11 for one, later in pairwise(spans))


def leaders(chart: ElementTree.Element) -> list[ElementTree.Element]:
    return [found for found in chart.iter("line") if found.get("class") == "leader"]


def number(found: ElementTree.Element, name: str) -> float:
    return float(found.get(name) or 0)


def test_a_label_far_from_the_end_of_its_line_is_led_there() -> None:
    chart = drawn(*[cells(500, end) for end in (0, 1, 2, 3, 4, 5, 6, 500)])
    labels = {
        number(found, "y") - 4: number(found, "x")
        for found in chart.iter("text")
        if (found.get("class") or "").startswith("end")
    }
    led = leaders(chart)
    assert len(led) == 6
    assert all(number(each, "x2") < labels[number(each, "y2")] for each in led)
    foot = {number(each, "y1") for each in led}
    assert max(foot) - min(foot) < LABEL_GAP


def test_a_leader_begins_where_its_line_ends() -> None:
    """Of a line that ends before the others it began at the edge of the plot, at nothing."""
    early = [cells(500, end, None, None) for end in (0, 1, 2)]
    chart = drawn(*early, cells(500, 400, 300, 200))
    ends = [points_of(steps)[-1][0] for found in chart.iter("path") if (steps := found.get("d"))]
    led = leaders(chart)
    assert led
    assert all(number(each, "x1") - min(ends) == pytest.approx(2, abs=0.11) for each in led)


def test_a_line_that_ends_early_is_led_to_its_label_at_the_same_height() -> None:
    led = leaders(drawn(cells(0, 0, None, None), cells(500, 500, 500, 500)))
    assert len(led) == 1
    assert led[0].get("y1") == led[0].get("y2")
    assert float(led[0].get("x1", 0)) < float(led[0].get("x2", 0))


def test_labels_at_the_ends_of_their_lines_need_no_leader() -> None:
    assert not leaders(drawn(cells(0, 0), cells(500, 500)))


def test_a_chart_without_any_value_is_not_drawn() -> None:
    one = Line("a", cells(None, None), "first")
    assert line_chart(Chart("c", "what", FILINGS, PERIODS[:2], [one])) == ""


def test_a_chart_says_in_words_what_it_shows_and_is_never_markup() -> None:
    chart = drawn(cells(1, 2), labels=["<b>Bronx</b>"], label="Filings <in> Bronx")
    assert chart.get("aria-label") == "Filings <in> Bronx"
    assert chart.get("role") == "img"
    assert "<b>Bronx</b>" in [found.text for found in chart.iter("text")]


@pytest.mark.parametrize("measure", Measure)
@given(values=st.lists(HUNDREDTHS, min_size=1, max_size=30))
def test_round_numbers_of_an_axis_cover_every_value(measure: Measure, values: list[float]) -> None:
    ticks = number_ticks(values, replace(FILINGS, measure=measure))
    assert ticks[0] <= min(values) + 1e-6
    assert ticks[-1] >= max(values) - 1e-6
    assert 2 <= len(ticks) <= 8
    assert ticks == sorted(set(ticks))


@pytest.mark.parametrize("measure", Measure)
@settings(max_examples=25)
@given(values=st.lists(HUNDREDTHS, min_size=2, max_size=4))
def test_numbers_of_an_axis_stand_whole_within_the_picture(
    measure: Measure, values: list[float]
) -> None:
    indicator = replace(FILINGS, measure=measure)
    chart = drawn(cells(*values), indicator=indicator)
    numbers = [each for each in chart.iter("text") if each.get("class") == "tick number"]
    assert numbers
    for number in numbers:
        room = float(number.get("x") or 0)
        assert text_width(number.text or "", LARGEST_SIZE, Face.SANS) <= room, number.text


@given(first=st.dates(date(2015, 1, 1), date(2026, 1, 1)), days=st.integers(0, 5000))
def test_days_of_an_axis_are_inside_it_and_few(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    ticks = time_ticks(first, last, most=5)
    assert all(first <= day <= last for day, _words in ticks)
    assert len(ticks) <= 5
    assert len({words for _day, words in ticks}) == len(ticks)


@pytest.mark.parametrize("width", [220, 280, 360, 640])
@pytest.mark.parametrize("years", [4, 5, 9, 10, 11, 20])
def test_years_under_an_axis_stand_apart_however_small_the_chart(width: int, years: int) -> None:
    periods = tuple((date(2005 + n, 1, 1), date(2005 + n, 12, 31)) for n in range(years))
    chart = drawn(cells(*map(float, range(years))), periods=periods, width=width, room=44)
    places = [
        float(each.get("x") or 0) for each in chart.iter("text") if each.get("class") == "tick year"
    ]
    assert 2 <= len(places) <= 5
    between = [later - before for before, later in pairwise(places)]
    assert min(between) >= YEARS_APART


@pytest.mark.parametrize("width", [280, 360, 640])
@pytest.mark.parametrize("weeks", [9, 21, 40, 60, 100])
def test_months_under_an_axis_stand_apart_however_small_the_chart(width: int, weeks: int) -> None:
    numbers = cells(*map(float, range(weeks)))
    chart = drawn(numbers, periods=PERIODS[:weeks], width=width, room=84)
    months = [each for each in chart.iter("text") if each.get("class") == "tick year"]
    assert months
    wide = max(text_width(each.text or "", LARGEST_SIZE, Face.SANS) for each in months)
    places = [float(each.get("x") or 0) for each in months]
    assert all(later - before > wide for before, later in pairwise(places))


@pytest.mark.parametrize("start", [date(2019, 1, 1), date(2020, 12, 28), date(2021, 11, 20)])
@pytest.mark.parametrize("weeks", [9, 60, 200])
def test_no_word_under_an_axis_stands_below_the_lowest_number_beside_it(
    start: date, weeks: int
) -> None:
    """The zero stood on "2019", and 60 on "Jan 2022"."""
    days = [start + timedelta(weeks=week) for week in range(weeks)]
    periods = tuple((day, day + timedelta(days=6)) for day in days)
    chart = drawn(cells(*map(float, range(weeks))), periods=periods, width=280)
    numbers = [float(each.get("x") or 0) for each in chart.iter("text") if is_tick(each, "number")]
    words = [each for each in chart.iter("text") if is_tick(each, "year")]
    for each in words:
        half = text_width(each.text or "", LARGEST_SIZE, Face.SANS) / 2
        assert float(each.get("x") or 0) - half >= max(numbers) - 1, each.text


def is_tick(text: ElementTree.Element, kind: str) -> bool:
    return text.get("class") == f"tick {kind}"


def test_every_number_in_a_chart_is_a_plain_decimal() -> None:
    text = ElementTree.tostring(drawn(cells(0.00001, 123456789.123)), encoding="unicode")
    assert not re.search(r"(?:nan|inf|\d[eE][-+]?\d)", text)
