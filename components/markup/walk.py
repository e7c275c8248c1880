"""Every component of a page, wherever it stands: for the passes that go over a whole page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dash.development.base_component import Component
from markupsafe import Markup

from components.markup.first_view import AsHtml, Drawing, Slot


def components_of(node: object) -> Iterator[Component]:
    """A component and all in it, in the order of the page; pieces sent as HTML too."""
    if isinstance(node, AsHtml):
        yield from components_of(node.content)
    elif isinstance(node, (list, tuple)):
        for child in node:
            yield from components_of(child)
    elif isinstance(node, Component):
        yield node
        if isinstance(node, Slot) and isinstance(node.svg, AsHtml):
            yield from components_of(node.svg)
        yield from components_of(getattr(node, "children", None))


def change_markup(component: Component, change: Callable[[Markup], Markup]) -> None:
    """Change what a component holds as markup, in place: its rows, and its drawing once made."""
    children = getattr(component, "children", None)
    if isinstance(children, Markup):
        component.children = change(children)
    elif isinstance(children, (list, tuple)):
        component.children = [
            change(child) if isinstance(child, Markup) else child for child in children
        ]
    if isinstance(component, Slot) and not isinstance(component.svg, AsHtml):
        component.svg = changed_drawing(component.svg, change)


def changed_drawing(svg: Drawing, change: Callable[[Markup], Markup]) -> Drawing:
    """A drawing changed; one that is made only where it is written, then."""
    return change(svg) if isinstance(svg, Markup) else lambda: change(svg())
