"""Marks between words of a line."""

from __future__ import annotations

# Stands between two items; it stays with the first, so that no line begins with it.
DOT = "\N{NO-BREAK SPACE}· "
