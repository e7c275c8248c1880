"""Builds the site's style, type and scripts with npm packages into `var/static/`."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import brotli
import msgspec
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from components.site.packed import ASSETS, STYLE, Packed, list_path, version_of
from components.site.static import (
    PREFIX,
    STATIC_DIR,
    STATIC_NAMES,
    StaticName,
    hashed_name,
    manifest_path,
)
from frontend.scripts import pack_scripts, small_style

NODE_MODULES = Path(__file__).resolve().parent.parent / "node_modules"
# Only what the pages use of Bootstrap: 6 KB on the wire in place of 23.
BOOTSTRAP = ("bootstrap-reboot.min.css", "bootstrap-grid.min.css")
# Headlines have one weight, text has several: where each font lies, and how its files end.
FONTS = {
    "newsreader": ("@fontsource/newsreader", "500.css", "500-normal"),
    "public-sans": ("@fontsource-variable/public-sans", "wght.css", "wght-normal"),
}
# The subsets our languages in Latin script need, by the ending of their names here. The last rule
# that has a letter is the one a browser takes: so the core, which is cut from `latin`, comes last,
# and a page that needs no more fetches no more.
SUBSETS = {"latin-ext": "-ext", "latin": "-latin", "core": ""}
CORE = "core"
# The letters that nearly all pages are written in.
CORE_LETTERS = frozenset(
    [*map(chr, range(0x20, 0x7F)), *"\u00a0áéíñóúüÁÉÍÑÓÚÜ§°±·×÷½¼¾–—‘’“”…→−≤≥"]
    # Signs the style sheet writes, which no file has: else a browser looks for them in another.
    + [*"•↑↓▸▾‹›"]
)
# The weights the style sheet asks for, of a font that has all between 100 and 900.
WEIGHTS = (400, 650)
WOFF2 = b"wOF2"
FONT_FACE = re.compile(r"/\* (?P<file>[\w-]+) \*/\s*(?P<rule>@font-face \{.*?\n\})", re.DOTALL)
# A font that comes late is for the next page: changed under a reader's eyes, words jump.
SWAPPED, OPTIONAL = "font-display: swap", "font-display: optional"
FONT_RANGE = re.compile(r"unicode-range: [^;]+")
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


def pack(assets: Path, static_dir: Path, built: dict[StaticName, str]) -> Packed:
    """Write the scripts and the style sheet of `assets`, packed, and their compressed copies. The
    one sheet holds Bootstrap and the rules of our type too, which `built` names."""
    version = version_of(assets)
    files = pack_scripts(assets, static_dir)
    for file in files.values():
        _write_compressed(static_dir / file)
    sheets = [static_dir / built[name] for name in ("bootstrap.css", "fonts.css")]
    style = b"\n".join(sheet.read_bytes() for sheet in [*sheets, assets / "site.css"])
    return Packed(version, {**files, STYLE: _write(static_dir, STYLE, small_style(style))})


def font_css(node_modules: Path, built: dict[StaticName, str]) -> bytes:
    """The fonts' rules for the subsets we serve, at our addresses."""
    rules: list[str] = []
    for font, (package, sheet, ending) in FONTS.items():
        faces = dict(FONT_FACE.findall((node_modules / package / sheet).read_text("utf-8")))
        for subset in SUBSETS:
            address = PREFIX + built[_font_name(font, subset)]
            source = f"src: url({address}) format('woff2')"
            face = faces[f"{font}-{_cut_from(subset)}-{ending}"]
            rule = FONT_SOURCE.sub(source, face).replace(SWAPPED, OPTIONAL)
            rules.append(FONT_RANGE.sub(_range_of(subset, rule), rule))
    return "\n".join(rules).encode()


def _fonts(node_modules: Path) -> dict[StaticName, bytes]:
    fonts: dict[StaticName, bytes] = {}
    for font, (package, _sheet, ending) in FONTS.items():
        for subset in SUBSETS:
            file = f"{font}-{_cut_from(subset)}-{ending}.woff2"
            content = (node_modules / package / "files" / file).read_bytes()
            fonts[_font_name(font, subset)] = core_of(content) if subset == CORE else content
    return fonts


def _cut_from(subset: str) -> str:
    return "latin" if subset == CORE else subset


def _range_of(subset: str, rule: str) -> str:
    """The letters a rule is for. Of the core those alone; of the others what the core has not:
    else a sign of the core that no font has ("↓") makes a browser look for it in each of them."""
    if subset == CORE:
        return _named(map(ord, CORE_LETTERS))
    spans = [_ends(span) for span in FONT_RANGE.findall(rule)[0].partition(":")[2].split(",")]
    letters = (code for first, last in spans for code in range(first, last + 1))
    return _named(code for code in letters if chr(code) not in CORE_LETTERS)


def _ends(span: str) -> tuple[int, int]:
    """The first and the last of "U+0000-00FF", or of "U+0131"."""
    first, _, last = span.strip().removeprefix("U+").partition("-")
    return int(first, 16), int(last or first, 16)


def _named(codes: Iterable[int]) -> str:
    """Letters as a style sheet names them, those that follow each other as one span."""
    runs: list[list[int]] = []
    for code in sorted(codes):
        if runs and runs[-1][-1] == code - 1:
            runs[-1][1:] = [code]
        else:
            runs.append([code])
    spans = ["-".join(f"{code:04X}" for code in run) for run in runs]
    return "unicode-range: " + ",".join(f"U+{span}" for span in spans)


def core_of(content: bytes) -> bytes:
    """A font with the letters of the core alone, in the weights that are used; what is no font in
    this format stays as it is."""
    if not content.startswith(WOFF2):
        return content
    font = TTFont(BytesIO(content), recalcTimestamp=False)
    if "fvar" in font:
        font = instantiateVariableFont(font, {"wght": WEIGHTS})
    options = Options(flavor="woff2", notdef_outline=True)
    options.layout_features = [*options.layout_features, "tnum", "pnum"]
    cutter = Subsetter(options)
    cutter.populate(text="".join(sorted(CORE_LETTERS)))
    cutter.subset(font)
    font.flavor = "woff2"
    cut = BytesIO()
    font.save(cut)
    return cut.getvalue()


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
        _write_compressed(file)
    return file.name


def _write_compressed(file: Path) -> None:
    content = file.read_bytes()
    file.with_name(file.name + ".br").write_bytes(brotli.compress(content, quality=11))
    compressed = gzip.compress(content, compresslevel=9, mtime=0)
    file.with_name(file.name + ".gz").write_bytes(compressed)


if __name__ == "__main__":
    manifest = build(NODE_MODULES, STATIC_DIR)
    list_path().write_bytes(msgspec.json.encode(pack(ASSETS, STATIC_DIR, manifest)))
    manifest_path().write_bytes(msgspec.json.encode(manifest))
