"""Files spoiled as they are on the way from a publisher: in their bytes, rows, columns and cells.

`Spoiled.right` tells what a reader may make of such a file beside refusing it: the figures of the
whole file, or those that the changed cell states.
"""

from __future__ import annotations

import csv
import gzip
import io
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

Row = list[str]
Rows = list[Row]
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
HTML = (
    b"<!DOCTYPE html>\n<html><head><title>503</title></head><body>Try later, please</body></html>\n"
)
JSON = b'{"code": "dataset.missing", "error": true, "message": "Not found"}\n'
NUMBER = re.compile(r"-?\d[\d,]*(\.\d+)?|-?\.\d+")
ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(.*)")
US = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(.*)")


@dataclass(frozen=True)
class Kind:
    """A way to spoil a file: `of_bytes`, or `of_rows` with the column it is done to.

    Kinds `of_rows` return None where they cannot be done to that column.
    """

    name: str
    of_bytes: Callable[[bytes], bytes | None] | None = None
    of_rows: Callable[[Rows, int], Rows | None] | None = None
    by_column: bool = False


@dataclass(frozen=True)
class Table:
    """A text file as rows of cells, with what stands between them."""

    rows: Rows
    separator: str
    mark: bytes

    @classmethod
    def of(cls, content: bytes) -> Table | None:
        mark = BYTE_ORDER_MARK if content.startswith(BYTE_ORDER_MARK) else b""
        try:
            text = content.removeprefix(mark).decode()
        except UnicodeDecodeError:
            return None
        separator = ";" if ";" in text.partition("\n")[0] else ","
        rows = [
            row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if row
        ]
        return cls(rows, separator, mark) if len(rows) > 1 and len(rows[0]) > 1 else None

    def written(self, rows: Rows) -> bytes:
        file = io.StringIO(newline="")
        csv.writer(file, delimiter=self.separator, lineterminator="\n").writerows(rows)
        return self.mark + file.getvalue().encode()


def _copied(rows: Rows) -> Rows:
    return [list(row) for row in rows]


def _last_with(rows: Rows, column: int, pattern: re.Pattern[str]) -> int | None:
    """The last row whose cell of a column is of the pattern."""
    wide = (at for at in range(len(rows) - 1, 0, -1) if column < len(rows[at]))
    return next((at for at in wide if pattern.fullmatch(rows[at][column].strip())), None)


def _one(
    pattern: re.Pattern[str], change: Callable[[str], str | None]
) -> Callable[..., Rows | None]:
    """A change of the last cell of the pattern in a column."""

    def spoil(rows: Rows, column: int) -> Rows | None:
        at = _last_with(rows, column, pattern)
        if at is None:
            return None
        changed = _copied(rows)
        new = change(changed[at][column].strip())
        if new is None or new == changed[at][column]:
            return None
        changed[at][column] = new
        return changed

    return spoil


def _all(
    pattern: re.Pattern[str], change: Callable[[str], str | None]
) -> Callable[..., Rows | None]:
    """A change of every cell of the pattern in a column."""

    def spoil(rows: Rows, column: int) -> Rows | None:
        changed = _copied(rows)
        for row in changed[1:]:
            if column < len(row) and pattern.fullmatch(row[column].strip()):
                row[column] = change(row[column].strip()) or row[column]
        return None if changed == rows else changed

    return spoil


def _decimal_comma(cell: str) -> str | None:
    return cell.replace(",", "").replace(".", ",") if "." in cell else None


def _thousands(cell: str) -> str | None:
    whole, point, rest = cell.replace(",", "").partition(".")
    return (
        f"{int(whole):,}{point}{rest}" if whole.lstrip("-").isdigit() and len(whole) > 3 else None
    )


def _other_thousands(mark: str) -> Callable[[str], str | None]:
    return lambda cell: (text := _thousands(cell)) and text.replace(",", mark)


def _day_first(cell: str) -> str | None:
    if (iso := ISO.fullmatch(cell)) is not None:
        return f"{iso[3]}/{iso[2]}/{iso[1]}{iso[4]}"
    us = US.fullmatch(cell)
    return f"{us[2]}/{us[1]}/{us[3]}{us[4]}" if us else None


def _two_digits(cell: str) -> str | None:
    if (iso := ISO.fullmatch(cell)) is not None:
        return f"{iso[1][2:]}-{iso[2]}-{iso[3]}{iso[4]}"
    us = US.fullmatch(cell)
    return f"{us[1]}/{us[2]}/{us[3][2:]}{us[4]}" if us else None


