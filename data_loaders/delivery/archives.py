"""Part files out of a .tar.gz, unpacked in one pass within limits and into their own folder.

A hostile archive can lie about everything but its packed size: what it unpacks to is counted as a
whole, headers and all, while it is read. The blocks of the archive are walked here: the standard
library's reader takes headers of any length into memory, and can be kept busy for hours by one.
"""

from __future__ import annotations

import gzip
import tarfile
import zlib
from codecs import getincrementaldecoder
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from data_loaders.delivery.opening import (
    FREE_BYTES,
    MOST_BYTES,
    MOST_TIMES,
    DamagedError,
    Guarded,
)

CHUNK = 1024**2
BLOCK = tarfile.BLOCKSIZE
MOST_PARTS = 10_000  # a day comes in some tens
MOST_HEADER = 64 * 1024  # long names and exact times; nothing that is needed
ABOUT_THE_NEXT = (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME)
CHANGES_SIZE = (b" size=", b" GNU.sparse")


class _Unpacked:
    """The bytes an archive unpacks to, which stop where they become too many or end too soon."""

    def __init__(self, packed: BinaryIO, packed_bytes: int) -> None:
        self._inner = packed
        self._left = min(MOST_BYTES, max(FREE_BYTES, packed_bytes * MOST_TIMES))

    def read(self, size: int) -> bytes:
        chunk = self._inner.read(size)
        self._left -= len(chunk)
        if self._left < 0:
            raise DamagedError(
                "unpacks to far more than it should",
                f"at most {MOST_TIMES} times its packed size",
                "Do not open it; ask the partner what it is.",
            )
        return chunk

    def exactly(self, size: int) -> bytes:
        chunk = self.read(size)
        if len(chunk) < size:
            raise EOFError("it ends within a part")
        return chunk


class _Part:
    """The bytes of one part, as a stream."""

    def __init__(self, unpacked: _Unpacked, size: int) -> None:
        self._unpacked, self._left = unpacked, size

    def read(self, size: int) -> bytes:
        chunk = self._unpacked.exactly(min(size, self._left))
        self._left -= len(chunk)
        return chunk


def unpacked_tar(path: Path, folder: Path) -> list[Path]:
    """The part files of a .tar.gz, unpacked into `folder` under names of our own, in its order.

    Parts are text in UTF-8; empty ones are left out. Raises DamagedError for a link, a device, a
    name that leads out of the archive, a bomb, and whatever is cut off or damaged.
    """
    try:
        with gzip.open(path) as packed:
            unpacked = _Unpacked(packed, path.stat().st_size)  # pyright: ignore[reportArgumentType]
            return list(_parts(unpacked, folder))
    except (tarfile.TarError, EOFError, zlib.error, OSError) as error:
        raise DamagedError("cut off or no .tar.gz", "a whole .tar.gz") from error


def _parts(unpacked: _Unpacked, folder: Path) -> Iterator[Path]:
    number = 0
    for size in _sizes(unpacked):
        number += 1
        target = folder / f"part-{number:05d}.csv"
        _write(_Part(unpacked, size), target)
        unpacked.exactly(-size % BLOCK)
        yield target
    if not number:
        raise DamagedError("no part in the archive", "part files with rows")


def _sizes(unpacked: _Unpacked) -> Iterator[int]:
    """Sizes of the plain files that hold something; each must be read before the next."""
    for _ in range(MOST_PARTS):
        block = unpacked.exactly(BLOCK)
        if not block.strip(b"\0"):
            _require_end(unpacked)
            return
        member = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
        if member.type in ABOUT_THE_NEXT:
            _pass_over(unpacked, member.size)
            continue
        _require_plain(member)
        if member.isreg() and member.size:
            yield member.size
    raise DamagedError(f"more than {MOST_PARTS:,} parts", "part files of one day")


def _pass_over(unpacked: _Unpacked, size: int) -> None:
    """Leave out what an archive says of the next part beside its header."""
    if size > MOST_HEADER:
        raise DamagedError("a header of a part that is far too long", "plain part files")
    said = unpacked.exactly(size + -size % BLOCK)
    if any(word in said for word in CHANGES_SIZE):
        raise DamagedError("a part with holes or over 8 GB", "plain part files")


def _require_plain(member: tarfile.TarInfo) -> None:
    name = PurePosixPath(member.name)
    if name.is_absolute() or ".." in name.parts:
        raise DamagedError("a part whose name leads out of the archive", "plain names of parts")
    if not (member.isreg() or member.isdir()) or member.type == tarfile.GNUTYPE_SPARSE:
        raise DamagedError("a part that is a link, a device or has holes", "plain part files")


def _write(part: _Part, target: Path) -> None:
    guarded = Guarded(part, None)  # pyright: ignore[reportArgumentType]
    decoder = getincrementaldecoder("utf-8")()
    try:
        with target.open("wb") as plain:
            while chunk := guarded.read(CHUNK):
                decoder.decode(chunk)
                plain.write(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise DamagedError("bytes that are no text", "text in UTF-8", "Write it so.") from error


def _require_end(unpacked: _Unpacked) -> None:
    """Read on to the end, where the checksum stands: nothing but padding may follow."""
    while chunk := unpacked.read(CHUNK):
        if chunk.strip(b"\0"):
            raise DamagedError("bytes after the end of the archive", "a whole .tar.gz")
