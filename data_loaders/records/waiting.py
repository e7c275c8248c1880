"""What waits for which person: undecided uses, projects past a phase, records nobody checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from data_loaders.records.model import Phase, Project, Use
from data_loaders.records.reading import Held

DECIDER, TEAM, SECOND = "the privacy officer", "the project's team", "a second person"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to do: `who` is to do `what` about `record`."""

    who: str
    record: str
    what: str


def waiting(held: Held, today: date) -> list[Waiting]:
    """Everything that waits, by who it waits for."""
    records = [*_uses(held), *_projects(held, today), *_unchecked(held)]
    return sorted(records, key=lambda each: (each.who, each.record))


def _uses(held: Held) -> Iterator[Waiting]:
    for name, use in held.of("uses").items():
        if isinstance(use, Use) and use.decision is None:
            asked = f"asked on {use.asked_on}, not decided"
            yield Waiting(DECIDER, f"uses/{name}", asked)


def _projects(held: Held, today: date) -> Iterator[Waiting]:
    for name, project in held.of("projects").items():
        if not isinstance(project, Project) or project.phase is Phase.CLOSED:
            continue
        ends = project.phase_ends_on
        if ends is not None and ends < today:
            yield Waiting(TEAM, f"projects/{name}", f"{project.phase} was to end on {ends}")


def _unchecked(held: Held) -> Iterator[Waiting]:
    for kind, records in held.by_kind.items():
        for name, record in records.items():
            if not record.checked_by:
                yield Waiting(
                    SECOND, f"{kind}/{name}", f"written by {record.written_by}, unchecked"
                )
