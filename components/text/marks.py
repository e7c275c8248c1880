"""Marks between words of a line."""

from __future__ import annotations

NO_BREAK = "\N{NO-BREAK SPACE}"
# Stands between two items; it stays with the first, so that no line begins with it.
DOT = f"{NO_BREAK}· "
