"""What a record may hold. A field that is not here is refused, and so is a claim without a source.

Every sentence about a real organization, office, decision or event is a `Claim`: our own words,
never a quotation, with the document it was read in. Private persons have no field anywhere.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from data_loaders.vocabulary.model import Category, Geography

# No control character: feeds cannot hold one.
Text = Annotated[
    str, Meta(min_length=2, max_length=1200, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$")
]
Id = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,60}$")]
Dated = Annotated[str, Meta(pattern=r"^(\d{4}(-\d\d(-\d\d)?)?|undated)$")]
Address = Annotated[str, Meta(pattern=r"^https://\S+$")]
UNDATED = "undated"


class ClaimKind(StrEnum):
    """REPORTED: the document says so. OURS: our reasoning from it, and the page says that."""

    REPORTED = "reported"
    OURS = "ours"


class Claim(Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence in our own words; `source` is the id of the document it rests on."""

    kind: ClaimKind
    text: Text
    source: Id


class Record(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every record has: the role that wrote it, and the other role that checked it."""

    written_by: Text
    checked_by: str = ""


class Document(Record, frozen=True):
    """Something we read: `dated` is the date it bears, `read_on` the day we read our copy.

    `address` is left out where we read a copy and know no public address of it.
    """

    title: Text
    publisher: Text
    dated: Dated
    read_on: date
    address: Address | None = None


class Chapter(Record, frozen=True):
    """A part of the program's history, in the order told."""

    order: int
    title: Text
    claims: Annotated[tuple[Claim, ...], Meta(min_length=1)]


class Principle(Record, frozen=True):
    """A principle: what the program asked for, and what this site does for it, with a link."""

    order: int
    name: Text
    asked: Annotated[tuple[Claim, ...], Meta(min_length=1)]
    here: Text
    link: Annotated[str, Meta(pattern=r"^/[a-z/#_-]*$")]
    link_text: Text


class Part(StrEnum):
    """What an organization did at the launch, as its announcement says."""

    ADVISOR = "advisor"
    SPEAKER = "speaker"
    OFFICE = "office"


class Organization(Record, frozen=True):
    """An organization or office that the launch announcement names, which gave no data."""

    name: Text
    part: Part
    claims: Annotated[tuple[Claim, ...], Meta(min_length=1)]


class Named(StrEnum):
    """Where a partner was first named."""

    LAUNCH = "launch"
    LATER = "later"
    OPEN_DATA = "open_data"


class Ours(Claim, frozen=True):
    """A claim that can only be our own argument."""

    def __post_init__(self) -> None:
        if self.kind is not ClaimKind.OURS:
            raise ValueError("why it matters is always our own argument: kind must be `ours`")


class Reported(Claim, frozen=True):
    """A claim that can only be what a document says."""

    def __post_init__(self) -> None:
        if self.kind is not ClaimKind.REPORTED:
            raise ValueError("this is only what a document says: kind must be `reported`")


class Partner(Record, frozen=True):
    """An organization that shared data.

    `sources` are its sources in our formats, whose simulated figures the demonstration shows;
    `nearest` the public figures that come nearest. `unit` and `leaves_out` say what one row is and
    who is not in it, for partners for which no source here states it.
    """

    order: int
    name: Text
    named: Named
    shared: Annotated[tuple[Reported, ...], Meta(min_length=1)]
    why: Annotated[tuple[Ours, ...], Meta(min_length=1)]
    sources: tuple[Id, ...] = ()
    nearest: tuple[Id, ...] = ()
    unit: tuple[Claim, ...] = ()
    leaves_out: tuple[Claim, ...] = ()


class Criterion(Record, frozen=True):
    """Something the open call asks of an organization."""

    order: int
    name: Text
    asked: Annotated[tuple[Claim, ...], Meta(min_length=1)]
    check: Text


class Sought(Record, frozen=True):
    """A category of data the open call seeks, and the categories of figures that cover it."""

    order: int
    name: Text
    asked: Annotated[tuple[Claim, ...], Meta(min_length=1)]
    categories: tuple[Category, ...]
    figures: tuple[Id, ...] = ()


class Office(Struct, frozen=True, forbid_unknown_fields=True):
    """Who, by agency and role; never by name."""

    agency: Text
    role: Text


class DataUsed(Struct, frozen=True, forbid_unknown_fields=True):
    """What a use reads: one source, its figures and fields, on one grid, over one period."""

    source: Id
    fields: Annotated[tuple[Text, ...], Meta(min_length=1)]
    geography: Geography
    first: Dated
    last: Dated
    figures: tuple[Id, ...] = ()


class Risk(Struct, frozen=True, forbid_unknown_fields=True):
    """Something that could go wrong, and what is done about it."""

    risk: Text
    mitigation: Text


class Reviewer(StrEnum):
    PRIVACY_OFFICER = "privacy officer"
    ADVISOR = "advisor"


class Review(Struct, frozen=True, forbid_unknown_fields=True):
    """One review: as what, by which role, when, and what was said of it."""

    reviewed_as: Reviewer
    by: Office
    on: date
    found: Text


class Outcome(StrEnum):
    """What was decided. None of them is ever taken out of the register."""

    APPROVED = "approved"
    WITH_CONDITIONS = "approved with conditions"
    RETURNED = "returned"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Decision(Struct, frozen=True, forbid_unknown_fields=True):
    """The decision on a use, with its conditions."""

    outcome: Outcome
    on: date
    by: Office
    reason: Text
    conditions: tuple[Text, ...] = ()


class Step(Struct, frozen=True, forbid_unknown_fields=True):
    """Something that happened on a day."""

    on: date
    what: Text


class Result(Struct, frozen=True, forbid_unknown_fields=True):
    """What came of a use, with what did not work."""

    on: date
    found: Text
    did_not_work: Text


class Closure(Struct, frozen=True, forbid_unknown_fields=True):
    """When a use ended, and what was done with the data."""

    on: date
    disposal: Text


class Use(Record, frozen=True):
    """A use of data. A real one rests on a document (`shown_by`); an example names no agency."""

    title: Text
    requester: Office
    asked_on: date
    purpose: Text
    public_benefit: Text
    decision_informed: Text
    data: Annotated[tuple[DataUsed, ...], Meta(min_length=1)]
    necessity: Text
    proportionality: Text
    equity: Text
    risks: Annotated[tuple[Risk, ...], Meta(min_length=1)]
    is_example: bool = False
    shown_by: tuple[Reported, ...] = ()
    reviews: tuple[Review, ...] = ()
    decision: Decision | None = None
    timeline: tuple[Step, ...] = ()
    result: Result | None = None
    closure: Closure | None = None


class Standing(StrEnum):
    """How far a criterion of a project is established."""

    SHOWN = "shown"
    ARGUED = "argued"
    NOT_ESTABLISHED = "not established"


class Evidence(Struct, frozen=True, forbid_unknown_fields=True):
    """How a criterion stands: `shown` by a document, `argued` by us, or not established."""

    standing: Standing
    text: Text
    source: str = ""


class Criteria(Struct, frozen=True, forbid_unknown_fields=True):
    """The five criteria of a Resident Impact Data Project."""

    benefit: Evidence
    aware: Evidence
    enough_data: Evidence
    attempts: Evidence
    fits: Evidence


class Member(Struct, frozen=True, forbid_unknown_fields=True):
    """A role in a team, and whether somebody has taken it on."""

    role: Text
    is_filled: bool = False


class Phase(StrEnum):
    NOT_BEGUN = "not begun"
    SCOPING = "scoping"
    ANALYSIS = "analysis"
    ACTION = "testing and action"
    CLOSED = "closed"


class Target(Struct, frozen=True, forbid_unknown_fields=True):
    """A published target: a number, what it is of, and where it was read."""

    value: float
    claim: Reported


class Watched(Struct, frozen=True, forbid_unknown_fields=True):
    """A figure a project follows: over which boundaries, and since when.

    Of the year of `baseline` the period is taken that ends in the month the newest one does.
    """

    figure: Id
    geography: Geography
    baseline: Annotated[str, Meta(pattern=r"^\d{4}-\d\d$")]
    target: Target | None = None


class Project(Record, frozen=True):
    """A Resident Impact Data Project. A real one rests on a document (`shown_by`), and what was
    decided and changed is what documents say."""

    order: int
    title: Text
    challenge: Text
    criteria: Criteria
    agreement: Text
    team: Annotated[tuple[Member, ...], Meta(min_length=3, max_length=5)]
    phase: Phase
    watched: Annotated[tuple[Watched, ...], Meta(min_length=1)]
    comparison: Text
    uncertainty: Text
    cannot_say: Annotated[tuple[Text, ...], Meta(min_length=1)]
    is_example: bool = False
    begun_on: date | None = None
    phase_ends_on: date | None = None
    shown_by: tuple[Reported, ...] = ()
    tried: tuple[Claim, ...] = ()
    found: tuple[Claim, ...] = ()
    decided: tuple[Reported, ...] = ()
    changed: tuple[Reported, ...] = ()
    reuse: tuple[Text, ...] = ()


class Answer(StrEnum):
    """Which of this installation's own facts answers a question; NONE where none can."""

    FRESHNESS = "freshness"
    AUDITS = "audits"
    USES = "uses"
    PROJECTS = "projects"
    PRIVACY = "privacy"
    OPEN_DATA = "open data"
    CORRECTIONS = "corrections"
    NONE = "none"


class Question(Record, frozen=True):
    """A question of the data practice checklist."""

    order: int
    topic: Text
    question: Text
    answered_by: Answer


KINDS: dict[str, type[Record]] = {
    "documents": Document,
    "history": Chapter,
    "principles": Principle,
    "organizations": Organization,
    "partners": Partner,
    "criteria": Criterion,
    "sought": Sought,
    "uses": Use,
    "projects": Project,
    "practice": Question,
}
