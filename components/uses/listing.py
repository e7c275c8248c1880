"""Which uses an address asks for, and the uses as rows for CSV and JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data_loaders.records.model import Outcome, Use
from data_loaders.records.reading import Held
from data_loaders.released.view import Notice, Problem

UNDECIDED = "undecided"
PARAMETERS = ("agency", "decision", "source")


@dataclass(frozen=True, slots=True)
class Listing:
    """Real uses that match, newest first, with what the address asked for and got wrong."""

    uses: tuple[tuple[str, Use], ...]
    chosen: Mapping[str, str]
    choices: Mapping[str, tuple[str, ...]]
    notices: tuple[Notice, ...]


def uses(held: Held, *, examples: bool) -> list[tuple[str, Use]]:
    """Examples or real uses by id, newest first."""
    records = [(n, each) for n, each in held.of("uses").items() if isinstance(each, Use)]
    return sorted((n, each) for n, each in records if each.is_example is examples)[::-1]


def listing(held: Held, query: Mapping[str, str]) -> Listing:
    """The uses an address asks for; a value it gets wrong is named, and left out."""
    every = uses(held, examples=False)
    choices = {
        "agency": tuple(sorted({use.requester.agency for _name, use in every})),
        "decision": (*map(str, Outcome), UNDECIDED),
        "source": tuple(sorted({used.source for _name, use in every for used in use.data})),
    }
    asked = {name: query[name] for name in PARAMETERS if query.get(name)}
    chosen = {name: value for name, value in asked.items() if value in choices[name]}
    notices = tuple(
        Notice(name, value[:80], "", Problem.UNKNOWN)
        for name, value in asked.items()
        if name not in chosen
    )
    kept = tuple((name, use) for name, use in every if _matches(use, chosen))
    return Listing(kept, chosen, choices, notices)


def _matches(use: Use, chosen: Mapping[str, str]) -> bool:
    own = {
        "agency": {use.requester.agency},
        "decision": {decision(use)},
        "source": {used.source for used in use.data},
    }
    return all(value in own[name] for name, value in chosen.items())


def decision(use: Use) -> str:
    """What was decided, in the register's word."""
    return str(use.decision.outcome) if use.decision else UNDECIDED


COLUMNS = (
    "id",
    "title",
    "agency",
    "role",
    "asked_on",
    "decision",
    "decided_on",
    "conditions",
    "purpose",
    "public_benefit",
    "decision_informed",
    "sources",
    "figures",
    "geographies",
    "reviewed_as",
    "result",
    "did_not_work",
    "closed_on",
    "disposal",
    "documents",
)


def row(name: str, use: Use) -> dict[str, str]:
    """A use in one row, lists joined by semicolons."""
    decided, result, closed = use.decision, use.result, use.closure
    values = (
        name,
        use.title,
        use.requester.agency,
        use.requester.role,
        f"{use.asked_on}",
        decision(use),
        f"{decided.on}" if decided else "",
        "; ".join(decided.conditions) if decided else "",
        use.purpose,
        use.public_benefit,
        use.decision_informed,
        "; ".join(each.source for each in use.data),
        "; ".join(figure for each in use.data for figure in each.figures),
        "; ".join(each.geography for each in use.data),
        "; ".join(each.reviewed_as for each in use.reviews),
        result.found if result else "",
        result.did_not_work if result else "",
        f"{closed.on}" if closed else "",
        closed.disposal if closed else "",
        "; ".join(each.source for each in use.shown_by),
    )
    return dict(zip(COLUMNS, values, strict=True))
