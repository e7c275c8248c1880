from __future__ import annotations

import gzip
import threading
import time
from dataclasses import replace
from pathlib import Path

import brotli
import msgspec
import pytest

from data_loaders.curate.publication import publish as publishing
from data_loaders.curate.publication.build import build
from data_loaders.curate.publication.publish import (
    current_id,
    next_id,
    publish,
    release_ids,
    rollback,
)
from data_loaders.observations.durable import only_publisher
from data_loaders.released import release as read_side
from data_loaders.released.packing import packed, unpacked
from data_loaders.released.release import SHOWN_ONLY, Release, ReleaseError, Releases, ShownOnly
from data_loaders.vocabulary.model import Geography
from data_loaders.vocabulary.progress import Silent
from tests.support.tiny import (
    COURTS,
    DAY,
    LISTINGS,
    MONTHLY,
    module,
    plan,
    published,
    released,
)

REVISED = MONTHLY.replace("BX,2021-01-01,2021-01-31,10,", "BX,2021-01-01,2021-01-31,11,")


@pytest.fixture(autouse=True)
def _look_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_side, "SECONDS_BETWEEN_LOOKS", 0.0)


def value(release: Release) -> float | None:
    return release.frame("filings", Geography.BOROUGH).cell("BX", 0).value


def test_a_release_reads_back_as_it_was_observed(tmp_path: Path) -> None:
    released(tmp_path)
    frame = Releases([tmp_path]).current().frame("filings", Geography.BOROUGH)
    assert [
        (area, cell.value, str(cell.status)) for area, cell in [*frame.cells(0), *frame.cells(1)]
    ] == [
        ("BK", None, "withheld"),
        ("BX", 10, "normal"),
        ("BK", 0, "normal"),
        ("BX", 13, "provisional"),
    ]


def test_every_file_is_in_the_manifest_and_compressed_copies_hold_the_same(tmp_path: Path) -> None:
    released(tmp_path)
    folder = tmp_path / "2026-11-22"
    release = Release.open(folder)
    lying_there = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}
    listed = {*release.manifest.files, "manifest.json"}
    pinned = msgspec.json.decode((folder / SHOWN_ONLY).read_bytes(), type=ShownOnly)
    assert lying_there - listed == {SHOWN_ONLY, *pinned.files}
    assert {f"shown/{name.rpartition('/')[2]}" for name in pinned.files} == set(pinned.files)
    assert listed <= lying_there
    for entry in release.index.frames:
        plain = (folder / entry.file).read_bytes()
        assert gzip.decompress((folder / f"{entry.file}.gz").read_bytes()) == plain
        assert brotli.decompress((folder / f"{entry.file}.br").read_bytes()) == plain
    assert release.index.tables == {"filings_borough": "csv/filings_borough.csv"}
    assert (folder / "csv/filings_borough.csv.gz").is_file()


def test_a_frame_that_may_only_be_shown_is_pinned_like_every_other(tmp_path: Path) -> None:
    released(tmp_path)
    folder = tmp_path / "2026-11-22"
    (frame,) = folder.glob("shown/*.json")
    frame.write_bytes(frame.read_bytes().replace(b"BX", b"MN"))
    with pytest.raises(ReleaseError, match=f"shown/{frame.name} differs from its manifest"):
        Release.open(folder)


def test_sources_only_to_be_shown_leave_frames_but_no_table_and_no_observations(
    tmp_path: Path,
) -> None:
    released(tmp_path)
    folder = tmp_path / "2026-11-22"
    assert Release.open(folder).entry("rent", Geography.BOROUGH) is not None
    assert [path.name for path in sorted(folder.glob("csv/*"))] == [
        "filings_borough.csv",
        "filings_borough.csv.gz",
    ]
    assert [path.name for path in folder.glob("observations/*")] == ["courts.parquet"]


@pytest.mark.parametrize(
    "step",
    ["write_data", "audit_release", "compressing", "write_manifest", "flush_to_disk", "switch"],
)
def test_a_crash_at_any_step_leaves_the_last_release_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    released(tmp_path)
    releases = Releases([tmp_path])
    served = releases.current()

    def crash(*_: object, **__: object) -> None:
        raise OSError("the power went")

    with monkeypatch.context() as patch:
        patch.setattr(publishing, step, crash)
        with pytest.raises(OSError, match="power"):
            released(tmp_path, module(COURTS, REVISED), module(LISTINGS))
    assert current_id(tmp_path) == "2026-11-22"
    assert releases.current() is served
    assert Release.open(tmp_path / "2026-11-22").id == served.id
    contents = released(tmp_path, module(COURTS, REVISED), module(LISTINGS))
    assert releases.current().id == contents.catalog.release_id
    assert value(releases.current()) == 11


def test_half_a_release_is_never_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    released(tmp_path)

    def crash(_: Path) -> None:
        raise OSError("the power went")

    monkeypatch.setattr(publishing, "flush_to_disk", crash)
    with pytest.raises(OSError, match="power"):
        released(tmp_path)
    assert list(tmp_path.rglob("2026-11-22-2/manifest.json"))
    assert Releases([tmp_path]).ids() == ["2026-11-22"]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("observations/courts.parquet", b"PAR1", b"PAR2"),
        ("audit.json", b'"passed": true', b'"passed": false'),
        ("catalog.json", b"The courts", b"The parks!"),
        ("csv/filings_borough.csv", b"withheld", b"normal"),
        ("index.json", b"2021", b"2020"),
    ],
)
def test_a_changed_file_is_refused_and_the_last_good_release_stays(
    tmp_path: Path, file: str, old: bytes, new: bytes
) -> None:
    released(tmp_path)
    releases = Releases([tmp_path])
    good = releases.current()
    released(tmp_path)
    path = tmp_path / "2026-11-22-2" / file
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new, 1))
    with pytest.raises(ReleaseError, match="differs from its manifest"):
        Release.open(path.parents[path.parts[::-1].index("2026-11-22-2") - 1])
    assert releases.current() is good
    assert releases.problem is not None
    assert file in releases.problem


