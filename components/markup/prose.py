"""Parts of text pages: sections, definitions, lists, and links that keep the reader's release."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dash import html
from dash.development.base_component import Component

from components.markup.attributes import marked

Content = Component | str
Contents = Content | Sequence[Content]
MARKED = re.compile(r"`([^`]+)`")


def section(title: str, body: Sequence[Content], anchor: str) -> html.Section:
    """A part of a page under its own heading, which an address can point at."""
    heading = html.H2(title, id=f"{anchor}-title")
    element = html.Section([heading, *body], id=anchor, className="section")
    return marked(element, {"aria-labelledby": f"{anchor}-title"})


def contents(parts: Iterable[Component]) -> html.Ul:
    """Links to the sections among the parts of a page, in the order they stand."""
    sections = [vars(part) for part in parts if isinstance(part, html.Section)]
    links = [html.A(vars(each["children"][0])["children"], href=f"#{each['id']}")
             for each in sections]  # fmt: skip
    return html.Ul([html.Li(link) for link in links], className="actions")


def definitions(rows: Iterable[tuple[str, Contents]]) -> html.Dl:
    """Words and what they stand for; rows without content are left out."""
    pairs: list[Component] = []
    for word, content in rows:
        if content:
            pairs += [html.Dt(word), html.Dd(content)]
    return html.Dl(pairs)


def quoted(text: str) -> str:
    """A text whose `marked` words, names for programs, stand in quotation marks for people."""
    return MARKED.sub(r"“\1”", text)


def field_names(names: Iterable[str]) -> html.Ul:
    """Names of columns, one after another in lines: some files have eighty."""
    return html.Ul([html.Li(html.Code(name)) for name in names], className="fields")


def bullets(items: Iterable[Contents], *, are_short: bool = False) -> html.Ul:
    """A plain list; items of a word or a name stand in columns where there is room."""
    style = "bullets short" if are_short else "bullets"
    return html.Ul([html.Li(item) for item in items], className=style)
