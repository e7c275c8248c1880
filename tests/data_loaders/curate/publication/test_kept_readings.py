"""Readings kept from run to run: never one that is stale, damaged, or a partner's."""

from __future__ import annotations

import importlib.util
import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from data_loaders.code_version import PACKAGE, code_reached
from data_loaders.curate.feeds.mirror import FeedError, FeedFiles, file_hash, hash_of_all, mirrored
from data_loaders.curate.plans import is_read_online_alone
from data_loaders.curate.publication import kept_readings
from data_loaders.curate.publication.gather import Gathered, gather
from data_loaders.curate.publication.kept_readings import KeptReadings, may_be_kept
from data_loaders.sources import catalog
from data_loaders.vocabulary.model import Source
from data_loaders.vocabulary.progress import SILENT
from tests.support.mirror import mirror
from tests.support.tiny import COURTS, DAY, MONTHLY

READER = """\
from pathlib import Path

import pandas as pd

from tests.support.tiny import {source}, observed

SOURCE = {source}
READS = []


def read(folder: Path) -> pd.DataFrame:
    READS.append(folder)
    return observed((folder / "filings.csv").read_text(), SOURCE.indicators[0].id)
"""


class Site:
    """Two sources whose readers and files are real, and what was kept of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.kept = folder / "readings"
        self.modules = [self._loaded(name) for name in ("COURTS", "LISTINGS")]

    def _loaded(self, name: str) -> ModuleType:
        path = self.folder / f"{name.lower()}.py"
        path.write_text(READER.format(source=name))
        data = self.folder / "data" / name.lower()
        data.mkdir(parents=True)
        (data / "filings.csv").write_text(MONTHLY)
        return self.load(path)

    def load(self, path: Path) -> ModuleType:
        spec = importlib.util.spec_from_file_location(path.stem, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.dont_write_bytecode, before = True, sys.dont_write_bytecode
        spec.loader.exec_module(module)
        sys.dont_write_bytecode = before
        return module

    def files_of(self, source: Source, day: date = DAY) -> FeedFiles:
        folder = self.folder / "data" / source.id
        hashes = {"filings.csv": file_hash(folder / "filings.csv")}
        return FeedFiles(folder, hash_of_all(hashes), day, hashes=hashes)

    def gathered(self, day: date = DAY) -> Gathered:
        """What one run has of both; a run of its own, which knows no code from before."""
        done = gather(
            self.modules,
            lambda source: self.files_of(source, day),
            lambda _: None,
            day,
            SILENT,
            readings=KeptReadings(self.kept),
        )
        assert not done.problems
        return done

    def reads(self) -> dict[str, int]:
        """How often each source was read since this was last asked."""
        counts = {module.SOURCE.id: len(module.READS) for module in self.modules}
        for module in self.modules:
            module.READS.clear()
        return counts


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    # Files written by a test are younger than the process that loaded them.
    monkeypatch.setattr(kept_readings, "STARTED", time.time() + 3600)
    return Site(tmp_path)


def test_a_second_run_reads_nothing_and_has_the_same(site: Site) -> None:
    first = site.gathered()
    assert site.reads() == {"courts": 1, "listings": 1}
    second = site.gathered()
    assert site.reads() == {"courts": 0, "listings": 0}
    for name, one in first.curated.items():
        other = second.curated[name]
        assert (one.source, one.delivery) == (other.source, other.delivery)
        pd.testing.assert_frame_equal(one.observations, other.observations, check_exact=True)


def test_one_changed_cell_changes_the_figures_of_its_source_alone(site: Site) -> None:
    site.gathered()
    site.reads()
    file = site.folder / "data" / "courts" / "filings.csv"
    file.write_text(MONTHLY.replace("13", "14"))
    changed = site.gathered()
    assert site.reads() == {"courts": 1, "listings": 0}
    assert set(changed.curated["courts"].observations["value"].dropna()) == {0, 10, 14}
    assert set(changed.curated["listings"].observations["value"].dropna()) == {0, 10, 13}
    file.write_text(MONTHLY)
    assert set(site.gathered().curated["courts"].observations["value"].dropna()) == {0, 10, 13}


def test_changed_code_reads_its_source_again(site: Site) -> None:
    site.gathered()
    path = site.folder / "courts.py"
    path.write_text(path.read_text().replace("return observed(", "return 2 * 1 and observed("))
    site.modules[0] = site.load(path)
    site.reads()
    site.gathered()
    assert site.reads() == {"courts": 1, "listings": 0}


def test_code_that_changed_since_it_was_loaded_neither_keeps_nor_takes(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.gathered()
    held = {path.name: path.read_bytes() for path in site.kept.iterdir()}
    monkeypatch.setattr(kept_readings, "STARTED", time.time())
    site.reads()
    site.gathered()
    assert site.reads() == {"courts": 1, "listings": 1}
    assert {path.name: path.read_bytes() for path in site.kept.iterdir()} == held


def test_changed_area_tables_and_libraries_read_again(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    site.gathered()
    site.reads()
    monkeypatch.setattr(kept_readings, "libraries", lambda: ("pandas 0",))
    site.gathered()
    assert site.reads() == {"courts": 1, "listings": 1}
    tables = tmp_path / "geography"
    tables.mkdir()
    (tables / "areas.json").write_text("{}")
    monkeypatch.setattr(kept_readings.installation, "GEOGRAPHY", tables)
    site.gathered()
    assert site.reads() == {"courts": 1, "listings": 1}


def test_a_file_beside_those_of_a_feed_reads_again(site: Site) -> None:
    site.gathered()
    site.reads()
    (site.folder / "data" / "courts" / "filings-older.csv").write_text(MONTHLY)
    site.gathered()
    assert site.reads() == {"courts": 1, "listings": 0}


@pytest.mark.parametrize("place", [0, 10, 40, 90, 400, -1])
def test_one_changed_byte_of_a_kept_file_is_noticed_and_mended(
    site: Site, place: int, caplog: pytest.LogCaptureFixture
) -> None:
    wanted = site.gathered().curated["courts"].observations
    file = next(site.kept.glob("courts.*"))
    whole = bytearray(file.read_bytes())
    spoiled = whole.copy()
    spoiled[place] ^= 1
    file.write_bytes(spoiled)
    site.reads()
    found = site.gathered().curated["courts"].observations
    assert site.reads() == {"courts": 1, "listings": 0}
    assert f"{file.name} is damaged" in caplog.text
    pd.testing.assert_frame_equal(found, wanted)
    assert file.read_bytes() == whole


@pytest.mark.parametrize("length", [0, 20, 31, 32, 33, 200])
def test_half_a_kept_file_is_read_anew(site: Site, length: int) -> None:
    site.gathered()
    file = next(site.kept.glob("courts.*"))
    file.write_bytes(file.read_bytes()[:length])
    site.reads()
    site.gathered()
    assert site.reads() == {"courts": 1, "listings": 0}


def test_a_kept_file_under_the_name_of_another_is_not_taken(site: Site) -> None:
    site.gathered()
    ours, theirs = next(site.kept.glob("courts.*")), next(site.kept.glob("listings.*"))
    ours.write_bytes(theirs.read_bytes())
    site.reads()
    site.gathered()
    assert site.reads() == {"courts": 1, "listings": 0}


def test_what_a_killed_run_left_is_no_reading(site: Site) -> None:
    site.gathered()
    for file in list(site.kept.iterdir()):
        file.rename(file.with_suffix(".4711"))
    site.reads()
    site.gathered()
    assert site.reads() == {"courts": 1, "listings": 1}


def test_a_later_day_takes_what_is_kept_and_an_earlier_one_checks_again(site: Site) -> None:
    site.gathered()
    site.reads()
    later = site.gathered(DAY + timedelta(days=3))
    assert site.reads() == {"courts": 0, "listings": 0}
    assert later.curated["courts"].delivery.received_on == DAY + timedelta(days=3)
    site.gathered(DAY - timedelta(days=1))
    assert site.reads() == {"courts": 1, "listings": 1}


def test_only_the_newest_reading_of_a_source_stays(site: Site) -> None:
    site.gathered()
    (site.folder / "data" / "courts" / "filings.csv").write_text(MONTHLY.replace("13", "14"))
    site.gathered()
    assert sorted(path.name.split(".")[0] for path in site.kept.iterdir()) == ["courts", "listings"]


def test_an_older_file_is_read_once_and_again_when_it_changed(site: Site) -> None:
    path = site.folder / "filings_2021-03-01.csv"
    path.write_text(MONTHLY)
    module, read = site.modules[0], []

    def reader(file: Path) -> pd.DataFrame:
        read.append(file)
        return module.read(site.folder / "data" / "courts")

    for _ in range(2):
        KeptReadings(site.kept).of_file(module, path, reader)
    assert len(read) == 1
    path.write_text(MONTHLY.replace("10", "11"))
    KeptReadings(site.kept).of_file(module, path, reader)
    assert len(read) == 2


def test_what_fails_is_not_kept(site: Site) -> None:
    def fails() -> pd.DataFrame:
        raise FeedError("torn")

    with pytest.raises(FeedError, match="torn"):
        KeptReadings(site.kept).of(site.modules[0], site.files_of(COURTS), fails)
    assert not site.kept.exists()


def test_no_delivery_of_a_partner_is_ever_kept() -> None:
    assert all(may_be_kept(module.SOURCE) for module in catalog.MODULES if hasattr(module, "read"))
    assert not any(may_be_kept(module.SOURCE) for module in catalog.PARTNERS)


def test_a_source_that_we_treat_or_whose_files_have_no_hash_is_not_kept(site: Site) -> None:
    module = site.modules[0]
    readings, files = KeptReadings(site.kept), site.files_of(COURTS)
    readings.of(module, replace(files, hashes={}), lambda: module.read(files.folder))
    vars(module).update(SOURCE=replace(COURTS, feed=None))
    readings.of(module, files, lambda: module.read(files.folder))
    assert not site.kept.exists()


def test_a_reader_reaches_its_folder_and_what_it_imports_and_no_other_source() -> None:
    room = PACKAGE / "sources" / "public"
    reached = set(code_reached(room / "mta_ridership"))
    assert set((room / "mta_ridership").glob("*.py")) <= reached
    assert PACKAGE / "observations" / "table.py" in reached
    assert PACKAGE / "vocabulary" / "model.py" in reached
    assert room / "__init__.py" in reached
    assert room / "opentable.py" not in reached
    assert room / "labor_force.py" in code_reached(room / "nysdol_laus_adjusted.py")


def test_every_module_that_python_loads_for_a_reader_is_reached() -> None:
    """Names in the text must be all there are: none may be imported by a text put together."""
    for module in catalog.MODULES:
        for file in code_reached(Path(str(module.__file__)), kept_readings.CHECKS):
            if file.suffix == ".py" and file.name != "code_version.py":
                assert "import_module" not in file.read_text("utf-8"), file


@pytest.mark.nightly
def test_a_reader_opens_the_files_of_its_feed_and_nothing_else_that_changes() -> None:
    folder, opened = mirror().resolve(), list[str]()
    sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
    for module in catalog.MODULES:
        if not hasattr(module, "read") or is_read_online_alone(module.SOURCE):
            continue
        files = mirrored(module.SOURCE.feed, folder, DAY)
        opened.clear()
        module.read(files.folder)
        own = {str(files.folder / name) for name in files.hashes}
        assert {name for name in opened if name.startswith(str(folder))} <= own
