"""What every interactive page has: a view, shown whole or part by part."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dash.development.base_component import Component

from components.markup.first_view import AsHtml
from components.site.page import Page
from data_loaders.released.view import Notice

Parts = Mapping[str, list[Component] | AsHtml]


@dataclass(frozen=True, slots=True)
class Interactive:
    """A view as its page shows it, built once a request.

    `layout` is the whole page and holds the `parts`, which change with the view, by the id each
    has there; `state` is what its script needs to repaint the view and to reach the next. `late`
    makes what only joins the state when a hand asks for it: what is read of large charts.
    `card` is the address of the figure as a picture, `follows` what its feed is of.
    """

    title: str
    description: str
    layout: list[Component]
    parts: Parts
    state: Mapping[str, object]
    late: Callable[[], Mapping[str, object]] = dict
    card: str = ""
    follows: Mapping[str, str] | None = None

    def page(self, notices: Sequence[Notice]) -> Page:
        """The answer to an address; `notices` name what was wrong with it."""
        return Page(
            title=self.title,
            description=self.description,
            body=self.layout,
            notices=tuple(notices),
            parts={**self.parts},
            state=self.state,
            late=self.late,
            card=self.card,
            follows=self.follows,
        )
