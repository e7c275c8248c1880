"""A change reaches every file that may behave otherwise for it, and no other."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.support.imports import Imports, imports, project_files, read_imports

TREE = {
    "app.py": "from pages import routes\n",
    "assets/map.js": 'import {\n  drawn,\n} from "./drawing.js";\n',
    "assets/drawing.js": "",
    "assets/search.js": "",
    "docs/read.md": "See ![a picture](images/map.png).\n",
    "docs/images/map.png": "",
    "data/areas.json": "[]",
    "notes/old.txt": "",
    "pages/__init__.py": "import pkgutil\nfound = pkgutil.iter_modules(__path__)\n",
    "pages/home.py": "from shown.words import said\n",
    "pages/map.py": "from shown.map import SCRIPT\n",
    "pages/place.py": "",
    "shown/map.py": "SCRIPT = 'map.js'\n",
    "shown/__init__.py": "",
    "shown/words.py": "from shown import places\n",
    "shown/places.py": "AREAS = ROOT / 'data' / 'areas.json'\n",
    "shown/colors.py": "",
    "shown/__main__.py": "from shown import colors\n",
    "tests/conftest.py": "from shown import colors\n",
    "tests/support/served.py": "serve('app:server')\n",
    "tests/support/started.py": "run(['python', '-m', 'shown', '--quick'])\n",
    "tests/test_words.py": "def test():\n    from shown.words import said\n",
    "tests/test_site.py": "from tests.support.served import served\n",
    "tests/test_all.py": "every = ROOT.rglob('*.py')\n",
    "tests/test_read.py": "text = (ROOT / 'docs' / 'read.md').read_text()\n",
    "tests/browser/test_map.py": "visit(f'{server}/demo/map?areas=BX')\n",
    "tests/browser/test_place.py": "visit('/places/BX0301')\n",
    "tests/browser/test_home.py": "visit('/')\nroute('**/*.js')\n",
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, text in TREE.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.fixture
def read(tree: Path) -> Imports:
    return read_imports(tree)


@pytest.mark.parametrize(
    ("file", "needed"),
    [
        ("pages/home.py", {"shown/__init__.py", "shown/words.py"}),
        ("shown/words.py", {"shown/__init__.py", "shown/places.py"}),
        ("shown/places.py", {"data/areas.json"}),
        ("app.py", {"pages/__init__.py"}),
        ("pages/__init__.py", {"pages/home.py", "pages/map.py", "pages/place.py"}),
        ("assets/map.js", {"assets/drawing.js"}),
        ("shown/map.py", {"assets/map.js"}),
        ("docs/read.md", {"docs/images/map.png"}),
        ("tests/browser/test_map.py", {"tests/conftest.py", "pages/map.py"}),
        ("tests/browser/test_place.py", {"tests/conftest.py", "pages/place.py"}),
        ("tests/browser/test_home.py", {"tests/conftest.py"}),
        ("tests/support/served.py", {"app.py"}),
        ("tests/support/started.py", {"shown/__init__.py", "shown/__main__.py"}),
        ("tests/test_words.py", {"tests/conftest.py", "shown/__init__.py", "shown/words.py"}),
    ],
)
def test_a_file_needs_what_it_imports_runs_finds_and_opens(
    read: Imports, file: str, needed: set[str]
) -> None:
    assert read.needs[file] == needed


def affected(read: Imports, *changed: str) -> list[str]:
    distances = read.dependents(changed)
    return [
        name for name in sorted(distances, key=lambda name: distances[name]) if "/test_" in name
    ]


def test_a_module_matters_to_the_tests_that_reach_it_the_nearest_first(read: Imports) -> None:
    assert affected(read, "shown/places.py") == [
        "tests/test_all.py",
        "tests/test_words.py",
        "tests/test_site.py",
    ]
    assert affected(read, "pages/home.py") == ["tests/test_all.py", "tests/test_site.py"]


def test_a_rule_over_all_modules_depends_on_their_text_alone(read: Imports) -> None:
    """Else whatever any test opens would matter to every such rule."""
    assert "tests/test_read.py" in read.reads["tests/test_all.py"]
    assert "tests/test_all.py" in affected(read, "tests/test_read.py")
    assert affected(read, "docs/read.md") == ["tests/test_read.py"]


def test_a_conftest_matters_to_every_test_below_it(read: Imports) -> None:
    assert len(affected(read, "shown/colors.py")) == len(every_test(TREE))


def test_a_data_file_matters_to_whoever_opens_it(read: Imports) -> None:
    assert "tests/test_words.py" in affected(read, "data/areas.json")


@pytest.mark.parametrize("script", ["map.js", "drawing.js"])
def test_a_script_matters_to_tests_of_the_pages_that_load_it(read: Imports, script: str) -> None:
    distances = read.dependents([f"assets/{script}"])
    assert distances["pages/map.py"] == 2
    assert affected(read, f"assets/{script}") == ["tests/browser/test_map.py", "tests/test_site.py"]


def test_a_picture_matters_to_tests_of_the_document_that_shows_it(read: Imports) -> None:
    assert affected(read, "docs/images/map.png") == ["tests/test_read.py"]


def every_test(tree: Iterable[str]) -> list[str]:
    return [name for name in tree if "/test_" in name]


@pytest.mark.parametrize("name", ["notes/old.txt", "Makefile"])
def test_a_file_no_module_names_may_matter_to_every_test(read: Imports, name: str) -> None:
    assert len(affected(read, name)) == len(every_test(TREE))


def test_a_module_that_was_removed_matters_to_whoever_imports_it_still(tree: Path) -> None:
    (tree / "shown" / "places.py").unlink()
    read = read_imports(tree, gone=["shown/places.py"])
    assert "tests/test_words.py" in affected(read, "shown/places.py")


def test_what_is_made_or_installed_here_is_no_part_of_the_project(tree: Path) -> None:
    for name in ("var/seed", "node_modules/axe", ".venv", "shown/__pycache__"):
        (tree / name).mkdir(parents=True)
        (tree / name / "module.py").write_text("")
    assert project_files(tree) == sorted(TREE)


@pytest.mark.parametrize(
    ("start", "reached"),
    [
        ("pages/__init__.py", "pages/privacy.py"),
        ("tests/browser/conftest.py", "app.py"),
        ("app.py", "assets/site.css"),
        ("tests/support/test_imports.py", "tests/conftest.py"),
    ],
)
def test_a_changed_file_of_this_project_reaches_the_tests_that_import_it(
    start: str, reached: str
) -> None:
    assert reached in imports().reached(start)


def test_a_release_is_made_by_no_code_of_the_web() -> None:
    made_by = {name.partition("/")[0] for name in imports().reached("tests/literal.py")}
    assert made_by.isdisjoint({"app.py", "pages", "components", "api", "assets"})


@pytest.mark.parametrize("name", ["venv", "env", "python", ".venv"])
def test_packages_installed_beside_the_project_are_no_part_of_it(tmp_path: Path, name: str) -> None:
    packages = tmp_path / name / "lib" / "site-packages"
    packages.mkdir(parents=True)
    (tmp_path / name / "pyvenv.cfg").touch()
    (packages / "latin.py").write_bytes("# Größe".encode("latin-1"))
    (tmp_path / "app.py").write_text("import json\n")
    assert project_files(tmp_path) == ["app.py"]
