"""Line charts as SVG: axes, lines, labels at their ends, and what a reader must not miss."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import pairwise
from math import ceil

from markupsafe import Markup

from components.figures import events, readings
from components.figures.hatch import hatch as hatch_pattern
from components.figures.scales import (
    Scale,
    axis_start,
    holes,
    is_span,
    number_ticks,
    place,
    time_ticks,
)
from components.figures.strokes import NOTHING, between, ranges, stroke
from components.markup.svg import joined, tag
from components.text import formats
from components.text.words import _
from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.model import Break, Indicator

LEFT, TOP, BOTTOM = 38, 14, 22
# How far words under the axis may reach left of the plot: numbers end there.
BESIDE_NUMBER = 4.0
# Between the labels of two lines, and between the lines of one label; the width of its letters.
LABEL_GAP, LABEL_LINE, LABEL_LETTER = 15.0, 13.0, 7.0
# From how far a thin line leads from the end of a line to its label, and the room that takes.
LED_FROM, LEAD = 10.0, 16
# A line that ends so far before the plot does is led to its label over that gap.
EARLY = 16.0
MILLION = 1_000_000
# The widths of a number of the axis at its largest size, which is a phone's: digits and signs, the
# marks between them, and the room from the number to the plot.
TICK_DIGIT, TICK_MARK, TICK_PERCENT, TICK_ROOM = 8.8, 5.0, 12.5, 9
# Years under the time axis: each needs room, and fewer than three do not tell a span. A month with
# its year needs more.
ROOM_FOR_YEAR, FEWEST_YEARS, MOST_YEARS = 46.0, 3, 5
ROOM_FOR_MONTH = 64.0


class Reads(Enum):
    """What a chart carries for the page's script: nothing, what is read of it, or only its scale,
    where a drawing of the same beside it has the rest."""

    NOTHING = "nothing"
    OWN = "own"
    BESIDE = "beside"


@dataclass(frozen=True, slots=True)
class Line:
    """One series: `style` is a class of the style sheet; `label` stands at its end, on several
    lines where it has line ends; `name` is its whole name where that is longer; `trace` leads to
    where its newest number comes from."""

    label: str
    cells: Sequence[Cell]
    style: str
    name: str = ""
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines over the same periods, in one unit. `label` says in words what the chart shows.

    `is_gap` fills the space between the first two lines: the gap is what the chart is about.
    `window` is the span of the time axis where it is wider than the periods; `marks` draws what
    stands behind the lines, given the two scales. `left` is where the plot begins, for charts
    above each other; `reads` what a hand reads of it. `is_dated` puts the events of the pandemic
    on it that its time axis spans.
    """

    id: str
    label: str
    indicator: Indicator
    periods: Sequence[tuple[date, date]]
    lines: Sequence[Line]
    breaks: Sequence[Break] = ()
    width: int = 360
    height: int = 220
    room: int = 74
    is_gap: bool = False
    top: int = TOP
    window: tuple[date, date] | None = None
    marks: Callable[[Chart, Scale, Scale], Markup] | None = None
    left: int = LEFT
    reads: Reads = Reads.NOTHING
    is_dated: bool = False

    @property
    def plot_top(self) -> int:
        """Where the plot begins, under the numbers of events."""
        return self.top + (events.ROW if self.is_dated and events.numbered(*self.span) else 0)

    @property
    def span(self) -> tuple[date, date]:
        """First and last day of the time axis."""
        return self.window or (axis_start(self.periods[0]), self.periods[-1][1])

    @property
    def ticks(self) -> list[float]:
        """Round numbers of the number axis; empty where no line has a value."""
        cells = [cell for line in self.lines for cell in line.cells]
        known = [cell.value for cell in cells if cell.value is not None]
        known += [end for cell in cells for end in cell.range or ()]
        return number_ticks(known, self.indicator) if known else []


