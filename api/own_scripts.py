"""The site's own modules: which a page loads, and what they import."""

from __future__ import annotations

from markupsafe import Markup

from api.files import asset_url
from api.joined_scripts import JOINED, imported, members
from components.markup.first_view import Island
from components.markup.svg import joined, tag

# On every page, in this order; the last one says that the page is live.
EVERYWHERE = (JOINED, "live.js")
PICKERS = "pickers.js"
# Our own components, where Dash mounts anything.
COMPONENTS = "controls.js"


def own_scripts(island: Island | None) -> Markup:
    """A page's modules, run after Dash's scripts; what they import is asked for at once."""
    own = [COMPONENTS, *([island.module] if island.module else []), PICKERS] if island else []
    shared = sorted(set().union(*map(imported, own)).difference(own, members()))
    preloads = [tag("link", rel="modulepreload", href=asset_url(name)) for name in shared]
    modules = [tag("script", type="module", src=asset_url(name)) for name in (*own, *EVERYWHERE)]
    return joined([*preloads, *modules])
