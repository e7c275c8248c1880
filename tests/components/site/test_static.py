"""Front-end files have addresses, built or not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from components.site import static


@pytest.fixture(autouse=True)
def _no_remembered_addresses() -> Iterator[None]:
    static._addresses.cache_clear()
    yield
    static._addresses.cache_clear()


def test_built_files_are_served_under_the_names_in_the_manifest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(static, "STATIC_DIR", tmp_path)
    (tmp_path / "manifest.json").write_text('{"fonts.css": "fonts.0123456789ab.css"}')
    assert static.static_url("fonts.css") == "/static/fonts.0123456789ab.css"
    assert static.static_files() == {
        "/static/fonts.0123456789ab.css": tmp_path / "fonts.0123456789ab.css"
    }


def test_a_file_of_an_older_build_is_no_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(static, "STATIC_DIR", tmp_path)
    (tmp_path / "manifest.json").write_text('{"fonts.css": "fonts.01.css", "old.js": "old.01.js"}')
    assert list(static.static_files()) == ["/static/fonts.01.css"]


def test_without_a_build_bootstrap_comes_from_a_python_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(static, "STATIC_DIR", tmp_path)
    files = static.static_files()
    assert static.static_url("newsreader.woff2") is None
    assert b"Bootstrap" in files[static.static_url("bootstrap.css") or ""].read_bytes()[:200]


def test_an_address_changes_with_the_content() -> None:
    digest = hashlib.sha256(b"new").hexdigest()[:12]
    assert static.hashed_name("a.b.css", b"new") == f"a.b.{digest}.css"
    assert static.hashed_name("a.b.css", b"old") != static.hashed_name("a.b.css", b"new")
