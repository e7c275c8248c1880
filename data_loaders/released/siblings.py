"""What one worker has hashed of a release, told to its siblings, so that each file is hashed once.

The note is a file without a name: only the processes of one server, which have it from the one
that started them, can read or write it. It holds what each of them would otherwise keep for itself
(see `WatchedFiles`): the times and size a file had when it was as published. Whoever reads it looks
at each file again, and hashes any that changed since.

It saves work and decides nothing: without a note, or with one that cannot be read or written, each
worker hashes for itself. Its locks are those of the system, which lets go of them where a process
ends in whatever way.
"""

from __future__ import annotations

import fcntl
import logging
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from zlib import crc32

import msgspec

from data_loaders.released.watched import Stamp

logger = logging.getLogger(__name__)
Stamps = dict[str, Stamp]
# Where the lock of whoever reads or writes the note is; those of releases are after it.
WRITING = 0
# Releases in the note: the newest of both sides, and those that are about to follow.
MOST_NOTED = 4


class Siblings:
    """A note that processes forked from this one share."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - held as long as the server is

    def close(self) -> None:
        """Forget it, in this process."""
        self._file.close()

    @contextmanager
    def turn(self, release: str) -> Iterator[None]:
        """One of them at a time for each release: who waits finds hashed what it waited for, and
        nobody waits for the other side's."""
        with self._alone(1 + crc32(release.encode())):
            yield

    @contextmanager
    def _alone(self, place: int) -> Iterator[None]:
        """Hold the lock at a place of the note, whether anything is written there or not."""
        fcntl.lockf(self._file, fcntl.LOCK_EX, 1, place)
        try:
            yield
        finally:
            fcntl.lockf(self._file, fcntl.LOCK_UN, 1, place)

    def noted(self, release: str) -> Stamps:
        """The files of a release that one of them found as published."""
        with self._alone(WRITING):
            return self._all().get(release, {})

    def note(self, release: str, stamps: Mapping[str, Stamp]) -> None:
        """Tell what was found. Of releases only those noted last are kept."""
        with self._alone(WRITING):
            others = [(name, kept) for name, kept in self._all().items() if name != release]
            latest = dict(others[1 - MOST_NOTED :])
            try:
                self._write(msgspec.msgpack.encode({**latest, release: stamps}))
            except OSError as error:
                logger.warning("each worker hashes releases for itself: %s", error)

    def _write(self, content: bytes) -> None:
        # At its place and not where another stopped: the processes share one position.
        os.ftruncate(self._file.fileno(), 0)
        os.pwrite(self._file.fileno(), content, 0)

    def _all(self) -> dict[str, Stamps]:
        size = os.fstat(self._file.fileno()).st_size
        content = os.pread(self._file.fileno(), size, 0)
        try:
            return msgspec.msgpack.decode(content, type=dict[str, Stamps]) if content else {}
        except msgspec.DecodeError:
            return {}  # its writer was stopped halfway, or the disk was full


_shared: list[Siblings] = []


def share() -> None:
    """Begin to share with every process that is forked from this one."""
    _shared[:] = [Siblings()]


def shared() -> Siblings | None:
    """The note of this server; None where nothing is shared."""
    return _shared[0] if _shared else None
