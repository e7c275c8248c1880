"""Packed scripts and style stand for those in `assets/` only while they are made of just these."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from components.site import packed
from components.site.packed import Packed, packed_files, packed_url, version_of

FILES = {"map.js": "map.0123ABCD.js", "style.css": "style.0123456789ab.css"}


@pytest.fixture(autouse=True)
def assets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Scripts of which packed ones lie in the other folder."""
    folder = tmp_path / "assets"
    folder.mkdir()
    (folder / "map.js").write_text("const a = 1;\n")
    (folder / "site.css").write_text("a { }\n")
    monkeypatch.setattr(packed, "ASSETS", folder)
    monkeypatch.setattr(packed, "STATIC_DIR", tmp_path)
    list_of(version_of(folder))
    packed.packed.cache_clear()
    yield folder
    packed.packed.cache_clear()


def list_of(version: str) -> None:
    packed.list_path().write_bytes(msgspec.json.encode(Packed(version, FILES)))


def test_a_packed_file_has_an_address_and_is_served_there(tmp_path: Path) -> None:
    assert packed_url("map.js") == "/static/map.0123ABCD.js"
    assert packed_files() == {f"/static/{file}": tmp_path / file for file in FILES.values()}
    assert packed_url("frames.js") is None


@pytest.mark.parametrize(
    ("name", "written"),
    [("map.js", "const a = 2;\n"), ("new.js", ""), ("site.css", "a { color: red }\n")],
)
def test_one_changed_file_makes_all_that_is_packed_stale(
    assets: Path, name: str, written: str
) -> None:
    (assets / name).write_text(written)
    assert packed_url("map.js") is None
    assert packed_url("style.css") is None
    assert packed_files() == {}


def test_a_script_of_another_name_is_another_version(assets: Path) -> None:
    before = version_of(assets)
    (assets / "map.js").rename(assets / "maps.js")
    assert version_of(assets) != before


def test_where_nothing_was_packed_nothing_is_named() -> None:
    packed.list_path().unlink()
    assert packed_url("map.js") is None


def test_a_page_is_kept_for_the_files_it_names(assets: Path) -> None:
    before = packed.built()
    assert "/static/map.0123ABCD.js" in before
    (assets / "map.js").write_text("")
    packed.packed.cache_clear()
    assert packed.built() != before
