"""A panel of Trends as SVG, in a wide and a narrow drawing so that its words stay readable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from string import ascii_lowercase

from markupsafe import Markup

from components.figures import charts
from components.figures.charts import Chart, Line
from components.figures.scales import Scale
from components.markup.svg import joined, tag
from components.text import formats
from components.text.shortening import shortened
from components.text.words import _
from components.trends.panels import Panel
from components.trends.words import line_names
from data_loaders.vocabulary.events import Event, events_between
from data_loaders.vocabulary.model import Break, Frequency

STYLES = ("first", "second", *("other" for _more in range(14)))
ROWS, ROW, ROOM_FOR_MARK = 3, 13, 14.0
LIFT = 10  # event numbers stand clear of the number axis
LETTER = 7.4
BAND_WORDS = 92


@dataclass(frozen=True, slots=True)
class LineChartSize:
    """A drawing: its width and height, and how many letters a line's label may have."""

    name: str
    width: int
    height: int
    letters: int


WIDE = LineChartSize("wide", 640, 320, 22)
NARROW = LineChartSize("narrow", 330, 280, 13)
SIZES = (WIDE, NARROW)


def drawing(panel: Panel, size: LineChartSize) -> Markup:
    """The panel as SVG; empty markup where there is nothing to draw."""
    line_chart = chart(panel, size)
    return charts.line_chart(line_chart) if line_chart else Markup("")


def chart(panel: Panel, size: LineChartSize) -> Chart | None:
    """The chart of a panel; None for a single total and where no line has a value."""
    is_total = panel.indicator.frequency is Frequency.TOTAL
    if is_total or len(panel.periods) < 2 or panel.end is None:
        return None
    labels = [shortened(name, size.letters) for name in line_names(panel)]
    lines = [
        Line(label if len(labels) > 1 else "", line.cells, style)
        for label, line, style in zip(labels, panel.series, STYLES, strict=False)
    ]
    longest = max(len(line.label) for line in lines)
    return Chart(
        id=f"{panel.id}-{size.name}",
        label=_("{title}. The table below has its numbers.", title=described(panel)),
        indicator=panel.indicator,
        periods=panel.periods,
        lines=lines,
        breaks=panel.source.breaks,
        width=size.width,
        height=size.height,
        room=round(longest * LETTER) + 14,
        top=ROWS * ROW + LIFT + 2,
        window=panel.window,
        marks=_Marks(panel),
    )


def described(panel: Panel) -> str:
    """What the chart shows, for who cannot see it."""
    return _(
        "Line chart of {what} for {lines}",
        what=_(panel.series[0].indicator.title),
        lines=formats.listed(line_names(panel)),
    )


@dataclass(frozen=True, slots=True)
class _Marks:
    """What stands behind the lines: ended series, hidden periods, changes of method, events."""

    panel: Panel

    def __call__(self, drawn: Chart, x: Scale, y: Scale) -> Markup:
        return joined(
            [
                self._ended(x, y),
                self._hidden(drawn, x, y),
                *(self._break(letter, mark, x, y) for letter, mark in breaks(self.panel)),
                *(self._event(*placed, x, y) for placed in placed_events(self.panel, x)),
            ]
        )

    def _ended(self, x: Scale, y: Scale) -> Markup:
        if not self.panel.is_cut_short or self.panel.end is None:
            return Markup("")
        left = x(self.panel.end.toordinal())
        words = ended_words(self.panel.end) if ended_is_named(self.panel, x) else []
        lines = [
            tag(
                "text", line, x=(left + x.end) / 2, y=(y.start + y.end) / 2 + 16 * row, class_="gap"
            )
            for row, line in enumerate(words)
        ]
        band = tag(
            "rect", x=left, y=y.end, width=x.end - left, height=y.start - y.end, class_="ended"
        )
        return joined([band, *lines])

    def _hidden(self, drawn: Chart, x: Scale, y: Scale) -> Markup:
        return joined(
            tag(
                "rect",
                x=x(first.toordinal() - 0.5),
                y=y.end,
                width=max(x(last.toordinal() + 0.5) - x(first.toordinal() - 0.5), 1.5),
                height=y.start - y.end,
                fill=f"url(#{drawn.id}-hatch)",
                class_="hidden-band",
            )
            for first, last in hidden_spans(self.panel, skip=1)
        )

    def _break(self, letter: str, mark: Break, x: Scale, y: Scale) -> Markup:
        return tag("text", letter, x=x(mark.on.toordinal()) + 3, y=y.start - 5, class_="break-name")

    def _event(self, number: int, event: Event, row: int, x: Scale, y: Scale) -> Markup:
        place = x(event.on.toordinal())
        foot = y.end - LIFT - row * ROW
        return tag(
            "line",
            tag("title", event.text),
            x1=place,
            x2=place,
            y1=foot + 2,
            y2=y.start,
            class_="event-mark",
        ) + tag("text", str(number), x=place, y=foot, class_="event")


def ended_is_named(panel: Panel, x: Scale) -> bool:
    """Whether the grey band after a series has ended is wide enough for its words."""
    return (
        panel.is_cut_short
        and panel.end is not None
        and x.end - x(panel.end.toordinal()) > BAND_WORDS
    )


def ended_words(end: date) -> list[str]:
    """The words of the grey band after a series has ended."""
    return [_("No data after"), formats.short_month(end)]


def breaks(panel: Panel) -> list[tuple[str, Break]]:
    """Changes of method inside the chart, each with its letter."""
    first, last = panel.window
    inside = [mark for mark in panel.source.breaks if first < mark.on <= last]
    return list(zip(ascii_lowercase, inside, strict=False))


def placed_events(panel: Panel, x: Scale) -> list[tuple[int, Event, int]]:
    """Events inside the chart, with their number and the row that keeps numbers apart."""
    ends = [float("-inf")] * ROWS
    placed = []
    for number, event in enumerate(events_between(*panel.window), start=1):
        place = x(event.on.toordinal())
        row = next((i for i, end in enumerate(ends) if place - end >= ROOM_FOR_MARK), ROWS - 1)
        ends[row] = place
        placed.append((number, event, row))
    return placed


def hidden_spans(panel: Panel, skip: int = 0) -> list[tuple[date, date]]:
    """Unbroken stretches in which any line but the first `skip` is hidden."""
    spans: list[tuple[date, date]] = []
    for i, (first, last) in enumerate(panel.periods):
        if not any(line.cells[i].status.is_hidden for line in panel.series[skip:]):
            continue
        if spans and first - spans[-1][1] <= timedelta(days=1):
            spans[-1] = (spans[-1][0], last)
        else:
            spans.append((first, last))
    return spans
