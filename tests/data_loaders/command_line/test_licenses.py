"""DATA-LICENSES.md says of every source what its record says, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from typer.testing import CliRunner

from data_loaders.__main__ import app
from data_loaders.command_line.license_commands import FILE, all_sources, text
from data_loaders.vocabulary import installation


def test_the_file_that_ships_is_what_the_records_say(tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["licenses", str(tmp_path / FILE)]).exit_code == 0
    assert (installation.ROOT / FILE).read_text("utf-8") == (tmp_path / FILE).read_text("utf-8")


def test_every_source_has_its_section() -> None:
    written = text(all_sources())
    assert all(f"(`{source.id}`)" in written for source in all_sources())


def test_a_change_of_terms_changes_the_file() -> None:
    source = next(one for one in all_sources() if one.terms_of_use.stated)
    terms = replace(source.terms_of_use, stated="Ask us first.")
    changed = replace(source, terms_of_use=terms)
    assert "The publisher states: Ask us first." in text([changed])
