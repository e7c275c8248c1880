"""How often something new is expected of a source."""

from __future__ import annotations

from enum import StrEnum


class Cadence(StrEnum):
    """How often a new vintage of a source is expected; not how long its periods are.

    AS_NEEDED: it comes when there is something new, on no set date. ONCE: nothing more comes.
    """

    DAY = "day"
    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    AS_NEEDED = "as_needed"
    ONCE = "once"

    @classmethod
    def _missing_(cls, value: object) -> Cadence | None:
        # Releases are never rewritten, and the first of them say "total" for once.
        return cls.ONCE if value == "total" else None
