"""A chart is drawn twice, as SVG and by the chart library: with the same numbers, which are those
of the sentence above."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any
from xml.etree import ElementTree

import pytest

from components.figures import plots
from components.industries.plot import FILLS
from components.site.page import Asked, Page
from data_loaders.released.release import Release
from tests.pages.asked import BUILD, SIDES, Query, plain, some, svgs

Element = ElementTree.Element
Point = tuple[float, float]
SECONDS_A_DAY = 86_400
STYLE_OF = {color: style for style, color in plots.COLORS.items()}
CLASS_OF = {color: name for name, color in FILLS.items()}


@dataclass(frozen=True)
class Drawings:
    """One chart of a page: its SVG, and the library's data and layout for the same width."""

    svg: Element
    data: Sequence[dict[str, Any]]
    layout: dict[str, Any]

    @property
    def height(self) -> float:
        return float(self.svg.attrib["viewBox"].split()[3])

    def x(self, value: float) -> float:
        """Where the library puts a number of its horizontal axis, in the pixels of the SVG."""
        low, high = map(_number, self.layout["xaxis"]["range"])
        left, right = self.layout["margin"]["l"], self.layout["margin"]["r"]
        width = float(self.svg.attrib["viewBox"].split()[2])
        return left + (value - low) / ((high - low) or 1) * (width - right - left)

    def y(self, value: float) -> float:
        """Where it puts one of its vertical axis."""
        low, high = self.layout["yaxis"]["range"]
        top, foot = self.layout["margin"]["t"], self.height - self.layout["margin"]["b"]
        return foot + (value - low) / (high - low) * (top - foot)


def _number(value: str | float) -> float:
    """A moment as days, a number as it is."""
    if isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=UTC).timestamp() / SECONDS_A_DAY
    return value


@cache
def pages(release: Release, page: str) -> list[tuple[Query, Page, Page]]:
    """Every figure of a page and a sample of choices: the page, and what its script asks for
    when the chart library draws it, by the address the page writes of itself."""
    own = [query for query in plain(release, page) if page == "industries" or len(query) == 1]
    found = []
    for query in [*own, *some(release, page, 12)]:
        first = BUILD[page](Asked(f"/{page}", query, release))
        written = first.state["query"]
        assert isinstance(written, dict)
        found.append((query, first, BUILD[page](Asked(f"/{page}", written, release))))
    return found


def drawings(page: Page, asked_again: Page) -> Iterator[tuple[str, Drawings]]:
    """Every chart of a page in every width that is drawn twice."""
    plotted = asked_again.late()["plots"]
    assert isinstance(plotted, dict)
    for name, svg in svgs(page).items():
        # The five boroughs side by side are drawn once, without the library.
        if not svg or name.startswith("industries-borough-"):
            continue
        stem, _, width = name.rpartition("-")
        figure = plotted[f"{stem}-plot"]
        layout = figure.get("narrow") if width == "narrow" else figure["layout"]
        if layout is not None:
            yield name, Drawings(ElementTree.fromstring(svg), figure["data"], layout)


def classed(svg: Element, element: str, name: str) -> list[Element]:
    """Elements that have a class."""
    return [one for one in svg.iter(element) if name in one.attrib.get("class", "").split()]


def texts(svg: Element, *names: str) -> list[str]:
    """What the text elements say that have all of the classes."""
    found = [set(one.attrib.get("class", "").split()) for one in svg.iter("text")]
    return [
        one.text or ""
        for one, own in zip(svg.iter("text"), found, strict=True)
        if own.issuperset(names)
    ]


def are_near(one: set[Point], other: set[Point]) -> bool:
    """Whether both hold the same points, but for how they are rounded."""
    return _lie_near(one, other) and _lie_near(other, one)


def _lie_near(points: set[Point], others: set[Point]) -> bool:
    cells = {(round(x * 5), round(y * 5)) for x, y in others}
    steps = (-1, 0, 1)
    return all(
        any(
            (round(x * 5) + right, round(y * 5) + down) in cells
            for right in steps
            for down in steps
        )
        for x, y in points
    )


def drawn_points(svg: Element, style: str) -> set[Point]:
    """Every point of the lines of a style."""
    lines = [one.attrib["points"].split() for one in classed(svg, "polyline", style)]
    pairs = [tuple(map(float, point.split(","))) for line in lines for point in line]
    dots = classed(svg, "circle", style)
    alone = [(float(dot.attrib["cx"]), float(dot.attrib["cy"])) for dot in dots]
    return {(x, y) for x, y in [*pairs, *alone]}


