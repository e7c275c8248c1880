"""The range of every withheld cell of a network table, by flow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data_loaders.privacy.tables.flow import WithheldFlow
from data_loaders.privacy.tables.network import NO_CELL, Floats, Mask, Network


@dataclass(frozen=True)
class Ranges:
    """Lowest and highest value each withheld cell can have; NaN for published cells.

    `capped` is the width beyond which ranges are not followed.
    """

    lower: Floats
    upper: Floats
    capped: int

    @property
    def width(self) -> Floats:
        return self.upper - self.lower


def ranges(network: Network, values: Floats, withheld: Mask, least: int = 0) -> Ranges:
    """Exact range of every withheld cell, by two maximum flows each."""
    flow = WithheldFlow(network, values, withheld, least)
    lower = np.full(network.cell_count, np.nan)
    upper = np.full(network.cell_count, np.nan)
    for arc, cell in enumerate(flow.cells()):
        if cell != NO_CELL:
            lower[cell], upper[cell] = flow.lowest(arc), flow.highest(arc)
    return Ranges(lower, upper, flow.limit)
