"""Industries as SVG: ranked bars and a heatmap, wide and narrow so that words stay readable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from components.figures.hatch import HATCH
from components.figures.scales import Scale, time_ticks
from components.industries import words as industries_words
from components.industries.heat import HIDDEN, STYLES, Heat
from components.industries.ranks import IndustryComparison, IndustryRow
from components.markup.svg import joined, tag
from components.text import formats
from components.text.shortening import shortened
from components.text.words import _
from data_loaders.vocabulary.model import Measure

ROOM_FOR_VALUE = 66
RANK_END = 42
ROOM_FOR_GAP_WORDS = 52


@dataclass(frozen=True, slots=True)
class RankChartSize:
    """A drawing: its width, the height of a row, the column of names, and letters in a name."""

    name: str
    width: int
    row: int
    names: int
    letters: int
    is_stacked: bool


WIDE = RankChartSize("wide", 640, 24, 258, 33, False)
NARROW = RankChartSize("narrow", 330, 42, 0, 40, True)
HEAT_WIDE = RankChartSize("wide", 640, 18, 236, 34, False)
HEAT_NARROW = RankChartSize("narrow", 330, 20, 124, 16, False)


def bars(
    comparison: IndustryComparison,
    size: RankChartSize,
    some: Sequence[IndustryRow] | None = None,
) -> Markup:
    """A bar an industry from no change, in the order of the list; empty without figures.

    With `some`, only those, at the scale of them all.
    """
    rows = comparison.listed if some is None else some
    if not rows:
        return Markup("")
    start = 100.0 if comparison.drawn.measure is Measure.INDEX else 0.0
    values = [row.value for row in comparison.listed if row.value is not None]
    x = Scale(
        min(start, *values), max(start, *values), size.names + 34, size.width - ROOM_FOR_VALUE
    )
    by_industry = ranks(comparison)
    height = len(rows) * size.row + 8
    drawn = [
        _bar(comparison, row, i, size, x, start, by_industry.get(row.industry_id, ""))
        for i, row in enumerate(rows)
    ]
    return tag(
        "svg",
        *drawn,
        viewBox=f"0 0 {size.width} {height}",
        class_="chart bar-chart",
        role="img",
        aria_label=bars_label(comparison),
    )


def bars_label(comparison: IndustryComparison) -> str:
    """What the bars show, for who cannot see them."""
    return _(
        "Bars by industry: {title}. The table below has its numbers.",
        title=industries_words.figure_title(comparison),
    )


def heat_label(comparison: IndustryComparison) -> str:
    """What the heatmap shows, for who cannot see it."""
    return _(
        "Heatmap by industry: {title}. The CSV has its numbers.",
        title=industries_words.heat_title(comparison),
    )


def ranks(comparison: IndustryComparison) -> dict[str, str]:
    """The rank of each ranked industry, short."""
    return {
        row.industry_id: industries_words.rank(comparison.bands, i).replace(_(" to "), "–")
        for i, band in enumerate(comparison.bands)
        for row in band
    }


def _bar(
    comparison: IndustryComparison,
    row: IndustryRow,
    i: int,
    size: RankChartSize,
    x: Scale,
    start: float,
    rank: str,
) -> Markup:
    value = row.value or 0.0
    top = i * size.row + (20 if size.is_stacked else 4)
    left, right = sorted((x(value), x(start)))
    text_y = top + (-5 if size.is_stacked else 13)
    name_x = RANK_END + 8 if size.is_stacked else size.names + 26
    number = formats.number(value, comparison.drawn)
    place = (x.end + 6) if right + 60 > size.width else right + 6
    return joined(
        [
            tag("text", rank, x=RANK_END, y=text_y, class_="rank"),
            tag(
                "text",
                shortened(_(row.name), size.letters),
                x=name_x,
                y=text_y,
                class_="name" if size.is_stacked else "name right",
            ),
            tag(
                "rect",
                tag("title", f"{_(row.name)}: {number}"),
                x=left,
                y=top,
                width=max(right - left, 0.8),
                height=16,
                class_="d5" if value >= start else "d1",
            ),
            tag("line", x1=x(start), x2=x(start), y1=top - 4, y2=top + 20, class_="zero"),
            tag("text", number, x=place, y=top + 13, class_="value"),
        ]
    )


def heatmap(heat_map: Heat, comparison: IndustryComparison, size: RankChartSize) -> Markup:
    """A row an industry, a column a period; one path a color class keeps it small."""
    if not heat_map.is_drawn:
        return Markup("")
    first, last = heat_map.periods[0][0], heat_map.periods[-1][1]
    x = Scale(first.toordinal(), last.toordinal() + 1, size.names, size.width - 2)
    height = len(heat_map.rows) * size.row
    names = [
        tag(
            "text",
            shortened(_(row.name), size.letters),
            x=size.names - 6,
            y=i * size.row + size.row * 0.72,
            class_="name right",
        )
        for i, row in enumerate(heat_map.rows)
    ]
    hatch = f"heat-{size.name}-hatch"
    return tag(
        "svg",
        HATCH.format(hatch),
        joined(_cells(heat_map, size, x, hatch)),
        *names,
        joined(_gap_words(heat_map, x, height)),
        joined(_years(x, first.toordinal(), heat_map, height)),
        viewBox=f"0 0 {size.width} {height + 22}",
        class_="chart heat-chart",
        role="img",
        aria_label=heat_label(comparison),
    )


def _cells(drawn: Heat, size: RankChartSize, x: Scale, hatch: str) -> list[Markup]:
    paths: dict[str, list[str]] = {name: [] for name in STYLES}
    edges = [
        (round(x(first.toordinal()), 1), round(x(last.toordinal() + 1), 1))
        for first, last in drawn.periods
    ]
    for i, line in enumerate(drawn.cells):
        for position, ((left, right), cell) in enumerate(zip(edges, line, strict=True)):
            paths[drawn.style(cell, position)].append(
                f"M{left:g} {i * size.row}h{right - left:.1f}v{size.row - 1}h{left - right:.1f}z"
            )
    return [
        tag(
            "path", d="".join(parts), class_=name, fill=f"url(#{hatch})" if name == HIDDEN else None
        )
        for name, parts in paths.items()
        if parts
    ]


def _gap_words(drawn: Heat, x: Scale, height: int) -> list[Markup]:
    """A word over each stretch of periods of which nothing is held, where there is room."""
    stretches: list[list[int]] = []
    for position in sorted(drawn.gaps):
        if stretches and stretches[-1][-1] == position - 1:
            stretches[-1].append(position)
        else:
            stretches.append([position])
    spans = [
        (x(drawn.periods[one[0]][0].toordinal()), x(drawn.periods[one[-1]][1].toordinal() + 1))
        for one in stretches
    ]
    return [
        tag("text", _("not held"), x=(left + right) / 2, y=height / 2, class_="gap-words")
        for left, right in spans
        if right - left > ROOM_FOR_GAP_WORDS
    ]


def _years(x: Scale, first: int, drawn: Heat, height: int) -> Sequence[Markup]:
    ticks = time_ticks(drawn.periods[0][0], drawn.periods[-1][1], most=7)
    return [
        tag(
            "text",
            words,
            x=max(x(day.toordinal()), x(first) + 14),
            y=height + 16,
            class_="tick year",
        )
        for day, words in ticks
        if x(day.toordinal()) < x.end - 10
    ]
