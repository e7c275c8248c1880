"""Reading every source of the catalog: feeds first, then what is computed from them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import ModuleType

import pandas as pd
from python_calamine import CalamineError

from data_loaders.curate.feeds.mirror import FeedError, FeedFiles, hash_of_all
from data_loaders.curate.plausibility.findings import ImplausibleError
from data_loaders.curate.publication.continuation import continued, is_continued
from data_loaders.curate.publication.frame_tables import require_whole
from data_loaders.curate.publication.kept_readings import KeptReadings
from data_loaders.curate.publication.last_good import Curated
from data_loaders.curate.publication.parts import require_parts
from data_loaders.observations import table as observations
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.observations.reasons import with_reasons
from data_loaders.observations.table import ObservationError
from data_loaders.vocabulary.model import AcceptedFinding, Delivery, Failure, ReceivedFile, Source
from data_loaders.vocabulary.progress import Progress
from data_loaders.vocabulary.terms import as_published

FilesOf = Callable[[Source], FeedFiles]
StandIn = Callable[[str], Curated | None]
# Raises ImplausibleError, or says what a person accepted of what is implausible.
Judge = Callable[[Curated], tuple[AcceptedFinding, ...]]


def no_judge(_curated: Curated) -> tuple[AcceptedFinding, ...]:
    """A judge that finds everything plausible."""
    return ()


# A publisher's change may surface anywhere in a reader; it must not take the other sources along.
OUR_FAILURES = (FeedError, DeliveryError, ObservationError)
LAYOUT_FAILURES = (ValueError, LookupError, ArithmeticError, TypeError, AttributeError)
# How the readers of CSV and of workbooks tell that a file is of another form.
FORM_FAILURES = (csv.Error, CalamineError)
READING_FAILURES = (*OUR_FAILURES, *LAYOUT_FAILURES, *FORM_FAILURES, OSError)
MOST_NAMED = 3  # files, where a fault may be in any of many


@dataclass(frozen=True)
class Gathered:
    """Every source that could be had, by id, and what stopped others.

    `problems` say of each source that failed why; `stopped` the ids of those that
    failed, whether an earlier delivery stands in or not; `not_continued` those that keep figures
    of their own and do not go on in others'; `accepted` the implausible findings
    that somebody accepted.
    """

    curated: dict[str, Curated] = field(default_factory=dict)
    problems: list[Failure] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    not_continued: list[str] = field(default_factory=list)
    accepted: list[AcceptedFinding] = field(default_factory=list)


def gather(
    modules: Iterable[ModuleType],
    files_of: FilesOf,
    stand_in: StandIn,
    received_on: date,
    progress: Progress,
    judge: Judge = no_judge,
    readings: KeptReadings | None = None,
) -> Gathered:
    """Every source that can be had, checked and found plausible, by id.

    A source whose feed cannot be had or read, or whose figures `judge` stops, keeps what
    `stand_in` has of it; without that it is left out. A source computed from one that is left
    out, or stands in with longer periods, is treated alike. Computed sources come after all that
    are read and continued in another's figures. `readings` are those of earlier runs.
    """
    gathered = Gathered()
    modules = list(modules)
    read = [module for module in modules if hasattr(module, "read")]
    computed = [module for module in modules if not hasattr(module, "read")]
    is_read_anew: set[str] = set()

    def add(done: int, module: ModuleType) -> None:
        source: Source = module.SOURCE
        progress.count("reading", done, len(modules))
        try:
            curated = _curated(module, files_of, gathered.curated, received_on, readings)
            if hasattr(module, "read") and not is_continued(module):
                gathered.accepted.extend(judge(curated))
            is_read_anew.add(source.id)
            gathered.curated[source.id] = curated
        except READING_FAILURES as error:
            _fail(gathered, source, error, stand_in, progress)

    for done, module in enumerate(read, start=1):
        add(done, module)
    _continue(read, gathered, is_read_anew, stand_in, progress, judge)
    for done, module in enumerate(computed, start=len(read) + 1):
        add(done, module)
    return gathered


def _fail(
    gathered: Gathered, source: Source, error: Exception, stand_in: StandIn, progress: Progress
) -> None:
    """Say why a source failed, and let its last good figures stand in."""
    _say(gathered.problems, source, error, progress)
    gathered.stopped.append(source.id)
    gathered.curated.pop(source.id, None)
    earlier = stand_in(source.id)
    if earlier is not None:
        gathered.curated[source.id] = _standing_in(earlier)


def _continue(
    modules: Iterable[ModuleType],
    gathered: Gathered,
    is_read_anew: Collection[str],
    stand_in: StandIn,
    progress: Progress,
    judge: Judge,
) -> None:
    """Let sources go on in others' figures; one that cannot keeps its own, which is said."""
    for module in modules:
        source: Source = module.SOURCE
        if not is_continued(module) or source.id not in gathered.curated:
            continue
        try:
            gathered.curated[source.id] = continued(module, gathered.curated)
        except READING_FAILURES as error:
            _say(gathered.problems, source, error, progress)
            gathered.not_continued.append(source.id)
        if source.id in is_read_anew:
            try:
                gathered.accepted.extend(judge(gathered.curated[source.id]))
            except ImplausibleError as error:
                _fail(gathered, source, error, stand_in, progress)


