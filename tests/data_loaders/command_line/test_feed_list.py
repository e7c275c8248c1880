"""docs/feeds.md says of every source what is asked of its publisher, and is as the records say."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_loaders.command_line.feed_commands import FILE, text
from data_loaders.sources import catalog
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.model import Source

FED = [source for source in catalog.SOURCES if source.feed]
ROOT = Path(installation.ROOT)


def test_the_file_is_as_the_records_say() -> None:
    written = (ROOT / "docs" / FILE).read_text("utf-8")
    assert written == text(FED), "run: python -m data_loaders feed-list"


@pytest.mark.parametrize("source", FED, ids=lambda source: source.id)
def test_the_layout_of_every_source_has_a_test(source: Source) -> None:
    said = text([source])
    [line] = [line for line in said.splitlines() if line.startswith("- Layout: ")]
    assert (ROOT / line.removeprefix("- Layout: ").strip("`")).is_file()
    assert "- Address: <https://" in said


def test_the_readme_links_to_the_list_of_feeds() -> None:
    assert f"docs/{FILE}" in (ROOT / "README.md").read_text("utf-8")
