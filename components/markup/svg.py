"""SVG and HTML written as escaped markup. Every attribute and text goes through here."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

Child = Markup | str
VOID = frozenset({"input", "br", "hr", "img", "meta", "link"})
CLOSED = frozenset({"path", "line", "rect", "circle", "polyline", "use"})


def tag(name: str, /, *children: Child, **attributes: object) -> Markup:
    """One element. `class_` and `data_id` style names become `class` and `data-id`;
    attributes that are None or False are left out, True stands alone."""
    # Markup's own format looks into every argument again, which took most of a page's time.
    opened = "".join([_attribute(key, value) for key, value in attributes.items()])
    inner = "".join([child if isinstance(child, Markup) else escape(child) for child in children])
    if name in VOID:
        return Markup(f"<{name}{opened}>")
    if not inner and name in CLOSED:
        return Markup(f"<{name}{opened}/>")
    return Markup(f"<{name}{opened}>{inner}</{name}>")


def joined(parts: Iterable[Markup]) -> Markup:
    """Parts one after another."""
    return Markup("").join(parts)


def _attribute(key: str, value: object) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    if value is True:
        return f" {name}"
    text = f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else value
    return f' {name}="{escape(text)}"'
