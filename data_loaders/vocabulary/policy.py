"""Privacy policy as typed data: the only place where a rule of disclosure control is written.

Methodology and privacy pages are generated from these records; every number on those pages
comes from here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from data_loaders.vocabulary.noise import Noise

MINIMUM_PEOPLE = 10
MINIMUM_SENSITIVE_PEOPLE = 11
MINIMUM_DEVICES = 30
P_PERCENT = 15.0
KEPT_PRIVATE = 0.0
MAXIMUM_PRIMARY_SHARE = 0.25
# A zero is published, so nothing that is withheld can be one: treatment and attacks know it.
LEAST_WITHHELD = 1
# What hides, links or computes figures; noise protects without, and computes none.
NOT_WITH_NOISE = (
    *("primary", "rounding", "guessing", "guessing_beside", "index", "additive"),
    *("sums", "ratios", "bases", "at_most", "parts_of_others", "apart"),
)


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
    """How the number of contributors to a cell is known.

    BOUNDED: a number that is never below it is delivered (visits for devices, gifts for donors),
    so a cell under the minimum of that is too small for certain; that the others rest on enough
    is attested by the partner.
    """

    COUNTED = "counted"
    BOUNDED = "bounded"
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
class Guessing:
    """How many in a hundred withheld cells the best guesser may get right, exactly and within a
    tenth."""

    exact: int
    close: int


LOOSEST = Guessing(exact=10, close=50)
LOOSEST_SENSITIVE = Guessing(exact=5, close=25)


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
    `p_percent` is KEPT_PRIVATE in what is published: its value helps an attacker.
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
    """Complementary suppression.

    `protection` is the least width of the interval an attacker can reach, in units of the
    measure. `block_periods`: a cell that was below `sticky_multiple` times the minimum within
    that many periods stays withheld for a block of as many; 0 switches blocks off.
    """

    method: SecondaryMethod
    protection: int = 0
    block_periods: int = 0
    sticky_multiple: int = 2
    with_complement: bool = False


@dataclass(frozen=True, slots=True)
class IndexRule:
    """How counts become an index.

    In a series with a withheld figure, those under `floor` are withheld too: beside a published 0
    every gap would be a 0, for its count is smaller still.
    """

    base_period: str
    minimum_base: int
    rounding: float
    floor: float = 0.0


@dataclass(frozen=True, slots=True)
class Sum:
    """An indicator that equals the sum of others, everywhere both are published."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ratio:
    """An indicator that equals `scale` × numerator ÷ denominator (ids of indicators)."""

    result: str
    numerator: str
    denominator: str
    scale: float = 100.0


@dataclass(frozen=True, slots=True)
class Base:
    """An indicator (`result`: a share, a median, a sum of money) that rests on what `count` counts.

    It is hidden wherever that count is: shown beside a hidden count, it would say that the count
    is not a small one. Both are revised together or not at all.
    """

    result: str
    count: str


@dataclass(frozen=True, slots=True)
class AtMost:
    """A count (`part`) of some of those that `whole` counts: it is never above it."""

    part: str
    whole: str


@dataclass(frozen=True, slots=True)
class Apart:
    """Counts (`parts`) that together are no part of another, though they are never above it.

    Treatment and audit take what looks like a part for one, and stop where it leaves a few.
    """

    parts: tuple[str, ...]
    whole: str


@dataclass(frozen=True, slots=True)
class DisplayPermission:
    """Leave to show a partner's figures publicly; without it a source is simulated only."""

    document: str
    granted_on: date
    scope: str


