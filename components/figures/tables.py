"""Tables: every figure has one, and it says the same."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from urllib.parse import parse_qsl, urlencode

from dash import html
from dash.development.base_component import Component
from markupsafe import Markup

from components.figures.scene import Scene
from components.markup import addresses
from components.markup.attributes import marked
from components.markup.stacked import addressed, linked_caption
from components.markup.svg import tag
from components.text import formats, reasons
from components.text.words import _
from data_loaders.released.view import Sort, View
from data_loaders.released.view_reading import own_industry
from data_loaders.vocabulary.frames import Cell, Frame
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    Area,
    AreaKind,
    Frequency,
    Geography,
    Indicator,
)

Content = Component | str
AreaLink = Callable[[str], str]
CellLink = Callable[[int, int], str]
# As much of the last day of a period as names the period.
LETTERS_OF_A_DAY = {Frequency.MONTH: len("2020-03"), Frequency.YEAR: len("2020")}


def table(
    caption: str,
    heads: Sequence[str | Component],
    rows: Iterable[Sequence[Content]],
    numeric: Collection[int] = (),
    anchor: str = "",
) -> html.Table:
    """A table whose first column names the row. `numeric`: the columns set as numbers. A head may
    be a whole cell of its own. `anchor`: its own address on the page, where none is near it."""
    content = [
        linked_caption(caption, anchor),
        _heading(heads, numeric),
        html.Tbody([_row(row, numeric) for row in rows]),
    ]
    return addressed(html.Table(content), anchor) if anchor else html.Table(content)


def _heading(heads: Sequence[str | Component], numeric: Collection[int]) -> Component | Markup:
    styles = ["number" if i in numeric else None for i in range(len(heads))]
    words = [head for head in heads if isinstance(head, str)]
    if len(words) < len(heads):
        cells = zip(heads, styles, strict=True)
        return html.Thead(html.Tr([_head(head, style) for head, style in cells]))
    written = zip(words, styles, strict=True)
    cells = (tag("th", head, class_=style, scope="col") for head, style in written)
    return tag("thead", tag("tr", *cells))


def _head(text: str | Component, style: str | None) -> Component:
    if isinstance(text, html.Th):
        return text
    return html.Th(text, className=style, scope="col")


def _row(row: Sequence[Content], numeric: Collection[int]) -> Component | Markup:
    """A row, of nothing but words as markup: a component a cell took half of a page's time."""
    first, *rest = row
    styles = ["number" if i in numeric else None for i in range(1, len(row))]
    words = [content for content in row if isinstance(content, str)]
    if len(words) < len(row):
        named = html.Th(first, scope="row")
        cells = zip(rest, styles, strict=True)
        return html.Tr([named, *(html.Td(each, className=style) for each, style in cells)])
    first_words, *rest_words = words
    written = zip(rest_words, styles, strict=True)
    return tag(
        "tr",
        tag("th", first_words, scope="row"),
        *(tag("td", each, class_=style) for each, style in written),
    )


def map_table(scene: Scene, link: AreaLink, path: str = "") -> html.Table:
    """Areas of a map with their values, as the view sorts them; those without a value below.

    With `path`, heads are links that sort."""
    with_borough = scene.view.geography is not Geography.BOROUGH
    return areas_table(scene, scene.cells(), link, with_borough=with_borough, path=path)


def areas_table(
    scene: Scene,
    cells: Mapping[str, Cell],
    link: AreaLink,
    *,
    with_borough: bool,
    path: str = "",
    anchor: str = "",
) -> html.Table:
    """These areas with their values, sorted as the view says; those without a value below.
    `anchor`: its own address on the page, where none is near it."""
    rows = [_map_row(scene, area_id, cells[area_id], link, with_borough)
            for area_id in _sorted(scene, cells)]  # fmt: skip
    heads = _sorting_heads(scene, with_borough, path)
    return table(
        formats.in_unit(_(scene.indicator.title), scene.indicator),
        heads,
        rows,
        numeric=(len(heads) - 1,),
        anchor=anchor,
    )


def _sorting_heads(scene: Scene, with_borough: bool, path: str) -> list[str | Component]:
    """What each column holds; with `path` a link to the view sorted by it."""
    sort, period = scene.view.sort, formats.short_period_of(
        scene.first, scene.last, scene.indicator
    )  # fmt: skip
    columns = [(formats.first_upper(formats.area_noun(scene.view.geography)), Sort.NAME)]
    columns += [(_("Borough"), Sort.BOROUGH)] if with_borough else []
    columns.append((period, Sort.LOWEST if sort is Sort.HIGHEST else Sort.HIGHEST))
    if not path:
        return [words for words, _by in columns]
    return [sorting_head(scene.view, words, by, path) for words, by in columns]


