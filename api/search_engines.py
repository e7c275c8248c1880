"""What search engines may read, and where it is."""

from __future__ import annotations

from flask import Response, abort

from components.about.text_pages import text_pages
from components.markup import addresses
from components.markup.svg import tag
from components.place.gathering import page_places
from components.text.words import _
from data_loaders.records.held import records
from data_loaders.released.serving import releases
from data_loaders.vocabulary import installation

CLOSED = ("/parts/", "/frames/", addresses.SEARCH, addresses.TRACE, "/demo")
PAGES = (
    "/",
    addresses.MAP,
    addresses.TRENDS,
    addresses.INDUSTRIES,
    addresses.PLACES,
    addresses.DATA,
    addresses.ABOUT,
    addresses.CHANGES,
)
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def robots() -> Response:
    """Everything but fragments, searches and the demonstration."""
    closed = "".join(f"Disallow: {path}\n" for path in CLOSED)
    listed = f"Sitemap: {site()}/sitemap.xml\n" if site() else ""
    return Response(f"User-agent: *\n{closed}{listed}", mimetype="text/plain")


def sitemap() -> Response:
    """Addresses of all pages that stand on their own; 404 where the site's own is not known."""
    if not site():
        abort(404, _("This installation has no public address, so it has no list of its pages."))
    current = releases().current()
    paths = [
        *PAGES,
        *(each.path for each in text_pages(records().current()) if each.is_indexed),
        *(addresses.figure(indicator_id) for indicator_id in current.indicators),
        *(addresses.source(source_id) for source_id in current.sources),
        *(addresses.place(place.id) for place in page_places(current)),
    ]
    entries = [tag("url", tag("loc", f"{site()}{path}")) for path in dict.fromkeys(paths)]
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n{tag("urlset", *entries, xmlns=NAMESPACE)}\n'
    return Response(body, mimetype="application/xml")


def site() -> str:
    """The public address of the site; empty without one.

    Never what a request says it was sent to: anyone may write that.
    """
    return installation.public_url()
