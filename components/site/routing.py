"""From an address to its page, the same for the first response, for Dash and for a repaint."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from dash import html

from components.site import demonstration, pinning, shell
from components.site.page import Asked, Page, Route
from components.site.revised_since import BLOCK, revised_since
from components.site.withdrawn import withdrawal_of, withdrawn
from data_loaders.released.frame_addresses import has_signed, step
from data_loaders.released.serving import asked_release, demo_categories, held
from data_loaders.released.view import Problem
from data_loaders.vocabulary.naming import BASE

# A list has room for more than a view may hold, so that what is left out is said.
LONGEST_VALUE, LONGEST_LIST = 400, 1000
LISTS = frozenset({"indicator", "areas"})
# Every page reads it: the release to hold to.
RELEASE = "release"


def parameters(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The parameters of an address. A form repeats the name of a list: its values are joined."""
    value_of: dict[str, str] = {}
    for name, value in pairs:
        if name in LISTS and value_of.get(name) and value:
            value_of[name] += f"~{value}"
        elif not value_of.get(name):
            value_of[name] = value
    return value_of


def _cut(name: str, value: str) -> str:
    """A value no longer than any that means something; of a list only whole ids."""
    if name not in LISTS or len(value) <= LONGEST_LIST:
        return value[: LONGEST_LIST if name in LISTS else LONGEST_VALUE]
    return value[:LONGEST_LIST].rpartition("~")[0] or value[:LONGEST_LIST]


def is_demo(path: str) -> bool:
    """Whether a path belongs to the demonstration."""
    return path == BASE or path.startswith(f"{BASE}/")


def _with_revisions(asked: Asked, page: Page) -> Page:
    """A page of an older release with what was revised since in what it shows, which a repaint
    brings up to date."""
    shown = page.state.get("query")
    query = shown if isinstance(shown, Mapping) else _shown(asked)
    told = revised_since(asked, query)
    if told is None:
        return page
    parts = {**page.parts, BLOCK: told} if page.parts else page.parts
    block = html.Div(told, className="notice", id=BLOCK)
    return replace(page, body=[block, *page.body], parts=parts)


def _shown(asked: Asked) -> Mapping[str, str]:
    """The figure of a page that is about one."""
    named = asked.variables.get("indicator")
    return {**asked.query, "indicator": named} if named else asked.query


@cache
def _pattern(path: str) -> re.Pattern[str]:
    """What the addresses of a route look like."""
    return re.compile(re.sub(r"<(\w+)>", r"(?P<\1>[\\w.-]+)", path), re.ASCII)


@dataclass(frozen=True, eq=False)  # one a site: by itself it is found at once in a cache
class Routing:
    """All pages of the site, the one for addresses that name none, and the one that says that
    this installation has no demonstration."""

    routes: Sequence[Route]
    not_found: Route
    no_demonstration: Route

    def asked(self, path: str, query: Mapping[str, str]) -> Asked:
        """An address with its release, and only the parameters that its page reads.

        Its path alone decides between the real site and the demonstration. Raises ReleaseError
        while there is no real release.
        """
        plain = path.rstrip("/") or "/"
        demo = demo_categories()
        base = BASE if demo and is_demo(plain) else ""
        own = plain.removeprefix(base) or "/"
        route, variables = self._match(own, base)
        kept = {
            name: _cut(name, value)
            for name, value in sorted(query.items())
            if (name == RELEASE or name in route.takes) and value
        }
        release, notice = asked_release(kept.get(RELEASE), is_demo=bool(base))
        if notice is not None:
            kept[RELEASE] = notice.used
        if notice is not None and notice.problem is Problem.WITHDRAWN:
            del kept[RELEASE]  # no other release is what such a link was held to
        notices = (notice,) if notice else ()
        asked = Asked(own, kept, release, variables, notices, base=base, demo=demo)
        is_dated = route.ready is None
        return asked if is_dated else replace(asked, today=release.manifest.published_on)

    def is_dated(self, asked: Asked) -> bool:
        """Whether the page of an address is told what day it is."""
        return self._match(asked.path, asked.base)[0].ready is None

    def page(self, asked: Asked) -> Page:
        """What the address answers; the not-found page where it names none."""
        route = self._match(asked.path, asked.base)[0]
        gone = withdrawal_of(asked)
        if gone is not None and route in self.routes:
            page = withdrawn(asked, gone)
            return demonstration.kept_apart(page) if asked.base else page
        page = _with_revisions(asked, route.build(asked))
        if release := asked.query.get("release"):
            pinning.keep_release(page, release, self._pages)
        return demonstration.kept_apart(page) if asked.base else page

    def lasts(self, asked: Asked) -> tuple[object, ...]:
        """What a kept page is kept under beside its address: a page with a signed address is
        written anew when that runs out, and any when releases come or go, as it may tell of
        others."""
        has_frame = self._match(asked.path, asked.base)[0].has_frame
        signed = has_frame and has_signed(asked.release, asked.query.get("indicator", ""))
        side = held(is_demo=bool(asked.base))
        return step() if signed else 0, side.current().id, *side.ids()

    def layout(self, asked: Asked, page: Page) -> html.Div:
        """The page with all that stands around it."""
        own = [route for route in self.routes if asked.base in route.sides]
        site = shell.framed(page, asked, own)
        if release := asked.query.get("release"):
            pinning.keep_in(site, release, self._pages)
        return demonstration.around(site) if asked.base else site

    @cached_property
    def _pages(self) -> frozenset[str]:
        return pinning.first_words(self.routes)

    def _match(self, path: str, base: str) -> tuple[Route, Mapping[str, str]]:
        if not base and is_demo(path):
            return self.no_demonstration, {}
        for route in self.routes:
            if base not in route.sides:
                continue
            match = _pattern(route.path).fullmatch(path)
            if match:
                return route, match.groupdict()
        return self.not_found, {}