@pytest.mark.parametrize("side", SIDES)
def test_both_drawings_of_trends_have_the_same_numbers(
    sides: Mapping[str, Release], side: str
) -> None:
    compared = 0
    for query, page, again in pages(sides[side], "trends"):
        for name, both in drawings(page, again):
            read = [trace for trace in both.data if trace["mode"] == "markers"]
            for style in plots.COLORS:
                points = {
                    (both.x(_number(day)), both.y(value))
                    for trace in read
                    if STYLE_OF[trace["marker"]["color"]] == style
                    for day, value in zip(trace["x"], trace["y"], strict=True)
                    if value is not None
                }
                assert are_near(points, drawn_points(both.svg, style)), (query, name, style)
                compared += len(points)
            ticks = both.layout["yaxis"]["ticktext"], both.layout["xaxis"]["ticktext"]
            assert texts(both.svg, "tick", "number") == list(ticks[0]), (query, name)
            assert texts(both.svg, "tick", "year") == list(ticks[1]), (query, name)
    assert compared > 1000


@pytest.mark.parametrize("side", SIDES)
def test_both_drawings_of_industries_have_the_same_bars(
    sides: Mapping[str, Release], side: str
) -> None:
    for query, page, again in pages(sides[side], "industries"):
        for both in (
            both for name, both in drawings(page, again) if name == "industries-bars-wide"
        ):
            bars, numbers = both.data
            rects = [rect for rect in both.svg.iter("rect") if rect.find("title") is not None]
            assert [rect.findtext("title") for rect in rects] == bars["hovertext"], query
            assert texts(both.svg, "value") == [word.strip() for word in numbers["text"]], query
            for rect, length in zip(rects, bars["x"], strict=True):
                ends = sorted((both.x(bars["base"]), both.x(bars["base"] + length)))
                drawn = float(rect.attrib["x"]), float(rect.attrib["width"])
                assert drawn[0] == pytest.approx(ends[0], abs=0.1), query
                assert drawn[1] == pytest.approx(max(ends[1] - ends[0], 0.8), abs=0.1), query


@pytest.mark.parametrize("side", SIDES)
def test_both_drawings_of_industries_have_the_same_cells(
    sides: Mapping[str, Release], side: str
) -> None:
    compared = 0
    for query, page, again in pages(sides[side], "industries"):
        for name, both in drawings(page, again):
            if not name.startswith("industries-heat-map"):
                continue
            row = (both.height - 22) / len(both.layout["yaxis"]["tickvals"])
            for color, cells in library_cells(both).items():
                drawn = svg_cells(both.svg, CLASS_OF[color], row)
                assert are_near(cells, drawn), (query, name, color)
                compared += len(cells)
    assert compared > 1000


def library_cells(both: Drawings) -> dict[str, set[Point]]:
    """Left edge and row of each of the library's cells, by color."""
    return {
        trace["marker"]["color"]: {
            (both.x(_number(middle) - width / 1000 / SECONDS_A_DAY / 2), base + 0.5)
            for middle, width, base in zip(trace["x"], trace["width"], trace["base"], strict=True)
        }
        for trace in both.data
    }


def svg_cells(svg: Element, name: str, row: float) -> set[Point]:
    """Left edge and row of each cell of a class."""
    paths = [one.attrib["d"] for one in classed(svg, "path", name)]
    places = [place for path in paths for place in re.findall(r"M([\d.]+) ([\d.]+)h", path)]
    return {(float(left), float(top) / row) for left, top in places}


@pytest.mark.parametrize("side", SIDES)
def test_the_ends_in_the_sentence_are_those_of_the_bars(
    sides: Mapping[str, Release], side: str
) -> None:
    named = 0
    for query, page, _again in pages(sides[side], "industries"):
        drawn = svgs(page)
        ends = re.fullmatch(r".*?Highest: (.*)\. Lowest: (.*)\.", page.description)
        for name in ("industries-bars-wide", "industries-bars-narrow"):
            marks = bar_marks(drawn[name])
            if ends is None:
                assert "Highest" not in page.description, query
                continue
            top, bottom = (said_marks(said, marks) for said in ends.groups())
            assert top or "too close" in ends.group(1), (query, page.description)
            assert bottom or "too close" in ends.group(2), (query, page.description)
            others = [value for mark, value in marks.items() if mark not in {*top, *bottom}]
            assert all(value <= min(marks[one] for one in top) for value in others if top), query
            assert all(value >= max(marks[one] for one in bottom) for value in others if bottom), (
                query
            )
            named += len(top) + len(bottom)
    assert named > 20


def bar_marks(svg: str) -> dict[str, float]:
    """The bars as a sentence names them, "Farms (+5%)", with their numbers."""
    titles = [title.text or "" for title in ElementTree.fromstring(svg or "<svg/>").iter("title")]
    pairs = [title.rpartition(": ")[::2] for title in titles]
    return {f"{name} ({words})": _value(words) for name, words in pairs}


def _value(words: str) -> float:
    return float(words.replace("−", "-").replace(",", "").strip("+%$"))


def said_marks(said: str, marks: Mapping[str, float]) -> list[str]:
    """The bars a part of a sentence names; of two that end alike, the longer."""
    found = []
    for mark in sorted(marks, key=len, reverse=True):
        if mark in said:
            found.append(mark)
            said = said.replace(mark, "")
    return found
