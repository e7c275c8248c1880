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
    opened = Markup("").join(_attribute(key, value) for key, value in attributes.items())
    inner = Markup("").join(children)
    if name in VOID:
        return Markup("<{}{}>").format(Markup(name), opened)
    if not inner and name in CLOSED:
        return Markup("<{}{}/>").format(Markup(name), opened)
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), opened, inner)


def joined(parts: Iterable[Markup]) -> Markup:
    """Parts one after another."""
    return Markup("").join(parts)


def _attribute(key: str, value: object) -> Markup:
    if value is None or value is False:
        return Markup("")
    name = key.rstrip("_").replace("_", "-")
    if value is True:
        return Markup(" {}").format(Markup(name))
    text = f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else value
    return Markup(' {}="{}"').format(Markup(name), escape(text))