def _billion(cell: str) -> str | None:
    """A billion, where that is far more than the number."""
    return "1e9" if abs(float(cell.replace(",", ""))) < 1e6 else None


def _in_2099(cell: str) -> str | None:
    return re.sub(r"(?<!\d)(19|20)\d\d(?!\d)", "2099", cell)


def _in_1970(cell: str) -> str | None:
    return re.sub(r"(?<!\d)(19|20)\d\d(?!\d)", "1970", cell)


CODE = re.compile(r"\d+")
ANY_DATE = re.compile(rf"{ISO.pattern}|{US.pattern}|20\d\d(-\d\d)?")
TEXT = re.compile(r"\S.*")


def _repeated_header(rows: Rows, column: int) -> Rows | None:
    changed = _copied(rows)
    changed[0][column] = changed[0][column - 1]
    return None if column == 0 or changed == rows else changed


def _second_of_the_name(rows: Rows, column: int) -> Rows:
    """A further column of the same name with another number."""
    further = [("9" if NUMBER.fullmatch(row[column].strip()) else row[column]) for row in rows]
    return [[*row, cell] for row, cell in zip(rows, further, strict=True)]


def _further(rows: Rows, column: int) -> Rows:
    cells = ["zz_new", *["7"] * (len(rows) - 1)]
    return [[*row[:column], cell, *row[column:]] for row, cell in zip(rows, cells, strict=True)]


def _without(rows: Rows, column: int) -> Rows:
    return [[*row[:column], *row[column + 1 :]] for row in rows]


def _order_changed(rows: Rows, column: int) -> Rows | None:
    if column == 0:
        return None
    return [[row[column], *row[:column], *row[column + 1 :]] for row in rows]


def _short(rows: Rows, column: int) -> Rows | None:
    return [*_copied(rows)[:-1], list(rows[-1][:column])] if column else None


def _long(rows: Rows, column: int) -> Rows:
    changed = _copied(rows)
    changed[-1].insert(column, "8")
    return changed


def _conflict(rows: Rows, column: int) -> Rows | None:
    """The last row once more, with another number in a column."""
    at = _last_with(rows, column, NUMBER)
    if at is None:
        return None
    second = list(rows[at])
    second[column] = "7" if second[column] != "7" else "8"
    return [*_copied(rows), second]


def _with_totals(rows: Rows, _column: int) -> Rows:
    """A last row of sums, as spreadsheets end."""
    columns = [[row[at].strip() for row in rows[1:]] for at in range(1, len(rows[0]))]
    return [*_copied(rows), ["Total", *map(_sum, columns)]]


def _sum(cells: Row) -> str:
    values = [cell.replace(",", "") for cell in cells if NUMBER.fullmatch(cell)]
    return f"{sum(map(float, values)):.10g}" if values else ""


def _separators(mark: str) -> Callable[[bytes], bytes | None]:
    def change(content: bytes) -> bytes | None:
        plain = content.replace(b"\r\n", b"\n")
        changed = plain.replace(b"\n", mark.encode())
        return None if changed == content else changed

    return change


def _in_latin(content: bytes) -> bytes | None:
    """A letter of the last line as Latin-1 writes it."""
    start = content.rstrip().rfind(b"\n") + 1
    return content[:start] + b"\xe9" + content[start:] if start else None


