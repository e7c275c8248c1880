"""A figure alone, for a page of somebody else: the only address that may be framed."""

from __future__ import annotations

from functools import lru_cache

from dash import html
from flask import Response, abort, request
from markupsafe import Markup

from api import answers, headers
from api.downloads import asked_view
from api.own_scripts import stylesheets
from components.markup import addresses
from components.markup.first_view import rendered
from components.markup.svg import tag
from components.pictures.embedded import embedded, leads_back
from components.pictures.theme import Theme, variables
from components.text.words import LANGUAGE, _
from data_loaders.released.release import Release
from data_loaders.released.view import View

RULE = f"{addresses.EMBED}/<figure>"
PAGE = Markup(
    '<!doctype html>\n<html lang="{language}" dir="ltr" class="embedded">\n<head>\n{head}\n'
    "</head>\n<body>\n{body}\n</body>\n</html>\n"
)


def embed(figure: str) -> Response:
    """The figure of a page for the view asked, in the colors of `theme` or of the reader.

    400, 403 and 404 say why there is none, as for a download: of what may only be shown there is
    no copy, and a frame on another site would be one.
    """
    if figure not in addresses.FIGURES:
        abort(404, _("There is no such figure. Write /embed/map, trends or industries."))
    asked = asked_view(is_demo=False, figure=figure)
    theme = request.args.get("theme", "")
    if theme and theme not in list(Theme):
        abort(400, _("Write theme=light or theme=dark, or leave it to the reader."))
    body = _body(asked.release, asked.view, figure, theme)
    tag_of = answers.tag_of(asked.release.id, figure, theme, repr(asked.view))
    response = answers.answer(request, body, tag_of)
    headers.secure_in_frames(response.headers)
    return response


@lru_cache(maxsize=64)
def _body(release: Release, view: View, figure: str, theme: str) -> answers.Body:
    content = embedded(release, view, figure)
    page = PAGE.format(
        language=LANGUAGE,
        head=_head(content.title, content.description, theme),
        body=rendered(html.Main([*content.body, leads_back(content, release)])),
    )
    noindex = (("X-Robots-Tag", "noindex"),)
    return answers.Body(str(page).encode(), "text/html", headers=noindex)


def _head(title: str, description: str, theme: str) -> Markup:
    lines = [
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", title),
        # No page of ours may stand in another site's frame, so every link leaves it.
        tag("base", target="_blank"),
        tag("meta", name="description", content=description),
        *[tag("link", rel="stylesheet", href=url) for url in stylesheets()],
        *([tag("style", Markup(variables(Theme(theme))))] if theme else []),
    ]
    return Markup("\n").join(lines)
