"""What was meant by a name that is none: never a guess unless it is spelled much like one."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

# In percent of letters alike: below it nothing is guessed.
LEAST = 82.0


def likest(given: str, names: Iterable[str], most: int = 5) -> list[str]:
    """Names spelled much like the one given, the likest first."""
    alike = process.extract(given, list(names), scorer=fuzz.ratio, limit=most, score_cutoff=LEAST)
    return [name for name, _likeness, _at in alike]
