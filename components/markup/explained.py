"""A written page in which every term of the glossary is explained where a reader first meets it.

One pass over the HTML, so that no page need think of it. A term becomes a link to the glossary,
with what it means beside it for whoever points at it; it needs no script. What is folded away may
never be opened, so what is explained there counts there alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from dash import html
from markupsafe import Markup, escape

from components.markup.first_view import rendered
from components.text.glossary import Term, glossary
from components.text.words import _

# Where no link can stand: drawings, controls, links themselves, code; headings and captions, which
# name a figure and are quoted whole; and heads of tables, which a phone does not show.
WITHOUT_LINKS = (
    "svg", "select", "script", "style", "a", "button", "label", "legend", "code", "pre", "summary",
    "h1", "h2", "h3", "h4", "caption", "thead", "textarea", "iframe", "dt",
)  # fmt: skip
NAMES = "|".join(WITHOUT_LINKS)
# What is inside an element up to its end, in one go.
INSIDE = r"\b[^>]*>[^<]*(?:<(?!/\1>)[^<]*)*</\1>"
# An element that takes no link; words to be copied as they are; the start or end of what is folded
# away; another tag with text that holds no letter, as in a table of numbers; or text.
QUOTED = r'<p\b[^>]*\bclass="cit(?:e|ation)\b[^>]*>[^<]*(?:<(?!/p>)[^<]*)*</p>'
PIECE = re.compile(
    rf"<({NAMES}){INSIDE}|{QUOTED}|<(/?details)\b[^>]*>|<[^>]*>(?:[^<A-Za-z]*(?=<))?|[^<]+"
)
DRAWN = re.compile(rf"<(svg|script|style|select|code|pre){INSIDE}")
TEXT = re.compile(r">([^<]*[A-Za-z]{3}[^<]*)")
# A name in quotation marks is told as it is.
QUOTED_NAME = re.compile(r"“[^”]*”")
MAIN, MAIN_ENDS = "<main", "</main>"
OTHER_WORDS = "other-words"
# What stands before and after a term that is part of an address, a name or a longer word.
BEFORE, AFTER = r"(?<![\w/_.=?&~’'-])", r"(?![\w/_=~-]|\.\w)"


def explained(page: Markup, words_page: str) -> Markup:
    """The page with each term of its main part led to `words_page` where it is first met; terms
    met only where no link can stand are listed at the end of that part."""
    html = str(page)
    start, end = html.find(MAIN), html.rfind(MAIN_ENDS)
    if start < 0 or end < 0:
        return page
    main, met = _with_links(html[start:end], words_page, [set()])
    rest = _listed(_only_named(html[start:end], met), words_page)
    slot = f'<div id="{OTHER_WORDS}" class="slot">{rest}</div>'
    return Markup(f"{html[:start]}{main}{slot}{html[end:]}")


def explained_parts(
    parts: Mapping[str, Markup], words_page: str, beside: Markup
) -> dict[str, Markup]:
    """Parts of a page in its order, with the links they have on the whole page, and the line of
    other words there; `beside` are its controls, which take no link."""
    scopes: list[set[str]] = [set()]
    written: dict[str, Markup] = {}
    met: set[str] = set()
    for name, part in parts.items():
        linked, terms = _with_links(str(part), words_page, scopes)
        written[name] = Markup(linked)
        met |= terms
    main = "".join([str(beside), *map(str, parts.values())])
    return {**written, OTHER_WORDS: Markup(_listed(_only_named(main, met), words_page))}


def _with_links(main: str, words_page: str, scopes: list[set[str]]) -> tuple[str, set[str]]:
    """A stretch of the main part with links, and the ids of all terms that are led from somewhere
    in it or before it. `scopes`: those met so far, outside and inside of what is folded away."""
    written: list[str] = []
    met: set[str] = set()
    for found in PIECE.finditer(main):
        piece = found[0]
        if found[2] == "details":
            scopes.append(set(scopes[-1]))
        elif found[2] and len(scopes) > 1:
            met |= scopes.pop()
        elif piece[0] != "<":
            linked = _linked(piece, scopes[-1], words_page)
            # A phone sets the parts of a cell side by side, and the text is one part.
            is_cell = linked != piece and written and written[-1].startswith("<td")
            piece = f"<span>{linked}</span>" if is_cell else linked
        written.append(piece)
    return "".join(written), met.union(*scopes)


def _linked(text: str, met: set[str], words_page: str) -> str:
    """Text between two tags with a link at each term that was not met before."""
    parts, last = [], 0
    for start, end, term in _terms_in(text):
        if term.id not in met:
            met.add(term.id)
            parts += [text[last:start], _link(term, text[start:end], words_page)]
            last = end
    return "".join([*parts, text[last:]]) if parts else text


def _link(term: Term, words: str, words_page: str) -> str:
    address = f"{words_page}#{term.id}"
    return f'<a class="term" href="{escape(address)}" title="{escape(term.meaning)}">{words}</a>'


# The same words stand on many pages, and most pieces of text are the numbers of a table.
@lru_cache(maxsize=20_000)
def _terms_in(text: str) -> tuple[tuple[int, int, Term], ...]:
    by_form, pattern, marks = _forms()
    alone = marks.get(text.strip().casefold())
    if alone is not None:
        start = len(text) - len(text.lstrip())
        return ((start, start + len(text.strip()), alone),)
    found = pattern.finditer(QUOTED_NAME.sub(_blank, text))
    return tuple((match.start(), match.end(), by_form[match[0].casefold()]) for match in found)


def _blank(quoted: re.Match[str]) -> str:
    return " " * len(quoted[0])


@cache
def _forms() -> tuple[dict[str, Term], re.Pattern[str], dict[str, Term]]:
    """Terms by each form, what finds any of them in escaped text, and by marks that stand alone."""
    terms = glossary()
    by_form = {str(escape(form)).casefold(): term for term in terms for form in term.forms}
    forms = sorted((escape(form) for term in terms for form in term.forms), key=len, reverse=True)
    pattern = re.compile(
        f"{BEFORE}(?:{'|'.join(_either_case(str(each)) for each in forms)}){AFTER}"
    )
    return by_form, pattern, {mark.casefold(): term for term in terms for mark in term.marks}


def _either_case(form: str) -> str:
    """A form at the start of a sentence too; a short name in capitals only as it is."""
    first, rest = form[:1], re.escape(form[1:])
    return f"[{first.upper()}{first}]{rest}" if first.islower() else re.escape(form)


def _only_named(main: str, met: Iterable[str]) -> list[Term]:
    """Terms that stand in the words of links, controls or headings, and nowhere else."""
    words = TEXT.findall(DRAWN.sub("", main))
    named = {term.id for text in words for *_at, term in _terms_in(text)}
    return [term for term in glossary() if term.id in named.difference(met)]


def _listed(terms: list[Term], words_page: str) -> str:
    """A line that leads to them; empty without any."""
    if not terms:
        return ""
    links = [
        html.A(term.name, href=f"{words_page}#{term.id}", title=term.meaning, className="term")
        for term in terms
    ]
    between = [part for link in links for part in (", ", link)][1:]
    words = html.Summary(_("Other words on this page, explained"))
    return str(rendered(html.Details([words, html.P(between)], className="terms")))
