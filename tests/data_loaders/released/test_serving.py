"""Which release an address gets, and that a broken one is never served."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest

from data_loaders.released import release as read_side
from data_loaders.released import serving
from data_loaders.released.release import Release, ReleaseError, Releases
from data_loaders.released.serving import asked_release
from data_loaders.released.view import Notice, Problem
from data_loaders.released.watched import WatchedFiles
from data_loaders.vocabulary import installation
from tests.support import literal
from tests.support.made.small_challenge import copy_of_small_challenge

DAYS = (date(2026, 1, 5), date(2026, 3, 2), date(2026, 5, 4))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three releases, made once."""
    folder = tmp_path_factory.mktemp("published")
    for day in DAYS:
        literal.release(folder, day=day)
    return folder


@pytest.fixture
def root(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Three releases, the newest being served."""
    copied = shutil.copytree(published, tmp_path / "releases")
    monkeypatch.setenv("RELEASES", str(copied))
    monkeypatch.setattr(installation, "SEED", tmp_path / "no seed")
    monkeypatch.setattr(read_side, "SECONDS_BETWEEN_LOOKS", 0.0)
    serving.releases.cache_clear()
    yield copied
    serving.releases.cache_clear()


@pytest.mark.usefixtures("root")
def test_without_a_release_in_the_address_the_newest_answers() -> None:
    release, notice = asked_release(None)
    assert (release.id, notice) == ("2026-05-04", None)


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("day", [day.isoformat() for day in DAYS])
def test_a_release_that_is_held_answers_itself(day: str) -> None:
    release, notice = asked_release(day)
    assert (release.id, notice) == (day, None)


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("2025-12-31", "2026-01-05"),
        ("2026-01-05-2", "2026-03-02"),
        ("2026-03-01", "2026-03-02"),
        ("2030-01-01", "2026-05-04"),
        ("../../etc", "2026-01-05"),
        ("\x00", "2026-01-05"),
        ("²", "2026-05-04"),
    ],
)
def test_a_release_that_is_not_held_gives_way_to_the_nearest_later_one(
    asked: str, message: str
) -> None:
    release, notice = asked_release(asked)
    assert release.id == message
    assert notice == Notice("release", asked, message, Problem.NOT_HERE)


def test_a_later_release_that_is_damaged_is_passed_over(root: Path) -> None:
    (root / "2026-03-02" / "notes.md").write_text("changed")
    assert asked_release("2026-02-01")[0].id == "2026-05-04"


@pytest.mark.usefixtures("root")
def test_a_release_asked_for_too_early_is_found_once_it_is_there(root: Path) -> None:
    assert asked_release("2026-07-01")[1] is not None
    literal.release(root, day=date(2026, 7, 1))
    assert asked_release("2026-07-01")[1] is None
    (root / "CURRENT").write_text("2026-05-04\n")
    release, notice = asked_release("2026-07-01")
    assert (release.id, notice) == ("2026-07-01", None)


def test_the_release_that_is_served_is_opened_once(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    open_ = Releases._open

    def heard(held: Releases, folder: Path, **options: bool) -> Release:
        opened.append(folder)
        return open_(held, folder, **options)

    monkeypatch.setattr(Releases, "_open", heard)
    held = Releases([root])
    served = held.current()
    assert held.pinned(served.id) is served
    assert held.pinned(DAYS[0].isoformat()) is not served
    assert [folder.name for folder in opened] == [served.id, DAYS[0].isoformat()]


def test_a_pointer_to_a_release_that_is_not_there_is_said_and_changes_nothing(root: Path) -> None:
    held = Releases([root])
    served = held.current()
    (root / "CURRENT").write_text("2027-01-01\n")
    assert held.current() is served
    assert held.problem is not None
    assert "2027-01-01" in held.problem
    (root / "CURRENT").write_text("2026-05-04\n")
    assert held.current().id == "2026-05-04"
    assert held.problem is None


def test_a_pointer_that_is_not_text_is_said_and_changes_nothing(root: Path) -> None:
    held = Releases([root])
    served = held.current()
    (root / "CURRENT").write_bytes(b"\xff\xfe\x00")
    assert held.current() is served
    assert held.problem is not None


def test_without_any_release_the_reason_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="no release found"):
        Releases([tmp_path]).current()


def test_the_process_that_unpacks_the_demonstration_is_begun_once_and_kept() -> None:
    # In a program of its own: one that nobody keeps is warned of as it is let go.
    code = (
        "import shutil, sys; from data_loaders.released import serving as s; "
        "sys.executable = shutil.which('true'); s.make_demonstration_ready(); "
        "s.make_demonstration_ready().wait(10)"
    )
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, cwd=installation.ROOT)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_challenge_is_offered_by_its_seal_and_named_simulated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installation, "CHALLENGE", tmp_path / "challenge")
    assert serving.challenge_pack() is None
    sealed = copy_of_small_challenge(tmp_path / "challenge")
    pack = serving.challenge_pack()
    assert pack is not None
    assert pack.address == f"/challenge/SIMULATED_break-our-table_{pack.sha256[:12]}.zip"
    held = set(ZipFile(pack.path).namelist())
    assert {"first.csv", "second.csv", "policy.json", "seal.json", "attack/attack.py"} <= held
    assert not held & {path.name for path in sealed.iterdir()}


def _spoilt(root: Path, name: str, *, by: int) -> Releases:
    """The releases with a file of the first changed: as long as it was, or `by` bytes longer."""
    path = next((root / DAYS[0].isoformat()).glob(name))
    good = path.read_bytes()
    path.write_bytes(good[:-1] + b" " * (1 + by))
    return Releases([root])


def test_opening_an_earlier_release_hashes_only_what_it_reads(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: set[str] = set()
    check = WatchedFiles.check

    def noted(self: WatchedFiles, name: str) -> None:
        hashed.add(name)
        check(self, name)

    held = Releases([root])
    held.current()
    monkeypatch.setattr(WatchedFiles, "check", noted)
    assert held.pinned(DAYS[0].isoformat()) is not None
    assert hashed <= read_side.OPENED


def test_a_figure_of_an_earlier_release_is_hashed_before_it_is_shown(root: Path) -> None:
    held = _spoilt(root, "frames/*.json", by=0)
    held.current()
    release = held.pinned(DAYS[0].isoformat())
    assert release is not None
    damaged = next((root / release.id).glob("frames/*.json")).name
    entry = next(each for each in release.index.frames if each.file.endswith(damaged))
    with pytest.raises(ReleaseError, match="differs from its manifest"):
        release.frame(entry.indicator_id, entry.geography, entry.industry_id)
    with pytest.raises(ReleaseError, match="differs from its manifest"):
        release.files.check(entry.file)


@pytest.mark.parametrize(
    ("name", "by"),
    [
        ("frames/*.json", 1),
        ("csv/*.csv", 1),
        ("notes.md", 1),
        ("catalog.json", 0),
        ("audit.json", 0),
        ("index.json", 0),
    ],
)
def test_an_earlier_release_that_is_cut_or_changed_where_it_is_opened_is_not_held(
    root: Path, name: str, by: int
) -> None:
    assert _spoilt(root, name, by=by).pinned(DAYS[0].isoformat()) is None


def test_an_earlier_release_without_one_of_its_files_is_not_held(root: Path) -> None:
    next((root / DAYS[0].isoformat()).glob("frames/*.json")).unlink()
    assert Releases([root]).pinned(DAYS[0].isoformat()) is None


def test_a_later_release_than_the_one_served_is_hashed_whole(root: Path) -> None:
    last = DAYS[2].isoformat()
    (root / "CURRENT").write_text(DAYS[1].isoformat())
    path = next((root / last).glob("csv/*.csv"))
    path.write_bytes(b"?" + path.read_bytes()[1:])
    held = Releases([root])
    assert held.current().id == DAYS[1].isoformat()
    assert held.pinned(last) is None


def test_the_release_served_is_hashed_whole(root: Path) -> None:
    shutil.rmtree(root / DAYS[1].isoformat())
    shutil.rmtree(root / DAYS[2].isoformat())
    (root / "CURRENT").write_text(DAYS[0].isoformat())
    with pytest.raises(ReleaseError, match="differs from its manifest"):
        _spoilt(root, "csv/*.csv", by=0).current()
