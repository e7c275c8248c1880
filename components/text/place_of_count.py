"""Where people are counted, said wherever figures meet that count them in different places."""

from __future__ import annotations

from collections.abc import Iterable

from components.text.words import _
from data_loaders.vocabulary.model import CountedAt, Indicator


def place_note(indicators: Iterable[Indicator]) -> str:
    """That some figures count people where they work and others where they live; empty where
    all count them in one place."""
    places = {indicator.counted_at for indicator in indicators}
    if not {CountedAt.WORK, CountedAt.HOME} <= places:
        return ""
    return _(
        "Jobs are counted where the work is, unemployment and claims where people live. Many "
        "people work in another borough than they live in, so a place's jobs are not the jobs of "
        "its residents."
    )
