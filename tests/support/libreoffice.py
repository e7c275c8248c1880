"""What the test of spreadsheets needs; `python -m tests.support.libreoffice` gets it by Debian."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

from tests.support import debian

PROGRAM, PACKAGE = "soffice", "libreoffice-calc-nogui"
NS = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
}
AS_TEXT = 2
# Comma, quotation mark, UTF-8, from the first line; formats of columns; language as the computer
# has it; quoted fields are no text; dates and such are looked for.
OPENED = "CSV:44,34,76,1,{formats},0,false,true"


@dataclass(frozen=True, slots=True)
class OpenedCell:
    """A cell as the spreadsheet holds it: its type ("float", "date", "string" …), what it holds."""

    type: str
    value: str


def missing() -> str:
    """Why LibreOffice cannot run here, in words; empty where it can."""
    return debian.missing(PROGRAM, PACKAGE)


def opened(csv_file: Path, as_text: tuple[int, ...] = ()) -> list[list[OpenedCell]]:
    """The rows of a CSV once LibreOffice has opened it, with columns (from 1) taken for text."""
    formats = "/".join(f"{column}/{AS_TEXT}" for column in as_text)
    folder = csv_file.parent
    command = [PROGRAM, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    command += [f"--infilter={OPENED.format(formats=formats)}", "--convert-to", "fods"]
    subprocess.run(
        [*command, "--outdir", str(folder), str(csv_file)],
        check=True,
        timeout=120,
        stdout=sys.stderr,
    )
    return _rows(csv_file.with_suffix(".fods"))


def _rows(path: Path) -> list[list[OpenedCell]]:
    sheet = ElementTree.parse(path).getroot()
    return [_cells(row) for row in sheet.iterfind(".//table:table-row", NS)]


def _cells(row: ElementTree.Element) -> list[OpenedCell]:
    cells: list[OpenedCell] = []
    for cell in row.iterfind("table:table-cell", NS):
        kind = cell.get(f"{{{NS['office']}}}value-type", "")
        text = "\n".join("".join(part.itertext()) for part in cell.iterfind("text:p", NS))
        held = cell.get(f"{{{NS['office']}}}date-value") or cell.get(f"{{{NS['office']}}}value")
        repeated = int(cell.get(f"{{{NS['table']}}}number-columns-repeated", "1"))
        # The last cell of a row stands for all the empty columns of a sheet.
        cells += [OpenedCell(kind, held or text)] * min(repeated, 100)
    return cells


if __name__ == "__main__":
    debian.install(PROGRAM, PACKAGE)
