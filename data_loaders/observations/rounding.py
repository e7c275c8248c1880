"""Rounding to a step, and how coarse a step must be so that what it hides cannot be told."""

from __future__ import annotations

import numpy as np
import pandas as pd

# A figure computed from one that may not be passed on must leave at least this many values of it.
VALUES_LEFT = 2


def rounded_to(value: np.ndarray, step: float) -> np.ndarray:
    """The multiple of `step` nearest to each value."""
    # Dividing first keeps one decimal (0.1) from becoming 30.000000000000004.
    per_unit = round(1 / step) if step < 1 else 0
    return np.rint(value * per_unit) / per_unit if per_unit else np.rint(value / step) * step


def tells_its_value(base: pd.Series, step_percent: float, grain: float) -> pd.Series:
    """Where a change against `base`, rounded to `step_percent`, would leave too few values.

    Whoever knows the base could work out the figure itself: it lies within a step of the base,
    and the publisher's figures stand `grain` apart.
    """
    return base * step_percent / 100 < VALUES_LEFT * grain
