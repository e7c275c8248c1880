"""The ledger of Home: which series answer "Is the city back?", and where each stands.

Of the series on one topic the one with the newest figure answers. A measure whose newest figure is
old is last known: it is shown as it was, with its year, and says nothing of today.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from components.text.words import _
from data_loaders.released.recovery import Outcome, Recovery, is_old, recovery
from data_loaders.released.release import Release
from data_loaders.vocabulary.geography import CITY_ID
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Direction, Geography

NEW_YORK = "NY"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One line of the ledger: of `choices`, the indicator with the newest figure.

    Lines of one `topic` tell of the same thing, and the newest alone is shown; empty for a line
    without another. `note` is what a reader must know to read the number. A measure that is not
    `counted` is shown but does not count toward the answer, for the reason its note gives.
    `before` says what it is compared with where that is not the baseline of its figures.
    """

    name: str
    in_sentence: str
    choices: tuple[str, ...]
    geography: Geography = Geography.CITY
    area_id: str = CITY_ID
    note: str = ""
    counted: bool = True
    industry_id: str = ALL_INDUSTRIES
    topic: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A measure with where it stands; `is_last_known` where its newest figure is old."""

    measure: LedgerEntry
    standing: Recovery
    is_last_known: bool = False

    @property
    def outcome(self) -> Outcome:
        """Whether it is back, as it counts toward the answer."""
        is_counted = self.measure.counted and not self.is_last_known
        return self.standing.outcome if is_counted else Outcome.NOT_JUDGED

    @property
    def has_direction(self) -> bool:
        return self.standing.indicator.direction is not Direction.NONE


MEASURES = (
    LedgerEntry(
        "Subway ridership", "Subway ridership", ("subway_ridership_vs_2019",), topic="subway"
    ),
    LedgerEntry(
        "Subway entries",
        "The number of paid subway entries",
        ("subway_entries_vs_2017_19",),
        note="Paid entries; more riders than before do not pay",
        topic="subway",
        before="2017 to 2019",
    ),
    LedgerEntry(
        "People walking in Times Square",
        "The number of people walking in Times Square",
        ("times_square_pedestrians_vs_2019",),
        note="Visitors and offices of one place, so not counted for the city",
        counted=False,
    ),
    LedgerEntry(
        "New unemployment claims",
        "The number of new unemployment claims",
        ("ui_claims", "ui_claims_recent"),
        note="A week, on average",
    ),
    LedgerEntry(
        "Unemployment rate",
        "The unemployment rate",
        ("unemployment_rate", "unemployment_rate_sa"),
    ),
    LedgerEntry("Jobs", "The number of jobs", ("jobs",), note="Jobs in the city, by place of work"),
    LedgerEntry(
        "Jobs in shops",
        "The number of jobs in retail trade",
        ("jobs",),
        note="Retail trade; part of all jobs, so not counted again",
        counted=False,
        industry_id="retail",
    ),
    LedgerEntry(
        "Jobs in arts and entertainment",
        "The number of jobs in arts and entertainment",
        ("jobs",),
        note="Part of all jobs, so not counted again",
        counted=False,
        industry_id="arts_entertainment",
    ),
    LedgerEntry(
        "Job postings",
        "The number of job postings in New York State",
        ("job_postings",),
        Geography.STATE,
        NEW_YORK,
        note="The whole state, so not counted for the city",
        counted=False,
    ),
    LedgerEntry(
        "Eviction filings",
        "The number of eviction filings",
        ("eviction_filings",),
        note="A week, on average",
    ),
    LedgerEntry(
        "Card spending",
        "Spending on cards",
        ("card_spending",),
        note="Prices rose too, so not counted as back or not",
        counted=False,
    ),
    # The change first: the digest has no other, and both releases then say the same.
    LedgerEntry(
        "Asking rent",
        "The asking rent",
        ("asking_rent_change", "asking_rent"),
        note="one month against that month of 2019",
    ),
    LedgerEntry(
        "COVID-19 cases",
        "The number of COVID-19 cases",
        ("covid_cases_weekly", "covid_hospitalizations"),
        note="A week, on average",
    ),
)


def ledger(release: Release) -> list[LedgerRow]:
    """A row for every measure that the release has figures for: those of today in reading order,
    then what is last known."""
    on = release.manifest.published_on
    rows = [
        LedgerRow(measure, stands, is_old(stands.last, on))
        for measure in MEASURES
        if (stands := _standing(release, measure)) is not None
    ]
    kept = [row for row in rows if row is _newest_of_topic(rows, row)]
    return sorted(kept, key=lambda row: row.is_last_known)


def _newest_of_topic(rows: list[LedgerRow], row: LedgerRow) -> LedgerRow:
    """The row that tells of the topic of `row`: a living series with the newest figure."""
    if not row.measure.topic:
        return row
    same = [each for each in rows if each.measure.topic == row.measure.topic]
    return max(same, key=lambda each: _newness(each.standing))


def _newness(stands: Recovery) -> tuple[bool, date]:
    return not stands.has_ended, stands.last


def judged(rows: list[LedgerRow]) -> list[LedgerRow]:
    """The rows that count toward the answer."""
    return [row for row in rows if row.outcome is not Outcome.NOT_JUDGED]


def note(row: LedgerRow) -> str:
    """What a reader must know to read the number of a row; may be empty."""
    own = _(row.measure.note) if row.measure.note else ""
    if row.has_direction:
        return own
    return _("No better or worse; {note}", note=own) if own else _("No better or worse")


def _standing(release: Release, measure: LedgerEntry) -> Recovery | None:
    recoveries = [
        stands
        for indicator_id in measure.choices
        if (
            stands := recovery(
                release,
                indicator_id,
                measure.geography,
                measure.area_id,
                measure.industry_id,
            )
        )
    ]
    return max(recoveries, key=_newness, default=None)
