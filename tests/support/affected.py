"""The tests of what changed, the nearest first, for `make check`.

The nearest import what changed themselves; the farthest reach it only through the whole site. As
many are named as run in the seconds given, by what each file took when it last ran, here or when
seconds.json was measured; `make test` runs them all.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from tests.support.imports import ROOT, Imports, read_imports
from tests.support.ran import known_seconds, passed_commit

SECONDS = 60.0
# Steps within which a test of the same room comes first; a room of sources is wide.
NEAR = 3
# How many of those left out are named where all can be read.
TOLD = 8
BROWSER = "tests/browser"
# What a test that asks for every page takes them from, and the browser's tests that may be run on
# one of them alone: on all they last longer than a check.
EVERY_PAGE = "tests/support/browser/paths.py"
ONE_PAGE = (
    "tests/browser/test_pages.py::"
    "test_a_page_opens_in_the_dark_on_a_phone_and_is_accessible_everywhere[{path}]"
)
# Checked by `make lint`, whole each time; no test reads them.
LINTED = ("*.d.ts", "tsconfig*.json", "eslint.config.mjs", ".prettierrc.json")
# What a file that has not run yet is taken to last: a browser's pages take longer.
UNKNOWN_SECONDS = 2.0
UNKNOWN_BROWSER_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Selection:
    """Test files to run now, those left to `make test`, and modules whose types to check."""

    now: tuple[str, ...]
    later: tuple[str, ...]
    typed: tuple[str, ...]


def select(
    dependents: Mapping[str, int],
    seconds: Mapping[str, float],
    most_seconds: float,
    near: Mapping[str, int] = MappingProxyType({}),
) -> Selection:
    """The affected test files, nearest first, until their seconds are used up.

    A test file that was itself changed always runs. Nearest are those of the same room, such as
    `tests/components/place/` of `components/place/`, or of its name: many more reach it through the
    whole site. What only a browser runs is tried in one before anything else. Those `near` come
    before the room, the one with the highest number first.
    """
    changed = [name for name, distance in dependents.items() if distance == 0]
    tests = sorted(
        (
            distance > 0,
            _remoteness(name, distance, changed, near),
            -near.get(name, 0),
            distance,
            lasts,
            name,
        )
        for name, distance in dependents.items()
        if is_test(name)
        for lasts in [_lasts(name, seconds)]
    )
    now, later, left = [], [], most_seconds
    for *_order, distance, lasts, name in tests:
        if distance == 0 or lasts <= left:
            now.append(name)
            left -= lasts
        else:
            later.append(name)
    return Selection(tuple(now), tuple(later), tuple(_typed(dependents)))


def _remoteness(test: str, distance: int, changed: Iterable[str], near: Container[str]) -> int:
    """0 for a test named after what changed, 1 if `near`, 2 if of its room, 3 for others."""
    named = PurePosixPath(test).stem.removeprefix("test_")
    for name in changed:
        if named in _names(name) and (distance <= NEAR or not name.endswith(".py")):
            return 0
    rooms = {_room_of_tests(name) for name in changed}
    if test in near:
        return 1
    return 2 if distance <= NEAR and _room(test) in rooms else 3


def _is_page(name: str) -> bool:
    path = PurePosixPath(name)
    return path.parts[0] == "pages" and path.suffix == ".py" and path.stem != "__init__"


def _room_of_tests(name: str) -> str:
    return BROWSER if name.startswith("assets/") else f"tests/{_room(name)}"


def _names(name: str) -> set[str]:
    """What a test of a file may be named by: the file; where it is not Python, its folders too."""
    path = PurePosixPath(name)
    stem = path.name.partition(".")[0]
    return {stem} if path.suffix == ".py" else {stem, *path.parts[:-1]}


def _typed(dependents: Mapping[str, int]) -> list[str]:
    """The modules a change may give wrong types: those changed, and those that import them."""
    changed = [name for name, distance in dependents.items() if distance == 0]
    if not any(name.endswith(".py") for name in changed):
        return []
    return sorted(
        name
        for name, distance in dependents.items()
        if distance <= 1 and name.endswith(".py") and _is_typed(name)
    )


def _is_typed(name: str) -> bool:
    """Whether types are checked: of tests, what they share is."""
    return not name.startswith("tests/") or name.startswith("tests/support/")


def is_test(name: str) -> bool:
    """Whether pytest collects a file."""
    path = PurePosixPath(name)
    return path.parts[0] == "tests" and path.name.startswith("test_") and path.suffix == ".py"


def _room(name: str) -> str:
    return str(PurePosixPath(name).parent)


def _lasts(name: str, seconds: Mapping[str, float]) -> float:
    unknown = UNKNOWN_BROWSER_SECONDS if "/browser/" in name else UNKNOWN_SECONDS
    return seconds.get(name, unknown)


def changed_since(base: str, root: Path = ROOT) -> list[str]:
    """Every file that differs from a commit, committed or not, and those git does not know yet."""
    differing = _git(root, "diff", "--name-only", "--no-renames", base)
    return sorted({*differing, *_git(root, "ls-files", "--others", "--exclude-standard")})


def default_base(root: Path = ROOT) -> str:
    """The last commit that passed here; else the one before this, as far as there is one."""
    passed = passed_commit()
    for base in (passed, "HEAD~1"):
        if base and _is_commit(base, root):
            return base
    return "HEAD"


def selection(changed: Iterable[str], most_seconds: float, root: Path = ROOT) -> Selection:
    """Which tests to run for changed files."""
    names = [name for name in changed if not any(fnmatch(name, each) for each in LINTED)]
    gone = [name for name in names if not (root / name).exists()]
    imports = read_imports(root, gone)
    distances = imports.dependents(names)
    present = {name: distance for name, distance in distances.items() if name not in gone}
    return select(present, known_seconds(), most_seconds, _near(imports, present, names, root))


def _near(
    imports: Imports, present: Iterable[str], changed: Iterable[str], root: Path
) -> dict[str, int]:
    """Tests of every page where a page changed; where a page's script, those that drive a browser
    on it, with how often they open it."""
    near: dict[str, int] = {}
    if any(_is_page(name) for name in changed):
        every = [name for name, needed in imports.needs.items() if EVERY_PAGE in needed]
        near |= dict.fromkeys((name for name in every if not name.startswith(BROWSER)), 1)
    scripts = [PurePosixPath(name) for name in changed if name.startswith("assets/")]
    for script in scripts:
        driven = [name for name in present if name.startswith(BROWSER) and is_test(name)]
        opened = {
            name: (root / name).read_text("utf-8").count(f'"/{script.stem}') for name in driven
        }
        near |= {name: times for name, times in opened.items() if times}
    return near


def cases_of_pages(names: Iterable[str]) -> tuple[str, ...]:
    """The cases of the browser's tests that open a changed page of the real site.

    The page is loaded for its path: one that does not load stops the check with its own error.
    """
    pages = [name for name in names if _is_page(name) and (ROOT / name).exists()]
    if not pages:
        return ()
    from tests.support.browser.paths import PATHS, example

    loaded = [import_module(name.removesuffix(".py").replace("/", ".")) for name in pages]
    paths = {example(page.PAGE.path) for page in loaded if "" in page.PAGE.sides}
    return tuple(ONE_PAGE.format(path=path) for path in sorted(paths & {*PATHS}))


def main() -> None:
    """Write the lists of tests to run and of modules to check; say what they are for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", default="", help="the commit that passed")
    parser.add_argument("--into", type=Path, required=True, help="the lists' path, without ending")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long they may last")
    asked = parser.parse_args()
    base = asked.base or default_base()
    changed = changed_since(base)
    chosen = selection(changed, asked.seconds)
    cases = () if ONE_PAGE.partition("::")[0] in chosen.now else cases_of_pages(changed)
    lists = {".tests": (*chosen.now, *cases), ".later": chosen.later, ".types": chosen.typed}
    for ending, names in lists.items():
        asked.into.parent.mkdir(parents=True, exist_ok=True)
        asked.into.with_suffix(ending).write_text("".join(f"{name}\n" for name in names))
    sys.stdout.write(f"{len(changed)} files differ from {base[:12]}. {told(chosen, asked.into)}\n")


def told(found: Selection, into: Path) -> str:
    """What runs, and by name the nearest of what does not."""
    said = f"{len(found.now)} test files run."
    if not found.later:
        return said
    named = "".join(f"\n  {name}" for name in found.later[:TOLD])
    listed = f", all listed in {into.with_suffix('.later')}" if len(found.later) > TOLD else ""
    return f"{said} {len(found.later)} are left to `make test`{listed}, the nearest first:{named}"


def _git(root: Path, *words: str) -> list[str]:
    said = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=True)
    return said.stdout.splitlines()


def _is_commit(name: str, root: Path) -> bool:
    command = ["git", "rev-parse", "--quiet", "--verify", f"{name}^{{commit}}"]
    return subprocess.run(command, cwd=root, capture_output=True).returncode == 0


if __name__ == "__main__":
    main()
