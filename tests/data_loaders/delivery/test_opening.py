"""Files nobody here has written: what cannot be opened safely is refused in words."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from data_loaders.delivery import opening
from data_loaders.delivery.opening import (
    DamagedError,
    require_plain_workbook,
    text_bytes,
    unpacked_gzip,
)

ROWS = b"1,2\n" * 1000
SHEET = "xl/worksheets/sheet1.xml"


def file(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def workbook(folder: Path, parts: dict[str, bytes]) -> Path:
    path = folder / "book.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return path


def read(path: Path) -> bytes:
    with text_bytes(path) as stream:
        return stream.read()


def test_a_plain_and_a_packed_file_are_read_alike(tmp_path: Path) -> None:
    plain = file(tmp_path, "a.csv", ROWS)
    packed = file(tmp_path, "a.csv.gz", gzip.compress(ROWS))
    assert read(plain) == read(packed) == ROWS
    (tmp_path / "out").mkdir()
    assert unpacked_gzip(packed, tmp_path / "out").read_bytes() == ROWS


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.csv", b"", "empty"),
        ("cut.csv.gz", gzip.compress(ROWS * 9)[:-20], "cut off or damaged"),
        ("no.csv.gz", ROWS, "cut off or damaged"),
        ("zero.csv", b"1,\0\n", "no text"),
        ("long.csv", b"1" * (opening.LONGEST_LINE + 1) + b"\n", "a line longer than"),
        ("bomb.csv.gz", gzip.compress(b"1,2\n" * 20_000_000), "unpacks to over 16 MB"),
    ],
    ids=("empty", "cut", "not packed", "zero", "long", "bomb"),
)
def test_a_damaged_or_hostile_file_is_refused(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    with pytest.raises(DamagedError, match=message):
        read(file(tmp_path, name, content))


def test_a_long_line_is_found_across_chunks(tmp_path: Path) -> None:
    half = b"1" * (opening.LONGEST_LINE // 2 + 10)
    assert read(file(tmp_path, "fine.csv", half + b"\n" + half + b"\n"))
    with pytest.raises(DamagedError, match="a line longer than"):
        read(file(tmp_path, "long.csv", b"1,2\n" + half + half))


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({SHEET: b"<c><f>HYPERLINK()</f></c>"}, "formulas"),
        ({SHEET: b'<c><f t="shared" si="0"/></c>'}, "formulas"),
        ({"xl/vbaProject.bin": b"x", SHEET: b""}, "macros"),
        ({"xl/externalLinks/externalLink1.xml": b"x"}, "links to other workbooks"),
    ],
)
def test_a_workbook_of_more_than_values_is_refused(
    tmp_path: Path, parts: dict[str, bytes], message: str
) -> None:
    with pytest.raises(DamagedError, match=message):
        require_plain_workbook(workbook(tmp_path, parts))


def test_a_workbook_that_is_none_or_a_bomb_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(DamagedError, match=r"no \.xlsx"):
        require_plain_workbook(file(tmp_path, "text.xlsx", ROWS))
    monkeypatch.setattr(opening, "MOST_WORKBOOK_BYTES", 1000)
    with pytest.raises(DamagedError, match="unpacks to over"):
        require_plain_workbook(workbook(tmp_path, {SHEET: b"<c>1</c>" * 200}))


def test_a_workbook_of_values_is_fine(tmp_path: Path) -> None:
    require_plain_workbook(workbook(tmp_path, {SHEET: b"<c><v>1</v></c>", "docProps/f.xml": b""}))
