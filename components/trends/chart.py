"""A panel of Trends as SVG, in a wide and a narrow drawing so that its words stay readable."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from string import ascii_lowercase

from markupsafe import Markup

from components.figures import charts, events, place_colors, tables
from components.figures.charts import Chart, Line, Reads
from components.figures.scales import Scale
from components.markup.svg import joined, tag
from components.text import formats
from components.text.shortening import labels
from components.text.words import _
from components.trends.panels import Panel, PanelLine
from components.trends.words import line_names
from data_loaders.vocabulary.events import Event
from data_loaders.vocabulary.model import Break, Frequency

ROW, ROOM_FOR_MARK, ROOM_FOR_TWO_DIGITS = 13, 14.0, 21.0
TWO_DIGITS = 10
LIFT = 10  # event numbers stand clear of the number axis
LETTER = 7.4
BAND_WORDS = 92
HEAD_AND_FOOT = 70  # above the plot with its numbers of events, and below it


@dataclass(frozen=True, slots=True)
class LineChartSize:
    """A drawing: its width and height, and how many letters a line's label may have."""

    name: str
    width: int
    height: int
    letters: int

    @property
    def label_lines(self) -> int:
        """How many lines of labels stand beside the plot."""
        return int((self.height - HEAD_AND_FOOT) / charts.LABEL_GAP)


WIDE = LineChartSize("wide", 640, 320, 22)
NARROW = LineChartSize("narrow", 330, 280, 13)
SIZES = (WIDE, NARROW)
# Both drawings of a page are read alike; one of them carries the words.
READS = {WIDE.name: Reads.OWN, NARROW.name: Reads.BESIDE}


def drawing(panel: Panel, size: LineChartSize, among: Sequence[Panel] = ()) -> Markup:
    """The panel as SVG; empty markup where there is nothing to draw. `among` are the panels that
    stand above each other: their plots begin and end at the same place, so that years line up."""
    line_chart = chart(panel, size)
    if line_chart is None:
        return Markup("")
    others = [made for other in among if (made := chart(other, size))]
    return charts.line_chart(_marked(aligned(line_chart, others), panel))


def aligned(line_chart: Chart, others: Sequence[Chart]) -> Chart:
    """The chart with room for the longest numbers and names of them all."""
    every = [line_chart, *others]
    left = max(round(charts.scales(each)[0].start) for each in every)
    room = max(each.room + charts.lead(each) for each in every)
    return replace(line_chart, left=left, room=room - charts.lead(line_chart))


def _marked(line_chart: Chart, panel: Panel) -> Chart:
    """With a row above the plot for as many numbers of events as would meet in one."""
    rows = [row for _number, _event, row in placed_events(panel, charts.scales(line_chart)[0])]
    return replace(line_chart, top=(max(rows, default=0) + 1) * ROW + LIFT + 2)


def has_history(panel: Panel) -> bool:
    """Whether a panel has a line to draw: not for a single total, nor where none has a value."""
    is_total = panel.indicator.frequency is Frequency.TOTAL
    return not is_total and len(panel.periods) > 1 and panel.end is not None


def chart(panel: Panel, size: LineChartSize, *, is_dated: bool = True) -> Chart | None:
    """The chart of a panel, with the events its time axis spans; None where it has no history."""
    if not has_history(panel):
        return None
    names = line_names(panel) if len(panel.series) > 1 else [""]
    lines = [
        Line(
            label,
            line.cells,
            style,
            name,
            trace(panel, line, panel.periods[-1]),
        )
        for label, name, line, style in zip(
            labels(names, size.letters, size.label_lines),
            names,
            panel.series,
            styles(panel),
            strict=True,
        )
    ]
    longest = max(len(part) for line in lines for part in line.label.split("\n"))
    return Chart(
        id=f"{panel.id}-{size.name}",
        label=_("{title}. The table below has its numbers.", title=described(panel)),
        indicator=panel.indicator,
        periods=panel.periods,
        lines=lines,
        breaks=panel.breaks,
        width=size.width,
        height=size.height,
        room=round(longest * LETTER) + 14,
        window=panel.window,
        marks=_Marks(panel, is_dated),
        reads=READS.get(size.name, Reads.NOTHING),
    )


