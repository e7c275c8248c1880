"""Copies made for an earlier release are taken over where they are of the same file."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path

import brotli
import pytest

from data_loaders.curate.publication import compress as module
from data_loaders.curate.publication.compress import compressing, smallest
from data_loaders.vocabulary.progress import Progress, Silent

NAMES = ["frames/a.json", "index.json", "csv/a.csv"]
CONTENT = b'{"values":[1,2,3]}' * 40


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that are compressed, and not taken over."""
    names: list[str] = []
    make = module.compress_file

    def told(path: Path) -> None:
        names.append(path.name)
        make(path)

    monkeypatch.setattr(module, "compress_file", told)
    return names


def release(folder: Path, content: bytes = CONTENT) -> Path:
    for name in NAMES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def _compress(
    folder: Path, names: Sequence[str], told: Progress, earlier: Path | None = None
) -> None:
    with compressing(folder, names, told, earlier):
        pass


def assert_whole(folder: Path, content: bytes = CONTENT) -> None:
    for name in NAMES:
        assert gzip.decompress((folder / f"{name}.gz").read_bytes()) == content
    for name in NAMES[:2]:
        assert brotli.decompress((folder / f"{name}.br").read_bytes()) == content


def test_equal_files_are_compressed_once_for_all_releases(tmp_path: Path, made: list[str]) -> None:
    first, second = release(tmp_path / "1"), release(tmp_path / "2")
    _compress(first, NAMES, Silent())
    made.clear()
    _compress(second, NAMES, Silent(), first)
    assert made == ["a.csv"]
    assert_whole(second)


@pytest.mark.parametrize("ending", [".gz", ".br"])
@pytest.mark.parametrize(
    "damage",
    [None, b"", b"damaged", gzip.compress(b"other", mtime=0)],
    ids=["gone", "empty", "damaged", "another"],
)
def test_a_copy_that_is_damaged_gone_or_of_another_file_is_made_again(
    tmp_path: Path, made: list[str], ending: str, damage: bytes | None
) -> None:
    first, second = release(tmp_path / "1"), release(tmp_path / "2")
    _compress(first, NAMES, Silent())
    copy = first / f"{NAMES[0]}{ending}"
    copy.unlink()
    if damage is not None:
        copy.write_bytes(damage)
    made.clear()
    _compress(second, NAMES, Silent(), first)
    assert sorted(made) == ["a.csv", "a.json"]
    assert_whole(second)


def test_json_is_packed_as_small_as_brotli_makes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Tests pack quickly elsewhere; imported before they began to, this is what releases are given.
    monkeypatch.setattr(module, "smallest", smallest)
    content = b"".join(b'{"id":%d,"value":%d},' % (i, i * i) for i in range(2000))
    folder = release(tmp_path / "1", content)
    _compress(folder, NAMES, Silent())
    small, quick = brotli.compress(content, quality=11), brotli.compress(content, quality=9)
    assert len(small) < len(quick)
    assert (folder / f"{NAMES[0]}.br").read_bytes() == small


def test_a_changed_file_is_compressed_anew(tmp_path: Path, made: list[str]) -> None:
    first, second = release(tmp_path / "1"), release(tmp_path / "2", b"new" * 400)
    _compress(first, NAMES, Silent())
    made.clear()
    _compress(second, NAMES, Silent(), first)
    assert len(made) == len(NAMES)
    assert_whole(second, b"new" * 400)


@pytest.mark.parametrize("pays_from", [0, 10**9], ids=["beside", "here"])
def test_files_are_compressed_while_other_work_goes_on_and_not_for_work_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pays_from: int
) -> None:
    monkeypatch.setattr(module, "POOL_PAYS_FROM_BYTES", pays_from)
    folder = release(tmp_path / "1")
    with pytest.raises(ZeroDivisionError), compressing(folder, NAMES, Silent()):
        raise ZeroDivisionError
    with compressing(folder, NAMES, Silent()):
        pass
    assert_whole(folder)


def test_what_cannot_be_compressed_beside_other_work_is_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "POOL_PAYS_FROM_BYTES", 0)
    folder = release(tmp_path / "1")
    (folder / f"{NAMES[0]}.gz").mkdir()
    with pytest.raises(IsADirectoryError), compressing(folder, NAMES, Silent()):
        pass
