"""Next door: a place beside the areas that touch it, each with then and now, sorted as asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dash import html
from dash.development.base_component import Component

from components.figures import strokes, tables
from components.markup import addresses
from components.markup.addresses import kept
from components.markup.attributes import marked
from components.markup.first_view import Slot
from components.markup.folding import aside
from components.markup.stacked import addressed, linked_caption
from components.place import verdict
from components.place import words as place_words
from components.place.gathering import Gathered, Need
from components.place.orders import FIGURE_ORDER, carried
from components.place.trend import Period, Stretch
from components.text import formats
from components.text.marks import DOT
from components.text.words import _, ngettext
from data_loaders.released.place_pages import has_page
from data_loaders.released.release import Release
from data_loaders.released.view import View
from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.model import Area, AreaKind, Geography, Measure, Place, Status

ANCHOR = addresses.NEXT_DOOR
# What places are set beside each other by, where the release has it; never a count, of which a
# larger area has more.
MEASURES = (
    "subway_entries_vs_2017_19",
    "measles_vaccination",
    "snap_recipients_rate",
    "unemployment_rate",
    "covid_case_rate",
)
NAME, THEN, NOW = "name", "then", "now"
SORTS = (NOW, NAME, THEN)
SPARK = (84, 26)
MOST_ROWS = 4  # before a tap


@dataclass(frozen=True, slots=True)
class Beside:
    """An area of the table. `then` and `now` are in the figure's unit; either may be absent."""

    area: Area
    then: Cell
    now: Cell


@dataclass(frozen=True, slots=True)
class NextDoor:
    """A figure in the boundaries of one of the place's areas and of all that touch it."""

    gathered: Gathered
    then: Stretch | None
    now: Period
    rows: tuple[Beside, ...]


def measures(needs: list[Need], place: Place) -> list[Gathered]:
    """The figures by which a place can be set beside its neighbors, the first asked for first;
    those of the place itself before those of other areas."""
    own = [each for need in needs for each in (*need.drawn, *need.listed)]
    usable = [
        each
        for each in own
        if each.indicator.measure is not Measure.COUNT and each.areas[0].neighbors
    ]
    preferred = [each for name in MEASURES for each in usable if each.indicator.id == name]
    return sorted(preferred or usable[:1], key=lambda each: each.areas[0].id != place.id)


def next_door(each: Gathered) -> NextDoor:
    """The place's first area and those that touch it, where people live."""
    areas = each.scene.areas
    beside = [areas[name] for name in each.areas[0].neighbors if name in areas]
    lived_in = [area for area in beside if area.kind is AreaKind.RESIDENTIAL]
    period = each.scene.frame.periods[each.scene.position]
    then = _then(each)
    rows = [_beside(each, area, then, period) for area in (each.areas[0], *lived_in)]
    return NextDoor(each, then, period, tuple(rows))


def _then(each: Gathered) -> Stretch | None:
    """What is set against now: of a share of before its lowest period here that can be relied on,
    else as elsewhere."""
    if verdict.is_share(each):
        frame, area = each.scene.frame, each.areas[0]
        pairs = zip(frame.periods, frame.series(area.id), strict=True)
        valued = [
            (cell.value, period)
            for period, cell in pairs
            if cell.value is not None and cell.status is not Status.LOW_RELIABILITY
        ]
        lowest = min(valued, default=None)
        if lowest is None:
            return None
        words = formats.short_period_of(*lowest[1], each.indicator)
        return Stretch((lowest[1],), words)
    pair = verdict.pair(each)
    is_one_period = pair is not None and len(pair[0].periods) == 1
    return pair[0] if pair is not None and is_one_period else None


def _beside(each: Gathered, area: Area, then: Stretch | None, now: Period) -> Beside:
    frame = each.scene.frame
    gap = Cell(None, Status.NOT_REPORTED)
    if area.id not in frame.areas:
        return Beside(area, gap, gap)
    (newest,) = frame.cells_in(area.id, (now,))
    if then is None:
        return Beside(area, gap, newest or gap)
    earlier = [cell or gap for cell in frame.cells_in(area.id, then.periods)]
    # A stretch without one of its figures has none, for the reason of that one.
    without = next((cell for cell in earlier if cell.value is None), earlier[0])
    return Beside(area, without, newest or gap)


def section(
    release: Release, place: Place, needs: list[Need], query: Mapping[str, str], end: date
) -> html.Section | None:
    """The table with its ways to sort and to compare; None where nothing can be set beside."""
    offered = measures(needs, place)
    if not offered:
        return None
    asked = [each for each in offered if each.indicator.id == query.get("by")]
    chosen = next_door((asked or offered)[0])
    if len(chosen.rows) < 2:
        return None
    content: list[Component] = [html.H2(_("Next door"))]
    if len(offered) > 1:
        content.append(_measures(place, offered, chosen.gathered, query))
    content += _tables(release, place, chosen, query, end)
    return html.Section(content, className="section next-door", id=ANCHOR)


def _measures(
    place: Place, offered: list[Gathered], chosen: Gathered, query: Mapping[str, str]
) -> html.P:
    parts: list[Component | str] = [_("By:")]
    others = carried(query, FIGURE_ORDER)
    for each in offered:
        name = place_words.name(each)
        address = kept(
            f"{addresses.place(place.id)}#{ANCHOR}", query, by=each.indicator.id, **others
        )
        shown = html.Strong(name) if each is chosen else html.A(name, href=address)
        parts += [DOT if len(parts) > 1 else " ", shown]
    return html.P(parts, className="note")


