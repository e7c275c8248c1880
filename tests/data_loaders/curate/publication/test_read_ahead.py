"""What other processes read ahead is what a release would have read, and what they cannot read is
told as if nobody had tried."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from data_loaders.curate.feeds.mirror import FeedError, FeedFiles, file_hash, hash_of_all
from data_loaders.curate.publication import read_ahead as module
from data_loaders.curate.publication.gather import Gathered, gather
from data_loaders.curate.publication.kept_readings import KeptReadings
from data_loaders.curate.publication.read_ahead import asked_once, read_ahead
from data_loaders.vocabulary.model import Source
from data_loaders.vocabulary.progress import SILENT
from tests.support.tiny import COURTS, DAY, MONTHLY

READER = """\
import os
from multiprocessing import parent_process
from pathlib import Path

import pandas as pd

from data_loaders.observations.feed_files import DeliveryError
from data_loaders.observations.kept_vintages import KeptVintages
from tests.support.tiny import {source}, observed

SOURCE = {source}
READ_HERE = []


def read(folder: Path) -> pd.DataFrame:
    return read_file(folder / "filings.csv")


def read_file(path: Path) -> pd.DataFrame:
    text = path.read_text()
    if parent_process() is None:
        READ_HERE.append(path.name)
    elif "ends the process" in text:
        os._exit(3)
    if "cut off" in text:
        raise DeliveryError(path, "cut off", "a whole file", "Fetch it again.")
    return observed(text.removesuffix("ends the process"), SOURCE.indicators[0].id)


VINTAGES = (KeptVintages("older/{source}_*.csv", read_file),)
"""
AN_HOUR = 3600


class Site:
    """Two sources with an older file each, in modules that another process can import."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "older").mkdir()
        self.modules = [self._loaded(source) for source in ("COURTS", "LISTINGS")]

    def _loaded(self, source: str) -> ModuleType:
        path = self.folder / f"ahead_{source.lower()}.py"
        path.write_text(READER.format(source=source))
        then = path.stat().st_mtime - AN_HOUR  # older than whatever loads it
        os.utime(path, (then, then))
        self.write(source, MONTHLY)
        (self.folder / "older" / f"{source}_2021-03.csv").write_text(MONTHLY)
        return importlib.import_module(path.stem)

    def write(self, source: str, content: str) -> None:
        data = self.folder / "data" / source.lower()
        data.mkdir(parents=True, exist_ok=True)
        (data / "filings.csv").write_text(content)

    def files_of(self, source: Source) -> FeedFiles:
        folder = self.folder / "data" / source.id
        hashes = {"filings.csv": file_hash(folder / "filings.csv")}
        return FeedFiles(folder, hash_of_all(hashes), DAY, hashes=hashes)

    def gathered(self, kept: str, *, ahead: bool) -> Gathered:
        readings = KeptReadings(self.folder / kept)
        if ahead:
            read_ahead(self.modules, self.files_of, self.folder, readings, SILENT)
        stand_in = dict.fromkeys(["courts", "listings"])
        return gather(self.modules, self.files_of, stand_in.get, DAY, SILENT, readings=readings)

    def read_here(self) -> list[str]:
        """What this process itself read since this was last asked."""
        names = [name for each in self.modules for name in each.READ_HERE]
        for each in self.modules:
            each.READ_HERE.clear()
        return names


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr(module, "PAYS_FROM_BYTES", 1)
    monkeypatch.setattr(module, "cores", lambda: 2)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    made = Site(tmp_path)
    yield made
    for each in made.modules:
        del sys.modules[each.__name__]


def assert_same(one: Gathered, other: Gathered) -> None:
    assert one.problems == other.problems
    assert one.stopped == other.stopped
    assert list(one.curated) == list(other.curated)
    for name, curated in one.curated.items():
        same = other.curated[name]
        assert (curated.source, curated.delivery) == (same.source, same.delivery)
        pd.testing.assert_frame_equal(curated.observations, same.observations, check_exact=True)


def test_what_is_read_ahead_is_what_the_release_reads_and_a_fault_is_told_in_its_turn(
    site: Site,
) -> None:
    site.write("COURTS", "cut off")
    there = site.gathered("ahead", ahead=True)
    assert site.read_here() == ["filings.csv"]
    names = sorted(path.name.split(".")[0] for path in (site.folder / "ahead").iterdir())
    assert names == ["courts-COURTS_2021-03", "listings", "listings-LISTINGS_2021-03"]
    assert_same(there, site.gathered("here", ahead=False))
    assert [each.why for each in there.problems] == [
        "filings.csv: cut off. Expected a whole file. Fetch it again."
    ]


def test_the_files_of_a_process_that_ends_are_read_in_their_turn(site: Site) -> None:
    site.write("COURTS", f"{MONTHLY}ends the process")
    there = site.gathered("ahead", ahead=True)
    assert "filings.csv" in site.read_here()
    assert_same(there, site.gathered("here", ahead=False))
    assert list(there.curated) == ["courts", "listings"]


def test_no_process_is_started_where_little_is_to_be_read(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start(_count: int) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(module, "processes", start)
    with pytest.raises(AssertionError):
        site.gathered("ahead", ahead=True)
    monkeypatch.setattr(module, "PAYS_FROM_BYTES", 10**6)
    site.gathered("ahead", ahead=True)
    assert site.read_here() == ["filings.csv", "filings.csv"]
    monkeypatch.setattr(module, "PAYS_FROM_BYTES", 1)
    monkeypatch.setattr(module, "cores", lambda: 1)
    site.gathered("none kept", ahead=True)


def test_files_are_asked_for_once_and_a_failure_stays_one() -> None:
    asked: list[str] = []

    def files_of(source: Source) -> FeedFiles:
        asked.append(source.id)
        if len(asked) == 1:
            raise FeedError("does not answer")
        return FeedFiles(Path(), "", DAY)

    once = asked_once(files_of)
    for _ in range(2):
        with pytest.raises(FeedError, match="does not answer"):
            once(COURTS)
    assert asked == ["courts"]
