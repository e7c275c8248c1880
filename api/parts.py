"""The changing parts of a page for a view, as components or HTML: what a repaint fetches."""

from __future__ import annotations

from dataclasses import replace

import msgspec
from dash.development.base_component import Component
from flask import Response, abort, request
from markupsafe import Markup

from api import answers
from api.first_response import words_page
from components.markup import addresses
from components.markup.explained import explained_parts
from components.markup.first_view import AsHtml, rendered
from components.site import notices
from components.site.page import Asked, Page
from components.site.routing import Routing, parameters
from components.site.withdrawn import withdrawal_of
from data_loaders.released.release import Release


def page_parts(routing: Routing, path: str) -> Response:
    """Parts, title and state of the page at `path` for the query asked; 404 where it has none."""
    asked = routing.asked(f"/{path}", parameters(request.args.items(multi=True)))
    refuse_withdrawn(asked)
    key = (asked.address, tuple(asked.query.items()), routing.lasts(asked))
    body = _body(routing, asked.release, *key)
    if body is None:
        abort(404, "This page has no parts.")
    return answers.answer(request, body, answers.tag_of("parts", asked.release.id, repr(key)))


def refuse_withdrawn(asked: Asked) -> None:
    """Answer 410 in words where the address is held to a release that was withdrawn."""
    gone = withdrawal_of(asked)
    if gone is not None:
        abort(410, notices.withdrawn_words(gone.given, gone.why))


@answers.kept(2 * answers.MEGABYTE)
def _body(
    routing: Routing,
    release: Release,
    path: str,
    query: tuple[tuple[str, str], ...],
    _lasts: tuple[object, ...],
) -> answers.Body | None:
    asked = replace(routing.asked(path, dict(query)), release=release)
    page = routing.page(asked)
    if not page.parts:
        return None
    # What Dash mounts is sent as components; it holds controls, whose words take no link.
    written = {
        name: rendered(part.content)
        for name, part in page.parts.items()
        if isinstance(part, AsHtml)
    }
    controls = [
        each for part in page.parts.values() if not isinstance(part, AsHtml) for each in part
    ]
    explained = explained_parts(written, words_page(asked), rendered(controls))
    content_of_page = {
        "parts": {**page.parts, **explained},
        "state": {**page.state, **page.late()},
        "about": _about(page),
    }
    content = msgspec.json.encode(content_of_page, enc_hook=as_json)
    return answers.Body(content, "application/json", headers=(("X-Robots-Tag", "noindex"),))


def _about(page: Page) -> dict[str, str]:
    """What the head of the page says of it, to what reads no more."""
    follows = addresses.feed_of_changes(page.follows) if page.follows is not None else ""
    return {"title": page.title, "description": page.description, "feed": follows}


def as_json(value: object) -> object:
    if isinstance(value, Component):
        return value.to_plotly_json()
    if isinstance(value, Markup):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be sent")
