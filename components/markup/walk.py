"""Every component of a page, wherever it stands: for the passes that go over a whole page."""

from __future__ import annotations

from collections.abc import Iterator

from dash.development.base_component import Component

from components.markup.first_view import AsHtml, Slot


def components_of(node: object) -> Iterator[Component]:
    """A component and all in it, in the order of the page; pieces sent as HTML too."""
    if isinstance(node, AsHtml):
        yield from components_of(node.content)
    elif isinstance(node, (list, tuple)):
        for child in node:
            yield from components_of(child)
    elif isinstance(node, Component):
        yield node
        if isinstance(node, Slot):
            yield from components_of(node.svg)
        yield from components_of(getattr(node, "children", None))
