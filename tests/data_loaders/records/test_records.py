"""Records are refused with file, line, what and how; none is shown until all are whole."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from data_loaders.__main__ import app
from data_loaders.command_line.record_commands import known_ids as known
from data_loaders.records import held as holding
from data_loaders.records import known_names
from data_loaders.records.checks import same
from data_loaders.records.held import Records, read_and_checked
from data_loaders.records.places import line_of
from data_loaders.records.reading import Fault, RecordsError
from data_loaders.records.waiting import DECIDER, SECOND, TEAM, waiting
from data_loaders.vocabulary.installation import SHIPPED_RECORDS


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the records that ship, to break one of them."""
    return Path(shutil.copytree(SHIPPED_RECORDS, tmp_path / "records"))


def change(root: Path, file: str, old: str, new: str) -> int:
    """Replace a text of a record; returns the line it stood on."""
    path = root / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def faults(root: Path) -> tuple[Fault, ...]:
    return read_and_checked(root, known())[1]


def test_the_records_that_ship_have_no_fault() -> None:
    assert faults(SHIPPED_RECORDS) == ()


SOURCE = 'source = "launch-2020"'
BROKEN = [
    (
        "partners/linkedin.toml",
        f"{SOURCE}\n",
        "",
        "missing required field `source`",
        "needs a source",
    ),
    ("partners/linkedin.toml", SOURCE, 'source = "hearsay"', "hearsay", "documents/hearsay.toml"),
    ("partners/linkedin.toml", 'kind = "ours"', 'kind = "reported"', "always our own", ""),
    ("partners/linkedin.toml", 'kind = "reported"', 'kind = "ours"', "only what a document", ""),
    ("partners/linkedin.toml", 'kind = "reported"', 'kind = "fact"', "Invalid enum value", "words"),
    ("partners/linkedin.toml", "Measures of hiring", "He said “hiring”", "a quotation", "own"),
    ("partners/linkedin.toml", 'named = "launch"', 'nmaed = "launch"', "nmaed", "typing error"),
    ("partners/linkedin.toml", '"linkedin_hiring"', '"linkedin"', "no source is called", "/data"),
    (
        "partners/linkedin.toml",
        '"job_postings"',
        '"hearsay"',
        "no figure is called hearsay",
        "/data",
    ),
    ("partners/linkedin.toml", "order = 2", "order = two", "not readable as TOML", "text"),
    ("partners/linkedin.toml", "order = 2", 'order = "2"', "Expected `int`", "README"),
    ("documents/launch-2020.toml", "2026-11-28", "2019-01-01", "before the document", "Correct"),
    ("documents/launch-2020.toml", "2026-11-28", "2999-01-01", "a day to come", "the day it was"),
    ("documents/launch-2020.toml", "2020-07-23", "July 2020", "form", "undated"),
    (
        "uses/2026-001.toml",
        "is_example = true",
        "is_example = false",
        "no document shows",
        "shown_by",
    ),
    (
        "uses/2026-001.toml",
        'agency = "Example ag',
        'agency = "Parks ag',
        "name of an agency",
        "Example",
    ),
    (
        "uses/2026-001.toml",
        "on = 2026-10-12\nreason",
        "on = 2026-09-12\nreason",
        "before it was",
        "date",
    ),
    (
        "projects/measles-vaccination.toml",
        'phase = "not begun"',
        'phase = "done"',
        "Invalid",
        "words",
    ),
    (
        "projects/measles-vaccination.toml",
        'standing = "not established"\ntext = "The Health',
        'standing = "argued"\ntext = "The Health',
        "aware cannot be argued",
        "document",
    ),
    (
        "projects/measles-vaccination.toml",
        'source = "immunization-data"\n',
        "",
        "enough_data is shown by no document",
        "documents/",
    ),
    (
        "projects/measles-vaccination.toml",
        'role = "Data analyst"',
        'role = "Data analyst"\nis_filled = true',
        "a person in the team",
        "nobody",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "what", "how"), BROKEN, ids=[b[3] for b in BROKEN])
def test_a_broken_record_is_refused_with_its_place(
    root: Path, file: str, old: str, new: str, what: str, how: str
) -> None:
    line = change(root, file, old, new)
    found = [fault for fault in faults(root) if what in fault.what]
    assert found, faults(root)
    assert found[0].file == file
    assert abs(found[0].line - line) <= 3, (found[0], line)
    assert how in found[0].how
    assert found[0].how


def test_the_reviewer_is_not_the_requester_however_it_is_spelled(root: Path) -> None:
    file = "uses/2026-001.toml"
    by = 'by = {agency = "Example agency (no real one)", role = "Privacy officer"}'
    line = change(
        root, file, by, 'by = {agency = "EXAMPLE agency, no real one", role = "program  Analyst"}'
    )
    assert [(f.file, f.line, f.what) for f in faults(root)] == [
        (file, line, "the reviewer is the requester")
    ]


def test_who_decides_is_not_who_asked(root: Path) -> None:
    path = root / "uses/2026-001.toml"
    before, decision, after = path.read_text("utf-8").partition("[decision]")
    asked = 'role = "Program analyst"'
    path.write_text(before + decision + after.replace('role = "Privacy officer"', asked), "utf-8")
    assert [fault.what for fault in faults(root)] == ["the one who decided is the requester"]


