"""Delivered files with other rows inside, each in its own container."""

from __future__ import annotations

import csv
import gzip
import io
import re
import tarfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook
from xlsxwriter.worksheet import Worksheet

from data_loaders.curate.deliveries.partner import delivery_format
from data_loaders.sources.contracts import Partner

Rows = list[list[object]]
Change = Callable[[Rows], Rows]


def one_of_each_kind(module: Partner, files: list[Path]) -> list[Path]:
    """The first file of every kind that a delivery has."""
    kinds = delivery_format(module.SOURCE).files
    found = [[file for file in files if re.fullmatch(kind.pattern, file.name)] for kind in kinds]
    return [of_kind[0] for of_kind in found if of_kind]


def changed(path: Path, change: Change, folder: Path) -> Path:
    """A copy of a delivered file with other rows, in its own container."""
    target = folder / path.name
    if path.suffix == ".xlsx":
        book = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
        write_workbook(target, change([[*row] for row in book.to_python(skip_empty_area=False)]))
        return target
    if path.name.endswith(".tar.gz"):
        target.write_bytes(archive_of(parts_of(path), change))
        return target
    packed = path.suffix == ".gz"
    content = gzip.decompress(path.read_bytes()) if packed else path.read_bytes()
    written = text_of(content, change)
    target.write_bytes(gzip.compress(written) if packed else written)
    return target


def text_of(content: bytes, change: Change) -> bytes:
    try:
        encoding, text = "utf-8", content.decode("utf-8")
    except UnicodeDecodeError:
        encoding, text = "latin-1", content.decode("latin-1")
    rows: Rows = [list(row) for row in csv.reader(io.StringIO(text))]
    out = io.StringIO()
    for row in change(rows):
        if str(row[0]).startswith('"'):
            out.write(",".join(map(str, row)) + "\n")
        else:
            csv.writer(out, lineterminator="\n").writerow(row)
    return out.getvalue().encode(encoding)


def parts_of(path: Path) -> dict[str, bytes]:
    with tarfile.open(path) as archive:
        members = {member.name: archive.extractfile(member) for member in archive}
        return {name: inner.read() for name, inner in members.items() if inner}


def archive_of(parts: dict[str, bytes], change: Change, named: str = "") -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for number, (name, content) in enumerate(parts.items()):
            written = text_of(content, change) if number == 0 else content
            member = tarfile.TarInfo(named or name)
            member.size = len(written)
            archive.addfile(member, io.BytesIO(written))
    return packed.getvalue()


def write_workbook(path: Path, rows: Rows) -> None:
    """A workbook of one sheet: numbers as numbers, everything else as text."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        write_sheet(book.add_worksheet(), rows)


def write_sheet(sheet: Worksheet, rows: Rows) -> None:
    """Every cell of a sheet that holds something."""
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell != "":
                sheet.write(number, column, cell if isinstance(cell, float) else str(cell))
