"""Cuts the two typefaces that pictures are drawn with from the npm packages of our fonts.

`python -m frontend.picture_fonts` writes them anew, with their license and the width of every
letter. They are committed: pictures are drawn where npm never ran, with no font of the machine.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import msgspec
from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from components.pictures.type_widths import FONTS, WIDTHS, Face
from frontend.build import NODE_MODULES

WEIGHT = 400
SUBSETS = ("latin", "latin-ext")
# Of each face its package, and how the files of its subsets end.
FILES = {
    Face.SERIF: ("@fontsource/newsreader", "newsreader-{subset}-500-normal.woff2"),
    Face.SANS: ("@fontsource-variable/public-sans", "public-sans-{subset}-wght-normal.woff2"),
}
FAMILY, FULL, TYPOGRAPHIC = 1, 4, 16


def cut(node_modules: Path, folder: Path) -> None:
    """Write both typefaces, the license of each, and the widths of their letters."""
    folder.mkdir(parents=True, exist_ok=True)
    widths: dict[str, Mapping[str, float]] = {}
    for face, (package, file) in FILES.items():
        source = node_modules / package
        font = _merged([source / "files" / file.format(subset=subset) for subset in SUBSETS])
        for record in font["name"].names:
            if record.nameID in (FAMILY, FULL, TYPOGRAPHIC):
                record.string = face.value.encode(record.getEncoding())
        name = face.value.lower().replace(" ", "-")
        font.save(folder / f"{name}.ttf")
        (folder / f"{name}-license.txt").write_text(
            (source / "LICENSE").read_text("utf-8"), "utf-8"
        )
        widths[face.value] = _widths(font)
    (folder / WIDTHS.name).write_bytes(msgspec.json.encode(widths) + b"\n")


def _merged(files: list[Path]) -> TTFont:
    """One static font with the letters of several files."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [str(Path(folder) / f"{number}.ttf") for number in range(len(files))]
        for file, path in zip(files, paths, strict=True):
            font = TTFont(file)
            if "fvar" in font:
                font = instantiateVariableFont(font, {"wght": WEIGHT})
            font.flavor = None
            font.save(path)
        return Merger().merge(paths)


def _widths(font: TTFont) -> dict[str, float]:
    """How wide every letter is, in parts of the size of type."""
    units = getattr(font["head"], "unitsPerEm")  # noqa: B009 - the library fills it in
    advances = font["hmtx"].metrics
    cmap = font.getBestCmap() or {}
    return {chr(code): round(advances[name][0] / units, 3) for code, name in sorted(cmap.items())}


if __name__ == "__main__":
    cut(NODE_MODULES, FONTS)
