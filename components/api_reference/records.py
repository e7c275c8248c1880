"""What the API answers, as types: its schemas are written from them.

The names of fields are those of the CSV columns where both hold the same.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from data_loaders.released.revisions import CellChange
from data_loaders.vocabulary.cadence import Cadence
from data_loaders.vocabulary.model import (
    AreaKind,
    Category,
    Direction,
    Frequency,
    Geography,
    Grant,
    Measure,
    Publication,
    Reason,
    Status,
)
from data_loaders.vocabulary.vintages import RevisionUnit


def _text(description: str) -> Meta:
    return Meta(description=description)


ReleaseId = Annotated[str, _text("The release the answer is from.")]
Next = Annotated[str | None, _text("The address of the next page; null on the last.")]
Total = Annotated[int, Meta(ge=0, description="Rows on all pages together.")]


class IndustryRecord(Struct, frozen=True):
    """A business category of an indicator; a group adds up some of the others again."""

    id: str
    name: str
    is_group: bool
    naics: Annotated[str, _text("Its NAICS code; empty where it is not defined by one.")] = ""


class IndicatorRecord(Struct, frozen=True):
    """One published quantity with one unit: metadata, no figures."""

    id: str
    family: str
    title: str
    description: Annotated[str, _text("What the source measures.")]
    processing: Annotated[str, _text("What this site did to it.")]
    unit: str
    measure: Measure
    decimals: int
    frequency: Frequency
    geographies: list[Geography]
    industries: list[IndustryRecord]
    direction: Annotated[Direction, _text("What would be better, if anything.")]
    category: Category
    baseline: str | None
    caveats: list[str]
    source_id: str
    publication: Annotated[
        Publication, _text("`show`: drawn on pages; its figures are not in the API.")
    ]
    why_no_figures: Annotated[str, _text("Empty where the figures can be had here.")]
    first: Annotated[date | None, _text("First day of its figures.")]
    last: Annotated[date | None, _text("Last day of its figures.")]
    page: str


class Indicators(Struct, frozen=True):
    """All indicators of a release."""

    release: ReleaseId
    indicators: list[IndicatorRecord]


class TermsRecord(Struct, frozen=True):
    """What a publisher states about the use of its figures, and where."""

    grant: Grant
    stated: str
    stated_in: str
    in_words: str


class SourceRecord(Struct, frozen=True):
    """One data product of a publisher, with how it is treated: metadata, no figures."""

    id: str
    name: str
    partner: str
    publisher_url: str
    publication: Publication
    why_no_figures: str
    terms: TermsRecord
    citation: str
    description: str
    covers: str
    category: Category
    cadence: Cadence
    privacy: str
    known_errors: list[str]
    indicators: list[str]
    vintage: Annotated[date | None, _text("The day its newest figure is of.")]
    received_on: date | None
    sha256: Annotated[str, _text("Hash of the files received; empty where there are none.")]
    page: str


class Sources(Struct, frozen=True):
    """All sources of a release."""

    release: ReleaseId
    sources: list[SourceRecord]


class GeographyRecord(Struct, frozen=True):
    """A set of areas drawn together."""

    id: Geography
    name: str
    areas: Annotated[int, _text("How many areas it has.")]
    has_boundaries: bool
    is_generalised: Annotated[bool, _text("Boundaries drawn here are simplified.")]


class Geographies(Struct, frozen=True):
    """All geographies of a release."""

    release: ReleaseId
    geographies: list[GeographyRecord]


class AreaRecord(Struct, frozen=True):
    """One place of a geography. `population` is the 2020 census count of residents."""

    geography: Geography
    id: str
    name: str
    borough_id: str | None
    kind: AreaKind
    population: int | None
    neighbors: list[str]


class Areas(Struct, frozen=True):
    """Areas, in the order of their geographies."""

    release: ReleaseId
    total: Total
    next: Next
    areas: list[AreaRecord]


class ObservationRecord(Struct, frozen=True):
    """The value of one indicator for one area, period and industry.

    `value` is null exactly when `status` says why there is none. It is never 0 for a missing or a
    withheld figure. Of a noisy figure the true count lies from `lower` to `upper`, 95 times in 100
    or more; both are null elsewhere.
    """

    indicator_id: str
    geography: Geography
    area_id: str
    industry_id: str
    period_start: date
    period_end: date
    value: float | None
    status: Status
    value_reason: Reason | None = None
    lower: float | None = None
    upper: float | None = None


class Explained(Struct, frozen=True):
    """Why figures of an indicator with this status and code have no value, or a doubtful one."""

    indicator_id: str
    status: Status
    reason: str
    value_reason: Reason | None = None


class Described(Struct, frozen=True):
    """What the figures of an indicator are, and who to cite."""

    indicator_id: str
    title: str
    unit: str
    source: str
    citation: str
    caveats: list[str]


class Observations(Struct, frozen=True):
    """Observations as released, indicator by indicator, area by area, oldest period first."""

    release: ReleaseId
    is_simulated: bool
    total: Total
    next: Next
    indicators: Annotated[list[Described], _text("Of the figures asked for.")]
    observations: list[ObservationRecord]
    reasons: Annotated[list[Explained], _text("For each status that needs one on this page.")]


class ReleaseRecord(Struct, frozen=True):
    """A release this installation holds, and the address of its manifest."""

    id: str
    published_on: date
    is_current: bool
    manifest: str


class Releases(Struct, frozen=True):
    """Every release held here, newest first."""

    releases: list[ReleaseRecord]


class RevisionRecord(Struct, frozen=True):
    """A cell that differs between two releases.

    `old_value` is null where the cell has no value now: what was hidden since is not repeated.
    """

    indicator_id: str
    geography: Geography
    area_id: str
    industry_id: str
    period_start: date
    period_end: date
    change: CellChange
    old_value: float | None
    old_status: Status | None
    value: float | None
    status: Status | None


class UsualRevisionRecord(Struct, frozen=True):
    """How much figures of one age were revised from their file to the newest.

    The age is how many newer periods the same file had, `lag` to `last_lag`. `typical` is the
    middle size, `wide` that of nine in ten, `shift` the middle with its sign.
    """

    lag: Annotated[int, Meta(ge=0)]
    last_lag: Annotated[int | None, _text("Null where there is no end.")]
    figures: int
    unchanged: int
    typical: float
    wide: float
    shift: float


class HistoryRecord(Struct, frozen=True):
    """What files of one indicator, laid beside each other, tell of its revisions."""

    indicator_id: str
    files: Annotated[int, _text("How many files.")]
    lag_unit: Annotated[Frequency, _text("How long a period is.")]
    unit: Annotated[RevisionUnit, _text("What sizes are in: percent of the figure, or points.")]
    usual: list[UsualRevisionRecord]
    vintages_csv: Annotated[str, _text("The address of the values that each file had.")]
    by_lag_csv: Annotated[str, _text("The address of `usual` as a file.")]


class Revisions(Struct, frozen=True):
    """What differs between two releases, in the order of observations.

    `usual` is, for each indicator asked for that has several files kept, how much it is revised.
    """

    release: ReleaseId
    since: Annotated[str, _text("The older release; the same one where none before it is held.")]
    total: Total
    next: Next
    revisions: list[RevisionRecord]
    usual: list[HistoryRecord]


class EndpointRecord(Struct, frozen=True):
    """One address of the API."""

    address: str
    summary: str


class Entry(Struct, frozen=True):
    """Where to go on from."""

    endpoints: list[EndpointRecord]
    openapi: str
    documentation: str


class Problem(Struct, frozen=True):
    """What went wrong, as RFC 9457 has it. `type` leads to a page that says more."""

    type: str
    title: str
    status: int
    detail: str
