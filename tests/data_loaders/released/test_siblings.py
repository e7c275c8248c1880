"""A release is hashed once for all workers of a server, and again where anything changed."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import closing
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from data_loaders.released import siblings
from data_loaders.released.release import SHOWN_ONLY, Release, ReleaseError
from tests.support import literal

SECONDS = 5.0


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A release, and a server that shares what it finds of it."""
    with closing(siblings.Siblings()) as shared:
        monkeypatch.setattr(siblings, "_shared", [shared])
        literal.release(tmp_path)
        yield next(each.parent for each in tmp_path.glob("*/manifest.json"))


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Files that this process has hashed, but the list that every opening reads first."""
    names: list[str] = []
    digest = hashlib.file_digest

    def noted(file: object, kind: str) -> object:
        name = Path(getattr(file, "name", "")).name
        names.extend([name] if name != SHOWN_ONLY else [])
        return digest(file, kind)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(hashlib, "file_digest", noted)
    return names


def _opened_by_a_sibling(folder: Path) -> None:
    child = os.fork()
    if not child:
        try:
            Release.open(folder)
        finally:
            os._exit(0)
    os.waitpid(child, 0)


def test_what_a_sibling_hashed_is_not_hashed_again(folder: Path, hashed: list[str]) -> None:
    _opened_by_a_sibling(folder)
    release = Release.open(folder)
    assert hashed == []
    entry = release.index.frames[0]
    assert release.frame(entry.indicator_id, entry.geography, entry.industry_id).areas


def test_a_file_that_changed_since_is_hashed_and_refused(folder: Path, hashed: list[str]) -> None:
    _opened_by_a_sibling(folder)
    file = next(folder.glob("frames/*.json"))
    status, content = file.stat(), bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    with pytest.raises(ReleaseError, match=file.name):
        Release.open(folder)
    assert hashed == [file.name]


def test_nothing_is_taken_over_for_another_manifest(folder: Path, hashed: list[str]) -> None:
    _opened_by_a_sibling(folder)
    manifest = folder / "manifest.json"
    manifest.write_bytes(manifest.read_bytes() + b"\n")
    Release.open(folder)
    assert len(hashed) > 5


def test_without_a_server_every_file_is_hashed(
    folder: Path, hashed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(siblings, "_shared", [])
    Release.open(folder)
    once = len(hashed)
    Release.open(folder)
    assert len(hashed) == 2 * once > 0


def test_a_note_that_was_torn_off_is_taken_for_none(folder: Path, hashed: list[str]) -> None:
    _opened_by_a_sibling(folder)
    shared = siblings.shared()
    assert shared is not None
    note = shared._file.fileno()  # noqa: SLF001 - as a full disk leaves it
    os.ftruncate(note, os.fstat(note).st_size // 2)
    Release.open(folder)
    assert len(hashed) > 5
    hashed.clear()
    Release.open(folder)
    assert hashed == [], "the note is whole again"


def test_a_release_opens_though_the_note_has_no_room(
    folder: Path,
    hashed: list[str],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "pwrite", full)
    Release.open(folder)
    Release.open(folder)
    assert len(hashed) > 10
    assert "No space left on device" in caplog.text


def test_nobody_waits_for_a_sibling_that_was_killed() -> None:
    ours, theirs = Pipe()
    with closing(siblings.Siblings()) as shared:
        sibling = get_context("fork").Process(target=_hashing, args=(shared, "real", theirs))
        sibling.start()
        assert ours.recv() == "began"
        sibling.kill()
        with shared.turn("real"):
            assert shared.noted("real") == {}
        sibling.join()


def test_nobody_waits_for_the_release_of_the_other_side() -> None:
    ours, theirs = Pipe()
    with closing(siblings.Siblings()) as shared:
        sibling = get_context("fork").Process(target=_hashing, args=(shared, "demo", theirs))
        sibling.start()
        assert ours.recv() == "began"
        with shared.turn("real"):
            shared.note("real", {})
        assert not ours.poll(), "the sibling is still at it"
        ours.send("end")
        assert ours.recv() == "ended"
        sibling.join()
        assert shared.noted("real") == {}


def _hashing(shared: siblings.Siblings, release: str, whole: Connection) -> None:
    """Take as long as one is told, or some seconds."""
    with shared.turn(release):
        whole.send("began")
        whole.poll(SECONDS)
        whole.send("ended")
