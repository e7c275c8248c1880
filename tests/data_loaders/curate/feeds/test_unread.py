"""Every file of the mirror is read, or it is said why not; nothing is said of what is not there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from data_loaders.curate.feeds.unread import UNREAD, unused, why_unread
from data_loaders.curate.geography.files_read import files_read
from data_loaders.sources import catalog
from data_loaders.vocabulary.model import Holder


@pytest.fixture(scope="module")
def listed(mirror: Path) -> frozenset[str]:
    return frozenset(each["path"] for each in json.loads((mirror / "sources.json").read_text()))


@pytest.fixture(scope="module")
def readers(mirror: Path) -> Mapping[str, frozenset[str]]:
    """What reads files of a mirror, and which."""
    feeds = [source.feed for source in catalog.SOURCES if source.feed]
    vintages = [each for m in catalog.MODULES for each in getattr(m, "VINTAGES", ())]
    return {
        "feeds": frozenset(
            f"{feed.folder}/{file.name}".lstrip("/")
            for feed in feeds
            for file in feed.held_by(Holder.MIRROR)
        ),
        "vintages": frozenset(
            str(path.relative_to(mirror)) for each in vintages for path in mirror.glob(each.pattern)
        ),
        "areas": files_read(),
    }


def test_every_file_of_the_mirror_is_read_or_said_why_not(
    listed: frozenset[str], readers: Mapping[str, frozenset[str]]
) -> None:
    read = frozenset[str]().union(*readers.values())
    assert sorted(path for path in listed - read if not why_unread(path)) == []


@pytest.mark.parametrize("reader", ["feeds", "vintages", "areas"])
def test_what_is_read_is_in_the_mirror(
    listed: frozenset[str], readers: Mapping[str, frozenset[str]], reader: str
) -> None:
    assert sorted(readers[reader] - listed) == []


def test_each_reason_is_of_a_file_that_is_not_read(
    listed: frozenset[str], readers: Mapping[str, frozenset[str]]
) -> None:
    assert unused(listed - frozenset[str]().union(*readers.values())) == []


def test_each_reason_is_a_sentence_and_names_no_file_twice() -> None:
    assert all(why.endswith(".") and len(why) > 15 for why in UNREAD.values())
    assert why_unread("courts/filings.csv") == ""