def test_nobody_checks_a_record_of_their_own(root: Path) -> None:
    change(root, "partners/kinsa.toml", "order =", 'checked_by = "EDITOR, of this site"\norder =')
    assert [(f.file, f.line) for f in faults(root)] == [("partners/kinsa.toml", 2)]


def test_a_use_never_leaves_the_register(root: Path) -> None:
    (root / "uses/2026-001.toml").unlink()
    [found] = faults(root)
    assert (found.file, found.line) == ("uses/IDS", 1)
    assert "no longer in the register" in found.what


def test_a_new_use_joins_the_list_of_ids(root: Path) -> None:
    shutil.copy(root / "uses/2026-001.toml", root / "uses/2026-002.toml")
    [found] = faults(root)
    assert found.file == "uses/2026-002.toml"
    assert "2026-002" in found.how


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("partners/Bad Name.toml", b""),
        ("partners/note.txt", b""),
        ("rumors/one.toml", b""),
        ("partners/odd.toml", b"name = \xff"),
        ("partners/big.toml", b"#" * 70_000),
        ("partners/empty.toml", b""),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_record_is_named(root: Path, file: str, content: bytes) -> None:
    path = root / file
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    [found] = faults(root)
    assert found.file in (file, file.split("/")[0])
    assert found.how


def test_every_faulty_record_file_is_named_with_its_own_fault(root: Path) -> None:
    change(root, "partners/linkedin.toml", 'named = "launch"', 'named = "never"')
    change(root, "partners/kinsa.toml", 'named = "launch"', 'named = "never"')
    assert [f.file for f in faults(root)] == ["partners/kinsa.toml", "partners/linkedin.toml"]


@pytest.mark.parametrize(
    ("path", "field", "line"),
    [
        ("$.a", "", 1),
        ("$.b[1].c", "", 5),
        ("$.b[0]", "", 2),
        ("$.b[1].d[0]", "", 6),
        ("$.b[1]", "x", 4),
    ],
)
def test_a_path_has_a_line(path: str, field: str, line: int) -> None:
    assert line_of("a = 1\n[[b]]\nc = 1\n[[b]]\nc = 2\nd = [1]\n", path, field) == line


def test_roles_are_the_same_however_they_are_spelled() -> None:
    assert same("Data  Analyst", "data-analyst")
    assert not same("Data analyst", "Senior leader")


@pytest.fixture
def _every_look(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(holding, "SECONDS_BETWEEN_LOOKS", 0.0)
    return


@pytest.mark.usefixtures("_every_look")
def test_an_edited_record_is_seen_and_a_broken_one_never_is(root: Path) -> None:
    shown = Records(root, known)
    first = shown.version
    change(root, "partners/kinsa.toml", 'name = "Kinsa"', 'name = "Kinsa Health"')
    assert getattr(shown.current().of("partners")["kinsa"], "name") == "Kinsa Health"  # noqa: B009
    second = shown.version
    assert second != first
    change(root, "partners/kinsa.toml", 'named = "launch"', 'named = "never"')
    assert getattr(shown.current().of("partners")["kinsa"], "name") == "Kinsa Health"  # noqa: B009
    assert shown.version == second


def test_the_lists_of_words_are_let_go_once_records_are_read(root: Path) -> None:
    assert Records(root, known).current().of("partners")
    assert known_names._words.cache_info().currsize == 0


def test_records_broken_from_the_start_are_never_shown(root: Path) -> None:
    change(root, "partners/kinsa.toml", 'named = "launch"', 'named = "never"')
    with pytest.raises(RecordsError, match=r"partners/kinsa.toml:\d+: "):
        Records(root, known).current()


def test_waiting_records_are_listed_by_the_role_they_wait_for(root: Path) -> None:
    path = root / "uses/2026-001.toml"
    text = path.read_text("utf-8")
    start, end = text.index("[decision]"), text.index("[[timeline]]")
    path.write_text(text[:start] + text[end:], "utf-8")
    change(
        root, "projects/measles-vaccination.toml", "is_example = true", "phase_ends_on = 2026-08-15"
    )
    project = root / "projects/measles-vaccination.toml"
    shown = '\n[[shown_by]]\nkind = "reported"\ntext = "It began."\nsource = "launch-2020"\n'
    project.write_text(project.read_text("utf-8") + shown, "utf-8")
    held, found = read_and_checked(root, known())
    assert found == ()
    listed = [(each.who, each.record) for each in waiting(held, date(2026, 11, 28))]
    assert (DECIDER, "uses/2026-001") in listed
    assert (TEAM, "projects/measles-vaccination") in listed
    assert (SECOND, "partners/kinsa") in listed


def test_the_command_says_file_line_what_and_how(root: Path) -> None:
    line = change(root, "partners/linkedin.toml", SOURCE, 'source = "hearsay"')
    result = CliRunner().invoke(app, ["records", str(root)], env={"COLUMNS": "200"})
    assert result.exit_code == 1
    assert f"partners/linkedin.toml:{line}: no document is called hearsay" in result.output
    fine = CliRunner().invoke(app, ["records", str(SHIPPED_RECORDS)])
    assert fine.exit_code == 0
    assert "no fault" in fine.output
