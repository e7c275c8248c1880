"""The hatching of what is hidden, as an SVG pattern."""

from __future__ import annotations

from markupsafe import Markup

HATCH = Markup(
    '<defs><pattern id="{0}" width="6" height="6" patternUnits="userSpaceOnUse"'
    ' patternTransform="rotate(45)"><rect class="hatch-ground" width="6" height="6"/>'
    '<line class="hatch-line" x1="0" y1="0" x2="0" y2="6"/></pattern></defs>'
)
