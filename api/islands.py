"""Islands: where Dash asks for the part of a page that it mounts, and the scripts for that.

Dash's renderer asks for its layout, its callbacks and their answers below one prefix, which each
page tells it. Here the prefix names the page's own address, so no script has to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import parse_qsl, quote, urlencode

import msgspec
from dash import html
from dash.development.base_component import Component, ComponentRegistry
from flask import Response, abort, request

from api import answers
from api.parts import as_json, refuse_withdrawn
from components.markup.first_view import Island, island_of
from components.site import notices
from components.site.page import Asked
from components.site.routing import Routing, parameters
from data_loaders.released.release import Release

PREFIX = "/_island"
# Dash's own packages, whose scripts do not lie in a folder of the package's name.
FOLDERS = {
    "dash_html_components": "dash/html",
    "dash_core_components": "dash/dcc",
    "dash_table": "dash/dash_table",
}
ALWAYS = (
    "dash/deps/react@",
    "dash/deps/react-dom@",
    "dash/deps/prop-types@",
    "dash/dash-renderer",
)


def prefix_of(asked: Asked) -> str:
    """Where the island of an address is asked for: `/_island/map%3Findicator%3D…/`."""
    query = urlencode(asked.query, safe="~")
    return f"{PREFIX}{quote(f'{asked.address}?{query}', safe='/~')}/"


def mounted(island: Island) -> html.Div:
    """What Dash mounts: the island, and where it says that a callback or the line failed."""
    failed = html.P(id=notices.FAILED, className="notice", role="alert", hidden=True)
    return html.Div([failed, notices.unreached(), *_children(island)])


def _children(island: Island) -> list[Component]:
    return island.children  # pyright: ignore[reportReturnType] - an island's are always a list


def namespaces(node: object) -> frozenset[str]:
    """The component packages in a layout."""
    return frozenset(_namespaces(node))


def _namespaces(node: object) -> Iterator[str]:
    if isinstance(node, (list, tuple)):
        for child in node:
            yield from _namespaces(child)
    elif isinstance(node, Component):
        yield node._namespace  # noqa: SLF001 - what Dash writes into every layout
        for value in vars(node).values():
            if isinstance(value, (list, tuple, Component)):
                yield from _namespaces(value)


def is_loaded(source: str, used: frozenset[str]) -> bool:
    """Whether an island of these component packages loads one of Dash's scripts.

    Never the polyfill: every browser we serve is newer than it.
    """
    package = ComponentRegistry.namespace_to_package
    folders = [FOLDERS.get(name, package.get(name, name)) for name in used]
    wanted = (*ALWAYS, *(f"{folder}/" for folder in folders))
    return source.partition("/_dash-component-suites/")[2].startswith(wanted)


def island_layout(routing: Routing, view: str) -> Response:
    """What Dash mounts of the page at an address; 404 where that is nothing."""
    path, _mark, query = view.partition("?")
    asked = routing.asked(f"/{path}", parameters(parse_qsl(query)))
    refuse_withdrawn(asked)
    key = (asked.address, tuple(asked.query.items()))
    body = _body(routing, asked.release, *key)
    if body is None:
        abort(404, "Nothing of this page is mounted.")
    return answers.answer(request, body, answers.tag_of("island", asked.release.id, repr(key)))


@answers.kept(1 * answers.MEGABYTE)
def _body(
    routing: Routing, release: Release, path: str, query: tuple[tuple[str, str], ...]
) -> answers.Body | None:
    asked = replace(routing.asked(path, dict(query)), release=release)
    island = island_of(routing.layout(asked, routing.page(asked)))
    if island is None:
        return None
    content = msgspec.json.encode(mounted(island), enc_hook=as_json)
    return answers.Body(content, "application/json", headers=(("X-Robots-Tag", "noindex"),))


def known_to_dash(config: Mapping[str, object], asked: Asked, used: frozenset[str]) -> dict:
    """Dash's configuration for the island of an address: its prefix, and only its components."""
    properties = ComponentRegistry.children_props
    kept = {name: properties[name] for name in sorted(used) if name in properties}
    return {**config, "requests_pathname_prefix": prefix_of(asked), "children_props": kept}
