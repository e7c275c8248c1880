"""What a page folds away: what few read, and what is long on a phone.

Both are found by a page's own search, printed whole, and opened by a link into them.
"""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.markup.attributes import marked
from components.markup.prose import Contents

ASIDE, ON_PHONES = "aside", "phone-folded"


def aside(words: str, content: Component, *, is_open: bool = False) -> html.Details:
    """What few read, closed on every screen; its one line says what it holds, and how many."""
    return html.Details([html.Summary(words), content], className=ASIDE, open=is_open)


def on_phones(words: str, content: Contents, *, is_open: bool = False) -> html.Details:
    """Closed on a phone alone; on a wide screen it stands open, without the line it folds to."""
    inside = content if isinstance(content, Component) else html.Div(content)
    folded = html.Details([html.Summary(words), inside], className=ON_PHONES, open=is_open)
    return marked(folded, {"aria-label": words})  # a voice reads it where the line is not there
