"""Shapes are made again exactly when something that decides them has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_loaders.curate.geography import kept_shapes, outlines
from data_loaders.curate.geography.boundaries import FALLBACK, OFFICIAL
from data_loaders.curate.geography.kept_shapes import deciding, kept
from data_loaders.vocabulary.model import Geography, Place
from data_loaders.vocabulary.progress import Silent
from data_loaders.vocabulary.shapes import Shapes


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for what is kept, with nothing in it."""
    monkeypatch.setattr(kept_shapes, "FOLDER", tmp_path / "shapes")
    return tmp_path / "shapes"


def shape(credit: str = "us") -> Shapes:
    paths = {"BX": "M0 0l1 0 0 1z", "MN": "M2 0l1 0 0 1z"}
    return Shapes(Geography.BOROUGH, 960, 940, False, credit, paths, {"BX": (0.3, 0.3)})


def test_outlines_made_once_are_read_from_disk_the_second_time() -> None:
    made = [kept("outlines", Geography.BOROUGH, "a", lambda: shape()) for _ in range(2)]
    assert made == [shape(), shape()]
    read = kept("outlines", Geography.BOROUGH, "a", lambda: pytest.fail("made again"))
    assert read == shape()


def test_another_kind_another_geography_or_another_cause_is_made(folder: Path) -> None:
    kept("outlines", Geography.BOROUGH, "a", lambda: shape())
    for what in (
        ("tiles", Geography.BOROUGH, "a"),
        ("outlines", Geography.CD, "a"),
        ("outlines", Geography.BOROUGH, "b"),
    ):
        assert kept(*what, lambda: shape("anew")).credit == "anew"
    assert len(list(folder.iterdir())) == 3  # of outlines of boroughs only the newest


@pytest.mark.parametrize("content", [b"", b"{", b'{"geography":"borough"}', b"[]"])
def test_half_a_file_is_made_again(folder: Path, content: bytes) -> None:
    kept("outlines", Geography.BOROUGH, "a", lambda: shape())
    (file,) = folder.iterdir()
    file.write_bytes(content)
    assert kept("outlines", Geography.BOROUGH, "a", lambda: shape("anew")).credit == "anew"
    assert kept("outlines", Geography.BOROUGH, "a", lambda: shape()).credit == "anew"


@pytest.mark.parametrize("file", [*OFFICIAL.values(), *FALLBACK.values()], ids=lambda f: f.path)
def test_a_change_of_any_boundary_file_makes_new_outlines(tmp_path: Path, file: object) -> None:
    path = tmp_path / file.path  # pyright: ignore[reportAttributeAccessIssue]
    path.parent.mkdir(parents=True)
    hashes = [deciding(tmp_path)]
    for sibling in (path, path.with_suffix(".dbf")):
        for content in (b"one", b"two"):
            sibling.write_bytes(content)
            hashes.append(deciding(tmp_path))
    assert len(set(hashes)) == len(hashes)


def test_a_change_of_code_or_of_the_shipped_tables_makes_new_outlines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashes = {deciding(None), deciding(tmp_path)}
    assert len(hashes) == 1  # an empty folder holds no boundaries
    for name in ("CODE", "LIBRARIES"):
        with monkeypatch.context() as patch:
            patch.setattr(kept_shapes, name, getattr(kept_shapes, name)[:-1])
            hashes.add(deciding(None))
    assert len(hashes) == 3


def test_a_release_draws_no_outline_twice_though_a_preview_came_between(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[tuple[Path | None, Geography]] = []

    def outline(files: Path | None, geography: Geography) -> Shapes:
        made.append((files, geography))
        return Shapes(geography, 960, 940, False, "us", {"a": "M0 0z"}, {})

    monkeypatch.setattr(outlines, "_outline", outline)
    monkeypatch.setattr(outlines, "_drawn_together", lambda shapes: shapes)
    published = tmp_path / "published"
    published.mkdir()
    (published / OFFICIAL[Geography.CD].path).parent.mkdir(parents=True)
    (published / OFFICIAL[Geography.CD].path).touch()
    first, preview, again = (
        outlines.outlines(files, Silent()) for files in (published, None, published)
    )
    assert first == preview == again
    assert len(made) == len(set(made)) == 2 * len(outlines.DRAWN)


def test_places_are_kept_as_shapes_are(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Place("BX", "Bronx", "borough", "BX", ("Bronx County",), {Geography.CITY: ("NYC",)})
    monkeypatch.setattr(outlines, "places", lambda: (place,))
    assert outlines.known_places() == (place,)
    monkeypatch.setattr(outlines, "places", lambda: pytest.fail("made again"))
    assert outlines.known_places() == (place,)
    monkeypatch.setattr(outlines, "deciding", lambda _: "changed")
    monkeypatch.setattr(outlines, "places", tuple)
    assert outlines.known_places() == ()
    assert len(list(folder.iterdir())) == 1