def test_one_changed_status_in_a_frame_is_refused(tmp_path: Path) -> None:
    released(tmp_path)
    folder = tmp_path / "2026-11-22"
    entry = Release.open(folder).entry("filings", Geography.BOROUGH)
    assert entry is not None
    frame = unpacked((folder / entry.file).read_bytes())
    changed = replace(frame, statuses=("np", "xn"))
    (folder / entry.file).write_bytes(packed(changed))
    with pytest.raises(ReleaseError, match="differs from its manifest"):
        Release.open(folder)


def test_rolling_back_serves_the_release_before_and_forward_again_by_name(tmp_path: Path) -> None:
    released(tmp_path)
    releases = Releases([tmp_path])
    released(tmp_path, module(COURTS, REVISED), module(LISTINGS))
    assert value(releases.current()) == 11
    assert rollback(tmp_path) == "2026-11-22"
    assert value(releases.current()) == 10
    rollback(tmp_path, "2026-11-22-2")
    assert value(releases.current()) == 11


def test_there_is_no_rolling_back_to_a_damaged_release_or_before_the_first(tmp_path: Path) -> None:
    released(tmp_path)
    with pytest.raises(ReleaseError, match="older than 2026-11-22"):
        rollback(tmp_path)
    released(tmp_path)
    (tmp_path / "2026-11-22" / "notes.md").write_text("changed")
    with pytest.raises(ReleaseError, match=r"notes\.md differs"):
        rollback(tmp_path)
    assert current_id(tmp_path) == "2026-11-22-2"


def test_readers_during_publish_and_rollback_see_one_release_or_the_other(tmp_path: Path) -> None:
    released(tmp_path)
    seen: set[tuple[str, float | None]] = set()
    named: set[str] = set()
    failures: list[ReleaseError] = []
    stop = threading.Event()

    def read() -> None:
        releases = Releases([tmp_path])
        while not stop.is_set():
            try:
                named.add(current_id(tmp_path))
                current = releases.current()
                seen.add((current.id, value(current)))
            except ReleaseError as error:
                failures.append(error)
            time.sleep(0.001)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    released(tmp_path, module(COURTS, REVISED), module(LISTINGS))
    for _ in range(20):
        rollback(tmp_path, "2026-11-22")
        rollback(tmp_path, "2026-11-22-2")
    stop.set()
    for reader in readers:
        reader.join()
    assert not failures
    assert named == {"2026-11-22", "2026-11-22-2"}
    assert seen == {("2026-11-22", 10), ("2026-11-22-2", 11)}


def test_a_release_is_whole_before_anything_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    switched: list[str] = []

    def switch(root: Path, release_id: str) -> None:
        switched.append(Release.open(root / release_id).id)

    monkeypatch.setattr(publishing, "switch", switch)
    published(tmp_path)
    assert switched == ["2026-11-22"]


def test_only_one_process_publishes_at_a_time(tmp_path: Path) -> None:
    publisher = threading.Thread(target=released, args=(tmp_path,))
    with only_publisher(tmp_path):
        publisher.start()
        publisher.join(timeout=1.0)
        assert release_ids(tmp_path) == []
    publisher.join()
    assert release_ids(tmp_path) == ["2026-11-22"]


def test_a_rollback_that_has_to_wait_says_so(tmp_path: Path) -> None:
    released(tmp_path)
    released(tmp_path)
    said: list[str] = []
    has_said = threading.Event()

    class Listener(Silent):
        def say(self, text: str) -> None:
            said.append(text)
            has_said.set()

    waiting = threading.Thread(target=rollback, args=(tmp_path, None, Listener()))
    with only_publisher(tmp_path):
        waiting.start()
        assert has_said.wait(timeout=30)
        assert current_id(tmp_path) == "2026-11-22-2"
    waiting.join()
    assert current_id(tmp_path) == "2026-11-22"
    rollback(tmp_path, "2026-11-22-2", Listener())
    assert said == [f"Another process is publishing into {tmp_path}; waiting until it is done."]


def test_real_and_simulated_releases_never_share_a_folder(tmp_path: Path) -> None:
    contents = released(tmp_path)
    simulated = replace(contents.catalog, is_simulated=True, release_id="2026-11-23")
    with pytest.raises(ReleaseError, match="other kind"):
        publish(tmp_path, replace(contents, catalog=simulated), Silent())
    assert release_ids(tmp_path) == ["2026-11-22"]


def test_a_public_source_cannot_stand_in_a_simulated_release(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="courts is real"):
        build(replace(plan(tmp_path, [module(COURTS)]), is_simulated=True), Silent())


def test_a_partner_without_permission_cannot_stand_in_a_real_release(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="no permission"):
        build(plan(tmp_path, [module(replace(COURTS, feed=None))]), Silent())


def test_ids_are_the_day_then_numbered_and_tenth_comes_after_second(tmp_path: Path) -> None:
    for expected in ["2026-11-22", *(f"2026-11-22-{number}" for number in range(2, 12))]:
        assert next_id(DAY, tmp_path) == expected
        (tmp_path / expected).mkdir()
        (tmp_path / expected / "manifest.json").touch()
    assert release_ids(tmp_path)[-2:] == ["2026-11-22-10", "2026-11-22-11"]


def test_published_releases_never_change(tmp_path: Path) -> None:
    contents = released(tmp_path)
    with pytest.raises(ReleaseError, match="never change"):
        publish(tmp_path, contents, Silent())
