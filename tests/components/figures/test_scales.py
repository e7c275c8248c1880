"""A period is drawn inside its own span, whatever its length."""

from __future__ import annotations

import re
from datetime import date

import pytest

from components.figures.charts import Chart, Line, line_chart, scales
from components.figures.scales import axis_start, is_span, place
from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.model import Status
from tests.support.drawn_lines import points_of
from tests.support.tiny import FILINGS

YEARS = [(date(year, 1, 1), date(year, 12, 31)) for year in (2018, 2019, 2020)]
MEANS = [(date(first, 1, 1), date(first + 4, 12, 31)) for first in (2012, 2013, 2017)]


def chart_of(periods: list[tuple[date, date]]) -> Chart:
    cells = [Cell(float(i), Status.NORMAL) for i in range(1, len(periods) + 1)]
    return Chart("chart", "Filings", FILINGS, periods, [Line("", cells, "first")])


@pytest.mark.parametrize(
    "period",
    [
        (date(2024, 5, 1), date(2024, 5, 1)),
        (date(2024, 5, 5), date(2024, 5, 11)),
        (date(2024, 5, 1), date(2024, 5, 31)),
        (date(2024, 4, 1), date(2024, 6, 30)),
        (date(2024, 1, 1), date(2024, 6, 30)),
        *YEARS,
        *MEANS,
    ],
)
def test_a_period_stands_inside_its_span(period: tuple[date, date]) -> None:
    first, last = period
    assert first <= place(period) <= last
    assert first <= axis_start(period) <= last
    assert is_span(period) is ((last - first).days > 366)


def test_a_year_stands_between_its_own_mark_and_the_next() -> None:
    chart = chart_of(YEARS)
    x, _y = scales(chart)
    (line,) = re.findall(r'<path d="([^"]+)"', str(line_chart(chart)))
    for (at, _top), (first, last) in zip(points_of(line), YEARS, strict=True):
        assert x(first.toordinal()) < at < x(last.toordinal())


def test_means_over_years_are_spans_and_no_line_joins_them() -> None:
    chart = chart_of(MEANS)
    x, _y = scales(chart)
    lines = re.findall(r'<path d="([^"]+)"', str(line_chart(chart)))
    assert len(lines) == len(MEANS)
    for text, (first, last) in zip(lines, MEANS, strict=True):
        (left, top), (right, foot) = points_of(text)
        assert top == foot
        assert left == pytest.approx(x(first.toordinal()), abs=0.1)
        assert right == pytest.approx(x(last.toordinal()), abs=0.1)
