"""A store of releases: a bucket, or a folder that several machines see.

It is reached through fsspec, by the address of a folder (`s3://bucket/releases`, `gs://…`,
`file:///mnt/releases`). Only this program loads fsspec; the web process never does.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

import fsspec
from fsspec.core import url_to_fs

from data_loaders.observations.durable import flush, write_whole
from data_loaders.released.release import ReleaseError


class StoreError(ReleaseError):
    """A store that cannot be reached, or holds what no release holds; the message says what."""


class Store:
    """Files by their names below one address."""

    def __init__(self, address: str) -> None:
        try:
            self._files, base = url_to_fs(address, use_listings_cache=False)
        except (ImportError, ValueError) as error:
            raise StoreError(f"{address} cannot be opened: {error}") from error
        self._files: fsspec.AbstractFileSystem
        self._base, self.address = base.rstrip("/"), address

    def read(self, name: str) -> bytes | None:
        """The content of a file; None where there is none."""
        try:
            content = self._files.cat_file(f"{self._base}/{name}")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError(f"{self.address}/{name} cannot be read: {error}") from error
        return content if isinstance(content, bytes) else content.encode()

    def below(self, name: str) -> list[str]:
        """Names of all files below a folder of the store, in order."""
        try:
            paths = self._files.find(f"{self._base}/{name}" if name else self._base)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise StoreError(f"{self.address} cannot be listed: {error}") from error
        start = len(self._files._strip_protocol(self._base)) + 1
        return sorted(path[start:] for path in paths)

    def fetch(self, names: Iterable[str], into: Path) -> None:
        """Copy files of the store into a folder, under the same names, flushed to disk."""
        folders = {into}
        for name in names:
            content = self.read(name)
            if content is None:
                raise StoreError(f"{self.address}/{name} is missing")
            target = into / inside(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(target, content)
            folders.add(target.parent)
        for folder in folders:
            flush(folder)

    def put(self, name: str, content: bytes) -> None:
        """Write a file of the store."""
        try:
            path = f"{self._base}/{name}"
            self._files.makedirs(self._files._parent(path), exist_ok=True)
            self._files.pipe_file(path, content)
        except OSError as error:
            raise StoreError(f"{self.address}/{name} cannot be written: {error}") from error


def inside(name: str) -> str:
    """A name that stays below its folder; StoreError for any other."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts or "\\" in name:
        raise StoreError(f"“{name[:80]}” is no name of a file of a release")
    return name
