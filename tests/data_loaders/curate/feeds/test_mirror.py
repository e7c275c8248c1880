from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest

from data_loaders.curate.feeds.mirror import FeedError, mirrored
from data_loaders.sources.catalog import SOURCES
from data_loaders.vocabulary.model import Feed, FeedFile, Holder

FEED = Feed("courts", (FeedFile("filings.csv", "https://courts.example/filings.csv"),))
DAY = date(2026, 11, 22)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    (tmp_path / "courts").mkdir()
    (tmp_path / "courts" / "filings.csv").write_bytes(b"a\n1\n")
    entry = {"path": "courts/filings.csv", "sha256": hashlib.sha256(b"a\n1\n").hexdigest()}
    (tmp_path / "sources.json").write_text(json.dumps([entry]))
    return tmp_path


def test_a_feed_is_read_where_it_lies(copy: Path) -> None:
    files = mirrored(FEED, copy, DAY)
    assert (files.folder, files.received_on, files.asked_on) == (copy / "courts", DAY, None)


def test_a_changed_file_is_refused(copy: Path) -> None:
    (copy / "courts" / "filings.csv").write_bytes(b"a\n2\n")
    with pytest.raises(FeedError, match=r"courts/filings\.csv differs from its sha256"):
        mirrored(FEED, copy, DAY)


def test_a_feed_that_no_mirror_has_is_refused(copy: Path) -> None:
    file = FeedFile("filings.csv", "https://courts.example/filings.csv", Holder.PUBLISHER)
    with pytest.raises(FeedError, match=r"courts is read online alone: no copy of it"):
        mirrored(Feed("courts", (file,)), copy, DAY)


def test_a_missing_file_is_refused(copy: Path) -> None:
    (copy / "courts" / "filings.csv").unlink()
    with pytest.raises(FeedError, match=r"courts/filings\.csv is missing"):
        mirrored(FEED, copy, DAY)


def test_a_file_nobody_described_is_refused(copy: Path) -> None:
    (copy / "sources.json").write_text("[]")
    with pytest.raises(FeedError, match=r"courts/filings\.csv is not in sources\.json"):
        mirrored(FEED, copy, DAY)


def test_a_file_only_the_publisher_has_is_not_looked_for(copy: Path) -> None:
    online = FeedFile("live.csv", "https://courts.example/live.csv", Holder.PUBLISHER)
    files = mirrored(Feed("courts", (*FEED.files, online)), copy, DAY)
    assert files.sha256 == mirrored(FEED, copy, DAY).sha256


@pytest.mark.parametrize(
    "feed",
    [source.feed for source in SOURCES if source.feed and source.feed.held_by(Holder.MIRROR)],
    ids=lambda feed: feed.folder,
)
def test_every_feed_is_in_the_mirror_unchanged(feed: Feed, mirror: Path) -> None:
    assert mirrored(feed, mirror, DAY).folder.is_dir()