def cut_words(chart: Chart) -> str:
    """What must be known to read the number axis: that it begins above zero, and what its letters
    stand for; empty where there is neither."""
    ticks = chart.ticks
    said = []
    if ticks and ticks[0] > 0:
        lowest = tick_text(ticks[0], ticks, chart.indicator)
        said.append(_("The scale begins at {lowest}, not at zero.", lowest=lowest))
    if ticks and in_millions(ticks):
        said.append(_("M on the scale stands for a million."))
    return " ".join(said)


def scales(chart: Chart) -> tuple[Scale, Scale]:
    """Where days (as ordinals) and values stand, in pixels; the longest number sets the left."""
    first, last = chart.span
    ticks = chart.ticks
    words = [tick_text(tick, ticks, chart.indicator) for tick in ticks]
    left = max(chart.left, *(ceil(tick_width(word)) + TICK_ROOM for word in words))
    x = Scale(first.toordinal(), last.toordinal(), left, chart.width - chart.room - lead(chart))
    return x, Scale(ticks[0], ticks[-1], chart.height - BOTTOM, chart.plot_top)


def tick_width(word: str) -> float:
    """How wide a number of the axis is, in pixels."""
    narrow, wide = (sum(word.count(mark) for mark in marks) for marks in (",. ", "%M"))
    digits = len(word) - narrow - wide
    return digits * TICK_DIGIT + narrow * TICK_MARK + wide * TICK_PERCENT


def line_chart(chart: Chart) -> Markup:
    """The chart as SVG; empty markup where no line has a value."""
    if not chart.ticks:
        return Markup("")
    x, y = scales(chart)
    hatch = f"{chart.id}-hatch"
    return tag(
        "svg",
        hatch_pattern(hatch),
        _number_axis(chart, x, y),
        _time_axis(chart, x),
        _hidden_bands(chart, x, y, hatch),
        _break_marks(chart, x),
        events.marks(chart.span, x, y.end, y.start) if chart.is_dated else Markup(""),
        _filled(chart, x, y),
        joined(ranges(_placed(chart, line, x), y) for line in chart.lines),
        chart.marks(chart, x, y) if chart.marks else Markup(""),
        joined(
            tag("g", _stroke(chart, line, x, y), data_line=i, data_trace=_traced(chart, line))
            for i, line in reversed(list(enumerate(chart.lines)))
        ),
        _end_labels(chart, x, y),
        viewBox=f"0 0 {chart.width} {chart.height}",
        class_="chart",
        role="img",
        aria_label=chart.label,
        **_reading(chart, x),
    )


def _reading(chart: Chart, x: Scale) -> dict[str, str]:
    """What the page's script reads of the chart."""
    if chart.reads is Reads.NOTHING:
        return {}
    is_traced = any(line.trace for line in chart.lines)
    placed = {"data_scale": readings.scale(x), "data_keys": readings.keys(is_traced)}
    if chart.reads is Reads.BESIDE:
        return placed
    lines = [(line.name or line.label, line.style, line.cells) for line in chart.lines]
    return {
        **placed,
        **(readings.traced(date.fromordinal(round(x.low))) if is_traced else {}),
        "data_days": readings.steps(chart.periods, x),
        "data_reading": readings.reading(chart.indicator, chart.periods, lines),
    }


def _traced(chart: Chart, line: Line) -> str | None:
    """The page's script puts the period that is read into the address."""
    return line.trace or None if chart.reads is Reads.OWN else None


def _number_axis(chart: Chart, x: Scale, y: Scale) -> Markup:
    ticks = chart.ticks
    return joined(
        tag(
            "line",
            x1=x.start,
            x2=x.end,
            y1=y(tick),
            y2=y(tick),
            class_="zero" if not tick else "rule",
        )
        + tag(
            "text",
            tick_text(tick, ticks, chart.indicator),
            x=x.start - 6,
            y=y(tick) + 4,
            class_="tick number",
        )
        for tick in ticks
    )


