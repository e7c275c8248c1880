"""Where the lines of a drawing go through: they are written as steps from one point to the next."""

from __future__ import annotations

import re
from itertools import accumulate

STEP = re.compile(r"(-?[\d.]+) ?(-?[\d.]+)")


def points_of(steps: str) -> list[tuple[float, float]]:
    """The points of a path of steps."""
    found = [(float(across), float(down)) for across, down in STEP.findall(steps)]
    across, down = (accumulate(each) for each in zip(*found, strict=True))
    return [(round(x, 1), round(y, 1)) for x, y in zip(across, down, strict=True)]
