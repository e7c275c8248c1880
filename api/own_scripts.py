"""The site's own scripts: which files of them a page loads."""

from __future__ import annotations

from markupsafe import Markup

from api.files import asset_url
from api.joined_scripts import EVERYWHERE, island_file
from components.markup.first_view import Island
from components.markup.svg import joined, tag

LIVE = "live.js"


def own_scripts(island: Island | None) -> Markup:
    """A page's files, run after Dash's scripts in this order; the last one says that it is live.

    Those of an island wait for Dash's: a browser fetches modules as soon as style, which then comes
    later, and the figure with it, though none of them runs before Dash's scripts are here.
    """
    own = [] if island is None else [island_file(island.module)]
    order = "low" if island is not None else None
    return joined(
        tag("script", type="module", src=asset_url(name), fetchpriority=order)
        for name in [*own, EVERYWHERE, LIVE]
    )
