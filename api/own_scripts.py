"""The site's own modules: which a page loads, and what they import."""

from __future__ import annotations

import re
from functools import cache

from markupsafe import Markup

from api.files import ASSETS, asset_url
from components.markup.first_view import Island
from components.markup.svg import joined, tag

# On every page, in this order; the last one says that the page is live.
EVERYWHERE = ("search.js", "copying.js", "replacing.js", "unfolding.js", "reading.js", "live.js")
PICKERS = "pickers.js"
# Our own components, where Dash mounts anything.
COMPONENTS = "controls.js"
IMPORT = re.compile(r'^import .*?from "\./([\w.-]+)";|^\} from "\./([\w.-]+)";', re.M)


def own_scripts(island: Island | None) -> Markup:
    """A page's modules, run after Dash's scripts; what they import is asked for at once."""
    names = [*EVERYWHERE]
    if island is not None:
        names = [COMPONENTS, *([island.module] if island.module else []), PICKERS, *names]
    shared = sorted(set().union(*map(_imported, names)) - set(names))
    preloads = [tag("link", rel="modulepreload", href=asset_url(name)) for name in shared]
    modules = [tag("script", type="module", src=asset_url(name)) for name in names]
    return joined([*preloads, *modules])


@cache
def _imported(name: str) -> frozenset[str]:
    """All that a module imports, and what that imports."""
    specifiers = IMPORT.findall((ASSETS / name).read_text("utf-8"))
    direct = frozenset(one or other for one, other in specifiers)
    return direct.union(*map(_imported, direct))
