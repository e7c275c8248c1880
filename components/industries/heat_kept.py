"""The heatmap as it is drawn and read, kept for who asks for another period: that changes none of
it, and to draw thousands of cells anew was half of the time of such a page."""

from __future__ import annotations

import sys
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from threading import Lock

from cachetools import LRUCache, cached
from markupsafe import Markup

from components.industries.chart import HEAT_NARROW, HEAT_WIDE, heatmap
from components.industries.heat import Heat, legend
from components.industries.heat_reading import heat_reading

# Of all releases together; those of the longest, 93 industries by month, take 1 MB.
MOST_BYTES, MOST_BYTES_READ = 2 << 20, 1 << 19


@dataclass(frozen=True, slots=True)
class DrawnHeat:
    """A heatmap in both widths, and what each color stands for."""

    wide: Markup
    narrow: Markup
    legend: Sequence[tuple[str, str]]

    @property
    def weight(self) -> int:
        """About how many bytes it holds."""
        return sys.getsizeof(self.wide) + sys.getsizeof(self.narrow)


def _kept_under(heat_map: Heat) -> tuple[Hashable, ...]:
    return heat_map.kept_under


@cached(LRUCache(MOST_BYTES, getsizeof=lambda drawn: drawn.weight), key=_kept_under, lock=Lock())
def drawn(heat_map: Heat) -> DrawnHeat:
    """The drawings of a heatmap and its legend; empty where levels share no scale."""
    compared = heat_map.comparison
    return DrawnHeat(
        heatmap(heat_map, compared, HEAT_WIDE),
        heatmap(heat_map, compared, HEAT_NARROW),
        legend(heat_map, compared) if heat_map.is_drawn else (),
    )


@cached(LRUCache(MOST_BYTES_READ, getsizeof=sys.getsizeof), key=_kept_under, lock=Lock())
def read(heat_map: Heat) -> str:
    """What a hand or the keys read of it."""
    return heat_reading(heat_map, heat_map.comparison)
