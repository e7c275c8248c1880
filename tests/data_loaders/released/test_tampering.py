"""What somebody who can write the folder of releases may try beside changing a file."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Thread

import msgspec
import pytest

from data_loaders.curate.publication.publish import release_ids
from data_loaders.curate.publication.signing import make_key
from data_loaders.released import frame_addresses
from data_loaders.released import release as read_side
from data_loaders.released.chain import site_key
from data_loaders.released.release import (
    SEED,
    SHOWN_ONLY,
    Manifest,
    Release,
    ReleaseError,
    Releases,
    ShownOnly,
)
from data_loaders.released.seal import SEALS, is_sealed, kept_key, seal
from data_loaders.vocabulary.model import Publication
from tests.support import literal

APRIL, JULY = date(2026, 4, 5), date(2026, 7, 5)


@pytest.fixture(autouse=True)
def _look_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_side, "SECONDS_BETWEEN_LOOKS", 0.0)


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A signed release in which nothing is shown only, and the key it is signed with."""
    folder = tmp_path_factory.mktemp("signed")
    passed_on = [one for one in literal.readers() if one.SOURCE.publication is not Publication.SHOW]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RELEASE_KEY", str(folder / "k.pem"))
        patch.setenv("RELEASE_PUBLIC_KEY", make_key(folder / "k.pem"))
        key = site_key()
        literal.release(folder / "releases", passed_on, APRIL)
        literal.release(folder / "releases", passed_on, JULY)
    assert key is not None
    return folder / "releases", key


@pytest.fixture
def root(signed: tuple[Path, bytes], tmp_path: Path) -> Path:
    return Path(shutil.copytree(signed[0], tmp_path / "releases"))


def test_a_list_of_frames_that_the_manifest_does_not_name_is_refused(
    root: Path, signed: tuple[Path, bytes]
) -> None:
    """Nothing signed is changed: one file more would lead a figure to another's frame."""
    july = Releases([root], key=signed[1]).current()
    assert (july.id, july.manifest.shown_only) == (JULY.isoformat(), None)
    one, other = july.index.frames[0], july.index.frames[-1]
    assert one.file != other.file
    more = ShownOnly(frames=(replace(one, file=other.file),))
    (july.folder / SHOWN_ONLY).write_bytes(msgspec.json.encode(more))
    opened = Releases([root], key=signed[1])
    assert opened.current().id == APRIL.isoformat()
    assert f"its manifest does not name {SHOWN_ONLY}" in (opened.problem or "")
    assert opened.pinned(JULY.isoformat()) is None


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def a_link_to_itself(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def outside(path: Path) -> None:
    path.write_text("../elsewhere")


def of_no_letters(path: Path) -> None:
    path.write_bytes(b"\xff\x00\xfe")


@pytest.mark.parametrize("spoil", [a_folder, a_link_to_itself, outside, of_no_letters])
def test_a_current_that_names_nothing_stops_nobody(
    root: Path, signed: tuple[Path, bytes], spoil: Callable[[Path], None]
) -> None:
    serving = Releases([root], key=signed[1])
    assert serving.current().id == JULY.isoformat()
    spoil(root / "CURRENT")
    for releases in (serving, Releases([root], key=signed[1])):
        assert releases.current().id == JULY.isoformat()
        assert "CURRENT" in (releases.problem or "")


@pytest.mark.parametrize("name", ["CURRENT", "manifest.json", "manifest.json.sig", "catalog.json"])
def test_a_pipe_in_place_of_a_file_holds_nobody_up(
    root: Path, signed: tuple[Path, bytes], name: str
) -> None:
    """Whoever opens one waits for somebody to write into it."""
    path = root / name if name == "CURRENT" else root / JULY.isoformat() / name
    path.unlink()
    os.mkfifo(path)
    opened = within_seconds(Releases([root], key=signed[1]).current)
    assert opened == (JULY if name == "CURRENT" else APRIL).isoformat()


def within_seconds(current: Callable[[], Release]) -> str:
    """The id of a release, asked for in a thread that is not waited for."""
    found: list[str] = []
    asked = Thread(target=lambda: found.append(current().id), daemon=True)
    asked.start()
    asked.join(8.0)
    assert found, "still waiting"
    return found[0]


def test_what_came_with_the_code_is_refused_where_all_seals_are_gone(tmp_path: Path) -> None:
    """Its page says that the code vouches for it."""
    made = literal.release(tmp_path / "releases", day=APRIL)
    path = made.folder / "manifest.json"
    manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    path.write_bytes(msgspec.json.encode(replace(manifest, made_from=SEED)))
    root = tmp_path / "releases"
    seal(root, release_ids(root))
    assert Releases([root], sealed=(root,)).current().id == made.id
    (root / SEALS).unlink()
    with pytest.raises(ReleaseError, match="is not the one that was unpacked here"):
        Releases([root], sealed=(root,)).current()


def test_a_release_made_here_needs_no_seal(tmp_path: Path) -> None:
    made = literal.release(tmp_path, day=APRIL)
    assert Releases([tmp_path], sealed=(tmp_path,)).current().id == made.id


def test_a_key_that_others_may_read_signs_no_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("RELEASES", str(tmp_path))
    monkeypatch.delenv("FRAME_KEY", raising=False)
    key = kept_key(tmp_path, frame_addresses.KEY_FILE)
    path = tmp_path / frame_addresses.KEY_FILE
    sign = frame_addresses.frame_key.__wrapped__
    assert sign() == key
    for mode in (0o640, 0o604, 0o660):
        path.chmod(mode)
        assert sign() != key
        assert "give it mode 600" in caplog.text
        caplog.clear()
    path.chmod(0o600)
    elsewhere = path.rename(tmp_path / "elsewhere")
    path.symlink_to(elsewhere)
    assert sign() != key


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_seal_whose_key_others_may_read_vouches_for_nothing(tmp_path: Path, mode: int) -> None:
    """Whoever reads it can seal another manifest. Sealing again makes another key."""
    made = literal.release(tmp_path / "releases")
    root = made.folder.parent
    seal(root, [made.id])
    key = root / ".seal-key"
    first = key.read_text()
    assert is_sealed(made.folder)
    key.chmod(mode)
    assert not is_sealed(made.folder)
    seal(root, [made.id])
    assert is_sealed(made.folder)
    assert key.read_text() != first
    assert key.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", ["", "abc"])
def test_a_file_without_a_key_in_it_is_none(tmp_path: Path, content: str) -> None:
    path = tmp_path / ".frame-key"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(OSError, match="holds no key"):
        kept_key(tmp_path, path.name)
