"""The one place that keeps the demonstration apart: every page of it passes through here.

Whatever a page builds for simulated figures, its titles, captions and sentences begin with
"Simulated", its drawings carry the word, its links stay below `/demo`, and nothing on it is
offered for citing. Only an element marked with `leaving` leads to the real site.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar, cast

from dash import dcc, html
from dash.development.base_component import Component
from markupsafe import Markup

from components.figures.watermark import watermarked
from components.markup import native
from components.markup.attributes import marked
from components.markup.figure_words import (
    CopyBox,
    CopyButton,
    FigureItem,
    FigureSentence,
    FigureTitle,
    FigureValue,
)
from components.markup.first_view import AsHtml, Slot
from components.markup.walk import change_markup, changed_drawing
from components.site.page import Page
from components.text.words import _, ngettext
from data_loaders.released.release import Release
from data_loaders.vocabulary.naming import BASE, CITATION, partner_of

C = TypeVar("C", bound=Component)
LEAVES = "data-leaves"
PLOT_TITLE = "data-title"
DESCRIPTION = "Simulated figures that show what partner data would show. Do not cite them."
# Answered alike for both sides: scripts, styles, and the pack anyone may try to break.
SHARED = ("/assets/", "/static/", "/_dash", "/challenge/")
ADDRESSES = frozenset({"href", "action", "formAction", "src"})
IN_MARKUP = re.compile(r'(\s(?:href|action|formaction|data-[\w-]+)=")(/[^"]*)(")')
BEGINNING = "Simulated"
# What names a figure, and what says what one shows. The caption of a table always names one.
NAMES = (html.Caption, FigureTitle)
SENTENCES = (FigureSentence, FigureItem)


def leaving(link: C) -> C:
    """A link that leads out of the demonstration on purpose."""
    return marked(link, {LEAVES: "demonstration"})


def inside(address: str) -> str:
    """An address of the site as one of the demonstration."""
    if not address.startswith("/") or address.startswith(("//", *SHARED)):
        return address
    path = re.split(r"[?#]", address, maxsplit=1)[0]
    if path == BASE or path.startswith(f"{BASE}/"):
        return address
    rest = address[1:] if path == "/" else address
    return f"{BASE}{rest}"


def titled(text: str) -> str:
    """A title that begins with "Simulated"."""
    return text if text.startswith(BEGINNING) else _("Simulated: {title}", title=text)


def headed(text: str) -> str:
    """The heading of a page that names no figure: what it is about, as a place, may be real."""
    return text if text.startswith(BEGINNING) else _("Simulated figures: {title}", title=text)


def formats_of(release: Release) -> str:
    """How many sources of how many partners the made-up deliveries are in the formats of."""
    partners = {partner_of(source) for source in release.catalog.sources}
    sources = ngettext("{number} source", "{number} sources", len(release.catalog.sources))
    return ngettext(
        "{sources} of {number} partner",
        "{sources} of {number} partners",
        len(partners),
        sources=sources,
    )


def kept_apart(page: Page) -> Page:
    """A page of simulated figures as it may be shown: marked, not indexed, its links inside."""
    late = page.late
    _changed(page.body)
    return replace(
        page,
        title=headed(page.title),
        description=_(DESCRIPTION),
        is_indexed=False,
        parts={name: _part(content) for name, content in page.parts.items()},
        state=cast("Mapping[str, object]", _state(page.state)),
        late=lambda: cast("Mapping[str, object]", _state(late())),
    )


def around(site: html.Div) -> html.Div:
    """All that stands around a page, with links that stay inside; the page itself is done."""
    _changed(site)
    return site


def _part(content: list[Component] | AsHtml) -> list[Component] | AsHtml:
    _changed(content)
    return content


def _changed(node: object) -> None:
    """Change a component and all in it, in place: they are built anew for every answer."""
    if isinstance(node, AsHtml):
        _changed(node.content)
    if isinstance(node, list):
        node[:] = _without_copies(cast("list[object]", node))
    if isinstance(node, (list, tuple)):
        for child in node:
            _changed(child)
    if isinstance(node, Component):
        _change_component(node)


def _change_component(node: Component) -> None:
    _stay_inside(node)
    _say(node)
    _take_away_copies(node)
    if isinstance(node, Slot):
        _change_slot(node)
    elif isinstance(node, (dcc.Store, native.State)):
        setattr(node, "data", _state(getattr(node, "data", None)))  # noqa: B009, B010 - Dash's own
    else:
        change_markup(node, _linked)
    _changed(getattr(node, "children", None))


def _change_slot(slot: Slot) -> None:
    if isinstance(slot.svg, AsHtml):
        _part(slot.svg)
    else:
        slot.svg = changed_drawing(slot.svg, _drawing)


def _drawing(svg: Markup) -> Markup:
    return watermarked(_linked(svg))


def _linked(markup: Markup) -> Markup:
    """Markup whose links stay inside."""
    kept = IN_MARKUP.sub(lambda match: f"{match[1]}{inside(match[2])}{match[3]}", str(markup))
    return Markup(kept)


def _stay_inside(node: Component) -> None:
    own = dict(vars(node))
    if LEAVES in own:
        return
    for name, value in own.items():
        if isinstance(value, str) and (name in ADDRESSES or name.startswith("data-")):
            setattr(node, name, inside(value))
    if str(own.get("href", "")).startswith(("http:", "https:")):
        setattr(node, LEAVES, "site")


def _say(node: Component) -> None:
    if isinstance(node, NAMES):
        _begin(node, "Simulated: ")
    elif isinstance(node, html.H1):
        _begin(node, "Simulated figures: ")
    elif isinstance(node, SENTENCES):
        _begin(node, "Simulated. ")
    elif isinstance(node, FigureValue):
        _end(node, _("simulated"))
    if PLOT_TITLE in vars(node):
        setattr(node, PLOT_TITLE, titled(str(getattr(node, PLOT_TITLE))))


def _children(node: Component) -> list[object]:
    own = getattr(node, "children", None)
    return list(own) if isinstance(own, (list, tuple)) else [] if own is None else [own]


def _begin(node: Component, words: str) -> None:
    """Put words before the first of a component, unless it begins so."""
    children = _children(node)
    if children and not _text(children).startswith(BEGINNING):
        node.children = [words, *children]


def _end(node: Component, word: str) -> None:
    children = _children(node)
    if not _text(children).endswith(word):
        node.children = [*children, html.Span(f" {word}", className="mark")]


def _text(node: object) -> str:
    """All words of a component."""
    if isinstance(node, (list, tuple)):
        return "".join(map(_text, node))
    if isinstance(node, Component):
        return _text(getattr(node, "children", None))
    return "" if node is None else str(node)


def _take_away_copies(node: Component) -> None:
    children = _children(node)
    kept = _without_copies(children)
    if len(kept) != len(children) or any(
        new is not old for new, old in zip(kept, children, strict=False)
    ):
        node.children = kept


def _without_copies(nodes: Sequence[object]) -> list[object]:
    """Nothing is offered for copying; where a figure is cited it says not to."""
    return [_uncited(node) for node in nodes if not _is_copy(node)]


def _is_copy(node: object) -> bool:
    if isinstance(node, html.Li):
        inside_it = _children(node)
        return len(inside_it) == 1 and _is_copy(inside_it[0])
    return isinstance(node, CopyButton)


def _uncited(node: object) -> object:
    if isinstance(node, CopyBox):
        return html.P(_(CITATION), className="note do-not-cite")
    return node


def _state(value: object, name: str = "") -> object:
    """What a script is told: its addresses inside, its titles and drawings marked."""
    if isinstance(value, Mapping):
        return {key: _state(one, str(key)) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_state(one) for one in value]
    if isinstance(value, str):
        return headed(value) if name in ("title", "window") else inside(value)
    return value
