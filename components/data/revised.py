"""How much a figure is revised: the files of its source beside each other, on its page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from dash import html
from dash.development.base_component import Component
from markupsafe import Markup

from components.figures import charts, tables
from components.figures.scales import Scale, place
from components.markup.figure_words import FigureTitle
from components.markup.first_view import Slot
from components.markup.prose import section
from components.markup.stacked import stacked
from components.markup.svg import tag
from components.text import formats
from components.text.words import _, ngettext
from data_loaders.released import revision_csv
from data_loaders.released.histories import histories_of
from data_loaders.released.release import Release
from data_loaders.released.serving import file_base
from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.model import Frequency, Indicator, Publication, Status
from data_loaders.vocabulary.vintages import RevisionHistory, RevisionUnit, UsualRevision

ANCHOR = "revisions"
MOST_ROWS = 12
MOST_AFTER = 4  # periods that the newest file has after all others, at most
OLDER = "other beside"
SMALLEST = 0.05  # what is less, one decimal would write as nothing


def revised(release: Release, indicator: Indicator) -> Component:
    """The section: what is known of revisions, or that nothing is."""
    history = histories_of(release).get(indicator.id)
    if history is None or not history.usual:
        words = _("No second file of this figure is kept here yet, so none can be compared.")
        return section(_("How much it is revised"), [html.P(words)], ANCHOR)
    history = to_newest(release, history)
    of_history = replace(indicator, frequency=history.frequency)
    body = [
        html.P(sentence(history)),
        FigureTitle(_title(release, of_history, history)),
        Slot(fan(of_history, history), f"fan-{indicator.id}", "slot chart-slot single-chart"),
        html.P(_legend(history), className="note"),
        _by_age(history),
        *_then_and_now(of_history, history),
        *_files(release, indicator),
    ]
    return section(_("How much it is revised"), body, ANCHOR)


def to_newest(release: Release, history: RevisionHistory) -> RevisionHistory:
    """A history with the few periods that the newest file alone has, as the release shows them:
    files are laid beside each other only where several have figures."""
    where = (history.indicator_id, history.geography, history.industry_id)
    if release.entry(*where) is None:
        return history
    frame, end = release.frame(*where), history.periods[-1][1]
    ends = [last for _first, last in frame.periods]
    if end not in ends or history.area_id not in frame.areas:
        return history
    values, at = frame.values_of(history.area_id), ends.index(end)
    newest = history.vintages[-1]
    is_of_file = newest.values[-1] == values[at]
    if not is_of_file or len(ends) - at > MOST_AFTER:
        return history
    later, none = tuple(values[at + 1 :]), (None,) * (len(ends) - at - 1)
    older = [replace(each, values=each.values + none) for each in history.vintages[:-1]]
    return replace(
        history,
        periods=history.periods + tuple(frame.periods[at + 1 :]),
        vintages=(*older, replace(newest, values=newest.values + later)),
    )


def sentence(history: RevisionHistory) -> str:
    """What became of figures that were the newest of their file, in words."""
    first = history.usual[0]
    files = ngettext("{number} file", "{number} files", history.files)
    laid = _("{files} of this figure are laid beside each other.", files=files)
    which = _age(first, history.frequency)
    changed = first.figures - first.unchanged
    if not changed:
        told = _(
            "Of {all} figures ({which}), the newest file has every one unchanged.",
            all=formats.integer(first.figures),
            which=which,
        )
        return f"{laid} {told}"
    if not first.typical:
        told = _(
            "Of {all} figures ({which}), {changed} were changed later. Nine of ten moved by {wide} "
            "or less.",
            all=formats.integer(first.figures),
            which=which,
            changed=formats.integer(changed),
            wide=size(first.wide, history.unit),
        )
        return f"{laid} {told}"
    told = _(
        "Of {all} figures ({which}), {changed} were changed later. Half of all moved by {typical} "
        "or less, and nine of ten by {wide} or less.",
        all=formats.integer(first.figures),
        which=which,
        changed=formats.integer(changed),
        typical=size(first.typical, history.unit),
        wide=size(first.wide, history.unit),
    )
    return f"{laid} {told}"


def size(value: float, unit: RevisionUnit, *, signed: bool = False) -> str:
    """A revision as it reads: "2.8%", "0.3 points"; nothing is 0, a trace is said to be less."""
    text = "0" if value == 0 else formats.one_decimal(abs(value))
    if 0 < abs(value) < SMALLEST:
        text = _("under {least}", least=formats.one_decimal(0.1))
    elif signed and value:
        text = f"{formats.MINUS if value < 0 else '+'}{text}"
    if unit is RevisionUnit.PERCENT:
        return _("{number}%", number=text)
    return _("{number} points", number=text)


def fan(indicator: Indicator, history: RevisionHistory) -> Markup:
    """Every file as a line over the same periods, the newest one strongest."""
    lines = [*_lines(history)][::-1]
    return charts.line_chart(
        charts.Chart(
            f"fan-{indicator.id}",
            _(
                "Line chart of {what} as {files} files had it. The tables below have the numbers.",
                what=_(indicator.title),
                files=formats.integer(len(history.vintages)),
            ),
            indicator,
            history.periods,
            lines,
            room=charts.room_for([line.label for line in lines]),
            marks=lambda chart, x, y: _oldest(history, x, y),
        )
    )


def _oldest(history: RevisionHistory, x: Scale, y: Scale) -> Markup:
    """The name of the oldest file where its line ends, which is long before the others do."""
    values = history.vintages[0].values
    last = max(i for i, value in enumerate(values) if value is not None)
    return tag(
        "text",
        _("oldest file"),
        x=x(place(history.periods[last]).toordinal()) + 4,
        y=y(values[last] or 0.0) - 8,
        class_=f"end name {OLDER}",
    )


def _lines(history: RevisionHistory) -> Iterator[charts.Line]:
    """Older files thin, the newest with its name."""
    newest = len(history.vintages) - 1
    for position, vintage in enumerate(history.vintages):
        cells = [
            Cell(value, Status.NORMAL if value is not None else Status.NOT_REPORTED)
            for value in vintage.values
        ]
        is_newest = position == newest
        yield charts.Line(
            _("newest file") if is_newest else "", cells, "first" if is_newest else OLDER
        )


def _title(release: Release, indicator: Indicator, history: RevisionHistory) -> str:
    area = release.area(history.geography, history.area_id)
    parts = [_(indicator.title), formats.area(area)]
    if len(indicator.industries) > 1:
        parts.insert(1, _(indicator.industry_names[history.industry_id]))
    (first, _last), (_first, last) = history.periods[0], history.periods[-1]
    parts.append(_("{first} to {last}", first=_when(first, history), last=_when(last, history)))
    return ", ".join(parts)


def _when(day: date, history: RevisionHistory) -> str:
    is_short = history.frequency in (Frequency.DAY, Frequency.WEEK)
    return formats.day(day) if is_short else formats.month(day)


def _legend(history: RevisionHistory) -> str:
    oldest, newest = history.vintages[0], history.vintages[-1]
    said = _(
        "Each thin line is an older file, the strong one the newest. The oldest is as of {oldest}, "
        "the newest as of {newest}.",
        oldest=formats.day(oldest.as_of),
        newest=formats.day(newest.as_of),
    )
    first = next(i for i, value in enumerate(newest.values) if value is not None)
    if not first:
        return said
    since = formats.short_period(*history.periods[first], history.frequency)
    begins = _(
        "The strong line begins with {period}; before that there are thin lines alone.",
        period=since,
    )
    return f"{said} {begins}"


def _age(each: UsualRevision, frequency: Frequency) -> str:
    """How old figures were in their file, by how many newer ones it had."""
    period = formats.one_period_word(frequency)
    if each.lag == 0:
        return _("the newest {period} of a file", period=period)
    periods = formats.periods_word(frequency)
    if each.last_lag is None:
        return _("{lag} or more {periods} older", lag=each.lag, periods=periods)
    if each.last_lag == each.lag == 1:
        return _("1 {period} older", period=period)
    if each.last_lag == each.lag:
        return _("{lag} {periods} older", lag=each.lag, periods=periods)
    return _("{lag} to {last} {periods} older", lag=each.lag, last=each.last_lag, periods=periods)


def _by_age(history: RevisionHistory) -> Component:
    """The usual size of revision, by how old the figure was."""
    rows = []
    for each in history.usual:
        age = _age(each, history.frequency)
        rows.append(
            [
                age[:1].upper() + age[1:],
                formats.integer(each.figures),
                formats.integer(each.figures - each.unchanged),
                size(each.typical, history.unit),
                size(each.wide, history.unit),
                size(each.shift, history.unit, signed=True),
            ]
        )
    heads = [
        _("How old the figure was in its file"),
        _("Figures"),
        _("Changed since"),
        _("Half by at most"),
        _("Nine of ten by at most"),
        _("Middle change"),
    ]
    caption = _("Usual size of revision, from that file to the newest, over all areas")
    return stacked(caption, heads, rows, numeric=range(1, len(heads)), anchor="revised-rows")


def _then_and_now(indicator: Indicator, history: RevisionHistory) -> list[Component]:
    """The newest periods of the drawing: as the first file that had them, and as the newest."""
    rows = []
    for position, period in list(enumerate(history.periods))[::-1]:
        told = [(v.as_of, v.values[position]) for v in history.vintages]
        known = [(day, value) for day, value in told if value is not None]
        if len(known) > 1:
            (day, then), (_day, now) = known[0], known[-1]
            traced = tables.trace(
                indicator, history.geography, history.area_id, period[1], history.industry_id
            )
            rows.append(
                [
                    formats.short_period_of(*period, indicator),
                    formats.number(then, indicator),
                    formats.day(day),
                    tables.value_cell(Cell(now, Status.NORMAL), indicator, traced),
                ]
            )
    if not rows:
        return []
    heads = [_("Period"), _("In the first file that has it"), _("File as of"), _("Newest file")]
    caption = _("The newest periods of the drawing, then and now")
    return [stacked(caption, heads, rows[:MOST_ROWS], numeric=(1, 3), anchor="then-and-now-rows")]


def _files(release: Release, indicator: Indicator) -> list[Component]:
    source = release.source_of[indicator.id]
    if source.publication is Publication.SHOW:
        return []  # "Files", next on the page, says so
    names = {
        _("Every file's figures as CSV"): revision_csv.vintages_name(indicator.id),
        _("Usual size of revision as CSV"): revision_csv.by_lag_name(indicator.id),
    }
    links = [
        html.Li(html.A(words, href=f"{file_base(release)}/{name}"))
        for words, name in names.items()
        if name in release.manifest.files
    ]
    return [html.Ul(links, className="actions")] if links else []
