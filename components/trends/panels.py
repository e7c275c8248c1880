"""What Trends draws: a panel a unit, with the lines in it and what had to be said about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from components.text import formats
from components.text.words import _
from components.trends.choice import Choice, choice
from data_loaders.released.baselines import (
    NoBaselineError,
    allowed_shows,
    as_compared,
    displayed,
)
from data_loaders.released.coarser import coarser, coarsest, drawn_frequency
from data_loaders.released.joined import joined_with
from data_loaders.released.release import Release
from data_loaders.released.view import Show, View
from data_loaders.vocabulary.frames import Cell, Frame
from data_loaders.vocabulary.model import (
    Area,
    Break,
    Frequency,
    Geography,
    Indicator,
    Measure,
    Source,
)

Period = tuple[date, date]
YEAR = timedelta(days=365)
FIRST_PANEL = "trends-1"


@dataclass(frozen=True, slots=True)
class PanelLine:
    """One line: an indicator in an area, a cell a period of its panel."""

    indicator: Indicator
    area: Area
    cells: Sequence[Cell]

    def end(self, periods: Sequence[Period]) -> date | None:
        """The last day the line has a value for; None where it has none."""
        ends = [
            last
            for (_first, last), cell in zip(periods, self.cells, strict=True)
            if cell.value is not None
        ]
        return ends[-1] if ends else None


@dataclass(frozen=True, slots=True)
class Panel:
    """Lines in one unit. `indicator` says how numbers are written, as drawn; `view` opens the
    panel alone; `notes` are sentences on what was changed to draw it."""

    id: str
    release: Release
    view: View
    source: Source
    indicator: Indicator
    periods: Sequence[Period]
    series: Sequence[PanelLine]
    notes: tuple[str, ...]
    window: Period

    @property
    def end(self) -> date | None:
        """The last day any line has a value for."""
        ends = [end for line in self.series if (end := line.end(self.periods))]
        return max(ends) if ends else None

    @property
    def others(self) -> tuple[Source, ...]:
        """Sources of other publishers that its figures go on in."""
        return joined_with(self.release, self.indicator, self.end)

    @property
    def breaks(self) -> tuple[Break, ...]:
        """The changes of method of its figures."""
        return self.source.breaks_of(*self.view.indicators)

    @property
    def is_cut_short(self) -> bool:
        """Whether figures end over a year before the time axis does."""
        return self.end is not None and self.window[1] - self.end > YEAR

    @property
    def is_comparable(self) -> bool:
        """Whether all lines have values and end within a year of each other."""
        ends = [line.end(self.periods) for line in self.series]
        known = [end for end in ends if end is not None]
        return bool(known) and len(known) == len(ends) and max(known) - min(known) <= YEAR


def cared(panel: Panel) -> list[tuple[Indicator, Geography, str]]:
    """Each figure drawn with where it is drawn for, whose caveats the panel carries."""
    return list(
        dict.fromkeys(
            (line.indicator, line.area.geography, panel.view.industry) for line in panel.series
        )
    )


def panels(release: Release, view: View, frequency: Frequency | None = None) -> list[Panel]:
    """The panels of a view, in its order; all with the same time axis and length of period, that
    of the figures unless one is given."""
    choices = [choice(release, view, name) for name in view.indicators]
    frequency = frequency or _frequency(choices, view)
    drawn = [
        _panel(release, view, group, frequency, f"trends-{number}")
        for number, group in enumerate(_grouped(choices), start=1)
    ]
    lines = [panel for panel in drawn if panel.end is not None and panel.periods]
    if not lines:
        return drawn
    first = view.first or min(panel.periods[0][0] for panel in lines)
    last = view.last or max(panel.end or first for panel in lines)
    return [replace(panel, window=(first, max(first, last))) for panel in drawn]


def _frequency(choices: Sequence[Choice], view: View) -> Frequency:
    """The coarsest of the figures chosen; weeks where days would be too many to see."""
    days = max(
        (
            min(view.last or entry.last, entry.last) - max(view.first or entry.first, entry.first)
        ).days
        for entry in (one.entry for one in choices)
    )
    return drawn_frequency([figure.indicator.frequency for figure in choices], days)


def _grouped(choices: Sequence[Choice]) -> list[list[Choice]]:
    """Figures of one source in one unit share a panel, where each is one line."""
    groups: dict[object, list[Choice]] = {}
    for figure in choices:
        one = figure.indicator
        alike = (figure.source.id, one.measure, one.unit, one.baseline, figure.areas[0])
        key = alike if len(figure.areas) == 1 else one.id
        groups.setdefault(key, []).append(figure)
    return list(groups.values())


def _panel(
    release: Release, view: View, group: list[Choice], frequency: Frequency, panel_id: str
) -> Panel:
    first = group[0]
    show, note = _show(view, group)
    own_view = replace(
        view,
        indicators=tuple(figure.indicator.id for figure in group),
        geography=first.geography,
        areas=tuple(area.id for area in first.areas),
        industry=first.industry,
        show=show,
        baseline=view.baseline if show is not Show.LEVEL else None,
    )
    frames = [
        (figure.indicator, area, _coarse(figure.indicator, frame, frequency))
        for figure in group
        for area, frame in figure.frames
    ]
    periods = _periods([frame for _indicator, _area, frame in frames], own_view)
    try:
        lines = [_series(*line, periods, show, own_view.baseline) for line in frames]
    except NoBaselineError:
        return _panel(release, replace(view, show=Show.LEVEL), group, frequency, panel_id)
    notes = [sentence for figure in group for sentence in figure.notes]
    notes += [note] if note else []
    is_mixed = any(release.indicators[name].frequency is frequency for name in view.indicators)
    notes += _coarser_notes(first.indicator, frequency, is_mixed)
    return Panel(
        panel_id,
        release,
        own_view,
        first.source,
        _by(_drawn(first.indicator, show, own_view.baseline), frequency),
        periods,
        lines,
        tuple(dict.fromkeys(notes)),
        periods[0] if periods else (date.min, date.min),
    )


def _coarse(indicator: Indicator, frame: Frame, frequency: Frequency) -> Frame:
    if indicator.frequency is Frequency.TOTAL:
        return frame
    return coarser(frame, indicator.frequency, frequency, indicator.smoothed_over)


def _show(view: View, group: Sequence[Choice]) -> tuple[Show, str]:
    """What a panel shows of what the view asks, and why where that differs."""
    indicator = group[0].indicator
    if view.show is Show.LEVEL:
        return Show.LEVEL, ""
    if view.show not in allowed_shows(indicator):
        return Show.LEVEL, _(
            "{what} is shown as published: it is a comparison already, with {baseline}.",
            what=_(indicator.title),
            baseline=formats.baseline(indicator.baseline) or _("other figures"),
        )
    if not (view.baseline or indicator.baseline):
        return Show.LEVEL, _(
            "{what} is shown as published: choose a baseline to compare it with.",
            what=_(indicator.title),
        )
    missing = [figure for figure in group if not _has_baseline(figure, view)]
    if missing:
        return Show.LEVEL, _(
            "{what} is shown as published: it has no complete figures for {baseline}.",
            what=_(indicator.title),
            baseline=formats.baseline(view.baseline or indicator.baseline),
        )
    return view.show, ""


def _has_baseline(figure: Choice, view: View) -> bool:
    """Whether any chosen area has figures for all of the baseline."""
    return any(
        (drawn := displayed(frame, figure.indicator, view.show, view.baseline)) is not None
        and any(drawn.value(area.id, i) is not None for i in range(len(frame.periods)))
        for area, frame in figure.frames
    )


def _periods(frames: Sequence[Frame], view: View) -> list[Period]:
    periods = sorted({period for frame in frames for period in frame.periods})
    return [
        (start, end)
        for start, end in periods
        if (view.first is None or end >= view.first) and (view.last is None or end <= view.last)
    ]


def _series(
    indicator: Indicator,
    area: Area,
    frame: Frame,
    periods: Sequence[Period],
    show: Show,
    baseline: str | None,
) -> PanelLine:
    drawn = displayed(frame, indicator, show, baseline)
    cells: dict[Period, Cell] = {}
    for position, (period, cell) in enumerate(
        zip(frame.periods, frame.series(area.id), strict=True)
    ):
        cells[period] = (
            cell
            if drawn is None
            else as_compared(cell, drawn.base(area.id), drawn.value(area.id, position))
        )
    return PanelLine(
        indicator,
        area,
        [cells.get(period) or frame.lacking(area.id, period) for period in periods],
    )


def _drawn(indicator: Indicator, show: Show, asked: str | None) -> Indicator:
    """How the numbers drawn are written: their own unit, a change, or an index."""
    against = formats.baseline(asked or indicator.baseline)
    if show is Show.LEVEL and (indicator.measure is not Measure.PERCENT_CHANGE or not against):
        return indicator
    if show is Show.INDEX:
        unit = _("({baseline} = 100)", baseline=against)
        return replace(indicator, measure=Measure.INDEX, unit=unit, decimals=1)
    if indicator.measure in (Measure.PERCENT, Measure.POINTS, Measure.SCORE):
        return replace(
            indicator,
            measure=Measure.POINTS,
            unit=_("points against {baseline}", baseline=against),
            decimals=max(indicator.decimals, 1),
        )
    unit = _("percent against {baseline}", baseline=against)
    # A change that is published as one may be rounded on purpose.
    decimals = indicator.decimals if indicator.measure is Measure.PERCENT_CHANGE else 1
    return replace(indicator, measure=Measure.PERCENT_CHANGE, unit=unit, decimals=decimals)


def _by(indicator: Indicator, frequency: Frequency) -> Indicator:
    own = indicator.frequency
    if own is Frequency.TOTAL or coarsest([own, frequency]) is own:
        return indicator
    unit = indicator.unit
    if indicator.measure is Measure.COUNT:
        unit = _("{unit} a {period}", unit=_(unit), period=formats.one_period_word(own))
    return replace(indicator, frequency=frequency, unit=unit)


def _coarser_notes(indicator: Indicator, frequency: Frequency, is_mixed: bool) -> list[str]:
    """How days or weeks were put together, and why."""
    own = indicator.frequency
    if own is Frequency.TOTAL:
        return [_("This is one total, so there is no line to draw.")]
    if coarsest([own, frequency]) is own:
        return []
    blanks = {"parts": formats.periods_word(own), "whole": formats.one_period_word(frequency)}
    if is_mixed:
        return [
            _(
                "Drawn as the average of the {parts} in each {whole}, because another figure here "
                "comes only by {whole}. The CSV has the {parts}.",
                **blanks,
            )
        ]
    return [
        _(
            "Drawn as the average of the {parts} in each {whole}, to be readable. The CSV has the "
            "{parts}.",
            **blanks,
        )
    ]