def tick_text(tick: float, ticks: list[float], indicator: Indicator) -> str:
    """A number of the axis, at the precision of the axis; zeros of millions as one letter, which
    leaves a phone's chart its width."""
    step = ticks[1] - ticks[0]
    if in_millions(ticks):
        short = formats.tick(tick / MILLION, indicator, _decimals(step / MILLION))
        return _("{number} M", number=short) if tick else short
    return formats.tick(tick, indicator, _decimals(step))


def _decimals(step: float) -> int:
    return 0 if step >= 1 and not step % 1 else 1 if step >= 0.1 and not step * 10 % 1 else 2


def in_millions(ticks: Sequence[float]) -> bool:
    """Whether an axis reaches a million, and so counts in them."""
    return max(map(abs, ticks)) >= MILLION


def _time_axis(chart: Chart, x: Scale) -> Markup:
    foot = chart.height - BOTTOM
    wide = x.end - x.start
    most = max(FEWEST_YEARS, min(MOST_YEARS, int(wide / ROOM_FOR_YEAR)))
    first, last = chart.span
    days_apart = (last - first).days * ROOM_FOR_MONTH / wide
    return joined(
        tag(
            "line",
            x1=x(day.toordinal()),
            x2=x(day.toordinal()),
            y1=foot,
            y2=foot + 4,
            class_="zero",
        )
        + tag(
            "text", words, x=_clear(words, x(day.toordinal()), x), y=foot + 19, class_="tick year"
        )
        for day, words in time_ticks(first, last, most, days_apart)
    )


def _clear(words: str, wanted: float, x: Scale) -> float:
    """The middle of words under the time axis, clear of the lowest number left of the plot."""
    return max(wanted, x.start + len(words) * LABEL_LETTER / 2 - BESIDE_NUMBER)


def _hidden_bands(chart: Chart, x: Scale, y: Scale, hatch: str) -> Markup:
    """Hatched where the first line is hidden, as wide as the periods are."""
    first = chart.lines[0]
    bands = []
    for (start, end), cell in zip(chart.periods, first.cells, strict=True):
        if cell.status.is_hidden:
            left = max(x(start.toordinal() - 0.5), x.start)
            width = max(x(end.toordinal() + 0.5) - left, 1.5)
            bands.append(
                tag(
                    "rect",
                    x=left,
                    y=y.end,
                    width=min(width, x.end - left),
                    height=y.start - y.end,
                    fill=f"url(#{hatch})",
                    class_="hidden-band",
                )
            )
    return joined(bands)


def _break_marks(chart: Chart, x: Scale) -> Markup:
    first, last = chart.span
    return joined(
        tag(
            "line",
            tag("title", _(mark.text)),
            data_on=formats.day(mark.on),
            x1=x(mark.on.toordinal()),
            x2=x(mark.on.toordinal()),
            y1=chart.plot_top,
            y2=chart.height - BOTTOM,
            class_="break-mark",
        )
        for mark in chart.breaks
        if first < mark.on <= last
    )


def _stroke(chart: Chart, line: Line, x: Scale, y: Scale) -> Markup:
    """A line through the places of its periods; means over several years each over its own."""
    if not any(is_span(period) for period in chart.periods):
        return stroke(_placed(chart, line, x), line.style, y)
    ends = [
        [(x(day.toordinal()), cell) for day in period]
        for period, cell in zip(chart.periods, line.cells, strict=True)
    ]
    return joined(stroke(pair, line.style, y) for pair in ends)


def _placed(chart: Chart, line: Line, x: Scale) -> list[tuple[float, Cell]]:
    """Where each cell stands; before one that follows a hole in time stands nothing."""
    days = [place(period) for period in chart.periods]
    before = holes(days)
    placed = []
    for i, (day, cell) in enumerate(zip(days, line.cells, strict=True)):
        where = x(day.toordinal())
        placed += [(where, NOTHING), (where, cell)] if i in before else [(where, cell)]
    return placed


def _filled(chart: Chart, x: Scale, y: Scale) -> Markup:
    if not chart.is_gap:
        return Markup("")
    one, other = (_placed(chart, line, x) for line in chart.lines[:2])
    return between(one, other, y)


