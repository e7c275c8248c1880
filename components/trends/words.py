"""Words of Trends, generated from the figures: titles, a sentence a panel, how to cite."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from components.figures.sentences import beyond, in_sentence
from components.text import formats, reasons
from components.text.care import titled
from components.text.words import _, ngettext
from components.trends.panels import Panel, PanelLine
from data_loaders.released.baselines import same_periods
from data_loaders.released.view import Show
from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    Area,
    Frequency,
    Geography,
    Indicator,
    Measure,
    Reason,
    Status,
)
from data_loaders.vocabulary.reason_words import because

IN_POINTS = frozenset({Measure.PERCENT, Measure.PERCENT_CHANGE})


def title(panels: Sequence[Panel]) -> str:
    """What, where, when, of the whole view."""
    what = _in_turn([panel_what(panel) for panel in panels])
    places = {place(panel) for panel in panels}
    first, last = panels[0].window
    how = {compared(panel) for panel in panels}
    if len(how) == 1 and (said := how.pop()):
        what = _("{what}: {how}", what=what, how=said)
    blanks = {"what": what, "when": formats.months(first, last)}
    if first == last:
        return what
    if len(places) == 1:
        return _("{what} in {where}, {when}", where=places.pop(), **blanks)
    return _("{what}, {when}", **blanks)


def compared(panel: Panel) -> str:
    """What is drawn in place of the figures: their change, or their index; empty for themselves."""
    against = formats.baseline(panel.view.baseline or panel.indicator.baseline)
    match panel.view.show:
        case Show.CHANGE:
            return _("change against {baseline}", baseline=against)
        case Show.INDEX:
            return _("index ({baseline} = 100)", baseline=against)
        case Show.LEVEL:
            return ""


def panel_what(panel: Panel) -> str:
    """The figures of a panel by name, what their names share said once."""
    names = list(dict.fromkeys(name_of(panel, line) for line in panel.series))
    start, ends, end = _shared(names)
    if start and len(names) > 2:
        return start
    if end:
        return _("{names}, {shared}", names=_in_turn(ends), shared=end)
    return _in_turn(names)


def _in_turn(names: Sequence[str]) -> str:
    """Several figures as they follow each other in a sentence."""
    return formats.listed([*names[:1], *map(formats.within, names[1:])])


def _shared(names: list[str]) -> tuple[str, list[str], str]:
    """What names "A, b" share before or after the comma, and what tells them apart."""
    pieces = [name.split(", ", 1) for name in names]
    if len(names) < 2 or any(len(piece) < 2 for piece in pieces):
        return "", names, ""
    starts, ends = {piece[0] for piece in pieces}, {piece[1] for piece in pieces}
    if len(starts) == 1:
        return starts.pop(), [formats.first_upper(piece[1]) for piece in pieces], ""
    if len(ends) == 1:
        return "", [piece[0] for piece in pieces], ends.pop()
    return "", names, ""


def name_of(panel: Panel, line: PanelLine) -> str:
    """A line's figure, with its industry where that is one of several."""
    industry = line.indicator.industry_names.get(panel.view.industry, "")
    named = titled(panel.release, line.indicator, line.area.geography, panel.view.industry)
    if panel.view.industry != ALL_INDUSTRIES and industry:
        return _("{what} ({industry})", what=named, industry=industry)
    return named


def place(panel: Panel) -> str:
    """The areas of a panel as they stand in a sentence."""
    names = [in_sentence(area_name(line.area)) for line in panel.series]
    return formats.listed(list(dict.fromkeys(names)))


def area_name(area: Area) -> str:
    """An area in a list of areas: a ZIP area by its number, as its name holds commas."""
    return area.id if area.geography in (Geography.MODZCTA, Geography.ZIP) else formats.area(area)


def panel_title(panel: Panel) -> str:
    """What and where, and how it is shown: its unit, unless its name has that word."""
    what = formats.in_unit(panel_what(panel), panel.indicator)
    return _("{what}, {where}", what=what, where=place(panel))


def line_names(panel: Panel) -> list[str]:
    """What tells the lines apart: their areas, or what their titles do not share."""
    titles = [_(line.indicator.title) for line in panel.series]
    if len(set(titles)) == 1:
        return [area_name(line.area) for line in panel.series]
    return _shared(titles)[1]


def sentence(panel: Panel) -> str:
    """What the panel says, at the precision shown; no comparison the figures do not bear."""
    return " ".join(sentences(panel))


