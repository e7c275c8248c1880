"""A refusal as a page, for whoever follows a link in a browser: why, and the way back."""

from __future__ import annotations

from dash import html
from flask import Request, Response
from markupsafe import Markup

from api.first_response import document
from api.headers import inline_scripts, secure
from components.markup import addresses
from components.markup.addresses import kept
from components.markup.prose import bullets
from components.site.page import Asked, Page
from components.site.routing import Routing, is_demo
from components.text.words import _
from data_loaders.released.serving import demo_categories
from data_loaders.vocabulary.naming import BASE

KINDS = ("text/plain", "text/html")  # the first where a program takes either
FAULTS = 500


def wants_page(request: Request, status: int) -> bool:
    """Whether a reader asks, not a program; after a fault of the site no page is tried."""
    is_read = request.method == "GET" and status < FAULTS
    return is_read and request.accept_mimetypes.best_match(KINDS) == KINDS[1]


def refused_page(request: Request, routing: Routing, sentence: str, status: int) -> Response:
    """The sentence in the site's own page."""
    base = BASE if is_demo(request.path) and demo_categories() else ""
    asked = routing.asked(f"{base}{addresses.DATA}", {})
    page = _page(asked, sentence, status, request.args.get("indicator", "").partition("~")[0])
    whole = str(document(page, asked, routing, lambda _asked, _page: Markup("")))
    answer = Response(whole, status=status, mimetype="text/html")
    secure(answer.headers, inline_scripts(whole))
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _page(asked: Asked, sentence: str, status: int, indicator_id: str) -> Page:
    title = _("This file was not sent")
    links = [
        html.A(_("All figures and downloads"), href=kept(addresses.DATA, {})),
        html.A(_("Go to the map"), href=kept(addresses.MAP, {})),
    ]
    indicator = asked.release.indicators.get(indicator_id)
    if indicator is not None:
        about = kept(f"{addresses.DATA}/{indicator.id}", {})
        links.insert(0, html.A(_("Back to “{what}”", what=_(indicator.title)), href=about))
    return Page(
        title=title,
        description=title,
        body=[html.H1(title), html.P(sentence, role="status"), bullets(links)],
        status=status,
        is_indexed=False,
    )
