"""One file a page: `PAGE` is its route, which builds the page for what an address asks."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from components.site.page import Route

# Built for addresses that name no page, so no address leads to them.
ANSWERS_OF_LAST_RESORT = ("not_found", "no_demonstration")


@cache
def routes() -> tuple[Route, ...]:
    """Every page of the site: a new file in this folder is a new page."""
    modules = [importlib.import_module(f"pages.{module_info.name}") for module_info in _files()]
    return tuple(module.PAGE for module in modules)


def _files() -> list[pkgutil.ModuleInfo]:
    return [
        module_info
        for module_info in pkgutil.iter_modules(__path__)
        if module_info.name not in ANSWERS_OF_LAST_RESORT
    ]
