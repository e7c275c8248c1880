"""Small wrong changes to one module, each tried against its tests, for `make mutants`.

    make mutants MODULE=data_loaders/observations/table.py

The tests are those of the folder that mirrors the module's: `tests/data_loaders/observations`.
What survived is listed last; `mutmut show NAME`, run in the folder named, says what was changed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.support.imports import ROOT, project_files

FOLDER = ROOT / "var" / "mutants"


def settings(module: str, tests: str) -> str:
    """What mutmut is told: change one module, run its tests, and have the whole tree beside it."""
    beside = sorted({name.partition("/")[0] for name in project_files(ROOT)})
    return (
        "\n[tool.mutmut]\n"
        f'source_paths = ["{module}"]\n'
        f'only_mutate = ["{module}"]\n'
        f'pytest_add_cli_args_test_selection = ["{tests}"]\n'
        f"also_copy = {beside}\n"
    )


def tests_of(module: str) -> str:
    """The folder of tests that mirrors a module's. Raises SystemExit where there is none."""
    folder = Path("tests") / Path(module).parent
    if not (ROOT / module).is_file() or not (ROOT / folder).is_dir():
        raise SystemExit(f"{module} is no module with tests in {folder}: give MODULE=path/of.py")
    return str(folder)


def run(module: str) -> int:
    """Try every mutant in a copy of the tree, and list those no test noticed."""
    tests = tests_of(module)
    shutil.rmtree(FOLDER, ignore_errors=True)
    for name in project_files(ROOT):
        (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, FOLDER / name)
    project = FOLDER / "pyproject.toml"
    project.write_text(project.read_text("utf-8") + settings(module, tests))
    mutmut = str(Path(sys.executable).with_name("mutmut"))
    ran = subprocess.run([mutmut, "run"], cwd=FOLDER)
    subprocess.run([mutmut, "results"], cwd=FOLDER)
    return ran.returncode


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("give one module: make mutants MODULE=data_loaders/observations/table.py")
    sys.exit(run(sys.argv[1]))
