"""What is read of a chart is what is drawn, and what its table and the sentence above it say."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate, combinations
from xml.etree import ElementTree

import pytest

from components.markup.first_view import rendered
from components.site.page import Asked, Page
from components.trends.chart import NARROW, drawing
from components.trends.panels import panels
from data_loaders.released.release import Release
from pages import place, trends
from tests.pages.asked import BUILD, SIDES, Query, plain, some, svgs
from tests.support.drawn_lines import points_of

Element = ElementTree.Element
LETTER, LINE = 10, 11  # pixels


@cache
def pages(release: Release, page: str) -> list[tuple[Query, Page]]:
    """Every figure of a page and a sample of choices."""
    own = [query for query in plain(release, page) if page == "industries" or len(query) == 1]
    # Every third is enough: all are drawn by the same few lines.
    asked = [*own[::3], *some(release, page, 12)]
    return [(query, BUILD[page](Asked(f"/{page}", query, release))) for query in asked]


def drawings(page: Page, *names: str) -> Iterator[tuple[str, Element]]:
    """Every drawing of a page whose slot's id ends with one of the names."""
    for name, svg in svgs(page).items():
        if svg and name.endswith(names):
            yield name, ElementTree.fromstring(svg)


def classed(svg: Element, element: str, name: str) -> list[Element]:
    """Elements that have a class."""
    return [one for one in svg.iter(element) if name in one.attrib.get("class", "").split()]


def reading(svg: Element) -> tuple[list[str], list[list[str]]]:
    """The periods of a chart, and what each line says: its name, its style, a word a period."""
    periods, *lines = (line.split("|") for line in svg.attrib["data-reading"].split("\u00a7"))
    return periods, lines


def places(svg: Element) -> list[float]:
    """Where the script puts each period, in the pixels of the drawing."""
    left, right, span = map(float, svg.attrib["data-scale"].split())
    days = accumulate(map(int, svg.attrib["data-days"].split()))
    return [left + (right - left) * day / (span or 1) for day in days]


def points(svg: Element, line: int) -> list[float]:
    """Where a line has points, from left to right."""
    (group,) = [one for one in svg.iter("g") if one.attrib.get("data-line") == str(line)]
    lines = [points_of(one.attrib["d"]) for one in group.iter("path")]
    alone = [float(dot.attrib["cx"]) for dot in group.iter("circle")]
    return sorted({*alone, *(x for each in lines for x, _y in each)})


@pytest.mark.parametrize("side", SIDES)
def test_a_line_is_read_where_it_is_drawn_and_only_there(
    sides: Mapping[str, Release], side: str
) -> None:
    compared = 0
    for query, page in pages(sides[side], "trends"):
        for name, svg in drawings(page, "-wide"):
            periods, lines = reading(svg)
            assert len(places(svg)) == len(periods), (query, name)
            for i, (_name, _style, *words) in enumerate(lines):
                assert len(words) == len(periods), (query, name)
                numbered = [
                    x for x, word in zip(places(svg), words, strict=True) if _is_number(word)
                ]
                if len(numbered) == len(points(svg, i)):
                    assert points(svg, i) == pytest.approx(numbered, abs=0.11), (query, name)
                    compared += len(numbered)
    assert compared > 1000


def _is_number(words: str) -> bool:
    return bool(re.match(r"[+\u2212$]*[0-9]", words))


@pytest.mark.parametrize("side", SIDES)
def test_a_chart_is_read_as_its_table_says(sides: Mapping[str, Release], side: str) -> None:
    compared = 0
    for query, page in pages(sides[side], "trends"):
        written = str(rendered(page.parts["trends-panels"]))
        tables = re.findall(r"<tbody>(.*?)</tbody>", written, re.DOTALL)
        read = [reading(svg) for _name, svg in drawings(page, "-wide")]
        for (periods, lines), table in zip(read, tables, strict=False):
            if len(read) != len(tables):
                continue
            rows = [
                [
                    re.sub("<[^>]+>", "", cell)
                    for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)
                ]
                for row in table.split("</tr>")[:-1]
            ]
            words = [line[2:] for line in lines]
            expected = [list(row) for row in zip(periods, *words, strict=True)]
            assert _plain(expected) == _plain(rows[::-1]), query
            compared += len(rows)
    assert compared > 500