def sorting_head(view: View, words: str, by: Sort, path: str) -> html.Th:
    """A head that sorts: a link to the view in that order."""
    is_value = by in (Sort.HIGHEST, Sort.LOWEST)
    sort = view.sort
    is_sorting = sort in (Sort.HIGHEST, Sort.LOWEST) if is_value else sort is by
    order = "descending" if sort is Sort.HIGHEST else "ascending"
    link = marked(html.A(words, href=view.address(path, sort=by)), {"data-sort": str(by)})
    head = html.Th(link, className="number" if is_value else None, scope="col")
    return marked(head, {"aria-sort": order if is_sorting else "none"})


def _sorted(scene: Scene, cells: Mapping[str, Cell]) -> list[str]:
    """Area ids in the order of the view; equal ones by name."""

    def key(area_id: str) -> tuple[object, ...]:
        area, cell = scene.areas[area_id], cells[area_id]
        name = formats.area(area)
        match scene.view.sort:
            case Sort.NAME:
                return (name,)
            case Sort.BOROUGH:
                return area.borough_id or "", *_highest_first(cell), name
            case Sort.LOWEST:
                return cell.value is None, cell.value or 0.0, name
            case Sort.HIGHEST:
                return *_highest_first(cell), name

    return sorted(cells, key=key)


def _map_row(
    scene: Scene, area_id: str, cell: Cell, link: AreaLink, with_borough: bool
) -> list[Content]:
    area = scene.areas[area_id]
    row: list[Content] = [tag("a", _row_name(area), href=link(area_id))]
    if with_borough:
        borough = scene.release.areas(Geography.BOROUGH).get(area.borough_id or "")
        row.append(borough.name if borough else "")
    return [*row, value_cell(cell, scene.indicator, trace_of_scene(scene, area_id))]


def trace_of_scene(scene: Scene, area_id: str) -> str:
    """Where the number of an area comes from, in the period shown."""
    return trace(scene.indicator, scene.view.geography, area_id, scene.last, scene.view.industry)


def trace(
    indicator: Indicator, geography: Geography, area_id: str, day: date, industry_id: str
) -> str:
    """Where a number comes from, in as short an address as does: tables have hundreds of them."""
    place = "" if geography is indicator.geographies[0] else geography
    own = own_industry(indicator, industry_id)
    # Of parts alone each is named: which of them a page opens with is the release's matter.
    industry = "" if own == ALL_INDUSTRIES else own
    written = day.isoformat()[: LETTERS_OF_A_DAY.get(indicator.frequency)]
    return addresses.trace(indicator.id, place, area_id, written, industry, "")


def _row_name(area: Area) -> str:
    """An area as it names its row; a community district with its number, as people call it."""
    number = area.id[1:].lstrip("0")
    if area.geography is Geography.CD and area.kind is AreaKind.RESIDENTIAL:
        return _("{number}: {name}", number=number, name=area.name)
    return formats.area(area)


def _highest_first(cell: Cell) -> tuple[bool, float]:
    return cell.value is None, -(cell.value or 0.0)


def trace_of_span(
    indicator: Indicator, geography: Geography, area_id: str, span: tuple[date, date], industry: str
) -> str:
    """Where a number comes from that several published figures make, such as a mean of days."""
    whole = trace(indicator, geography, area_id, span[1], industry)
    path, _mark, query = whole.partition("?")
    kept = {name: value for name, value in parse_qsl(query) if name != "period"}
    asked = {**kept, "from": span[0].isoformat(), "to": span[1].isoformat()}
    return f"{path}?{urlencode(asked, safe='~')}"


def value_cell(cell: Cell, indicator: Indicator, trace: str) -> Content:
    """A number, marked where it is not final; or the reason there is none, and for
    a hidden one the way to why. `trace` leads to where it comes from."""
    if cell.status.is_hidden:
        address = trace or addresses.figure(indicator.id, "dictionary")
        return tag("a", reasons.label(cell), href=address, class_="why")
    if cell.value is None:
        return tag("span", reasons.label(cell), class_="why")
    number, mark = formats.number(cell.value, indicator), reasons.mark(cell)
    text = tag("a", number, href=trace, class_="trace") if trace else number
    return tag("span", text, tag("span", mark, class_="why")) if mark else text


def series_table(
    caption: str,
    indicator: Indicator,
    periods: Sequence[tuple[object, object]],
    columns: Sequence[tuple[str, Sequence[Cell]]],
    labels: Sequence[str],
    link: CellLink,
    heads: Sequence[str | Component] = (),
    order: Sequence[int] | None = None,
) -> html.Table:
    """A line chart as a table: a row a period, newest first or in the `order` of their numbers; a
    column a line. `link` leads from column and period to where the number comes from. `heads` are
    those of a table that can be sorted."""
    rows = [
        [
            labels[i],
            *(
                value_cell(cells[i], indicator, link(column, i))
                for column, (_label, cells) in enumerate(columns)
            ),
        ]
        for i in (reversed(range(len(periods))) if order is None else order)
    ]
    names = [_("Period"), *(label for label, _cells in columns)]
    return table(caption, heads or names, rows, range(1, len(names)))


def labels(frame: Frame, indicator: Indicator) -> list[str]:
    """The periods of a frame in words, oldest first."""
    return [formats.short_period_of(first, last, indicator) for first, last in frame.periods]
