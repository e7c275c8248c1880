"""SVG and HTML written as escaped markup. Every attribute and text goes through here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from markupsafe import Markup, escape

Child = Markup | str
VOID = frozenset({"input", "br", "hr", "img", "meta", "link"})
# Markup's own making looks for a method in each of a page's thousands, to no use for plain text.
_as_markup = str.__new__
# What `escape` changes.
UNSAFE = re.compile("[&<>'\"]")
CLOSED = frozenset({"path", "line", "rect", "circle", "use"})


def tag(name: str, /, *children: Child, **attributes: object) -> Markup:
    """One element. `class_` and `data_id` style names become `class` and `data-id`;
    attributes that are None or False are left out, True stands alone."""
    # Markup's own format looks into every argument again, which took most of a page's time.
    opened = "".join([_attribute(key, value) for key, value in attributes.items()])
    inner = _inner(children)
    if name in VOID:
        return _as_markup(Markup, f"<{name}{opened}>")
    if not inner and name in CLOSED:
        return _as_markup(Markup, f"<{name}{opened}/>")
    return _as_markup(Markup, f"<{name}{opened}>{inner}</{name}>")


def joined(parts: Iterable[Markup]) -> Markup:
    """Parts one after another."""
    return _as_markup(Markup, _inner(parts))


def _inner(children: Iterable[Child]) -> str:
    return "".join([child if type(child) is Markup else _escaped(child) for child in children])


def _attribute(key: str, value: object) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return f" {_named(key)}"
    kind = type(value)
    if kind is float:
        return f' {_named(key)}="{f"{value:.1f}".removesuffix(".0")}"'
    if kind is int:
        return f' {_named(key)}="{value}"'
    return f' {_named(key)}="{_escaped(value)}"'


def _escaped(text: object) -> str:
    """Text as it stands in markup: most of it as it is, which a look tells in a third of the time
    that escaping takes."""
    return text if type(text) is str and not UNSAFE.search(text) else escape(text)


@cache
def _named(key: str) -> str:
    return key.rstrip("_").replace("_", "-")
