"""Reading every source of the catalog: feeds first, then what is computed from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType

import pandas as pd

from data_loaders.curate.feeds.mirror import FeedError, FeedFiles, hash_of_all
from data_loaders.curate.publication.continuation import continued, is_continued
from data_loaders.curate.publication.frame_tables import require_whole
from data_loaders.curate.publication.last_good import Curated
from data_loaders.curate.publication.parts import require_parts
from data_loaders.observations import table as observations
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.observations.reasons import with_reasons
from data_loaders.observations.table import ObservationError
from data_loaders.vocabulary.model import Delivery, Failure, ReceivedFile, Source
from data_loaders.vocabulary.progress import Progress
from data_loaders.vocabulary.terms import as_published

FilesOf = Callable[[Source], FeedFiles]
StandIn = Callable[[str], Curated | None]
# A publisher's change may surface anywhere in a reader; it must not take the other sources along.
READING_FAILURES = (FeedError, ValueError, LookupError, OSError)


def gather(
    modules: Iterable[ModuleType],
    files_of: FilesOf,
    stand_in: StandIn,
    received_on: date,
    progress: Progress,
) -> tuple[dict[str, Curated], list[Failure]]:
    """Every source that can be had, checked, by id; and those that failed, each with why.

    A source whose feed cannot be had or read keeps what `stand_in` has of it; without that it
    is left out. A source computed from one that is left out, or stands in with longer periods,
    is treated alike. Computed sources come after all that are read, and after those that go on
    in another source's figures have been continued.
    """
    gathered: dict[str, Curated] = {}
    problems: list[Failure] = []
    modules = list(modules)
    read = [module for module in modules if hasattr(module, "read")]
    computed = [module for module in modules if not hasattr(module, "read")]

    def add(done: int, module: ModuleType) -> None:
        source: Source = module.SOURCE
        progress.count("reading", done, len(modules))
        try:
            gathered[source.id] = _curated(module, files_of, gathered, received_on)
        except READING_FAILURES as error:
            _say(problems, source, error, progress)
            earlier = stand_in(source.id)
            if earlier is not None:
                gathered[source.id] = _standing_in(earlier)

    for done, module in enumerate(read, start=1):
        add(done, module)
    _continue(read, gathered, problems, progress)
    for done, module in enumerate(computed, start=len(read) + 1):
        add(done, module)
    return gathered, problems


def _continue(
    modules: Iterable[ModuleType],
    gathered: dict[str, Curated],
    problems: list[Failure],
    progress: Progress,
) -> None:
    """Let sources go on in others' figures; one that cannot keeps its own, which is said."""
    for module in modules:
        source: Source = module.SOURCE
        if is_continued(module) and source.id in gathered:
            try:
                gathered[source.id] = continued(module, gathered)
            except READING_FAILURES as error:
                _say(problems, source, error, progress)


def _say(problems: list[Failure], source: Source, error: Exception, progress: Progress) -> None:
    problems.append(Failure(source.id, source.name, _in_words(error)))
    progress.say(f"{source.name}: {_in_words(error)}")


def read_source(module: ModuleType, files: FeedFiles) -> Curated:
    """Read and check one source. Raises DeliveryError or ObservationError."""
    source: Source = module.SOURCE
    read: pd.DataFrame = module.read(files.folder)
    return checked(source, read, files)


def _curated(
    module: ModuleType, files_of: FilesOf, gathered: Mapping[str, Curated], received_on: date
) -> Curated:
    source: Source = module.SOURCE
    if hasattr(module, "read"):
        read = read_source(module, files_of(source))
        if not is_continued(module):
            require_whole(read.observations)
        return read
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


def checked(source: Source, table: pd.DataFrame, files: FeedFiles) -> Curated:
    table = with_reasons(table, source)
    observations.check(table, source.indicators)
    require_parts(table, source.indicators, is_published=source.feed is not None)
    source = as_published(source)
    published = table[table["indicator_id"].isin([i.id for i in source.indicators])]
    silent = {i.id for i in source.indicators} - set(table["indicator_id"].unique())
    if silent:
        raise ObservationError(f"{source.id} has no observations of {sorted(silent)}")
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
    return Curated(source, published.reset_index(drop=True), delivery)


def _vintage(table: pd.DataFrame, received_on: date) -> date:
    """The last day of the newest period with a value: publishers rarely date their files."""
    newest = table.loc[table["value"].notna(), "period_end"].max()
    return received_on if pd.isna(newest) else min(newest.date(), received_on)


def _in_words(error: Exception) -> str:
    """Our own errors speak for themselves; of others, say what kind they are."""
    ours = isinstance(error, FeedError | DeliveryError | ObservationError)
    return str(error) if ours else f"{type(error).__name__}: {error}"


def _standing_in(earlier: Curated) -> Curated:
    was = earlier.delivery
    note = was.note or f"The feed failed; figures received on {was.received_on} stand in."
    return replace(earlier, delivery=replace(was, note=note))
