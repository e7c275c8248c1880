"""A sentence names an extreme only where one mark is there: none tied, cut off or doubtful."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from components.figures import sentences
from components.figures.scene import scene
from components.industries import back
from components.industries import words as industry_words
from components.industries.ranks import IndustryComparison, comparison, with_industries
from components.text import formats, reasons
from components.trends import words
from components.trends.panels import Panel, panels
from data_loaders.released.baselines import baseline_span
from data_loaders.released.release import Release
from data_loaders.released.view import Show, View, is_mapped
from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.model import Geography, Indicator, Measure, Status
from tests.pages.asked import READ, SIDES, plain

MOST_AREAS_TRIED = 5
EXTREMES = re.compile(r"The highest was (.+?) \((.+?)\), the lowest (.+?) \((.+?)\)\.")
IN_SOME = re.compile(r"in ([\d,]+) periods?")
NAMED_LINES = re.compile(r"highest in (.+?), .*; lowest in (.+?), ")
NAMED_AREAS = (
    re.compile(r"(?<!share )(?<!has )[Tt]he highest, (.+?), had (.+?)(?: and the l|\. The|\.$)"),
    re.compile(r"(?<!share )(?<!has )[Tt]he lowest, (.+?), had (.+?)\.(?: |$)"),
    re.compile(r"Highest in (.+?): (.+?)\. Lowest"),
    re.compile(r"Lowest in (.+?): (.+?)\.(?: |$)"),
)


def firm(cells: Sequence[Cell]) -> list[Cell]:
    return [c for c in cells if c.value is not None and c.status is not Status.LOW_RELIABILITY]


def shown(cell: Cell, indicator: Indicator) -> str:
    return formats.number(cell.value or 0.0, indicator)


def single(release: Release) -> Iterator[Panel]:
    """The panel of every figure of a side alone, in every geography it has."""
    for query in plain(release, "trends"):
        yield from panels(release, READ["trends"](query, release).view)


@pytest.mark.parametrize("side", SIDES)
def test_the_extremes_of_a_line_are_those_of_its_marks(
    sides: Mapping[str, Release], side: str
) -> None:
    named = 0
    for panel in single(sides[side]):
        found = EXTREMES.search(words.sentence(panel))
        if found is None or len(panel.series) != 1:
            continue
        marks = [shown(cell, panel.indicator) for cell in firm(panel.series[0].cells)]
        values = [cell.value or 0.0 for cell in firm(panel.series[0].cells)]
        high, high_when, low, low_when = found.groups()
        for text, when, end in ((high, high_when, max(values)), (low, low_when, min(values))):
            is_end = formats.number(end, panel.indicator)
            assert text.removesuffix(" or more") == is_end, panel.view
            count = IN_SOME.fullmatch(when)
            assert marks.count(is_end) == (int(count[1].replace(",", "")) if count else 1)
        named += 1
    assert named > 20


@pytest.mark.parametrize("side", SIDES)
def test_where_figures_are_hidden_the_ends_are_said_to_be_those_of_the_shown(
    sides: Mapping[str, Release], side: str
) -> None:
    """Most hidden figures are small: the lowest that is shown is not the lowest there is."""
    told = 0
    for panel in single(sides[side]):
        sentence = words.sentence(panel)
        if len(panel.series) == 1 and EXTREMES.search(sentence):
            is_hidden = any(cell.status.is_hidden for cell in panel.series[0].cells)
            assert (sentences.beyond() in sentence) == is_hidden, panel.view
            told += 1
    assert told > 20


@pytest.mark.parametrize("side", SIDES)
def test_no_year_is_compared_with_one_it_overlaps(sides: Mapping[str, Release], side: str) -> None:
    """Averages over five years that end a year apart share four of them."""
    for panel in single(sides[side]):
        first, last = panel.periods[-1]
        if (last - first).days > 366:  # noqa: PLR2004
            assert "a year earlier" not in words.sentence(panel), panel.view


@pytest.mark.parametrize("side", SIDES)
def test_no_line_is_named_highest_that_shares_its_figure(
    sides: Mapping[str, Release], side: str
) -> None:
    for panel in single(sides[side]):
        at = words._last_common(panel) if panel.end is not None else None  # noqa: SLF001
        if at is None or not NAMED_LINES.search(words.sentence(panel)):
            continue
        cells = [line.cells[at] for line in panel.series]
        texts = sorted(cells, key=lambda cell: cell.value or 0.0)
        shown_texts = [shown(cell, panel.indicator) for cell in texts]
        assert shown_texts.count(shown_texts[0]) == shown_texts.count(shown_texts[-1]) == 1
        assert len(firm(cells)) == len(cells), panel.view
        assert all(not cell.is_cut_off for cell in cells), panel.view


COMPARED = re.compile(r" above |had the same figure|widest gap")


def unsure(cell: Cell) -> bool:
    return cell.value is not None and (cell.status is Status.LOW_RELIABILITY or cell.is_cut_off)


def doubtful_pairs(release: Release) -> Iterator[View]:
    """Of every figure an area that is cut off or doubtful in the newest period, and its neighbor
    in the frame."""
    for entry in release.index.frames:
        frame = release.frame(entry.indicator_id, entry.geography, entry.industry_id)
        last = len(frame.periods) - 1
        for one, other in pairwise(frame.areas):
            cells = frame.cell(one, last), frame.cell(other, last)
            if any(map(unsure, cells)) and None not in {cell.value for cell in cells}:
                names, areas = (entry.indicator_id,), (one, other)
                yield View(names, entry.geography, areas=areas, industry=entry.industry_id)
                break


@pytest.mark.parametrize("side", SIDES)
def test_no_gap_is_told_of_a_figure_that_is_cut_off_or_doubtful(
    sides: Mapping[str, Release], side: str
) -> None:
    """It says what each is, and how sure: the gap itself is not known."""
    release = sides[side]
    shown_views = doubtful_pairs(release)
    told = [words.sentence(panel) for view in shown_views for panel in panels(release, view)]
    assert told or side == "demonstration"
    assert [each for each in told if COMPARED.search(each)] == []
    marks = (" or more", "read with care")
    assert [each for each in told if not any(mark in each for mark in marks)] == []


@pytest.mark.parametrize("side", SIDES)
def test_a_year_earlier_is_as_sure_as_it_is_shown(sides: Mapping[str, Release], side: str) -> None:
    """What stands beside the newest figure says too that it is cut off or doubtful."""
    for panel in single(sides[side]):
        if len(panel.series) != 1 or "a year earlier it was" not in words.sentence(panel):
            continue
        line = panel.series[0]
        last = max(at for at, cell in enumerate(line.cells) if cell.value is not None)
        before = words._year_before(panel, line, last)  # noqa: SLF001
        [said] = re.findall(r"a year earlier it was (.+?)\.(?: |$)", words.sentence(panel))
        assert before is not None
        assert (" or more" in said) is before.is_cut_off, panel.view
        is_doubtful = before.status is Status.LOW_RELIABILITY
        assert said.endswith("read with care") is is_doubtful, panel.view


@pytest.mark.parametrize("side", SIDES)
def test_a_change_says_against_what(sides: Mapping[str, Release], side: str) -> None:
    for query in plain(sides[side], "trends"):
        view = replace(READ["trends"](query, sides[side]).view, show=Show.CHANGE)
        for panel in panels(sides[side], view):
            if panel.indicator.measure is Measure.PERCENT_CHANGE and len(panel.series) == 1:
                against = formats.baseline(panel.view.baseline or panel.indicator.baseline)
                latest = words.sentences(panel)[0]
                assert not against or f"% against {against}" in latest, (panel.view, latest)


@pytest.mark.parametrize("side", SIDES)
def test_a_change_is_no_surer_than_what_it_rests_on(
    sides: Mapping[str, Release], side: str
) -> None:
    """Of every area whose figures are cut off or doubtful: what is drawn of it says so, and from
    one that is cut off no change is drawn."""
    release, met = sides[side], 0
    for view in doubtful_pairs(release):
        for show in (Show.CHANGE, Show.INDEX):
            for asked in ("", "2020", "2023"):
                changed = replace(view, show=show, baseline=asked or None)
                met += sum(_as_sure(panel) for panel in panels(release, changed))
    assert met or side == "demonstration"


def _as_sure(panel: Panel) -> int:
    """How many drawn figures rest on such a one."""
    if panel.view.show is Show.LEVEL:
        return 0
    first, last = baseline_span(
        panel.release.indicators[panel.view.indicators[0]], panel.view.baseline
    )
    met = 0
    for line in panel.series:
        frame = panel.release.frame(line.indicator.id, line.area.geography, panel.view.industry)
        own = dict(zip(frame.periods, frame.series(line.area.id), strict=True))
        base = [cell for (start, end), cell in own.items() if end >= first and start <= last]
        for period, drawn in zip(panel.periods, line.cells, strict=True):
            cell = own.get(period)
            if cell is None or drawn.value is None or not any(map(unsure, [cell, *base])):
                continue
            assert not any(each.is_cut_off for each in base), panel.view
            assert reasons.mark(drawn) in (
                " or more",
                " read with care",
                " or more, read with care",
            ), (panel.view, drawn)
            met += 1
    return met


def views(release: Release) -> Iterator[View]:
    """Every figure of the map at its first, middle and newest period."""
    for entry in release.index.frames:
        if not is_mapped(release, entry.geography):
            continue
        view = View((entry.indicator_id,), entry.geography, industry=entry.industry_id)
        periods = release.frame(entry.indicator_id, entry.geography, entry.industry_id).periods
        for position in {0, len(periods) // 2, len(periods) - 1}:
            yield View(
                view.indicators, view.geography, industry=view.industry, period=periods[position][1]
            )


@pytest.mark.parametrize("side", SIDES)
def test_an_area_is_named_only_where_it_alone_is_drawn_so(
    sides: Mapping[str, Release], side: str
) -> None:
    release, named = sides[side], 0
    for view in views(release):
        drawn = scene(release, view)
        said = sentences.map_sentence(drawn)
        if view.geography is Geography.BOROUGH:
            assert "Bronx" not in re.sub("[Tt]he Bronx", "", said), said
        cells = {k: c for k, c in drawn.cells().items() if firm([c])}
        values = [cell.value or 0.0 for cell in cells.values()]
        for number, pattern in enumerate(NAMED_AREAS):
            found = pattern.search(said)
            if found is None:
                continue
            end = (max if number % 2 == 0 else min)(values)
            text = formats.number(end, drawn.indicator)
            at = [k for k, c in cells.items() if shown(c, drawn.indicator) == text]
            assert len(at) == 1, (view, said)
            area = drawn.areas[at[0]]
            names = formats.area(area), area.name, sentences.in_sentence(area.name)
            assert found[1] in names, said
            assert "%" in found[2] or not drawn.indicator.unit.startswith("%"), said
            assert not cells[at[0]].is_cut_off, (view, said)
            named += 1
    assert named > 100


def test_a_figure_several_periods_share_names_none_of_them(sides: Mapping[str, Release]) -> None:
    """The lowest figure of some series is reached more than once: it says how often."""
    told = [words.sentence(panel) for panel in single(sides["digest"])]
    assert any(IN_SOME.search(sentence) for sentence in told)


ENDS = re.compile(r"Highest: (.+)\. Lowest: (.+?\))\.")


def compared(release: Release) -> Iterator[IndustryComparison]:
    """Every figure that is split, in every area of few: the city and its boroughs."""
    for indicator in with_industries(release).values():
        for geography in indicator.geographies:
            for area_id in list(release.areas(geography))[:MOST_AREAS_TRIED]:
                query = {"indicator": indicator.id, "geography": geography, "areas": area_id}
                view = READ["industries"](query, release).view
                yield comparison(release, view, view.geography)


@pytest.mark.parametrize("side", SIDES)
def test_of_industries_one_number_has_one_rank(sides: Mapping[str, Release], side: str) -> None:
    """Retail had -15% and rank 17, manufacturing -15% and rank 18, and alone was the lowest."""
    several = 0
    for each in compared(sides[side]):
        ranks = defaultdict(set)
        for rank, band in enumerate(each.bands):
            for row in band:
                ranks[formats.number(row.value or 0.0, each.drawn)].add(rank)
        assert all(len(alike) == 1 for alike in ranks.values()), (each.view, dict(ranks))
        several += len(ranks) > 1
    assert several > 5


def test_an_industry_has_the_same_percent_in_words_and_bars(sides: Mapping[str, Release]) -> None:
    """A list said -1% of information, over a year, right above its bar of -5%, of one month."""
    listed = 0
    for each in compared(sides["digest"]):
        stands = back.standing(each)
        if stands is None:
            continue
        numbers = {row.name: formats.number(row.value or 0.0, each.drawn) for row in each.listed}
        for name in sum((names for _group, names in back.groups(each, stands)), []):
            listed += 1
            said = re.fullmatch(r"(.+?)(?: \(([^()]*%)\))?", name)
            assert said is not None
            assert said[2] in (None, numbers.get(said[1])), each.view
    assert listed > 5


@pytest.mark.parametrize("side", SIDES)
def test_of_industries_no_end_is_doubtful_and_hidden_ones_are_told_of(
    sides: Mapping[str, Release], side: str
) -> None:
    """Three jobs in farming, moved at random, were called the lowest of Brooklyn."""
    named = 0
    for each in compared(sides[side]):
        found = ENDS.search(industry_words.sentence(each))
        if found is None:
            continue
        named += 1
        doubtful = [
            row.name
            for row in each.listed
            if Status.LOW_RELIABILITY in (row.cell.status, row.before and row.before.status)
        ]
        ends = re.split(r" \([^()]*\)(?:, and |, | and |$)", f"{found[1]}, {found[2]}")
        assert not {*doubtful} & {*ends}, each.view
        is_hidden = any(row.cell.status.is_hidden for row in each.hidden)
        assert not is_hidden or sentences.beyond() in industry_words.sentence(each), each.view
    assert named > 5