def _say(problems: list[Failure], source: Source, error: Exception, progress: Progress) -> None:
    problems.append(Failure(source.id, source.name, _in_words(error)))
    progress.say(f"{source.name}: {_in_words(error)}")


def read_source(module: ModuleType, files: FeedFiles) -> Curated:
    """Read and check one source. Raises DeliveryError or ObservationError."""
    source: Source = module.SOURCE
    try:
        read: pd.DataFrame = module.read(files.folder)
    except OUR_FAILURES:
        raise
    except (*LAYOUT_FAILURES, *FORM_FAILURES) as error:
        raise _not_as_read(files, error) from error
    try:
        return checked(source, read, files)
    except ObservationError as error:
        raise _not_as_promised(source, files, error) from error


def _not_as_promised(source: Source, files: FeedFiles, error: ObservationError) -> ObservationError:
    """What a check of the figures found, with the files they were read from and what to do."""
    names = sorted(each.name for each in files.folder.rglob("*") if each.is_file())
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ObservationError(
        f"{', '.join(names[:MOST_NAMED])}{more}: {error}\n"
        f"Expected what {source.id} says of each of its indicators. "
        "Look at these figures in the file: if the publisher means them so, correct what the "
        "source's module says; otherwise fetch the file again."
    )


def _not_as_read(files: FeedFiles, error: Exception) -> DeliveryError:
    """What a reader did not foresee, said as it says what it does foresee."""
    return DeliveryError(
        f"files in {files.folder.name}",
        f"not to be read ({type(error).__name__}: {error})",
        "the layout that the source's module describes",
        "Compare the file with the one before; if the publisher changed it, extend the reader.",
    )


def _curated(
    module: ModuleType,
    files_of: FilesOf,
    gathered: Mapping[str, Curated],
    received_on: date,
    readings: KeptReadings | None,
) -> Curated:
    source: Source = module.SOURCE
    if hasattr(module, "read"):
        return read_or_kept(module, files_of(source), readings)
    inputs = {name.split(":")[0] for i in source.indicators for name in i.derived_from}
    inputs -= {source.id}  # a total of a source's own scores
    absent = sorted(inputs - gathered.keys())
    if absent:
        raise FeedError(f"computed from {', '.join(absent)}, which this release lacks")
    coarser = sorted(name for name in inputs if gathered[name].is_coarser)
    if coarser:
        raise FeedError(f"computed from {', '.join(coarser)}, at hand only by longer periods")
    derived = module.derive(pd.concat([gathered[name].observations for name in gathered]))
    hashes = {name: gathered[name].delivery.sha256 for name in inputs}
    computed = checked(source, derived, FeedFiles(Path(), hash_of_all(hashes), received_on))
    require_whole(computed.observations)
    return computed


def read_or_kept(module: ModuleType, files: FeedFiles, readings: KeptReadings | None) -> Curated:
    """A source read, checked and whole; its figures kept ones where all they follow from is the
    same."""

    def read() -> pd.DataFrame:
        curated = read_source(module, files)
        if not is_continued(module):
            require_whole(curated.observations)
        return curated.observations

    table = readings.of(module, files, read) if readings else read()
    return _of_files(as_published(module.SOURCE), table, files)


def checked(source: Source, table: pd.DataFrame, files: FeedFiles) -> Curated:
    table = with_reasons(table, source)
    observations.check(table, source.indicators, files.received_on)
    require_parts(table, source.indicators, is_published=source.feed is not None)
    source = as_published(source)
    published = table[table["indicator_id"].isin([i.id for i in source.indicators])]
    silent = {i.id for i in source.indicators} - set(table["indicator_id"].unique())
    if silent:
        raise ObservationError(f"{source.id} has no observations of {sorted(silent)}")
    return _of_files(source, published.reset_index(drop=True), files)


def _of_files(source: Source, published: pd.DataFrame, files: FeedFiles) -> Curated:
    """A source's checked figures with the files they are of."""
    vintage = _vintage(published, files.received_on)
    received = tuple(ReceivedFile(*pair) for pair in sorted(files.hashes.items()))
    delivery = Delivery(
        source.id,
        vintage,
        files.received_on,
        files.sha256,
        len(published),
        files.note,
        files.asked_on,
        received if source.feed else (),
    )
    return Curated(source, published, delivery)


def _vintage(table: pd.DataFrame, received_on: date) -> date:
    """The last day of the newest period with a value: publishers rarely date their files."""
    newest = table.loc[table["value"].notna(), "period_end"].max()
    return received_on if pd.isna(newest) else min(newest.date(), received_on)


def _in_words(error: Exception) -> str:
    """Our own errors speak for themselves; of others, say what kind they are."""
    return str(error) if isinstance(error, OUR_FAILURES) else f"{type(error).__name__}: {error}"


def _standing_in(earlier: Curated) -> Curated:
    was = earlier.delivery
    note = was.note or f"The feed failed; figures received on {was.received_on} stand in."
    return replace(earlier, delivery=replace(was, note=note))
