"""Names and phone numbers in a delivery, wherever they stand, come back nowhere in what is said."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from data_loaders.__main__ import app
from data_loaders.command_line import partner_commands
from data_loaders.curate.deliveries.intake import QUARANTINE, REPORT, ROWS, Intake
from data_loaders.curate.deliveries.partner import delivery_format
from data_loaders.delivery.findings import RefusedError, Report, shape
from data_loaders.simulated.city import City
from data_loaders.simulated.deliveries import HANDOVERS, WRITERS
from data_loaders.sources import catalog
from data_loaders.sources.contracts import Partner
from tests.support.containers import (
    Change,
    Rows,
    archive_of,
    changed,
    one_of_each_kind,
    parts_of,
    text_of,
    write_sheet,
)

PARTNERS = {module.SOURCE.id: module for module in catalog.PARTNERS}
NAME, PHONE = "Zebulon Quackenbush", "917-555-0142"
PERSONAL = re.compile(r"zebulon|quackenbush|555.?0142", re.IGNORECASE)
SCALE, THIRD = 0.01, 3
each = pytest.mark.parametrize("source_id", PARTNERS)


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[Path]]:
    """The files of the last delivery of the first handover of every partner."""
    made = {}
    city, first = City(), HANDOVERS[0]
    for source_id, module in PARTNERS.items():
        folder = tmp_path_factory.mktemp(source_id)
        is_whole = delivery_format(module.SOURCE).is_cumulative
        after = None if is_whole else (pd.Timestamp(first) - pd.Timedelta(days=14)).date()
        written = WRITERS[source_id](folder, city, after, first, SCALE)
        made[source_id] = Intake(folder, module).deliveries(list(written))[-1]
    return made


def in_column(column: int) -> Change:
    """A name in one row of a column, a phone number in another."""

    def change(rows: Rows) -> Rows:
        changed = [list(row) for row in rows]
        for row, planted in ((-2, NAME), (-1, PHONE)):
            if column < len(changed[row]):
                changed[row][column] = planted
        return changed

    return change


def in_header(rows: Rows) -> Rows:
    return [[NAME, *rows[0][1:-1], PHONE], *rows[1:]]


def in_header_twice(rows: Rows) -> Rows:
    return [[*rows[0], NAME, NAME], *([*row, "", ""] for row in rows[1:])]


def near_a_header(rows: Rows) -> Rows:
    return [[f"{rows[0][0]} {NAME}", *rows[0][1:]], *rows[1:]]


def in_comments(rows: Rows) -> Rows:
    return [[f"# {NAME}"], *rows, [f"# {PHONE}"]]


def in_a_longer_row(rows: Rows) -> Rows:
    return [*rows, [*rows[-1], NAME, PHONE]]


def in_a_formula(rows: Rows) -> Rows:
    return [*rows, [f"=HYPERLINK({NAME})", *rows[-1][1:]]]


def in_an_open_quotation(rows: Rows) -> Rows:
    return [*rows, [f'"{NAME}', PHONE]]


ELSEWHERE = (
    in_header,
    in_header_twice,
    near_a_header,
    in_comments,
    in_a_longer_row,
    in_a_formula,
    in_an_open_quotation,
)


def _write_workbook_with_notes(path: Path, rows: Rows) -> None:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(NAME)
        book.set_properties({"author": NAME, "comments": PHONE, "title": NAME})
        sheet.write_comment(0, 0, f"{NAME} {PHONE}")
        book.add_worksheet(PHONE).write_string(0, 0, NAME)
        write_sheet(sheet, rows)


def told(module: Partner, files: list[Path], root: Path) -> Iterator[tuple[str, str]]:
    """All that is said of a delivery, by place: terminal, JSON, names and records on disk."""
    intake = Intake(root, module)
    try:
        intake.receive(files, date(2022, 4, 5))
        report = Report(module.SOURCE.id)
    except RefusedError as error:
        report = error.report
        yield "exception", str(error)
    with partner_commands.console.capture() as said:
        partner_commands._say_report(module.SOURCE.id, report)
    yield "terminal", said.get()
    for path in sorted(intake.folder.rglob("*")):
        yield "name", str(path.relative_to(root))
        if path.suffix == ".json":
            yield path.name, path.read_text()
        if path.name == ROWS:
            yield path.name, pd.read_parquet(path).select_dtypes("str").to_csv()


def come_back(module: Partner, files: list[Path], root: Path) -> list[tuple[str, str]]:
    return [
        (place, match.group())
        for place, text in told(module, files, root)
        if (match := PERSONAL.search(text))
    ]


def width(path: Path) -> int:
    """How many columns a delivered file has."""
    found: list[int] = []
    changed_rows = lambda rows: (found.append(max(map(len, rows[:60]))), rows)[1]  # noqa: E731
    if path.suffix == ".xlsx":
        book = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
        return max(map(len, book.to_python(skip_empty_area=False)))
    if path.name.endswith(".tar.gz"):
        archive_of(parts_of(path), changed_rows)
    else:
        content = path.read_bytes()
        text_of(gzip.decompress(content) if path.suffix == ".gz" else content, changed_rows)
    return found[0]


def changes_of(source_id: str, last: int, *, every: bool) -> Mapping[str, Change]:
    """What is planted in a file whose last column is `last`; unless `every`, some of it.

    Then each partner has names in three columns and in every third of the other places, and
    each place is tried with a third of the partners.
    """
    numbers = range(last + 1) if every else sorted({0, last // 2, last})
    turn = 0 if every else [*PARTNERS].index(source_id) % THIRD
    elsewhere = ELSEWHERE if every else ELSEWHERE[turn::THIRD]
    return {
        **{f"column {number}": in_column(number) for number in numbers},
        **{change.__name__: change for change in elsewhere},
    }


def test_every_place_is_tried_with_several_partners() -> None:
    tried = [name for each in PARTNERS for name in changes_of(each, 5, every=False)]
    for change in ELSEWHERE:
        assert tried.count(change.__name__) >= 4


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.nightly)])
@each
def test_a_name_or_number_in_a_cell_header_or_comment_comes_back_nowhere(
    source_id: str,
    every: bool,
    delivered: Mapping[str, list[Path]],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    files = delivered[source_id]
    leaks: dict[str, list[tuple[str, str]]] = {}
    for victim in one_of_each_kind(PARTNERS[source_id], files):
        last = width(victim) - 1
        for what, change in changes_of(source_id, last, every=every).items():
            folder = tmp_path / f"{victim.name} {what}"
            folder.mkdir()
            made = changed(victim, change, folder)
            given = [made if file == victim else file for file in files]
            personal = come_back(PARTNERS[source_id], given, folder / "root")
            if personal:
                leaks[f"{victim.name} {what}"] = personal
    assert leaks == {}
    assert not PERSONAL.search(caplog.text)


@each
def test_a_name_or_number_in_a_file_name_comes_back_nowhere(
    source_id: str,
    delivered: Mapping[str, list[Path]],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DELIVERIES", str(tmp_path / "deliveries"))
    victim, *others = delivered[source_id]
    stem, dot, ending = victim.name.partition(".")
    names = (f"{NAME}.{PHONE}", f"{stem} {NAME}{dot}{ending}", f"{stem}-zebulon{dot}{ending}")
    for number, name in enumerate(names):
        renamed = tmp_path / str(number) / name
        renamed.parent.mkdir()
        renamed.write_bytes(victim.read_bytes())
        root = tmp_path / f"root {number}"
        assert come_back(PARTNERS[source_id], [renamed, *others], root) == []
        assert list(root.rglob(f"{QUARANTINE}/*/{REPORT}"))
        for options in ([], ["--json"]):
            result = CliRunner().invoke(app, ["check", source_id, str(renamed), *options])
            assert result.exit_code == 1
            assert not PERSONAL.search(result.output)
    assert not PERSONAL.search("".join(capfd.readouterr()))


@each
def test_a_name_or_number_beside_the_cells_of_a_container_comes_back_nowhere(
    source_id: str, delivered: Mapping[str, list[Path]], tmp_path: Path
) -> None:
    victim, *others = delivered[source_id]
    made = tmp_path / victim.name
    if victim.suffix == ".xlsx":
        book = CalamineWorkbook.from_path(victim).get_sheet_by_index(0)
        rows: Rows = [list(row) for row in book.to_python(skip_empty_area=False)]
        _write_workbook_with_notes(made, rows)
    elif victim.name.endswith(".tar.gz"):
        made.write_bytes(archive_of(parts_of(victim), lambda rows: rows, f"../{NAME}.csv"))
    else:
        made.write_bytes(f"{NAME} {PHONE}\n".encode())
    assert come_back(PARTNERS[source_id], [made, *others], tmp_path / "root") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Zebulon Quackenbush", "text of 19 letters"),
        ("917-555-0142", "text of 2 letters and 10 digits"),
        ("9175550142", "a number of 10 digits"),
        ("  ", "an empty cell"),
    ],
)
def test_a_report_describes_a_personal_cell_by_its_shape_alone(text: str, said: str) -> None:
    assert shape(text) == said
