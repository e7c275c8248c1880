"""Files of a release, held to their manifest: hashed before they are used, and again when they
change.

A file is taken as unchanged while its inode, size and times are. Looking at those costs
microseconds, so it is done each time.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

Stamp = tuple[int, int, int, int]


class ReleaseError(ValueError):
    """A release that must not be served; the message says which file and why."""


@dataclass(frozen=True, slots=True)
class FileEntry:
    sha256: str
    bytes: int


def plain_file(path: str, flags: int) -> int:
    """Open a file for `open`, and nothing else: a pipe would wait for somebody to write into it.

    Raises OSError.
    """
    handle = os.open(path, flags | os.O_NONBLOCK)
    mode = os.fstat(handle).st_mode
    if stat.S_ISREG(mode):
        return handle
    os.close(handle)
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    raise OSError(errno.EINVAL, "no plain file")


def content_of(path: Path) -> bytes:
    """What a plain file holds. Raises OSError."""
    with open(path, "rb", opener=plain_file) as file:
        return file.read()


class WatchedFiles:
    """The files of one release folder by name, each with the hash it must have."""

    def __init__(self, folder: Path, files: Mapping[str, FileEntry]) -> None:
        self.folder = folder
        # Text, not a Path: looking at a file is on the way of every answer.
        self._root = f"{folder}/"
        self._files = dict(files)
        self._good: dict[str, Stamp] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._files

    def hash_of(self, name: str) -> str | None:
        """The hash a file must have; None for one that is not of the release."""
        entry = self._files.get(name)
        return None if entry is None else entry.sha256

    @property
    def stamps(self) -> Mapping[str, Stamp]:
        """The files found as published, and what changes with each."""
        return self._good

    def take(self, stamps: Mapping[str, Stamp]) -> None:
        """Take files as published that are still what another process compared."""
        self._good.update((name, stamp) for name, stamp in stamps.items() if name in self._files)

    def check_all(self) -> None:
        """Raise ReleaseError where any file is missing or not as published."""
        for name in self._files:
            self.check(name)

    def check(self, name: str) -> None:
        """Raise ReleaseError where a file is missing or not as published."""
        try:
            if self._good.get(name) == _stamp(os.stat(self._root + name)):
                return
            with open(self._root + name, "rb", buffering=0, opener=plain_file) as file:
                stamp = _stamp(os.fstat(file.fileno()))
                # In chunks: a whole table at once would stay in a worker's memory for good.
                self._compare(name, hashlib.file_digest(file, "sha256").hexdigest(), stamp)
        except OSError as error:
            raise self._unreadable(name, error) from error

    def require_there(self, name: str) -> None:
        """Raise ReleaseError where a file is missing or has another size; hashes nothing."""
        try:
            size = os.stat(self._root + name).st_size
        except OSError as error:
            raise self._unreadable(name, error) from error
        if size != self._files[name].bytes:
            raise ReleaseError(f"{self.folder.name}/{name} differs from its manifest")

    def read(self, name: str) -> bytes:
        """The content of a file, the very bytes that were compared. Raises ReleaseError."""
        try:
            with open(self._root + name, "rb", opener=plain_file) as file:
                stamp = _stamp(os.fstat(file.fileno()))
                content = file.read()
        except OSError as error:
            raise self._unreadable(name, error) from error
        if self._good.get(name) != stamp:
            self._compare(name, hashlib.sha256(content).hexdigest(), stamp)
        return content

    def damaged(self) -> list[str]:
        """A sentence for each file that is missing or not as published."""
        problems = []
        for name in self._files:
            try:
                self.check(name)
            except ReleaseError as error:
                problems.append(str(error))
        return problems

    def _compare(self, name: str, sha256: str, stamp: Stamp) -> None:
        if name not in self._files:
            raise ReleaseError(f"{self.folder.name}/{name} is not in its manifest")
        if sha256 != self._files[name].sha256:
            self._good.pop(name, None)
            raise ReleaseError(f"{self.folder.name}/{name} differs from its manifest")
        self._good[name] = stamp

    def _unreadable(self, name: str, error: OSError) -> ReleaseError:
        self._good.pop(name, None)
        missing = isinstance(error, FileNotFoundError | NotADirectoryError | IsADirectoryError)
        why = "is missing" if missing else f"is unreadable: {error.strerror}"
        return ReleaseError(f"{self.folder.name}/{name} {why}")


def _stamp(status: os.stat_result) -> Stamp:
    """What changes with a file: who replaces it or turns its clock back changes one of these."""
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
