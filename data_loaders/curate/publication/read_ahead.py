"""Reading many files at once, in processes beside this one, before a release comes to them.

What they read is kept, as every reading is, and a release then finds it kept: so it is made in the
same order, of the same figures, and with the same words, whether anything was read ahead or not. A
file that cannot be read, or a process that ends, is left for the release to meet in its turn.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

from data_loaders.curate.feeds.mirror import FeedFiles
from data_loaders.curate.publication.gather import READING_FAILURES, FilesOf, read_or_kept
from data_loaders.curate.publication.kept_readings import KeptReadings
from data_loaders.curate.publication.processes import cores, processes
from data_loaders.vocabulary.model import Source
from data_loaders.vocabulary.progress import Progress

# Below this many bytes, to start a process takes longer than to read here.
PAYS_FROM_BYTES = 10_000_000
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Unread:
    """Files of one source to read: its newest, or one older file found by a pattern."""

    module: str
    size: int
    files: FeedFiles | None = None
    pattern: str = ""
    older: Path | None = None


def asked_once(files_of: FilesOf) -> FilesOf:
    """The same files, or the same failure, for a source every time it is asked for."""
    answers: dict[str, Callable[[], FeedFiles]] = {}

    def answered(source: Source) -> FeedFiles:
        if source.id not in answers:
            answers[source.id] = _answer(files_of, source)
        return answers[source.id]()

    return answered


def _answer(files_of: FilesOf, source: Source) -> Callable[[], FeedFiles]:
    try:
        files = files_of(source)
    except READING_FAILURES as error:
        failure = error  # the name in `except` ends with it

        def fail() -> FeedFiles:
            raise failure

        return fail
    return lambda: files


def read_ahead(
    modules: Iterable[ModuleType],
    files_of: FilesOf,
    mirror: Path | None,
    readings: KeptReadings,
    progress: Progress,
) -> None:
    """Read and keep what of these sources is not kept yet, where that is much."""
    unread = [each for module in modules for each in _unread(module, files_of, mirror, readings)]
    count = min(cores(), len(unread))
    if count > 1 and sum(each.size for each in unread) >= PAYS_FROM_BYTES:
        # Largest first, so that no process is left alone with a large one at the end.
        unread.sort(key=lambda each: each.size, reverse=True)
        _read_all(unread, readings.folder, count, progress)


def _read_all(unread: Sequence[Unread], folder: Path, count: int, progress: Progress) -> None:
    with processes(count) as pool:
        started = [pool.submit(read_and_keep, each, folder) for each in unread]
        for done, future in enumerate(as_completed(started), start=1):
            progress.count("reading ahead", done, len(unread))
            if isinstance(future.exception(), BrokenProcessPool):
                logger.warning("A process that read ahead ended; its files are read in their turn.")
                return


def _unread(
    module: ModuleType, files_of: FilesOf, mirror: Path | None, readings: KeptReadings
) -> list[Unread]:
    """What is not kept of a source; nothing where that cannot be told, which the release tells."""
    # Another process can import a module by its name alone.
    if sys.modules.get(module.__name__) is not module or not hasattr(module, "read"):
        return []
    try:
        newest = _newest(module, files_of(module.SOURCE), readings)
    except READING_FAILURES:
        newest = []
    return [*newest, *(_older(module, mirror, readings) if mirror else ())]


def _newest(module: ModuleType, files: FeedFiles, readings: KeptReadings) -> list[Unread]:
    if not readings.lacks(module, files):
        return []
    size = sum((files.folder / name).stat().st_size for name in files.hashes)
    return [Unread(module.__name__, size, files)]


def _older(module: ModuleType, mirror: Path, readings: KeptReadings) -> Iterator[Unread]:
    for kept in getattr(module, "VINTAGES", ()):
        for path in sorted(mirror.glob(kept.pattern)):
            if readings.lacks_file(module, path):
                yield Unread(module.__name__, path.stat().st_size, None, kept.pattern, path)


def read_and_keep(unread: Unread, folder: Path) -> None:
    """Read one source's files, or an older file of it, and keep what they say.

    What cannot be read is left to the release, which tells of it.
    """
    module, readings = import_module(unread.module), _readings(folder)
    with suppress(*READING_FAILURES):
        if unread.files is not None:
            read_or_kept(module, unread.files, readings)
        elif unread.older is not None:
            kept = next(each for each in module.VINTAGES if each.pattern == unread.pattern)
            readings.of_file(module, unread.older, kept.read)


@cache
def _readings(folder: Path) -> KeptReadings:
    return KeptReadings(folder)
