"""How often guesses at hidden figures came true, told so coarsely that no guess is confirmed.

The truth is held at treatment only. A rate over few figures, or one near all or none of them, would
say of single guesses that they are right: so no rate is told of fewer than LEAST_SCORED, none but
as one of BOUNDS, and none above the highest of them.
"""

from __future__ import annotations

from dataclasses import dataclass

LEAST_SCORED = 20
BOUNDS = (10, 25, 50)


@dataclass(frozen=True, slots=True)
class GuessRates:
    """In how many of a hundred figures hidden to protect others the best guess came true, exactly
    and within a tenth: the lowest of BOUNDS that is not passed, None where that is above them all.
    """

    exact: int | None
    close: int | None


def told(cells: int, exact: int, close: int) -> GuessRates | None:
    """What may be told of so many guesses; nothing of too few."""
    if cells < LEAST_SCORED:
        return None
    return GuessRates(_bound(exact, cells), _bound(close, cells))


def _bound(right: int, cells: int) -> int | None:
    return next((bound for bound in BOUNDS if 100 * right <= bound * cells), None)