def _tables(
    release: Release, place: Place, chosen: NextDoor, query: Mapping[str, str], end: date
) -> list[Component]:
    """The first rows as asked, and behind a word to tap those of a place with many neighbors."""
    asked = query.get("sort", "")
    by = asked if asked in SORTS else NOW
    first_rows, rest_rows = parted(sorted_by(chosen, by), chosen.gathered.areas[0])
    rows, rest = (
        [_row(release, chosen, beside, query, end) for beside in some]
        for some in (first_rows, rest_rows)
    )
    heads = _heads(place, chosen, by, query)
    what = place_words.of_part(formats.quantity(chosen.gathered.indicator), chosen.gathered)
    first = _table(what, heads, rows, f"{ANCHOR}-rows")
    if not rest:
        return [first]
    words = ngettext("{number} more next door", "{number} more next door", len(rest))
    more = _table(_("{what}: more next door", what=what), heads, rest, f"{ANCHOR}-more")
    return [first, aside(words, more)]


def _heads(place: Place, chosen: NextDoor, by: str, query: Mapping[str, str]) -> list[Component]:
    indicator = chosen.gathered.indicator
    heads = [(NAME, formats.first_upper(formats.area_noun(chosen.gathered.scene.view.geography)))]
    heads += [(THEN, chosen.then.words)] if chosen.then is not None else []
    heads.append((NOW, formats.short_period_of(*chosen.now, indicator)))
    columns = [_head(place, name, words, by, query) for name, words in heads]
    return [
        *columns,
        html.Th(_("Since 2020"), scope="col", className="shape"),
        html.Th(_("Both over time"), scope="col"),
    ]


def _table(what: str, heads: list[Component], rows: list[html.Tr], anchor: str) -> html.Div:
    caption = linked_caption(what, anchor)
    content = [caption, html.Thead(html.Tr(heads)), html.Tbody(rows)]
    return html.Div(addressed(html.Table(content), anchor), className="scroll")


def parted(rows: list[Beside], here: Area) -> tuple[list[Beside], list[Beside]]:
    """The rows that are seen at once and the rest, each in order; the place itself is seen."""
    others = [row for row in rows if row.area.id != here.id]
    seen = {here.id, *(row.area.id for row in others[: MOST_ROWS - 1])}
    is_seen = [row.area.id in seen for row in rows]
    return (
        [row for row, shows in zip(rows, is_seen, strict=True) if shows],
        [row for row, shows in zip(rows, is_seen, strict=True) if not shows],
    )


def sorted_by(chosen: NextDoor, by: str) -> list[Beside]:
    """Rows by name, or by a figure with the highest first and those without one last."""
    if by == NAME:
        return sorted(chosen.rows, key=lambda row: place_words.short(row.area))
    cells = {row.area.id: row.then if by == THEN else row.now for row in chosen.rows}

    def highest_first(row: Beside) -> tuple[bool, float]:
        number = cells[row.area.id].value
        return number is None, -(number or 0.0)

    return sorted(chosen.rows, key=highest_first)


def _head(place: Place, name: str, words: str, by: str, query: Mapping[str, str]) -> html.Th:
    """A head that sorts by its column; which one sorts now is said."""
    held = {"by": query["by"]} if "by" in query else {}
    held |= carried(query, FIGURE_ORDER)
    address = kept(f"{addresses.place(place.id)}#{ANCHOR}", query, sort=name, **held)
    link = marked(html.A(words, href=address), {"data-replaces": "true"})
    head = html.Th(link, scope="col", className=None if name == NAME else "number")
    order = "ascending" if name == NAME else "descending"
    return marked(head, {"aria-sort": order if name == by else "none"})


def _row(
    release: Release, chosen: NextDoor, beside: Beside, query: Mapping[str, str], end: date
) -> html.Tr:
    each, area = chosen.gathered, beside.area
    is_here = area.id == each.areas[0].id
    now = _traced(each, area, chosen.now)
    shown = [(beside.now, now)]
    if chosen.then is not None:
        shown.insert(0, (beside.then, _traced(each, area, chosen.then.periods[0])))
    shape = strokes.sparkline(verdict.shape(each, area, end), *SPARK)
    if shape or any(cell.value is not None for cell, _to in shown):
        cells = [
            *(
                html.Td(tables.value_cell(cell, each.indicator, traced), className="number")
                for cell, traced in shown
            ),
            html.Td(Slot(shape, f"beside-{area.id}", "slot spark-slot"), className="shape"),
            html.Td("" if is_here else _compare(each, area, query)),
        ]
    else:
        # One reason for the whole row: there is nothing to compare either.
        told = tables.value_cell(beside.now, each.indicator, now)
        cells = [html.Td(told, colSpan=len(shown) + 2)]
    named = html.Th(_name(release, area, query, is_here=is_here), scope="row")
    return html.Tr([named, *cells], className="here" if is_here else None)


def _traced(each: Gathered, area: Area, period: Period) -> str:
    scene = each.scene
    geography = Geography(area.geography)
    return tables.trace(scene.indicator, geography, area.id, period[1], scene.view.industry)


def _name(
    release: Release, area: Area, query: Mapping[str, str], *, is_here: bool
) -> Component | str:
    words = formats.area(area)
    if is_here:
        return html.Strong(words)
    has_own = any(place.id == area.id and has_page(place) for place in release.places)
    return html.A(words, href=kept(addresses.place(area.id), query)) if has_own else words


def _compare(each: Gathered, area: Area, query: Mapping[str, str]) -> html.A:
    """One tap to both lines on Trends."""
    view = View(
        (each.indicator.id,),
        each.scene.view.geography,
        (each.areas[0].id, area.id),
        industry=each.scene.view.industry,
        release=query.get("release"),
    )
    spoken = _("Compare with {place} over time", place=place_words.boundary(area))
    return marked(html.A(_("Compare"), href=view.address(addresses.TRENDS)), {"aria-label": spoken})
