"""What a single record cannot say of itself: two people, known ids, no quotation, no gap."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from data_loaders.records.invention import Found, invented, named_in_its_id
from data_loaders.records.known_names import read_names
from data_loaders.records.model import (
    UNDATED,
    Claim,
    Decision,
    Document,
    Evidence,
    Office,
    Outcome,
    Partner,
    Project,
    Record,
    Sought,
    Standing,
    Use,
)
from data_loaders.records.places import line_of
from data_loaders.records.reading import Fault, Held

LETTERS = re.compile(r"\W+")
EXAMPLE = "Example"
NEVER_ARGUED = ("aware", "attempts")
IDS = "IDS"
USE_ID = re.compile(r"\d{4}-\d{3}")


@dataclass(frozen=True, slots=True)
class Known:
    """What records may name: ids of sources and of figures. `today` is the day of the check."""

    sources: Collection[str]
    figures: Collection[str]
    today: date


def check(held: Held, root: Path, known: Known) -> list[Fault]:
    """Every fault between records."""
    names, faults = read_names(root, held.of("documents"))
    for (kind, name), text in held.texts.items():
        record = held.of(kind)[name]
        problems = [*_two_people(record), *_claims(record, held), *_dates(record)]
        problems += invented(record, known.today, names)
        problems += named_in_its_id(name)
        problems += _known_ids(record, known.sources, known.figures)
        if isinstance(record, Use):
            problems += _use(name, record)
        if isinstance(record, Project):
            problems += _project(record, held)
        faults += [
            Fault(f"{kind}/{name}.toml", line_of(text, path), what, how)
            for path, what, how in problems
        ]
    return [*faults, *_ledger(held, root)]


def same(one: str, other: str) -> bool:
    """Whether two roles are the same, however they are spelled."""
    return LETTERS.sub("", one).casefold() == LETTERS.sub("", other).casefold()


def _two_people(record: Record) -> Iterator[Found]:
    if record.checked_by and same(record.written_by, record.checked_by):
        how = "Have another person check it, or leave checked_by out until one has"
        yield "$.checked_by", "who checked the record is who wrote it", how


def _claims(record: Record, held: Held) -> Iterator[Found]:
    """Every claim names a document we hold."""
    for path, claim in _found_in(record, "$", Claim):
        if claim.source not in held.of("documents"):
            how = f"Add documents/{claim.source}.toml, or name one that is there"
            yield f"{path}.source", f"no document is called {claim.source}", how


def _found_in(
    value: object, path: str, wanted: type[msgspec.Struct]
) -> Iterator[tuple[str, Claim]]:
    """Every struct of a type within a record, with its path."""
    if isinstance(value, wanted):
        assert isinstance(value, Claim)
        yield path, value
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _found_in(getattr(value, name), f"{path}.{name}", wanted)
    if isinstance(value, tuple):
        for position, each in enumerate(value):
            yield from _found_in(each, f"{path}[{position}]", wanted)


def _dates(record: Record) -> Iterator[Found]:
    if not isinstance(record, Document):
        return
    if record.dated != UNDATED and record.dated > f"{record.read_on}":
        yield "$.read_on", "read before the document was written", "Correct one of the dates"


def _known_ids(
    record: Record, sources: Collection[str], figures: Collection[str]
) -> Iterator[Found]:
    named: list[tuple[str, str, Collection[str], str]] = []
    if isinstance(record, Partner):
        named += [(f"$.sources[{i}]", each, sources, "source") for i, each in _each(record.sources)]
        named += [(f"$.nearest[{i}]", each, figures, "figure") for i, each in _each(record.nearest)]
    if isinstance(record, Sought):
        named += [(f"$.figures[{i}]", each, figures, "figure") for i, each in _each(record.figures)]
    if isinstance(record, Use):
        for i, used in enumerate(record.data):
            named.append((f"$.data[{i}].source", used.source, sources, "source"))
            named += [(f"$.data[{i}].figures", each, figures, "figure") for each in used.figures]
    if isinstance(record, Project):
        named += [
            (f"$.watched[{i}].figure", each.figure, figures, "figure")
            for i, each in enumerate(record.watched)
        ]
    for path, name, known, word in named:
        if name not in known:
            how = f"Use the id of a {word} this site has; /data and /methodology list them"
            yield path, f"no {word} is called {name}", how


def _each(names: tuple[str, ...]) -> list[tuple[int, str]]:
    return list(enumerate(names))


def _use(name: str, use: Use) -> Iterator[Found]:
    if not USE_ID.fullmatch(name):
        yield "$", f"{name} is no id of a use", "Name the file by year and number: 2027-001.toml"
    yield from _reviewers(use)
    yield from _example_agencies(use)
    yield from _in_order(use)
    if not use.is_example and not use.shown_by:
        how = "Add [[shown_by]] with kind, text and source: the document that shows this use"
        yield "$", "a use that no document shows", how
    if use.decision is not None:
        yield from _decision(use, use.decision)
    if use.closure is not None and use.decision is None:
        yield "$.closure", "closed before it was decided", "Add the [decision]"


def _example_agencies(use: Use) -> Iterator[Found]:
    """Neither who asks nor who reviews or decides is real in an example."""
    by = [("$.requester", use.requester)]
    by += [(f"$.reviews[{i}].by", each.by) for i, each in enumerate(use.reviews)]
    by += [("$.decision.by", use.decision.by)] if use.decision else []
    for path, office in by:
        if use.is_example and not office.agency.casefold().startswith(EXAMPLE.casefold()):
            how = f"An example names no real agency: begin its name with {EXAMPLE}"
            yield f"{path}.agency", "an example in the name of an agency", how


def _in_order(use: Use) -> Iterator[Found]:
    """A use is asked for, reviewed, decided, reported and closed, in this order."""
    steps = [(f"$.reviews[{i}].on", "reviewed", each.on) for i, each in enumerate(use.reviews)]
    for path, what, on in steps:
        if on < use.asked_on:
            yield path, f"{what} before it was asked", "Correct one of the dates"
    later = (("$.result.on", "reported", use.result), ("$.closure.on", "closed", use.closure))
    for path, what, step in later:
        if step is not None and use.decision is not None and step.on < use.decision.on:
            yield path, f"{what} before it was decided", "Correct one of the dates"
    for position, used in enumerate(use.data):
        if used.first > used.last:
            yield f"$.data[{position}].first", "a period that ends before it begins", "Correct it"


def _reviewers(use: Use) -> Iterator[Found]:
    """Nobody reviews or decides what they asked for themselves."""
    how = "Another person has to: name the agency and role of who did"
    for position, review in enumerate(use.reviews):
        if _same_office(review.by, use.requester):
            yield f"$.reviews[{position}].by", "the reviewer is the requester", how
    if use.decision is not None and _same_office(use.decision.by, use.requester):
        yield "$.decision.by", "the one who decided is the requester", how


def _same_office(one: Office, other: Office) -> bool:
    return same(one.agency, other.agency) and same(one.role, other.role)


def _decision(use: Use, decision: Decision) -> Iterator[Found]:
    if decision.on < use.asked_on:
        yield "$.decision.on", "decided before it was asked", "Correct one of the dates"
    if decision.outcome is Outcome.WITH_CONDITIONS and not decision.conditions:
        yield "$.decision", "conditions that are not there", 'Add conditions = ["…"]'
    approved = decision.outcome in (Outcome.APPROVED, Outcome.WITH_CONDITIONS)
    if approved and not use.reviews:
        yield "$.decision", "approved without a review", "Add [[reviews]] first"
    if use.result is not None and not approved and decision.outcome is not Outcome.EXPIRED:
        yield "$.result", "a result of a use that was not approved", "Take the result out"


def _project(project: Project, held: Held) -> Iterator[Found]:
    for name in project.criteria.__struct_fields__:
        evidence: Evidence = getattr(project.criteria, name)
        path = f"$.criteria.{name}"
        if evidence.standing is Standing.ARGUED and name in NEVER_ARGUED:
            how = "Only a document can show it: use shown with a source, or not established"
            yield f"{path}.standing", f"{name} cannot be argued", how
        if evidence.standing is Standing.SHOWN and evidence.source not in held.of("documents"):
            how = "Add source = the id of a file in documents/"
            yield f"{path}", f"{name} is shown by no document", how
        if evidence.standing is not Standing.SHOWN and evidence.source:
            how = "Take the source out, or write shown"
            yield f"{path}.source", f"{name} has a source and is not shown", how
    if project.is_example:
        yield from _example(project)
    elif not project.shown_by:
        how = "Add [[shown_by]] with kind, text and source: the document that shows this project"
        yield "$.is_example", "a project that no document shows", how


def _example(project: Project) -> Iterator[Found]:
    """Nobody has been asked, so nobody is in the team, nothing began and nothing changed."""
    how = "In an example nobody has been asked: leave it out"
    for position, member in enumerate(project.team):
        if member.is_filled:
            yield f"$.team[{position}].is_filled", "a person in the team of an example", how
    for name in ("begun_on", "phase_ends_on", "decided", "changed"):
        if getattr(project, name):
            yield f"$.{name}", f"{name} in an example", how


def _ledger(held: Held, root: Path) -> Iterator[Fault]:
    """An id once given stays: what was declined is not taken out of the register."""
    path = root / "uses" / IDS
    given = path.read_text("utf-8").split() if path.is_file() else []
    for line, name in enumerate(given, start=1):
        if name not in held.of("uses") and not (root / "uses" / f"{name}.toml").exists():
            how = "Put its file back: a use stays in the register whatever was decided"
            yield Fault(f"uses/{IDS}", line, f"{name} is no longer in the register", how)
    for name in held.of("uses"):
        if name not in given:
            how = f"Add the line {name} to uses/{IDS}; from then on the id stays"
            yield Fault(f"uses/{name}.toml", 1, f"{name} is not in uses/{IDS}", how)
