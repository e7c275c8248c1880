"""Words of the field that were looked for, each with what it means here."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from components.markup import addresses
from components.markup.addresses import kept
from components.markup.prose import Contents, bullets
from components.search.otherwise import ASKING
from components.text.glossary import Term, glossary
from components.text.spelling import normalized
from components.text.words import _

MOST_MEANINGS = 3


def meanings(typed: str, query: Mapping[str, str]) -> list[Component]:
    """What the words mean that were typed and no other; empty where the glossary has none."""
    wanted = set(normalized(typed).split())
    asked = bool(wanted - ASKING)
    found = [term for term in glossary() if asked and _is_called(term, wanted)]
    items: list[Contents] = [
        [html.A(term.name, href=kept(f"{addresses.WORDS}#{term.id}", query)), f": {term.meaning}"]
        for term in found[:MOST_MEANINGS]
    ]
    return [html.H2(_("What the words mean")), bullets(items)] if items else []


def _is_called(term: Term, wanted: set[str]) -> bool:
    """Whether all that was typed stands in one way the term is written."""
    return any(wanted <= set(normalized(form).split()) for form in term.forms)
