"""What is implausible about a source's figures: a finding that stops it until a person accepts it.

A finding says which rows, what was expected and the likely cause, and quotes no value: figures may
be of a source that may not be passed on. Its id belongs to the very figures it was found in, so an
acceptance holds for no later ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from data_loaders.observations.table import ObservationError
from data_loaders.vocabulary.model import AcceptedFinding

ROWS_NAMED = 3
LETTERS_OF_ID = 8


class Kind(StrEnum):
    """What a finding is about; of public figures, the first words of its id."""

    GONE = "gone"
    ENDS_EARLIER = "ends-earlier"
    OTHER_UNIT = "other-unit"
    MOVED_DATES = "moved-dates"
    REVISED = "revised"
    FAR = "far"
    SPIKE = "spike"
    LEVEL = "level"
    STANDS_STILL = "stands-still"
    SWAPPED = "swapped"
    FLAT = "flat"


# Kinds that `--accept-shrink` accepts for a whole source, and says why.
LOSSES = (Kind.GONE, Kind.ENDS_EARLIER)


@dataclass(frozen=True, slots=True)
class Doubt:
    """One implausible thing about one series of figures, before it has an id.

    `series` names the figure and its boundaries, `rows` areas and periods. `values` tell these
    figures from later ones: they go into the id alone.
    """

    kind: Kind
    series: str
    found: str
    expected: str
    cause: str
    rows: tuple[str, ...]
    values: bytes = b""


@dataclass(frozen=True, slots=True)
class Finding:
    """A doubt about a source's figures with the id to accept it by."""

    id: str
    source_id: str
    doubt: Doubt

    @property
    def sentence(self) -> str:
        """What was found, where, what was expected, the likely cause."""
        doubt = self.doubt
        more = len(doubt.rows) - ROWS_NAMED
        rows = "; ".join(doubt.rows[:ROWS_NAMED]) + (f" and {more:,} more" if more > 0 else "")
        return (
            f"{doubt.series}: {doubt.found} ({rows}). Expected {doubt.expected}. "
            f"Likely cause: {doubt.cause}."
        )

    def accepted(self, why: str, on: date) -> AcceptedFinding:
        """The record of a person's acceptance."""
        return AcceptedFinding(self.id, self.source_id, self.sentence, why, on)


class ImplausibleError(ObservationError):
    """Figures that must not be published before a person has looked at them."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        listed = "\n".join(f"{each.id}: {each.sentence}" for each in findings)
        super().__init__(
            f"{len(findings)} implausible findings, so its figures were not taken:\n{listed}\n"
            'Look at the file. If it is right: --accept ID --why "…" for each.'
        )


def with_id(source_id: str, doubt: Doubt, stamp: bytes | None = None) -> Finding:
    """A finding whose id belongs to these rows and these figures.

    `stamp` stands for figures that nobody may guess from an id: the keyed hash of a delivery's
    files. Such an id says no kind either, for a figure that is hidden may be flat, or a spike.
    """
    values = doubt.values if stamp is None else stamp
    text = "\n".join([source_id, doubt.kind, doubt.series, doubt.found, *doubt.rows])
    digest = hashlib.sha256(text.encode() + values).hexdigest()[:LETTERS_OF_ID]
    kind = doubt.kind if stamp is None else "doubt"
    return Finding(f"{source_id}-{kind}-{digest}", source_id, doubt)


def settle(
    findings: Iterable[Finding], reasons: Mapping[str, str], on: date
) -> tuple[AcceptedFinding, ...]:
    """The findings as accepted, each for its reason; ImplausibleError for those without one."""
    every = tuple(findings)
    refused = tuple(each for each in every if each.id not in reasons)
    if refused:
        raise ImplausibleError(refused)
    return tuple(each.accepted(reasons[each.id], on) for each in every)
