"""Records in which something is invented are refused, whatever kind and field it stands in."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data_loaders.command_line.record_commands import known_ids as known
from data_loaders.records.held import read_and_checked
from data_loaders.records.invention import somebody
from data_loaders.records.known_names import known_names
from data_loaders.records.model import KINDS
from data_loaders.records.reading import Fault
from data_loaders.vocabulary.installation import SHIPPED_RECORDS

USE, PROJECT = "uses/2026-001.toml", "projects/measles-vaccination.toml"
NO_NAMES = known_names([])
TOMORROW = f"{datetime.now(UTC).date() + timedelta(days=1)}"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the records that ship, to break one of them."""
    return Path(shutil.copytree(SHIPPED_RECORDS, tmp_path / "records"))


def broken(root: Path, file: str, old: str, new: str) -> list[Fault]:
    """Faults of the records once a text of one is another; each names the line, or its neighbor."""
    path = root / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    line = text[: text.index(old)].count("\n") + 1
    faults = [fault for fault in read_and_checked(root, known())[1] if fault.file == file]
    assert faults, f"{new} is let in"
    assert all(fault.how for fault in faults)
    assert min(abs(fault.line - line) for fault in faults) <= 3, (faults, line)
    return faults


def first_text(file: Path) -> str:
    """A sentence of a record, to break: of a claim, or of whatever field holds one."""
    fields = ("text", "here", "check", "question", "title", "purpose")
    [line, *_] = [
        each
        for field in fields
        for each in re.findall(rf'^{field} = "(.*)"$', file.read_text("utf-8"), re.MULTILINE)
    ]
    return line


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "documents"])
@pytest.mark.parametrize(
    ("added", "what"),
    [
        (" They said “all is well”.", "a quotation"),
        (" They called it 'a success'.", "a quotation"),
        (" Dr. Doe agreed.", "the name of a person"),
        (" Mayor Doe agreed.", "the name of a person"),
        (" Mayor de Doe agreed.", "the name of a person"),
        (" Jane Doe said so.", "the name of a person"),
        (" Jane Q. Doe, told us so.", "the name of a person"),
        (" Write to jane.doe@example.org.", "the name of a person"),
        (" Call 212-555-0100.", "the name of a person"),
    ],
)
def test_no_sentence_of_any_kind_quotes_or_names_a_person(
    root: Path, kind: str, added: str, what: str
) -> None:
    file = sorted((root / kind).glob("*.toml"))[0]
    text = first_text(file)
    faults = broken(root, f"{kind}/{file.name}", f'"{text}"', f'"{text}{added}"')
    assert what in {fault.what for fault in faults}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["Jane Doe", "Jane Doe, analyst", "J. Doe"])
def test_who_wrote_is_a_role_in_every_kind(root: Path, kind: str, name: str) -> None:
    file = sorted((root / kind).glob("*.toml"))[0].name
    old = 'written_by = "Editor of this site"'
    faults = broken(root, f"{kind}/{file}", old, f'written_by = "{name}"')
    assert [(fault.line, fault.what) for fault in faults] == [(1, "no role")]


@pytest.mark.parametrize(
    "kind", ["history", "principles", "organizations", "partners", "criteria", "sought"]
)
def test_no_sentence_stands_without_its_source(root: Path, kind: str) -> None:
    file = sorted((root / kind).glob("*.toml"))[0]
    [line, *_] = re.findall(r'^source = ".*"$', file.read_text("utf-8"), re.MULTILINE)
    faults = broken(root, f"{kind}/{file.name}", f"{line}\n", "")
    assert "missing required field `source`" in faults[0].what
    assert "needs a source" in faults[0].how


@pytest.mark.parametrize(
    ("file", "old", "new", "what"),
    [
        (USE, "asked_on = 2026-10-01", f"asked_on = {TOMORROW}", "a day to come"),
        (USE, "on = 2026-10-08", f"on = {TOMORROW}", "a day to come"),
        (USE, "on = 2026-10-12\nreason", f"on = {TOMORROW}\nreason", "a day to come"),
        (USE, '"2020"\nlast', '"2020-13"\nlast', "no day of a calendar"),
        (USE, 'last = "2025"', 'last = "2019"', "ends before it begins"),
        (USE, "on = 2026-10-08", "on = 2026-09-08", "reviewed before it was asked"),
        (USE, 'by = {agency = "Example university', 'by = {agency = "City university', "agency"),
        (PROJECT, "is_example = true", "is_example = false", "a project that no document shows"),
        (PROJECT, "is_example = true", 'is_example = true\nbegun_on = "soon"', "begun_on"),
        (PROJECT, 'role = "Data analyst"', 'role = "Jane Doe"', "no role"),
        ("documents/launch-2020.toml", "2020-07-23", "2020-02-30", "no day of a calendar"),
        ("documents/launch-2020.toml", "2026-11-28", TOMORROW, "a day to come"),
    ],
)
def test_days_orders_and_actors_that_cannot_be_are_refused(
    root: Path, file: str, old: str, new: str, what: str
) -> None:
    assert any(what in fault.what for fault in broken(root, file, old, new))


@pytest.mark.parametrize("field", ["tried", "found", "decided", "changed"])
def test_what_came_of_a_project_is_told_by_documents(root: Path, field: str) -> None:
    """A bare sentence, and our own word for what was decided or changed, are no record."""
    found = broken(root, PROJECT, "order = ", f'{field} = ["It was done."]\norder = ')
    assert "Expected `object`" in found[0].what
    if field in ("decided", "changed"):
        path = root / PROJECT
        text = path.read_text("utf-8").replace(f'{field} = ["It was done."]\n', "")
        ours = f'\n[[{field}]]\nkind = "ours"\ntext = "It was done."\nsource = "launch-2020"\n'
        path.write_text(text + ours, "utf-8")
        faults = read_and_checked(root, known())[1]
        assert any("only what a document says" in fault.what for fault in faults)


@pytest.mark.parametrize(
    "text",
    [
        "The Mayor's Office of Data Analytics said it would publish the list.",
        "Data Analytics said so.",
        "The Chief Privacy Officer of the City reviews every use.",
        "New York's libraries are the City's, and Brooklyn's too.",
        "Columbia University and the Urban Tech Hub spoke at the launch.",
    ],
)
def test_offices_and_organizations_are_named(root: Path, text: str) -> None:
    path = root / "partners/kinsa.toml"
    first = first_text(path)
    path.write_text(path.read_text("utf-8").replace(first, text, 1), "utf-8")
    assert read_and_checked(root, known())[1] == ()


@pytest.mark.parametrize(
    "text",
    ["ask dr oz", "mr. pink asked", "mrs bloom asked", "prof ng wrote", "MRS BLOOM", "ms day"],
)
def test_a_form_of_address_names_somebody_in_any_letters(text: str) -> None:
    assert [what for _path, what, _how in somebody("text", text, NO_NAMES)] == [
        "the name of a person"
    ]


@pytest.mark.parametrize(
    "text", ["it answers in 20 ms on average", "Mayor's office", "the drive", "the profile of it"]
)
def test_what_is_no_form_of_address_is_let_in(text: str) -> None:
    assert [*somebody("text", text, NO_NAMES)] == []
