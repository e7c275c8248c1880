"""The ledger of Home: which series answer "Is the city back?", and where each stands."""

from __future__ import annotations

from dataclasses import dataclass

from components.text.words import _
from data_loaders.released.recovery import Outcome, Recovery, recovery
from data_loaders.released.release import Release
from data_loaders.vocabulary.geography import CITY_ID
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Direction, Geography

NEW_YORK = "NY"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One line of the ledger: the first living indicator of `choices` the release has.

    `note` is what a reader must know to read the number. A measure that is not `counted` is
    shown but does not count toward the answer, for the reason its note gives.
    """

    name: str
    in_sentence: str
    choices: tuple[str, ...]
    geography: Geography = Geography.CITY
    area_id: str = CITY_ID
    note: str = ""
    counted: bool = True
    industry_id: str = ALL_INDUSTRIES


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A measure with where it stands."""

    measure: LedgerEntry
    standing: Recovery

    @property
    def outcome(self) -> Outcome:
        """Whether it is back, as it counts toward the answer."""
        return self.standing.outcome if self.measure.counted else Outcome.NOT_JUDGED

    @property
    def has_direction(self) -> bool:
        return self.standing.indicator.direction is not Direction.NONE


MEASURES = (
    LedgerEntry("Subway ridership", "Subway ridership", ("subway_ridership_vs_2019",)),
    LedgerEntry(
        "People walking in Times Square",
        "The number of people walking in Times Square",
        ("times_square_pedestrians_vs_2019",),
        note="Visitors and offices of one place",
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
        note="The whole state",
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
    LedgerEntry("Asking rent", "The asking rent", ("asking_rent", "asking_rent_change")),
    LedgerEntry(
        "COVID-19 cases",
        "The number of COVID-19 cases",
        ("covid_cases_weekly", "covid_hospitalizations"),
        note="A week, on average",
    ),
)


def ledger(release: Release) -> list[LedgerRow]:
    """A row for every measure that the release has figures for, in reading order."""
    recoveries = [(measure, _standing(release, measure)) for measure in MEASURES]
    return [LedgerRow(measure, stands) for measure, stands in recoveries if stands is not None]


def judged(rows: list[LedgerRow]) -> list[LedgerRow]:
    """The rows that count toward the answer."""
    return [row for row in rows if row.outcome is not Outcome.NOT_JUDGED]


def note(row: LedgerRow) -> str:
    """What a reader must know to read the number of a row; may be empty."""
    if not row.has_direction:
        return _("No better or worse")
    return _(row.measure.note) if row.measure.note else ""


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
    return min(recoveries, key=lambda stands: stands.has_ended, default=None)
