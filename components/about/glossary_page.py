"""Words: what the terms and short names of this site mean."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.markup import addresses
from components.markup.figure_words import Lead
from components.text.formats import first_upper
from components.text.glossary import Term, glossary
from components.text.words import _

PATH = addresses.WORDS


def lead() -> str:
    """What the page is for."""
    return _("What the terms and short names on this site mean, in plain words.")


def layout() -> list[Component]:
    """The whole page: a list that an address can point into."""
    pairs = [element for term in glossary() for element in _entry(term)]
    return [html.H1(_("Words")), Lead(lead()), html.Dl(pairs, className="glossary")]


def _entry(term: Term) -> list[Component]:
    other = [form for form in term.forms if form.casefold() != term.name.casefold()]
    also = (
        [html.Span(_("Also: {forms}.", forms=", ".join(other)), className="why")] if other else []
    )
    return [html.Dt(first_upper(term.name), id=term.id), html.Dd([term.meaning, " ", *also])]
