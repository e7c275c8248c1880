from __future__ import annotations

import multiprocessing
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from data_loaders.curate.publication.digest import digest
from data_loaders.curate.publication.publish import Contents
from data_loaders.curate.publication.seed import from_seed, pack, unpack
from data_loaders.observations.durable import only_publisher
from data_loaders.released.release import Release, ReleaseError
from data_loaders.vocabulary.model import Geography
from data_loaders.vocabulary.progress import Silent
from data_loaders.vocabulary.shapes import Shapes
from tests.support.tiny import released

OUTLINE = Shapes(Geography.BOROUGH, 10, 10, True, "Nobody", {"BX": "M0 0"}, {"BX": (1.0, 1.0)})


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    packed(tmp_path / "seed", tmp_path)
    return tmp_path / "seed"


def packed(seed: Path, tmp_path: Path) -> Contents:
    contents = digest(released(tmp_path / f"releases of {seed.name}"))
    contents = replace(contents, shapes={Geography.BOROUGH: OUTLINE})
    pack(contents, seed, tmp_path / "aside", Silent())
    return contents


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_seed_ships_no_frames_tables_or_compressed_files(seed: Path) -> None:
    assert sorted(name.split(".")[0] for name in files(seed)) == [
        "audit",
        "catalog",
        "index",
        "manifest",
        "notes",
        "observations/courts",
        "shapes/borough",
    ]


def test_the_same_release_gives_the_same_seed(tmp_path: Path) -> None:
    for name in ("one", "other"):
        packed(tmp_path / name, tmp_path)
    one, other = files(tmp_path / "one"), files(tmp_path / "other")
    # The audit says when it ran, and the manifest holds the audit's hash.
    timed = {"audit.json", "manifest.json"}
    assert {name: one[name] for name in one.keys() - timed} == {
        name: other[name] for name in other.keys() - timed
    }


def test_an_unpacked_seed_is_a_whole_release(seed: Path, tmp_path: Path) -> None:
    release = Release.open(unpack(seed, tmp_path / "var", Silent()))
    assert release.catalog.digest
    assert release.manifest.made_from == "seed"
    assert release.frame("filings", Geography.BOROUGH).cell("BX", 0).value == 10
    assert release.shapes(Geography.BOROUGH) == OUTLINE
    assert (release.folder / release.index.tables["filings_borough"]).is_file()
    assert set(release.sources) == {"courts"}


def test_unpacking_again_changes_nothing(seed: Path, tmp_path: Path) -> None:
    folder = unpack(seed, tmp_path / "var", Silent())
    made = (folder / "manifest.json").stat().st_mtime_ns
    assert unpack(seed, tmp_path / "var", Silent()) == folder
    assert (folder / "manifest.json").stat().st_mtime_ns == made


def test_a_damaged_copy_is_unpacked_again(seed: Path, tmp_path: Path) -> None:
    folder = unpack(seed, tmp_path / "var", Silent())
    (folder / "index.json").unlink()
    assert Release.open(unpack(seed, tmp_path / "var", Silent())).id == folder.name


def test_a_damaged_seed_is_refused(seed: Path, tmp_path: Path) -> None:
    path = seed / "observations" / "courts.parquet"
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(ReleaseError, match=r"courts\.parquet differs"):
        unpack(seed, tmp_path / "var", Silent())
    assert not list((tmp_path / "var").glob("*/manifest.json"))


def unpack_in_a_process(seed: Path, root: Path) -> str:
    return unpack(seed, root, Silent()).name


def test_two_processes_may_unpack_at_once(seed: Path, tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        names = pool.starmap(unpack_in_a_process, [(seed, tmp_path / "var")] * 2)
    assert names == ["2026-11-22"] * 2
    assert Release.open(tmp_path / "var" / "2026-11-22").id == "2026-11-22"


def test_unpacking_waits_for_whoever_unpacks_already(seed: Path, tmp_path: Path) -> None:
    root = tmp_path / "var"
    unpacking = threading.Thread(target=unpack, args=(seed, root, Silent()))
    with only_publisher(root):
        unpacking.start()
        unpacking.join(timeout=1.0)
        assert not list(root.glob("*/manifest.json"))
    unpacking.join()
    assert list(root.glob("*/manifest.json"))


def test_a_source_without_a_feed_stands_in_from_the_seed_and_says_so(seed: Path) -> None:
    standing_in = from_seed(seed, "courts")
    assert standing_in is not None
    assert (
        standing_in.delivery.note == "The feed could not be had; the digest that ships stands in."
    )
    assert len(standing_in.observations) == 4
    assert from_seed(seed, "listings") is None


def test_a_source_without_a_seed_has_no_figures_to_stand_in(tmp_path: Path) -> None:
    assert from_seed(tmp_path, "courts") is None
