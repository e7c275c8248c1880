"""Marks between words of a line."""

from __future__ import annotations

# Stands between two items; it stays with the first, so that no line begins with it.
NO_BREAK = "\N{NO-BREAK SPACE}"
DOT = f"{NO_BREAK}· "
