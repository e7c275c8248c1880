"""Ids that stood in addresses and are no more: what each is called now, or why it is gone.

One table for figures and areas. Industries say themselves what they were called
(`Industry.formerly`). A release that still has an old id answers to it.
"""

from __future__ import annotations

from dataclasses import dataclass

INDICATOR, AREAS = "indicator", "areas"


@dataclass(frozen=True, slots=True)
class Moved:
    """`old` of an address's `parameter` is `new` now. With `why` it is retired, and `new` is the
    nearest there is, empty where nothing is near."""

    parameter: str
    old: str
    new: str
    why: str = ""

    def __post_init__(self) -> None:
        """Raise ValueError for a rule that leads nowhere and does not say why."""
        if self.parameter not in (INDICATOR, AREAS):
            raise ValueError(f"{self.parameter} is no parameter with ids that move")
        if not self.new and not self.why:
            raise ValueError(f"{self.old} leads nowhere: say what it is now, or why it is gone")


# Newest last. No figure or area that was ever in a release here has gone or changed its id so far.
MOVED: tuple[Moved, ...] = ()


def moved(parameter: str, old: str) -> Moved | None:
    """What became of an id, followed through several moves; None where nothing is on record."""
    newest: Moved | None = None
    for each in MOVED:
        if (each.parameter, each.old) == (parameter, newest.new if newest else old):
            newest = Moved(parameter, old, each.new, each.why or (newest.why if newest else ""))
    return newest
