"""Industries as SVG: ranked bars and a heatmap, wide and narrow so that words stay readable."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from components.figures import ramps, readings, tables
from components.figures.hatch import hatch as hatch_pattern
from components.figures.scales import Scale, number_ticks, time_ticks
from components.industries import words as industries_words
from components.industries.heat import FROM_HUNDRED, GAP, HIDDEN, MISSING, Heat
from components.industries.ranks import IndustryComparison, IndustryRow
from components.markup.svg import joined, tag
from components.text import formats
from components.text.shortening import on_two_lines, shortened
from components.text.words import _
from data_loaders.vocabulary.model import Measure

ROOM_FOR_VALUE = 66
RANK_END = 42
ROOM_FOR_GAP_WORDS = 52
DOT = 5.5
LINE = 12.5  # between the two lines of a long name
AXIS = 20  # room for the numbers of the scale of an index


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
NARROW = RankChartSize("narrow", 330, 42, 0, 49, True)
HEAT_WIDE = RankChartSize("wide", 640, 18, 306, 48, False)
HEAT_NARROW = RankChartSize("narrow", 330, 32, 2, 52, True)
ABOVE = 15  # room for a name above its cells


def bars(
    comparison: IndustryComparison,
    size: RankChartSize,
    some: Sequence[IndustryRow] | None = None,
) -> Markup:
    """A bar an industry from no change, in the order of the list; empty without figures. An index
    has no bars, whose length would count from its base: dots on a scale with its numbers.

    With `some`, only those, at the scale of them all.
    """
    rows = comparison.listed if some is None else some
    if not rows:
        return Markup("")
    x = _scale(comparison, size)
    by_industry = ranks(comparison)
    height = len(rows) * size.row + 8
    drawn = [
        _row(comparison, row, i, size, x, by_industry.get(row.industry_id, ""))
        for i, row in enumerate(rows)
    ]
    if is_dotted(comparison):
        drawn = [_axis(comparison, x, height), *drawn]
        height += AXIS
    return tag(
        "svg",
        *drawn,
        viewBox=f"0 0 {size.width} {height}",
        class_="chart bar-chart",
        role="img",
        aria_label=bars_label(comparison),
        data_row=size.row,
        data_keys=f"{_('Arrow keys read it one industry at a time.')} {readings.to_traces()}",
        **readings.traced(),
    )


def is_dotted(comparison: IndustryComparison) -> bool:
    """Whether the rows are dots on a labeled scale."""
    return comparison.drawn.measure is Measure.INDEX


def _scale(comparison: IndustryComparison, size: RankChartSize) -> Scale:
    """From no change to every value; of an index, round numbers around them all."""
    values = [row.value for row in comparison.listed if row.value is not None]
    ends = number_ticks([100.0, *values], comparison.drawn) if is_dotted(comparison) else []
    low, high = (ends[0], ends[-1]) if ends else (min(0.0, *values), max(0.0, *values))
    return Scale(low, high, size.names + 34, size.width - ROOM_FOR_VALUE)


def _axis(comparison: IndustryComparison, x: Scale, height: int) -> Markup:
    """The scale of an index, with its base set off."""
    values = [row.value for row in comparison.listed if row.value is not None]
    ticks = number_ticks([100.0, *values], comparison.drawn)
    return joined(
        tag(
            "line",
            x1=x(tick),
            x2=x(tick),
            y1=0,
            y2=height,
            class_="zero" if tick == FROM_HUNDRED else "rule",
        )
        + tag(
            "text",
            formats.tick(tick, comparison.drawn, 0),
            x=x(tick),
            y=height + 14,
            class_="tick year",
        )
        for tick in ticks
    )


def cut_words(comparison: IndustryComparison) -> str:
    """That the scale of an index begins above zero; empty where it does not."""
    values = [row.value for row in comparison.listed if row.value is not None]
    if not values or not is_dotted(comparison):
        return ""
    lowest = number_ticks([FROM_HUNDRED, *values], comparison.drawn)[0]
    if lowest <= 0:
        return ""
    return _(
        "The scale begins at {lowest}, not at zero.",
        lowest=formats.tick(lowest, comparison.drawn, 0),
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


def _row(
    comparison: IndustryComparison,
    row: IndustryRow,
    i: int,
    size: RankChartSize,
    x: Scale,
    rank: str,
) -> Markup:
    value = row.value or 0.0
    top = i * size.row + (20 if size.is_stacked else 4)
    start = FROM_HUNDRED if is_dotted(comparison) else 0.0
    left, right = sorted((x(value), x(start)))
    if is_dotted(comparison):
        right = x(value) + DOT
    text_y = top + (-5 if size.is_stacked else 13)
    name_x = RANK_END + 8 if size.is_stacked else size.names + 26
    number = formats.number(value, comparison.drawn)
    place = (x.end + 6) if right + 60 > size.width else right + 6
    return joined(
        [
            tag("text", rank, x=RANK_END, y=text_y, class_="rank"),
            _bar_name(_(row.name), size, name_x, text_y),
            tag(
                "g",
                _mark(comparison, tag("title", f"{_(row.name)}: {number}"), x, value, top),
                data_trace=_newest_trace(comparison, row),
            ),
            tag("text", number, x=place, y=top + 13, class_="value"),
        ]
    )


def _bar_name(name: str, size: RankChartSize, x: float, y: float) -> Markup:
    """The name above its bar, or beside it, where a long one takes two lines."""
    if size.is_stacked:
        return tag("text", shortened(name, size.letters), x=x, y=y, class_="name")
    first, *second = on_two_lines(name, size.letters)
    below = joined(tag("tspan", f" {each}", x=x, dy=LINE) for each in second)
    top = y - len(second) * LINE / 2
    return tag("text", Markup.escape(first) + below, x=x, y=top, class_="name right")


def _newest_trace(comparison: IndustryComparison, row: IndustryRow) -> str:
    periods = next(iter(comparison.frames.values())).periods
    return _trace(comparison, row, periods[comparison.position][1])


def _trace(comparison: IndustryComparison, row: IndustryRow, day: date) -> str:
    """Where the number of an industry comes from, in the period a day is in."""
    area = comparison.area
    return tables.trace(comparison.indicator, area.geography, area.id, day, row.industry_id)


def _mark(
    comparison: IndustryComparison, title: Markup, x: Scale, value: float, top: int
) -> Markup:
    """A bar from no change, colored by whether that is better; a dot for an index."""
    if is_dotted(comparison):
        return tag("circle", title, cx=x(value), cy=top + 8, r=DOT, class_="dot")
    colors = ramps.of_changes(comparison.indicator)
    left, right = sorted((x(value), x(0.0)))
    bar = tag(
        "rect",
        title,
        x=left,
        y=top,
        width=max(right - left, 0.8),
        height=16,
        class_=colors[5] if value >= 0 else colors[1],
    )
    return bar + tag("line", x1=x(0.0), x2=x(0.0), y1=top - 4, y2=top + 20, class_="zero")


def heatmap(heat_map: Heat, comparison: IndustryComparison, size: RankChartSize) -> Markup:
    """A row an industry, a column a period; one path a color class keeps it small."""
    if not heat_map.is_drawn:
        return Markup("")
    first, last = heat_map.periods[0][0], heat_map.periods[-1][1]
    x = Scale(first.toordinal(), last.toordinal() + 1, size.names, size.width - 2)
    height = len(heat_map.rows) * size.row
    last_day = heat_map.periods[-1][1]
    names = [
        _heat_name(_(row.name), i, size, _trace(comparison, row, last_day))
        for i, row in enumerate(heat_map.rows)
    ]
    hatch = f"heat-{size.name}-hatch"
    return tag(
        "svg",
        hatch_pattern(hatch),
        joined(_cells(heat_map, size, x, hatch)),
        *names,
        joined(_gap_words(heat_map, x, size)),
        joined(_years(x, first.toordinal(), heat_map, height, size)),
        viewBox=f"0 0 {size.width} {height + 22}",
        class_="chart heat-chart",
        role="img",
        aria_label=heat_label(comparison),
        data_scale=readings.scale(x),
        data_days=" ".join(_lengths(heat_map)),
        data_row=size.row,
        data_above=_above(size),
        data_keys=f"{_('Arrow keys read it cell by cell.')} {readings.to_traces()}",
        **readings.traced(first),
    )


def _above(size: RankChartSize) -> int:
    """How far the cells of a row stand below its top."""
    return ABOVE if size.is_stacked else 0


def _heat_name(name: str, i: int, size: RankChartSize, trace: str) -> Markup:
    """The name of a row, above its cells where there is no room beside them; `trace` leads to
    where its newest number comes from."""
    words = shortened(name, size.letters)
    if size.is_stacked:
        return tag(
            "text", words, x=size.names, y=i * size.row + ABOVE - 4, class_="name", data_trace=trace
        )
    y = i * size.row + size.row * 0.72
    return tag("text", words, x=size.names - 6, y=y, class_="name right", data_trace=trace)


def _lengths(drawn: Heat) -> list[str]:
    """The days of each period; a gap in time lies with the one before."""
    starts = [first.toordinal() for first, _last in drawn.periods]
    ends = [*starts[1:], drawn.periods[-1][1].toordinal() + 1]
    return [str(end - start) for start, end in zip(starts, ends, strict=True)]


def _cells(drawn: Heat, size: RankChartSize, x: Scale, hatch: str) -> list[Markup]:
    paths: dict[str, list[str]] = {name: [] for name in (*drawn.classes, HIDDEN, MISSING, GAP)}
    edges = [
        (round(x(first.toordinal()), 1), round(x(last.toordinal() + 1), 1))
        for first, last in drawn.periods
    ]
    above = _above(size)
    high = size.row - 1 - above
    for i, styles in enumerate(drawn.styles):
        top = i * size.row + above
        for style, left, right in _stretches(styles, edges):
            wide = f"{right - left:.1f}"
            paths[style].append(f"M{left:g} {top}h{wide}v{high}h-{wide}z")
    return [
        tag(
            "path", d="".join(parts), class_=name, fill=f"url(#{hatch})" if name == HIDDEN else None
        )
        for name, parts in paths.items()
        if parts
    ]


def _stretches(
    styles: Sequence[str], edges: Sequence[tuple[float, float]]
) -> Iterator[tuple[str, float, float]]:
    """The cells of a row, those of one color that touch as one: with a list of 93 industries that
    is half as much to send and to paint. A cell of which nothing is held has an edge of its own."""
    before, start, end = styles[0], *edges[0]
    for style, (left, right) in zip(styles[1:], edges[1:], strict=True):
        if style == before and left == end and style != GAP:
            end = right
        else:
            yield before, start, end
            before, start, end = style, left, right
    yield before, start, end


def _gap_words(drawn: Heat, x: Scale, size: RankChartSize) -> list[Markup]:
    """A word over each stretch of periods of which nothing is held, where there is room: on the
    cells of the middle row."""
    y = len(drawn.rows) // 2 * size.row + (_above(size) + size.row) / 2 + 4
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
        tag("text", _("not held"), x=(left + right) / 2, y=y, class_="gap-words")
        for left, right in spans
        if right - left > ROOM_FOR_GAP_WORDS
    ]


def _years(x: Scale, first: int, drawn: Heat, height: int, size: RankChartSize) -> Sequence[Markup]:
    most = 5 if size.is_stacked else 7
    ticks = time_ticks(drawn.periods[0][0], drawn.periods[-1][1], most)
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
