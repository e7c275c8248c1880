"""Tables that fold on a phone: a row becomes a block, each cell behind the head it belongs to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from dash import html
from dash.development.base_component import Component
from markupsafe import Markup

from components.markup.attributes import marked
from components.markup.prose import Contents
from components.markup.svg import tag


def stacked(
    caption: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Contents]],
    numeric: Collection[int] = (),
    class_name: str = "",
) -> html.Table:
    """A table whose first column names the row. `numeric`: the columns set as numbers."""
    return html.Table(
        [
            html.Caption(caption),
            html.Thead(html.Tr([_head(head, i in numeric) for i, head in enumerate(heads)])),
            html.Tbody([_row(heads, row, numeric) for row in rows]),
        ],
        className=f"stacked {class_name}".strip(),
    )


def _head(text: str, is_number: bool) -> html.Th:
    return html.Th(text, className="number" if is_number else None, scope="col")


def _row(
    heads: Sequence[str], row: Sequence[Contents], numeric: Collection[int]
) -> Component | Markup:
    """A row, of nothing but words as markup: a component a cell takes three times as long."""
    words = [content for content in row if isinstance(content, str)]
    if len(words) < len(row):
        return html.Tr(_cells(heads, row, numeric))
    first, *rest = words
    styles = ["number" if i in numeric else None for i in range(1, len(words))]
    cells = zip(rest, styles, heads[1:], strict=False)
    return tag(
        "tr",
        tag("th", first, scope="row"),
        *(tag("td", each, class_=style, data_label=head) for each, style, head in cells),
    )


def _cells(
    heads: Sequence[str], row: Sequence[Contents], numeric: Collection[int]
) -> list[Component]:
    first, *rest = row
    cells: list[Component] = [html.Th(first, scope="row")]
    for i, content in enumerate(rest, start=1):
        cell = html.Td(content or None, className="number" if i in numeric else None)
        cells.append(marked(cell, {"data-label": heads[i]}))
    return cells
