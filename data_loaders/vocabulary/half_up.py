"""A number at the precision shown: one rule for pages and for what ships."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import cache


def half_up(value: float, decimals: int) -> Decimal:
    """A value with so many decimals, halves away from zero, as browsers round them too."""
    return Decimal(repr(value)).quantize(_step(decimals), ROUND_HALF_UP)


@cache
def _step(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)
