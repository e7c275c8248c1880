"""Changes of a level in percent: over any distance of periods, or since any one period."""

from __future__ import annotations

import numpy as np

from data_loaders.privacy.tables.network import Floats


def lags(level: Floats) -> range:
    """Every distance that two periods of a panel, series by periods, can have."""
    return range(1, level.shape[1])


def over(level: Floats, lag: int) -> Floats:
    """The change of each period since so many periods before; NaN where it has none."""
    before = np.full(level.shape, np.nan)
    before[:, lag:] = level[:, :-lag]
    return _change(level, before)


def since(level: Floats, place: int) -> Floats:
    """The change of each period since one of them."""
    return _change(level, level[:, [place]])


def _change(level: Floats, before: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        change = (level / before - 1) * 100
    return np.where(np.isfinite(change), change, np.nan)
