"""Figures of several areas over the same periods."""

from __future__ import annotations

from datetime import timedelta

RECENT = timedelta(days=3 * 366)