def trace(panel: Panel, line: PanelLine, period: tuple[date, date]) -> str:
    """Where a number comes from: one published figure, or all those that it is the mean of."""
    published, area = panel.release.indicators[line.indicator.id], line.area
    industry = panel.view.industry
    if published.frequency is not panel.indicator.frequency:
        return tables.trace_of_span(published, area.geography, area.id, period, industry)
    return tables.trace(published, area.geography, area.id, period[1], industry)


def styles(panel: Panel) -> list[str]:
    """The color of each line: its place's, or one in turn where all are of one place."""
    areas = [line.area for line in panel.series]
    if len(areas) > 1 and len({(area.geography, area.id) for area in areas}) == 1:
        return place_colors.of_figures(len(areas))
    return place_colors.of_areas(areas)


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
    is_dated: bool

    def __call__(self, drawn: Chart, x: Scale, y: Scale) -> Markup:
        return joined(
            [
                self._ended(x, y),
                self._hidden(drawn, x, y),
                *self._breaks(x, y),
                *(self._event_line(event, row, x, y) for _number, event, row in self._placed(x)),
                *(self._event_number(*placed, x, y) for placed in self._placed(x)),
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

    def _breaks(self, x: Scale, y: Scale) -> Iterator[Markup]:
        """Letters of changed methods at the foot; one that would lie on the last stands above."""
        last, row = x.start - ROOM_FOR_MARK, 0
        for letter, mark in breaks(self.panel):
            at = x(mark.on.toordinal()) + 3
            row = row + 1 if at - last < ROOM_FOR_MARK else 0
            last = at
            yield tag("text", letter, x=at, y=y.start - 5 - ROW * row, class_="break-name")

    def _placed(self, x: Scale) -> list[tuple[int, Event, int]]:
        return placed_events(self.panel, x) if self.is_dated else []

    def _event_line(self, event: Event, row: int, x: Scale, y: Scale) -> Markup:
        place = x(event.on.toordinal())
        return events.line(event, place, _event_foot(row, y) + 2, y.start)

    def _event_number(self, number: int, event: Event, row: int, x: Scale, y: Scale) -> Markup:
        """Drawn after the lines of all events, as one of a row above passes close by."""
        place = x(event.on.toordinal())
        return tag("text", str(number), x=place, y=_event_foot(row, y), class_="event")


def _event_foot(row: int, y: Scale) -> float:
    """Where the numbers of a row of events stand."""
    return y.end - LIFT - row * ROW


def ended_is_named(panel: Panel, x: Scale) -> bool:
    """Whether the gray band after a series has ended is wide enough for its words."""
    return (
        panel.is_cut_short
        and panel.end is not None
        and x.end - x(panel.end.toordinal()) > BAND_WORDS
    )


def ended_words(end: date) -> list[str]:
    """The words of the gray band after a series has ended."""
    return [_("No data after"), formats.short_month(end)]


def breaks(panel: Panel) -> list[tuple[str, Break]]:
    """Changes of method inside the chart, each with its letter."""
    first, last = panel.window
    inside = [mark for mark in panel.breaks if first < mark.on <= last]
    return list(zip(ascii_lowercase, inside, strict=False))


def placed_events(panel: Panel, x: Scale) -> list[tuple[int, Event, int]]:
    """Events inside the chart, with their number and the row that keeps numbers apart."""
    shown = events.numbered(*panel.window)
    rows = rows_apart([x(event.on.toordinal()) for _number, event in shown])
    return [(*each, row) for each, row in zip(shown, rows, strict=True)]


def rows_apart(places: Sequence[float]) -> list[int]:
    """The row of each number, counted from the first place on: as many as keep them apart."""
    ends: list[float] = []
    rows: list[int] = []
    for number, place in enumerate(places, start=1):
        room = ROOM_FOR_MARK if number < TWO_DIGITS else ROOM_FOR_TWO_DIGITS
        row = next((i for i, end in enumerate(ends) if place - end >= room), len(ends))
        ends[row : row + 1] = [place]
        rows.append(row)
    return rows


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