def _plain(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    return [[re.sub(r"&#?\w+;|\W", "", cell) for cell in row] for row in rows]


@pytest.mark.parametrize("side", SIDES)
def test_every_cell_of_a_heatmap_can_be_read(sides: Mapping[str, Release], side: str) -> None:
    compared = 0
    for query, page in pages(sides[side], "industries"):
        late = page.late()["readings"]
        assert isinstance(late, dict)
        for name, svg in drawings(page, "heat-map-wide", "heat-map-narrow"):
            periods, *lines = (
                line.split("|") for line in late["industries-heat-map"].split("\u00a7")
            )
            assert len(svg.attrib["data-days"].split()) == len(periods), (query, name)
            edges = [float(svg.attrib["data-scale"].split()[0]), *places(svg)[:-1]]
            drawn = [cell for one in svg.iter("path") for cell in _cells(one, edges)]
            tops = {top for top, _position in drawn}
            every = {(top, position) for top in tops for position in range(len(periods))}
            # Each cell lies in one piece of one color, whatever stands beside it in that piece.
            assert len(drawn) == len(periods) * len(lines), (query, name)
            assert set(drawn) == every, (query, name)
            compared += len(drawn)
    assert compared > 1000


def _cells(path: Element, edges: Sequence[float]) -> list[tuple[float, int]]:
    """The cells in the pieces of a path, by their row's top and their place among the edges; each
    piece begins at an edge."""
    cells: list[tuple[float, int]] = []
    for left, top, wide in re.findall(r"M([\d.]+) ([\d.]+)h([\d.]+)", path.attrib["d"]):
        start, end = float(left), float(left) + float(wide)
        inside = range(bisect_left(edges, start - 0.11), bisect_left(edges, end - 0.2))
        assert inside, (left, top, wide)
        assert edges[inside[0]] == pytest.approx(start, abs=0.11)
        cells += [(float(top), position) for position in inside]
    return cells


@pytest.mark.parametrize("side", SIDES)
def test_the_ends_in_the_sentence_are_those_of_the_bars(
    sides: Mapping[str, Release], side: str
) -> None:
    named = 0
    for query, page in pages(sides[side], "industries"):
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
            above = [value for value in others if top and value > min(marks[one] for one in top)]
            below = [
                value for value in others if bottom and value < max(marks[one] for one in bottom)
            ]
            assert len(above) + len(below) <= doubtful(page.description), query
            named += len(top) + len(bottom)
    assert named > 20


def doubtful(sentence: str) -> int:
    """How many industries a sentence says are left out, as their figures are doubtful."""
    said = re.search(r"(\d+) industr\w+ to be read with care", sentence)
    return int(said[1]) if said else 0


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


@pytest.mark.parametrize("page", ["map", "trends"])
def test_a_scale_that_begins_above_zero_says_so_under_its_chart(
    sides: Mapping[str, Release], page: str
) -> None:
    """Shares of children vaccinated in a ZIP area are all high; case rates begin at zero."""
    for figure, is_cut in (("measles_vaccination", True), ("covid_case_rate", False)):
        query = {"indicator": figure, "geography": "modzcta", "areas": "10001"}
        answer = BUILD[page](Asked(f"/{page}", query, sides["digest"]))
        said = "not at zero." in str(rendered(answer.body))
        assert said is is_cut, figure


def test_a_chart_of_a_place_says_so_too(sides: Mapping[str, Release]) -> None:
    page = place.PAGE.build(Asked("/places/10001", {}, sides["digest"], {"place": "10001"}))
    figures = str(rendered(page.body)).split("<article")[1:]
    for figure, is_cut in (("measles_vaccination", True), ("covid_case_rate", False)):
        [own] = [each for each in figures if f'id="{figure}"' in each]
        assert ("not at zero." in own) is is_cut, figure


@pytest.mark.parametrize("side", SIDES)
def test_no_letter_of_a_change_of_method_lies_on_another(
    sides: Mapping[str, Release], side: str
) -> None:
    release = sides[side]
    changed = [name for name, source in release.source_of.items() if source.breaks_of(name)[1:]]
    for name in changed:
        query = {"indicator": name}
        for panel in panels(release, trends.read(query, release).view):
            svg = ElementTree.fromstring(drawing(panel, NARROW) or "<svg/>")
            at = [(float(one.attrib["x"]), float(one.attrib["y"]))
                  for one in classed(svg, "text", "break-name")]  # fmt: skip
            for (left, low), (right, high) in combinations(at, 2):
                assert abs(right - left) >= LETTER or abs(high - low) >= LINE, (query, at)
