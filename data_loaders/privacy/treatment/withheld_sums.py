"""Sums of withheld cells that stay known, and are themselves too small or dominated.

Two withheld amounts of a row can be hidden each and still give away their sum, total minus the
published rest. That sum is a figure like any other: it must pass the primary rules.
"""

from __future__ import annotations

import numpy as np

from data_loaders.privacy.tables.groups import cheapest
from data_loaders.privacy.tables.network import Floats, Ints, Mask, Network
from data_loaders.vocabulary.policy import Primary


def cells_to_add(
    network: Network,
    values: Floats,
    hidden: Mask,
    bases: dict[str, Floats],
    rules: Primary,
    tilt: Floats | float = 1.0,
) -> Mask:
    """One more cell to withhold for each known sum that fails the primary rules.

    `bases` holds `contributors`, `largest` and `second` by cell; costs are multiplied by `tilt`.
    """
    added = np.zeros_like(hidden)
    for entering, leaving in network.sides:
        cells = np.r_[entering, leaving]
        for side, other in ((entering, leaving), (leaving, entering)):
            inside = side[hidden[side]]
            if len(inside) < 2 or hidden[other].any() or not _fails(inside, values, bases, rules):
                continue
            free = cells[~hidden[cells] & (values[cells] > 0)]
            if len(free):
                added[cheapest(values, free, tilt)] = True
    return added


def _fails(cells: Ints, values: Floats, bases: dict[str, Floats], rules: Primary) -> bool:
    # An unknown base adds nobody, and one contributor may hold the whole of an unknown cell.
    contributors = np.nan_to_num(bases["contributors"][cells]).sum()
    unknown = np.isnan(bases["largest"][cells])
    largest = np.where(unknown, values[cells], bases["largest"][cells])
    second = np.nan_to_num(bases["second"][cells])
    amounts = np.sort(np.r_[largest, second])[::-1]
    remainder = values[cells].sum() - amounts[0] - amounts[1]
    few = not contributors >= rules.minimum_contributors
    dominated = rules.p_percent is not None and not (
        remainder >= rules.p_percent / 100 * amounts[0]
    )
    return few or dominated