def sentences(panel: Panel) -> list[str]:
    """The same, sentence by sentence."""
    if panel.end is None:
        return [_("There is no figure here for this choice.")]
    if len(panel.series) == 1:
        return _alone(panel, panel.series[0])
    empty = [line for line in panel.series if line.end(panel.periods) is None]
    if empty:
        rest = replace(panel, series=[line for line in panel.series if line not in empty])
        return [*_why_empty(panel, empty), *sentences(rest)]
    if not panel.is_comparable:
        return [_("These lines end over a year apart, so no sentence compares them.")]
    at = _last_common(panel)
    if at is None:
        return [_("These lines have no period in common, so they are not compared.")]
    return _pair(panel, at) if len(panel.series) == 2 else [_several(panel, at)]


def _why_empty(panel: Panel, empty: Sequence[PanelLine]) -> list[str]:
    """Which lines have no figure, and why, a sentence a reason: the others are compared."""
    places: dict[str, list[str]] = {}
    for name, line in zip(line_names(panel), panel.series, strict=True):
        if line in empty:
            cell = line.cells[-1]
            why = because(cell.status, cell.reason) or formats.status(cell.status)
            places.setdefault(_(why), []).append(in_sentence(name))
    return [
        _("No figure for {places}: {why}.", places=formats.listed(each), why=why)
        for why, each in places.items()
    ]


def _alone(panel: Panel, line: PanelLine) -> list[str]:
    known = _known(line.cells)
    last, value = known[-1]
    indicator = panel.indicator
    cell = line.cells[last]
    blanks = {
        "when": formats.the_period(*panel.periods[last], indicator),
        "value": reasons.shown(_against(panel, formats.with_unit(value, indicator)), [cell]),
    }
    latest = _("The latest figure shown, for {when}, is {value}.", **blanks)
    before = _year_before(panel, line, last)
    if before is not None:
        number = formats.number(before.value or 0.0, indicator)
        shown_before = f"{number}{reasons.aside(before) if _is_unsure(before) else ''}"
        latest = _(
            "The latest figure shown, for {when}, is {value}; a year earlier it was {before}.",
            before=shown_before,
            **blanks,
        )
    doubt = [_("It is to be read with care.")] if cell.status is Status.LOW_RELIABILITY else []
    return [" ".join([latest, *doubt]), *_extremes(panel, line)]


def _against(panel: Panel, shown: str) -> str:
    """A change as its sentence has it, with what it is a change against."""
    against = formats.baseline(panel.view.baseline or panel.indicator.baseline)
    if panel.indicator.measure is not Measure.PERCENT_CHANGE or not against:
        return shown
    return _("{change} against {baseline}", change=shown, baseline=against)


def _extremes(panel: Panel, line: PanelLine) -> list[str]:
    """The highest and the lowest figure that can be relied on; of one that several periods share,
    how many do. None of fewer than three figures."""
    firm = {i: line.cells[i] for i, _value in _known(line.cells) if _is_firm(line.cells[i])}
    if len(firm) < 3:
        return []
    texts = {i: formats.number(cell.value or 0.0, panel.indicator) for i, cell in firm.items()}
    ends = [choose(firm, key=lambda i: firm[i].value or 0.0) for choose in (max, min)]
    if texts[ends[0]] == texts[ends[1]]:
        return [_("Every figure shown is {value}.", value=texts[ends[0]])]
    (high, high_when), (low, low_when) = (_extreme(panel, firm, texts, end) for end in ends)
    return [
        _(
            "The highest was {high} ({high_when}), the lowest {low} ({low_when}).",
            high=high,
            high_when=high_when,
            low=low,
            low_when=low_when,
        ),
        *([beyond()] if any(cell.status.is_hidden for cell in line.cells) else []),
    ]


def _extreme(
    panel: Panel, firm: Mapping[int, Cell], texts: Mapping[int, str], end: int
) -> tuple[str, str]:
    """A figure as it is shown, and when: in one period, or in how many."""
    sharing = [i for i, text in texts.items() if text == texts[end]]
    shown = reasons.shown(texts[end], [firm[i] for i in sharing])
    if len(sharing) == 1:
        return shown, _when(panel, end)
    return shown, ngettext("in {number} period", "in {number} periods", len(sharing))


def _is_firm(cell: Cell) -> bool:
    """Whether a figure can be relied on to be more or less than another: noise may have turned
    both round."""
    is_doubtful = cell.status is Status.LOW_RELIABILITY or cell.reason is Reason.NOISY
    return cell.value is not None and not is_doubtful


