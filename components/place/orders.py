"""How an address says the orders of a place's tables: those next door and those of figures apart,
so that sorting one leaves the other as it is."""

from __future__ import annotations

from collections.abc import Mapping

NEXT_DOOR_ORDER = ("by", "sort")
FIGURE_ORDER = ("rows", "way")
PARAMETERS = frozenset({*NEXT_DOOR_ORDER, *FIGURE_ORDER})


def carried(query: Mapping[str, str], names: tuple[str, str]) -> dict[str, str]:
    """What an address asks of the tables that a link does not sort."""
    return {name: query[name] for name in names if name in query}
