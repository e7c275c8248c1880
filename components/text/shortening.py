"""Names short enough for their place."""

from __future__ import annotations


def shortened(name: str, letters: int) -> str:
    """A name short enough for its place."""
    return name if len(name) <= letters else f"{name[: letters - 1].rstrip()}…"