def _is_unsure(cell: Cell) -> bool:
    """Whether a figure is cut off, noisy, or to be read with care: what it is compared with is not
    known to be more or less by so much."""
    return cell.is_cut_off or not _is_firm(cell)


def _year_before(panel: Panel, line: PanelLine, last: int) -> Cell | None:
    """The figure of the same month a year earlier, or of the week that ends nearest to that day."""
    end = panel.periods[last][1]
    begins = panel.periods[last][0]  # averages over years overlap: no change of one year
    near = [
        line.cells[position]
        for position in same_periods(panel.periods, end, end.year - 1)
        if panel.periods[position][1] < begins
    ]
    return next((cell for cell in near if cell.value is not None), None)


def _pair(panel: Panel, at: int) -> list[str]:
    one, two = panel.series
    if any(_is_unsure(line.cells[at]) for line in panel.series):
        return [_several(panel, at)]
    names = [in_sentence(name) for name in line_names(panel)]
    values = (_rounded(panel, one.cells[at]), _rounded(panel, two.cells[at]))
    if compared(panel):
        return [_pair_compared(panel, at, names, values), *_widest(panel, one, two)]
    blanks = {"when": _in_when(panel, at)}
    if values[0] == values[1]:
        now = _(
            "{one} and {two} had the same figure {when}: {value}.",
            one=formats.first_upper(names[0]),
            two=names[1],
            value=formats.with_unit(values[0], panel.indicator),
            **blanks,
        )
    else:
        upper = 0 if values[0] > values[1] else 1
        now = _(
            "{upper} was {difference} above {lower} {when}: {high} against {low}.",
            upper=formats.first_upper(names[upper]),
            lower=names[1 - upper],
            difference=_difference(max(values) - min(values), panel.indicator),
            high=formats.number(values[upper], panel.indicator),
            low=formats.with_unit(values[1 - upper], panel.indicator),
            **blanks,
        )
    return [now, *_widest(panel, one, two)]


def _pair_compared(panel: Panel, at: int, names: Sequence[str], values: tuple[float, float]) -> str:
    """Two changes, or two indexes: to say that one place is above the other would be another
    thing, and may be false."""
    upper = 0 if values[0] >= values[1] else 1
    high, low = (formats.number(values[i], panel.indicator) for i in (upper, 1 - upper))
    blanks = {
        "how": compared(panel),
        "upper": names[upper],
        "lower": names[1 - upper],
        "high": high,
        "low": low,
        "when": _in_when(panel, at),
    }
    if values[0] == values[1]:
        return _("The {how} was the same for {upper} and {lower} {when}: {high}.", **blanks)
    return _(
        "The {how} was {difference} higher for {upper} than for {lower} {when}: {high} against "
        "{low}.",
        difference=_difference(abs(values[0] - values[1]), panel.indicator),
        **blanks,
    )


def _widest(panel: Panel, one: PanelLine, two: PanelLine) -> list[str]:
    """The widest gap; none where a figure is unsure, as the gap there may be the widest."""
    known = [cell for cell in (*one.cells, *two.cells) if cell.value is not None]
    if any(map(_is_unsure, known)):
        return []
    gaps = [
        (abs(_rounded(panel, a) - _rounded(panel, b)), i)
        for i, (a, b) in enumerate(zip(one.cells, two.cells, strict=True))
        if a.value is not None and b.value is not None
    ]
    gap, at = max(gaps, key=lambda pair: pair[0])
    text = _difference(gap, panel.indicator)
    alike = [size for size, _at in gaps if _difference(size, panel.indicator) == text]
    when = _when(panel, at)
    if len(alike) > 1:
        when = ngettext("in {number} period", "in {number} periods", len(alike))
    how = compared(panel)
    if how:
        return [_("The widest gap in the {how} was {gap} ({when}).", how=how, gap=text, when=when)]
    return [_("The widest gap shown was {gap} ({when}).", gap=text, when=when)]


def _several(panel: Panel, at: int) -> str:
    """Values of several lines: the ends where they are clear, else each one."""
    cells = [line.cells[at] for line in panel.series]
    values = [cell.value or 0.0 for cell in cells]
    named_values = list(zip(line_names(panel), values, strict=True))
    # Areas of different boundaries overlap: they are listed, not ranked.
    if len({line.area.geography for line in panel.series}) > 1:
        return _each(panel, at, named_values, [reasons.aside(cell) for cell in cells])
    ordered = sorted(named_values, key=lambda pair: pair[1])
    if not _has_clear_ends([value for _name, value in ordered], cells, panel.indicator):
        return _each(panel, at, named_values, [reasons.aside(cell) for cell in cells])
    return _ends(panel, at, ordered[0], ordered[-1])


