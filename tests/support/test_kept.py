"""What is kept between runs is never of other code, never half made, and never changed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import kept as shelf
from tests.support.imports import ROOT, read_imports
from tests.support.kept import ChangedByATestError, check_unchanged, kept_under, key_of

TREE = {
    "release.py": "from figures import mean\n",
    "figures.py": "AREAS = 'areas.json'\n",
    "areas.json": "[]",
    "page.py": "from release import mean\n",
}
# Each process says that it makes the folder before it does.
PROCESS = """
import sys, time
from pathlib import Path
from tests.support.kept import kept_under

def make(folder):
    print("made", flush=True)
    time.sleep(0.3)
    (folder / "whole").write_text("whole")

folder = kept_under("key", "thing", make, Path(sys.argv[1]))
assert (folder / "whole").read_text() == "whole"
"""


@pytest.fixture(autouse=True)
def own_record(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing these tests break is taken for a fault of others."""
    monkeypatch.setattr(shelf, "_used", {})


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    folder = tmp_path / "tree"
    folder.mkdir()
    for name, text in TREE.items():
        (folder / name).write_text(text)
    return folder


def key(tree: Path, *reads: Path) -> str:
    return key_of(read_imports(tree), ["release.py"], reads, tree)


def counting(name: str = "whole") -> tuple[list[Path], Callable[[Path], None]]:
    """A maker, and the folders it was given."""
    made: list[Path] = []

    def make(folder: Path) -> None:
        made.append(folder)
        (folder / name).write_text("whole")

    return made, make


@pytest.mark.parametrize("name", ["release.py", "figures.py", "areas.json"])
def test_changing_what_a_thing_is_made_from_changes_its_key(tree: Path, name: str) -> None:
    before = key(tree)
    (tree / name).write_text(TREE[name] + "\n")
    assert key(tree) != before


def test_changing_what_a_thing_is_not_made_from_keeps_its_key(tree: Path) -> None:
    before = key(tree)
    (tree / "page.py").write_text("")
    assert key(tree) == before


def test_changing_a_file_it_reads_outside_the_project_changes_its_key(
    tree: Path, tmp_path: Path
) -> None:
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    (mirror / "cases.csv").write_text("1\n")
    before = key(tree, mirror)
    assert key(tree, mirror) == before
    (mirror / "cases.csv").write_text("12\n")
    changed = key(tree, mirror)
    (mirror / "deaths.csv").write_text("1\n")
    assert len({before, changed, key(tree, mirror)}) == 3


def test_another_version_of_a_package_changes_its_key(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = key(tree)
    assert any(package.startswith("pandas==") for package in shelf.packages())
    monkeypatch.setattr(shelf, "packages", lambda: ("3.11.2", "pandas==0.1"))
    assert key(tree) != before


def test_a_kept_thing_is_made_once_for_each_key(tmp_path: Path) -> None:
    made, make = counting()
    first = kept_under("one", "thing", make, tmp_path)
    assert kept_under("one", "thing", make, tmp_path) == first
    assert len(made) == 1
    assert kept_under("two", "thing", make, tmp_path) != first
    assert len(made) == 2


def test_a_kept_thing_whose_making_was_cut_off_is_never_used(tmp_path: Path) -> None:
    def stop(folder: Path) -> None:
        (folder / "half").write_text("half")
        raise RuntimeError("stopped")

    with pytest.raises(RuntimeError, match="stopped"):
        kept_under("key", "thing", stop, tmp_path)
    made, make = counting()
    folder = kept_under("key", "thing", make, tmp_path)
    assert [path.name for path in folder.iterdir()] == ["whole"]
    assert len(made) == 1


@pytest.mark.parametrize("fault", ["unlisted", "missing", "added", "changed"])
def test_a_kept_thing_that_was_changed_is_made_again(tmp_path: Path, fault: str) -> None:
    made, make = counting()
    folder = kept_under("key", "thing", make, tmp_path)
    match fault:
        case "unlisted":
            (tmp_path / "thing" / "key.json").unlink()
        case "missing":
            (folder / "whole").unlink()
        case "added":
            (folder / "more").write_text("")
        case "changed":
            (folder / "whole").chmod(0o644)
            (folder / "whole").write_text("other")
    assert kept_under("key", "thing", make, tmp_path) == folder
    assert len(made) == 2
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [("whole", "whole")]


def test_of_processes_that_ask_at_once_one_makes_the_kept_thing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROCESS, str(tmp_path)]
    asking = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    said = [process.communicate(timeout=60)[0] for process in asking]
    assert [process.returncode for process in asking] == [0, 0, 0]
    assert sorted(said) == ["", "", "made\n"]


def test_a_test_that_writes_into_a_shared_folder_is_told(tmp_path: Path) -> None:
    _, make = counting()
    folder = kept_under("key", "thing", make, tmp_path)
    check_unchanged()
    (folder / "more").write_text("")
    with pytest.raises(ChangedByATestError, match="thing/more"):
        check_unchanged()


def test_files_others_read_cannot_be_written_by_mistake(tmp_path: Path) -> None:
    _, make = counting()
    assert kept_under("key", "thing", make, tmp_path).joinpath("whole").stat().st_mode & 0o222 == 0


def test_kept_things_unused_for_long_are_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "SECONDS_BEFORE_REMOVAL", 0)
    for number in range(shelf.KEPT_OF_A_NAME + 2):
        kept_under(str(number), "thing", counting()[1], tmp_path)
    kept_folders = {path.name for path in (tmp_path / "thing").iterdir() if path.is_dir()}
    assert kept_folders == {"2", "3", "4"}