@dataclass(frozen=True, slots=True)
class Policy:
    """The privacy treatment of one source: figures withheld, or `noise` in all of them.

    `additive` lists indicators of money that are sums (counts always are); `sums`, `ratios`,
    `bases` and `at_most` the links between indicators that an attacker can use;
    `parts_of_others` names counts that are parts of another source's, which only the audit sees
    beside them, and `apart` what looks like a part and is none.
    `guessing` may tighten what is allowed of cells under the minimum; `guessing_beside` limits
    those withheld to protect them, figures of many people. `remainder_left_out` lists indicators
    whose figures leave out what lies in no area. `publisher_rule` states in plain words what the
    publisher did before publication, empty for sources we treat.
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
    noise: Noise | None = None
    guessing: Guessing | None = None
    guessing_beside: Guessing | None = None
    remainder_left_out: tuple[str, ...] = ()
    index: IndexRule | None = None
    additive: tuple[str, ...] = ()
    sums: tuple[Sum, ...] = ()
    ratios: tuple[Ratio, ...] = ()
    bases: tuple[Base, ...] = ()
    at_most: tuple[AtMost, ...] = ()
    parts_of_others: tuple[AtMost, ...] = ()
    apart: tuple[Apart, ...] = ()
    display_permission: DisplayPermission | None = None

    def __post_init__(self) -> None:
        """Raise ValueError where a record contradicts itself: rules fail closed."""
        ours = self.treatment is Treatment.OURS
        if self.noise is not None:
            self._require_noise_alone(self.noise)
        elif ours and self.primary is None:
            raise ValueError("a source we treat needs `primary`, or `noise` in its place")
        if ours and self.publication_grid is None:
            raise ValueError("a source we treat needs one `publication_grid`")
        if ours and self.contributors is Contributors.NONE:
            raise ValueError("a source without contributor counts keeps its publisher's treatment")
        if not ours and not self.publisher_rule:
            raise ValueError("a source its publisher treats needs `publisher_rule` in words")
        if ours and self.primary and self.primary.minimum_contributors < self.least_minimum:
            raise ValueError(f"`minimum_contributors` must be {self.least_minimum} or more here")
        self._require_apart_from_links()
        loosest = LOOSEST_SENSITIVE if self.is_sensitive else LOOSEST
        _require_no_looser("guessing", self.guessing_limits, loosest)

    def _require_apart_from_links(self) -> None:
        """What a link makes a part of a whole cannot be apart from it."""
        for one in self.apart:
            if len(one.parts) == 1 and one.whole in self.tied_to(one.parts[0]):
                raise ValueError(f"{one.parts[0]} and {one.whole} are linked, and not `apart`")

    def _require_noise_alone(self, noise: Noise) -> None:
        """Noise takes the place of every other rule, and needs single records."""
        if self.treatment is not Treatment.OURS or self.contributors is not Contributors.COUNTED:
            raise ValueError("noise needs a source we treat whose records are counted one by one")
        unit = noise.unit
        if not noise.unit_field and self.unit_of_observation not in (unit, f"one {unit}"):
            raise ValueError(
                f"noise for a {unit} needs a `unit_field`, or a source where one record is one "
                f"{unit}; here it is one {self.unit_of_observation}"
            )
        if self.publication_grid is not None:
            noise.figures(self.publication_grid.frequency)
        others = [name for name in NOT_WITH_NOISE if getattr(self, name)]
        if self.secondary.method is not SecondaryMethod.NONE:
            others.append("secondary")
        if others:
            raise ValueError(
                f"noise is for counts alone and hides none of them: leave out {', '.join(others)}"
            )

    def tied_to(self, indicator_id: str) -> frozenset[str]:
        """An indicator and all that a sum, a ratio, a base or a subset links to it, however far."""
        tied = {indicator_id}
        while more := {name for tie in self._ties for name in tie if tie & tied} - tied:
            tied |= more
        return frozenset(tied)

    @property
    def _ties(self) -> list[frozenset[str]]:
        return [
            *(frozenset((link.total, *link.parts)) for link in self.sums),
            *(frozenset((link.result, link.numerator, link.denominator)) for link in self.ratios),
            *(frozenset((link.result, link.count)) for link in self.bases),
            *(frozenset((link.part, link.whole)) for link in self.at_most),
        ]

    @property
    def is_sensitive(self) -> bool:
        """Whether the figures are about health or financial distress."""
        return self.sensitivity in (Sensitivity.HEALTH, Sensitivity.FINANCIAL_DISTRESS)

    @property
    def hides(self) -> bool:
        """Whether we hide figures of this source; noise hides none."""
        return self.treatment is Treatment.OURS and self.noise is None

    @property
    def guessing_limits(self) -> Guessing:
        """How often guesses may come true: the record's own limits, or the loosest allowed."""
        loosest = LOOSEST_SENSITIVE if self.is_sensitive else LOOSEST
        return self.guessing or loosest

    def require_known_links(self, indicator_ids: Iterable[str]) -> None:
        """Raise ValueError where a link names an indicator of another source.

        Nothing could hide or revise both together.
        """
        named = {name for tie in self._ties for name in tie}
        unknown = sorted(named - set(indicator_ids))
        if unknown:
            raise ValueError(
                f"the policy links {', '.join(unknown)}, of which this source has no figures; a "
                "figure and what it rests on have to come from one source"
            )

    @property
    def least_gaps(self) -> int:
        """The fewest withheld cells a sum may have: one of a pair is known to be the small one."""
        return 3 if self.is_sensitive else 2

    @property
    def least_minimum(self) -> int:
        """The lowest minimum a source of this sensitivity and contributor may have."""
        if self.contributor_unit is ContributorUnit.DEVICE:
            return MINIMUM_DEVICES
        if self.contributor_unit is ContributorUnit.ESTABLISHMENT:
            return 1
        return MINIMUM_SENSITIVE_PEOPLE if self.is_sensitive else MINIMUM_PEOPLE


def _require_no_looser(name: str, limits: Guessing, loosest: Guessing) -> None:
    if limits.exact > loosest.exact or limits.close > loosest.close:
        raise ValueError(f"`{name}` must be no looser than {loosest.exact}, {loosest.close}")


def public_record(policy: Policy) -> Policy:
    """The policy without the parameter an attacker could use: p % is there, its size is not."""
    if policy.primary is None or policy.primary.p_percent is None:
        return policy
    return replace(policy, primary=replace(policy.primary, p_percent=KEPT_PRIVATE))
