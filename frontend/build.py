"""Builds the site's style and type from npm packages into `var/static/`."""

from __future__ import annotations

import gzip
import re
import shutil
from pathlib import Path

import brotli
import msgspec

from components.site.static import (
    PREFIX,
    STATIC_DIR,
    STATIC_NAMES,
    StaticName,
    hashed_name,
    manifest_path,
)

NODE_MODULES = Path(__file__).resolve().parent.parent / "node_modules"
# Only what the pages use of Bootstrap: 6 KB on the wire in place of 23.
BOOTSTRAP = ("bootstrap-reboot.min.css", "bootstrap-grid.min.css")
# Headlines have one weight, text has several: where each font lies, and how its files end.
FONTS = {
    "newsreader": ("@fontsource/newsreader", "500.css", "500-normal"),
    "public-sans": ("@fontsource-variable/public-sans", "wght.css", "wght-normal"),
}
# The subsets our languages in Latin script need, by the ending of their names here.
SUBSETS = {"latin": "", "latin-ext": "-ext"}
FONT_FACE = re.compile(r"/\* (?P<file>[\w-]+) \*/\s*(?P<rule>@font-face \{.*?\n\})", re.DOTALL)
FONT_SOURCE = re.compile(r"src: url\([^;]+")
SOURCE_MAP = re.compile(rb"\n?/\*# sourceMappingURL=\S+ \*/\s*$")


def build(node_modules: Path, static_dir: Path) -> dict[StaticName, str]:
    """Write every front-end file and its compressed copies; file names by static name.

    Raises FileNotFoundError where an npm package lacks a file we take from it.
    """
    shutil.rmtree(static_dir, ignore_errors=True)
    static_dir.mkdir(parents=True)
    built: dict[StaticName, str] = {}
    for name, content in _fonts(node_modules).items():
        built[name] = _write(static_dir, name, content)
    built["fonts.css"] = _write(static_dir, "fonts.css", font_css(node_modules, built))
    built["bootstrap.css"] = _write(static_dir, "bootstrap.css", _bootstrap(node_modules))
    return built


def font_css(node_modules: Path, built: dict[StaticName, str]) -> bytes:
    """The fonts' rules for the subsets we serve, at our addresses."""
    rules: list[str] = []
    for font, (package, sheet, ending) in FONTS.items():
        faces = dict(FONT_FACE.findall((node_modules / package / sheet).read_text("utf-8")))
        for subset in SUBSETS:
            address = PREFIX + built[_font_name(font, subset)]
            source = f"src: url({address}) format('woff2')"
            rules.append(FONT_SOURCE.sub(source, faces[f"{font}-{subset}-{ending}"]))
    return "\n".join(rules).encode()


def _fonts(node_modules: Path) -> dict[StaticName, bytes]:
    return {
        _font_name(font, subset): (
            node_modules / package / "files" / f"{font}-{subset}-{ending}.woff2"
        ).read_bytes()
        for font, (package, _sheet, ending) in FONTS.items()
        for subset in SUBSETS
    }


def _font_name(font: str, subset: str) -> StaticName:
    wanted = f"{font}{SUBSETS[subset]}.woff2"
    return next(name for name in STATIC_NAMES if name == wanted)


def _bootstrap(node_modules: Path) -> bytes:
    folder = node_modules / "bootstrap" / "dist" / "css"
    return b"\n".join(SOURCE_MAP.sub(b"", (folder / file).read_bytes()) for file in BOOTSTRAP)


def _write(static_dir: Path, name: str, content: bytes) -> str:
    file = static_dir / hashed_name(name, content)
    file.write_bytes(content)
    if file.suffix != ".woff2":  # already compressed
        file.with_name(file.name + ".br").write_bytes(brotli.compress(content, quality=11))
        compressed = gzip.compress(content, compresslevel=9, mtime=0)
        file.with_name(file.name + ".gz").write_bytes(compressed)
    return file.name


if __name__ == "__main__":
    manifest = build(NODE_MODULES, STATIC_DIR)
    manifest_path().write_bytes(msgspec.json.encode(manifest))
