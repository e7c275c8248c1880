"""Packed scripts do what the modules do, hold each of them once, and say nothing of the machine."""

from __future__ import annotations

import subprocess
from pathlib import Path

import brotli
import pytest

from components.site.packed import ASSETS, STYLE, version_of
from components.site.static import StaticName
from frontend import build
from frontend.scripts import PackingError, pack_scripts, small_style

pytestmark = pytest.mark.skipif(
    not (build.NODE_MODULES / "esbuild").is_dir(), reason="needs npm's packages"
)
# A page loads `everywhere.js`, then `chart.js`; both need `shared.js`, which must run once.
MODULES = {
    "everywhere.js": 'import "./search.js";\nexport * from "./shared.js";\n',
    "search.js": 'import { add } from "./shared.js";\nadd("search");\n',
    "shared.js": "/* What both count. */\nexport const seen = [];\n"
    "export function add(name) {\n  seen.push(name);\n}\n",
    "island.js": "globalThis.island = (globalThis.island ?? 0) + 1;\n",
    "chart.js": 'import "./island.js";\nimport { add, seen } from "./shared.js";\nadd("chart");\n'
    "console.log(seen.join(), globalThis.island);\n",
}


@pytest.fixture
def assets(tmp_path: Path) -> Path:
    folder = tmp_path / "assets"
    folder.mkdir()
    for name, text in MODULES.items():
        (folder / name).write_text(text)
    return folder


def ran(folder: Path, *files: str) -> str:
    """What scripts print that a page loads in this order."""
    page = "".join(f'await import("./{file}");\n' for file in files)
    (folder / "page.mjs").write_text(page)
    return subprocess.run(
        ["node", folder / "page.mjs"], capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.parametrize("is_packed", [True, False])
def test_a_module_of_two_files_runs_once_packed_and_as_it_is(
    assets: Path, tmp_path: Path, *, is_packed: bool
) -> None:
    files, folder = {name: name for name in MODULES}, assets
    if is_packed:
        folder = tmp_path / "packed"
        files = pack_scripts(assets, folder)
        assert set(files) == {"everywhere.js", "island.js", "chart.js"}
    (folder / "package.json").write_text('{"type": "module"}')
    assert ran(folder, files["everywhere.js"], files["chart.js"]) == "search,chart 1\n"


@pytest.mark.parametrize(
    ("name", "written", "told"),
    [
        ("chart.js", "const a = ;\n", "chart.js"),
        ("chart.js", 'import { lost } from "./shared.js";\nlost();\n', "lost"),
        (
            "everywhere.js",
            'import "./search.js";\n',
            "everywhere.js does not export add of shared.js",
        ),
        (
            "everywhere.js",
            'import "./search.js";\nexport * from "./shared.js";\nexport * from "./two.js";\n',
            "everywhere.js imports two modules that export seen",
        ),
    ],
)
def test_what_would_be_lost_in_a_packed_file_is_refused_by_name(
    assets: Path, tmp_path: Path, name: str, written: str, told: str
) -> None:
    (assets / "two.js").write_text("export const seen = 2;\n")
    (assets / name).write_text(written)
    with pytest.raises(PackingError, match=told):
        pack_scripts(assets, tmp_path / "packed")


def test_the_scripts_and_the_style_of_the_site_are_packed_small(tmp_path: Path) -> None:
    built: dict[StaticName, str] = {"bootstrap.css": "b.css", "fonts.css": "f.css"}
    for file in built.values():
        (tmp_path / file).write_text(f".of-{file[0]} {{ top: 0 }}\n")
    packed = build.pack(ASSETS, tmp_path, built)
    assert packed.version == version_of(ASSETS)
    for file in packed.files.values():
        text = (tmp_path / file).read_text("utf-8")
        assert "/* " not in text
        assert str(ASSETS.parent) not in text
        assert "sourceMapping" not in text
        assert brotli.decompress((tmp_path / f"{file}.br").read_bytes()).decode() == text
    scripts = sum((tmp_path / file).stat().st_size for file in packed.files.values())
    assert scripts < sum(path.stat().st_size for path in ASSETS.glob("*.*s*"))
    style = (tmp_path / packed.files[STYLE]).read_text("utf-8")
    assert style.index(".of-b") < style.index(".of-f") < style.index(":root")


def test_a_style_keeps_its_rules_and_loses_its_comments() -> None:
    assert small_style(b"/* why */\na:hover {\n  color: red;\n}\n") == b"a:hover{color:red}\n"
