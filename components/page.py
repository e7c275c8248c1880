"""What a page is: a route, what was asked of it, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from dash.development.base_component import Component

from data_loaders.release import Release
from data_loaders.view import Notice


@dataclass(frozen=True, slots=True)
class Asked:
    """An address as a page receives it. `notices` already hold what the release could not keep.

    `variables` are the named parts of the path; `path` the path itself.
    """

    path: str
    query: Mapping[str, str]
    release: Release
    variables: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """An answer: `body` stands in the page's main part. `parts` may be fetched on their own."""

    title: str
    description: str
    body: list[Component]
    status: int = 200
    is_indexed: bool = True
    parts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Route:
    """A page of the site. `path` may hold `<name>` parts; `label` is its word in the navigation,
    empty for a page that is not there."""

    path: str
    build: Callable[[Asked], Page]
    label: str = ""
    order: int = 99
