"""From an address to its page, the same for the first response, for Dash and for a repaint."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dash import html

from components import shell
from components.page import Asked, Page, Route
from data_loaders.serving import asked_release
from data_loaders.view import PARAMETERS

LONGEST_VALUE = 400
LISTS = frozenset({"indicator", "areas"})
KNOWN = frozenset({*PARAMETERS, "q"})


def parameters(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The parameters of an address. A form repeats the name of a list: its values are joined."""
    found: dict[str, str] = {}
    for name, value in pairs:
        if name in LISTS and found.get(name) and value:
            found[name] += f"~{value}"
        elif not found.get(name):
            found[name] = value
    return found


@dataclass(frozen=True)
class Routing:
    """All pages of the site, and the one for addresses that name none."""

    routes: Sequence[Route]
    not_found: Route

    def asked(self, path: str, query: Mapping[str, str]) -> Asked:
        """An address with its release, and only the parameters that mean something."""
        kept = {
            name: value[:LONGEST_VALUE]
            for name, value in sorted(query.items())
            if name in KNOWN and value
        }
        release, notice = asked_release(kept.get("release"))
        if notice is not None:
            kept["release"] = notice.used
        plain = path.rstrip("/") or "/"
        variables = self._match(plain)[1]
        return Asked(plain, kept, release, variables, (notice,) if notice else ())

    def page(self, asked: Asked) -> Page:
        """What the address answers; the not-found page where it names none."""
        return self._match(asked.path)[0].build(asked)

    def layout(self, asked: Asked, page: Page) -> html.Div:
        """The page with all that stands around it."""
        return shell.framed(page, asked, self.routes)

    def _match(self, path: str) -> tuple[Route, Mapping[str, str]]:
        for route in self.routes:
            pattern = re.sub(r"<(\w+)>", r"(?P<\1>[\\w.-]+)", route.path)
            found = re.fullmatch(pattern, path, re.ASCII)
            if found:
                return route, found.groupdict()
        return self.not_found, {}
