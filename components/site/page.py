"""What a page is: a route, what was asked of it, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from dash.development.base_component import Component

from components.markup.first_view import AsHtml
from data_loaders.released.release import Release
from data_loaders.released.view import Notice
from data_loaders.vocabulary.model import Category
from data_loaders.vocabulary.naming import BASE


@dataclass(frozen=True, slots=True)
class Asked:
    """An address as a page receives it. `notices` already hold what the release could not keep.

    `variables` are the named parts of the path; `path` the path itself, without `base`, which is
    "/demo" for the demonstration and empty for the real site. `today` is the day of the answer,
    for pages that say how late figures are. `demo` are the categories of need that the
    demonstration has simulated figures for, for links to it; it says nothing of those figures.
    """

    path: str
    query: Mapping[str, str]
    release: Release
    variables: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    today: date = field(default_factory=lambda: datetime.now(UTC).date())
    base: str = ""
    demo: frozenset[Category] = frozenset()

    @property
    def address(self) -> str:
        """The whole path, as it stands in the address bar."""
        return (f"{self.base}{self.path}".rstrip("/") if self.base else self.path) or "/"


@dataclass(frozen=True, slots=True)
class Page:
    """An answer: `body` stands in the page's main part.

    `parts` are the pieces of the body that change with the view, by the id they have there;
    with `state`, what a script needs, they are also sent on their own. `notices` name what the
    address got wrong. `late` makes what only joins the state when that is asked for on its own.
    `arranged` is the style of a main part that is laid out in a way of its own.
    `card` is the address of the picture that stands under a link to the page; empty for none.
    `linked_data` says what the page is of, in the words of schema.org. `follows` are the parameters
    whose changes are the page's own feed; None for a page without one. `leads_to` is the address,
    without the side of the site, that a browser goes on to at once; empty to stay.
    """

    title: str
    description: str
    body: list[Component]
    status: int = 200
    is_indexed: bool = True
    notices: tuple[Notice, ...] = ()
    parts: Mapping[str, list[Component] | AsHtml] = field(default_factory=dict)
    state: Mapping[str, object] = field(default_factory=dict)
    late: Callable[[], Mapping[str, object]] = dict
    card: str = ""
    arranged: str = ""
    linked_data: Mapping[str, object] | None = None
    follows: Mapping[str, str] | None = None
    leads_to: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """A page of the site. `path` may hold `<name>` parts; `label` is its word in the navigation,
    empty for a page that is not there; `sides` where it is: the real site, the demonstration.
    `has_frame`: the page carries the address of a frame, which may have to be signed. `also` are
    the paths of other pages that its word in the navigation stands for. `takes` are the parameters
    it reads: an address that differs in any other is the same page, and is not built again.
    `ready` names the paths of a release whose pages depend on that release and on nothing else, so
    that they can be made before anyone asks: such a page is told no other day than its release's.
    """

    path: str
    build: Callable[[Asked], Page]
    label: str = ""
    order: int = 99
    sides: tuple[str, ...] = ("", BASE)
    has_frame: bool = False
    takes: frozenset[str] = frozenset()
    also: tuple[str, ...] = ()
    ready: Callable[[Release], Iterable[str]] | None = None
