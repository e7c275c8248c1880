"""Who reads an older release stays on it: the one pass that keeps it in every link and form.

A page need not think of it. Only a link marked by
`components.markup.holding` leads away from a chosen release.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from urllib.parse import parse_qs, urlsplit

from dash import html
from markupsafe import Markup, escape

from components.markup import native
from components.markup.addresses import with_release
from components.markup.holding import NEWEST
from components.markup.walk import change_markup, components_of
from components.site.page import Page, Route

RELEASE = "release"
IN_MARKUP = re.compile(r'(\shref=")(/[^"]*)(")')


def first_words(routes: Iterable[Route]) -> frozenset[str]:
    """The first word of the path of every page: what tells a page's address from a file's."""
    return frozenset(route.path.split("/")[1] for route in routes)


def keep_release(page: Page, release_id: str, pages: frozenset[str]) -> None:
    """Hold all links and forms of a page to a release, in place."""
    keep_in([page.body, *page.parts.values()], release_id, pages)


def keep_in(content: object, release_id: str, pages: frozenset[str]) -> None:
    """Hold all links and forms of components to a release, in place."""
    for component in components_of(content):
        if isinstance(component, html.Form):
            _keep_in_form(component, release_id)
        change_markup(component, partial(_in_markup, release_id=release_id, pages=pages))
        href = getattr(component, "href", None)
        if isinstance(href, str) and not hasattr(component, NEWEST):
            setattr(component, "href", held(href, release_id, pages))  # noqa: B010 - Dash's own


def held(address: str, release_id: str, pages: frozenset[str]) -> str:
    """A page's address with the release; any other, or one that names a release, as it is."""
    parts = urlsplit(address)
    is_page = address.startswith("/") and parts.path.split("/")[1] in pages
    if parts.netloc or not is_page or RELEASE in parse_qs(parts.query):
        return address
    return with_release(address, release_id)


def _keep_in_form(form: html.Form, release_id: str) -> None:
    named = {getattr(one, "name", None) for one in components_of(form.children)}
    if RELEASE not in named:
        hidden = native.Input(type="hidden", name=RELEASE, value=release_id)
        form.children = [*(form.children or ()), hidden]


def _in_markup(svg: Markup, release_id: str, pages: frozenset[str]) -> Markup:
    def written(match: re.Match[str]) -> str:
        address = held(str(Markup(match[2]).unescape()), release_id, pages)
        return f"{match[1]}{escape(address)}{match[3]}"

    return Markup(IN_MARKUP.sub(written, str(svg)))
