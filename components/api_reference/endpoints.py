"""Every address of the API: what it answers, to which parameters, with which problems."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from msgspec import Struct

from components.api_reference import queries, records
from components.markup.addresses import API

FAIR_USE_BURST = 120
FAIR_USE_A_SECOND = 2.0


class ProblemType(Enum):
    """Each kind of problem: its name, its title, its status, and what it means."""

    PARAMETERS = (
        "parameters",
        "A parameter is not as described",
        400,
        "A parameter is missing, unknown, given twice, or written in another form.",
    )
    SHOWN_ONLY = (
        "shown-only",
        "These figures are only shown",
        403,
        "The publisher gives no leave to pass copies on. The answer names where to get them.",
    )
    NOT_FOUND = (
        "not-found",
        "There is nothing of that name",
        404,
        "No indicator, area, geography, industry or release of that id is held here.",
    )
    METHOD = ("method", "This address is only read", 405, "The API answers GET, HEAD, OPTIONS.")
    WITHDRAWN = (
        "withdrawn",
        "The release was withdrawn",
        410,
        "The operator took the release back; the answer says why.",
    )
    TOO_MANY = (
        "too-many-requests",
        "Too many requests",
        429,
        "Wait as many seconds as the header Retry-After says.",
    )
    FAILED = ("failed", "The site failed", 500, "A fault of the site, not of what was asked.")
    UNAVAILABLE = (
        "unavailable",
        "No figures are available right now",
        503,
        "No release can be served. Try again in a few minutes.",
    )

    def __init__(self, name: str, title: str, status: int, meaning: str) -> None:
        self.id, self.title, self.status, self.meaning = name, title, status, meaning

    @property
    def address(self) -> str:
        """Where a reader finds out more."""
        return f"{API}#problem-{self.id}"


ANYWHERE = (
    ProblemType.PARAMETERS,
    ProblemType.METHOD,
    ProblemType.TOO_MANY,
    ProblemType.FAILED,
    ProblemType.UNAVAILABLE,
)
OF_A_RELEASE = (*ANYWHERE, ProblemType.NOT_FOUND, ProblemType.WITHDRAWN)
OF_FIGURES = (*OF_A_RELEASE, ProblemType.SHOWN_ONLY)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address below `/api/v1`. `example` are parameters a reader may try."""

    name: str
    summary: str
    query: type[Struct]
    answer: type[Struct]
    problems: tuple[ProblemType, ...] = OF_A_RELEASE
    example: str = ""
    has_csv: bool = False

    @property
    def path(self) -> str:
        """Its path."""
        return f"{API}/v1/{self.name}" if self.name else f"{API}/v1"


ENTRY = Endpoint("", "All addresses", queries.NoQuery, records.Entry, ANYWHERE)
INDICATORS = Endpoint(
    "indicators",
    "Every indicator and what is known of it",
    queries.ReleaseQuery,
    records.Indicators,
)
SOURCES = Endpoint("sources", "Every source with its terms", queries.ReleaseQuery, records.Sources)
GEOGRAPHIES = Endpoint("geographies", "Sets of areas", queries.ReleaseQuery, records.Geographies)
AREAS = Endpoint(
    "areas", "Areas, with search", queries.AreasQuery, records.Areas, example="q=Fordham"
)
OBSERVATIONS = Endpoint(
    "observations",
    "Figures, with the filters of the address bar",
    queries.ObservationsQuery,
    records.Observations,
    OF_FIGURES,
    example="indicator=covid_case_rate&geography=borough&period=latest",
    has_csv=True,
)
RELEASES = Endpoint("releases", "Releases held here", queries.NoQuery, records.Releases, ANYWHERE)
REVISIONS = Endpoint(
    "revisions",
    "What differs between two releases",
    queries.RevisionsQuery,
    records.Revisions,
    OF_FIGURES,
)
ENDPOINTS = (
    ENTRY,
    INDICATORS,
    SOURCES,
    GEOGRAPHIES,
    AREAS,
    OBSERVATIONS,
    RELEASES,
    REVISIONS,
)
