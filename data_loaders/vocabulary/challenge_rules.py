"""When a claim that our table is broken is upheld: what the pack, the judge and the page say."""

from __future__ import annotations

LEAST_CELLS = 10
SHARE_RIGHT = 0.9
