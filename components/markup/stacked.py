"""Tables that fold on a phone: a row becomes a block, each cell behind the head it belongs to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from dash import html
from dash.development.base_component import Component
from markupsafe import Markup

from components.markup.attributes import marked
from components.markup.folding import on_phones
from components.markup.prose import Contents
from components.markup.svg import tag
from components.text.marks import NO_BREAK
from components.text.words import _


def stacked(
    caption: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Contents]],
    numeric: Collection[int] = (),
    class_name: str = "",
    *,
    anchor: str = "",
    sorting: Sequence[html.Th] = (),
    folded: Collection[int] = (),
) -> html.Table:
    """A table whose first column names the row. `numeric`: the columns set as numbers. `anchor`:
    its own address on the page. `sorting`: head cells that sort, in place of plain ones; a phone
    keeps them above the blocks. `folded`: columns whose cells a phone closes, each behind its head.
    A column that is empty in every row is left out."""
    rows = list(rows)
    full = [i for i in range(len(heads)) if not rows or any(row[i] for row in rows)]
    kept, numbers = [heads[i] for i in full], {n for n, i in enumerate(full) if i in numeric}
    closed = {n for n, i in enumerate(full) if i in folded}
    plain = [_head(head, i in numbers) for i, head in enumerate(kept)]
    style = f"stacked {'sorts ' if sorting else ''}{'folds ' if closed else ''}{class_name}".strip()
    content = [
        linked_caption(caption, anchor),
        html.Thead(html.Tr([sorting[i] for i in full] if sorting else plain)),
        html.Tbody([_row(kept, [row[i] for i in full], numbers, closed) for row in rows]),
    ]
    table = html.Table(content, className=style)
    return addressed(table, anchor) if anchor else table


def addressed(table: html.Table, anchor: str) -> html.Table:
    """A table with an address, named by the words of its caption without the link in it."""
    named = {"id": anchor, "aria-labelledby": _name_of(anchor)}
    # Else the caption, with its link, is what a browser describes the table by.
    return marked(table, {**named, "aria-description": ""})


def _name_of(anchor: str) -> str:
    return f"{anchor}-name"


def table_link(anchor: str, *, has_id: bool = False) -> html.P:
    """The link to a table whose caption is not seen; with `has_id` it is the address itself."""
    link = html.A(_("Link to this table"), href=f"#{anchor}")
    style = "note table-link"
    return html.P(link, className=style, id=anchor) if has_id else html.P(link, className=style)


def linked_caption(caption: str, anchor: str) -> html.Caption:
    """What a table holds, and the link to it; without one where `anchor` is empty."""
    if not anchor:
        return html.Caption(caption)
    link = marked(
        html.A("#", href=f"#{anchor}", className="own-address"),
        {"aria-label": _("Link to this table: {caption}", caption=caption)},
    )
    return html.Caption([html.Span(caption, id=_name_of(anchor)), NO_BREAK, link])


def _head(text: str, is_number: bool) -> html.Th:
    return html.Th(text, className="number" if is_number else None, scope="col")


def _row(
    heads: Sequence[str],
    row: Sequence[Contents],
    numeric: Collection[int],
    folded: Collection[int],
) -> Component | Markup:
    """A row, of nothing but words as markup: a component a cell takes three times as long."""
    words = [content for content in row if isinstance(content, str)]
    if len(words) < len(row) or folded:
        return html.Tr(_cells(heads, row, numeric, folded))
    first, *rest = words
    styles = ["number" if i in numeric else None for i in range(1, len(words))]
    cells = zip(rest, styles, heads[1:], strict=False)
    return tag(
        "tr",
        tag("th", first, scope="row"),
        *(tag("td", each, class_=style, data_label=head) for each, style, head in cells),
    )


def _cells(
    heads: Sequence[str],
    row: Sequence[Contents],
    numeric: Collection[int],
    folded: Collection[int],
) -> list[Component]:
    first, *rest = row
    cells: list[Component] = [html.Th(first, scope="row")]
    for i, content in enumerate(rest, start=1):
        if content and i in folded:
            cells.append(html.Td(on_phones(heads[i], content), className="folding"))
            continue
        style = "number" if i in numeric else "several" if _has_several(content) else None
        cells.append(marked(html.Td(content or None, className=style), {"data-label": heads[i]}))
    return cells


def _has_several(content: Contents) -> bool:
    """Whether a cell lists links, which a phone sets below their head and not against its edge."""
    parts = content.children if isinstance(content, html.Span) else content
    return isinstance(parts, list) and sum(isinstance(part, html.A) for part in parts) > 1
