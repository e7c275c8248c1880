"""The site's own scripts and style: which files of them a page loads."""

from __future__ import annotations

from markupsafe import Markup

from api.files import asset_url
from components.markup.first_view import Island
from components.markup.svg import joined, tag
from components.site import static
from components.site.packed import STYLE, packed_url

EVERYWHERE = "everywhere.js"
ISLAND = "island.js"
LIVE = "live.js"


def own_scripts(island: Island | None) -> Markup:
    """A page's files, run after Dash's scripts in this order; the last one says that it is live.

    Those of an island wait for Dash's: a browser fetches modules as soon as style, which then comes
    later, and the figure with it, though none of them runs before Dash's scripts are here.
    """
    own = [] if island is None else [island.module or ISLAND]
    order = "low" if island is not None else None
    addresses = addresses_of([EVERYWHERE, *own, LIVE])
    return joined(tag("script", type="module", src=each, fetchpriority=order) for each in addresses)


def addresses_of(scripts: list[str]) -> list[str]:
    """Where a page's scripts are: all packed, or all as they are, so that none is loaded twice."""
    found = [url for url in map(packed_url, scripts) if url]
    return found if len(found) == len(scripts) else list(map(asset_url, scripts))


def stylesheets() -> list[str]:
    """Addresses of the style sheets, ours last; one where they are packed."""
    whole = packed_url(STYLE)
    if whole:
        return [whole]
    built = [static.static_url("bootstrap.css"), static.static_url("fonts.css")]
    return [url for url in built if url] + [asset_url("site.css")]
