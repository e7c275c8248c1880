"""A Dash layout as HTML: that is the page, readable before, and without, any script.

It stays as it is written here. Only an `Island` in it is mounted by Dash, beside all the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import Any, TypeAlias

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component
from markupsafe import Markup

from components.markup import native
from components.markup.svg import tag
from components.markup.unbroken import unbroken

# Dash looks for the second by this name.
ISLAND, MOUNT = "island", "react-entry-point"
Drawing: TypeAlias = "Markup | Callable[[], Markup]"
Writer: TypeAlias = "Callable[[Any], Markup]"
Node: TypeAlias = "Component | AsHtml | str | int | float | None | Sequence[Node]"

RENAMED = {
    "className": "class",
    "class_name": "class",
    "htmlFor": "for",
    "tabIndex": "tabindex",
    "colSpan": "colspan",
    "rowSpan": "rowspan",
    "autoComplete": "autocomplete",
    "maxLength": "maxlength",
    "dateTime": "datetime",
    "srcSet": "srcset",
    "spellCheck": "spellcheck",
    "encType": "enctype",
    "hrefLang": "hreflang",
}
NOT_WRITTEN = frozenset(
    {"children", "n_clicks", "disable_n_clicks", "key", "options", "persistence", "debounce"}
)
WITHOUT_MARKUP = (dcc.Store, dcc.Location, native.State)


class AsHtml:
    """Components that are sent as HTML, not for Dash to mount. No dataclass: the encoder of JSON
    would write one out by itself."""

    def __init__(self, content: list[Component]) -> None:
        self.content = content


class Island(html.Div):
    """What Dash mounts of a page: its controls and what its script is told, for callbacks.

    Written in its place as native elements, which answer until the mounted ones replace them.
    `module` is the page's own script in `assets/`, if it has one.
    """

    def __init__(self, children: list[Component], module: str = "") -> None:
        super().__init__(children, id=ISLAND)
        self.module = module


class Slot(html.Div):
    """A place for a figure or for a part of the page: a script may fill it anew.

    What is given as a function is made only where the slot is written, not where others ask for
    other parts of the page.
    """

    def __init__(self, svg: AsHtml | Drawing, slot_id: str, class_name: str) -> None:
        super().__init__(id=slot_id, className=class_name)
        self.svg = svg


def rendered(node: Node) -> Markup:
    """The layout as escaped HTML. Raises TypeError for a component that has no native form."""
    return _writer(type(node))(node)


# By kind of node, of which there are some fifty: asking Dash's abstract classes whether each of a
# page's thousands is one of theirs took a tenth of its time.
@cache
def _writer(kind: type) -> Writer:
    if issubclass(kind, Component):
        return _component_writer(kind)
    plain = next((write for base, write in PLAIN.items() if issubclass(kind, base)), None)
    if plain is None:
        raise TypeError(f"a layout cannot hold {kind.__name__}")
    return plain


def _component_writer(kind: type[Component]) -> Writer:
    if issubclass(kind, WITHOUT_MARKUP):
        return _nothing
    if kind in SPECIAL:
        return SPECIAL[kind]
    if issubclass(kind, Slot):
        return _slot
    if _namespace(kind) == _namespace(html.Div):
        return _html
    raise TypeError(f"{kind.__name__} has no native form; add it to first_view.SPECIAL")


def _nothing(_node: object) -> Markup:
    return Markup("")


def _all_of(nodes: Sequence[Node]) -> Markup:
    return Markup("".join([rendered(node) for node in nodes]))


def _html(node: Component) -> Markup:
    return _element(node, _element_name(node), rendered(getattr(node, "children", None)))


def _slot(node: Slot) -> Markup:
    return _element(node, _element_name(node), rendered(_filling(node.svg)))


def island_of(node: object) -> Island | None:
    """The island in a layout; None where nothing of it is mounted."""
    return next(_islands(node), None)


def _islands(node: object) -> Iterator[Island]:
    if isinstance(node, Island):
        yield node
    elif isinstance(node, (list, tuple)):
        for child in node:
            yield from _islands(child)
    elif isinstance(node, Component):
        yield from _islands(getattr(node, "children", None))


def _filling(svg: AsHtml | Drawing) -> Markup | AsHtml:
    return svg() if callable(svg) else svg


def _namespace(component: Component | type[Component]) -> str:
    """The library a component is of; ours that are native elements with a meaning are of Dash's."""
    return str(getattr(component, "_namespace"))  # noqa: B009 - private to pyright, fixed by Dash


def _element_name(node: Component) -> str:
    return str(getattr(node, "_type")).lower()  # noqa: B009 - private to pyright, fixed by Dash


def _element(node: Component, name: str, inner: Markup, **extra: object) -> Markup:
    own, kind = vars(node), type(node)
    if kind not in _written:
        _written[kind] = _attributes_of(own["available_properties"])
    attributes = {written: own[key] for key, written in _written[kind] if key in own}
    wildcards = tuple(own["available_wildcard_properties"])
    if wildcards:
        attributes |= {key: value for key, value in own.items() if key.startswith(wildcards)}
    style = attributes.get("style")
    if isinstance(style, dict):
        attributes["style"] = ";".join(f"{k}:{v}" for k, v in style.items())
    return tag(name, inner, **{**attributes, **extra})


# By kind of component: the properties it may be given, and the attributes they are written as.
_written: dict[type, tuple[tuple[str, str], ...]] = {}


def _attributes_of(properties: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Dash's own `to_plotly_json` finds the same, but asks a component for each property."""
    return tuple((name, RENAMED.get(name, name)) for name in properties if name not in NOT_WRITTEN)


def _select(node: Component) -> Markup:
    chosen = str(getattr(node, "value", ""))
    words = getattr(node, "placeholder", "")
    options = [tag("option", words, value="", selected=not chosen)] if words else []
    for group, inside in groupby(getattr(node, "options", []), lambda one: one.get("group", "")):
        written = [_option(option, chosen) for option in inside]
        options += [tag("optgroup", *written, label=group)] if group else written
    return _element(
        node,
        "select",
        Markup("").join(options),
        **_styled(node, "form-select"),
        value=None,
        placeholder=None,
    )


def _option(option: Mapping[str, str], chosen: str) -> Markup:
    is_chosen = str(option["value"]) == chosen
    return tag("option", option["label"], value=option["value"], selected=is_chosen)


def _input(node: Component) -> Markup:
    return _element(node, "input", Markup(""), **_styled(node, "form-control"))


def _island(node: Component) -> Markup:
    """The native controls, and beside them the place where Dash mounts those that replace them."""
    return _element(node, "div", rendered(node.children)) + tag("div", id=MOUNT, hidden=True)


def _row(node: Component) -> Markup:
    return _element(node, "div", rendered(node.children), **_styled(node, "row"))


def _styled(node: Component, name: str) -> dict[str, str]:
    own = getattr(node, "class_name", None) or getattr(node, "className", None) or ""
    return {"class": f"{own} {name}".strip()}


PLAIN: dict[type, Writer] = {
    type(None): _nothing,
    Markup: lambda node: node,
    AsHtml: lambda node: rendered(node.content),
    str: lambda node: unbroken(str(node)),
    int: lambda node: Markup(str(node)),
    float: lambda node: Markup(str(node)),
    list: _all_of,
    tuple: _all_of,
}
SPECIAL: dict[type, Writer] = {
    Island: _island,
    native.Select: _select,
    native.Input: _input,
    dbc.Select: _select,
    dbc.Input: _input,
    dbc.Row: _row,
}
