"""The hatching of what is hidden, as an SVG pattern."""

from __future__ import annotations

from markupsafe import Markup

_PATTERN = Markup(
    '<defs><pattern id="{0}" width="6" height="6" patternUnits="userSpaceOnUse"'
    ' patternTransform="rotate(45){1}"><rect class="hatch-ground" width="6" height="6"/>'
    '<line class="hatch-line" x1="0" y1="0" x2="0" y2="6"/></pattern></defs>'
)
# A map is drawn a third as large on a phone, where lines of a chart's hatching would run together.
ON_MAPS = 2.4


def hatch(name: str, scale: float = 1) -> Markup:
    """The pattern under its name, `scale` times as coarse as that of charts."""
    return _PATTERN.format(name, "" if scale == 1 else f" scale({scale:g})")
