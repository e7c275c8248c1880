"""The build takes from npm packages what the pages need, and nothing that calls out."""

from __future__ import annotations

import gzip
import io
import re
import string
from pathlib import Path

import brotli
import pytest
from fontTools.ttLib import TTFont

from components.site.static import STATIC_NAMES
from frontend import build

FACE = """/* {file} */
@font-face {{
  font-family: 'X';
  font-display: swap;
  src: url(./files/{file}.woff2) format('woff2-variations');
  unicode-range: U+0000-FFFF;
}}
"""


@pytest.fixture
def node_modules(tmp_path: Path) -> Path:
    """A folder of npm packages, a few bytes each."""
    for font, (package, sheet, ending) in build.FONTS.items():
        folder = tmp_path / package
        (folder / "files").mkdir(parents=True)
        names = [f"{font}-{subset}-{ending}" for subset in ("vietnamese", *build.SUBSETS)]
        (folder / sheet).write_text("\n".join(FACE.format(file=name) for name in names))
        for name in names:
            (folder / "files" / f"{name}.woff2").write_bytes(name.encode())
    styles = tmp_path / "bootstrap" / "dist" / "css"
    styles.mkdir(parents=True)
    for name in build.BOOTSTRAP:
        (styles / name).write_text(f".{name[:-8]}{{}}\n/*# sourceMappingURL={name}.map */\n")
    return tmp_path


def test_every_static_name_is_built(node_modules: Path, tmp_path: Path) -> None:
    built = build.build(node_modules, tmp_path / "static")
    assert set(built) == set(STATIC_NAMES)
    assert (tmp_path / "static" / built["newsreader.woff2"]).read_bytes() == (
        b"newsreader-latin-500-normal"
    )


def test_text_is_stored_compressed_and_fonts_are_not(node_modules: Path, tmp_path: Path) -> None:
    built = build.build(node_modules, tmp_path / "static")
    sheet = tmp_path / "static" / built["bootstrap.css"]
    assert brotli.decompress(Path(f"{sheet}.br").read_bytes()) == sheet.read_bytes()
    assert gzip.decompress(Path(f"{sheet}.gz").read_bytes()) == sheet.read_bytes()
    assert not list((tmp_path / "static").glob("*.woff2.*"))


def test_font_rules_name_only_our_own_files(node_modules: Path, tmp_path: Path) -> None:
    built = build.build(node_modules, tmp_path / "static")
    rules = (tmp_path / "static" / built["fonts.css"]).read_text()
    assert rules.count("@font-face") == len(build.FONTS) * len(build.SUBSETS)
    assert rules.count("url(") == rules.count("url(/static/")
    assert f"url(/static/{built['public-sans-ext.woff2']})" in rules
    assert "vietnamese" not in rules
    assert "swap" not in rules


@pytest.mark.skipif(not build.NODE_MODULES.is_dir(), reason="needs npm's packages")
@pytest.mark.parametrize("font", build.FONTS)
def test_the_core_of_a_font_has_its_letters_and_weights_and_no_more(font: str) -> None:
    package, _sheet, ending = build.FONTS[font]
    whole = (build.NODE_MODULES / package / "files" / f"{font}-latin-{ending}.woff2").read_bytes()
    core = build.core_of(whole)
    assert build.core_of(whole) == core  # its name is a hash of it
    assert len(core) < 0.7 * len(whole)
    cut = TTFont(io.BytesIO(core))
    has = {chr(code) for code in cut.getBestCmap() or {}}
    offered = {chr(code) for code in TTFont(io.BytesIO(whole)).getBestCmap() or {}}
    assert has == build.CORE_LETTERS & offered
    assert set(string.printable[:95]) <= has
    if "fvar" in cut:
        (axis,) = cut["fvar"].axes
        assert (axis.minValue, axis.maxValue) == build.WEIGHTS


def test_a_browser_takes_letters_of_the_core_from_the_core(
    node_modules: Path, tmp_path: Path
) -> None:
    built = build.build(node_modules, tmp_path / "static")
    faces = (tmp_path / "static" / built["fonts.css"]).read_text().split("@font-face")[1:]
    for font in build.FONTS:
        own = [face for face in faces if f"/{font}" in face]
        assert built[build._font_name(font, "core")] in own[-1]  # the last that has it is taken
        letters = [_letters(face) for face in own]
        assert letters[-1] == set(map(ord, build.CORE_LETTERS))
        # What the core lacks of its own signs is looked for in no other font; all else is.
        for others in letters[:-1]:
            assert others == set(range(0x10000)) - letters[-1]


def _letters(face: str) -> set[int]:
    (spans,) = re.findall("unicode-range: ([^;]+);", face)
    ends = [span.removeprefix("U+").split("-") for span in spans.split(",")]
    return {code for end in ends for code in range(int(end[0], 16), int(end[-1], 16) + 1)}


def test_no_style_asks_for_a_source_map(node_modules: Path, tmp_path: Path) -> None:
    built = build.build(node_modules, tmp_path / "static")
    assert "sourceMappingURL" not in (tmp_path / "static" / built["bootstrap.css"]).read_text()


def test_a_package_without_its_file_stops_the_build(node_modules: Path, tmp_path: Path) -> None:
    (node_modules / "bootstrap" / "dist" / "css" / build.BOOTSTRAP[0]).unlink()
    with pytest.raises(FileNotFoundError, match=build.BOOTSTRAP[0]):
        build.build(node_modules, tmp_path / "static")
