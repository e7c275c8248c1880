"""Privacy policy as typed data: the only place where a rule of disclosure control is written.

Methodology and privacy pages are generated from these records; every number on those pages
comes from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Sensitivity(StrEnum):
    PUBLIC = "public"
    BUSINESS = "business"
    PERSONAL_AGGREGATE = "personal_aggregate"
    HEALTH = "health"
    FINANCIAL_DISTRESS = "financial_distress"


class ContributorUnit(StrEnum):
    PERSON = "person"
    DEVICE = "device"
    ESTABLISHMENT = "establishment"
    LISTING = "listing"
    DONOR = "donor"


class Contributors(StrEnum):
    """How the number of contributors to a cell is known."""

    COUNTED = "counted"
    ATTESTED = "attested"
    NONE = "none"


class Treatment(StrEnum):
    """Whose disclosure control a source went through."""

    PUBLISHER = "publisher"
    OURS = "ours"


class SecondaryMethod(StrEnum):
    NETWORK = "network"
    LINEAR_PROGRAM = "linear_program"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Grid:
    """Exactly one set of geographies × one period length × one breakdown."""

    geographies: tuple[str, ...]
    frequency: str
    breakdown: str = "all"


@dataclass(frozen=True, slots=True)
class Primary:
    """Which cells are too small to publish.

    Minimums are inclusive: a cell with `minimum_contributors` contributors is published.
    `p_percent` is kept private on public pages (its value helps an attacker).
    `percent_rule` withholds a percent unless numerator and complement reach half the minimum.
    """

    minimum_contributors: int
    minimum_establishments: int | None = None
    p_percent: float | None = None
    percent_rule: bool = False
    minimum_in_base_period: int | None = None
    all_or_none_margin: int | None = None


@dataclass(frozen=True, slots=True)
class Secondary:
    """Complementary suppression. `block_periods`: how long a withheld cell stays withheld."""

    method: SecondaryMethod
    protection: int = 0
    block_periods: int = 0
    with_complement: bool = False


@dataclass(frozen=True, slots=True)
class IndexRule:
    base_period: str
    minimum_base: int
    rounding: float


@dataclass(frozen=True, slots=True)
class DisplayPermission:
    """Leave to show a partner's figures publicly; without it a source is simulated only."""

    document: str
    granted_on: date
    scope: str


@dataclass(frozen=True, slots=True)
class Policy:
    """The privacy treatment of one source.

    `publisher_rule` states in plain words what the publisher did before publication, empty for
    sources we treat. `our_rule` says in plain words what we add to it, for pages.
    """

    sensitivity: Sensitivity
    unit_of_observation: str
    treatment: Treatment
    contributors: Contributors
    plain: str
    revision: str
    retention: str
    publication_grid: Grid | None = None
    contributor_unit: ContributorUnit | None = None
    publisher_rule: str = ""
    excluded: tuple[str, ...] = ()
    primary: Primary | None = None
    secondary: Secondary = Secondary(SecondaryMethod.NONE)
    rounding: float | None = None
    noise: str | None = None
    index: IndexRule | None = None
    display_permission: DisplayPermission | None = None

    def __post_init__(self) -> None:
        """Raise ValueError where a record contradicts itself: rules fail closed."""
        ours = self.treatment is Treatment.OURS
        if ours and (self.primary is None or self.publication_grid is None):
            raise ValueError("a source we treat needs `primary` and one `publication_grid`")
        if ours and self.contributors is Contributors.NONE:
            raise ValueError("a source without contributor counts keeps its publisher's treatment")
        if not ours and not self.publisher_rule:
            raise ValueError("a source its publisher treats needs `publisher_rule` in words")
