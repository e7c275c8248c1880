"""Words that stand for a figure, as types of components.

A component says by its type that it names a figure, says what one shows, is a value, or offers a
figure for copying. The demonstration marks by these types and by none of the style sheet's names.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from dash import html
from dash.development.base_component import Component

from components.markup.attributes import marked
from components.text.words import _

Words: TypeAlias = "str | Sequence[str | Component]"


class FigureTitle(html.H2):
    """The name of a figure, as a heading of this level; `anchor` is what an address points at."""

    def __init__(
        self, words: Words, level: int = 3, class_name: str = "chart-title", anchor: str = ""
    ) -> None:
        super().__init__(words, className=class_name)
        self._type = f"H{level}"
        if anchor:
            self.id = anchor


class FigureSentence(html.P):
    """What a figure shows, as words that may be taken out alone."""

    def __init__(self, words: Words, class_name: str | None = None) -> None:
        super().__init__(words, className=class_name)


class Lead(FigureSentence):
    """The sentence that answers the question of a page."""

    def __init__(self, words: Words) -> None:
        super().__init__(words, "answer")


class FigureItem(html.Li):
    """What a figure shows, as an item of a list of sentences."""


class FigureValue(html.P):
    """A value alone, large, with its unit."""

    def __init__(self, words: Words) -> None:
        super().__init__(words, className="big")


class CopyButton(html.Button):
    """Copies what it is given, or what stands before it; shown once a script can do so."""

    def __init__(self, words: str, done: str, address: str = "") -> None:
        name = "link copy" if address else "link copy-text"
        super().__init__(words, type="button", className=name, hidden=True)
        marked(self, {"data-copy": address, "data-done": done} if address else {"data-done": done})


class CopyBox(html.Details):
    """A box of words to be copied to elsewhere: a citation, a frame for another site."""

    def __init__(self, title: str, content: Sequence[Component], class_name: str = "") -> None:
        body = [html.Summary(title), *content]
        super().__init__(body, className=f"cite-this {class_name}".strip())


def copy_text() -> CopyButton:
    """A button that copies the words that stand before it."""
    return CopyButton(_("Copy"), _("Copied"))