@dataclass(frozen=True, slots=True)
class EndLabel:
    """The label at the end of a line: where the line ends, and where the label stands."""

    line: Line
    end: float
    height: float

    @property
    def is_far(self) -> bool:
        """Whether another line may be nearer to the label than its own."""
        return abs(self.height - self.end) > LED_FROM


def end_labels(chart: Chart, y: Scale) -> list[EndLabel]:
    """The labels at line ends, pushed apart so that none covers another."""
    wanted = []
    for line in chart.lines:
        values = [cell.value for cell in line.cells if cell.value is not None]
        if values and line.label:
            wanted.append((y(values[-1]), line))
    wanted.sort(key=lambda item: item[0])
    extra = [_extra(line) for _height, line in wanted]
    heights = _apart([height for height, _line in wanted], extra, y.end, y.start)
    placed = zip(wanted, heights, strict=True)
    return [EndLabel(line, end, height) for (end, line), height in placed]


def lead(chart: Chart) -> int:
    """The room between plot and labels for thin lines that lead from one to the other; the same
    with and without numbers of events above, so that charts above each other agree."""
    ticks = chart.ticks
    y = Scale(ticks[0], ticks[-1], chart.height - BOTTOM, TOP)
    return LEAD if any(label.is_far for label in end_labels(chart, y)) else 0


def _extra(line: Line) -> float:
    """How much taller a label is than one of a single line."""
    return line.label.count("\n") * LABEL_LINE


def room_for(labels: Sequence[str]) -> int:
    """The room right of the plot that the longest line of these labels takes."""
    longest = max(len(part.rstrip()) for label in labels for part in label.split("\n"))
    return round(longest * LABEL_LETTER) + 12


def _end_labels(chart: Chart, x: Scale, y: Scale) -> Markup:
    room = lead(chart)
    left = x.end + room + 6
    labels = end_labels(chart, y)
    ends = [_end_of(chart, label.line, x) for label in labels]
    leading = (
        _leader(label, end + 2, left - 3)
        for label, end in zip(labels, ends, strict=True)
        if (room and label.is_far) or x.end - end > EARLY
    )
    return joined([*leading, *(_label(label, left) for label in labels)])


def _end_of(chart: Chart, line: Line, x: Scale) -> float:
    """Where a line has its last figure, from left to right."""
    placed = zip(chart.periods, line.cells, strict=True)
    last = [period for period, cell in placed if cell.value is not None][-1]
    return x((last[1] if is_span(last) else place(last)).toordinal())


def _leader(label: EndLabel, start: float, end: float) -> Markup:
    """A thin line from where a line ends to its label."""
    return tag("line", x1=start, y1=label.end, x2=end, y2=label.height, class_="leader")


def _label(label: EndLabel, left: float) -> Markup:
    line = label.line
    return tag(
        "text",
        _label_lines(line.label, left),
        x=left,
        y=label.height + 4 - _extra(line) / 2,
        class_=f"end {line.style}",
    )


def _label_lines(label: str, left: float) -> Markup | str:
    """A label of one line as it is; else each line under the one before."""
    first, *others = label.split("\n")
    if not others:
        return label
    return Markup.escape(first) + joined(
        tag("tspan", each, x=left, dy=LABEL_LINE) for each in others
    )


def _apart(wanted: list[float], extra: list[float], top: float, foot: float) -> list[float]:
    """The middles of labels, each at least LABEL_GAP and what is above it and below it of several
    lines from the next, kept inside the plot."""
    if not wanted:
        return []
    gaps = [LABEL_GAP + (one + other) / 2 for one, other in pairwise(extra)]
    placed = [max(wanted[0], top + extra[0] / 2)]
    for height, gap in zip(wanted[1:], gaps, strict=True):
        placed.append(max(height, placed[-1] + gap))
    overflow = placed[-1] + extra[-1] / 2 - foot
    if overflow > 0:
        placed[-1] -= overflow
        for i in range(len(placed) - 2, -1, -1):
            placed[i] = min(placed[i], placed[i + 1] - gaps[i])
    return placed
