"""The vocabulary as types. Pure: no pandas, no Dash; read by curation and by the web process."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from data_loaders.vocabulary.cadence import Cadence
from data_loaders.vocabulary.policy import Policy

ALL_INDUSTRIES = "all"


class Status(StrEnum):
    """Why an observation has, or lacks, a value."""

    NORMAL = "normal"
    PROVISIONAL = "provisional"
    ESTIMATED = "estimated"
    BREAK = "break"
    LOW_RELIABILITY = "low_reliability"
    WITHHELD = "withheld"
    WITHHELD_OR_NONE = "withheld_or_none"
    NOT_REPORTED = "not_reported"
    NOT_APPLICABLE = "not_applicable"

    @property
    def has_value(self) -> bool:
        return self in VALUED

    @property
    def is_hidden(self) -> bool:
        """Withheld, or blank where the publisher does not say whether it withheld."""
        return self in (Status.WITHHELD, Status.WITHHELD_OR_NONE)

    @property
    def code(self) -> str:
        """One letter, for frames: statuses of a series are one string."""
        return STATUS_CODES[self]


VALUED = frozenset(
    {Status.NORMAL, Status.PROVISIONAL, Status.ESTIMATED, Status.BREAK, Status.LOW_RELIABILITY}
)
STATUS_CODES: dict[Status, str] = dict(zip(Status, "npeblwomx", strict=True))


class Reason(StrEnum):
    """Why a value is missing, hidden, unreliable or cut off: a closed list, one a value.

    The source gives it at curation; page, tooltip, legend and CSV all read the same one. Each
    goes with one status. The reason of a figure we hide is `SITE_RULE` whichever rule hid it: that
    difference would be a hint.
    """

    CAPPED = "capped"
    CAPPED_FEW_CASES = "capped_few_cases"
    FEW_CASES = "few_cases"
    BASE_TOO_LOW = "base_too_low"
    PARTS_MISSING = "parts_missing"
    DOUBTFUL = "doubtful"
    OTHER_BASELINE = "other_baseline"
    NOISE_ADDED = "noise_added"
    NOISY = "noisy"
    PUBLISHER_MINIMUM = "publisher_minimum"
    PUBLISHER_HID = "publisher_hid"
    PUBLISHER_UNSURE = "publisher_unsure"
    SITE_RULE = "site_rule"
    PART_HIDDEN = "part_hidden"
    TELLS_TERMS = "tells_what_is_not_passed_on"
    HIDDEN_OR_NONE = "hidden_or_none"
    BLANK = "blank_at_publisher"
    NO_COUNT = "count_not_available"
    KEPT_OUT = "publisher_error_kept_out"
    INCOMPLETE = "incomplete"
    NO_BASELINE = "no_baseline"
    NOT_RECEIVED = "not_received"
    TOO_FEW_ENTRIES = "too_few_entries"
    NOT_COVERED = "area_not_covered"
    NO_RESIDENTS = "no_residents"
    NO_STATION = "no_station"
    NOTHING_TO_COUNT = "nothing_to_count"
    NOT_BEGUN = "not_begun"
    FROM_NOTHING = "compared_with_nothing"
    COMPARED_CUT_OFF = "compared_is_cut_off"
    ENDS_BEFORE = "ends_before"
    BEGINS_AFTER = "begins_after"
    SEVERAL_AREAS = "several_areas_in_one"

    @property
    def status(self) -> Status:
        """The status it explains."""
        return STATUS_OF_REASON[self]

    @property
    def code(self) -> str:
        """One letter, which in a frame stands for the reason and its status together."""
        return REASON_CODES[self]


# A letter once given is never given to another: releases are never rewritten.
REASONS: dict[Reason, tuple[str, Status]] = {
    Reason.CAPPED: ("C", Status.NORMAL),
    Reason.CAPPED_FEW_CASES: ("6", Status.LOW_RELIABILITY),
    Reason.FEW_CASES: ("F", Status.LOW_RELIABILITY),
    Reason.BASE_TOO_LOW: ("B", Status.LOW_RELIABILITY),
    Reason.PARTS_MISSING: ("P", Status.LOW_RELIABILITY),
    Reason.DOUBTFUL: ("D", Status.LOW_RELIABILITY),
    Reason.OTHER_BASELINE: ("Y", Status.LOW_RELIABILITY),
    Reason.NOISE_ADDED: ("M", Status.LOW_RELIABILITY),
    Reason.NOISY: ("2", Status.ESTIMATED),
    Reason.PUBLISHER_MINIMUM: ("W", Status.WITHHELD),
    Reason.PUBLISHER_HID: ("H", Status.WITHHELD),
    Reason.PUBLISHER_UNSURE: ("U", Status.WITHHELD),
    Reason.SITE_RULE: ("R", Status.WITHHELD),
    Reason.PART_HIDDEN: ("S", Status.WITHHELD),
    Reason.TELLS_TERMS: ("T", Status.WITHHELD),
    Reason.HIDDEN_OR_NONE: ("Z", Status.WITHHELD_OR_NONE),
    Reason.BLANK: ("K", Status.NOT_REPORTED),
    Reason.NO_COUNT: ("N", Status.NOT_REPORTED),
    Reason.KEPT_OUT: ("X", Status.NOT_REPORTED),
    Reason.INCOMPLETE: ("I", Status.NOT_REPORTED),
    Reason.NO_BASELINE: ("A", Status.NOT_REPORTED),
    Reason.NOT_RECEIVED: ("E", Status.NOT_REPORTED),
    Reason.TOO_FEW_ENTRIES: ("V", Status.NOT_REPORTED),
    Reason.NOT_COVERED: ("Q", Status.NOT_APPLICABLE),
    Reason.NO_RESIDENTS: ("O", Status.NOT_APPLICABLE),
    Reason.NO_STATION: ("G", Status.NOT_APPLICABLE),
    Reason.NOTHING_TO_COUNT: ("J", Status.NOT_APPLICABLE),
    Reason.NOT_BEGUN: ("L", Status.NOT_APPLICABLE),
    Reason.FROM_NOTHING: ("0", Status.NOT_APPLICABLE),
    Reason.COMPARED_CUT_OFF: ("3", Status.NOT_REPORTED),
    Reason.ENDS_BEFORE: ("4", Status.NOT_REPORTED),
    Reason.BEGINS_AFTER: ("5", Status.NOT_REPORTED),
    Reason.SEVERAL_AREAS: ("1", Status.NOT_APPLICABLE),
}
# "This much, or more": no gap, change or rank of such a figure is known.
CUT_OFF = frozenset({Reason.CAPPED, Reason.CAPPED_FEW_CASES})
STATUS_OF_REASON = {reason: status for reason, (_code, status) in REASONS.items()}
REASON_CODES = {reason: code for reason, (code, _status) in REASONS.items()}
REASON_OF_CODE = {code: reason for reason, code in REASON_CODES.items()}
STATUS_OF_CODE = {code: status for status, code in STATUS_CODES.items()} | {
    code: reason.status for reason, code in REASON_CODES.items()
}
VALUED_CODES = frozenset(code for code, status in STATUS_OF_CODE.items() if status in VALUED)
# Statuses that say nothing without a reason; the others are reasons themselves.
NEEDS_REASON = frozenset(
    {
        Status.LOW_RELIABILITY,
        Status.WITHHELD,
        Status.WITHHELD_OR_NONE,
        Status.NOT_REPORTED,
        Status.NOT_APPLICABLE,
    }
)


class Measure(StrEnum):
    """The kind of number; decides its format, its range and how a digest coarsens it."""

    COUNT = "count"
    PERCENT = "percent"
    RATE = "rate"
    MONEY = "money"
    INDEX = "index"
    PERCENT_CHANGE = "percent_change"
    POINTS = "points"  # a difference of two percents, or of two rates
    DAYS = "days"
    SCORE = "score"


class Frequency(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    TOTAL = "total"


class Direction(StrEnum):
    """What would be better. NONE is never colored green or red, never ranked as recovery."""

    LOWER_IS_BETTER = "lower_is_better"
    HIGHER_IS_BETTER = "higher_is_better"
    BACK_TO_BASELINE = "back_to_baseline"
    NONE = "none"


class CountedAt(StrEnum):
    """Where a figure counts people: at their place of work, or where they live."""

    WORK = "work"
    HOME = "home"


class Publication(StrEnum):
    """What this site passes on: all; nothing, figures are drawn only; what it computes alone."""

    OPEN = "open"
    SHOW = "show"
    DERIVED = "derived"


class Grant(StrEnum):
    """What a publisher states about passing its figures on."""

    LICENSE = "license"
    PUBLIC_DOMAIN = "public_domain"
    FREE_TO_USE = "free_to_use"  # in words of its own, without a license
    LIMITED = "limited"  # free for the uses it names
    NOTHING = "nothing"  # no statement was found
    OURS = "ours"  # figures this site computed or made up


@dataclass(frozen=True, slots=True)
class Terms:
    """Facts about a publisher's terms: what it states and where. Nothing is concluded here.

    `stated` is what it says, as near its words as can be, to be read after "The publisher
    states:"; `stated_in` where it says so. `available` is how the figures can be had, which is
    no leave to pass them on; `shared_under` the agreement under which a partner gave them to the
    City. `of_public_agency`: a government agency's figures. `credit` is who to name. What is
    stated, or that nothing is, was read on `checked_on`, and is to be read again by `recheck_by`.
    """

    grant: Grant = Grant.NOTHING
    stated: str = ""
    stated_in: str = ""
    available: str = ""
    shared_under: str = ""
    of_public_agency: bool = False
    credit: tuple[str, ...] = ()
    checked_on: date = date(2026, 11, 28)
    recheck_by: date = date(2027, 11, 30)

    def __post_init__(self) -> None:
        """Raise ValueError for a grant nobody stated, a statement without a place, or dates that
        do not follow each other."""
        if self.recheck_by <= self.checked_on:
            raise ValueError("terms are read again after the day they were read")
        is_stated = self.grant not in (Grant.NOTHING, Grant.OURS)
        if is_stated and not self.stated:
            raise ValueError("a grant needs what the publisher states")
        if bool(self.stated) != bool(self.stated_in):
            raise ValueError("a statement needs the place where it is made")


PARTNERSHIP = Terms(shared_under="the City's Recovery Data Partnership")


class Category(StrEnum):
    """Category of need, as the partnership listed them."""

    HEALTH = "health"
    CHILDREN = "children"
    OLDER_ADULTS = "older_adults"
    EMPLOYMENT = "employment"
    HOUSING = "housing"
    FINANCIAL_DISTRESS = "financial_distress"
    SPENDING = "spending"
    FOOT_TRAFFIC = "foot_traffic"
    FOOD = "food"
    TRANSPORTATION = "transportation"
    COMMUNITY = "community"
    PUBLIC_SAFETY = "public_safety"


class Geography(StrEnum):
    """A set of areas drawn together; boundary year in the id where there are several."""

    CITY = "city"
    BOROUGH = "borough"
    CD = "cd"
    CDTA2020 = "cdta2020"
    PUMA2020 = "puma2020"
    NTA2010 = "nta2010"
    NTA2020 = "nta2020"
    MODZCTA = "modzcta"
    UHF42 = "uhf42"
    ZIP = "zip"
    STREETEASY = "streeteasy"
    MARKET = "market"  # a media market, larger than the city
    STATE = "state"
    US = "us"


class AreaKind(StrEnum):
    RESIDENTIAL = "residential"
    PARK = "park"
    AIRPORT = "airport"
    CEMETERY = "cemetery"
    JOINT_INTEREST = "joint_interest"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Area:
    """One place in a geography.

    `population` is the 2020 census count of residents, None where no such count exists.
    `neighbors` are ids of areas of the same geography that share an edge.
    `poverty_third` is 1 (lowest share below poverty) to 3 (highest), None where unknown.
    """

    id: str
    name: str
    geography: Geography
    borough_id: str | None = None
    kind: AreaKind = AreaKind.RESIDENTIAL
    population: int | None = None
    neighbors: tuple[str, ...] = ()
    poverty_third: int | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """A change of method after which a series is not comparable with itself before.

    `figures` are the ids of the indicators it changed; without any it changed all of its source.
    """

    on: date
    text: str
    figures: tuple[str, ...] = ()


class Holder(StrEnum):
    """Who has a file of a feed."""

    BOTH = "both"
    PUBLISHER = "publisher"
    MIRROR = "mirror"


@dataclass(frozen=True, slots=True)
class FeedFile:
    """`name` is the path inside the source's folder (mirror and cache alike); `url` official.

    Where the publisher offers a series in other files than a mirror holds, each is named with
    its `holder`, and the reader takes those it finds. `page_rows` is how many rows a page has
    where the publisher answers in pages (`$limit` in the address), 0 where it answers whole.
    Where `link` is given `url` is a web page: the file is what the newest of its links of that
    form leads to, a regular expression whose one group tells which is newer. A file that
    `is_awaited` may not be out yet: that the publisher has none is no fault.
    """

    name: str
    url: str
    holder: Holder = Holder.BOTH
    page_rows: int = 0
    link: str = ""
    is_awaited: bool = False


@dataclass(frozen=True, slots=True)
class Feed:
    """The files a public source is downloaded from. `folder` is its folder in a mirror."""

    folder: str
    files: tuple[FeedFile, ...]

    def held_by(self, holder: Holder) -> tuple[FeedFile, ...]:
        """The files that the publisher, or a mirror, has."""
        return tuple(file for file in self.files if file.holder in (Holder.BOTH, holder))


@dataclass(frozen=True, slots=True)
class DeliveryFile:
    """One kind of file in a partner's delivery.

    `pattern` is a regular expression that the whole file name matches; a group `date` in it is
    the day the file is of. `holds` says in words what is in it. Where files are given together,
    one that `is_optional` may be absent. `columns` are named in the order of the format; of a file
    without a header, by their place.
    """

    pattern: str
    example: str
    holds: str
    is_optional: bool = False
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeliveryFormat:
    """The files a partner hands over: some of each kind, and nothing else.

    `is_file_by_file`: every file is a delivery of its own; otherwise the files given together are
    one. `is_cumulative`: each delivery holds everything so far and takes the place of the one
    before; otherwise deliveries add up, and of a row that stands in two the newer is taken.
    """

    files: tuple[DeliveryFile, ...]
    is_file_by_file: bool = False
    is_cumulative: bool = False


class PartsRule(StrEnum):
    """How the value of the city follows from those of its boroughs."""

    SUM = "sum"
    MEAN = "mean"
    BETWEEN = "between"  # not below the lowest of them, nor above the highest


@dataclass(frozen=True, slots=True)
class Parts:
    """The city held against its boroughs: by `rule`, within `within` in the indicator's unit.

    `share` widens that by a share of the expected value; `weights` is the indicator that counts
    the people a mean is of; `most_odd` is the share of periods that may break the rule.
    """

    rule: PartsRule
    within: float
    share: float = 0.0
    weights: str = ""
    most_odd: float = 0.0


class Industry(NamedTuple):
    """A business category of an indicator. A group adds up some of the others again, so it is
    neither ranked nor added up with them. `naics` is its code in the North American
    classification, where it is defined by one: what has the same code is the same industry in
    every source. `formerly` are ids it had before, whose addresses go on working. Written to a
    catalog as a list."""

    id: str
    name: str
    is_group: bool = False
    naics: str = ""
    formerly: tuple[str, ...] = ()


ALL_ONLY = (Industry(ALL_INDUSTRIES, "All industries"),)


def industries(pairs: Iterable[tuple[str, str]]) -> tuple[Industry, ...]:
    """Industries by id and name, none of them a group."""
    return tuple(Industry(*pair) for pair in pairs)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One published quantity with one unit.

    `unit` reads after a number ("per 100,000 people"); `noun` names what is counted in a
    sentence ("new COVID-19 cases"). `week_ends_on` is an ISO weekday (1 Monday … 7 Sunday),
    set exactly when `frequency` is week. `geographies` in the order pickers show them.
    `description` is what the source measures, `processing` what we did to it.
    `compared_with` says in words what `baseline` ("2019", "2020-01") stands for.
    `derived_from` lists "source_id:indicator_id" inputs of a value we computed; in the same form
    `continued_with` names the series that goes on where the source's own ends, and
    `continued_from` is the first day of its figures here, which curation finds.
    `parts` says how the city's value follows from its boroughs', where that is known better
    than the kind of number tells. `leaves_out` says who its figures miss, where that is not what
    its source says of all of them. `counted_at` is set where work and home differ. `reasons` come
    before those of its source. `smoothed_over` is how many days a figure is already the mean of,
    so that none is averaged twice; `share_of` the count it is a share of, by whose base a mean of
    such shares is weighted. `is_estimated_anew` where its source estimates the whole series again
    with every vintage, so that old values move a little each time.
    """

    id: str
    family: str
    title: str
    noun: str
    description: str
    processing: str
    unit: str
    measure: Measure
    decimals: int
    frequency: Frequency
    geographies: tuple[Geography, ...]
    direction: Direction
    category: Category
    week_ends_on: int | None = None
    industries: tuple[Industry, ...] = ALL_ONLY
    baseline: str | None = None
    derived_from: tuple[str, ...] = ()
    continued_with: tuple[str, ...] = ()
    parts: Parts | None = None
    caveats: tuple[str, ...] = ()
    leaves_out: str = ""
    continued_from: date | None = None
    counted_at: CountedAt | None = None
    reasons: tuple[Reason, ...] = ()
    smoothed_over: int = 0
    share_of: str = ""
    is_estimated_anew: bool = False

    @property
    def industry_names(self) -> dict[str, str]:
        """The name of each industry by its id."""
        return {industry.id: industry.name for industry in self.industries}

    @property
    def present_ids(self) -> dict[str, str]:
        """The id of an industry today, by every id it has or had."""
        former = {old: each.id for each in self.industries for old in each.formerly}
        return former | {each.id: each.id for each in self.industries}


