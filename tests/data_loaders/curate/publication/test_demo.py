"""The demonstration ships small, and is made whole, and scanned, where it runs."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from data_loaders.curate.feeds.mirror import FeedFiles
from data_loaders.curate.publication.build import Plan, build
from data_loaders.curate.publication.demo import ship, unpack
from data_loaders.curate.publication.digest import digest
from data_loaders.curate.publication.gather import checked
from data_loaders.curate.publication.seed import pack
from data_loaders.delivery.findings import Report
from data_loaders.privacy.audit import run as audit_run
from data_loaders.privacy.audit.leak_scan import frame_leaks
from data_loaders.released.release import Release, ReleaseError
from data_loaders.vocabulary.naming import as_simulated
from data_loaders.vocabulary.progress import Silent
from tests.support.clients import Clients, month_of, written
from tests.support.handed_over import observed
from tests.support.tiny import released

DAYS = (date(2022, 4, 5), date(2022, 7, 5))


def simulated(root: Path, day: date, clients: tuple[int, ...]) -> Release:
    """A simulated release of one month of clients."""
    module, report = Clients(), Report("helper")
    file = written(root.parent / f"{day}", "clients-2021-01.csv", month_of(*clients))
    kept = module.read([file], report)
    assert kept is not None
    source = as_simulated(module.SOURCE)
    curated = checked(source, observed(module, kept), FeedFiles(root, "0" * 64, day))
    plan = Plan(
        root=root,
        modules=(),
        files_of=lambda source: FeedFiles(root, source.id, day),
        published_on=day,
        shapes={},
        places=(),
        is_simulated=True,
        staged={source.id: curated},
    )
    return Release.open(root / build(plan, Silent()).catalog.release_id)


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    pack(digest(released(tmp_path / "real")), tmp_path / "seed", tmp_path / "aside", Silent())
    return tmp_path / "seed"


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """Two simulated releases as they ship."""
    for day, clients in zip(
        DAYS, ((240, 300, 260, 200, 40), (240, 300, 280, 200, 60)), strict=True
    ):
        release = simulated(tmp_path / "made" / "demo", day, clients)
        ship(release.folder, tmp_path / "shipped" / release.id)
    return tmp_path / "shipped"


def test_what_ships_is_unpacked_to_releases_that_open(
    shipped: Path, seed: Path, tmp_path: Path
) -> None:
    assert unpack(shipped, seed, tmp_path / "demo", Silent()) == ["2022-04-05", "2022-07-05"]
    newest = Release.open(tmp_path / "demo" / "2022-07-05")
    assert newest.manifest.is_simulated
    made = Release.open(tmp_path / "made" / "demo" / "2022-07-05")
    entries = {(e.indicator_id, e.geography): e.file for e in newest.index.frames}
    assert entries == {(e.indicator_id, e.geography): e.file for e in made.index.frames}
    assert newest.areas(next(iter(newest.catalog.areas)))


def test_unpacking_again_writes_nothing(shipped: Path, seed: Path, tmp_path: Path) -> None:
    root = tmp_path / "demo"
    unpack(shipped, seed, root, Silent())
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*.json")}
    unpack(shipped, seed, root, Silent())
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*.json")} == before


def test_releases_made_here_are_left_alone(shipped: Path, seed: Path, tmp_path: Path) -> None:
    mine = simulated(tmp_path / "demo", date(2023, 1, 5), (240, 300, 260, 200, 40))
    unpack(shipped, seed, tmp_path / "demo", Silent())
    assert [path.name for path in (tmp_path / "demo").glob("2*")] == [mine.id]


def test_observations_other_than_the_audited_ones_are_refused(
    shipped: Path, seed: Path, tmp_path: Path
) -> None:
    audit = shipped / "2022-04-05" / "audit.json"
    other = json.loads(audit.read_text())
    other["observations"] = {"observations/helper.parquet": "0" * 64}
    audit.write_text(json.dumps(other))
    with pytest.raises(ReleaseError, match="differs"):
        unpack(shipped, seed, tmp_path / "demo", Silent())
    manifest = shipped / "2022-04-05" / "manifest.json"
    held = json.loads(manifest.read_text())
    del held["files"]["audit.json"]
    manifest.write_text(json.dumps(held))
    with pytest.raises(ReleaseError):
        unpack(shipped, seed, tmp_path / "demo", Silent())


def test_every_file_made_at_unpacking_is_scanned(
    shipped: Path, seed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_run.publisher_checks, "frame_leaks", lambda frame: 1)
    with pytest.raises(ReleaseError, match="A11"):
        unpack(shipped, seed, tmp_path / "demo", Silent())
    assert frame_leaks is not audit_run.publisher_checks.frame_leaks
    assert not (tmp_path / "demo" / "CURRENT").exists()
