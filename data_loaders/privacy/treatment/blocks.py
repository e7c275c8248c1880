"""Sticky blocks: a cell that was small lately stays withheld for a block of periods.

A pattern that changes every week lets a reader fill a gap with last week's value. Blocks start
at fixed places of the calendar, so a new period never moves them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from data_loaders.privacy.tables.network import Floats, Ints, Mask

EPOCH = pd.Timestamp("2018-01-01")


def block_numbers(periods: Sequence[pd.Timestamp], length: int) -> Ints:
    """The block each period belongs to; periods are told apart by their own spacing."""
    starts = pd.DatetimeIndex(list(periods))
    months = (starts.year - EPOCH.year) * 12 + starts.month - 1
    gaps = np.diff(starts.to_numpy()).astype("timedelta64[D]").astype(np.int64)
    # The smallest gap tells days and weeks from months and quarters.
    smallest = int(gaps.min()) if len(gaps) else 7
    if smallest >= 28:
        step = max(round(smallest / 30.4), 1)
        ordinal = months // step
    else:
        ordinal = (starts - EPOCH).days // max(smallest, 1)
    return np.asarray(ordinal // length, dtype=np.int64)


def sticky(base: Floats, primary: Mask, blocks: Ints, length: int, below: float) -> Mask:
    """Which cells stay withheld, as periods × cells.

    A cell is held for a whole block when its `base` was between 1 and `below`, or unknown, in
    any of the `length` periods before it, and from the moment it is primary within the block.
    """
    small = ~(base >= below) & (base != 0)
    held = np.zeros_like(primary)
    for block in np.unique(blocks):
        inside = np.flatnonzero(blocks == block)
        first = int(inside[0])
        before = small[max(first - length, 0) : first].any(axis=0)
        held[inside] = before | np.logical_or.accumulate(primary[inside], axis=0)
    return held