@dataclass(frozen=True, slots=True)
class Source:
    """One data product of a publisher or partner, with one privacy treatment.

    `terms_of_use` is what the publisher states; `citation` how to cite; `covers` who it
    represents and who it leaves out; `known_errors` the publisher's errors and what we do
    about each.
    `cadence` is how often a new vintage is expected; `ended_on` the last day of a series that
    has ended. A public source has a `feed`, a partner's a `delivery_format`, one computed from
    others neither. `reasons` are those of values for which its reader gives none, one a status.
    """

    id: str
    name: str
    partner: str
    publisher_url: str
    feed: Feed | None
    publication: Publication
    citation: str
    description: str
    covers: str
    category: Category
    cadence: Cadence
    policy: Policy
    indicators: tuple[Indicator, ...]
    ended_on: date | None = None
    known_errors: tuple[str, ...] = ()
    breaks: tuple[Break, ...] = ()
    delivery_format: DeliveryFormat | None = None
    # Releases made before this was kept say nothing, and nothing is what they are read to say.
    terms_of_use: Terms = Terms()
    reasons: tuple[Reason, ...] = ()

    def breaks_of(self, *indicator_ids: str) -> tuple[Break, ...]:
        """The changes of method that concern any of some indicators, earliest first."""
        asked = set(indicator_ids)
        own = (each for each in self.breaks if not each.figures or asked & set(each.figures))
        return tuple(sorted(own, key=lambda each: each.on))


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """One file of a public feed as it was received."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """One set of files received from a source: what a release was made from.

    `vintage` is the date the data is as of; `rows` counts observations read.
    `note` is empty, or says that the feed failed and an earlier delivery stands in. `asked_on` is
    the day the publisher itself was last asked and answered; None where the files are a copy that
    somebody keeps, whose age says nothing of the publisher. `files` are those of a public feed; a
    partner's are never named, and older releases name none.
    """

    source_id: str
    vintage: date
    received_on: date
    sha256: str
    rows: int
    note: str = ""
    asked_on: date | None = None
    files: tuple[ReceivedFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the search index: something a reader may type, and the areas it overlaps.

    `areas` maps a geography to area ids, largest overlap first.
    """

    id: str
    name: str
    kind: str
    borough_id: str | None
    terms: tuple[str, ...]
    areas: dict[Geography, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class SeriesChanges:
    """How many cells of an indicator in a geography changed from one release to the next.

    `withheld` had a value, or were not there, and are hidden now; `gone` had a value and have none.
    `newest` is the last day of the newest period that came. `areas` are ids of the areas concerned,
    empty where there are more than a few.
    """

    indicator_id: str
    geography: Geography
    added: int = 0
    revised: int = 0
    withheld: int = 0
    gone: int = 0
    newest: date | None = None
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceChanges:
    """What changed in one source; `is_new` or `is_gone` as a whole."""

    source_id: str
    name: str
    series: tuple[SeriesChanges, ...] = ()
    is_new: bool = False
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class AcceptedFinding:
    """Something implausible about a source's figures that a person looked at and let pass.

    `sentence` says what was found, where and what was expected, and quotes no value.
    """

    id: str
    source_id: str
    sentence: str
    why: str
    accepted_on: date


@dataclass(frozen=True, slots=True)
class Failure:
    """A feed that could not be had or read, and why, in words."""

    source_id: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Standout:
    """An area or industry whose newest figure moved more than its own history is used to.

    `value` is that of the period from `first` to `last`; `before` that of the same period a year
    earlier. `usual` are the ends of the middle four fifths of all earlier changes in a year.
    """

    indicator_id: str
    geography: Geography
    industry_id: str
    area_id: str
    first: date
    last: date
    value: float
    before_first: date
    before_last: date
    before: float
    usual: tuple[float, float]
    times_usual: float


@dataclass(frozen=True, slots=True)
class Changes:
    """What a release changes against the one before it, `since`; None in a first release.

    `note` is what its maker wrote. `standouts` is None where none were looked for.
    """

    since: str | None = None
    sources: tuple[SourceChanges, ...] = ()
    failures: tuple[Failure, ...] = ()
    note: str = ""
    standouts: tuple[Standout, ...] | None = None


@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything a release says about itself, its numbers apart.

    `digest` marks a release of coarser periods; its indicators state the periods they have.
    `changes` is None in releases made before they were typed; their notes say it in words.
    """

    release_id: str
    published_on: date
    is_simulated: bool
    digest: bool
    sources: tuple[Source, ...]
    deliveries: tuple[Delivery, ...]
    areas: dict[Geography, tuple[Area, ...]]
    places: tuple[Place, ...] = ()
    notes: str = ""
    generalised: tuple[Geography, ...] = field(default=())
    changes: Changes | None = None
    # Releases made before there was a gate hold none.
    accepted: tuple[AcceptedFinding, ...] = ()
    # Sources of the catalog that could not be in this release, and why; releases made before they
    # were named hold none.
    lacking: tuple[Failure, ...] = ()
