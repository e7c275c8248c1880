"""The records this installation shows: read again when a file changes, and only whole ones.

A record that breaks never replaces what is shown; the log says which file and line.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Lock

from data_loaders.records.checks import Known, check
from data_loaders.records.described import described
from data_loaders.records.known_names import forget_words
from data_loaders.records.reading import Fault, Held, RecordsError, read
from data_loaders.vocabulary import installation

logger = logging.getLogger(__name__)
SECONDS_BETWEEN_LOOKS = 1.0
Signature = tuple[tuple[str, int, int], ...]


class Records:
    """The records of a folder, as of their last look that found no fault."""

    def __init__(self, root: Path, known: Callable[[], Known]) -> None:
        self.root = root
        self._known = known
        self._lock = Lock()
        self._held: Held | None = None
        self._seen: Signature | None = None
        self._looked_at = float("-inf")
        self._version = ""

    def current(self) -> Held:
        """Records to show; looks at the files at most once a second. RecordsError for none."""
        with self._lock:
            now = time.monotonic()
            if now - self._looked_at >= SECONDS_BETWEEN_LOOKS:
                self._looked_at = now
                self._look()
            if self._held is None:
                raise RecordsError(read_and_checked(self.root, self._known())[1])
            return self._held

    @property
    def version(self) -> str:
        """Another text whenever other records are shown, the same in every worker."""
        try:
            self.current()
        except RecordsError:
            return ""
        return self._version

    def _look(self) -> None:
        seen = signature(self.root)
        if seen == self._seen:
            return
        self._seen = seen
        held, faults = read_and_checked(self.root, self._known())
        forget_words()
        if faults:
            for fault in faults:
                logger.error("record refused: %s", fault.sentence)
            return
        self._held = held
        whole = repr(sorted(held.texts.items())).encode()
        self._version = hashlib.sha256(whole).hexdigest()[:12]


def read_and_checked(root: Path, known: Known) -> tuple[Held, tuple[Fault, ...]]:
    """Every record, and every fault of a record or between records, in order of file and line."""
    held, faults = read(root)
    return held, tuple(sorted([*faults, *check(held, root, known)]))


def signature(root: Path) -> Signature:
    """Name, time and size of every file: another where any changed."""
    stamps = []
    for path in sorted(root.rglob("*")):
        if path.is_file():
            status = path.stat()
            stamps.append((str(path.relative_to(root)), status.st_mtime_ns, status.st_size))
    return tuple(stamps)


def known() -> Known:
    """What records may name: every source and figure this version describes."""
    sources = described()
    figures = [each.id for source in sources.values() for each in source.indicators]
    return Known(frozenset(sources), frozenset(figures), datetime.now(UTC).date())


@cache
def records() -> Records:
    """The records of this installation (`RECORDS`, default data/records)."""
    return Records(installation.records(), known)
