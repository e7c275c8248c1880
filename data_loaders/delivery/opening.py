"""Opening files nobody here has written: unpacked within limits, inside their own folder.

Whatever cannot be opened raises DamagedError with what was found and how to mend it; nothing is
written outside the folder given, and no file can fill the disk or the memory.
"""

from __future__ import annotations

import gzip
import io
import shutil
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

MOST_BYTES = 20 * 1024**3  # a day of the largest cube is under 1 GB
MOST_TIMES = 200  # text packs 5 to 60 times smaller, a bomb a thousand times
FREE_BYTES = 16 * 1024**2  # below this, how well a file packs says nothing
LONGEST_LINE = 1024**2
MOST_WORKBOOK_BYTES = 512 * 1024**2
FORMULA = (b"<f>", b"<f ", b"<f/>")
ACTIVE_PARTS = ("vbaproject", "externallinks/", "activex/", "embeddings/")
AGAIN = "Fetch the file again from the partner."


class DamagedError(ValueError):
    """A file that cannot be opened safely: what was `found`, what `expected`, how to `mend` it."""

    def __init__(self, problem: str, expected: str, mend: str = AGAIN) -> None:
        super().__init__(f"{problem}. Expected: {expected}. {mend}")
        self.found, self.expected, self.mend = problem, expected, mend


class Guarded(io.RawIOBase):
    """A stream of text bytes that stops at bombs, endless lines and bytes that are no text.

    `packed_bytes` is the size of the file it is unpacked from, None for one that is not packed.
    """

    def __init__(self, inner: BinaryIO, packed_bytes: int | None) -> None:
        self._inner, self._packed = inner, packed_bytes
        self._total = self._line = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        chunk = self._read(len(buffer))
        buffer[: len(chunk)] = chunk
        self._total += len(chunk)
        self._refuse_bomb()
        self._refuse_long_line(chunk)
        if b"\0" in chunk:
            raise DamagedError("bytes that are no text", "text in UTF-8", "Write it as UTF-8.")
        return len(chunk)

    def _read(self, size: int) -> bytes:
        try:
            return self._inner.read(size)
        except (EOFError, zlib.error, gzip.BadGzipFile, tarfile.TarError, OSError) as error:
            raise DamagedError("cut off or damaged", "a whole file") from error

    def _refuse_bomb(self) -> None:
        packed = self._packed
        if self._total > MOST_BYTES or (
            packed is not None and self._total > max(FREE_BYTES, packed * MOST_TIMES)
        ):
            raise DamagedError(
                f"unpacks to over {self._total // 1024**2} MB",
                f"at most {MOST_TIMES} times its packed size",
                "Do not open it; ask the partner what it is.",
            )

    def _refuse_long_line(self, chunk: bytes) -> None:
        first, last = chunk.find(b"\n"), chunk.rfind(b"\n")
        longest = self._line + (len(chunk) if first < 0 else first)
        self._line = longest if first < 0 else len(chunk) - last - 1
        # A line inside a chunk that is no longer than the longest line cannot be longer either.
        if len(chunk) > LONGEST_LINE:
            longest = max(longest, *(len(piece) for piece in chunk[first + 1 :].split(b"\n")))
        if longest > LONGEST_LINE:
            raise DamagedError(
                f"a line longer than {LONGEST_LINE:,} bytes",
                "one record a line",
                "Look for a lost line end or an open quotation mark.",
            )


@contextmanager
def text_bytes(path: Path) -> Iterator[BinaryIO]:
    """The bytes of a text file, unpacked where its name ends in .gz, guarded."""
    if not path.is_file():
        raise DamagedError("not found", "the file", "Check the name.")
    is_packed = path.suffix == ".gz"
    size = path.stat().st_size
    if size == 0:
        raise DamagedError("empty", "a file with rows")
    with gzip.open(path) if is_packed else path.open("rb") as inner:
        yield io.BufferedReader(
            Guarded(inner, size if is_packed else None),  # pyright: ignore[reportArgumentType]
            1024**2,
        )


def unpacked_gzip(path: Path, folder: Path) -> Path:
    """A .gz file unpacked into `folder` as a file of the same name without the ending."""
    target = folder / path.name.removesuffix(".gz")
    with text_bytes(path) as packed, target.open("wb") as plain:
        shutil.copyfileobj(packed, plain, 1024**2)
    return target


def require_plain_workbook(path: Path) -> None:
    """Raise DamagedError unless an .xlsx holds plain values and unpacks to a sane size."""
    try:
        with zipfile.ZipFile(path) as book:
            if sum(entry.file_size for entry in book.infolist()) > MOST_WORKBOOK_BYTES:
                raise DamagedError(
                    f"unpacks to over {MOST_WORKBOOK_BYTES // 1024**2} MB",
                    "a workbook of plain values",
                    "Do not open it; ask the partner what it is.",
                )
            for entry in book.infolist():
                _require_plain_part(book, entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise DamagedError("cut off or no .xlsx", "a whole .xlsx workbook") from error
    except OSError as error:
        raise DamagedError(f"not readable ({error.strerror})", "the file") from error


def _require_plain_part(book: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    name = entry.filename.lower()
    if any(part in name for part in ACTIVE_PARTS):
        raise DamagedError(
            "macros, embedded files or links to other workbooks",
            "a workbook of plain values",
            "Save the values alone as a new workbook.",
        )
    if not name.startswith("xl/worksheets/") or not name.endswith(".xml"):
        return
    with book.open(entry) as sheet:
        before = b""
        while chunk := sheet.read(1024**2):
            if any(mark in before + chunk for mark in FORMULA):
                raise DamagedError(
                    "formulas",
                    "a workbook of plain values",
                    "Save the values alone: a formula can change with whoever opens it.",
                )
            before = chunk[-8:]
