"""The site's own colors and type for a drawing that stands alone, read from its style sheet.

A picture has no page around it: no variables, no media queries. Both are resolved here, so that a
color is still written in one place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import tinycss2
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule

from data_loaders.vocabulary import installation

SHEET = installation.ROOT / "assets" / "site.css"
VARIABLE = re.compile(r"var\((--[\w-]+)\)")
FONT = re.compile(r"(?P<weight>\d+) (?P<size>[\d.]+px)(?:/[\d.]+)? (?P<family>.+)")
DRAWN = frozenset(
    {
        *("fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin"),
        *("stroke-linecap", "stroke-opacity", "opacity", "text-anchor", "paint-order"),
        *("font", "font-style", "font-weight", "font-variant-numeric"),
    }
)
# Rules of these drawings; all others of the sheet are of HTML.
OF_DRAWINGS = re.compile(r"svg|\.chart|\.locator|\.hatch|\.heat-|\.simulated-mark|^\.[sdwn]\d$")
SIMULATED = ".simulated"
MARK = ".simulated-mark"


class Theme(StrEnum):
    """The colors of a picture."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Style:
    """What a drawing needs of the style sheet: the value of every variable, and its rules."""

    variables: Mapping[str, str]
    rules: str

    def resolved(self, markup: str) -> str:
        """The text with the value in place of every variable."""
        return VARIABLE.sub(lambda match: self.variables[match[1]], markup)


@cache
def style(theme: Theme, *, is_simulated: bool) -> Style:
    """The style of a theme; that of simulated figures has another ramp."""
    roots = (":root", SIMULATED) if is_simulated else (":root",)
    variables = {
        name: value
        for is_dark in ((False, True) if theme is Theme.DARK else (False,))
        for selector, name, value in _variables(is_dark)
        if selector in roots
    }
    # Pictures of real figures name nothing of the mark across simulated ones.
    rules = [rule for rule in _rules() if is_simulated or MARK not in rule]
    return Style(variables, Style(variables, "").resolved("\n".join(rules)))


def variables(theme: Theme) -> str:
    """The colors of a theme as one rule, for a page that keeps to it."""
    values = style(theme, is_simulated=False).variables
    declared = ";".join(f"{name}:{value}" for name, value in values.items())
    return f":root{{color-scheme:{theme.value};{declared}}}"


@cache
def _sheet() -> Sequence[Node]:
    text = SHEET.read_text("utf-8")
    return tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)


def _variables(is_dark: bool) -> Iterator[tuple[str, str, str]]:
    """Selector, name and value of every variable: of the sheet, or of its dark colors."""
    nodes: Sequence[Node] = _dark() if is_dark else _sheet()
    for rule in nodes:
        if isinstance(rule, QualifiedRule):
            selector = tinycss2.serialize(rule.prelude).strip()
            for declared in _declarations(rule):
                if declared.name.startswith("--"):
                    yield selector, declared.name, tinycss2.serialize(declared.value).strip()


def _dark() -> list[Node]:
    return [
        inner
        for rule in _sheet()
        if isinstance(rule, AtRule)
        and "prefers-color-scheme: dark" in tinycss2.serialize(rule.prelude)
        for inner in tinycss2.parse_rule_list(
            rule.content or [], skip_comments=True, skip_whitespace=True
        )
    ]


def _declarations(rule: QualifiedRule) -> list[Declaration]:
    contents = tinycss2.parse_blocks_contents(
        rule.content, skip_comments=True, skip_whitespace=True
    )
    return [one for one in contents if isinstance(one, Declaration)]


def _rules() -> Iterator[str]:
    """Every rule of drawings, without what only a page can use."""
    for rule in _sheet():
        if not isinstance(rule, QualifiedRule):
            continue
        selectors = [one.strip() for one in tinycss2.serialize(rule.prelude).split(",")]
        kept = [one for one in selectors if ":" not in one and OF_DRAWINGS.search(one)]
        declared = [text for one in _declarations(rule) for text in _plain(one)]
        if kept and declared:
            yield f"{', '.join(kept)} {{ {'; '.join(declared)} }}"


def _plain(declared: Declaration) -> Iterator[str]:
    """A declaration as programs that draw SVG read it: they know no shorthand of fonts."""
    if declared.name not in DRAWN:
        return
    value = tinycss2.serialize(declared.value).strip()
    important = " !important" if declared.important else ""
    font = FONT.fullmatch(value) if declared.name == "font" else None
    if font is None:
        yield f"{declared.name}: {value}{important}"
        return
    yield f"font-weight: {font['weight']}"
    yield f"font-size: {font['size']}"
    yield f"font-family: {font['family']}"
