"""What a single record cannot say of itself: two people, known ids, no quotation, no gap."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

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

QUOTED = re.compile(r"[\"“”„«»]|(?<!\w)['‘][^'’]+['’](?!\w)")
LETTERS = re.compile(r"\W+")
EXAMPLE = "Example"
NEVER_ARGUED = ("aware", "attempts")
IDS = "IDS"
USE_ID = re.compile(r"\d{4}-\d{3}")
Found = tuple[str, str, str]  # where in the record, what, how


@dataclass(frozen=True, slots=True)
class Known:
    """What records may name: ids of sources and of figures. `today` is the day of the check."""

    sources: Collection[str]
    figures: Collection[str]
    today: date


def check(held: Held, root: Path, known: Known) -> list[Fault]:
    """Every fault between records."""
    faults: list[Fault] = []
    for (kind, name), text in held.texts.items():
        record = held.of(kind)[name]
        problems = [*_two_people(record), *_claims(record, held), *_dates(record, known.today)]
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
    """Every claim names a document we hold, and quotes nobody."""
    for path, claim in _found_in(record, "$", Claim):
        if claim.source not in held.of("documents"):
            how = f"Add documents/{claim.source}.toml, or name one that is there"
            yield f"{path}.source", f"no document is called {claim.source}", how
        if QUOTED.search(claim.text):
            how = "Say it in words of your own: facts carry over, sentences do not"
            yield f"{path}.text", "a quotation", how


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


def _dates(record: Record, today: date) -> Iterator[Found]:
    if not isinstance(record, Document):
        return
    if record.dated != UNDATED and record.dated > f"{record.read_on}":
        yield "$.read_on", "read before the document was written", "Correct one of the dates"
    if record.read_on > today:
        yield "$.read_on", "a day to come", "Write the day the copy was read"


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
    if use.is_example and not use.requester.agency.startswith(EXAMPLE):
        how = f"An example names no real agency: begin its name with {EXAMPLE}"
        yield "$.requester.agency", "an example in the name of an agency", how
    if not use.is_example and not use.shown_by:
        how = "Add [[shown_by]] with kind, text and source: the document that shows this use"
        yield "$", "a use that no document shows", how
    if use.decision is not None:
        yield from _decision(use, use.decision)
    if use.closure is not None and use.decision is None:
        yield "$.closure", "closed before it was decided", "Add the [decision]"


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
