"""How a publisher revised a figure: the same series as several of its files had it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from data_loaders.vocabulary.model import Frequency, Geography


class RevisionUnit(StrEnum):
    """What a revision is measured in: a percent of the figure, or points of a figure that is a
    percent, a change or a score itself."""

    PERCENT = "percent"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class Vintage:
    """The series as one file had it. `as_of` is the day in the file's name, or of the release
    that published it; `values` are None where the file had none."""

    as_of: date
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class UsualRevision:
    """How much figures of one age were revised from that file to the newest.

    The age is counted in newer periods that the same file already had: `lag` to `last_lag`, which
    is None where it is open. Half of the `figures` were revised by `typical` or less, up or down,
    nine of ten by `wide` or less; `shift` is the middle with its sign, `unchanged` how many
    stayed as they were.
    """

    lag: int
    last_lag: int | None
    figures: int
    unchanged: int
    typical: float
    wide: float
    shift: float


@dataclass(frozen=True, slots=True)
class RevisionHistory:
    """The files of one indicator beside each other.

    `vintages` are of one series, oldest file first, over `periods`; `usual` is of every series of
    the indicator, in `unit`. `files` counts all vintages, those without a value here too.
    """

    indicator_id: str
    frequency: Frequency
    geography: Geography
    area_id: str
    industry_id: str
    periods: tuple[tuple[date, date], ...]
    vintages: tuple[Vintage, ...]
    files: int
    unit: RevisionUnit
    usual: tuple[UsualRevision, ...]


@dataclass(frozen=True, slots=True)
class RevisionHistories:
    """All that a release knows of revisions, by indicator."""

    histories: tuple[RevisionHistory, ...] = ()