def _each(
    panel: Panel, at: int, named_values: Sequence[tuple[str, float]], marks: Sequence[str]
) -> str:
    """Every line's value, with the mark of its cell."""
    listed = [
        _(
            "{place} {value}",
            place=name,
            value=f"{formats.number(value, panel.indicator)}{mark}",
        )
        for (name, value), mark in zip(named_values, marks, strict=True)
    ]
    return _("{when}: {figures}.", when=_head(panel, at), figures=formats.listed(listed))


def _head(panel: Panel, at: int) -> str:
    """When, and what is compared, before figures that are listed."""
    when, how = formats.first_upper(_when(panel, at)), compared(panel)
    return _("{when}, {how}", when=when, how=how) if how else when


def _ends(panel: Panel, at: int, lowest: tuple[str, float], highest: tuple[str, float]) -> str:
    """The highest line and the lowest: figures where they differ, else areas."""
    (bottom, low), (top, high) = lowest, highest
    when = _head(panel, at)
    written = formats.number if compared(panel) else formats.with_unit
    high_text = written(high, panel.indicator)
    low_text = formats.number(low, panel.indicator)
    if len({line.indicator.id for line in panel.series}) > 1:
        return _(
            "{when}: the highest is {top}, {high}; the lowest {bottom}, {low}.",
            when=when,
            top=top,
            high=high_text,
            bottom=bottom,
            low=low_text,
        )
    return _(
        "{when}: highest in {top}, {high}; lowest in {bottom}, {low}.",
        when=when,
        top=in_sentence(top),
        high=high_text,
        bottom=in_sentence(bottom),
        low=low_text,
    )


def _has_clear_ends(values: list[float], cells: Sequence[Cell], indicator: Indicator) -> bool:
    """Whether one line is highest and one lowest: not as shown alike, cut off, or doubtful.
    `values` are in order."""
    texts = [formats.number(value, indicator) for value in values]
    return not any(map(_is_unsure, cells)) and texts[0] != texts[1] and texts[-1] != texts[-2]


def _last_common(panel: Panel) -> int | None:
    """The newest period in which every line has a value."""
    for i in range(len(panel.periods) - 1, -1, -1):
        if all(line.cells[i].value is not None for line in panel.series):
            return i
    return None


def _difference(value: float, indicator: Indicator) -> str:
    if indicator.measure in IN_POINTS:
        points = replace(indicator, measure=Measure.POINTS, unit=_("percentage points"))
        return formats.with_unit(value, points)
    if indicator.measure in (Measure.INDEX, Measure.POINTS):
        is_one = float(formats.rounded(value, indicator.decimals)) == 1
        unit = _("point") if is_one else _("points")
        return formats.with_unit(value, replace(indicator, unit=unit))
    return formats.with_unit(value, indicator)


def _rounded(panel: Panel, cell: Cell) -> float:
    return float(formats.rounded(cell.value or 0.0, panel.indicator.decimals))


def _known(cells: Sequence[Cell]) -> list[tuple[int, float]]:
    return [(i, cell.value) for i, cell in enumerate(cells) if cell.value is not None]


def _when(panel: Panel, at: int) -> str:
    return formats.period_of(*panel.periods[at], panel.indicator)


def _in_when(panel: Panel, at: int) -> str:
    """A period inside a sentence: "in October 2023", "in the week ending October 11, 2025"."""
    when = _when(panel, at)
    match panel.indicator.frequency:
        case Frequency.DAY:
            return _("on {day}", day=when)
        case Frequency.WEEK:
            return _("in the {week}", week=when)
        case _:
            return _("in {period}", period=when)


def citation(panel: Panel, address: str) -> str:
    """How to cite what the panel shows: source, its last day, release, address."""
    cited = [each.citation.rstrip(".") for each in (panel.source, *panel.others)]
    blanks = {"source": ". ".join(cited), "release": panel.release.id}
    if panel.end is None:
        return _(
            "{source}. NYC Recovery Data, release {release}. {address}", address=address, **blanks
        )
    return _(
        "{source}. Figures to {day}. NYC Recovery Data, release {release}. {address}",
        day=formats.day(panel.end),
        address=address,
        **blanks,
    )