KINDS = (
    Kind("byte-order mark", of_bytes=lambda c: BYTE_ORDER_MARK + c),
    Kind("two byte-order marks", of_bytes=lambda c: BYTE_ORDER_MARK * 2 + c),
    Kind("UTF-16", of_bytes=lambda c: c.decode("utf-8-sig").encode("utf-16")),
    Kind("UTF-16 without its mark", of_bytes=lambda c: c.decode("utf-8-sig").encode("utf-16-le")),
    Kind("Latin-1", of_bytes=_in_latin),
    Kind("empty", of_bytes=lambda _: b""),
    Kind("blanks alone", of_bytes=lambda _: b"\n\n  \n"),
    Kind("an HTML page", of_bytes=lambda _: HTML),
    Kind("an error in JSON", of_bytes=lambda _: JSON),
    Kind("gzip under the same name", of_bytes=gzip.compress),
    Kind("ends of lines of Windows", of_bytes=_separators("\r\n")),
    Kind("ends of lines of old Macs", of_bytes=_separators("\r")),
    Kind("header alone", of_rows=lambda rows, _: rows[:1]),
    Kind("cut in the middle", of_bytes=lambda c: c[: len(c) // 2 + 1]),
    Kind("NUL bytes at the end", of_bytes=lambda c: c + b"\0" * 64),
    Kind("an open quote", of_bytes=lambda c: c.rstrip(b"\n") + b'\n"'),
    Kind("header repeated", of_rows=_repeated_header, by_column=True),
    Kind("column twice", of_rows=_second_of_the_name, by_column=True),
    Kind("unknown column", of_rows=_further, by_column=True),
    Kind("column missing", of_rows=_without, by_column=True),
    Kind("order of columns changed", of_rows=_order_changed, by_column=True),
    Kind("short row", of_rows=_short, by_column=True),
    Kind("long row", of_rows=_long, by_column=True),
    Kind("new line in a cell", of_rows=_one(TEXT, lambda c: f"{c}\n{c}"), by_column=True),
    Kind("NUL in a cell", of_rows=_one(TEXT, lambda c: f"{c}\0"), by_column=True),
    Kind("decimal comma", of_rows=_one(NUMBER, _decimal_comma), by_column=True),
    Kind("decimal commas", of_rows=_all(NUMBER, _decimal_comma), by_column=True),
    Kind("thousands commas", of_rows=_all(NUMBER, _thousands), by_column=True),
    Kind("thousands points", of_rows=_all(NUMBER, _other_thousands(".")), by_column=True),
    Kind("thousands blanks", of_rows=_all(NUMBER, _other_thousands("\u00a0")), by_column=True),
    Kind("1e9", of_rows=_one(NUMBER, _billion), by_column=True),
    Kind("1e400", of_rows=_one(NUMBER, lambda _: "1e400"), by_column=True),
    Kind("Infinity", of_rows=_one(NUMBER, lambda _: "Infinity"), by_column=True),
    Kind("NaN", of_rows=_one(NUMBER, lambda _: "NaN"), by_column=True),
    Kind("a word", of_rows=_one(NUMBER, lambda _: "few"), by_column=True),
    Kind("negative", of_rows=_one(NUMBER, lambda c: f"-{c.lstrip('-')}"), by_column=True),
    Kind("days first", of_rows=_all(ANY_DATE, _day_first), by_column=True),
    Kind("one day first", of_rows=_one(ANY_DATE, _day_first), by_column=True),
    Kind("years of two digits", of_rows=_all(ANY_DATE, _two_digits), by_column=True),
    Kind("one year of two digits", of_rows=_one(ANY_DATE, _two_digits), by_column=True),
    Kind("a date in 2099", of_rows=_one(ANY_DATE, _in_2099), by_column=True),
    Kind("no such day", of_rows=_one(ISO, lambda c: f"{c[:4]}-02-31{c[10:]}"), by_column=True),
    Kind("a row twice with another number", of_rows=_conflict, by_column=True),
    Kind("a date in 1970", of_rows=_one(ANY_DATE, _in_1970), by_column=True),
    Kind("a code that is none", of_rows=_one(CODE, lambda _: "Qq"), by_column=True),
    Kind("newest rows first", of_rows=lambda rows, _: [rows[0], *_copied(rows[:0:-1])]),
    Kind("a row of totals", of_rows=_with_totals),
)


def spoiled(content: bytes, kind: Kind, most: int) -> Iterator[tuple[int, bytes]]:
    """The file spoiled in at most so many of the columns it can be done to, with their numbers.

    Which columns is by chance, the same each time. A kind that knows no columns gives one file, of
    column 0; a file that is no table of text only those of bytes.
    """
    table = Table.of(content)
    if kind.of_bytes is not None:
        try:
            changed = kind.of_bytes(content)
        except UnicodeDecodeError:  # a workbook has no other encoding
            return
        if changed is not None:
            yield 0, changed
    elif kind.of_rows is not None and table is not None:
        yield from islice(_by_column(table, kind), most)


def _by_column(table: Table, kind: Kind) -> Iterator[tuple[int, bytes]]:
    columns = list(range(len(table.rows[0]))) if kind.by_column else [0]
    random.Random(f"{kind.name} {table.rows[0]}").shuffle(columns)
    for column in columns:
        rows = kind.of_rows(table.rows, column) if kind.of_rows is not None else None
        if rows is not None:
            yield column, table.written(rows)


def first_of_each_layout(folder: Path) -> list[Path]:
    """One file of each header: files of many months are alike."""
    kept: dict[str, Path] = {}
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        head = path.read_bytes().split(b"\n", 1)[0]
        key = re.sub(r"\d", "", head.decode("latin-1")) if head[:1].isascii() else path.name
        kept.setdefault(f"{path.suffix} {key[:400]}", path)
    return list(kept.values())
