"""What a hand or the keys read of the heatmap: fetched when first asked for, as it is long."""

from __future__ import annotations

from components.figures import readings
from components.industries.heat import Heat
from components.industries.ranks import IndustryComparison
from components.text.words import _


def heat_reading(heat_map: Heat, comparison: IndustryComparison) -> str:
    """The periods, then a line an industry; empty where no heatmap is drawn."""
    if not heat_map.is_drawn:
        return ""
    lines = [
        (_(row.name), "", cells) for row, cells in zip(heat_map.rows, heat_map.cells, strict=True)
    ]
    # Periods are those of the publisher; the values are what is drawn of them.
    drawn = comparison.drawn
    return readings.reading(
        drawn, heat_map.periods, lines, frequency=comparison.indicator.frequency
    )
