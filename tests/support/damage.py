"""Kinds of damage done to any file of any partner's format."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

LONG = "x" * (2 * 1024**2)


@dataclass(frozen=True)
class Damage:
    """`text` changes the rows of a text file; `packed` the bytes of the file as it lies there."""

    name: str
    text: Callable[[list[str]], list[str]] | None = None
    packed: Callable[[bytes], bytes] | None = None
    encoding: str = "utf-8"


def _mark(rows: list[str]) -> str:
    """What stands between the cells of a file."""
    return "|" if "|" in rows[0] else ","


def _cut_row(rows: list[str]) -> list[str]:
    return [*rows[:-1], rows[-1][: len(rows[-1]) // 2].rpartition(_mark(rows))[0]]


def _with(rows: list[str], row: str) -> list[str]:
    return [rows[0], row, *rows[1:]]


def _first_cell(rows: list[str], cell: str) -> list[str]:
    mark = _mark(rows)
    return _with(rows, cell + rows[1][rows[1].find(mark) :] if mark in rows[1] else cell)


def _swapped(rows: list[str]) -> list[str]:
    """The first two columns change places under their old header."""
    moved = []
    for row in rows[1:]:
        first, second, *rest = row.split(_mark(rows))
        moved.append(_mark(rows).join([second, first, *rest]))
    return [rows[0], *moved]


TEXT_DAMAGES = (
    Damage("cut off in a row", _cut_row),
    Damage("a column more", lambda rows: [f"{row},1" for row in rows]),
    Damage("a column less", lambda rows: [row.rpartition(_mark(rows))[0] for row in rows]),
    Damage("written in UTF-16", encoding="utf-16"),
    Damage("a formula in a cell", lambda rows: _first_cell(rows, "=HYPERLINK(1)")),
    Damage("a gigantic line", lambda rows: _with(rows, LONG)),
    Damage("a NUL byte", lambda rows: _first_cell(rows, "\0")),
    Damage("columns changed places", _swapped),
    Damage("every row twice", lambda rows: [rows[0], *rows[1:], *rows[1:]]),
)
FILE_DAMAGES = (
    Damage("cut off", packed=lambda content: content[: len(content) // 2]),
    Damage("empty", packed=lambda _content: b""),
    Damage("another file", packed=lambda _content: b"%PDF-1.7 not a delivery\n"),
)


def damaged(path: Path, damage: Damage, folder: Path) -> Path:
    """A copy of a delivered file in `folder`, damaged; its container stays whole."""
    target = folder / path.name
    content = path.read_bytes()
    if damage.packed is not None:
        target.write_bytes(damage.packed(content))
    elif path.name.endswith(".tar.gz"):
        target.write_bytes(_tar(content, damage))
    elif path.name.endswith(".gz"):
        target.write_bytes(gzip.compress(_rewritten(gzip.decompress(content), damage)))
    else:
        target.write_bytes(_rewritten(content, damage))
    return target


def is_text(path: Path) -> bool:
    return not path.name.endswith(".xlsx")


def bomb(path: Path, folder: Path) -> Path:
    """A file of the same name that unpacks to far more than it holds."""
    target = folder / path.name
    rows = b"1,2\n" * 20_000_000
    if path.name.endswith(".tar.gz"):
        target.write_bytes(_archive({"part-0": rows}))
    elif path.name.endswith(".xlsx"):
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as book:
            for number in range(8):
                book.writestr(f"xl/worksheets/sheet{number}.xml", rows)
    else:
        target.write_bytes(gzip.compress(rows))
    return target


def escaping(path: Path, folder: Path) -> Path:
    """An archive of the same name with a part that leads out of it."""
    target = folder / path.name
    target.write_bytes(_archive({"../escaped.csv": b"1,2\n"}))
    return target


def _rewritten(content: bytes, damage: Damage) -> bytes:
    encoding = "latin-1" if _is_latin(content) else "utf-8"
    rows = content.decode(encoding).splitlines()
    changed = damage.text(rows) if damage.text else rows
    text = "\n".join([*changed, ""])
    return text.encode(encoding if damage.encoding == "utf-8" else damage.encoding)


def _is_latin(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _tar(content: bytes, damage: Damage) -> bytes:
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as archive:
        parts = {
            member.name: inner.read()
            for member in archive
            if (inner := archive.extractfile(member)) is not None
        }
    first, *others = parts
    rewritten = {first: _rewritten(parts[first], damage), **{name: parts[name] for name in others}}
    return _archive(rewritten)


def _archive(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, content in parts.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return packed.getvalue()
