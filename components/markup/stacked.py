"""Tables that fold on a phone: a row becomes a block, each cell behind the head it belongs to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from dash import html
from dash.development.base_component import Component

from components.markup.attributes import marked
from components.markup.prose import Contents


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
            html.Tbody([html.Tr(_cells(heads, row, numeric)) for row in rows]),
        ],
        className=f"stacked {class_name}".strip(),
    )


def _head(text: str, is_number: bool) -> html.Th:
    return html.Th(text, className="number" if is_number else None, scope="col")


def _cells(
    heads: Sequence[str], row: Sequence[Contents], numeric: Collection[int]
) -> list[Component]:
    first, *rest = row
    cells: list[Component] = [html.Th(first, scope="row")]
    for i, content in enumerate(rest, start=1):
        cell = html.Td(content or None, className="number" if i in numeric else None)
        cells.append(marked(cell, {"data-label": heads[i]}))
    return cells
